// The driver of `weir eval`: takes requests from one input after the other, hands each to the
// evaluator, counts the verdicts and writes them. Turning a JSON line into a JSON verdict allocates
// nothing; text for people may.

internal import Weir
internal import WeirHost
internal import WeirTest

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

struct EvalRun: ~Copyable {
  private let program: Program
  /// How many threads judge the lines of a file.
  private let threads: Int
  private var evaluator: Evaluator
  private var output = Output(STDOUT_FILENO, name: "the standard output")
  private var tally = Tally()
  private var progress: Progress
  private let format: VerdictFormat
  private let clock: ClockChoice
  private let yaml: YAMLOptions
  private let verdictText: VerdictText
  /// Collects coverage, if it is asked for; `meter` counts for this thread.
  private let coverage: CoverageCollector?
  private let meter: CoverageMeter?
  /// What becomes of held verdicts; nil where they stay as they are.
  private let settler: HoldSettler?
  /// Verdicts are JSON, and are neither settled nor put on record.
  private let isPlain: Bool
  /// Puts verdicts on record before they leave; nil where that is not asked for.
  private let audit: AuditRecorder?
  /// Hides sensitive values from the audit log, where the policy reads any.
  private let mask: ValueMask?
  /// The instant requests are judged at. The wall clock is read when a verdict is made, not when
  /// the request is read: a slow reader of our output may have delayed us in between. A policy that
  /// does not use the time does not pay for it.
  private var now: Timestamp
  private let readsWallClock: Bool

  init(
    _ program: Program, format: VerdictFormat, clock: ClockChoice, threads: Int, isColored: Bool,
    yaml: YAMLOptions, coverage: CoverageCollector? = nil, settler: HoldSettler? = nil,
    audit: AuditRecorder? = nil
  ) throws(Failure) {
    self.program = program
    self.threads = threads
    self.format = format
    self.clock = clock
    self.yaml = yaml
    verdictText = VerdictText(isColored: isColored)
    self.coverage = coverage
    meter = coverage?.meter(clock: clock.source)
    progress = Progress()
    evaluator = Evaluator(program, clock: clock.source)
    now = clock.instant
    self.settler = settler
    // Where a hold stands depends on the time, whatever the policy reads.
    readsWallClock =
      clock == .wall && (program.readsClock || settler != nil || audit != nil)
    self.audit = audit
    isPlain = format == .json && settler == nil && audit == nil
    audit?.policy = program.digest
    mask = evaluator.readsSensitiveValues ? try audit?.sensitiveMask() : nil
    if let audit {
      output.guardian = { lines in if !audit.commit() { AuditRecorder.deny(&lines) } }
    }
  }

  /// Judges every request of the inputs, in order, and says on standard error what went wrong.
  mutating func judge(_ paths: [String], as inputFormat: InputFormat) -> Tally {
    defer { if let coverage, let meter { coverage.add(meter) } }
    do throws(Failure) {
      for path in paths { try judge(path, as: inputFormat) }
      try output.flush()
    } catch {
      // Some requests were not judged: the exit status must not say that all is well.
      tally.isCutShort = true
      progress.clear()
      complain(error)
      return tally
    }
    progress.clear()
    if tally.total == 0, !tally.hasFailed {
      complain(
        Failure(
          .noRequests, "there are no requests in the input",
          hint: "a run that has judged nothing shows nothing, and so ends with status 2"))
    } else if format == .text {
      write(tally.summary + "\n")
    }
    return tally
  }

  /// Judges one input. A failure of the input is reported and counted; only a failure of the output
  /// is thrown.
  private mutating func judge(_ path: String, as inputFormat: InputFormat) throws(Failure) {
    let name = path == "-" ? "the standard input" : path
    do throws(Failure) {
      switch inputFormat.resolved(for: path) {
      case .jsonl, .auto:
        try judgeLines(LineReader(try open(path, name)))
      case .json: try judgeDocuments(DocumentReader(try open(path, name)))
      case .yaml: try judgeYAML(path, name)
      }
    } catch {
      if error.code == .outputClosed || error.code == .unwritable { throw error }
      try output.flush()
      progress.clear()
      complain(error)
      tally.hasFailed = true
    }
  }

  private func open(_ path: String, _ name: String) throws(Failure) -> Input {
    guard path == "-" else { return Input(try System.open(path), name: name, isOwned: true) }
    try ReadFiles.admitStandardInput(name)
    return Input(STDIN_FILENO, name: name, isOwned: false)
  }

  private mutating func judgeLines(_ lines: consuming LineReader) throws(Failure) {
    let before = tally
    let name = lines.input.name
    let size = lines.input.fileSize
    // One request may spend what the next one would: where that can be, their order counts.
    if threads > 1, format == .json, settler == nil, audit == nil, isWorthSharing(size) {
      try output.flush()
      let failures = judgeInParallel(
        lines, program, clock, threads: min(threads, usefulWorkers(size)), coverage, &output,
        &tally, &progress)
      if let failure = failures.output ?? failures.input { throw failure }
    } else {
      try judgeOneByOne(lines)
    }
    let count = tally.total - before.total
    if count > 1, tally.unreadable - before.unreadable == count {
      try output.flush()
      progress.clear()
      write(
        """
        weir: no line of \(VisibleText.escaped(name)) is a request
          help: if it holds documents that span lines, say --input-format json or yaml

        """)
    }
  }

  private mutating func judgeOneByOne(_ lines: consuming LineReader) throws(Failure) {
    var seen = 0
    while let line = try lines.next(flushing: &output) {
      if lines.input.bytesRead != seen {
        seen = lines.input.bytesRead
        tick()
      }
      try judge(line, line: lines.line)
    }
  }

  private mutating func judgeDocuments(_ documents: consuming DocumentReader) throws(Failure) {
    var seen = 0
    while let document = try documents.next(flushing: &output) {
      if documents.input.bytesRead != seen {
        seen = documents.input.bytesRead
        tick()
      }
      if let fault = documents.fault {
        try refuse(InputError(fault, at: 0), line: documents.line)
      } else {
        try judge(document, line: documents.line)
      }
    }
  }

  /// YAML is read whole and converted to JSON for the evaluator. Offsets in its verdicts count in
  /// the request written as JSON on one line; line numbers are those of the file. A document is
  /// judged only after its end has been read. One that cannot be read to its end becomes one
  /// refused request.
  private mutating func judgeYAML(_ path: String, _ name: String) throws(Failure) {
    if path == "-" { try ReadFiles.admitStandardInput(name) }
    let bytes =
      path == "-"
      ? try System.read(STDIN_FILENO, name: name, expecting: 0, limit: Limits.documentBytes)
      : try System.read(path, limit: Limits.documentBytes)
    tick()
    let file = SourceFile(path: name, bytes: bytes)
    var reader = YAMLReader(bytes, yaml)
    defer { tally.emptyDocuments += reader.emptyDocuments }
    var complaints = 0
    var json: [UInt8] = []
    while true {
      let document: JSONDocument
      do throws(YAMLError) {
        guard let next = try reader.next() else { break }
        document = next.document
      } catch {
        complaints += 1
        try refuse(error, at: reader.place, name, isTold: complaints <= EvalRun.toldComplaints)
        continue
      }
      let requests = if case .list(let elements) = document.kind { elements } else { [document] }
      for request in requests {
        json.removeAll(keepingCapacity: true)
        request.appendJSON(to: &json)
        let line = file.line(at: request.offset)
        try json.withUnsafeBufferPointer { (bytes) throws(Failure) in try judge(bytes, line: line) }
      }
    }
    let untold = complaints - EvalRun.toldComplaints
    if untold > 0 {
      try output.flush()
      progress.clear()
      write(
        """
        weir: \(Plural.counted(untold, "more document")) of \(VisibleText.escaped(name)) cannot be \
        read\n
        """
      )
    }
  }

  /// How many broken documents of a file are reported on standard error; the rest are only counted.
  /// Each one gets a verdict.
  private static let toldComplaints = 16

  /// Refuses a document that cannot be read, as one request. Its line is the document's first; the
  /// error's byte offset counts in the file.
  private mutating func refuse(
    _ error: YAMLError, at place: YAMLPlace, _ name: String, isTold: Bool
  ) throws(Failure) {
    try refuse(InputError(.unreadable, at: error.place.offset), line: place.line)
    if !isTold { return }
    try output.flush()
    progress.clear()
    complain(
      Failure(
        .invalidYAML, "\(name):\(error.place.line):\(error.place.column): \(error.message)",
        hint: error.hint))
  }

  /// Writes the verdict for input that is not a request at all.
  private mutating func refuse(_ error: InputError, line: Int) throws(Failure) {
    let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    if audit?.denies == true { return try refuse(nothing, line: line) }
    switch format {
    case .json:
      let start = output.bytes.count
      evaluator.refuse(error, line: line, into: &output.bytes)
      let written = output.bytes.contents(from: start, count: output.bytes.count - start - 1)
      audit?.take(written, nothing, at: now, .deny, hiding: mask)
    case .text: output.bytes += verdictText.text(refusal: error, line: line)
    }
    tally.count(.deny, isUnreadable: true)
    try output.flushIfLarge()
  }

  @inline(__always)
  private mutating func judge(_ request: UnsafeBufferPointer<UInt8>, line: Int) throws(Failure) {
    if readsWallClock { now = Timestamp.now() }
    if isPlain {
      let result = evaluator.write(request, line: line, now: now, into: &output.bytes)
      tally.count(result.effect, isUnreadable: result.isUnreadable)
      meter?.observe(request, now: now)
      try output.flushIfLarge()
      return
    }
    try judgeFully(request, line: line)
  }

  /// The same where verdicts are text, settled, or put on record.
  @inline(never)
  private mutating func judgeFully(
    _ request: UnsafeBufferPointer<UInt8>, line: Int
  ) throws(Failure) {
    if let settler { now = settler.instant(now) }
    if audit?.denies == true { return try refuse(request, line: line) }
    switch format {
    case .json:
      let start = output.bytes.count
      let result = evaluator.write(request, line: line, now: now, into: &output.bytes)
      if result.effect == .hold, let settler {
        output.bytes.truncate(to: start)
        let verdict = settle(request, line: line, settler)
        output.bytes += verdict.lineText
        output.bytes.append(UInt8(ascii: "\n"))
        tally.count(verdict.effect, isUnreadable: verdict.couldNotBeJudged)
        record(verdict, request)
      } else {
        tally.count(result.effect, isUnreadable: result.isUnreadable)
        if audit != nil { record(request, from: start, result.effect) }
      }
    case .text:
      var verdict = evaluator.evaluate(request, line: line, now: now)
      if verdict.effect == .hold, let settler {
        verdict = settle(request, line: line, settler)
      }
      if let audit {
        record(verdict, request)
        // Text is not taken apart once it is written: each verdict is on record before it is.
        if !audit.commit(), verdict.effect != .deny { verdict.deny(.auditFailed) }
      }
      tally.count(verdict.effect, isUnreadable: verdict.couldNotBeJudged)
      output.bytes += verdictText.text(verdict)
    }
    meter?.observe(request, now: now)
    try output.flushIfLarge()
  }

  // MARK: On record

  /// Puts a line that was just written on record: as it is, or without sensitive values.
  private mutating func record(
    _ request: UnsafeBufferPointer<UInt8>, from start: Int, _ effect: PolicyEffect
  ) {
    guard mask == nil else {
      return record(evaluator.evaluate(request, now: now, hiding: mask), request)
    }
    let line = output.bytes.contents(from: start, count: output.bytes.count - start - 1)
    audit?.take(line, request, at: now, effect, hiding: nil)
  }

  /// Puts a verdict on record. Where there is a mask, what it says of rules and people is said
  /// again without sensitive values; where its holds stand says nothing of the request.
  private mutating func record(_ verdict: Verdict, _ request: UnsafeBufferPointer<UInt8>) {
    guard let audit else { return }
    var told = verdict
    if let mask {
      told = evaluator.evaluate(request, now: now, hiding: mask)
      told.effect = verdict.effect
      told.error = verdict.error
      for index in told.holds.indices where verdict.holds.indices.contains(index) {
        told.holds[index].status = verdict.holds[index].status
      }
    }
    told.lineText.withUnsafeBufferPointer {
      audit.take($0, request, at: now, verdict.effect, hiding: mask)
    }
  }

  /// Denies what can no longer be put on record; nothing is settled or spent for it.
  private mutating func refuse(
    _ request: UnsafeBufferPointer<UInt8>, line: Int
  ) throws(Failure) {
    var verdict = evaluator.evaluate(request, line: line, now: now)
    verdict.deny(.auditFailed)
    tally.count(.deny, isUnreadable: true)
    switch format {
    case .json:
      output.bytes += verdict.lineText
      output.bytes.append(UInt8(ascii: "\n"))
    case .text: output.bytes += verdictText.text(verdict)
    }
    try output.flushIfLarge()
  }

  /// The verdict on a request that is held, once approvals are looked at. Whatever goes wrong there
  /// makes it a denial.
  private mutating func settle(
    _ request: UnsafeBufferPointer<UInt8>, line: Int, _ settler: HoldSettler
  ) -> Verdict {
    do throws(Failure) {
      return try settler.settle(Array(request), at: now) { instant in
        (evaluator.evaluate(request, line: line, now: instant), evaluator.judgedAt)
      }
    } catch {
      progress.clear()
      complain(error)
      var verdict = evaluator.evaluate(request, line: line, now: now)
      verdict.deny(.ledgerFailed)
      return verdict
    }
  }

  /// Called with each block of input.
  private mutating func tick() { progress.tick(tally) }
}
