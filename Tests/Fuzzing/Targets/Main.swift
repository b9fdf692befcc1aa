// What libFuzzer calls: one executable, its target named by the environment.

import Weir

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What an input is given to.
private enum Target: String {
  case reader, program, policy, yaml, fixture, record, query, event, lint
}

private func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

private let target = environment("WEIR_FUZZ_TARGET").flatMap(Target.init)

/// Called before anything else: makes the programs' seeds and ends, if that is what is wanted.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> CInt {
  if let folder = environment("WEIR_FUZZ_SEEDS") {
    for index in 1..<Int(count.pointee) {
      guard let path = arguments.pointee[index] else { continue }
      guard let seed = ProgramTarget.seed(read(String(cString: path))) else { continue }
      write(seed, to: "\(folder)/\(index)")
    }
    exit(0)
  }
  guard target != nil else { fatalError("WEIR_FUZZ_TARGET names no target") }
  return 0
}

/// Runs one input through the target that the environment names; what libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func run(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  switch target {
  case .reader: ReaderTarget.run(bytes)
  case .program: ProgramTarget.run(bytes)
  case .policy: PolicyTarget.run(bytes)
  case .yaml: YAMLTarget.run(bytes)
  case .fixture: FixtureTarget.run(bytes)
  case .record: RecordTarget.run(bytes)
  case .query: QueryTarget.run(bytes)
  case .event: EventTarget.run(bytes)
  case .lint: LintTarget.run(bytes)
  case nil: break
  }
  return 0
}

/// Stops the run with a message if something that must be true is not.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}

extension Array where Element == UInt8 {
  /// Bytes in memory of exactly their size, where a step beyond the end is noticed.
  func inOwnMemory<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: self)
    return try body(UnsafeBufferPointer(copy))
  }
}

private func read(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else { return [] }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let count = fread(&bytes, 1, bytes.count, file)
  return Array(bytes.prefix(count))
}

private func write(_ bytes: [UInt8], to path: String) {
  guard let file = fopen(path, "wb") else { fatalError("cannot write \(path)") }
  defer { fclose(file) }
  _ = fwrite(bytes, 1, bytes.count, file)
}
