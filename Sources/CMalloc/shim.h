// What the GNU C library lets its allocator and its streams be told; elsewhere there is nothing to see.
#if defined(__linux__)
#include <malloc.h>
#include <stdio.h>

/// Takes the standard error from whoever prints through the C library, which is nobody of ours.
static inline void weir_silence_libraries(void) { stderr->_fileno = -1; }
#endif
