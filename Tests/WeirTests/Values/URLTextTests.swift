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
    (
      "https://example.com",
      #"{"host": "example.com", "params": {}, "path": "", "scheme": "https"}"#
    ),
    (
      "HTTPS://User:pw@API.Example.com:8443/A%20b/c;d?X=1&y=/?#Top?",
      #"""
      {"fragment": "Top?", "host": "api.example.com", \#
      "params": {"X": ["1"], "y": ["/?"]}, "path": "/A%20b/c;d", "port": 8443, \#
      "query": "X=1&y=/?", "scheme": "https", "userinfo": "User:pw"}
      """#
    ),
    (
      "http://[2001:DB8::0001]:80/",
      #"{"host": "2001:db8::1", "params": {}, "path": "/", "port": 80, "scheme": "http"}"#
    ),
    (
      "http://[::ffff:10.0.0.1]/",
      #"{"host": "10.0.0.1", "params": {}, "path": "/", "scheme": "http"}"#
    ),
    ("http://10.0.0.1", #"{"host": "10.0.0.1", "params": {}, "path": "", "scheme": "http"}"#),
    ("http://a:/", #"{"host": "a", "params": {}, "path": "/", "scheme": "http"}"#),
    ("http://a?", #"{"host": "a", "params": {}, "path": "", "query": "", "scheme": "http"}"#),
    ("http://a#", #"{"fragment": "", "host": "a", "params": {}, "path": "", "scheme": "http"}"#),
    (
      "http://a:65535", #"{"host": "a", "params": {}, "path": "", "port": 65535, "scheme": "http"}"#
    ),
    ("http://@a", #"{"host": "a", "params": {}, "path": "", "scheme": "http", "userinfo": ""}"#),
    ("file:///etc/passwd", #"{"host": "", "params": {}, "path": "/etc/passwd", "scheme": "file"}"#),
    ("git+ssh://a.b.", #"{"host": "a.b.", "params": {}, "path": "", "scheme": "git+ssh"}"#),
    ("http://a//b/../c", #"{"host": "a", "params": {}, "path": "//b/../c", "scheme": "http"}"#),
    ("http://1.example", #"{"host": "1.example", "params": {}, "path": "", "scheme": "http"}"#),
    ("http://0xg", #"{"host": "0xg", "params": {}, "path": "", "scheme": "http"}"#),
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

  /// Members by name, in the order of their values; on some queries readers disagree.
  @Test(arguments: [
    ("", "{}"), ("&", "{}"), ("a", #"{"a": [""]}"#), ("a=", #"{"a": [""]}"#),
    ("=1", #"{"": ["1"]}"#), ("a=1&a=2&b=3", #"{"a": ["1", "2"], "b": ["3"]}"#),
    ("b=3&a=2&a=1", #"{"a": ["2", "1"], "b": ["3"]}"#), ("a==b=c", #"{"a": ["=b=c"]}"#),
    ("a+b=c+d%2Be", #"{"a b": ["c d+e"]}"#), ("%61=1&a=2", #"{"a": ["1", "2"]}"#),
    ("a%26b=%3D&&", #"{"a&b": ["="]}"#), ("A=1&a=2", #"{"A": ["1"], "a": ["2"]}"#),
    ("q=%C3%A9", "{\"q\": [\"\u{E9}\"]}"), ("q=%ff", "bad_format"), ("%c3=%a9", "bad_format"),
    ("a=1;b=2", "bad_format"), ("a=%3B", #"{"a": [";"]}"#), ("a=%00", #"{"a": ["\u0000"]}"#),
  ])
  func queryMembers(query: String, expected: String) {
    var memory = Memory()
    let text = memory.make(.string, Array("https://a/?\(query)#f=1".utf8))
    let url = Builtin.url.evaluate(BuiltinArguments(text), &memory, hours: [])
    let name = memory.make(.string, Array("params".utf8))
    let params = memory.member(name, of: url).map { memory.values(of: url)[$0 + 1] }
    switch memory.constant(of: params ?? .fault(.absent), hours: []) {
    case .success(let constant): #expect(constant.description == expected)
    case .failure(let fault): #expect(fault.name == expected)
    }
    // The rest is there whatever the query says.
    let host = memory.make(.string, Array("host".utf8))
    #expect(memory.member(host, of: url) != nil)
  }
}
