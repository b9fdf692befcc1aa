// Sixteen bytes at a time, for the JSON reader: which of them are of a kind, as a mask of 16 bits,
// the first byte in the lowest. Swift's own SIMD16 comparisons compile to scalar code, so these
// are C, `static inline`, and inline fully into their Swift callers. Every function reads exactly 16
// bytes (one says 4) from each of its pointers; the caller (JSONText) sees to it that they are there.

#ifndef WEIR_CSCAN_H
#define WEIR_CSCAN_H

#include <stdint.h>

#if defined(__SSE2__)

#include <emmintrin.h>

static inline __m128i weir_load16(const uint8_t *bytes) {
  return _mm_loadu_si128((const __m128i *)bytes);
}

/// The bytes that end a plain stretch of a JSON string: quote, backslash, control, non-ASCII.
static inline uint32_t weir_special16(const uint8_t *bytes) {
  __m128i block = weir_load16(bytes);
  // Signed, so that bytes from 0x80 are below 0x20 as well.
  __m128i special = _mm_cmplt_epi8(block, _mm_set1_epi8(0x20));
  special = _mm_or_si128(special, _mm_cmpeq_epi8(block, _mm_set1_epi8('"')));
  special = _mm_or_si128(special, _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
  return (uint32_t)_mm_movemask_epi8(special);
}

/// The bytes that are no decimal digit.
static inline uint32_t weir_nondigit16(const uint8_t *bytes) {
  __m128i shifted = _mm_add_epi8(weir_load16(bytes), _mm_set1_epi8((char)(0x80 - '0')));
  return (uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(shifted, _mm_set1_epi8((char)(0x80 + 9))));
}

/// The bytes that are none of JSON's blanks: space, tab, line feed, carriage return.
static inline uint32_t weir_nonblank16(const uint8_t *bytes) {
  __m128i block = weir_load16(bytes);
  __m128i blank = _mm_cmpeq_epi8(block, _mm_set1_epi8(' '));
  blank = _mm_or_si128(blank, _mm_cmpeq_epi8(block, _mm_set1_epi8('\n')));
  blank = _mm_or_si128(blank, _mm_cmpeq_epi8(block, _mm_set1_epi8('\t')));
  blank = _mm_or_si128(blank, _mm_cmpeq_epi8(block, _mm_set1_epi8('\r')));
  return (uint32_t)_mm_movemask_epi8(blank) ^ 0xFFFF;
}

/// The bytes that are the same in both.
static inline uint32_t weir_equal16(const uint8_t *left, const uint8_t *right) {
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(weir_load16(left), weir_load16(right)));
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

#include <arm_neon.h>

static inline uint32_t weir_mask16(uint8x16_t truth) {
  static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t bits = vandq_u8(truth, vld1q_u8(weights));
  return (uint32_t)vaddv_u8(vget_low_u8(bits)) | (uint32_t)vaddv_u8(vget_high_u8(bits)) << 8;
}

static inline uint32_t weir_special16(const uint8_t *bytes) {
  uint8x16_t block = vld1q_u8(bytes);
  uint8x16_t special = vcltq_s8(vreinterpretq_s8_u8(block), vdupq_n_s8(0x20));
  special = vorrq_u8(special, vceqq_u8(block, vdupq_n_u8('"')));
  special = vorrq_u8(special, vceqq_u8(block, vdupq_n_u8('\\')));
  return weir_mask16(special);
}

static inline uint32_t weir_nondigit16(const uint8_t *bytes) {
  return weir_mask16(vcgtq_u8(vsubq_u8(vld1q_u8(bytes), vdupq_n_u8('0')), vdupq_n_u8(9)));
}

static inline uint32_t weir_nonblank16(const uint8_t *bytes) {
  uint8x16_t block = vld1q_u8(bytes);
  uint8x16_t blank = vceqq_u8(block, vdupq_n_u8(' '));
  blank = vorrq_u8(blank, vceqq_u8(block, vdupq_n_u8('\n')));
  blank = vorrq_u8(blank, vceqq_u8(block, vdupq_n_u8('\t')));
  blank = vorrq_u8(blank, vceqq_u8(block, vdupq_n_u8('\r')));
  return weir_mask16(vmvnq_u8(blank));
}

static inline uint32_t weir_equal16(const uint8_t *left, const uint8_t *right) {
  return weir_mask16(vceqq_u8(vld1q_u8(left), vld1q_u8(right)));
}

#else

static inline uint32_t weir_special16(const uint8_t *bytes) {
  uint32_t mask = 0;
  for (int i = 0; i < 16; i++) {
    uint8_t byte = bytes[i];
    mask |= (uint32_t)(byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\') << i;
  }
  return mask;
}

static inline uint32_t weir_nondigit16(const uint8_t *bytes) {
  uint32_t mask = 0;
  for (int i = 0; i < 16; i++) mask |= (uint32_t)((uint8_t)(bytes[i] - '0') > 9) << i;
  return mask;
}

static inline uint32_t weir_nonblank16(const uint8_t *bytes) {
  uint32_t mask = 0;
  for (int i = 0; i < 16; i++) {
    uint8_t byte = bytes[i];
    mask |= (uint32_t)(byte != ' ' && byte != '\n' && byte != '\t' && byte != '\r') << i;
  }
  return mask;
}

static inline uint32_t weir_equal16(const uint8_t *left, const uint8_t *right) {
  uint32_t mask = 0;
  for (int i = 0; i < 16; i++) mask |= (uint32_t)(left[i] == right[i]) << i;
  return mask;
}

#endif

/// How many of the bytes are a given one.
static inline uint32_t weir_count16(const uint8_t *bytes, uint8_t byte) {
  uint8_t same[16];
  for (int i = 0; i < 16; i++) same[i] = byte;
  return (uint32_t)__builtin_popcount(weir_equal16(bytes, same));
}

/// The bits of the first and of the second eight of 16 bytes, as little-endian words, of which the
/// first `count` (0 to 16) are kept.
static inline uint64_t weir_kept_low(intptr_t count) {
  static const uint64_t kept[17] = {
    0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, ~0ull, ~0ull,
    ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull};
  return kept[count];
}

static inline uint64_t weir_kept_high(intptr_t count) {
  static const uint64_t kept[17] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF,
    0xFFFFFFFFFFFFFF, ~0ull};
  return kept[count];
}

/// The number that four hexadecimal digits spell; negative if one is none.
static inline int32_t weir_hexadecimal4(const uint8_t *bytes) {
#define NONE8 -1, -1, -1, -1, -1, -1, -1, -1
#define NONE32 NONE8, NONE8, NONE8, NONE8
#define LETTERS -1, 10, 11, 12, 13, 14, 15, -1, NONE8, NONE8, NONE8
  static const int8_t digits[256] = {
    NONE32, NONE8, NONE8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1, -1, -1, -1, -1, LETTERS, LETTERS,
    NONE32, NONE32, NONE32, NONE32};
#undef NONE8
#undef NONE32
#undef LETTERS
  return digits[bytes[0]] * 4096 | digits[bytes[1]] * 256 | digits[bytes[2]] * 16 | digits[bytes[3]];
}
#endif
