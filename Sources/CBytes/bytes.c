#define _GNU_SOURCE
#include "bytes.h"

ptrdiff_t weir_bytes_find(
    const uint8_t *text, size_t text_count, const uint8_t *needle, size_t needle_count) {
  if (needle_count == 0) return 0;
  if (needle_count > text_count) return -1;
  const uint8_t *found = memmem(text, text_count, needle, needle_count);
  return found == NULL ? -1 : found - text;
}
