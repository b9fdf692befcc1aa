// The names of the built-in kinds, as Kubernetes 1.32 has them. The one name is the plural in lower
// case, as rules of access control write it.

/// A kind of Kubernetes, under one name however it is written.
enum KubernetesKind {
  /// The groups, each with its kinds: the plural, then the singular and the short names.
  private static let groups: [(group: String, kinds: String)] = [
    (
      "",
      """
      pods,pod,po services,service,svc nodes,node,no namespaces,namespace,ns secrets,secret
      configmaps,configmap,cm persistentvolumes,persistentvolume,pv
      persistentvolumeclaims,persistentvolumeclaim,pvc serviceaccounts,serviceaccount,sa
      replicationcontrollers,replicationcontroller,rc resourcequotas,resourcequota,quota
      limitranges,limitrange,limits endpoints,endpoint,ep events,event,ev
      componentstatuses,componentstatus,cs podtemplates,podtemplate bindings,binding
      """
    ),
    (
      "apps",
      """
      deployments,deployment,deploy statefulsets,statefulset,sts daemonsets,daemonset,ds
      replicasets,replicaset,rs controllerrevisions,controllerrevision
      """
    ),
    ("batch", "jobs,job cronjobs,cronjob,cj"),
    ("autoscaling", "horizontalpodautoscalers,horizontalpodautoscaler,hpa"),
    (
      "networking.k8s.io",
      "ingresses,ingress,ing ingressclasses,ingressclass networkpolicies,networkpolicy,netpol"
    ),
    (
      "rbac.authorization.k8s.io",
      """
      roles,role rolebindings,rolebinding clusterroles,clusterrole
      clusterrolebindings,clusterrolebinding
      """
    ),
    ("policy", "poddisruptionbudgets,poddisruptionbudget,pdb"),
    (
      "storage.k8s.io",
      """
      storageclasses,storageclass,sc volumeattachments,volumeattachment csidrivers,csidriver
      csinodes,csinode csistoragecapacities,csistoragecapacity
      """
    ),
    ("scheduling.k8s.io", "priorityclasses,priorityclass,pc"),
    ("coordination.k8s.io", "leases,lease"),
    ("discovery.k8s.io", "endpointslices,endpointslice"),
    ("node.k8s.io", "runtimeclasses,runtimeclass"),
    (
      "apiextensions.k8s.io",
      "customresourcedefinitions,customresourcedefinition,crd,crds"
    ),
    ("apiregistration.k8s.io", "apiservices,apiservice"),
    ("certificates.k8s.io", "certificatesigningrequests,certificatesigningrequest,csr"),
    (
      "admissionregistration.k8s.io",
      """
      mutatingwebhookconfigurations,mutatingwebhookconfiguration
      validatingwebhookconfigurations,validatingwebhookconfiguration
      validatingadmissionpolicies,validatingadmissionpolicy
      validatingadmissionpolicybindings,validatingadmissionpolicybinding
      """
    ),
    (
      "flowcontrol.apiserver.k8s.io",
      "flowschemas,flowschema prioritylevelconfigurations,prioritylevelconfiguration"
    ),
  ]

  /// The plural and the group, by any of the names.
  private static let byName: [[UInt8]: (plural: [UInt8], group: String)] = {
    var byName: [[UInt8]: (plural: [UInt8], group: String)] = [:]
    for (group, kinds) in groups {
      for kind in kinds.utf8.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == 10 }) {
        let names = kind.split(separator: UInt8(ascii: ","))
        for name in names { byName[Array(name)] = (Array(names[0]), group) }
      }
    }
    return byName
  }()

  /// The one name of the kind that `written` stands for; a kind that is not built in is in lower
  /// case and otherwise as written.
  ///
  /// kubectl takes a group by its first letters, but prefers one of exactly that name, which only
  /// the server knows: nil for a built-in name with a part of its group.
  static func canonical(_ written: ArraySlice<UInt8>) -> [UInt8]? {
    let lowered = written.map(\.lowercased)
    let end = lowered.firstIndex(of: UInt8(ascii: ".")) ?? lowered.endIndex
    guard let (plural, group) = byName[Array(lowered[..<end])] else { return lowered }
    guard end < lowered.endIndex else { return plural }
    var suffix = lowered[(end + 1)...]
    if isVersion(suffix), let dot = suffix.firstIndex(of: UInt8(ascii: ".")) {
      suffix = suffix[(dot + 1)...]
    }
    if suffix.isText(group) { return plural }
    return group.utf8.starts(with: suffix) ? nil : lowered
  }

  /// Whether the text begins as `v1` and `v2beta1` do.
  private static func isVersion(_ text: ArraySlice<UInt8>) -> Bool {
    text.first == UInt8(ascii: "v") && (text.dropFirst().first.map(\.isASCIIDigit) ?? false)
  }
}
