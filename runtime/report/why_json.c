/* why_json.c - why a row has its values, for programs.
 *
 *   {"schema": 1, "entity", "key", "columns": [{"name", "value", "unknown": [..], "why": NODE}]}
 *   NODE: {"kind", "join", "text", "value", "possible", "rows": {..}, "place": {..}, "entries":
 * [..], "file", "line", "column", "decides", "children": [NODE ..]}
 *
 * A tree that was told already has "again": true in place of its children.
 */
#include "report/why_lines.h"

/* Deeper nodes have "again": false in place of their children: the writer's nesting has an end, and
 * each level takes two. */
enum { DEPTH_MOST = 24 };

typedef struct Why {
  JsonWriter *json;
  const Image *image;
  bool *told; /* by clause */
} Why;

const char *const why_kinds[CLAUSE_COUNT] = {
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
    [CLAUSE_POINTS] = "points",       [CLAUSE_FIXED] = "fixed",
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

/* How the parts of a condition make it: all, any, or so many of them; or its opposite. */
static const char *const joins[JOIN_KINDS] = {
    [JOIN_ALL] = "all", [JOIN_ANY] = "any", [JOIN_COUNT] = "some", [JOIN_NOT] = "not"};

void why_json_members(JsonWriter *json, const Image *image, const WhyNode *node) {
  const Clause *clause = &image->clauses.at[node->clause];
  json_str(json, "kind", why_kinds[clause->kind]);
  if (clause->join != JOIN_NONE) json_str(json, "join", joins[clause->join]);
  json_text(json, "text", clause->text);
  if (node->has_value) value(json, image, node->value);
  const Scalar possible = why_possible(image, node);
  if (possible.known) scalar_json(json, "possible", image, possible);
  if (node->has_rows) {
    json_begin_object(json, "rows");
    json_int(json, "counted", (int64_t)node->rows.counted);
    json_int(json, "undecided", (int64_t)node->rows.undecided);
    json_int(json, "skipped", (int64_t)node->rows.skipped);
    json_end(json);
  }
  if (node->has_places) {
    json_begin_object(json, "place");
    json_int(json, "number", (int64_t)node->place);
    json_int(json, "places", (int64_t)node->places);
    json_end(json);
  }
  if (clause->history != SCHEMA_NONE) entries(json, image, clause, node);
  json_text(json, "file", clause->place.file);
  json_int(json, "line", clause->place.line);
  json_int(json, "column", clause->place.column);
}

void why_json_unknown(JsonWriter *json, Run *run, uint32_t column, size_t row) {
  Text *names;
  const size_t count = run_deciding(run, column, row, json->out->arena, &names);
  json_begin_array(json, "unknown");
  for (size_t i = 0; i < count; i++) json_text(json, NULL, names[i]);
  json_end(json);
}

/* A component's points are told with it; a waiver of another row is none of this one's. */
static bool is_told(const Why *why, const WhyNode *node) {
  const ClauseKind kind = (ClauseKind)why->image->clauses.at[node->clause].kind;
  return kind != CLAUSE_POINTS && kind != CLAUSE_FIXED &&
         (kind != CLAUSE_WAIVER || node->waiver != SCHEMA_NONE);
}

/* `open`: the parts of the node may decide, too. */
static void tell(Why *why, const char *key, const WhyNode *node, bool decides, bool open,
                 unsigned depth) {
  JsonWriter *json = why->json;
  json_begin_object(json, key);
  why_json_members(json, why->image, node);
  json_bool(json, "decides", decides);
  if (node->child_count && (why->told[node->clause] || depth == DEPTH_MOST)) {
    json_bool(json, "again", why->told[node->clause]);
  } else {
    why->told[node->clause] = true;
    json_begin_array(json, "children");
    for (size_t i = 0; i < node->child_count; i++)
      if (is_told(why, node->child[i]))
        tell(why, NULL, node->child[i], open && node->weight[i] != WHY_ASIDE,
             open && node->weight[i] == WHY_DECIDES, depth + 1);
    json_end(json);
  }
  json_end(json);
}

static void column_tree(JsonWriter *json, Run *run, uint32_t column, size_t row) {
  const Image *image = run_image(run);
  Arena *arena = json->out->arena;
  const WhyNode *root = run_why(run, arena, column, row);
  json_begin_object(json, NULL);
  json_text(json, "name", image->columns.at[column].name);
  column_json(json, "value", run, column, row);
  why_json_unknown(json, run, column, row);
  Why why = {json, image, ARENA_ARRAY(arena, bool, image->clauses.count)};
  if (root)
    tell(&why, "why", root, true, true, 0);
  else
    json_null_value(json, "why");
  json_end(json);
}

void why_json(Buffer *out, Run *run, const WhyAsked *asked) {
  const Image *image = run_image(run);
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_int(&json, "schema", REPORT_SCHEMA);
  json_text(&json, "entity", image->entities.at[asked->entity].name);
  json_text(&json, "key", run_key(run, asked->entity, asked->row));
  json_begin_array(&json, "columns");
  for (uint32_t i = 0; i < image->columns.count; i++)
    if (why_is_asked(image, asked, i)) column_tree(&json, run, i, asked->row);
  json_end(&json);
  json_end(&json);
  buffer_char(out, '\n');
}
