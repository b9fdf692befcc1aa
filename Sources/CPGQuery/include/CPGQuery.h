// libpg_query's header as the system installs it, and what a recursive parser needs of threads:
// how much stack is left here, and a thread with as much as one asks for.
#ifndef WEIR_CPGQUERY_H
#define WEIR_CPGQUERY_H

#include <pg_query.h>
#include <stddef.h>

/// How many bytes of stack the calling thread has left; 0 where that cannot be known.
size_t weir_pgquery_stack_left(void);

/// Runs a function on a thread of its own with a stack of that many bytes, and waits for it. False
/// where no such thread can be had; the function was not called then.
int weir_pgquery_run(size_t stack_bytes, void (*function)(void *), void *argument);

#endif
