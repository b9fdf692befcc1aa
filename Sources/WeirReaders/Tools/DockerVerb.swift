// The commands of docker 28.2: the object and verb that each stands for, and its options. Plug-ins
// (compose, buildx) and the commands of a swarm are none of them.

/// One command.
struct DockerVerb: Sendable {
  /// What is acted on; empty for a verb that acts on none.
  let object: String
  /// What is done.
  let verb: String
  /// How many words the command has.
  let words: Int
  /// Its options.
  let table: OptionTable

  /// Whether it makes a container of an image.
  var makesContainer: Bool { verb == "run" || (object == "container" && verb == "create") }

  /// What stands before the command.
  static let leading = OptionTable(
    .pflagLeading,
    """
    config= c,context= D,debug H,host= l,log-level= tls tlscacert= tlscert= tlskey= tlsverify
    """)

  /// The commands by their words.
  static let all: [[UInt8]: DockerVerb] = {
    var all: [[UInt8]: DockerVerb] = [:]
    for (names, object, verb, rules, options) in rows {
      let table = OptionTable(rules, options, "help")
      for name in names.split(separator: ",") {
        all[Array(name.utf8)] = DockerVerb(
          object: object, verb: verb, words: name.contains(" ") ? 2 : 1, table: table)
      }
    }
    return all
  }()

  private static let container = """
    add-host= annotation= a,attach= blkio-weight= blkio-weight-device= cap-add= cap-drop=
    cgroup-parent= cgroupns= cidfile=> cpu-count= cpu-percent= cpu-period= cpu-quota= cpu-rt-period=
    cpu-rt-runtime= c,cpu-shares= cpus= cpuset-cpus= cpuset-mems= device= device-cgroup-rule=
    device-read-bps= device-read-iops= device-write-bps= device-write-iops= disable-content-trust
    dns= dns-opt,dns-option= dns-search= domainname= entrypoint= e,env= env-file=< expose= gpus=
    group-add= health-cmd= health-interval= health-retries= health-start-interval=
    health-start-period= health-timeout= h,hostname= init i,interactive io-maxbandwidth= io-maxiops=
    ip= ip6= ipc= isolation= kernel-memory= l,label= label-file=< link= link-local-ip= log-driver=
    log-opt= mac-address= m,memory= memory-reservation= memory-swap= memory-swappiness= mount= name=
    net,network= net-alias,network-alias= no-healthcheck oom-kill-disable oom-score-adj= pid=
    pids-limit= platform= privileged p,publish= P,publish-all pull= q,quiet read-only restart= rm
    runtime= security-opt= shm-size= stop-signal= stop-timeout= storage-opt= sysctl= tmpfs= t,tty
    ulimit= use-api-socket u,user= userns= uts= v,volume= volume-driver= volumes-from= w,workdir=
    """

  private typealias Row = (
    names: String, object: String, verb: String, rules: OptionRules, options: String
  )

  private static let rows: [Row] = [
    (
      "run,container run", "container", "run", .pflagLeading,
      container + " d,detach detach-keys= sig-proxy"
    ),
    ("create,container create", "container", "create", .pflagLeading, container),
    (
      "exec,container exec", "container", "exec", .pflagLeading,
      "d,detach detach-keys= e,env= env-file=< i,interactive privileged t,tty u,user= w,workdir="
    ),
    (
      "rm,container rm,container remove", "container", "rm", .pflag, "f,force l,link v,volumes"
    ),
    ("container prune", "container", "prune", .pflag, "filter= f,force"),
    (
      "ps,container ls,container list,container ps", "container", "ls", .pflag,
      "a,all f,filter= format= no-trunc n,last= l,latest q,quiet s,size"
    ),
    (
      "start,container start", "container", "start", .pflag,
      "a,attach checkpoint= checkpoint-dir= detach-keys= i,interactive"
    ),
    ("stop,container stop", "container", "stop", .pflag, "s,signal= t,time,timeout="),
    ("restart,container restart", "container", "restart", .pflag, "s,signal= t,time,timeout="),
    ("kill,container kill", "container", "kill", .pflag, "s,signal="),
    ("pause,container pause", "container", "pause", .pflag, ""),
    ("unpause,container unpause", "container", "unpause", .pflag, ""),
    ("wait,container wait", "container", "wait", .pflag, ""),
    ("rename,container rename", "container", "rename", .pflag, ""),
    ("port,container port", "container", "port", .pflag, ""),
    ("diff,container diff", "container", "diff", .pflag, ""),
    ("top,container top", "container", "top", .pflagLeading, ""),
    (
      "logs,container logs", "container", "logs", .pflag,
      "details f,follow since= n,tail= t,timestamps until="
    ),
    ("cp,container cp", "container", "cp", .pflag, "a,archive L,follow-link q,quiet"),
    ("export,container export", "container", "export", .pflag, "o,output=>"),
    (
      "commit,container commit", "container", "commit", .pflag,
      "a,author= c,change= m,message= p,pause"
    ),
    (
      "attach,container attach", "container", "attach", .pflag, "detach-keys= no-stdin sig-proxy"
    ),
    (
      "stats,container stats", "container", "stats", .pflag, "a,all format= no-stream no-trunc"
    ),
    (
      "update,container update", "container", "update", .pflag,
      """
      blkio-weight= cpu-period= cpu-quota= cpu-rt-period= cpu-rt-runtime= c,cpu-shares= cpus=
      cpuset-cpus= cpuset-mems= m,memory= memory-reservation= memory-swap= pids-limit= restart=
      """
    ),
    ("container inspect", "container", "inspect", .pflag, "f,format= s,size"),
    ("inspect", "", "inspect", .pflag, "f,format= s,size type="),
    (
      "build,image build,builder build", "image", "build", .pflag,
      """
      add-host= allow= annotation= attest= build-arg= build-context= builder= cache-from= cache-to=
      call= cgroup-parent= check compress cpu-period= cpu-quota= c,cpu-shares= cpuset-cpus=
      cpuset-mems= D,debug disable-content-trust f,file=< force-rm iidfile=> isolation= label= load
      m,memory= memory-swap= metadata-file=> network= no-cache no-cache-filter= o,output= platform=
      progress= provenance= pull push q,quiet rm sbom= secret= security-opt= shm-size= squash ssh=
      t,tag= target= ulimit=
      """
    ),
    (
      "images,image ls,image list", "image", "ls", .pflag,
      "a,all digests f,filter= format= no-trunc q,quiet tree"
    ),
    ("rmi,image rm,image remove", "image", "rm", .pflag, "f,force no-prune platform="),
    ("image prune", "image", "prune", .pflag, "a,all filter= f,force"),
    (
      "pull,image pull", "image", "pull", .pflag,
      "a,all-tags disable-content-trust platform= q,quiet"
    ),
    (
      "push,image push", "image", "push", .pflag,
      "a,all-tags disable-content-trust platform= q,quiet"
    ),
    ("tag,image tag", "image", "tag", .pflag, ""),
    ("save,image save", "image", "save", .pflag, "o,output=> platform="),
    ("load,image load", "image", "load", .pflag, "i,input=< platform= q,quiet"),
    ("import,image import", "image", "import", .pflag, "c,change= m,message= platform="),
    (
      "history,image history", "image", "history", .pflag,
      "format= H,human no-trunc platform= q,quiet"
    ),
    ("image inspect", "image", "inspect", .pflag, "f,format= platform="),
    ("volume create", "volume", "create", .pflag, "d,driver= label= name= o,opt="),
    ("volume ls,volume list", "volume", "ls", .pflag, "f,filter= format= q,quiet"),
    ("volume rm,volume remove", "volume", "rm", .pflag, "f,force"),
    ("volume prune", "volume", "prune", .pflag, "a,all filter= f,force"),
    ("volume inspect", "volume", "inspect", .pflag, "f,format="),
    ("network ls,network list", "network", "ls", .pflag, "f,filter= format= no-trunc q,quiet"),
    ("network rm,network remove", "network", "rm", .pflag, "f,force"),
    ("network prune", "network", "prune", .pflag, "filter= f,force"),
    ("network inspect", "network", "inspect", .pflag, "f,format= v,verbose"),
    (
      "network connect", "network", "connect", .pflag,
      "alias= driver-opt= gw-priority= ip= ip6= link= link-local-ip="
    ),
    ("network disconnect", "network", "disconnect", .pflag, "f,force"),
    ("system prune", "system", "prune", .pflag, "a,all filter= f,force volumes"),
    ("system df", "system", "df", .pflag, "format= v,verbose"),
    ("info,system info", "system", "info", .pflag, "f,format="),
    ("events,system events", "system", "events", .pflag, "f,filter= format= since= until="),
    ("version", "", "version", .pflag, "f,format="),
    ("login", "", "login", .pflag, "p,password= password-stdin u,username="),
    ("logout", "", "logout", .pflag, ""),
    ("search", "", "search", .pflag, "f,filter= format= limit= no-trunc"),
  ]
}
