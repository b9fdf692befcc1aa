// The programs that run another one, in place or elsewhere, and their options: those of coreutils
// 9.1, util-linux 2.38, findutils 4.9, sudo 1.9, OpenSSH 9 and Docker 24. An option that is not
// here makes a text uncertain; those that run or read something of their own (`env -S`, `sudo -s`,
// `ssh -F`) are left out on purpose.

/// A program that runs what its later words say.
enum ShellWrapper: String, CaseIterable {
  case command, builtin, exec, eval
  case env, nohup, nice, timeout, stdbuf, setsid, ionice, chrt, taskset, flock, chroot, time
  case xargs, sudo, doas, script, watch, busybox, su, ssh, docker, podman, kubectl, oc, find

  /// By their names.
  static let named = Dictionary(
    uniqueKeysWithValues: allCases.map { ([UInt8]($0.rawValue.utf8), $0) })

  /// Programs that run others too, in ways that are not read.
  static let unread = Set(
    [[UInt8]].words(
      """
      parallel strace ltrace unshare nsenter systemd-run pkexec runuser run0 fakeroot firejail
      bwrap proot tmux screen at batch crontab expect gdb lldb entr socat xvfb-run setpriv capsh
      prlimit numactl choom unbuffer rlwrap linux32 linux64 setarch i386 x86_64 torsocks
      proxychains proxychains4 cpulimit chpst softlimit start-stop-daemon daemonize dbus-launch
      dbus-run-session ssh-agent ssh-keyscan osascript powershell pwsh cmd cmd.exe caffeinate arch
      sg nsjail machinectl lxc-attach lxc incus vagrant docker-compose catchsegv cgexec trickle
      valgrind perf gtimeout gxargs gfind genv gnice gnohup gstdbuf gchroot gtime
      sem pee ifne chronic lckdo vipe setlock envdir setuidgid setuser tini dumb-init gosu su-exec
      systemd-inhibit systemd-cat xterm konsole gnome-terminal aa-exec runcon faketime fakechroot
      eatmydata nocache hyperfine logsave timelimit watchexec nodemon concurrently tsp pueue tsocks
      wsl nix-shell direnv retry toybox toolbox distrobox flatpak-spawn rsh autossh mosh sshpass
      """))

  /// The options before the command.
  var options: ShellOptions { Self.tables[self] ?? ShellOptions("") }

  private static let tables = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, ShellOptions($0.table)) })

  private var table: String {
    switch self {
    case .command: "p v V"
    case .exec: "a= c l"
    case .env: "i/ignore-environment u/unset= C/chdir= v/debug"
    case .nice: "n/adjustment="
    case .timeout: "-/foreground -/preserve-status v/verbose k/kill-after= s/signal="
    case .stdbuf: "i/input= o/output= e/error="
    case .setsid: "c/ctty f/fork w/wait"
    case .ionice: "c/class= n/classdata= t/ignore"
    case .chrt: "b/batch f/fifo i/idle o/other r/rr v/verbose R/reset-on-fork"
    case .taskset: "a/all-tasks c/cpu-list"
    case .flock:
      "s/shared x/e/exclusive n/nb/nonblock u/unlock o/close F/no-fork w/wait/timeout= "
        + "E/conflict-exit-code= -/verbose"
    case .chroot: "-/userspec= -/groups= -/skip-chdir"
    case .time: "p/portability v/verbose a/append q/quiet f/format= o/output="
    case .xargs:
      "0/null r/no-run-if-empty t/verbose x/exit o/open-tty I= i? -/replace? n/max-args= "
        + "P/max-procs= L= l? -/max-lines? s/max-chars= d/delimiter= a/arg-file= E="
    case .sudo:
      "A/askpass b/background B/bell E -/preserve-env? H/set-home n/non-interactive N/no-update "
        + "P/preserve-groups S/stdin k/reset-timestamp u/user= g/group= p/prompt= D/chdir="
    case .doas: "n u="
    case .script: "a/append e/return f/flush q/quiet c/command="
    case .watch: "b/beep c/color e/errexit g/chgexit p/precise t/no-title x/exec n/interval= d"
    case .su: "c/command= l/login p/m/preserve-environment P/pty"
    case .ssh: "4 6 A a C g k N n q T t v x l= p= i= o="
    case .docker, .podman: "D/debug H/host= c/context= l/log-level= v/version -/config="
    case .builtin, .eval, .nohup, .busybox, .kubectl, .oc, .find: ""
    }
  }

  /// The options of `docker exec`, before the container.
  static let containerExec = ShellOptions(
    "d/detach~ i/interactive~ t/tty~ -/privileged~ e/env= u/user= w/workdir= -/env-file= "
      + "-/detach-keys=")

  /// The options of `docker run`, before the image.
  static let containerRun = ShellOptions(
    "d/detach~ i/interactive~ t/tty~ P/publish-all~ -/rm~ -/init~ -/privileged~ -/read-only~ "
      + "a/attach= c/cpu-shares= e/env= h/hostname= l/label= m/memory= p/publish= u/user= "
      + "v/volume= w/workdir= -/name= -/network= -/net= -/mount= -/entrypoint= -/env-file= "
      + "-/platform= -/pull= -/restart= -/cpus= -/gpus= -/cap-add= -/cap-drop= -/device= -/pid= "
      + "-/ipc= -/uts= -/userns= -/security-opt= -/add-host= -/dns= -/ulimit= -/shm-size= "
      + "-/tmpfs= -/volumes-from= -/group-add= -/memory-swap= -/stop-signal= -/stop-timeout=")

  /// Options of `ssh -o` that reach no program and no file.
  static let remoteSettings = Set(
    [[UInt8]].words(
      """
      batchmode connecttimeout stricthostkeychecking serveraliveinterval serveralivecountmax
      loglevel user port identitiesonly passwordauthentication
      """))

  /// The words between the options and the command: a duration, a folder, a lock.
  var operandCount: Int {
    [.timeout, .chroot, .flock, .chrt, .taskset].contains(self) ? 1 : 0
  }

  /// Whether the shell itself does it.
  var isOfShell: Bool { [.command, .builtin, .exec, .eval].contains(self) }

  /// Whether it is listed itself, beside the command that it runs.
  var isRunner: Bool { [.su, .ssh, .docker, .podman, .kubectl, .oc, .find].contains(self) }

  /// Whether it means something without a command.
  var standsAlone: Bool { [.command, .builtin, .exec, .env, .flock, .busybox].contains(self) }
}
