// The programs that move files between hosts: curl, wget, scp and rsync. A word `host:path` stands
// for a file on another host, as it is written.

extension ProgramEffects {
  /// `curl`.
  static func curl(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let view = try CurlView(reading: arguments)
    var effects = ProgramEffects(reads: view.reads, writes: view.writes)
    effects.usesNetwork = true
    return effects
  }

  private static let wgetTable = OptionTable(
    .gnu,
    """
    V,version h,help b,background e,execute=! o,output-file=> a,append-output=> d,debug q,quiet
    v,verbose no-verbose report-speed=? i,input-file=@ F,force-html B,base= config=! no-config
    rejected-log=> t,tries= retry-connrefused retry-on-http-error= O,output-document= no-clobber
    no-netrc c,continue start-pos= progress= show-progress N,timestamping no-if-modified-since
    no-use-server-timestamps S,server-response spider T,timeout= dns-timeout= connect-timeout=
    read-timeout= w,wait= waitretry= random-wait no-proxy Q,quota= bind-address= limit-rate=
    no-dns-cache restrict-file-names=? ignore-case 4,inet4-only 6,inet6-only prefer-family= user=
    password= ask-password use-askpass=! no-iri local-encoding= remote-encoding= unlink xattr
    no-directories x,force-directories no-host-directories protocol-directories P,directory-prefix=
    cut-dirs= http-user= http-password= no-cache default-page= E,adjust-extension ignore-length
    header= compression= max-redirect= proxy-user= proxy-password= referer= save-headers
    U,user-agent= no-http-keep-alive no-cookies load-cookies=< save-cookies=> keep-session-cookies
    post-data= post-file=< method= body-data= body-file=< content-disposition content-on-error
    auth-no-challenge secure-protocol= https-only no-check-certificate certificate=<
    certificate-type= private-key=< private-key-type= ca-certificate=< ca-directory=< crl-file=<
    pinnedpubkey= ciphers= no-hsts hsts-file=> ftp-user= ftp-password= no-remove-listing no-glob
    no-passive-ftp preserve-permissions retr-symlinks warc-file=~ r,recursive l,level= delete-after
    k,convert-links K,backup-converted m,mirror p,page-requisites strict-comments A,accept=
    R,reject= accept-regex= reject-regex= D,domains= exclude-domains= follow-ftp follow-tags=
    ignore-tags= H,span-hosts L,relative I,include-directories= trust-server-names
    X,exclude-directories= no-parent
    """)

  /// A file that the address or the server names lies in the folder of `-P`, which stands for it.
  static func wget(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    // `-nv` and its kin are options of two letters.
    let long: [String: String] = [
      "-nv": "--no-verbose", "-nc": "--no-clobber", "-nd": "--no-directories",
      "-nH": "--no-host-directories", "-np": "--no-parent",
    ]
    let reading = try wgetTable.read(
      arguments.map { argument in
        argument.count == 3
          ? long[String(decoding: argument, as: UTF8.self)].map { Array($0.utf8) } ?? argument
          : argument
      })
    // A value that looks like one of them was changed as well.
    for use in reading.uses where long.values.contains(where: { use.value?.isText($0) ?? false }) {
      throw ToolUncertainty(.unreadableValue, at: use.argument)
    }
    var effects = ProgramEffects(reads: reading.reads, writes: reading.writes)
    if reading.has("version") || reading.has("help") { return effects }
    guard !reading.operands.isEmpty else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    effects.usesNetwork = true
    if let output = reading.value("output-document") {
      if !output.isText("-") { effects.writes.append(output) }
    } else {
      effects.writes.append(reading.value("directory-prefix") ?? Array(".".utf8))
    }
    // Its log stands where it was started.
    if reading.has("background") { effects.writes.append(Array("wget-log".utf8)) }
    return effects
  }

  private static let scpTable: OptionTable = {
    var rules = OptionRules.gnu
    rules.abbreviates = false
    return OptionTable(
      rules, "3 4 6 A B C O p q R r s T v c= D=! F=! i=< J=% l= o=! P= S=! X=")
  }()

  /// `scp`.
  static func scp(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try scpTable.read(arguments)
    guard reading.operands.count > 1, let target = reading.texts.last else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    var effects = ProgramEffects(
      reads: reading.reads + reading.texts.dropLast(), writes: [target])
    effects.usesNetwork = reading.texts.contains(where: isRemote)
    return effects
  }

  private static let rsyncTable: OptionTable = {
    var rules = OptionRules.gnu
    rules.abbreviates = false
    rules.shortTakesEquals = true
    return OptionTable(
      rules,
      """
      v,verbose info= debug= stderr= q,quiet no-motd c,checksum a,archive r,recursive R,relative~
      no-implied-dirs b,backup backup-dir=> suffix= u,update inplace append append-verify d,dirs
      mkpath l,links L,copy-links copy-unsafe-links safe-links munge-links k,copy-dirlinks
      K,keep-dirlinks H,hard-links p,perms E,executability chmod= A,acls X,xattrs o,owner g,group
      devices specials D t,times U,atimes open-noatime N,crtimes O,omit-dir-times J,omit-link-times
      super fake-super S,sparse preallocate n,dry-run W,whole-file checksum-choice,cc=
      x,one-file-system B,block-size= e,rsh= rsync-path=! existing ignore-existing
      remove-source-files del delete delete-before delete-during delete-delay delete-after
      delete-excluded ignore-missing-args delete-missing-args ignore-errors force max-delete=
      max-size= min-size= max-alloc= partial partial-dir=> delay-updates m,prune-empty-dirs
      numeric-ids usermap= groupmap= chown= timeout= contimeout= I,ignore-times size-only
      @,modify-window= T,temp-dir=> y,fuzzy compare-dest=< copy-dest=< link-dest=< z,compress
      compress-choice,zc= compress-level,zl= skip-compress= C,cvs-exclude f,filter=@ F@ exclude=
      exclude-from=< include= include-from=< files-from=@ 0,from0 s,protect-args secluded-args
      trust-sender copy-as=% address= port= sockopts= blocking-io outbuf= stats 8,8-bit-output
      h,human-readable progress P i,itemize-changes M,remote-option=% out-format= log-file=>
      log-file-format= password-file=< early-input=< list-only bwlimit= stop-after= stop-at= fsync
      write-batch=~ only-write-batch=~ read-batch=@ protocol= iconv= checksum-seed= 4,ipv4 6,ipv6
      V,version help no-perms no-owner no-group no-times no-links no-recursive no-compress
      no-whole-file
      """)
  }()

  /// `rsync`.
  static func rsync(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try rsyncTable.read(arguments)
    // `-x=` alone is read in other ways by other versions of its parser.
    for use in reading.uses where use.value?.isText("=") ?? false {
      throw ToolUncertainty(.unreadableValue, at: use.argument)
    }
    for use in reading.uses where use.name == "rsh" {
      guard use.value?.isText("ssh") ?? false else {
        throw ToolUncertainty(.runsCode, at: use.argument)
      }
    }
    var effects = ProgramEffects(reads: reading.reads, writes: reading.writes)
    let texts = reading.texts
    guard let target = texts.last else {
      if reading.has("help") || reading.has("version") { return effects }
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    effects.usesNetwork = texts.contains(where: isRemote)
    // With one operand it only lists.
    effects.reads += texts.count == 1 ? texts : texts.dropLast()
    if texts.count > 1 { effects.writes.append(target) }
    if reading.has("remove-source-files") { effects.writes += texts.dropLast() }
    return effects
  }

  /// Whether a colon stands before any slash, or a scheme before the path.
  private static func isRemote(_ text: [UInt8]) -> Bool {
    text.prefix { $0 != UInt8(ascii: "/") }.contains(UInt8(ascii: ":"))
  }

  private static let xxdTable = OptionTable(
    OptionRules(permutes: false, longWithOneDash: true),
    """
    a,autoskip b,bits C,capitalize c,cols= E,EBCDIC e g,groupsize= h,help i,include l,len= n,name=
    o,offset= p,ps,postscript,plain r,revert R= s,skip,seek= u,uppercase v,version d
    """)

  /// `xxd`, whose second operand is written.
  static func xxd(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try xxdTable.read(arguments)
    guard reading.operands.count <= 2 else {
      throw ToolUncertainty(.unexpectedOperand, at: reading.operands[2].argument)
    }
    return ProgramEffects(
      reads: Array(reading.texts.prefix(1)), writes: Array(reading.texts.dropFirst()))
  }
}
