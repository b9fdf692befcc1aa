// What the GNU C library lets its allocator be told; elsewhere there is nothing to see.
#if defined(__linux__)
#include <malloc.h>
#endif
