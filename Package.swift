// swift-tools-version: 6.2

import PackageDescription

/// What every target of ours is held to: no warning survives a build.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "weir",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Weir", targets: ["Weir"]),
    .library(name: "WeirHost", targets: ["WeirHost"]),
    .library(name: "WeirReaders", targets: ["WeirReaders"]),
    .executable(name: "weir", targets: ["WeirCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // The pure core: source to verdict; no file, no clock, no Foundation.
    .target(
      name: "Weir",
      dependencies: [
        "CBytes", "CRE2", "CScan", "CUTF8Proc", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict,
      linkerSettings: [.linkedLibrary("utf8proc")]
    ),
    // What touches files: policy folders, YAML, JSON documents, bound data.
    .target(
      name: "WeirHost",
      dependencies: ["Weir", "CScan", "CYAML", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict,
      linkerSettings: [.linkedLibrary("yaml")]
    ),
    // What can be said of a policy without running it for anybody: conditions, cases, lint rules.
    .target(
      name: "WeirAnalysis",
      dependencies: ["CCaDiCaL", "Weir"],
      swiftSettings: strict,
      linkerSettings: [
        .linkedLibrary("cadical"), .linkedLibrary("stdc++", .when(platforms: [.linux])),
      ]
    ),
    // How a policy's text looks: the formatter.
    .target(name: "WeirFormat", dependencies: ["Weir"], swiftSettings: strict),
    // What is said in the languages of others: SQL, shell commands, GraphQL, tokens. No other
    // target knows a parser of theirs, so that who embeds the core does not link one.
    .target(
      name: "WeirReaders",
      dependencies: [
        "Weir", "CPGQuery", "CSQLite", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      swiftSettings: strict,
      linkerSettings: [.linkedLibrary("pg_query"), .linkedLibrary("sqlite3")]
    ),
    // Fixtures and their runner, coverage, mutants, generated cases.
    .target(
      name: "WeirTest", dependencies: ["Weir", "WeirAnalysis", "WeirHost", "WeirReaders"],
      swiftSettings: strict),
    // The audit log: entries, Merkle tree, signed notes, and the keys that sign.
    .target(
      name: "WeirAudit",
      dependencies: ["Weir", "WeirHost", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    // Holds and their records in SQLite. No other target knows SQLite.
    .target(
      name: "WeirLedger",
      dependencies: [
        "Weir", "WeirAudit", "WeirHost", "CSQLite",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict,
      linkerSettings: [.linkedLibrary("sqlite3")]
    ),
    // The gate in front of agents: what each host asks and how it is answered, and its settings.
    .target(
      name: "WeirHook", dependencies: ["CWatchdog", "Weir", "WeirHost"], swiftSettings: strict),
    // The command: arguments in, exit status out.
    .executableTarget(
      name: "WeirCommand",
      dependencies: [
        "CMalloc", "WeirAnalysis", "WeirAudit", "WeirFormat", "WeirHook", "WeirHost", "WeirLedger",
        "WeirReaders", "WeirTest",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),

    // Sixteen bytes at a time, for the reader: a header of `static inline` C.
    .target(name: "CScan"),

    // Libraries that are not ours. They are named and nothing more, so that the linker takes what
    // the system has: shared libraries, or archives in a static build (see .ci/release-flags).
    .target(name: "CBytes"),
    .target(
      name: "CRE2",
      linkerSettings: [
        .linkedLibrary("re2"), .linkedLibrary("stdc++", .when(platforms: [.linux])),
      ]
    ),
    .systemLibrary(name: "CCaDiCaL"),
    .target(name: "CPGQuery"),
    // What answers a host when nothing else of the process can: signal handlers, in C.
    .target(name: "CWatchdog"),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CUTF8Proc"),
    .systemLibrary(name: "CYAML"),

    // What the tests share: golden files, the reference evaluator, generators.
    .target(
      name: "WeirTesting", dependencies: ["Weir"], path: "Tests/WeirTesting",
      swiftSettings: strict),
    // Writes the policies and requests of Benchmarks/.
    .executableTarget(
      name: "WeirBenchmarks", dependencies: ["Weir", "WeirTesting"], path: "Benchmarks/Generator",
      swiftSettings: strict),
    .testTarget(
      name: "WeirTests", dependencies: ["Weir", "WeirAnalysis", "WeirReaders", "WeirTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "WeirFormatTests", dependencies: ["Weir", "WeirFormat", "WeirTesting"],
      swiftSettings: strict),
    // An embedder's view of the products: what is not public cannot be named here.
    .testTarget(
      name: "WeirEmbeddingTests", dependencies: ["Weir", "WeirHost"], packageAccess: false,
      swiftSettings: strict),
    .testTarget(
      name: "WeirHostTests", dependencies: ["WeirHost", "WeirReaders", "WeirTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "WeirReadersTests",
      dependencies: [
        "WeirReaders", "WeirTesting", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WeirTestTests", dependencies: ["WeirAnalysis", "WeirHost", "WeirTest", "WeirTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "WeirAuditTests", dependencies: ["WeirAudit", "WeirHost", "WeirTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "WeirLedgerTests",
      dependencies: ["CSQLite", "WeirAudit", "WeirHost", "WeirLedger", "WeirTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "WeirHookTests",
      dependencies: ["WeirHook", "WeirHost", "WeirReaders", "WeirTesting"], swiftSettings: strict),
    .testTarget(
      name: "WeirCommandTests",
      dependencies: [
        "WeirAudit", "WeirHost", "WeirLedger", "WeirTesting", "WeirCommand",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
