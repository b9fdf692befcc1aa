// The readers that come with Weir. Whoever embeds the core and wants some of them names them.

public import Weir

extension QueryReader {
  /// All readers, for a ``CompilerEnvironment`` and a ``Program``. What a policy does not call
  /// costs it nothing.
  public static let all: [QueryReader] =
    [sql, mysql, tsql, sqlite, shell, argv] + tools + [graphql, jwt, jwtUnverified]
}
