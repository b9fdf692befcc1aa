#include "cre2.h"

#include <re2/re2.h>

struct weir_re2 {
  re2::RE2 re;
  weir_re2(re2::StringPiece pattern, const re2::RE2::Options &options) : re(pattern, options) {}
};

extern "C" weir_re2 *weir_re2_compile(const char *pattern, size_t length, int64_t max_memory) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_dot_nl(true);
  options.set_never_capture(true);
  options.set_max_mem(max_memory);
  return new weir_re2(re2::StringPiece(pattern, length), options);
}

extern "C" const char *weir_re2_error(const weir_re2 *re) {
  return re->re.ok() ? nullptr : re->re.error().c_str();
}

extern "C" bool weir_re2_full_match(const weir_re2 *re, const char *text, size_t length) {
  return re2::RE2::FullMatch(re2::StringPiece(text, length), re->re);
}

extern "C" int64_t weir_re2_size(const weir_re2 *re) { return re->re.ProgramSize(); }

extern "C" void weir_re2_free(weir_re2 *re) { delete re; }
