// Comparing and finding bytes at the C library's speed: what it does with vectors no loop of ours
// matches, and its search is linear for every pair of texts. The core imports no C library, only
// these four functions.

#ifndef WEIR_BYTES_H
#define WEIR_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Whether two runs of `count` bytes are the same.
static inline bool weir_bytes_equal(const uint8_t *left, const uint8_t *right, size_t count) {
  return count == 0 || memcmp(left, right, count) == 0;
}

/// Negative, zero or positive as the first of two runs of `count` bytes comes before the second.
static inline int weir_bytes_compare(const uint8_t *left, const uint8_t *right, size_t count) {
  return count == 0 ? 0 : memcmp(left, right, count);
}

/// Where `byte` first stands among `count`, or -1.
static inline ptrdiff_t weir_bytes_index(const uint8_t *bytes, size_t count, uint8_t byte) {
  const uint8_t *found = count == 0 ? NULL : memchr(bytes, byte, count);
  return found ? found - bytes : -1;
}

/// Where `needle` first stands in `text`, or -1. The empty needle stands at 0.
ptrdiff_t weir_bytes_find(
    const uint8_t *text, size_t text_count, const uint8_t *needle, size_t needle_count);

#endif
