/* launch.c - runs a program and says what it took: launch OUTPUT PROGRAM ARGUMENT...
 *
 * Its standard output goes to the file OUTPUT. Prints its status, seconds of wall clock and of
 * processor, and KiB of memory at the most. A process begins as a copy of the one that starts it,
 * and the most that it had counts from there; so it is started by this small program and not by the
 * script that compares.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double wall(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double of(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec * 1e-6; }

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  const int output = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (output < 0) {
    perror(argv[1]);
    return 1;
  }
  const double start = wall();
  const pid_t child = fork();
  if (child == 0) {
    dup2(output, STDOUT_FILENO);
    execv(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child) return 1;
  const double took = wall() - start;
  printf("%d %.6f %.6f %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
         took, of(usage.ru_utime) + of(usage.ru_stime), usage.ru_maxrss);
  return 0;
}
