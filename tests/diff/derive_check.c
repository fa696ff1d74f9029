/* derive_check.c - whether runs that are derived are the runs that fresh data gives.
 *
 *   derive_check FOLDER DAY OTHER-FOLDER OTHER-DAY THREADS BATCH-ROWS SEED
 *
 * Both folders hold program.strata and a CSV file for each entity, with the same rows in the same
 * order. The first is loaded; a run with other parameters (by the seed), the other day and the
 * cells of the other folder is derived from it, in one step and in several; each has to be what a
 * run over the other folder is: every slot of every row, and no others may be said to differ. Then
 * other.strata of the first folder, the same entities and fields in another order, is adopted, and
 * each question of its questions.txt, one a line, is asked of the loaded run, of the other day and
 * under the other parameters; those that do not compile are passed over. Says what does not hold,
 * and at the end how many questions there were and how many of them compiled. Status 0 where all
 * does, 1 where not, 3 where the two do not have the same rows, 2 where they cannot be run.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "emit/compile.h"
#include "engine/derive.h"
#include "question/question.h"
#include "value/date.h"

enum { HOLDS, DIFFERS, UNUSABLE, OTHER_ROWS };

typedef struct Check {
  Arena *arena;
  Compilation *compilation;
  Image *image;
  DiagSink *diags;
  size_t threads;
  uint32_t batch_rows;
  uint64_t random;
  const char *step;
} Check;

static uint64_t next(Check *c) {
  c->random = c->random * 6364136223846793005u + 1442695040888963407u;
  return c->random >> 33;
}

/* ---- Parameters ----------------------------------------------------------------------------- */

static int64_t whole_near(Check *c, const Param *param, int64_t value) {
  const int64_t step = value / 10 ? llabs(value / 10) : 1;
  if (__builtin_add_overflow(value, ((int64_t)next(c) % 9 - 4) * step, &value)) return 0;
  if (param->has_low && value < param->low.i) value = param->low.i;
  if (param->has_high && value > param->high.i) value = param->high.i;
  return value;
}

/* Near the default, so that some rows pass and others do not. */
static bool other_value(Check *c, const Param *param, Scalar *value) {
  *value = param->value;
  value->known = true;
  switch (type_store(param->type)) {
  case STORE_I64:
    value->i = whole_near(c, param, param->value.i);
    return true;
  case STORE_I32:
    if (param->type.kind == TYPE_ENUM)
      value->i = (int64_t)(next(c) % c->image->enums.at[param->type.of].count);
    else
      value->i = whole_near(c, param, param->value.i);
    return param->type.kind != TYPE_REF;
  case STORE_F64:
    value->f = param->value.f + ((double)(next(c) % 9) - 4) / 2;
    if (param->has_low && value->f < param->low.f) value->f = param->low.f;
    if (param->has_high && value->f > param->high.f) value->f = param->high.f;
    return true;
  case STORE_TRUTH:
    value->truth = next(c) % 2 ? TRUTH_TRUE : TRUTH_FALSE;
    return true;
  case STORE_TEXT:
  case STORE_COUNT:
    break;
  }
  return false;
}

static size_t set_params(Check *c, ParamValue *set) {
  size_t count = 0;
  for (uint32_t i = IMAGE_TODAY + 1; i < c->image->params.count; i++)
    if (other_value(c, &c->image->params.at[i], &set[count].value)) set[count++].param = i;
  return count;
}

/* ---- Runs ----------------------------------------------------------------------------------- */

static Run *fresh(Check *c, const char *folder, int32_t today, const ParamValue *set,
                  size_t count) {
  const RunOptions options = {.today = today,
                              .set = set,
                              .set_count = count,
                              .rule_folder = folder,
                              .whole = true,
                              .threads = c->threads,
                              .batch_rows = c->batch_rows};
  return engine_run(c->arena, c->image, &options, NULL, c->diags);
}

static void free_arena(void *arena) { arena_free(arena); }

/* Freed with all the others. */
static Arena *run_arena(const Check *c) {
  Arena *arena = arena_beside(c->arena);
  if (arena) arena_defer(c->arena, free_arena, arena);
  return arena;
}

static Run *derive(Check *c, const Run *from, Derivation what, const char *step) {
  c->step = step;
  what.image = c->image;
  what.threads = c->threads;
  what.batch_rows = c->batch_rows;
  Arena *arena = run_arena(c);
  if (!arena || !ARENA_TRY(arena)) exit(UNUSABLE);
  return run_derive(arena, from, &what, c->diags);
}

/* ---- Comparing ------------------------------------------------------------------------------ */

static bool same(const Vector *a, const Vector *b, size_t row) {
  const bool known = vector_known(a, row);
  if (known != vector_known(b, row)) return false;
  if (!known) return true;
  const Scalar x = vector_get(a, (Type){0}, row), y = vector_get(b, (Type){0}, row);
  if (a->store == STORE_TEXT) return text_equal(x.text, y.text);
  if (a->store == STORE_TRUTH) return x.truth == y.truth;
  return x.i == y.i; /* bits of doubles, too */
}

static int say(const Check *c, uint32_t slot, size_t row, const char *what) {
  const Slot *described = &c->image->slots.at[slot];
  printf("%s: slot %u `%.*s` of `%.*s`, row %zu: %s\n", c->step, slot, TEXT_ARG(described->name),
         TEXT_ARG(c->image->entities.at[described->entity].name), row, what);
  return DIFFERS;
}

static int compare_slots(const Check *c, const Run *got, const Run *wanted) {
  for (uint32_t s = 0; s < c->image->slots.count; s++) {
    const uint32_t entity = c->image->slots.at[s].entity;
    const Table *a = run_table(got, entity), *b = run_table(wanted, entity);
    if (a->rows != b->rows) return OTHER_ROWS;
    for (size_t row = 0; row < a->rows; row++)
      if (!same(&a->slot[s], &b->slot[s], row)) return say(c, s, row, "not as in a fresh run");
  }
  return HOLDS;
}

/* What is said to differ does, and nothing else. */
static int compare_said(const Check *c, const Run *got, const Run *from) {
  for (uint32_t s = 0; s < c->image->slots.count; s++) {
    const uint32_t entity = c->image->slots.at[s].entity;
    const Table *a = run_table(got, entity), *b = run_table(from, entity);
    const uint32_t *rows;
    const size_t count = run_differing_rows(got, s, &rows);
    size_t differing = 0;
    for (size_t row = 0; row < a->rows; row++) {
      if (same(&a->slot[s], &b->slot[s], row)) continue;
      if (count != SIZE_MAX && (differing >= count || rows[differing] != row))
        return say(c, s, row, "differs, which is not said");
      differing++;
    }
    if (count != SIZE_MAX && differing != count)
      return say(c, s, 0, "said to differ, and does not");
    if (run_differs(got, s) != (differing > 0)) return say(c, s, 0, "run_differs is wrong");
  }
  return HOLDS;
}

/* ---- Cells ---------------------------------------------------------------------------------- */

typedef VEC(CellChange) CellChanges;

static int find_cells(Check *c, const Run *from, const Run *to, CellChanges *cells) {
  for (uint32_t s = 0; s < c->image->slots.count; s++) {
    const uint32_t entity = c->image->slots.at[s].entity;
    const Table *a = run_table(from, entity), *b = run_table(to, entity);
    if (a->rows != b->rows) return OTHER_ROWS;
    if (c->image->slots.at[s].role != SLOT_FIELD) continue;
    for (size_t row = 0; row < a->rows; row++)
      if (!same(&a->slot[s], &b->slot[s], row))
        *VEC_PUSH(c->arena, cells) =
            (CellChange){entity, row, s, vector_get(&b->slot[s], (Type){0}, row)};
  }
  return HOLDS;
}

/* ---- All of it ------------------------------------------------------------------------------ */

static int check(Check *c, char **words) {
  int32_t day, other_day;
  if (!date_parse_iso(text_of(words[2]), &day) || !date_parse_iso(text_of(words[4]), &other_day))
    return UNUSABLE;
  ParamValue *set = ARENA_ARRAY(c->arena, ParamValue, c->image->params.count);
  const size_t count = set_params(c, set);
  const Run *loaded = fresh(c, words[1], day, NULL, 0);
  const Run *wanted = fresh(c, words[3], other_day, set, count);
  const Run *halfway = fresh(c, words[1], day, set, count);
  if (!loaded || !wanted || !halfway) return UNUSABLE;
  CellChanges cells = {0};
  int status = find_cells(c, loaded, wanted, &cells);
  if (status != HOLDS) return status;

  const Derivation all = {.today = other_day,
                          .set = set,
                          .set_count = count,
                          .cells = cells.at,
                          .cell_count = cells.count};
  Derivation params = all, nothing = {.today = day};
  params.today = day;
  params.cell_count = 0;
  const Run *same_run = derive(c, loaded, nothing, "nothing");
  if (!same_run || (status = compare_slots(c, same_run, loaded)) != HOLDS ||
      (status = compare_said(c, same_run, loaded)) != HOLDS)
    return same_run ? status : UNUSABLE;
  const Run *at_once = derive(c, loaded, all, "at once");
  if (!at_once || (status = compare_slots(c, at_once, wanted)) != HOLDS ||
      (status = compare_said(c, at_once, loaded)) != HOLDS)
    return at_once ? status : UNUSABLE;
  const Run *first = derive(c, loaded, params, "parameters");
  if (!first || (status = compare_slots(c, first, halfway)) != HOLDS ||
      (status = compare_said(c, first, loaded)) != HOLDS)
    return first ? status : UNUSABLE;
  const Run *then = derive(c, first, all, "then cells");
  if (!then || (status = compare_slots(c, then, wanted)) != HOLDS ||
      (status = compare_said(c, then, first)) != HOLDS)
    return then ? status : UNUSABLE;
  /* One cell after the other. */
  Derivation one = params;
  const Run *at = first;
  for (size_t i = 0; i < cells.count && i < 40; i++) {
    one.cells = &cells.at[i];
    one.cell_count = 1;
    const Run *after = derive(c, at, one, "one cell");
    if (!after || (status = compare_said(c, after, at)) != HOLDS) return after ? status : UNUSABLE;
    at = after;
  }
  if (cells.count > 40) return HOLDS;
  const Run *day_last = derive(
      c, at, (Derivation){.today = other_day, .set = set, .set_count = count}, "the day last");
  return day_last ? compare_slots(c, day_last, wanted) : UNUSABLE;
}

/* ---- Another program ------------------------------------------------------------------------ */

static Image *compiled(Check *c, const char *folder, const char *name) {
  Compilation *compilation = compile_new(c->arena);
  const char *path = file_join(c->arena, text_of(folder), text_of(name)), *why = NULL;
  Text content;
  compilation->all_fields = true;
  if (!file_read(c->arena, path, &content, &why)) return NULL;
  if (!compile_text(compilation, text_of(path), content, NULL, 0, COMPILE_IMAGE)) return NULL;
  c->compilation = compilation;
  return compilation->image;
}

static int check_adopted(Check *c, char **words) {
  Derivation what = {.threads = c->threads, .batch_rows = c->batch_rows};
  Image *other = compiled(c, words[1], "other.strata");
  Arena *arena = run_arena(c);
  bool reads = false;
  c->step = "adopted";
  if (!other || !arena || !date_parse_iso(text_of(words[2]), &what.today)) return UNUSABLE;
  const Run *loaded = fresh(c, words[1], what.today, NULL, 0);
  if (!loaded) return UNUSABLE;
  c->image = other;
  const Run *wanted = fresh(c, words[1], what.today, NULL, 0);
  if (!wanted || !ARENA_TRY(arena)) return UNUSABLE;
  const Run *adopted = run_adopt(arena, loaded, other, &what, &reads, c->diags);
  if (reads) puts("adopted: the data is said to have to be read again");
  if (!adopted) return reads ? DIFFERS : UNUSABLE;
  const int status = compare_slots(c, adopted, wanted);
  what.image = other;
  const Run *after = derive(c, adopted, what, "derived from what is adopted");
  return status != HOLDS || !after ? status : compare_said(c, after, adopted);
}

/* ---- Questions ------------------------------------------------------------------------------ */

/* The question's image, run afresh, and derived in steps from the run of the program. */
static int check_image(Check *c, const char *folder, const Run *loaded, Derivation set) {
  const int32_t day = run_options(loaded)->today;
  const Run *asked = derive(c, loaded, (Derivation){.today = day}, "a question");
  const Run *wanted = fresh(c, folder, day, NULL, 0);
  if (!asked || !wanted) return UNUSABLE;
  int status = compare_slots(c, asked, wanted);
  if (status != HOLDS) return status;
  const Run *then = derive(c, asked, set, "a question, then parameters");
  const Run *at_once = derive(c, loaded, set, "a question with parameters");
  const Run *other = fresh(c, folder, set.today, set.set, set.set_count);
  if (!then || !at_once || !other) return UNUSABLE;
  status = compare_slots(c, at_once, other);
  c->step = "a question, then parameters";
  return status == HOLDS ? compare_slots(c, then, other) : status;
}

static int check_question(Check *c, const char *folder, const Run *loaded, Derivation set,
                          Text text, size_t *compiled_count) {
  Arena *arena = arena_beside(c->arena);
  Questions questions;
  int status = HOLDS;
  if (!arena || !ARENA_TRY(arena)) return UNUSABLE;
  if (question_compile(c->compilation, arena, TEXT("question"), text, &questions)) {
    Image *const image = c->image;
    for (size_t i = 0; i < questions.list.count && status == HOLDS; i++) {
      union {
        const Image *from;
        Image *to;
      } asked = {.from = questions.list.at[i].image};
      c->image = asked.to;
      status = check_image(c, folder, loaded, set);
    }
    c->image = image;
    ++*compiled_count;
    if (status == DIFFERS) printf("asked: %.*s\n", TEXT_ARG(text));
  }
  arena_free(arena);
  return status;
}

static int check_questions(Check *c, char **words) {
  const char *path = file_join(c->arena, text_of(words[1]), TEXT("questions.txt")), *why = NULL;
  Text content;
  Derivation set = {0};
  int32_t day;
  c->image = compiled(c, words[1], "program.strata");
  if (!c->image || !file_read(c->arena, path, &content, &why) ||
      !date_parse_iso(text_of(words[2]), &day) || !date_parse_iso(text_of(words[4]), &set.today))
    return UNUSABLE;
  ParamValue *values = ARENA_ARRAY(c->arena, ParamValue, c->image->params.count);
  set.set_count = set_params(c, values);
  set.set = values;
  const Run *loaded = fresh(c, words[1], day, NULL, 0);
  if (!loaded) return UNUSABLE;
  int status = HOLDS;
  size_t count = 0, compiled_count = 0;
  while (content.len && status == HOLDS) {
    const char *end = memchr(content.at, '\n', content.len);
    const size_t len = end ? (size_t)(end - content.at) : content.len;
    status = check_question(c, words[1], loaded, set, (Text){content.at, len}, &compiled_count);
    content = (Text){content.at + len + (end != NULL), content.len - len - (end != NULL)};
    count++;
  }
  printf("%zu %zu\n", count, compiled_count);
  return status;
}

static void say_diags(const Check *c) {
  for (size_t i = 0; i < diag_count(c->diags); i++) {
    const Diag *diag = diag_at(c->diags, i);
    printf("%s %.*s\n", diag_info(diag->code)->code, TEXT_ARG(diag->message));
  }
}

int main(int argc, char **argv) {
  Arena *arena = arena_new(NULL);
  if (argc != 8 || !arena || !ARENA_TRY(arena)) return UNUSABLE;
  int status = UNUSABLE;
  Check c = {.arena = arena,
             .diags = diag_sink_new(arena),
             .threads = (size_t)atoi(argv[5]),
             .batch_rows = (uint32_t)atoi(argv[6]),
             .random = (uint64_t)atoll(argv[7])};
  c.image = compiled(&c, argv[1], "program.strata");
  if (c.image) status = check(&c, argv);
  if (c.image && status == HOLDS) status = check_adopted(&c, argv);
  if (c.image && status == HOLDS) status = check_questions(&c, argv);
  if (status == UNUSABLE) say_diags(&c);
  arena_free(arena);
  return status;
}
