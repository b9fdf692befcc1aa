// Which pragmas report and change nothing. Any other may.

/// The pragmas that are known to report.
enum SQLitePragmas {
  /// Those that report whether or not they have an argument, which names what is asked about.
  private static let reporting: Set<[UInt8]> = set(
    """
    collation_list compile_options data_version database_list foreign_key_check foreign_key_list
    freelist_count function_list index_info index_list index_xinfo integrity_check module_list
    page_count pragma_list quick_check stats table_info table_list table_xinfo
    """)

  /// Those that report without an argument, and change with one.
  private static let settings: Set<[UInt8]> = set(
    """
    analysis_limit application_id auto_vacuum automatic_index busy_timeout cache_size cache_spill
    cell_size_check checkpoint_fullfsync defer_foreign_keys encoding foreign_keys fullfsync
    hard_heap_limit ignore_check_constraints journal_mode journal_size_limit legacy_alter_table
    locking_mode max_page_count mmap_size page_size query_only read_uncommitted recursive_triggers
    reverse_unordered_selects schema_version secure_delete soft_heap_limit synchronous temp_store
    threads trusted_schema user_version wal_autocheckpoint writable_schema
    """)

  /// Whether a pragma may change something.
  static func mayChange(_ name: [UInt8], hasArgument: Bool) -> Bool {
    let name = name.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
    return !reporting.contains(name) && (hasArgument || !settings.contains(name))
  }

  private static func set(_ words: String) -> Set<[UInt8]> {
    Set(words.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map(Array.init))
  }
}
