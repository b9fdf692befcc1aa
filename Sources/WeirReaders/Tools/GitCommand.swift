// The subcommands of git 2.39: their options, and what their operands are.

/// One subcommand, with the word that may belong to it.
struct GitCommand: Sendable {
  /// What the operands are.
  enum Operands: Hashable, Sendable {
    case none
    case refs
    case paths
    /// Refs, and files after `--`.
    case refsThenPaths
    case remoteThenRefs
    case remoteThenPath
    /// A remote's new name and its address.
    case nameThenRemote
    /// A key of the settings and its value.
    case setting
  }

  /// What its operands are.
  let operands: Operands
  /// Its options.
  let table: OptionTable

  /// What stands before the subcommand.
  static let leading: OptionTable = {
    var rules = OptionRules.gnuLeading
    rules.abbreviates = false
    return OptionTable(
      rules,
      """
      C= c= config-env=! exec-path=?! git-dir= work-tree= namespace= bare=! p,paginate P,no-pager
      no-replace-objects literal-pathspecs glob-pathspecs noglob-pathspecs icase-pathspecs
      no-optional-locks
      """)
  }()

  /// Settings, as `name=value` or a name, that cannot make git run anything.
  static func isHarmless(setting: [UInt8]) -> Bool {
    let name = setting.prefix { $0 != UInt8(ascii: "=") }.map(\.lowercased)
    return ["user.name", "user.email", "init.defaultbranch", "core.quotepath", "pull.rebase"]
      .contains(where: name.isText) || name.hasPrefix("color.") || name.hasPrefix("advice.")
  }

  /// Options whose value is the address of a repository.
  static let addressOptions: Set<String> = [
    "repo", "remote", "reference", "reference-if-able", "bundle-uri",
  ]

  /// The subcommands by their words.
  static let all: [[UInt8]: GitCommand] = {
    var exact = OptionRules.git
    exact.abbreviates = false
    exact.numbersAreOptions = true
    var all: [[UInt8]: GitCommand] = [:]
    for (rows, rules) in [(rows, .git), (exactRows, exact)] {
      for (name, operands, options) in rows {
        all[Array(name.utf8)] = GitCommand(
          operands: operands, table: OptionTable(rules, options))
      }
    }
    return all
  }()

  private typealias Row = (name: String, operands: Operands, options: String)

  private static let merging = """
    cleanup= n,no-commit commit e,edit s,signoff X,strategy-option= S,gpg-sign=? rerere-autoupdate

    """
  private static let listing = """
    color=? column=? contains= no-contains= merged=? no-merged=? sort= points-at= format=
    i,ignore-case

    """
  private static let diffing = """
    p,u,patch s,no-patch U,unified=? W,function-context raw patch-with-raw patch-with-stat numstat
    shortstat dirstat=? X=? cumulative dirstat-by-file=? check summary name-only name-status stat=?
    stat-width= stat-name-width= stat-graph-width= stat-count= compact-summary binary full-index
    color=? ws-error-highlight= abbrev=? src-prefix= dst-prefix= line-prefix= no-prefix
    inter-hunk-context= output-indicator-new= output-indicator-old= output-indicator-context=
    B,break-rewrites=? M,find-renames=? D,irreversible-delete C,find-copies=? find-copies-harder
    no-renames l= rename-empty follow minimal w,ignore-all-space b,ignore-space-change
    ignore-space-at-eol ignore-cr-at-eol ignore-blank-lines I,ignore-matching-lines=
    indent-heuristic patience histogram diff-algorithm= anchored= word-diff=? word-diff-regex=
    color-words=? color-moved=? color-moved-ws= relative=? a,text R exit-code quiet ext-diff
    textconv ignore-submodules=? submodule=? S= G= pickaxe-all pickaxe-regex O= rotate-to= skip-to=
    find-object= diff-filter= output=> z

    """
  private static let history = """
    n,max-count= skip= since= after= until= before= author= committer= grep= all-match invert-grep
    i,regexp-ignore-case E,extended-regexp F,fixed-strings P,perl-regexp merges no-merges
    first-parent all branches=? tags=? remotes=? glob= exclude= reflog g,walk-reflogs oneline graph
    pretty=? format= abbrev-commit no-abbrev-commit decorate=? decorate-refs= reverse date= cc c m
    topo-order date-order author-date-order left-right cherry-pick cherry cherry-mark source
    use-mailmap log-size L= show-signature notes=? no-notes boundary simplify-by-decoration
    full-history ancestry-path

    """

  /// Subcommands with parsers of their own, where nothing is abbreviated.
  private static let exactRows: [Row] = [
    ("log", .refsThenPaths, diffing + history),
    ("show", .refsThenPaths, diffing + history),
    ("diff", .refsThenPaths, diffing + "cached staged merge-base no-index ours theirs base"),
    (
      "rev-parse", .refs,
      """
      abbrev-ref=? show-toplevel git-dir absolute-git-dir git-common-dir short=? verify q,quiet
      is-inside-work-tree is-inside-git-dir is-bare-repository is-shallow-repository symbolic
      symbolic-full-name show-prefix show-cdup show-superproject-working-tree all branches=? tags=?
      remotes=?
      """
    ),
  ]

  private static let rows: [Row] = [
    (
      "add", .paths,
      """
      n,dry-run v,verbose i,interactive p,patch e,edit f,force u,update renormalize N,intent-to-add
      A,all ignore-removal refresh ignore-errors ignore-missing sparse chmod= pathspec-from-file=@
      pathspec-file-nul
      """
    ),
    (
      "branch", .refs,
      listing + """
        v,verbose q,quiet t,track=? set-upstream u,set-upstream-to= unset-upstream r,remotes with=
        without= abbrev=? a,all d,delete D,:force-delete m,move M,:force-move c,copy C,:force-copy
        l,list show-current create-reflog edit-description f,force recurse-submodules
        """
    ),
    (
      "checkout", .refsThenPaths,
      """
      b,:create= B,:force-create= l guess overlay q,quiet recurse-submodules=? progress m,merge
      conflict= d,detach t,track=? f,force orphan= overwrite-ignore ignore-other-worktrees 2,ours
      3,theirs p,patch ignore-skip-worktree-bits pathspec-from-file=@ pathspec-file-nul
      """
    ),
    (
      "switch", .refs,
      """
      c,create= C,force-create= guess discard-changes q,quiet recurse-submodules=? progress m,merge
      conflict= d,detach t,track=? f,force orphan= overwrite-ignore ignore-other-worktrees
      """
    ),
    (
      "restore", .paths,
      """
      s,source= S,staged W,worktree ignore-unmerged overlay q,quiet recurse-submodules=? progress
      m,merge conflict= 2,ours 3,theirs p,patch ignore-skip-worktree-bits pathspec-from-file=@
      pathspec-file-nul
      """
    ),
    (
      "reset", .refsThenPaths,
      """
      q,quiet refresh mixed soft hard merge keep recurse-submodules=? p,patch N,intent-to-add
      pathspec-from-file=@ pathspec-file-nul
      """
    ),
    (
      "clean", .paths,
      "q,quiet n,dry-run f,force i,interactive d,:directories e,exclude= x,:ignored X,:only-ignored"
    ),
    (
      "rm", .paths,
      """
      n,dry-run q,quiet cached f,force r,:recursive ignore-unmatch sparse pathspec-from-file=@
      pathspec-file-nul
      """
    ),
    ("mv", .paths, "v,verbose n,dry-run f,force k sparse"),
    (
      "commit", .paths,
      """
      q,quiet v,verbose F,file=< author= date= m,message= c,reedit-message= C,reuse-message= fixup=
      squash= reset-author trailer= s,signoff t,template=< e,edit cleanup= status S,gpg-sign=? a,all
      i,include interactive p,patch o,only n,no-verify verify dry-run short branch ahead-behind
      porcelain long z,null amend no-post-rewrite post-rewrite u,untracked-files=?
      pathspec-from-file=@ pathspec-file-nul allow-empty allow-empty-message
      """
    ),
    (
      "cherry-pick", .refs,
      merging
        + """
        quit continue abort skip m,mainline= strategy=! ff x allow-empty allow-empty-message
        keep-redundant-commits
        """
    ),
    ("revert", .refs, merging + "quit continue abort skip m,mainline= strategy=! reference"),
    (
      "merge", .refs,
      """
      n stat summary log=? squash commit e,edit cleanup= ff ff-only rerere-autoupdate
      verify-signatures s,strategy=! X,strategy-option= m,message= F,file=< into-name= v,verbose
      q,quiet abort quit continue allow-unrelated-histories progress S,gpg-sign=? autostash
      overwrite-ignore signoff no-verify verify
      """
    ),
    (
      "rebase", .refs,
      """
      onto= keep-base no-verify verify q,quiet v,verbose n,no-stat stat signoff
      committer-date-is-author-date reset-author-date ignore-date ignore-whitespace whitespace= C=
      f,force-rebase no-ff ff continue skip abort quit edit-todo show-current-patch apply m,merge
      i,interactive rerere-autoupdate empty= k,keep-empty autosquash update-refs S,gpg-sign=?
      autostash x,exec=! allow-empty-message r,rebase-merges=? fork-point s,strategy=!
      X,strategy-option= root reschedule-failed-exec reapply-cherry-picks
      """
    ),
    (
      "push", .remoteThenRefs,
      """
      v,verbose q,quiet repo= all mirror d,delete tags n,dry-run porcelain f,force
      force-with-lease=? force-if-includes recurse-submodules= thin receive-pack=! exec=!
      u,set-upstream progress prune no-verify verify follow-tags signed=? atomic o,push-option=
      4,ipv4 6,ipv6
      """
    ),
    (
      "fetch", .remoteThenRefs,
      """
      v,verbose q,quiet all set-upstream a,append atomic upload-pack=! f,force m,multiple t,tags n
      j,jobs= prefetch p,prune P,prune-tags recurse-submodules=? dry-run write-fetch-head k,keep
      u,update-head-ok progress depth= shallow-since= shallow-exclude= deepen= unshallow refetch
      submodule-prefix= recurse-submodules-default= update-shallow refmap= o,server-option= 4,ipv4
      6,ipv6 negotiation-tip= negotiate-only filter= auto-maintenance auto-gc show-forced-updates
      write-commit-graph stdin@
      """
    ),
    (
      "pull", .remoteThenRefs,
      """
      v,verbose q,quiet progress recurse-submodules=? r,rebase=? n stat summary log=? signoff=?
      squash commit edit cleanup= ff ff-only verify verify-signatures autostash s,strategy=!
      X,strategy-option= S,gpg-sign=? allow-unrelated-histories all a,append upload-pack=! f,force
      t,tags p,prune j,jobs= dry-run k,keep depth= shallow-since= shallow-exclude= deepen= unshallow
      update-shallow refmap= o,server-option= 4,ipv4 6,ipv6 negotiation-tip= show-forced-updates
      set-upstream
      """
    ),
    (
      "clone", .remoteThenPath,
      """
      v,verbose q,quiet progress reject-shallow n,no-checkout checkout bare naked mirror l,local
      no-hardlinks hardlinks s,shared recurse-submodules=? recursive=? j,jobs= template=! reference=
      reference-if-able= dissociate o,origin= b,branch= u,upload-pack=! depth= shallow-since=
      shallow-exclude= single-branch no-tags tags shallow-submodules separate-git-dir=> c,config=!
      server-option= 4,ipv4 6,ipv6 filter= also-filter-submodules remote-submodules sparse
      bundle-uri=
      """
    ),
    (
      "init", .paths,
      "q,quiet bare template=! separate-git-dir=> b,initial-branch= object-format= shared=?"
    ),
    (
      "ls-remote", .remoteThenRefs,
      """
      q,quiet upload-pack=! exec=! t,tags h,heads refs get-url sort= exit-code symref
      o,server-option=
      """
    ),
    ("remote", .none, "v,verbose"),
    ("remote add", .nameThenRemote, "f,fetch tags t,track= m,master= mirror=?"),
    ("remote remove", .refs, ""),
    ("remote rm", .refs, ""),
    ("remote rename", .refs, "progress"),
    ("remote set-url", .nameThenRemote, "push add delete"),
    ("remote get-url", .refs, "push all"),
    ("remote show", .refs, "n"),
    ("remote prune", .refs, "n,dry-run"),
    ("stash", .none, "p,patch S,staged k,keep-index q,quiet u,include-untracked a,all m,message="),
    (
      "stash push", .paths,
      """
      p,patch S,staged k,keep-index q,quiet u,include-untracked a,all m,message=
      pathspec-from-file=@ pathspec-file-nul
      """
    ),
    ("stash pop", .refs, "q,quiet index"),
    ("stash apply", .refs, "q,quiet index"),
    ("stash drop", .refs, "q,quiet"),
    ("stash clear", .none, ""),
    ("stash list", .none, ""),
    ("stash branch", .refs, ""),
    (
      "worktree add", .paths,
      """
      f,force B,:force-create= b,:create= d,detach checkout lock reason= q,quiet track guess-remote
      """
    ),
    ("worktree list", .none, "porcelain v,verbose expire= z"),
    ("worktree remove", .paths, "f,force"),
    ("worktree move", .paths, "f,force"),
    ("worktree prune", .none, "n,dry-run v,verbose expire="),
    ("reflog", .refs, ""),
    ("reflog expire", .refs, "dry-run expire= expire-unreachable= updateref rewrite verbose all"),
    ("reflog delete", .refs, "dry-run updateref rewrite verbose"),
    ("gc", .none, "q,quiet prune=? cruft aggressive auto force keep-largest-pack"),
    (
      "tag", .refs,
      listing + """
        l,list n=? d,delete v,verify a,annotate m,message= F,file=< e,edit s,sign cleanup=
        u,local-user= f,force create-reflog with= without=
        """
    ),
    (
      "status", .paths,
      """
      v,verbose s,short b,branch show-stash ahead-behind porcelain=? long z,null u,untracked-files=?
      ignored=? ignore-submodules=? column=? no-renames renames M,find-renames=?
      """
    ),
    (
      "config", .setting,
      """
      global system local worktree f,file=> blob= get get-all get-regexp get-urlmatch replace-all
      add unset unset-all rename-section=! remove-section l,list fixed-value type= bool int
      bool-or-int path expiry-date z,null name-only includes show-origin show-scope default=
      """
    ),
    (
      "grep", .refsThenPaths,
      """
      cached index no-index untracked exclude-standard recurse-submodules v,invert-match
      i,ignore-case w,word-regexp a,text I textconv r,recursive max-depth= E,extended-regexp
      G,basic-regexp F,fixed-strings P,perl-regexp n,line-number column h H full-name
      l,files-with-matches name-only L,files-without-match z,null o,only-matching c,count color=?
      break heading C,context= B,before-context= A,after-context= threads= p,show-function
      W,function-context f=< e= and or not q,quiet all-match O,open-files-in-pager=?! m,max-count=
      """
    ),
    (
      "blame", .refsThenPaths,
      """
      incremental b root show-stats progress score-debug f,show-name n,show-number p,porcelain
      line-porcelain c t l s e,show-email w ignore-rev= ignore-revs-file=< color-lines color-by-age
      minimal S=< contents=< C=? M=? L= abbrev=?
      """
    ),
    (
      "describe", .refs,
      """
      contains debug all tags long first-parent abbrev=? exact-match candidates= match= exclude=
      always dirty=? broken=?
      """
    ),
    (
      "ls-files", .paths,
      """
      z t v f c,cached d,deleted m,modified o,others i,ignored s,stage k,killed directory eol
      empty-directory u,unmerged resolve-undo x,exclude= X,exclude-from=< exclude-per-directory=
      exclude-standard full-name recurse-submodules error-unmatch with-tree= abbrev=? debug
      deduplicate sparse format=
      """
    ),
    (
      "archive", .refsThenPaths,
      """
      format= prefix= add-file=< add-virtual-file= o,output=> worktree-attributes v,verbose l,list
      remote= exec=! 0 1 2 3 4 5 6 7 8 9
      """
    ),
  ]
}
