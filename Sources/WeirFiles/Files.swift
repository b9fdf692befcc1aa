import CYAML
package func yamlVersion() -> String { String(cString: yaml_get_version_string()) }
