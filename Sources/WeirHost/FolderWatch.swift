// Waiting for files to change, by the kernel's notifications: inotify on Linux. Folders are watched
// and not files, because editors write a new file and rename it over the old one, and because files
// that do not exist yet matter too. Elsewhere there is none of it yet, and whoever asks is told so.

internal import Weir

#if canImport(Glibc)
  internal import Glibc
#endif

/// A watch over folders.
package struct FolderWatch: ~Copyable {
  /// What editors and version control do at once comes within so many milliseconds.
  private static let pause: Int32 = 50

  #if canImport(Glibc)
    private let descriptor: CInt
    private let isOfInterest: (String) -> Bool

    /// A watch that wakes for files whose names are of interest, and for folders.
    package init(_ isOfInterest: @escaping (_ name: String) -> Bool) throws(Failure) {
      self.isOfInterest = isOfInterest
      descriptor = inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
      if descriptor < 0 {
        throw Failure(
          .unreadable, "files cannot be watched: \(System.describe(errno))",
          hint: "raise fs.inotify.max_user_instances, or watch fewer folders at once")
      }
    }

    deinit { close(descriptor) }

    /// Watches the folder at each path, or the one that holds the file there, and all folders below
    /// the former. Asked for again it adds what has come since. Where nothing is, the nearest
    /// folder above is watched, so that what comes is seen.
    package func add(_ paths: [String]) throws(Failure) {
      var seen: Set<FileIdentity> = []
      for path in paths {
        switch (try? System.status(of: path))?.kind {
        case .directory: try add(tree: path, &seen)
        case .file, .fifo, .socket, .device: try add(folder: Path.folder(of: path))
        case nil:
          var folder = Path.folder(of: path)
          while (try? System.status(of: folder)) == nil, folder != ".", folder != "/" {
            folder = Path.folder(of: folder)
          }
          try add(folder: folder)
        }
      }
    }

    private func add(tree folder: String, _ seen: inout Set<FileIdentity>) throws(Failure) {
      guard let status = try? System.status(of: folder), status.kind == .directory,
        seen.insert(status.identity).inserted
      else { return }
      // Watched before it is looked into: what comes in between is seen twice and not missed.
      try add(folder: folder)
      for entry in (try? System.entries(of: folder)) ?? [] where !entry.name.hasPrefix(".") {
        try add(tree: Path.join(folder, entry.name), &seen)
      }
    }

    private func add(folder: String) throws(Failure) {
      try System.expectPath(folder)
      let events =
        IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB
        | IN_DELETE_SELF | IN_MOVE_SELF
      if inotify_add_watch(descriptor, folder, UInt32(events)) >= 0 { return }
      // Gone since: its own folder's watch tells.
      if errno == ENOENT || errno == ENOTDIR { return }
      throw Failure(
        .unreadable, "\(folder) cannot be watched: \(System.describe(errno))",
        hint: errno == ENOSPC ? "raise fs.inotify.max_user_watches" : nil)
    }

    /// Waits until something of interest has changed, and then until nothing more does.
    package func wait() {
      var hasChanged = false
      while true {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let count = poll(&request, 1, hasChanged ? FolderWatch.pause : -1)
        if count == 0 { return }
        if count < 0 {
          if errno == EINTR { continue }
          return
        }
        if drain() { hasChanged = true }
      }
    }

    /// Takes all events there are; whether one of them is of interest.
    private func drain() -> Bool {
      var isInteresting = false
      let size = 64 << 10
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
      defer { buffer.deallocate() }
      let header = MemoryLayout<inotify_event>.size
      while true {
        let count = System.retrying { System.readOnce(descriptor, buffer.baseAddress, size) }
        if count <= 0 { return isInteresting }
        var place = 0
        while place + header <= count {
          let event = buffer.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
          let name = buffer[(place + header)..<(place + header + Int(event.len))]
            .prefix { $0 != 0 }
          // A full queue has lost events: anything may have changed.
          if event.mask & UInt32(IN_Q_OVERFLOW | IN_ISDIR | IN_DELETE_SELF | IN_MOVE_SELF) != 0
            || isOfInterest(String(decoding: name, as: UTF8.self))
          {
            isInteresting = true
          }
          place += header + Int(event.len)
        }
      }
    }
  #else
    package init(_ isOfInterest: @escaping (_ name: String) -> Bool) throws(Failure) {
      throw Failure(
        .usage, "--watch is not built for this system yet: it uses the notifications of Linux",
        hint: "leave --watch out, and run the tests with the watcher you know")
    }

    package func add(_ paths: [String]) throws(Failure) {}
    package func wait() {}
  #endif
}
