/* dot_answers.c - .output, .export, .plot: what becomes of answers. */
#include <string.h>

#include "repl/dot.h"

/* ---- .output ---- */

bool dot_output(Repl *repl, Text argument) {
  if (!answers_close(repl)) return false;
  if (!argument.len) return true;
  AnswerFile output = {.arena = arena_beside(repl->shell->arena)};
  const char *why = NULL;
  if (!output.arena) arena_fail(repl->work);
  if (ARENA_TRY(output.arena)) {
    output.path = text_copy(output.arena, argument).at;
    output.writer = file_create(output.arena, output.path, &why);
  } else {
    why = "out of memory";
  }
  if (!why) {
    repl->output = output;
    return true;
  }
  arena_free(output.arena);
  return repl_refuse(repl, E_OUTPUT_FAILED, argument, NULL, "cannot write `%.*s`: %s",
                     TEXT_ARG(argument), why);
}

/* ---- .export ---- */

static const struct {
  const char *ending;
  AnswerForm form;
} endings[] = {{".csv", ANSWER_CSV},      {".json", ANSWER_JSON},   {".jsonl", ANSWER_JSONL},
               {".ndjson", ANSWER_JSONL}, {".md", ANSWER_MARKDOWN}, {".txt", ANSWER_TABLE}};

static bool form_of_file(Text path, AnswerForm *form) {
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    if (!text_ends(path, text_of(endings[i].ending))) continue;
    *form = endings[i].form;
    return true;
  }
  return false;
}

/* The question behind a command, or the one before it; empty after a report. */
static Text question_of(Repl *repl, Text rest, const char *command) {
  if (rest.len) return rest;
  if (repl->asked.len) return text_copy(repl->work, buffer_view(&repl->asked));
  repl_refuse(repl, E_ARGUMENTS, TEXT(""), "write a question behind it",
              "nothing was asked yet that `%s` could take", command);
  return TEXT("");
}

bool dot_export(Repl *repl, Text argument) {
  size_t length = 0;
  while (length < argument.len && argument.at[length] != ' ' && argument.at[length] != '\t')
    length++;
  const Text file = text_slice(argument, 0, length);
  AnswerView view = {0};
  const char *why;
  if (!file.len)
    return repl_refuse(repl, E_ARGUMENTS, argument, "write it as `.export red.csv`",
                       "`.export` wants a file");
  if (!form_of_file(file, &view.form))
    return repl_refuse(repl, E_OPTION_VALUE, file,
                       "give it one of the endings .csv .json .jsonl .md .txt",
                       "the name of `%.*s` does not tell the form", TEXT_ARG(file));
  const Text question =
      question_of(repl, text_strip(text_slice(argument, length, argument.len)), ".export");
  Buffer out = buffer_in(repl->work);
  if (!question.len || !repl_ask(repl, question, &view, &out)) return false;
  if (file_write(text_copy(repl->work, file).at, buffer_view(&out), &why)) {
    repl_say(repl, "written to %.*s", TEXT_ARG(file));
    return true;
  }
  return repl_refuse(repl, E_OUTPUT_FAILED, file, NULL, "cannot write `%.*s`: %s", TEXT_ARG(file),
                     why);
}

/* ---- .plot ---- */

bool dot_plot(Repl *repl, Text argument) {
  const Text question = question_of(repl, argument, ".plot");
  AnswerView view = repl_view(repl);
  view.plot = true;
  Buffer out = buffer_in(repl->work);
  if (!question.len || !repl_ask(repl, question, &view, &out)) return false;
  repl_print(repl, buffer_view(&out));
  return true;
}
