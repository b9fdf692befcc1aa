import ArgumentParser
import Weir
import WeirFiles

@main
struct WeirMain: ParsableCommand {
  func run() throws {
    print(yamlVersion(), compile([]).diagnostics.count)
  }
}
