/* fuzz_question.c - any bytes as questions asked of a program, and completed at any place.
 *
 * Every report and every edit lies in the text; what completes a word stands in place of what is
 * written of it; and nothing of it stays with the program.
 */
#include <stdio.h>
#include <stdlib.h>

#include "question/complete.h"
#include "question/question.h"

static const char program[] =
    "param floor: money(USD) 0..100M = 5M\n"
    "entity manager { id: key text  name: text }\n"
    "entity account {\n"
    "  id: key text  name: text  region: one of (emea, amer, apac)  owner: ref manager\n"
    "  revenue: money(USD) 0..  since: date  mutual: bool  agreed: one of (strategic, standard)\n"
    "}\n"
    "entity contact { account: ref account  level: one of (exec, ops)  touched: date }\n"
    "measure people = count(contact where level = exec)\n"
    "measure span for manager = count(account)\n"
    "score points { give 50 for revenue from 1M to 10M  give 50 when mutual  out of 100 }\n"
    "segmentation tier { current agreed\n"
    "  segment strategic { needs points >= 60 }  segment standard otherwise }\n"
    "kpi on_time { value share(level = exec of contact)  green >= 10%  amber >= 0% }\n"
    "checklist basics { item owned when owner is known }\n"
    "define spread(x: each money) = max(x) - min(x)\n";

static void must(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", what);
  abort();
}

static void check_reports(Arena *arena, const Questions *questions, uint32_t base, size_t size) {
  for (size_t i = 0; i < diag_count(questions->diags); i++) {
    const Diag *diag = diag_at(questions->diags, i);
    must(diag->span.lo >= base && diag->span.hi <= base + size + 1, "a report lies in the text");
    for (size_t e = 0; e < diag->edits.count; e++)
      must(diag->edits.at[e].span.lo >= base && diag->edits.at[e].span.hi <= base + size,
           "an edit lies in the text");
  }
  Buffer out = buffer_in(arena);
  diag_print(&out, questions->diags, questions->sources, (DiagStyle){.limit = 20});
}

static void ask(const Compilation *compilation, Arena *arena, Text text) {
  Questions questions;
  question_compile(compilation, arena, TEXT("question"), text, &questions);
  const size_t last = source_count(questions.sources) - 1;
  uint32_t base = 1;
  for (size_t i = 0; i < last; i++) base += (uint32_t)source_content(questions.sources, i).len + 1;
  check_reports(arena, &questions, base, text.len);
  question_is_open(compilation, text);
}

static void complete(const Compilation *compilation, Arena *arena, Text text) {
  for (size_t cursor = 0; cursor <= text.len; cursor += 1 + text.len / 16) {
    Completions found;
    complete_at(compilation, arena, text, cursor, cursor % 2 ? SYNTAX_FILE : SYNTAX_QUESTIONS,
                &found);
    must(found.from <= cursor && found.from + found.prefix.len == cursor, "the prefix is there");
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Arena *arena = arena_new(NULL);
  if (!arena) return 0;
  if (ARENA_TRY(arena)) {
    Compilation *compilation = compile_new(arena);
    compilation->all_fields = true;
    must(compile_text(compilation, TEXT("program"), text_of(program), NULL, 0, COMPILE_IMAGE),
         "the program is right");
    const Text text = {arena_copy(arena, bytes, size), size};
    ask(compilation, arena, text);
    complete(compilation, arena, text);
    must(diag_count(compilation->diags) == 0, "nothing stays with the program");
  }
  arena_free(arena);
  return 0;
}
