// The programs whose effects a table of options and one rule for the operands tell.

/// A program that does one thing to its operands.
struct PlainProgram: Sendable {
  /// What happens to the operands.
  enum Operands: Sendable {
    /// All are read.
    case read
    /// All are read, and the folder it stands in where there are none.
    case readOrFolder
    /// All are written.
    case written
    /// They are not files.
    case words
    /// They begin with `+`; others would set the clock.
    case formats
    /// The first is read, the second written, and there is no third.
    case readThenWritten
    /// The first is no file unless the option named here is used; the others are read.
    case readAfterFirst(unless: [String])
    /// The same, and the others are written.
    case writtenAfterFirst(unless: [String])
  }

  /// Its options.
  let table: OptionTable
  /// What happens to its operands.
  let operands: Operands

  /// The options of `grep` that may go down into folders.
  private static let recursions = ["recursive", "dereference-recursive", "directories"]

  /// What the program does with these arguments.
  func effects(of arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try table.read(arguments)
    let texts = reading.texts
    var effects = ProgramEffects(reads: reading.reads, writes: reading.writes)
    switch operands {
    case .read: effects.reads += texts
    case .readOrFolder: effects.reads += texts.isEmpty ? [Array(".".utf8)] : texts
    case .written: effects.writes += texts
    case .words: break
    case .formats:
      if let other = reading.operands.first(where: { $0.text.first != UInt8(ascii: "+") }) {
        throw ToolUncertainty(.unexpectedOperand, at: other.argument)
      }
    case .readThenWritten:
      guard texts.count <= 2 else {
        throw ToolUncertainty(.unexpectedOperand, at: reading.operands[2].argument)
      }
      effects.reads += texts.prefix(1)
      effects.writes += texts.dropFirst()
    case .readAfterFirst(let options):
      let files = texts.dropFirst(options.contains(where: reading.has) ? 0 : 1)
      // `grep -r` without files searches the folder it stands in.
      let searchesFolder =
        files.isEmpty
        && Self.recursions.contains { option in
          reading.uses.contains { $0.name == option }
        }
      effects.reads += searchesFolder ? [Array(".".utf8)] : Array(files)
    case .writtenAfterFirst(let options):
      effects.writes += texts.dropFirst(options.contains(where: reading.has) ? 0 : 1)
    }
    return effects
  }
}

extension PlainProgram {
  private typealias Row = (names: String, operands: Operands, options: String)

  /// The programs by name.
  static let all: [[UInt8]: PlainProgram] = {
    var numbered = OptionRules.gnu
    numbered.numbersAreOptions = true
    var all: [[UInt8]: PlainProgram] = [:]
    for (rows, rules) in [(rows, .gnu), (numberedRows, numbered)] {
      for (names, operands, options) in rows {
        let program = PlainProgram(
          table: OptionTable(rules, options, "help version"), operands: operands)
        for name in names.utf8.split(separator: UInt8(ascii: " ")) { all[Array(name)] = program }
      }
    }
    return all
  }()

  /// Programs that take a number for an option, as `head -5`.
  private static let numberedRows: [Row] = [
    (
      "head", .read,
      "c,bytes= n,lines= q,silent,quiet v,verbose z,zero-terminated"
    ),
    (
      "tail", .read,
      """
      c,bytes= F f follow=? n,lines= max-unchanged-stats= pid= q,silent,quiet retry
      s,sleep-interval= v,verbose z,zero-terminated
      """
    ),
    ("fold", .read, "b,bytes s,spaces w,width="),
    (
      "fmt", .read,
      "c,crown-margin p,prefix= s,split-only t,tagged-paragraph u,uniform-spacing w,width= g,goal="
    ),
    ("expand", .read, "i,initial t,tabs="),
    ("unexpand", .read, "a,all first-only t,tabs="),
    (
      "grep egrep fgrep", .readAfterFirst(unless: ["regexp", "file"]),
      """
      E,extended-regexp F,fixed-strings G,basic-regexp P,perl-regexp e,regexp= f,file=<
      y,i,ignore-case no-ignore-case w,word-regexp x,line-regexp z,null-data s,no-messages
      v,invert-match V m,max-count= b,byte-offset n,line-number line-buffered H,with-filename
      h,no-filename label= o,only-matching q,silent,quiet binary-files= a,text I d,directories=
      D,devices= r,recursive R,dereference-recursive include= exclude= exclude-from=< exclude-dir=
      L,files-without-match l,files-with-matches c,count T,initial-tab Z,null u,unix-byte-offsets
      B,before-context= A,after-context= C,context= group-separator= no-group-separator
      color,colour=? U,binary
      """
    ),
    (
      "diff", .read,
      """
      normal q,brief s,report-identical-files c C= context=? u U= unified=? e,ed n,rcs
      y,side-by-side W,width= left-column suppress-common-lines p,show-c-function
      F,show-function-line= L,label= t,expand-tabs T,initial-tab tabsize= suppress-blank-empty
      l,paginate! r,recursive no-dereference N,new-file P,unidirectional-new-file
      ignore-file-name-case no-ignore-file-name-case x,exclude= X,exclude-from=< S,starting-file=
      from-file=< to-file=< i,ignore-case E,ignore-tab-expansion Z,ignore-trailing-space
      b,ignore-space-change w,ignore-all-space B,ignore-blank-lines I,ignore-matching-lines= a,text
      strip-trailing-cr D,ifdef= old-group-format= new-group-format= unchanged-group-format=
      changed-group-format= line-format= old-line-format= new-line-format= unchanged-line-format=
      d,minimal horizon-lines= H,speed-large-files color=? palette= v
      """
    ),
  ]

  private static let rows: [Row] = [
    (
      "cat", .read,
      """
      A,show-all b,number-nonblank e E,show-ends n,number s,squeeze-blank t T,show-tabs u
      v,show-nonprinting
      """
    ),
    ("tac", .read, "b,before r,regex s,separator="),
    (
      "nl", .read,
      """
      b,body-numbering= d,section-delimiter= f,footer-numbering= h,header-numbering=
      i,line-increment= l,join-blank-lines= n,number-format= p,no-renumber s,number-separator=
      v,starting-line-number= w,number-width=
      """
    ),
    ("wc", .read, "c,bytes m,chars l,lines files0-from=@ L,max-line-length w,words"),
    (
      "cut", .read,
      """
      b,bytes= c,characters= d,delimiter= f,fields= n complement s,only-delimited output-delimiter=
      z,zero-terminated
      """
    ),
    ("paste", .read, "d,delimiters= s,serial z,zero-terminated"),
    (
      "join", .read,
      """
      a= e= i,ignore-case j= o= t= v= 1= 2= check-order nocheck-order header z,zero-terminated
      """
    ),
    ("comm", .read, "1 2 3 check-order nocheck-order output-delimiter= total z,zero-terminated"),
    (
      "cmp", .read,
      "b,print-bytes c i,ignore-initial= l,verbose n,bytes= s,silent,quiet v"
    ),
    (
      "od", .read,
      """
      A,address-radix= endian= j,skip-bytes= N,read-bytes= S= strings=? t,format=
      v,output-duplicates w,width=? traditional a b c d f h i l o s x B D F H I L O X
      """
    ),
    ("base64 base32", .read, "d,decode i,ignore-garbage w,wrap="),
    (
      "basenc", .read,
      """
      base64 base64url base32 base32hex base16 base2msbf base2lsbf d,decode i,ignore-garbage w,wrap=
      z85
      """
    ),
    // With `--check` they read the files that a list names, which go unlisted here otherwise.
    (
      "md5sum sha1sum sha224sum sha256sum sha384sum sha512sum", .read,
      "b,binary c,check@ tag t,text z,zero ignore-missing quiet status strict w,warn"
    ),
    (
      "b2sum", .read,
      "b,binary c,check@ l,length= tag t,text z,zero ignore-missing quiet status strict w,warn"
    ),
    (
      "cksum", .read,
      """
      a,algorithm= c,check@ l,length= tag untagged z,zero ignore-missing quiet status strict w,warn
      debug
      """
    ),
    ("sum", .read, "r s,sysv"),
    (
      "sort", .read,
      """
      b,ignore-leading-blanks d,dictionary-order f,ignore-case g,general-numeric-sort
      i,ignore-nonprinting M,month-sort h,human-numeric-sort n,numeric-sort R,random-sort
      random-source=< r,reverse sort= V,version-sort batch-size= C c check=? compress-program=!
      debug files0-from=@ k,key= m,merge o,output=> s,stable S,buffer-size= t,field-separator=
      T,temporary-directory=> parallel= u,unique z,zero-terminated
      """
    ),
    ("tsort", .read, ""),
    (
      "uniq", .readThenWritten,
      """
      c,count d,repeated D all-repeated=? f,skip-fields= group=? i,ignore-case s,skip-chars=
      u,unique z,zero-terminated w,check-chars=
      """
    ),
    (
      "shuf", .read,
      "e,echo i,input-range= n,head-count= o,output=> random-source=< r,repeat z,zero-terminated"
    ),
    ("tee", .written, "a,append i,ignore-interrupts p output-error=?"),
    ("truncate", .written, "c,no-create o,io-blocks r,reference=< s,size="),
    ("touch", .written, "a c,no-create d,date= f h,no-dereference m r,reference=< t= time="),
    ("mkdir", .written, "m,mode= p,parents v,verbose Z context=?"),
    ("mkfifo", .written, "m,mode= Z context=?"),
    ("rmdir", .written, "ignore-fail-on-non-empty p,parents~ path~ v,verbose"),
    ("unlink", .written, ""),
    (
      "shred", .written,
      "f,force n,iterations= random-source=< s,size= u remove=? v,verbose x,exact z,zero"
    ),
    (
      "chmod", .writtenAfterFirst(unless: ["reference"]),
      "c,changes f,silent,quiet v,verbose no-preserve-root preserve-root reference=< R,recursive"
    ),
    (
      "chown chgrp", .writtenAfterFirst(unless: ["reference"]),
      """
      c,changes f,silent,quiet v,verbose dereference h,no-dereference from= no-preserve-root
      preserve-root reference=< R,recursive H L P
      """
    ),
    (
      "ls dir vdir", .readOrFolder,
      """
      a,all A,almost-all author b,escape block-size= B,ignore-backups c C color=? d,directory
      D,dired f F classify=? file-type format= full-time g group-directories-first G,no-group
      h,human-readable si H,dereference-command-line dereference-command-line-symlink-to-dir hide=
      hyperlink=? indicator-style= i,inode I,ignore= k,kibibytes l L,dereference m n,numeric-uid-gid
      N,literal o p q,hide-control-chars show-control-chars Q,quote-name quoting-style= r,reverse
      R,recursive s,size S sort= time= time-style= t T,tabsize= u U v w,width= x X Z,context zero 1
      """
    ),
    ("stat", .read, "L,dereference f,file-system cached= c,format= printf= t,terse"),
    (
      "du", .readOrFolder,
      """
      0,null a,all apparent-size B,block-size= b,bytes c,total D,dereference-args d,max-depth=
      files0-from=@ H h,human-readable inodes k L,dereference l,count-links m P,no-dereference
      S,separate-dirs si s,summarize t,threshold= time=? time-style= X,exclude-from=< exclude=
      x,one-file-system
      """
    ),
    (
      "df", .read,
      """
      a,all B,block-size= h,human-readable H,si i,inodes k l,local m no-sync output=? P,portability
      sync total t,type= T,print-type x,exclude-type= v
      """
    ),
    (
      "file", .read,
      """
      v m,magic-file=< z,uncompress! Z,uncompress-noreport! b,brief c,checking-printout e,exclude=
      exclude-quiet= f,files-from=@ F,separator= i,mime apple extension mime-type mime-encoding
      k,keep-going l,list L,dereference h,no-dereference n,no-buffer N,no-pad 0,print0
      p,preserve-date P,parameter= r,raw s,special-files S,no-sandbox C,compile~ d,debug
      """
    ),
    (
      "realpath", .read,
      """
      e,canonicalize-existing m,canonicalize-missing L,logical P,physical q,quiet relative-to=
      relative-base= s,strip,no-symlinks z,zero
      """
    ),
    (
      "readlink", .read,
      """
      f,canonicalize e,canonicalize-existing m,canonicalize-missing n,no-newline q,quiet s,silent
      v,verbose z,zero
      """
    ),
    ("tr", .words, "c,C,complement d,delete s,squeeze-repeats t,truncate-set1"),
    (
      "date", .formats,
      """
      d,date= debug f,file=< I,iso-8601=? resolution R,rfc-email,rfc-822,rfc-2822 rfc-3339=
      r,reference=< s,set=% u,utc,uct,universal
      """
    ),
    ("sleep whoami arch logname groups", .words, ""),
    ("basename", .words, "a,multiple s,suffix= z,zero"),
    ("dirname", .words, "z,zero"),
    ("pwd", .words, "L,logical P,physical"),
    ("cd", .words, "L P e"),
    ("seq", .words, "f,format= s,separator= w,equal-width"),
    ("id", .words, "a Z,context g,group G,groups n,name r,real u,user z,zero"),
    (
      "uname", .words,
      """
      a,all s,sysname,kernel-name n,nodename r,release,kernel-release v,kernel-version m,machine
      p,processor i,hardware-platform o,operating-system
      """
    ),
    ("nproc", .words, "all ignore="),
  ]
}
