/* why_not_data.c - what it would take, for programs.
 *
 *   JSON   {"schema": 1, "entity", "key", "column", "wanted", "now", "holds",
 *           "needs": [{"text", "file", "line", "wanted", "now", "is", "bound", "short_by",
 *                      "place": {..}, "changes": [CHANGE], "rests_on": [..]}],
 *           "sets": [{"together", "changes": [CHANGE]}],
 *           "levers", "looked_at", "exhausted"}
 *   CHANGE {"name", "kind": "field" or "aggregate", "now", "to", "example",
 *           "spans": [{"low", "high"}]}   an end is null where there is none worth naming
 *   CSV, JSONL   the changes of the sets, a line each
 */
#include "report/answer_table.h"
#include "report/why_not_impl.h"

/* ---- JSON -------------------------------------------------------------------------------------
 */

static void end_json(JsonWriter *json, const char *key, const Image *image, Scalar value,
                     bool is_open) {
  value.known &= !is_open;
  if (value.type.kind == TYPE_BOOL && is_open) value.truth = TRUTH_UNKNOWN;
  scalar_json(json, key, image, value);
}

static void change_json(JsonWriter *json, const Image *image, const WhyNotChange *change) {
  const bool amount = why_not_is_amount(change->type);
  json_begin_object(json, NULL);
  json_text(json, "name", change->name);
  json_str(json, "kind", change->field == SCHEMA_NONE ? "aggregate" : "field");
  ends_json(json, "now", image, change->now, !value_is_point(change->now));
  scalar_json(json, "to", image, change->to);
  scalar_json(json, "example", image, change->example);
  json_begin_array(json, "spans");
  for (size_t i = 0; i < change->span_count; i++) {
    const WhyNotSpan *span = &change->span[i];
    json_begin_object(json, NULL);
    end_json(json, "low", image, span->low, amount && span->from_least);
    end_json(json, "high", image, span->high, amount && span->to_most);
    json_end(json);
  }
  json_end(json);
  json_end(json);
}

static void changes_json(JsonWriter *json, const Image *image, const WhyNotChange *changes,
                         size_t count) {
  json_begin_array(json, "changes");
  for (size_t i = 0; i < count; i++) change_json(json, image, &changes[i]);
  json_end(json);
}

static void cap_json(JsonWriter *json, const Image *image, const WhyNotCap *cap) {
  json_begin_object(json, "place");
  json_int(json, "number", (int64_t)cap->place);
  json_int(json, "places", (int64_t)cap->places);
  json_bool(json, "free", cap->is_free);
  if (cap->last_key.len) {
    scalar_json(json, "own", image, cap->own);
    scalar_json(json, "last", image, cap->last);
    json_text(json, "last_key", cap->last_key);
  }
  json_end(json);
}

static void need_json(JsonWriter *json, const Image *image, const WhyNotNeed *need) {
  const Scalar now = {
      .type = {.kind = TYPE_BOOL}, .known = need->now != TRUTH_UNKNOWN, .truth = need->now};
  json_begin_object(json, NULL);
  json_text(json, "text", why_not_clause(json->out->arena, image, need));
  if (need->clause != SCHEMA_NONE) {
    json_text(json, "file", image->clauses.at[need->clause].place.file);
    json_int(json, "line", image->clauses.at[need->clause].place.line);
  }
  json_bool(json, "wanted", need->wanted);
  scalar_json(json, "now", image, now);
  if (need->has_distance) {
    ends_json(json, "is", image, need->is, !value_is_point(need->is));
    scalar_json(json, "bound", image, need->bound);
    scalar_json(json, "short_by", image, need->short_by);
  }
  if (need->has_cap) cap_json(json, image, &need->cap);
  changes_json(json, image, need->single, need->single_count);
  json_begin_array(json, "rests_on");
  for (size_t i = 0; i < need->read_count; i++) json_text(json, NULL, need->reads[i]);
  json_end(json);
  json_end(json);
}

static void as_json(Run *run, const WhyNot *answer, Buffer *out) {
  const Image *image = run_image(run);
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_int(&json, "schema", REPORT_SCHEMA);
  json_text(&json, "entity", image->entities.at[answer->entity].name);
  json_text(&json, "key", run_key(run, answer->entity, answer->row));
  json_text(&json, "column", image->columns.at[answer->column].name);
  json_text(&json, "wanted", why_not_wanted(run, answer));
  ends_json(&json, "now", image, answer->now, !value_is_point(answer->now));
  json_bool(&json, "holds", answer->holds);
  json_begin_array(&json, "needs");
  for (size_t i = 0; i < answer->need_count; i++) need_json(&json, image, &answer->need[i]);
  json_end(&json);
  json_begin_array(&json, "sets");
  for (size_t i = 0; i < answer->set_count; i++) {
    json_begin_object(&json, NULL);
    json_bool(&json, "together", answer->set[i].together);
    changes_json(&json, image, answer->set[i].change, answer->set[i].count);
    json_end(&json);
  }
  json_end(&json);
  json_int(&json, "levers", (int64_t)answer->lever_count);
  json_int(&json, "looked_at", (int64_t)answer->looked_at);
  json_bool(&json, "exhausted", answer->exhausted);
  json_end(&json);
  buffer_char(out, '\n');
}

/* ---- Lines ------------------------------------------------------------------------------------
 */

typedef struct Lines {
  Arena *arena;
  const Image *image;
  const WhyNot *answer;
} Lines;

enum { LINE_SET, LINE_NAME, LINE_NOW, LINE_TO, LINE_EXAMPLE, LINE_VALUES, LINE_COLUMNS };

static const WhyNotChange *change_at(const WhyNot *answer, size_t row, size_t *set) {
  for (*set = 0; row >= answer->set[*set].count; ++*set) row -= answer->set[*set].count;
  return &answer->set[*set].change[row];
}

static ColumnValue line_value(const void *context, size_t row, size_t column) {
  const Lines *lines = context;
  size_t set;
  const WhyNotChange *change = change_at(lines->answer, row, &set);
  Scalar value = {.type = {.kind = TYPE_TEXT}, .known = true};
  if (column == LINE_SET) {
    value.type.kind = TYPE_INTEGER;
    value.i = (int64_t)set + 1;
    return (ColumnValue){value, value};
  }
  if (column == LINE_NAME) value.text = change->name;
  if (column == LINE_NOW) {
    value.known = change->now.low.known;
    value.text = value_text(lines->arena, lines->image, change->now);
  }
  if (column == LINE_TO)
    value.text = scalar_text(lines->arena, lines->image, change->to, PRINT_CSV);
  if (column == LINE_EXAMPLE)
    value.text = scalar_text(lines->arena, lines->image, change->example, PRINT_CSV);
  if (column == LINE_VALUES) value.text = why_not_region(lines->arena, lines->image, change);
  return (ColumnValue){value, value};
}

static void as_lines(Arena *arena, Run *run, const WhyNot *answer, AnswerForm form, Buffer *out) {
  const Type text = {.kind = TYPE_TEXT};
  const AnswerColumn columns[LINE_COLUMNS] = {{TEXT("set"), {.kind = TYPE_INTEGER}, false},
                                              {TEXT("name"), text, false},
                                              {TEXT("now"), text, false},
                                              {TEXT("to"), text, false},
                                              {TEXT("example"), text, false},
                                              {TEXT("values"), text, false}};
  const Lines lines = {arena, run_image(run), answer};
  const AnswerView view = {.form = form};
  AnswerTable table = {.image = run_image(run),
                       .column = columns,
                       .column_count = LINE_COLUMNS,
                       .value = line_value,
                       .context = &lines};
  for (size_t i = 0; i < answer->set_count; i++) table.rows += answer->set[i].count;
  table.all = table.rows;
  answer_table_print(out, &table, &view);
}

void why_not_print(Arena *arena, Run *run, const WhyNot *answer, Text folder,
                   const AnswerView *view, Buffer *out) {
  if (view->form == ANSWER_JSON)
    as_json(run, answer, out);
  else if (view->form == ANSWER_JSONL || view->form == ANSWER_CSV)
    as_lines(arena, run, answer, view->form, out);
  else
    why_not_text(arena, run, answer, folder, view, out);
}
