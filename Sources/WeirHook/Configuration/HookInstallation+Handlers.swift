// What is installed, as the host runs it.

internal import Weir
package import WeirHost

extension HookInstallation {
  /// The hooks of ours that the file has.
  package func handlers() throws(Failure) -> [InstalledHandler] {
    guard let bytes = try bytes() else { return [] }
    return try SettingsEdit(bytes, at: path, of: settings).installed()
  }
}
