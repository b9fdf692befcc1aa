// The verbs of kubectl 1.32: their options, and what their operands are.

/// One verb, with its subverb.
struct KubectlVerb: Sendable {
  /// What the operands of a verb are.
  enum Operands: Sendable {
    /// `KIND NAME…`, `KIND/NAME…` or `KIND,KIND`.
    case resources
    /// Resources, then pairs of a key and a value.
    case resourcesThenPairs
    /// One object, a pod where no kind is written; then words of the verb.
    case pod
    /// Nodes.
    case nodes
    /// One new object of this kind.
    case new(kind: String)
    /// Words of the verb.
    case words
  }

  /// The words of the verb, with a space between them.
  let name: String
  /// What its operands are.
  let operands: Operands
  /// Its options.
  let table: OptionTable

  /// Options of every verb.
  private static let everywhere = """
    as= as-group= as-uid= cache-dir= certificate-authority= client-certificate= client-key= cluster=
    context= disable-compression insecure-skip-tls-verify kubeconfig= log-flush-frequency=
    match-server-version n,namespace= password= profile= profile-output= request-timeout= s,server=
    tls-server-name= token= user= username= v= vmodule= warnings-as-errors

    """

  /// What may stand before a verb and its subverb. A cluster could hide the verb, so flags of one
  /// letter are none of these.
  static let leading: OptionTable = {
    var rules = OptionRules.kubectl
    rules.permutes = false
    return OptionTable(rules, everywhere)
  }()

  /// The verbs by name.
  static let all: [[UInt8]: KubectlVerb] = {
    let inherited = OptionTable(.kubectl, everywhere, "h,help")
    var all: [[UInt8]: KubectlVerb] = [:]
    for (name, operands, options) in rows {
      all[Array(name.utf8)] = KubectlVerb(
        name: name, operands: operands,
        table: OptionTable(.kubectl, options, including: [inherited]))
    }
    return all
  }()

  /// Verbs that are followed by one more word, or two.
  static let groups: Set<[UInt8]> = {
    var groups: Set<[UInt8]> = []
    for name in all.keys {
      for (index, byte) in name.enumerated() where byte == UInt8(ascii: " ") {
        groups.insert(Array(name[..<index]))
      }
    }
    return groups
  }()

  private static let printing = """
    allow-missing-template-keys o,output= show-managed-fields template=

    """
  private static let files = "f,filename= k,kustomize= R,recursive\n"
  private static let writing = printing + "dry-run=? field-manager=\n"
  private static let creating = writing + "save-config validate=?\n"
  private static let running = "c,container= pod-running-timeout= q,quiet i,stdin t,tty\n"

  private static let rows: [(name: String, operands: Operands, options: String)] = [
    (
      "get", .resources,
      printing + files + """
        A,all-namespaces chunk-size= field-selector= ignore-not-found L,label-columns= no-headers
        output-watch-events raw=% l,selector= server-print show-kind show-labels sort-by=
        subresource= w,watch watch-only
        """
    ),
    (
      "delete", .resources,
      files + """
        all A,all-namespaces cascade=? dry-run=? field-selector= force grace-period=
        ignore-not-found i,interactive now o,output= raw=% l,selector= timeout= wait
        """
    ),
    (
      "describe", .resources,
      files + "A,all-namespaces chunk-size= l,selector= show-events"
    ),
    (
      "edit", .resources,
      printing + files + """
        field-manager= output-patch save-config subresource= validate=? windows-line-endings
        """
    ),
    (
      "patch", .resources,
      writing + files + "local p,patch= patch-file= subresource= type="
    ),
    (
      "apply", .words,
      writing + files + """
        all cascade=? force force-conflicts grace-period= openapi-patch overwrite prune
        prune-allowlist= l,selector= server-side subresource= timeout= validate=? wait
        """
    ),
    (
      "replace", .words,
      writing + files + """
        cascade=? force grace-period= raw=% save-config subresource= timeout= validate=? wait
        """
    ),
    (
      "diff", .words,
      files + """
        concurrency= field-manager= force-conflicts prune prune-allowlist= l,selector= server-side
        show-managed-fields
        """
    ),
    ("create", .words, creating + files + "edit raw=% l,selector= windows-line-endings"),
    ("create namespace", .new(kind: "namespaces"), creating),
    ("create ns", .new(kind: "namespaces"), creating),
    ("create deployment", .new(kind: "deployments"), creating + "image= port= r,replicas="),
    ("create deploy", .new(kind: "deployments"), creating + "image= port= r,replicas="),
    (
      "create configmap", .new(kind: "configmaps"),
      creating + "append-hash from-env-file= from-file= from-literal="
    ),
    (
      "create cm", .new(kind: "configmaps"),
      creating + "append-hash from-env-file= from-file= from-literal="
    ),
    ("create job", .new(kind: "jobs"), creating + "from= image="),
    ("create cronjob", .new(kind: "cronjobs"), creating + "image= restart= schedule="),
    ("create serviceaccount", .new(kind: "serviceaccounts"), creating),
    ("create sa", .new(kind: "serviceaccounts"), creating),
    ("create role", .new(kind: "roles"), creating + "resource= resource-name= verb="),
    (
      "create rolebinding", .new(kind: "rolebindings"),
      creating + "clusterrole= group= role= serviceaccount= user="
    ),
    (
      "create clusterrole", .new(kind: "clusterroles"),
      creating + "aggregation-rule= non-resource-url= resource= resource-name= verb="
    ),
    (
      "create clusterrolebinding", .new(kind: "clusterrolebindings"),
      creating + "clusterrole= group= serviceaccount= user="
    ),
    (
      "create ingress", .new(kind: "ingresses"),
      creating + "annotation= class= default-backend= rule="
    ),
    ("create quota", .new(kind: "resourcequotas"), creating + "hard= scopes="),
    (
      "create secret generic", .new(kind: "secrets"),
      creating + "append-hash from-env-file= from-file= from-literal= type="
    ),
    ("create secret tls", .new(kind: "secrets"), creating + "append-hash cert= key="),
    (
      "create secret docker-registry", .new(kind: "secrets"),
      creating + """
        append-hash docker-email= docker-password= docker-server= docker-username= from-file=
        """
    ),
    (
      "create token", .new(kind: "serviceaccounts"),
      printing + """
        audience= bound-object-kind= bound-object-name= bound-object-uid= duration=
        """
    ),
    (
      "run", .new(kind: "pods"),
      writing + files + """
        annotations= attach cascade=? command env= expose force grace-period= image=
        image-pull-policy= l,labels= leave-stdin-open override-type= overrides= pod-running-timeout=
        port= privileged q,quiet restart= rm save-config i,stdin timeout= t,tty wait
        """
    ),
    (
      "expose", .resources,
      writing + files + """
        cluster-ip= external-ip= l,labels= load-balancer-ip= name= override-type= overrides= port=
        protocol= save-config selector= session-affinity= target-port= type=
        """
    ),
    (
      "scale", .resources,
      printing + files + """
        all current-replicas= dry-run=? replicas= resource-version= l,selector= timeout=
        """
    ),
    (
      "autoscale", .resources,
      writing + files + "cpu-percent= max= min= name= save-config"
    ),
    (
      "wait", .resources,
      printing + """
        A,all-namespaces all field-selector= f,filename= for= local R,recursive l,selector= timeout=
        """
    ),
    (
      "label", .resourcesThenPairs,
      writing + files + """
        all A,all-namespaces field-selector= list local overwrite resource-version= l,selector=
        """
    ),
    (
      "annotate", .resourcesThenPairs,
      writing + files + """
        all A,all-namespaces field-selector= list local overwrite resource-version= l,selector=
        """
    ),
    ("taint", .resourcesThenPairs, writing + "all overwrite l,selector= validate=?"),
    ("set image", .resourcesThenPairs, writing + files + "all local l,selector="),
    (
      "set env", .resourcesThenPairs,
      writing + files + """
        all c,containers= e,env= from= keys= list local overwrite prefix= resolve l,selector=
        """
    ),
    (
      "set resources", .resources,
      writing + files + "all c,containers= limits= local requests= l,selector="
    ),
    ("rollout restart", .resources, printing + files + "field-manager= l,selector="),
    ("rollout pause", .resources, printing + files + "field-manager= l,selector="),
    ("rollout resume", .resources, printing + files + "field-manager= l,selector="),
    ("rollout undo", .resources, printing + files + "dry-run=? l,selector= to-revision="),
    ("rollout history", .resources, printing + files + "revision= l,selector="),
    ("rollout status", .resources, files + "revision= l,selector= timeout= w,watch"),
    (
      "exec", .pod, running + "f,filename="
    ),
    ("attach", .pod, running),
    (
      "debug", .pod,
      """
      arguments-only attach c,container= copy-to= custom= env= f,filename= image= image-pull-policy=
      keep-annotations keep-init-containers keep-labels keep-liveness keep-readiness keep-startup
      profile= q,quiet replace same-node set-image= share-processes i,stdin target= t,tty
      """
    ),
    (
      "logs", .pod,
      """
      all-containers all-pods c,container= f,follow ignore-errors insecure-skip-tls-verify-backend
      limit-bytes= max-log-requests= pod-running-timeout= prefix p,previous l,selector= since=
      since-time= tail= timestamps
      """
    ),
    ("port-forward", .pod, "address= pod-running-timeout="),
    ("cp", .words, "c,container= no-preserve retries="),
    ("cordon", .nodes, "dry-run=? l,selector="),
    ("uncordon", .nodes, "dry-run=? l,selector="),
    (
      "drain", .nodes,
      """
      chunk-size= delete-emptydir-data disable-eviction dry-run=? force grace-period=
      ignore-daemonsets pod-selector= l,selector= skip-wait-for-delete-timeout= timeout=
      """
    ),
    (
      "top pod", .words,
      """
      A,all-namespaces containers field-selector= no-headers l,selector= sort-by= sum
      use-protocol-buffers
      """
    ),
    ("top node", .words, "no-headers l,selector= show-capacity sort-by= use-protocol-buffers"),
    (
      "events", .words,
      printing + "A,all-namespaces chunk-size= for= no-headers types= w,watch"
    ),
    ("explain", .words, "api-version= o,output= recursive"),
    ("version", .words, "client o,output="),
    ("cluster-info", .words, ""),
    ("api-versions", .words, ""),
    (
      "api-resources", .words,
      "api-group= cached categories= namespaced no-headers o,output= sort-by= verbs="
    ),
    ("auth can-i", .words, "A,all-namespaces list no-headers q,quiet subresource="),
    ("auth whoami", .words, printing),
    (
      "certificate approve", .new(kind: "certificatesigningrequests"), printing + files + "force"
    ),
    ("certificate deny", .new(kind: "certificatesigningrequests"), printing + files + "force"),
    ("config view", .words, printing + "flatten merge minify raw"),
    ("config current-context", .words, ""),
    ("config get-contexts", .words, "no-headers o,output="),
    ("config use-context", .words, ""),
    ("config delete-context", .words, ""),
  ]
}
