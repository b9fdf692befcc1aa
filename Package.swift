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
      name: "WeirFiles",
      dependencies: ["Weir", "CScan", "CYAML", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict,
      linkerSettings: [.linkedLibrary("yaml")]
    ),
    // Fixtures and their runner, coverage, mutants, generated cases.
    .target(name: "WeirTest", dependencies: ["Weir", "WeirFiles"], swiftSettings: strict),
    // The command: arguments in, exit status out.
    .executableTarget(
      name: "WeirCommand",
      dependencies: [
        "CMalloc", "WeirFiles", "WeirTest",
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
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CUTF8Proc"),
    .systemLibrary(name: "CYAML"),

    // What the tests share: golden files, the reference evaluator, generators.
    .target(
      name: "WeirTesting", dependencies: ["Weir"], path: "Tests/WeirTesting",
      swiftSettings: strict),
    // Writes the policies and requests of Benchmarks/.
    .executableTarget(
      name: "WeirBenchmarks", dependencies: ["WeirTesting"], path: "Benchmarks/Generator",
      swiftSettings: strict),
    .testTarget(
      name: "WeirTests", dependencies: ["Weir", "WeirTesting"], swiftSettings: strict),
    .testTarget(
      name: "WeirFilesTests", dependencies: ["WeirFiles", "WeirTesting"], swiftSettings: strict),
    .testTarget(
      name: "WeirTestTests", dependencies: ["WeirFiles", "WeirTest", "WeirTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "WeirCommandTests",
      dependencies: [
        "WeirFiles", "WeirTesting", "WeirCommand",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
