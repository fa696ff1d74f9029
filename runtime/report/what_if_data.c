/* what_if_data.c - what a change would change, for programs.
 *
 *   JSON   {"schema": 1, "question", "entity", "key", "set": [{"name", "before", "after"}],
 *           "changes": [{"entity", "key", "column", "before", "after"}],
 *           "columns": [{"name", "changed", "before": {MEMBER: rows}, "after": {..},
 *                        "moves": [{"from", "to", "rows", "money"}]}]}
 *          entity and key are those of the row that was changed, where one was
 *   JSONL  the changes, a line each
 *   CSV    the same; a value that is known within bounds has its ends beside it
 */
#include "report/change_impl.h"
#include "report/csv_text.h"

/* One changed value of one row. */
typedef struct Change {
  uint32_t column;
  size_t row;
} Change;

typedef struct Data {
  const WhatIf *what;
  const Image *image;
  JsonWriter *json;
  Buffer *out;
} Data;

typedef void TellChange(const Data *d, Change change);

/* The row that was asked about first, then the others by column, then the program. */
static void each_change(const Data *d, TellChange *tell) {
  const WhatIf *w = d->what;
  for (size_t i = 0; i < w->own.count; i++) tell(d, (Change){w->own.at[i], w->row});
  for (size_t i = 0; i < w->others.count; i++)
    for (size_t k = 0; k < w->others.at[i].first.count; k++)
      tell(d, (Change){w->others.at[i].column, w->others.at[i].first.at[k]});
  for (size_t i = 0; i < w->program.count; i++) tell(d, (Change){w->program.at[i], 0});
}

static uint32_t entity_of(const Data *d, uint32_t column) {
  return column_declaration(d->image, &d->image->columns.at[column])->entity;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void change_members(const Data *d, Change change) {
  const uint32_t entity = entity_of(d, change.column);
  json_text(d->json, "entity", d->image->entities.at[entity].name);
  json_text(d->json, "key", run_key(d->what->before, entity, change.row));
  json_text(d->json, "column", d->image->columns.at[change.column].name);
  column_json(d->json, "before", d->what->before, change.column, change.row);
  column_json(d->json, "after", d->what->after, change.column, change.row);
}

static void change_object(const Data *d, Change change) {
  json_begin_object(d->json, NULL);
  change_members(d, change);
  json_end(d->json);
}

static void inputs(const Data *d) {
  json_begin_array(d->json, "set");
  for (size_t i = 0; i < d->what->inputs.count; i++) {
    const WhatIfInput *input = &d->what->inputs.at[i];
    json_begin_object(d->json, NULL);
    json_text(d->json, "name", input->name);
    scalar_json(d->json, "before", d->image, input->before);
    scalar_json(d->json, "after", d->image, input->after);
    json_end(d->json);
  }
  json_end(d->json);
}

static void counts(const Data *d, const char *key, const ColumnMoves *moves,
                   const uint64_t *count) {
  const Type type = d->image->columns.at[moves->column].type;
  json_begin_object(d->json, key);
  for (uint32_t m = 0; m <= moves->members; m++)
    json_int(d->json, json_key(d->out->arena, member_name(d->image, type, m)), (int64_t)count[m]);
  json_end(d->json);
}

static void move_object(const Data *d, const ColumnMoves *moves, uint32_t from, uint32_t to) {
  const Type type = d->image->columns.at[moves->column].type;
  const MemberCount move = moves->move[from * (moves->members + 1) + to];
  if (from == to || !move.rows) return;
  json_begin_object(d->json, NULL);
  json_text(d->json, "from", member_name(d->image, type, from));
  json_text(d->json, "to", member_name(d->image, type, to));
  json_int(d->json, "rows", (int64_t)move.rows);
  if (money_of(d->image, moves->column) != SCHEMA_NONE) {
    Buffer amount = buffer_in(d->out->arena);
    decimal_print_wide(&amount, move.money, type_info(TYPE_MONEY)->decimals, false);
    json_raw(d->json, "money", buffer_view(&amount));
    json_int(d->json, "without_money", (int64_t)move.money_missing);
  }
  json_end(d->json);
}

static void columns(const Data *d) {
  json_begin_array(d->json, "columns");
  for (size_t i = 0; i < d->what->others.count; i++) {
    const ColumnMoves *moves = &d->what->others.at[i];
    json_begin_object(d->json, NULL);
    json_text(d->json, "name", d->image->columns.at[moves->column].name);
    json_int(d->json, "changed", (int64_t)moves->changed);
    if (moves->members) {
      counts(d, "before", moves, moves->before);
      counts(d, "after", moves, moves->after);
    }
    if (moves->move) {
      json_begin_array(d->json, "moves");
      for (uint32_t from = 0; from <= moves->members; from++)
        for (uint32_t to = 0; to <= moves->members; to++) move_object(d, moves, from, to);
      json_end(d->json);
    }
    json_end(d->json);
  }
  json_end(d->json);
}

static void as_json(Data *d, const Question *question) {
  JsonWriter json = json_writer(d->out, false);
  d->json = &json;
  json_begin_object(&json, NULL);
  json_int(&json, "schema", REPORT_SCHEMA);
  json_text(&json, "question", question->text);
  if (d->what->of_row) {
    json_text(&json, "entity", d->image->entities.at[d->what->entity].name);
    json_text(&json, "key", run_key(d->what->before, d->what->entity, d->what->row));
  }
  inputs(d);
  json_begin_array(&json, "changes");
  each_change(d, change_object);
  json_end(&json);
  columns(d);
  json_end(&json);
  buffer_char(d->out, '\n');
}

static void json_line(const Data *d, Change change) {
  JsonWriter json = json_writer(d->out, false);
  Data line = *d;
  line.json = &json;
  change_object(&line, change);
  buffer_char(d->out, '\n');
}

/* ---- CSV ------------------------------------------------------------------------------------ */

static void csv_line(const Data *d, Change change) {
  const uint32_t entity = entity_of(d, change.column);
  csv_text_print(d->out, d->image->entities.at[entity].name);
  buffer_char(d->out, ',');
  csv_text_print(d->out, run_key(d->what->before, entity, change.row));
  buffer_char(d->out, ',');
  csv_text_print(d->out, d->image->columns.at[change.column].name);
  csv_ends_print(d->out, d->image, run_value(d->what->before, change.column, change.row));
  csv_ends_print(d->out, d->image, run_value(d->what->after, change.column, change.row));
  buffer_char(d->out, '\n');
}

void what_if_data(const WhatIf *what, const Question *question, AnswerForm form, Buffer *out) {
  Data d = {.what = what, .image = what->image, .out = out};
  if (form == ANSWER_JSON) {
    as_json(&d, question);
  } else if (form == ANSWER_JSONL) {
    each_change(&d, json_line);
  } else {
    buffer_str(out, "entity,key,column,before,before.low,before.high,after,after.low,after.high\n");
    each_change(&d, csv_line);
  }
}
