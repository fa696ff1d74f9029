/* bench_questions.c - what questions cost in a session, in milliseconds.
 *
 *   bench_questions TIMES RULES [options of `strata run`] <questions
 *
 * A question a line. Loads the data once and asks each question TIMES times in turn; prints the
 * milliseconds of wall clock that loading took, then a line a question: its times, then the
 * question. Answers are made as for a terminal and thrown away. Where BENCH_ANSWERS names a file,
 * the first answer of each stays there, as CSV.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "shell/session.h"

enum { LINE_MOST = 4096, WIDTH = 100 };

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

static void put(FILE *file, const Buffer *out) {
  if (file) fwrite(out->data, 1, out->len, file);
}

static bool ask(Session *session, Arena *arena, const char *question, int times, FILE *answers) {
  const AnswerView terminal = {.form = ANSWER_TABLE, .width = WIDTH}, csv = {.form = ANSWER_CSV};
  Buffer first = buffer_in(arena);
  if (answers && !session_ask(session, TEXT("bench"), text_of(question), &csv, &first))
    return false;
  put(answers, &first);
  for (int i = 0; i < times; i++) {
    Buffer out = buffer_in(arena);
    const double begin = milliseconds();
    if (!session_ask(session, TEXT("bench"), text_of(question), &terminal, &out)) return false;
    printf("%.3f ", milliseconds() - begin);
  }
  printf("%s\n", question);
  return true;
}

static bool bench(Shell *shell, const char *rules, int times) {
  char line[LINE_MOST];
  const char *path = getenv("BENCH_ANSWERS");
  const double begin = milliseconds();
  Session *session = session_open(shell, rules);
  if (!session) return false;
  printf("%.3f\n", milliseconds() - begin);
  FILE *answers = path ? fopen(path, "w") : NULL;
  bool answered = true;
  while (answered && fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    answered = ask(session, shell->arena, line, times, answers);
  }
  if (answers) fclose(answers);
  return answered;
}

int main(int argc, char **argv) {
  if (argc < 3) return STATUS_FAILED;
  Arena *arena = arena_new(NULL);
  if (!ARENA_TRY(arena)) return STATUS_FAILED;
  Shell shell = {.arena = arena, .compilation = compile_new(arena)};
  shell.diags = shell.compilation->diags;
  shell.command = command_find(TEXT("run"));
  const bool done = options_parse(arena, shell.diags, &shell.command->options, argc - 3, argv + 3,
                                  &shell.arguments) &&
                    bench(&shell, argv[2], atoi(argv[1]));
  if (!done) shell_fail(&shell);
  arena_free(arena);
  return done ? STATUS_DONE : STATUS_FAILED;
}
