// Any bytes as a compiled policy. The checksum is not a signature: whoever alters a file corrects
// it, and so does this target; what it is given is the program's size in 4 bytes, and what stands
// after the header. Such a file is refused, or it is a program, which runs within its bounds
// whatever the requests.

import Weir

enum ProgramTarget {
  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 4 else { return }
    let size = bytes[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    let file = ProgramFile.sealed(Array(bytes[4...]), programSize: size)
    guard let program = try? Program(encoded: file) else { return }
    let verdicts = judge(program)
    _ = program.listing()
    guard let again = try? Program(encoded: program.encoded()) else {
      fatalError("a program is none once it is written and read")
    }
    require(verdicts == judge(again), "a program judges differently once it is written and read")
  }

  /// What an input for the target looks like that comes of a policy; nil where that has errors.
  static func seed(_ policy: [UInt8]) -> [UInt8]? {
    let file = SourceFile(path: "a.weir", bytes: policy)
    guard
      let program = compile([file], environment: PolicyTarget.environment).program
    else { return nil }
    let encoded = program.encoded()
    guard
      let header = try? encoded.withUnsafeBytes({
        try ProgramFile.Header($0, fileSize: encoded.count)
      })
    else { return nil }
    let size = (0..<4).map { UInt8(truncatingIfNeeded: header.programSize >> (8 * $0)) }
    return size + encoded.dropFirst(ProgramFile.Header.size)
  }
}
