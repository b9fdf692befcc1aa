// The header as the system installs it; the target that uses the library links it.
#include <sqlite3.h>

/// Turns SQLite's optimisations off for a connection. They put a subquery's expressions in the
/// place of each mention of its columns, which doubles a text at each step. Swift cannot call
/// functions of varying arguments.
static inline int weir_sqlite3_unoptimised(sqlite3 *connection) {
  return sqlite3_test_control(SQLITE_TESTCTRL_OPTIMIZATIONS, connection, 0xffffffffu);
}
