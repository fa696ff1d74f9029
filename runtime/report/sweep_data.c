/* sweep_data.c - a parameter through many values, for programs.
 *
 *   JSON   {"schema": 1, "question", "param", "steps": [STEP]}; JSONL: a STEP a line
 *   STEP:  {"value", "columns": [{"name", "members": [{"name", "rows", "money"}]}],
 *           "program": {NAME: value}}
 *   CSV    PARAM,column,member,rows,money,value: a line for each member, then for each column of
 * the program
 *
 * Columns that are the same at all steps are left out.
 */
#include "report/change_impl.h"
#include "report/csv_text.h"

typedef struct Data {
  const Sweep *sweep;
  const Image *image;
  Buffer *out;
} Data;

static bool has_money(const Data *d, uint32_t column) {
  return money_field(d->image, column_declaration(d->image, &d->image->columns.at[column])) != NULL;
}

static Text amount(const Data *d, int128 value) {
  Buffer out = buffer_in(d->out->arena);
  decimal_print_wide(&out, value, type_info(TYPE_MONEY)->decimals, false);
  return buffer_view(&out);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void column_object(const Data *d, JsonWriter *json, const SweepColumn *column, size_t step) {
  const MemberCount *count = &column->count[step * ((size_t)column->members + 1)];
  const Column *declared = &d->image->columns.at[column->column];
  json_begin_object(json, NULL);
  json_text(json, "name", declared->name);
  json_begin_array(json, "members");
  for (uint32_t m = 0; m <= column->members; m++) {
    json_begin_object(json, NULL);
    json_text(json, "name", member_name(d->image, declared->type, m));
    json_int(json, "rows", (int64_t)count[m].rows);
    if (has_money(d, column->column)) {
      json_raw(json, "money", amount(d, count[m].money));
      json_int(json, "without_money", (int64_t)count[m].money_missing);
    }
    json_end(json);
  }
  json_end(json);
  json_end(json);
}

static void value_member(const Data *d, JsonWriter *json, const SweepValue *value, size_t step) {
  const Column *column = &d->image->columns.at[value->column];
  const char *key = json_key(d->out->arena, column->name);
  const ColumnValue at = value->at[step];
  if (!value_is_range(column) || !at.low.known) {
    scalar_json(json, key, d->image, at.low);
    return;
  }
  json_begin_object(json, key);
  scalar_json(json, "low", d->image, at.low);
  scalar_json(json, "high", d->image, at.high);
  json_end(json);
}

static void step_object(const Data *d, JsonWriter *json, size_t step) {
  const Sweep *sweep = d->sweep;
  json_begin_object(json, NULL);
  scalar_json(json, "value", d->image, sweep->step[step]);
  json_begin_array(json, "columns");
  for (size_t i = 0; i < sweep->columns.count; i++)
    if (sweep->columns.at[i].differs) column_object(d, json, &sweep->columns.at[i], step);
  json_end(json);
  json_begin_object(json, "program");
  for (size_t i = 0; i < sweep->values.count; i++)
    if (sweep->values.at[i].differs) value_member(d, json, &sweep->values.at[i], step);
  json_end(json);
  json_end(json);
}

static void as_json(const Data *d, const Question *question) {
  JsonWriter json = json_writer(d->out, false);
  json_begin_object(&json, NULL);
  json_int(&json, "schema", REPORT_SCHEMA);
  json_text(&json, "question", question->text);
  json_text(&json, "param", d->image->params.at[d->sweep->param].name);
  json_begin_array(&json, "steps");
  for (size_t i = 0; i < d->sweep->step_count; i++) step_object(d, &json, i);
  json_end(&json);
  json_end(&json);
  buffer_char(d->out, '\n');
}

static void as_lines(const Data *d) {
  for (size_t i = 0; i < d->sweep->step_count; i++) {
    JsonWriter json = json_writer(d->out, false);
    step_object(d, &json, i);
    buffer_char(d->out, '\n');
  }
}

/* ---- CSV ------------------------------------------------------------------------------------ */

static void csv_begin(const Data *d, size_t step, uint32_t column) {
  scalar_print(d->out, d->sweep->step[step], d->image->enums.at, PRINT_CSV);
  buffer_char(d->out, ',');
  csv_text_print(d->out, d->image->columns.at[column].name);
  buffer_char(d->out, ',');
}

static void csv_column(const Data *d, const SweepColumn *column, size_t step) {
  const MemberCount *count = &column->count[step * ((size_t)column->members + 1)];
  for (uint32_t m = 0; m <= column->members; m++) {
    csv_begin(d, step, column->column);
    csv_text_print(d->out, member_name(d->image, d->image->columns.at[column->column].type, m));
    buffer_printf(d->out, ",%llu,", (unsigned long long)count[m].rows);
    if (has_money(d, column->column)) buffer_text(d->out, amount(d, count[m].money));
    buffer_str(d->out, ",,,\n");
  }
}

static void csv_value(const Data *d, const SweepValue *value, size_t step) {
  csv_begin(d, step, value->column);
  buffer_str(d->out, ",,");
  csv_ends_print(d->out, d->image, value->at[step]);
  buffer_char(d->out, '\n');
}

static void as_csv(const Data *d) {
  const Sweep *sweep = d->sweep;
  csv_text_print(d->out, d->image->params.at[sweep->param].name);
  buffer_str(d->out, ",column,member,rows,money,value,value.low,value.high\n");
  for (size_t step = 0; step < sweep->step_count; step++) {
    for (size_t i = 0; i < sweep->columns.count; i++)
      if (sweep->columns.at[i].differs) csv_column(d, &sweep->columns.at[i], step);
    for (size_t i = 0; i < sweep->values.count; i++)
      if (sweep->values.at[i].differs) csv_value(d, &sweep->values.at[i], step);
  }
}

void sweep_data(const Sweep *sweep, const Question *question, AnswerForm form, Buffer *out) {
  const Data d = {.sweep = sweep, .image = sweep->image, .out = out};
  if (form == ANSWER_JSON)
    as_json(&d, question);
  else if (form == ANSWER_JSONL)
    as_lines(&d);
  else
    as_csv(&d);
}
