// The part of RE2 that Weir uses, as C functions: RE2 is written in C++, and Swift's C importer
// is all that the core wants to depend on.

#ifndef WEIR_CRE2_H
#define WEIR_CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct weir_re2 weir_re2;

/// Compiles `pattern` (UTF-8, `.` takes newlines too, at most `max_memory` bytes of automaton).
/// Never returns NULL; ask `weir_re2_error` whether the pattern was accepted.
weir_re2 *weir_re2_compile(const char *pattern, size_t length, int64_t max_memory);

/// What RE2 says is wrong with the pattern, or NULL when it compiled. Owned by the pattern.
const char *weir_re2_error(const weir_re2 *re);

/// Whether the whole of `text` matches, in time linear in its length. Safe from any thread.
bool weir_re2_full_match(const weir_re2 *re, const char *text, size_t length);

/// How many instructions the pattern has: what one byte of a text costs at worst.
int64_t weir_re2_size(const weir_re2 *re);

void weir_re2_free(weir_re2 *re);

#ifdef __cplusplus
}
#endif
#endif
