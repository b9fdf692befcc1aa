// The ledger, through its face.

import Testing

@testable import WeirLedger

@Suite struct LedgerTests {
}
