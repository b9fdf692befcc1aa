// The audit log is opened by one writer at a time.

import Testing

@testable import WeirAudit

@Suite struct AuditLogTests {
}
