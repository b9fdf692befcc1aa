// `--clock`: where the instants of requests come from.

internal import ArgumentParser
internal import Weir
internal import WeirHost

/// Where `now` comes from.
enum ClockChoice: Equatable {
  case wall
  case fixed(Timestamp)
  case request([String])

  /// The value of the flag, else of the settings, else the wall clock.
  init(_ flag: String?, _ settings: Settings, _ name: Settings.Name) throws(Failure) {
    if let flag {
      try self.init(flag)
    } else if let stated = try settings.clock(name) {
      do throws(Failure) {
        try self.init(stated.text)
      } catch {
        throw Failure(.invalidSetting, "\(stated.place): \(error.message)", hint: error.hint)
      }
    } else {
      self = .wall
    }
  }

  init(_ text: String) throws(Failure) {
    if text == "wall" {
      self = .wall
    } else if text == "request" {
      self = .request(["time"])
    } else if text.hasPrefix("request=") {
      let names = text.droppingBytes("request=".utf8.count).pieces(between: ".")
      guard !names.contains("") else {
        throw Failure(
          .usage, "\"\(text)\" names no member of a request",
          hint: "write the way to it with dots: --clock request=context.time")
      }
      self = .request(names)
    } else if let instant = Timestamp(text) {
      self = .fixed(instant)
    } else {
      throw Failure(
        .usage, "\"\(text)\" is not a clock",
        hint: "use wall, request, request=PATH, or a time such as 2026-03-02T15:00:00Z")
    }
  }

  /// Where an evaluator takes the instant of each request from.
  var source: ClockSource {
    switch self {
    case .wall, .fixed: .given
    case .request(let names): .request(names)
    }
  }

  /// The instant to pass to an evaluator now.
  var instant: Timestamp {
    switch self {
    case .wall: Timestamp.now()
    case .fixed(let instant): instant
    case .request: Timestamp(seconds: 0, nanoseconds: 0)
    }
  }
}
