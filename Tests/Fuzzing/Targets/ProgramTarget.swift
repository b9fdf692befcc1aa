// Any bytes as a compiled policy. The checksum is no signature: whoever alters a file corrects it, and
// so does this target; what it is given is what stands behind the checksum. Such a file is refused, or
// it is a program, which runs within its bounds whatever the requests.

import Weir

enum ProgramTarget {
  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    let payload = Array(bytes)
    let file = ProgramFile.magic + [ProgramFile.version] + digest(payload) + payload
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
    return Array(program.encoded().dropFirst(ProgramFile.magic.count + 1 + 32))
  }
}
