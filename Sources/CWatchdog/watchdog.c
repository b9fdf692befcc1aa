// Signal handlers may call a handful of functions only, and not Swift: so this is C, and all that
// an answer takes is made ready beforehand.
#define _GNU_SOURCE
#include "CWatchdog.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

// An answer is a few lines; what does not fit is cut by whoever prepares it.
enum { CAPACITY = 4096, SIGNAL_STACK = 64 << 10 };

static struct {
  char out[CAPACITY];
  size_t out_count;
  char error[CAPACITY];
  size_t error_count;
  int status;
} answers[2];

// Which of the two is whole: the other one is being written.
static _Atomic int current = -1;
// Who answers first takes it; nobody gives it back.
static atomic_flag taken = ATOMIC_FLAG_INIT;

static size_t copied(char *to, const void *from, size_t count) {
  if (count > CAPACITY) count = CAPACITY;
  if (count > 0) memcpy(to, from, count);
  return count;
}

void weir_watchdog_prepare(const void *out, size_t out_count, const void *error,
                           size_t error_count, int status) {
  int next = atomic_load(&current) == 0 ? 1 : 0;
  answers[next].out_count = copied(answers[next].out, out, out_count);
  answers[next].error_count = copied(answers[next].error, error, error_count);
  answers[next].status = status;
  atomic_store(&current, next);
}

// Writes what can be written soon, and says whether that was all. A reader that does not read must
// not keep the process from ending.
static int put(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
    if (poll(&ready, 1, 2000) <= 0 || (ready.revents & POLLOUT) == 0) return 0;
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0) {
      if (errno == EINTR) continue;
      return 0;
    }
    bytes += written;
    count -= (size_t)written;
  }
  return 1;
}

// Reads what whoever started the process still writes, for half a second at most: one that writes
// to a closed pipe may take that for a failure of its own, and not for an answer.
static void drain(void) {
  char bytes[4096];
  for (int tries = 0; tries < 4096; tries++) {
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&ready, 1, 500) <= 0 || read(STDIN_FILENO, bytes, sizeof bytes) <= 0) return;
  }
}

static void answer(int signal) {
  (void)signal;
  int which = atomic_load(&current);
  if (which < 0) _exit(2);
  if (atomic_flag_test_and_set(&taken)) {
    // The answer is on its way from elsewhere: a part of it may be out, or all of it. What is left
    // to say is that it failed.
    _exit(answers[which].status != 0 ? answers[which].status : 2);
  }
  int status = answers[which].status;
  // What blocks and cannot be said must not end with the status of a silence.
  if (!put(STDOUT_FILENO, answers[which].out, answers[which].out_count) && status == 0) status = 2;
  put(STDERR_FILENO, answers[which].error, answers[which].error_count);
  drain();
  _exit(status);
}

void weir_watchdog_guard_thread(void) {
  // It stays as long as the process.
  stack_t alternate = {.ss_sp = malloc(SIGNAL_STACK), .ss_size = SIGNAL_STACK};
  if (alternate.ss_sp) sigaltstack(&alternate, 0);
}

void weir_watchdog_arm(long milliseconds) {
  static const int signals[] = {SIGILL,  SIGTRAP, SIGABRT, SIGSEGV, SIGBUS,  SIGFPE,  SIGSYS,
                                SIGALRM, SIGTERM, SIGINT,  SIGHUP,  SIGQUIT, SIGXCPU, SIGUSR1,
                                SIGUSR2, SIGPROF, SIGVTALRM};
  sigset_t all;
  sigemptyset(&all);
  struct sigaction action = {.sa_handler = answer, .sa_flags = SA_ONSTACK};
  // One answer at a time: while it is given, no other signal is let in.
  sigfillset(&action.sa_mask);
  for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) {
    sigaddset(&all, signals[index]);
    sigaction(signals[index], &action, 0);
  }
  // Whoever started the process may have blocked some of them.
  sigprocmask(SIG_UNBLOCK, &all, 0);
  struct itimerval time = {.it_value = {.tv_sec = milliseconds / 1000,
                                        .tv_usec = milliseconds % 1000 * 1000}};
  setitimer(ITIMER_REAL, &time, 0);
}

int weir_watchdog_take(void) {
  if (atomic_flag_test_and_set(&taken)) return 0;
  // Nobody else than a crash or the clock ends the process from here on.
  static const int requests[] = {SIGTERM, SIGINT,  SIGHUP,  SIGQUIT, SIGXCPU,
                                 SIGUSR1, SIGUSR2, SIGPROF, SIGVTALRM};
  for (size_t index = 0; index < sizeof requests / sizeof *requests; index++) {
    signal(requests[index], SIG_IGN);
  }
  return 1;
}
