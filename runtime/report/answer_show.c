/* answer_show.c - the answers to `show` and to a single value: which columns, which rows, what is
 * said below them. */
#include "report/answer_impl.h"
#include "report/markdown.h"

typedef struct ShowTable {
  const Run *run;
  const Question *question;
  const AnswerRows *rows;
  bool key; /* it is the first column, before those of the question */
} ShowTable;

/* ---- Cells ---------------------------------------------------------------------------------- */

static bool is_range(const QuestionColumn *column) {
  return column->high != SCHEMA_NONE && column->high != column->low;
}

static ColumnValue value_at(const void *context, size_t row, size_t index) {
  const ShowTable *show = context;
  const Question *question = show->question;
  const size_t number = show->rows->row[row];
  if (show->key && index == 0) {
    const Scalar key = {
        {.kind = TYPE_TEXT}, true, {.text = run_key(show->run, question->entity, number)}};
    return (ColumnValue){key, key};
  }
  const QuestionColumn *column = &question->columns.at[index - show->key];
  const bool own = question->image->slots.at[column->low].entity == question->entity;
  return run_slots(show->run, column->type, column->low, column->high, own ? number : 0);
}

/* Rows are named by their key, unless it is shown as it is. */
static bool wants_key(const Question *question) {
  const EntitySchema *entity = &question->image->entities.at[question->entity];
  if (question->partition != SCHEMA_NONE || entity->key == SCHEMA_NONE) return false;
  const FieldSchema *key = &entity->fields[entity->key];
  for (size_t i = 0; i < question->columns.count; i++) {
    const QuestionColumn *column = &question->columns.at[i];
    if (column->low == key->slot || text_equal(column->name, key->name)) return false;
  }
  return true;
}

static AnswerColumn *columns_of(const ShowTable *show, Arena *arena, size_t *count) {
  const Question *question = show->question;
  const EntitySchema *entity = &question->image->entities.at[question->entity];
  AnswerColumn *columns = ARENA_ARRAY(arena, AnswerColumn, question->columns.count + 1);
  *count = 0;
  if (show->key)
    columns[(*count)++] =
        (AnswerColumn){entity->fields[entity->key].name, {.kind = TYPE_TEXT}, false};
  for (size_t i = 0; i < question->columns.count; i++) {
    const QuestionColumn *column = &question->columns.at[i];
    columns[(*count)++] = (AnswerColumn){column->name, column->type, is_range(column)};
  }
  return columns;
}

/* ---- What is said below --------------------------------------------------------------------- */

static void say_count(Buffer *out, uint64_t count, const char *one, const char *many) {
  buffer_text(out, count_text(out->arena, count));
  buffer_printf(out, " %s", count == 1 ? one : many);
}

/* "where `on_time = red` is unknown". */
static void say_condition(Buffer *out, const Question *question) {
  if (question->condition.len)
    buffer_printf(out, "where `%.*s` is unknown", TEXT_ARG(question->condition));
  else
    buffer_str(out, "where the condition is unknown");
}

/* "20 of 1,234 rows". */
static void say_shown(Buffer *out, const AnswerRows *rows, const char *one, const char *many) {
  if (!rows->all) {
    buffer_printf(out, "no %s", many);
    return;
  }
  if (rows->count < rows->all)
    buffer_printf(out, "%.*s of ", TEXT_ARG(count_text(out->arena, rows->count)));
  say_count(out, rows->all, one, many);
}

/* "20 of 1,234 rows; 3 more where `on_time = red` is unknown". */
static void say_rows(Buffer *out, const Question *question, const AnswerRows *rows) {
  say_shown(out, rows, "row", "rows");
  if (!rows->undecided) return;
  buffer_printf(out, "; %.*s%s ", TEXT_ARG(count_text(out->arena, rows->undecided)),
                rows->all ? " more" : "");
  say_condition(out, question);
}

/* "3 of 12 groups; without 5 rows of account where `mutual` is unknown". */
static void say_groups(Buffer *out, const Question *question, const AnswerRows *rows) {
  const Partition *partition = &question->image->partitions.at[question->partition];
  if (partition->keys.count) say_shown(out, rows, "group", "groups");
  if (!rows->undecided) return;
  buffer_str(out, partition->keys.count ? "; without " : "without ");
  say_count(out, rows->undecided, "row", "rows");
  buffer_printf(out, " of %.*s ", TEXT_ARG(question->image->entities.at[partition->child].name));
  say_condition(out, question);
}

Text answer_note(const Question *question, const AnswerRows *rows, Arena *arena) {
  Buffer note = buffer_in(arena);
  if (question->partition == SCHEMA_NONE)
    say_rows(&note, question, rows);
  else
    say_groups(&note, question, rows);
  return buffer_view(&note);
}

void answer_show(Buffer *out, Run *run, const Question *question, const AnswerRows *rows,
                 const AnswerView *view) {
  const ShowTable show = {run, question, rows, wants_key(question)};
  AnswerTable table = {.image = question->image,
                       .rows = rows->count,
                       .value = value_at,
                       .context = &show,
                       .question = question->text,
                       .note = answer_note(question, rows, out->arena),
                       .all = rows->all,
                       .undecided = rows->undecided};
  table.column = columns_of(&show, out->arena, &table.column_count);
  answer_table_print(out, &table, view);
}

/* ---- A single value ------------------------------------------------------------------------- */

/* `62–82 while `level` of 2 contact rows are missing`. */
static void print_value(Buffer *out, Run *run, const Question *question,
                        const QuestionColumn *column, size_t row, const AnswerView *view) {
  const ColumnValue value = run_slots(run, column->type, column->low, column->high, row);
  const Text text =
      value.low.known ? answer_value_text(out->arena, question->image, value) : TEXT("unknown");
  const Paint paint = answer_value_paint(question->image, value);
  if (view->form == ANSWER_MARKDOWN)
    markdown_text(out, text);
  else
    paint_text(out, text, paint, view->colour);
  Buffer missing = buffer_in(out->arena);
  run_say_missing(run, column->type, column->low, column->high, row, &missing);
  buffer_text(out, text_printable(out->arena, buffer_view(&missing)));
  buffer_char(out, '\n');
}

static void print_value_json(Buffer *out, Run *run, const Question *question,
                             const QuestionColumn *column, size_t row) {
  JsonWriter json = json_writer(out, false);
  Text *names;
  const size_t count =
      run_deciding_slots(run, column->type, column->low, column->high, row, out->arena, &names);
  json_begin_object(&json, NULL);
  json_int(&json, "schema", REPORT_SCHEMA);
  json_text(&json, "question", question->text);
  ends_json(&json, "value", question->image,
            run_slots(run, column->type, column->low, column->high, row), is_range(column));
  if (count) {
    json_begin_array(&json, "unknown");
    for (size_t i = 0; i < count; i++) json_text(&json, NULL, names[i]);
    json_end(&json);
  }
  json_end(&json);
  buffer_char(out, '\n');
}

void answer_value(Buffer *out, Run *run, const Question *question, size_t row,
                  const AnswerView *view) {
  const QuestionColumn *column = &question->columns.at[0];
  if (question->image->slots.at[column->low].entity == IMAGE_PROGRAM) row = 0;
  uint32_t number = (uint32_t)row;
  const AnswerRows rows = {.row = &number, .count = 1, .all = 1};
  const ShowTable show = {run, question, &rows, false};
  switch (view->form) {
  case ANSWER_TABLE:
  case ANSWER_LINE:
  case ANSWER_MARKDOWN:
    print_value(out, run, question, column, row, view);
    return;
  case ANSWER_JSON:
  case ANSWER_JSONL:
    print_value_json(out, run, question, column, row);
    return;
  case ANSWER_CSV:
    break;
  }
  AnswerTable table = {.image = question->image,
                       .rows = 1,
                       .value = value_at,
                       .context = &show,
                       .question = question->text};
  table.column = columns_of(&show, out->arena, &table.column_count);
  answer_table_print(out, &table, view);
}
