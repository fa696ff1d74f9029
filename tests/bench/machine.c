/* machine.c - what the machine could do at best: machine THREADS [FILE...]
 *
 * Prints, a line each, the clock in GHz, and in GB/s: reading memory, read() of the cached files,
 * and read() with counting quotes, commas and line ends in what was read. Each is the best of some
 * tries. The files are read block by block, by all threads in turn, as a reader of CSV would.
 *
 * The clock is counted by a chain of additions, each of which needs the one before: one a cycle.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#if defined __AVX2__
#include <immintrin.h>
#endif

enum { TRIES = 5, THREADS_MOST = 64, FILES_MOST = 8 };
enum { BLOCK = 256 << 10, MEMORY = 256 << 20, ADDITIONS = 50000000 };

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double clock_ghz(void) {
  double best = 0;
  for (int try = 0; try < TRIES; try++) {
    uint64_t sum = 1;
    const double start = seconds(CLOCK_THREAD_CPUTIME_ID);
    for (int i = 0; i < ADDITIONS; i++) {
      sum += (uint64_t)i;
      __asm__ volatile("" : "+r"(sum)); /* neither folded nor vectorised */
    }
    const double ghz = ADDITIONS / (seconds(CLOCK_THREAD_CPUTIME_ID) - start) * 1e-9;
    if (ghz > best) best = ghz;
  }
  return best;
}

/* How many quotes, commas and line ends there are: what a scanner has to see of each byte. */
#if defined __AVX2__
static uint64_t count_marks(const char *bytes, size_t size) {
  const __m256i quote = _mm256_set1_epi8('"'), comma = _mm256_set1_epi8(','),
                end = _mm256_set1_epi8('\n');
  uint64_t count = 0;
  for (size_t i = 0; i + 32 <= size; i += 32) {
    const __m256i at = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + i));
    const uint32_t quotes = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(at, quote));
    const uint32_t commas = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(at, comma));
    const uint32_t ends = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(at, end));
    count += (uint64_t)__builtin_popcount(quotes) + (uint64_t)__builtin_popcount(commas | ends);
  }
  return count;
}
#else
static uint64_t count_marks(const char *bytes, size_t size) {
  uint64_t count = 0;
  for (size_t i = 0; i < size; i++)
    count += (uint64_t)((bytes[i] == '"') + (bytes[i] == ',') + (bytes[i] == '\n'));
  return count;
}
#endif

/* ---- Threads -------------------------------------------------------------------------------- */

typedef struct Work {
  void (*run)(struct Work *work);
  const uint64_t *memory;
  int file[FILES_MOST];
  uint64_t size[FILES_MOST];
  int files;
  bool marks;
  atomic_uint_fast64_t next;  /* block */
  atomic_uint_fast64_t found; /* so that nothing is left out as useless */
} Work;

static void sum_memory(Work *work) {
  enum { WORDS = BLOCK / sizeof(uint64_t) };
  uint64_t sum = 0;
  for (uint64_t block; (block = work->next++) < MEMORY / BLOCK;)
    for (size_t i = 0; i < WORDS; i++) sum += work->memory[block * WORDS + i];
  work->found += sum;
}

static void read_files(Work *work) {
  static _Thread_local char bytes[BLOCK];
  uint64_t sum = 0;
  for (;;) {
    uint64_t at = work->next++ * BLOCK;
    int file = 0;
    while (file < work->files && at >= work->size[file]) {
      at -= (work->size[file] + BLOCK - 1) / BLOCK * BLOCK;
      file++;
    }
    if (file == work->files) break;
    const ssize_t got = pread(work->file[file], bytes, BLOCK, (off_t)at);
    if (got <= 0) break;
    sum += work->marks ? count_marks(bytes, (size_t)got) : (uint64_t)bytes[got - 1];
  }
  work->found += sum;
}

static void *enter(void *work) {
  ((Work *)work)->run(work);
  return NULL;
}

/* GB/s of the best try, by the time of the processors: what others take of them does not count. */
static double best_rate(Work *work, void (*run)(Work *), uint64_t size, int threads) {
  double best = 0;
  work->run = run;
  for (int try = 0; try < TRIES; try++) {
    pthread_t thread[THREADS_MOST];
    work->next = 0;
    const double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 1; i < threads; i++)
      if (pthread_create(&thread[i], NULL, enter, work)) exit(1);
    run(work);
    for (int i = 1; i < threads; i++) pthread_join(thread[i], NULL);
    const double rate = (double)size * threads / (seconds(CLOCK_PROCESS_CPUTIME_ID) - start) * 1e-9;
    if (rate > best) best = rate;
  }
  return best;
}

/* All bytes of the files; ends the program where one cannot be had. */
static uint64_t open_files(Work *work, char **names, int count) {
  uint64_t total = 0;
  struct stat status;
  for (int i = 0; i < count; i++) {
    work->file[i] = open(names[i], O_RDONLY | O_CLOEXEC);
    if (work->file[i] < 0 || fstat(work->file[i], &status) < 0) {
      perror(names[i]);
      exit(1);
    }
    work->size[i] = (uint64_t)status.st_size;
    total += work->size[i];
  }
  work->files = count;
  return total;
}

int main(int argc, char **argv) {
  const int threads = argc > 1 ? atoi(argv[1]) : 0;
  static Work work;
  uint64_t *memory = aligned_alloc(4096, MEMORY);
  if (threads < 1 || threads > THREADS_MOST || argc - 2 > FILES_MOST || !memory) {
    fprintf(stderr, "machine THREADS [FILE...]\n");
    return 2;
  }
  memset(memory, 1, MEMORY);
  work.memory = memory;
  const uint64_t total = open_files(&work, argv + 2, argc - 2);
  printf("clock %.3f\n", clock_ghz());
  printf("memory %.3f\n", best_rate(&work, sum_memory, MEMORY, threads));
  if (!total) return 0;
  printf("read %.3f\n", best_rate(&work, read_files, total, threads));
  work.marks = true;
  printf("marks %.3f\n", best_rate(&work, read_files, total, threads));
  return 0;
}
