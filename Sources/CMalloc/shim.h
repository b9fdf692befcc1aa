// What the GNU C library lets its allocator and its streams be told; elsewhere there is nothing to
// see.
#if defined(__linux__)
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

/// Takes the standard error from whoever prints through the C library, which is nobody of ours.
/// What is printed goes to a place that takes it: a failure to write would change `errno`, which
/// says why we end.
static inline void weir_silence_libraries(void) {
  int low = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (low < 0) return;
  // Out of the way of numbers that a caller may have in mind (/dev/fd/3).
  int high = fcntl(low, F_DUPFD_CLOEXEC, 200);
  if (high >= 0) stderr->_fileno = high;
  close(low);
}
#endif
