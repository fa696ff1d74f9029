/* cmd_why.c - strata why: one row explained. */
#include <string.h>

#include "report/why.h"
#include "report/why_not.h"
#include "shell/evaluate.h"
#include "shell/rows.h"
#include "shell/why_outcome.h"

static const Span nowhere = {0, 0};

typedef struct Asking {
  Shell *shell;
  Run *run;
  const Image *image;
  uint32_t entity;
  uint32_t column; /* SCHEMA_NONE: all */
  size_t row;
} Asking;

static uint32_t entity_of(const Image *image, uint32_t column) {
  return image->declarations.at[image->columns.at[column].declaration].entity;
}

static uint32_t find_column(const Image *image, Text name, uint32_t entity) {
  for (uint32_t i = 0; i < image->columns.count; i++)
    if (text_equal(image->columns.at[i].name, name) &&
        (entity == SCHEMA_NONE || entity_of(image, i) == entity))
      return i;
  return SCHEMA_NONE;
}

static bool no_column(Asking *q, Text name, uint32_t entity) {
  Nearest nearest = nearest_start(name);
  for (uint32_t i = 0; i < q->image->columns.count; i++)
    if (entity == SCHEMA_NONE || entity_of(q->image, i) == entity)
      nearest_offer(&nearest, q->image->columns.at[i].name);
  Diag *diag =
      diag_add(q->shell->diags, E_UNKNOWN_COLUMN, nowhere, "there is no column `%.*s`%s%.*s",
               TEXT_ARG(name), entity == SCHEMA_NONE ? "" : " of ",
               TEXT_ARG(entity == SCHEMA_NONE ? TEXT("") : q->image->entities.at[entity].name));
  Text meant = nearest_found(&nearest);
  if (meant.len) diag_help(q->shell->diags, diag, "did you mean `%.*s`?", TEXT_ARG(meant));
  return false;
}

static bool find_row(Asking *q, uint32_t entity, Text key) {
  size_t row;
  if (entity == IMAGE_PROGRAM || !row_find(q->run, entity, key, &row)) return false;
  q->entity = entity;
  q->row = row;
  return true;
}

static bool is_column(const Asking *q, Text name) {
  for (size_t i = 0; i < q->image->columns.count; i++)
    if (text_equal(q->image->columns.at[i].name, name)) return true;
  return false;
}

static bool no_key(Asking *q, Text key) {
  Diag *diag = row_missing(q->run, q->entity, key, nowhere, q->shell->diags);
  if (!diag->help.len && is_column(q, key))
    diag_help(q->shell->diags, diag, "`%.*s` is a column; a key stands before it", TEXT_ARG(key));
  return false;
}

/* The row with the key: in the entity asked for, or else wherever the key is known. */
static bool resolve_row(Asking *q, Text key, bool entity_is_given) {
  if (q->entity == IMAGE_PROGRAM || find_row(q, q->entity, key)) return true;
  for (uint32_t i = IMAGE_PROGRAM + 1; i < q->image->entities.count && !entity_is_given; i++)
    if (find_row(q, i, key)) return true;
  return no_key(q, key);
}

/* `why FILE KEY [COLUMN]`; of the program, which has no key, `why FILE COLUMN`. */
static bool resolve(Asking *q, uint32_t wanted) {
  const char *second = shell_word(q->shell, 1), *third = shell_word(q->shell, 2);
  Text key = text_strip(text_of(second));
  q->column = SCHEMA_NONE;
  if (!third) {
    uint32_t column = find_column(q->image, key, IMAGE_PROGRAM);
    if (column != SCHEMA_NONE && (wanted == SCHEMA_NONE || wanted == IMAGE_PROGRAM)) {
      q->entity = IMAGE_PROGRAM;
      q->column = column;
      return true;
    }
    if (wanted == IMAGE_PROGRAM) return no_column(q, key, wanted);
    q->entity = wanted == SCHEMA_NONE ? report_default_entity(q->image) : wanted;
    return resolve_row(q, key, wanted != SCHEMA_NONE);
  }
  q->column = find_column(q->image, text_of(third), wanted);
  if (q->column == SCHEMA_NONE) return no_column(q, text_of(third), wanted);
  q->entity = entity_of(q->image, q->column);
  return resolve_row(q, key, true);
}

/* False after a diagnostic. */
static bool answer(const Asking *q, Text folder, const AnswerView *view, Buffer *out) {
  const char *outcome = shell_option(q->shell, OPTION_NOT);
  if (!outcome) {
    const WhyAsked asked = {.entity = q->entity,
                            .row = q->row,
                            .column = q->column,
                            .full = shell_option(q->shell, OPTION_FULL) != NULL,
                            .folder = folder};
    answer_why(out, q->run, &asked, view);
    return true;
  }
  WhyOutcome to;
  if (!why_outcome_find(q->shell->arena, q->shell->diags, q->image, q->entity, q->column,
                        text_of(outcome), &to))
    return false;
  const WhyNot *found = why_not(q->shell->arena, q->run, to.column, to.member, q->entity, q->row,
                                terminal_stop_flag(), q->shell->diags);
  if (found) why_not_print(q->shell->arena, q->run, found, folder, view, out);
  return found != NULL;
}

int cmd_why(Shell *shell) {
  const char *path = shell_word(shell, 0);
  Evaluation e;
  if (!evaluation_prepare(shell, path, &e)) return shell_fail(shell);
  uint32_t wanted = evaluation_entity(shell, e.image, SCHEMA_NONE);
  if (wanted == SCHEMA_NONE && shell_option(shell, OPTION_ENTITY)) return shell_fail(shell);
  e.options.whole = true;
  RunSink sink = {0};
  Asking q = {.shell = shell, .image = e.image};
  q.run = engine_run(shell->arena, e.image, &e.options, &sink, shell->diags);
  if (!q.run || !evaluation_spares(shell, q.run) || !resolve(&q, wanted)) return shell_fail(shell);
  Buffer out = buffer_in(shell->arena);
  const AnswerView view = evaluation_view(shell);
  if (!answer(&q, text_of(e.options.rule_folder), &view, &out)) return shell_fail(shell);
  shell_print_diags(shell);
  return shell_finish(shell, &out, STATUS_DONE);
}
