// What policies see of the view: its properties, by the same names.

internal import Weir

extension CurlView {
  /// What policies see of it.
  static let members: [ReaderMember<CurlView>] = [
    .texts("urls") { $0.urls },
    .text("method") { $0.method },
    .texts("headers") { $0.headers },
    .texts("data") { $0.data },
    .texts("uploads") { $0.uploads },
    .texts("reads") { $0.reads },
    .texts("writes") { $0.writes },
    .truth("insecure") { $0.insecure },
    .truth("follows_redirects") { $0.followsRedirects },
    .text(optional: "user") { $0.user },
    .texts("proxies") { $0.proxies },
    .text(optional: "unix_socket") { $0.unixSocket },
    .texts("quotes") { $0.quotes },
    .truth("ignores_start_file") { $0.ignoresStartFile },
    .truth("informs") { $0.informs },
  ]
}
