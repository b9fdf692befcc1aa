// Waiting for files to change, through the kernel's notifications: inotify on Linux. Folders are
// watched rather than files, because editors write a new file and rename it over the old one, and
// because files that do not exist yet matter too. Other systems are not supported yet; there a
// watch fails with a message.

internal import Weir

#if canImport(Glibc)
  internal import Glibc
#endif

/// A watch over folders.
package struct FolderWatch: ~Copyable {
  /// Editors and version control make related changes within this many milliseconds.
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

    /// Watches each path that is a folder, with all folders below it, and for a file the folder it
    /// is in. Another call adds folders created since. For a path that does not exist, the nearest
    /// existing folder above is watched, so that its creation is noticed.
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
      // Watched before it is listed: an entry created in between is seen twice, not missed.
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
      // It has been removed since; the watch on its parent reports that.
      if errno == ENOENT || errno == ENOTDIR { return }
      throw Failure(
        .unreadable, "\(folder) cannot be watched: \(System.describe(errno))",
        hint: errno == ENOSPC ? "raise fs.inotify.max_user_watches" : nil)
    }

    /// Waits until something of interest has changed, and then until changes stop.
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

    /// Reads all pending events; returns whether one of them is of interest.
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
