// Stacks, as POSIX threads have them.
#define _GNU_SOURCE
#include "CPGQuery.h"

#include <pthread.h>
#include <stdint.h>

size_t weir_pgquery_stack_left(void) {
  // Found once a thread: for a process's first thread it is read from a file.
  static _Thread_local uintptr_t end;
  char here;
  if (end == 0) {
#ifdef __APPLE__
    uintptr_t top = (uintptr_t)pthread_get_stackaddr_np(pthread_self());
    end = top - pthread_get_stacksize_np(pthread_self());
#else
    pthread_attr_t attributes;
    void *start;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
    int failed = pthread_attr_getstack(&attributes, &start, &size);
    pthread_attr_destroy(&attributes);
    if (failed) return 0;
    end = (uintptr_t)start;
#endif
    // The guard may count as a part of the stack.
    end += 64 << 10;
  }
  return (uintptr_t)&here > end ? (uintptr_t)&here - end : 0;
}

struct call {
  void (*function)(void *);
  void *argument;
};

static void *start(void *argument) {
  struct call *call = argument;
  call->function(call->argument);
  return 0;
}

int weir_pgquery_run(size_t stack_bytes, void (*function)(void *), void *argument) {
  pthread_attr_t attributes;
  pthread_t thread;
  struct call call = {function, argument};
  if (pthread_attr_init(&attributes) != 0) return 0;
  int failed = pthread_attr_setstacksize(&attributes, stack_bytes) != 0 ||
               pthread_create(&thread, &attributes, start, &call) != 0;
  pthread_attr_destroy(&attributes);
  if (failed) return 0;
  pthread_join(thread, 0);
  return 1;
}
