/* why_json.c - why a row has its values, for programs.
 *
 *   {"schema": 1, "entity", "key", "columns": [{"name", "value", "unknown": [..], "why": NODE}]}
 *   NODE: {"kind", "text", "value", "rows": {..}, "place": {..}, "file", "line", "column",
 * "children"}
 *
 * A tree that was told already has "again": true in place of its children.
 */
#include "report/report_impl.h"

/* Deeper nodes have "again": false in place of their children: the writer's nesting has an end, and
 * each level takes two. */
enum { DEPTH_MOST = 24 };

typedef struct Why {
  JsonWriter *json;
  const Image *image;
  bool *told; /* by clause */
} Why;

static const char *const clause_kinds[CLAUSE_COUNT] = {
    [CLAUSE_COLUMN] = "column",       [CLAUSE_WHERE] = "where",
    [CLAUSE_SEGMENT] = "segment",     [CLAUSE_NEEDS] = "needs",
    [CLAUSE_KEEPS] = "keeps",         [CLAUSE_CAP] = "cap",
    [CLAUSE_COMPONENT] = "component", [CLAUSE_VALUE] = "value",
    [CLAUSE_BAND] = "band",           [CLAUSE_REQUIRE] = "require",
    [CLAUSE_WAIVER] = "waiver",       [CLAUSE_CONDITION] = "condition",
    [CLAUSE_TERM] = "term",           [CLAUSE_EVERY] = "every",
    [CLAUSE_GRACE] = "grace",         [CLAUSE_ITEM] = "item",
    [CLAUSE_STAGE] = "stage",         [CLAUSE_ENTER] = "enter",
    [CLAUSE_LEAVE] = "leave",         [CLAUSE_PRODUCES] = "produces",
    [CLAUSE_WITHIN] = "within",       [CLAUSE_HISTORY] = "history",
};

/* What was entered, in order; `stage` is null where the process does not know it. */
static void entries(JsonWriter *json, const Image *image, const Clause *clause,
                    const WhyNode *node) {
  const History *history = &image->histories.at[clause->history];
  const EnumSchema *stages = &image->enums.at[image->declarations.at[history->declaration].members];
  json_begin_array(json, "entries");
  for (size_t i = 0; i < node->entry_count; i++) {
    const HistoryEntry *entry = &node->entry[i];
    const Scalar day = {.type = {.kind = TYPE_DATE}, .known = true, .i = entry->day};
    json_begin_object(json, NULL);
    scalar_json(json, "day", image, day);
    if (entry->stage < history->stages.count)
      json_text(json, "stage", stages->members[entry->stage].name);
    else
      json_null_value(json, "stage");
    json_str(json, "path", path_words[entry->path]);
    json_end(json);
  }
  json_end(json);
}

static void value(JsonWriter *json, const Image *image, ColumnValue value) {
  if (value.low.known && value.high.known && !value_is_point(value)) {
    json_begin_object(json, "value");
    scalar_json(json, "low", image, value.low);
    scalar_json(json, "high", image, value.high);
    json_end(json);
  } else {
    scalar_json(json, "value", image, value.low);
  }
}

static void tell(Why *why, const char *key, const WhyNode *node, unsigned depth) {
  JsonWriter *json = why->json;
  const Image *image = why->image;
  const Clause *clause = &image->clauses.at[node->clause];
  json_begin_object(json, key);
  json_str(json, "kind", clause_kinds[clause->kind]);
  json_text(json, "text", clause->text);
  if (node->has_value) value(json, image, node->value);
  if (node->has_rows) {
    json_begin_object(json, "rows");
    json_int(json, "counted", (int64_t)node->counted);
    json_int(json, "undecided", (int64_t)node->undecided);
    json_int(json, "skipped", (int64_t)node->skipped);
    json_end(json);
  }
  if (node->has_places) {
    json_begin_object(json, "place");
    json_int(json, "number", (int64_t)node->place);
    json_int(json, "places", (int64_t)node->places);
    json_end(json);
  }
  if (clause->history != SCHEMA_NONE) entries(json, why->image, clause, node);
  json_text(json, "file", clause->place.file);
  json_int(json, "line", clause->place.line);
  json_int(json, "column", clause->place.column);
  if (node->child_count && (why->told[node->clause] || depth == DEPTH_MOST)) {
    json_bool(json, "again", why->told[node->clause]);
  } else {
    why->told[node->clause] = true;
    json_begin_array(json, "children");
    for (size_t i = 0; i < node->child_count; i++) tell(why, NULL, node->child[i], depth + 1);
    json_end(json);
  }
  json_end(json);
}

static void column_tree(JsonWriter *json, Arena *arena, Run *run, uint32_t column, size_t row) {
  const Image *image = run_image(run);
  const WhyNode *root = run_why(run, arena, column, row);
  json_begin_object(json, NULL);
  json_text(json, "name", image->columns.at[column].name);
  column_json(json, "value", run, column, row);
  Text *names;
  size_t count = run_deciding(run, column, row, arena, &names);
  json_begin_array(json, "unknown");
  for (size_t i = 0; i < count; i++) json_text(json, NULL, names[i]);
  json_end(json);
  Why why = {json, image, ARENA_ARRAY(arena, bool, image->clauses.count)};
  if (root)
    tell(&why, "why", root, 0);
  else
    json_null_value(json, "why");
  json_end(json);
}

void why_json(Arena *arena, Run *run, uint32_t entity, size_t row, uint32_t column, Buffer *out) {
  const Image *image = run_image(run);
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_int(&json, "schema", REPORT_SCHEMA);
  json_text(&json, "entity", image->entities.at[entity].name);
  json_text(&json, "key", run_key(run, entity, row));
  json_begin_array(&json, "columns");
  for (uint32_t i = 0; i < image->columns.count; i++) {
    bool wanted = column == SCHEMA_NONE
                      ? column_declaration(image, &image->columns.at[i])->entity == entity
                      : column == i;
    if (wanted) column_tree(&json, arena, run, i, row);
  }
  json_end(&json);
  json_end(&json);
  buffer_char(out, '\n');
}
