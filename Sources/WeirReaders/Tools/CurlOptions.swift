// The options of curl 7.88, and the method they add up to.

/// What curl's options are.
enum CurlOptions {
  /// Options whose values name a proxy.
  static let proxies: Set<String> = [
    "proxy", "preproxy", "proxy1.0", "socks4", "socks4a", "socks5", "socks5-hostname",
  ]

  /// The options. Those that send a request elsewhere than its address says are uncertain.
  static let table = OptionTable(
    .curl,
    """
    abstract-unix-socket= alt-svc=> anyauth a,append aws-sigv4= basic cacert=< capath=< E,cert=
    cert-status cert-type= ciphers= compressed compressed-ssh K,config=@ connect-timeout=
    connect-to=% C,continue-at= b,cookie= c,cookie-jar= create-dirs create-file-mode= crlf crlfile=<
    curves= d,data-ascii,data= data-binary= data-raw= data-urlencode= delegation= digest q,disable
    disable-eprt disable-epsv disallow-username-in-url dns-interface=% dns-ipv4-addr=%
    dns-ipv6-addr=% dns-servers=% doh-cert-status doh-insecure doh-url=% D,dump-header= egd-file=<
    engine=! etag-compare=< etag-save= expect100-timeout= f,fail fail-early fail-with-body
    false-start F,form= form-escape form-string= ftp-account= ftp-alternative-to-user=
    ftp-create-dirs ftp-method= ftp-pasv P,ftp-port= ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc
    ftp-ssl-ccc-mode= ftp-ssl-control G,get g,globoff happy-eyeballs-timeout-ms= haproxy-protocol
    I,head H,header= h,help=? hostpubmd5= hostpubsha256= hsts=> http0.9 0,http1.0 http1.1 http2
    http2-prior-knowledge http3 http3-only ignore-content-length i,include k,insecure interface=
    4,ipv4 6,ipv6 json= j,junk-session-cookies keepalive-time= key=< key-type= krb= libcurl=
    limit-rate= l,list-only local-port= L,location location-trusted login-options= mail-auth=
    mail-from= mail-rcpt= mail-rcpt-allowfails M,manual max-filesize= max-redirs= m,max-time=
    metalink negotiate n,netrc netrc-file=< netrc-optional :,next no-alpn N,no-buffer no-clobber
    no-keepalive no-npn no-progress-meter no-sessionid noproxy= ntlm ntlm-wb! oauth2-bearer=
    o,output= output-dir= Z,parallel parallel-immediate parallel-max= pass= path-as-is pinnedpubkey=
    post301 post302 post303 preproxy= #,progress-bar proto= proto-default=% proto-redir= x,proxy=
    proxy-anyauth proxy-basic proxy-cacert=< proxy-capath=< proxy-cert=< proxy-cert-type=
    proxy-ciphers= proxy-crlfile=< proxy-digest proxy-header= proxy-insecure proxy-key=<
    proxy-key-type= proxy-negotiate proxy-ntlm proxy-pass= proxy-pinnedpubkey= proxy-service-name=
    proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tls13-ciphers= proxy-tlsauthtype=
    proxy-tlspassword= proxy-tlsuser= proxy-tlsv1 U,proxy-user= proxy1.0= p,proxytunnel pubkey=<
    Q,quote= random-file=< r,range= rate= raw e,referer= J,remote-header-name O,remote-name
    remote-name-all R,remote-time remove-on-error X,request= request-target=% resolve=% retry=
    retry-all-errors retry-connrefused retry-delay= retry-max-time= sasl-authzid= sasl-ir
    service-name= S,show-error s,silent socks4= socks4a= socks5= socks5-basic socks5-gssapi
    socks5-gssapi-nec socks5-gssapi-service= socks5-hostname= Y,speed-limit= y,speed-time= ssl
    ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort 2,sslv2
    3,sslv3 stderr= styled-output suppress-connect-headers tcp-fastopen tcp-nodelay t,telnet-option=
    tftp-blksize= tftp-no-options z,time-cond= tls-max= tls13-ciphers= tlsauthtype= tlspassword=
    tlsuser= 1,tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace= trace-ascii= trace-time
    unix-socket= T,upload-file= url= url-query= B,use-ascii u,user= A,user-agent= v,verbose
    V,version w,write-out= xattr
    """)

  /// The options that put data into the body of a request.
  private static let bodies: Set<String> = [
    "data", "data-binary", "data-raw", "data-urlencode", "json",
  ]

  /// The method of every request: what `-X` says, else what the kinds of options that are used add
  /// up to. Requests with methods of their own, and options that contradict each other, are
  /// uncertain.
  static func method(of reading: OptionReading) throws(ToolUncertainty) -> [UInt8] {
    var methods: [[UInt8]] = []
    var group = Group()
    for use in reading.uses {
      if use.name == "next" {
        methods.append(try group.method())
        group = Group()
      } else {
        group.take(use)
      }
    }
    let last = try group.method()
    guard methods.allSatisfy({ $0 == last }) else {
      throw ToolUncertainty(.conflictingOptions, at: group.argument)
    }
    return last
  }

  /// The options of one request that its method depends on.
  private struct Group {
    var written: [UInt8]?
    var sendsData = false
    var sendsForm = false
    var uploads = false
    var isHead = false
    var isGet = false
    /// The last argument that bears on the method.
    var argument = 0

    mutating func take(_ use: OptionReading.Use) {
      switch use.name {
      case "request": written = use.value
      case "form", "form-string": sendsForm = true
      case "upload-file": uploads = true
      case "head": isHead = !use.isOff
      case "get": isGet = !use.isOff
      case _ where bodies.contains(use.name): sendsData = true
      default: return
      }
      argument = use.argument
    }

    func method() throws(ToolUncertainty) -> [UInt8] {
      let kinds = [sendsData && !isGet, sendsForm, uploads, isHead].count { $0 }
      guard kinds < 2, !(isGet && (sendsForm || uploads)) else {
        throw ToolUncertainty(.conflictingOptions, at: argument)
      }
      if let written { return written }
      if isHead { return Array("HEAD".utf8) }
      if uploads { return Array("PUT".utf8) }
      return Array((sendsForm || (sendsData && !isGet) ? "POST" : "GET").utf8)
    }
  }
}
