// Sixteen bytes at a time, for the JSON reader: which of them are of a kind, as a mask of 16 bits,
// the first byte in the lowest. Swift's own SIMD16 comparisons compile to scalar code, so these are
// C, `static inline`, and inline fully into their Swift callers. Every function reads exactly as
// many bytes as its name says from each of its pointers; the caller sees to it that they are there.

#ifndef WEIR_CSCAN_H
#define WEIR_CSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What the outline of a JSON text is made of, in 64 bytes: a bit each, the first byte's the
/// lowest.
typedef struct {
  uint64_t quotes, backslashes;
  /// Brackets and braces.
  uint64_t opening, closing;
} weir_outline;

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

/// The bytes that are hexadecimal digits.
static inline uint32_t weir_hexadecimal16(const uint8_t *bytes) {
  __m128i block = weir_load16(bytes);
  __m128i lower = _mm_or_si128(block, _mm_set1_epi8(0x20));
  __m128i digit = _mm_cmplt_epi8(
    _mm_add_epi8(block, _mm_set1_epi8((char)(0x80 - '0'))), _mm_set1_epi8((char)(0x80 + 10)));
  __m128i letter = _mm_cmplt_epi8(
    _mm_add_epi8(lower, _mm_set1_epi8((char)(0x80 - 'a'))), _mm_set1_epi8((char)(0x80 + 6)));
  return (uint32_t)_mm_movemask_epi8(_mm_or_si128(digit, letter));
}

/// Where in 16 bytes of an outline, which are put in at a shift.
static inline void weir_outline16(const uint8_t *bytes, int shift, weir_outline *outline) {
  __m128i block = weir_load16(bytes);
  // Bracket and brace differ in this bit.
  __m128i braced = _mm_or_si128(block, _mm_set1_epi8(0x20));
  __m128i quotes = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
  __m128i backslashes = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
  __m128i opening = _mm_cmpeq_epi8(braced, _mm_set1_epi8('{'));
  __m128i closing = _mm_cmpeq_epi8(braced, _mm_set1_epi8('}'));
  outline->quotes |= (uint64_t)_mm_movemask_epi8(quotes) << shift;
  outline->backslashes |= (uint64_t)_mm_movemask_epi8(backslashes) << shift;
  outline->opening |= (uint64_t)_mm_movemask_epi8(opening) << shift;
  outline->closing |= (uint64_t)_mm_movemask_epi8(closing) << shift;
}

/// How many of up to 255 times 16 bytes are a given one.
static inline size_t weir_count255(const uint8_t *bytes, size_t steps, uint8_t byte) {
  __m128i counts = _mm_setzero_si128();
  for (size_t i = 0; i < steps; i++) {
    __m128i found = _mm_cmpeq_epi8(weir_load16(bytes + 16 * i), _mm_set1_epi8((char)byte));
    counts = _mm_sub_epi8(counts, found);
  }
  __m128i sums = _mm_sad_epu8(counts, _mm_setzero_si128());
  return (size_t)(_mm_cvtsi128_si64(sums) + _mm_cvtsi128_si64(_mm_srli_si128(sums, 8)));
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

static inline uint32_t weir_hexadecimal16(const uint8_t *bytes) {
  uint8x16_t block = vld1q_u8(bytes);
  uint8x16_t lower = vorrq_u8(block, vdupq_n_u8(0x20));
  uint8x16_t digit = vcltq_u8(vsubq_u8(block, vdupq_n_u8('0')), vdupq_n_u8(10));
  uint8x16_t letter = vcltq_u8(vsubq_u8(lower, vdupq_n_u8('a')), vdupq_n_u8(6));
  return weir_mask16(vorrq_u8(digit, letter));
}

static inline void weir_outline16(const uint8_t *bytes, int shift, weir_outline *outline) {
  uint8x16_t block = vld1q_u8(bytes);
  uint8x16_t braced = vorrq_u8(block, vdupq_n_u8(0x20));
  outline->quotes |= (uint64_t)weir_mask16(vceqq_u8(block, vdupq_n_u8('"'))) << shift;
  outline->backslashes |= (uint64_t)weir_mask16(vceqq_u8(block, vdupq_n_u8('\\'))) << shift;
  outline->opening |= (uint64_t)weir_mask16(vceqq_u8(braced, vdupq_n_u8('{'))) << shift;
  outline->closing |= (uint64_t)weir_mask16(vceqq_u8(braced, vdupq_n_u8('}'))) << shift;
}

static inline size_t weir_count255(const uint8_t *bytes, size_t steps, uint8_t byte) {
  uint8x16_t counts = vdupq_n_u8(0);
  for (size_t i = 0; i < steps; i++) {
    counts = vsubq_u8(counts, vceqq_u8(vld1q_u8(bytes + 16 * i), vdupq_n_u8(byte)));
  }
  return vaddlvq_u8(counts);
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

static inline uint32_t weir_hexadecimal16(const uint8_t *bytes) {
  uint32_t mask = 0;
  for (int i = 0; i < 16; i++) {
    uint8_t lower = bytes[i] | 0x20;
    mask |= (uint32_t)((uint8_t)(bytes[i] - '0') < 10 || (lower >= 'a' && lower <= 'f')) << i;
  }
  return mask;
}

static inline void weir_outline16(const uint8_t *bytes, int shift, weir_outline *outline) {
  for (int i = 0; i < 16; i++) {
    uint64_t bit = (uint64_t)1 << (shift + i);
    switch (bytes[i]) {
    case '"': outline->quotes |= bit; break;
    case '\\': outline->backslashes |= bit; break;
    case '{': case '[': outline->opening |= bit; break;
    case '}': case ']': outline->closing |= bit; break;
    }
  }
}

static inline size_t weir_count255(const uint8_t *bytes, size_t steps, uint8_t byte) {
  size_t count = 0;
  for (size_t i = 0; i < 16 * steps; i++) count += bytes[i] == byte;
  return count;
}

#endif

/// Whether two escapes of four digits begin the 16 bytes, of no surrogates (nor of a few others).
static inline bool weir_escapes16(const uint8_t *bytes) {
  static const uint8_t marks[16] = "\\u....\\u....";
  return ((weir_hexadecimal16(bytes) & 0xF3C) | (weir_equal16(bytes, marks) & 0x0C3)) == 0xFFF
    && (bytes[2] | 0x20) != 'd' && (bytes[8] | 0x20) != 'd';
}

/// The outline of 64 bytes.
static inline weir_outline weir_outline64(const uint8_t *bytes) {
  weir_outline outline = {0, 0, 0, 0};
  for (int shift = 0; shift < 64; shift += 16) weir_outline16(bytes + shift, shift, &outline);
  return outline;
}

/// How many of `length` bytes are a given one.
static inline size_t weir_count(const uint8_t *bytes, size_t length, uint8_t byte) {
  size_t count = 0;
  while (length >= 16) {
    size_t steps = length / 16 < 255 ? length / 16 : 255;
    count += weir_count255(bytes, steps, byte);
    bytes += 16 * steps;
    length -= 16 * steps;
  }
  for (size_t i = 0; i < length; i++) count += bytes[i] == byte;
  return count;
}

/// The bits of the first and of the second eight of 16 bytes, as little-endian words, of which the
/// first `count` (0 to 16) are kept.
static inline uint64_t weir_kept_low(intptr_t count) {
  static const uint64_t kept[17] = {
    0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF,
    ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull};
  return kept[count];
}

static inline uint64_t weir_kept_high(intptr_t count) {
  static const uint64_t kept[17] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF,
    0xFFFFFFFFFFFFFF, ~0ull};
  return kept[count];
}

/// What a byte stands for behind a backslash; 0 for none, or for no single byte.
static inline uint8_t weir_unescaped(uint8_t byte) {
  static const uint8_t characters[256] = {
    ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n',
    ['r'] = '\r', ['t'] = '\t'};
  return characters[byte];
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
  int32_t high = digits[bytes[0]] * 4096 | digits[bytes[1]] * 256;
  return high | digits[bytes[2]] * 16 | digits[bytes[3]];
}
#endif
