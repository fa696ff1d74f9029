/* diff_proof.c - see diff_proof.h. */
#include "shell/diff_proof.h"

#include "shell/proving.h"
#include "value/date.h"

typedef struct Sides {
  Shell *shell;
  const char *path[JOIN_SIDES];
  const Compilation *of[JOIN_SIDES];
  DiffProof *proof;
} Sides;

static Span name_span(const Declared *declared) { return node_child(declared->node, 0)->span; }

/* ---- Witnesses in both machines ---- */

static const Text witness_name = {"witness", 7};

/* What the column came to on the first row: empty where the rows cannot be run. */
static Text outcome(const Sides *s, int side, const Compared *item) {
  const Program *program = s->of[side]->program;
  Buffer tests = buffer_in(s->shell->arena), column = buffer_in(s->shell->arena);
  TestFile file = {.path = s->path[side]};
  witness_print(&tests, program, item->witness[side], witness_name);
  if (!proving_compile(s->shell, s->path[side], buffer_view(&tests), &file.compilation))
    return TEXT("");
  const TestResult *result = proving_run(s->shell, &file, witness_name);
  if (!result || !result->failures.count) return TEXT("");
  buffer_printf(&column, "%.*s%s", TEXT_ARG(program->columns.at[item->declared[side]].name),
                part_suffix[item->part]);
  const TestFailure *failure = &result->failures.at[0];
  for (size_t i = 0; i < failure->sides.count; i++)
    if (text_equal(failure->sides.at[i].name, buffer_view(&column)))
      return failure->sides.at[i].value;
  return TEXT("");
}

/* The lines of the test between its name and what it expects. */
static Text given_of(const Sides *s, const Compared *item) {
  Buffer out = buffer_in(s->shell->arena);
  const Witness *witness = item->witness[JOIN_NEW];
  if (witness->has_day) {
    buffer_str(&out, "as of ");
    date_print(&out, witness->day);
    buffer_char(&out, '\n');
  }
  witness_rows_print(&out, s->of[JOIN_NEW]->program, witness);
  return buffer_view(&out);
}

static void confirm(const Sides *s, Compared *item, DiffItem *told) {
  if (item->verdict != COMPARED_DIFFERENT) return;
  told->before = outcome(s, JOIN_OLD, item);
  told->after = outcome(s, JOIN_NEW, item);
  compared_settle(item,
                  told->before.len && told->after.len && !text_equal(told->before, told->after));
  if (item->verdict != COMPARED_DIFFERENT) {
    told->before = told->after = TEXT("");
    return;
  }
  told->given = given_of(s, item);
  told->region = item->region;
  if (part_suffix[item->part][0])
    told->name = text_of(
        arena_printf(s->shell->arena, "%.*s%s", TEXT_ARG(told->name), part_suffix[item->part]));
}

/* ---- Items ---- */

static DiffItem *add_item(const Sides *s, const Declared *declared, DiffVerdict verdict) {
  DiffItem *item = VEC_PUSH(s->shell->arena, &s->proof->items);
  *item = (DiffItem){.name = declared->name, .kind = declared->kind, .verdict = verdict};
  return item;
}

static void add_compared(const Sides *s, Compared *compared) {
  static const DiffVerdict verdict_of[] = {[COMPARED_EQUAL] = DIFF_EQUAL,
                                           [COMPARED_DIFFERENT] = DIFF_DIFFERENT,
                                           [COMPARED_OPEN] = DIFF_OPEN};
  const Declared *before = &s->of[JOIN_OLD]->program->columns.at[compared->declared[JOIN_OLD]];
  const Declared *after = &s->of[JOIN_NEW]->program->columns.at[compared->declared[JOIN_NEW]];
  DiffItem *item = add_item(s, before, DIFF_EQUAL);
  confirm(s, compared, item);
  item->verdict = verdict_of[compared->verdict];
  item->follows = compared->follows;
  item->old_span = name_span(before);
  item->new_span = name_span(after);
  if (item->verdict == DIFF_OPEN) item->reason = compared->reason;
}

static Compared *compared_with(ComparedPrograms *comparison, int side, uint32_t declared) {
  for (size_t i = 0; i < comparison->items.count; i++)
    if (comparison->items.at[i].declared[side] == declared) return &comparison->items.at[i];
  return NULL;
}

DiffProof *diff_prove(Shell *shell, const char *old_path, const Compilation *before,
                      const char *new_path, const Compilation *after) {
  ProveOptions options;
  if (!proving_options(shell, &options)) return NULL;
  ComparedPrograms *comparison = prove_compare(shell->arena, before->plan, after->plan, options);
  Sides s = {.shell = shell,
             .path = {old_path, new_path},
             .of = {before, after},
             .proof = ARENA_NEW(shell->arena, DiffProof)};
  if (comparison->stopped) {
    diag_add(shell->diags, E_INTERRUPTED, (Span){0, 0}, "interrupted");
    return NULL;
  }
  s.proof->solver = comparison->solver;
  s.proof->questions = comparison->questions;
  for (uint32_t i = 0; i < before->program->columns.count; i++) {
    const Declared *declared = &before->program->columns.at[i];
    Compared *compared = compared_with(comparison, JOIN_OLD, i);
    if (compared)
      add_compared(&s, compared);
    else
      add_item(&s, declared, DIFF_REMOVED)->old_span = name_span(declared);
    if (*terminal_stop_flag()) return NULL; /* the run under way has told */
  }
  for (uint32_t i = 0; i < after->program->columns.count; i++) {
    const Declared *declared = &after->program->columns.at[i];
    if (!compared_with(comparison, JOIN_NEW, i))
      add_item(&s, declared, DIFF_ADDED)->new_span = name_span(declared);
  }
  return s.proof;
}
