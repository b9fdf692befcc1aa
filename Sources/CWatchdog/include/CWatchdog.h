// An answer that is given when nothing else of the process can give one: it crashes, is asked to
// end, or its time is over. Whoever waits for the process then reads a whole answer and an exit
// status, not silence.
#ifndef WEIR_CWATCHDOG_H
#define WEIR_CWATCHDOG_H

#include <stddef.h>

/// Prepares the answer: `out` for standard output, `error` for standard error, and an exit status.
/// The bytes are copied. Called again, it replaces the answer.
void weir_watchdog_prepare(const void *out, size_t out_count, const void *error,
                           size_t error_count, int status);

/// From now on, a fatal signal, a request to end, and the end of so many milliseconds give the
/// answer. Called again, it sets the time anew, counted from now.
void weir_watchdog_arm(long milliseconds);

/// Gives signal handlers a stack of their own on the calling thread, so that one that has used up
/// its own can answer, too.
void weir_watchdog_guard_thread(void);

/// Takes the right to answer: from then on the watchdog only ends the process, with its status. The
/// time still runs, because a write may wait for ever. False if the watchdog is answering already.
int weir_watchdog_take(void);

#endif
