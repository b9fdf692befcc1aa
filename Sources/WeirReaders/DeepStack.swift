// Stack for what recurses as deep as a text says. A parser that overflows its stack takes the
// process down, so who calls one says how much it may need, and gets a thread of its own where the
// caller's stack has less left.

internal import CPGQuery

/// Runs what needs much stack.
enum DeepStack {
  /// The result of a function that is called with at least so many bytes of stack; nil where no
  /// thread can be had.
  static func run<Result>(bytes: Int, _ function: () -> Result) -> Result? {
    if weir_pgquery_stack_left() >= bytes { return function() }
    return withoutActuallyEscaping(function) { function in
      let call = Call(function)
      let context = Unmanaged.passUnretained(call).toOpaque()
      let size = (bytes + (1 << 20)) & ~0xFFFF
      let started = weir_pgquery_run(
        size,
        { context in context.map { Unmanaged<AnyCall>.fromOpaque($0).takeUnretainedValue().run() }
        },
        context)
      return withExtendedLifetime(call) { started != 0 ? call.result : nil }
    }
  }

  /// A call without the type of its result, for C.
  private class AnyCall {
    func run() {}
  }

  private final class Call<Result>: AnyCall {
    private let function: () -> Result
    private(set) var result: Result?

    init(_ function: @escaping () -> Result) { self.function = function }

    override func run() { result = function() }
  }
}
