import Testing

@testable import Weir

@Suite struct URLTextTests {
  private func describe(_ text: String) -> String {
    switch Builtin.url.fold([.string(ExactString(text))]) {
    case .success(let constant): constant.description
    case .failure(let fault): fault.name
    }
  }

  @Test(arguments: [
    ("https://example.com", #"{"host": "example.com", "path": "", "scheme": "https"}"#),
    (
      "HTTPS://User:pw@API.Example.com:8443/A%20b/c;d?X=1&y=/?#Top?",
      #"""
      {"fragment": "Top?", "host": "api.example.com", "path": "/A%20b/c;d", "port": 8443, \#
      "query": "X=1&y=/?", "scheme": "https", "userinfo": "User:pw"}
      """#
    ),
    (
      "http://[2001:DB8::0001]:80/",
      #"{"host": "2001:db8::1", "path": "/", "port": 80, "scheme": "http"}"#
    ),
    ("http://[::ffff:10.0.0.1]/", #"{"host": "10.0.0.1", "path": "/", "scheme": "http"}"#),
    ("http://10.0.0.1", #"{"host": "10.0.0.1", "path": "", "scheme": "http"}"#),
    ("http://a:/", #"{"host": "a", "path": "/", "scheme": "http"}"#),
    ("http://a?", #"{"host": "a", "path": "", "query": "", "scheme": "http"}"#),
    ("http://a#", #"{"fragment": "", "host": "a", "path": "", "scheme": "http"}"#),
    ("http://a:65535", #"{"host": "a", "path": "", "port": 65535, "scheme": "http"}"#),
    ("http://@a", #"{"host": "a", "path": "", "scheme": "http", "userinfo": ""}"#),
    ("file:///etc/passwd", #"{"host": "", "path": "/etc/passwd", "scheme": "file"}"#),
    ("git+ssh://a.b.", #"{"host": "a.b.", "path": "", "scheme": "git+ssh"}"#),
    ("http://a//b/../c", #"{"host": "a", "path": "//b/../c", "scheme": "http"}"#),
    ("http://1.example", #"{"host": "1.example", "path": "", "scheme": "http"}"#),
    ("http://0xg", #"{"host": "0xg", "path": "", "scheme": "http"}"#),
  ])
  func reads(text: String, expected: String) {
    #expect(describe(text) == expected)
  }

  @Test(arguments: [
    "", "example.com", "//example.com/", "/a/b", "http:", "http:/a", "http:a", "mailto:a@b.c",
    "1http://a", "-a://a", "://a", "ht tp://a", "http://", "http:///a", "http://:80", "http://u@",
    "file://:80/", "http://a b", "http://a/b c", "http://a/\\b", "http://a\\b", "http://a/é",
    "http://ä.example", "http://a/%", "http://a/%2", "http://a/%zz", "http://%61/", "http://a%2eb/",
    "http://a/?%", "http://a/#a#b", "http://a:65536", "http://a:99999999999999999999",
    "http://a:-1",
    "http://a:8a", "http://a:80:80", "http://u@v@a", "http://[::1", "http://::1/",
    "http://[10.0.0.1]/",
    "http://[::1]a/", "http://[fe80::1%25eth0]/", "http://[v1.a]/", "http://a]/", "http://u[@a",
    "http://2130706433", "http://0x7f.1", "http://127.1", "http://10.0.0.01", "http://0x7f000001/",
    "http://10.0.0.1.", "http://a.1", "http://a.0x", "http://a\n", "http://a\u{0}", "http://a/<b>",
    "http://a/\"", "http://a/{b}", "http://a/b|c", "http://a/`", "http://a/^",
  ])
  func refuses(text: String) {
    #expect(describe(text) == "bad_format")
  }
}
