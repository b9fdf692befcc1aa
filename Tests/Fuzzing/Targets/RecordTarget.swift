// Lines of approvals: each line is a record that is written as it was read, or is refused with a
// place in it; and whatever records there are, a hold stands somewhere.

import Weir

enum RecordTarget {
  private static let key = "sha256:" + String(repeating: "0a", count: 32)

  private static let clauses = HoldClauses<VerdictApprover>([
    .needs(
      .any([
        .all([
          .factor(count: 2, .one(.group, .name("a"))), .factor(count: 1, .one(.role, .name("b"))),
        ]), .factor(count: 3, .one(.group, .name("b"))),
      ])),
    .within(SignedDuration(seconds: 600, nanoseconds: 0)), .rejectedBy(2),
    .override(by: .one(.user, .name("c"))),
  ])

  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let clauses else { return }
    var records: [HoldRecord] = []
    for line in bytes.split(separator: 0x0A) {
      Array(line).inOwnMemory { line in
        do throws(HoldRecord.Mistake) {
          let record = try HoldRecord(line: line)
          let again = try record.line().withUnsafeBufferPointer {
            (line) throws(HoldRecord.Mistake) in try HoldRecord(line: line)
          }
          require(again == record, "a record is read otherwise than it is written")
          records.append(record)
        } catch {
          require(!error.message.isEmpty, "refused for nothing")
          require((0...line.count).contains(error.offset), "\(error.offset) lies outside")
        }
      }
    }
    for index in records.indices { records[index].key = key }
    let now = records.map(\.at).max() ?? Timestamp(seconds: 0, nanoseconds: 0)
    let status = HoldStatus(
      of: clauses, key: key, requester: ["r"], records: records, at: now)
    let backwards = HoldStatus(
      of: clauses, key: key, requester: ["r"], records: records.reversed(), at: now)
    require(status == backwards, "the order of arrival matters")
    if status.state == .approved, !status.isOverridden {
      require(status.counted.count { $0.act == .approve } >= 3, "too few people approved")
    }
  }
}
