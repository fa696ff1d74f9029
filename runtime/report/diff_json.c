/* diff_json.c - what changes between two states, for programs.
 *
 *   {"schema": 1, "same", "before": {"rules", "data", "as_of"}, "after": {..}, "differs":
 * ["rules"], "edits": [{"kind", "what", "name", "part", "before", "after", "file", "line"}],
 *    "proven", "meanings": [{"name", "kind", "verdict", "before", "after", "given", "region",
 *                            "reason", "file", "line"}],
 *    "data": {"sources", "entities", "outcomes", "values"}}
 *
 * docs/diff.md says what each member means. Everything is listed, whatever --all says.
 */
#include "report/diff_impl.h"

typedef struct Json {
  Arena *arena;
  const DiffReport *report;
  JsonWriter *json;
} Json;

static const char *const factor_words[] = {"rules", "data", "calendar"};
enum { FACTOR_KINDS = 3 };
static const char *const verdict_words[] = {[MEANING_SAME] = "same",
                                            [MEANING_DIFFERS] = "differs",
                                            [MEANING_OPEN] = "open",
                                            [MEANING_ADDED] = "added",
                                            [MEANING_REMOVED] = "removed"};

/* ---- States --------------------------------------------------------------------------------- */

static void day(const Json *j, const char *key, int32_t value) {
  const Scalar scalar = {.type = {.kind = TYPE_DATE}, .known = true, .i = value};
  scalar_json(j->json, key, j->report->moves->watch->image[SIDE_AFTER], scalar);
}

static void state(const Json *j, const char *key, int side) {
  const DiffState *state = &j->report->state[side];
  json_begin_object(j->json, key);
  json_str(j->json, "rules", state->rules);
  if (j->report->moves) {
    if (state->data.len)
      json_text(j->json, "data", state->data);
    else
      json_null_value(j->json, "data");
    day(j, "as_of", state->today);
  }
  json_end(j->json);
}

static void factors(const Json *j, const char *key, unsigned set) {
  json_begin_array(j->json, key);
  for (unsigned i = 0; i < FACTOR_KINDS; i++)
    if (set >> i & 1) json_str(j->json, NULL, factor_words[i]);
  json_end(j->json);
}

/* ---- Definitions and proofs ----------------------------------------------------------------- */

static void place(const Json *j, Place at) {
  json_text(j->json, "file", without_folder(at.file, text_of(j->report->folder)));
  json_int(j->json, "line", at.line);
}

static void edits(const Json *j) {
  json_begin_array(j->json, "edits");
  for (size_t i = 0; i < j->report->edits->list.count; i++) {
    const Edit *edit = &j->report->edits->list.at[i];
    json_begin_object(j->json, NULL);
    json_str(j->json, "kind", edit_word[edit->kind]);
    json_text(j->json, "what", edit->what);
    json_text(j->json, "name", edit->name);
    if (edit->part.len) json_text(j->json, "part", edit->part);
    if (edit->before.len) json_text(j->json, "before", edit->before);
    if (edit->after.len) json_text(j->json, "after", edit->after);
    place(j, edit->place);
    json_end(j->json);
  }
  json_end(j->json);
}

static void optional(const Json *j, const char *key, Text text) {
  if (text.len) json_text(j->json, key, text);
}

static void meanings(const Json *j) {
  json_begin_array(j->json, "meanings");
  for (size_t i = 0; i < j->report->meanings.count; i++) {
    const Meaning *m = &j->report->meanings.at[i];
    json_begin_object(j->json, NULL);
    json_text(j->json, "name", m->name);
    json_str(j->json, "kind", declaration_kind_name[m->kind]);
    json_str(j->json, "verdict", verdict_words[m->verdict]);
    optional(j, "before", m->before);
    optional(j, "after", m->after);
    optional(j, "given", m->given);
    optional(j, "region", m->region);
    optional(j, "reason", m->reason);
    optional(j, "follows", m->follows);
    place(j, m->place);
    json_end(j->json);
  }
  json_end(j->json);
}

/* ---- Data ----------------------------------------------------------------------------------- */

static const WatchedEntity *entity_of(const Json *j, uint32_t entity) {
  return &j->report->moves->watch->entities.at[entity];
}

static void amount(const Json *j, const char *key, int128 money) {
  Buffer out = buffer_in(j->arena);
  decimal_print_wide(&out, money, type_info(TYPE_MONEY)->decimals, false);
  json_raw(j->json, key, buffer_view(&out));
}

static void count_members(const Json *j, const WatchedEntity *entity, MemberCount count) {
  json_int(j->json, "rows", (int64_t)count.rows);
  if (!entity->money_name.len) return;
  amount(j, "money", count.money);
  json_int(j->json, "without_money", (int64_t)count.money_missing);
}

/* [["rules"], ["data", "calendar"]] */
static void causes(const Json *j, Causes causes) {
  json_begin_array(j->json, "causes");
  for (unsigned set = 1; set < FACTOR_SETS; set++)
    if (causes >> set & 1) factors(j, NULL, set);
  json_end(j->json);
}

static void by_cause(const Json *j, const WatchedEntity *entity, const MoveList *list) {
  json_begin_array(j->json, "by_cause");
  for (unsigned causes_set = 1; causes_set < 256; causes_set++) {
    for (size_t i = 0; i < list->by_cause.count; i++) {
      if (list->by_cause.at[i].causes != causes_set) continue;
      json_begin_object(j->json, NULL);
      causes(j, list->by_cause.at[i].causes);
      count_members(j, entity, list->by_cause.at[i].count);
      json_end(j->json);
    }
  }
  json_end(j->json);
}

static void row_list(const Json *j, const char *key, const WatchedEntity *entity,
                     const MoveList *list, const Text *member) {
  json_begin_array(j->json, key);
  for (size_t i = 0; i < list->first.count; i++) {
    const RowMove *move = &list->first.at[i];
    json_begin_object(j->json, NULL);
    json_text(j->json, "key", move->key);
    if (member) json_text(j->json, "from", member[move->from]);
    if (member) json_text(j->json, "to", member[move->to]);
    if (entity->money_name.len && move->has_money) amount(j, "money", move->money);
    if (entity->money_name.len && !move->has_money) json_null_value(j->json, "money");
    causes(j, move->causes);
    json_end(j->json);
  }
  json_end(j->json);
}

static void sources(const Json *j, const char *key, const Snapshot *snapshot) {
  const SnapshotSource *list;
  const size_t count = snapshot_sources(snapshot, &list);
  json_begin_array(j->json, key);
  for (size_t i = 0; i < count; i++) {
    json_begin_object(j->json, NULL);
    json_text(j->json, "entity", list[i].entity);
    json_text(j->json, "source", list[i].source);
    json_int(j->json, "rows", (int64_t)list[i].rows);
    json_int(j->json, "left_out", (int64_t)list[i].left_out);
    json_end(j->json);
  }
  json_end(j->json);
}

static void entities(const Json *j) {
  const Moves *moves = j->report->moves;
  json_begin_array(j->json, "entities");
  for (size_t i = 0; i < moves->entities.count; i++) {
    const EntityMoves *e = &moves->entities.at[i];
    const WatchedEntity *entity = entity_of(j, e->entity);
    if (entity->entity[SIDE_AFTER] == IMAGE_PROGRAM) continue;
    json_begin_object(j->json, NULL);
    json_text(j->json, "name", entity->name);
    if (entity->money_name.len) json_text(j->json, "money", entity->money_name);
    json_int(j->json, "before", (int64_t)e->before);
    json_int(j->json, "after", (int64_t)e->after);
    json_bool(j->json, "followed", e->joined);
    row_list(j, "arrived", entity, &e->arrived, NULL);
    row_list(j, "left", entity, &e->left, NULL);
    json_end(j->json);
  }
  json_end(j->json);
}

static void members(const Json *j, const char *key, const OutcomeMoves *o, const uint64_t *rows) {
  json_begin_object(j->json, key);
  for (size_t m = 0; m < watch_bins(o->column); m++)
    if (m != watch_absent(o->column) || rows[m])
      json_int(j->json, json_key(j->arena, o->column->member[m]), (int64_t)rows[m]);
  json_end(j->json);
}

static void matrix(const Json *j, const OutcomeMoves *o, const WatchedEntity *entity) {
  const size_t bins = watch_bins(o->column);
  json_begin_array(j->json, "moves");
  for (size_t at = 0; o->move && at < bins * bins; at++) {
    if (!o->move[at].rows || at / bins == at % bins) continue;
    json_begin_object(j->json, NULL);
    json_text(j->json, "from", o->column->member[at / bins]);
    json_text(j->json, "to", o->column->member[at % bins]);
    count_members(j, entity, o->move[at]);
    json_end(j->json);
  }
  json_end(j->json);
}

static void direction(const Json *j, const char *key, const WatchedEntity *entity,
                      MemberCount count) {
  json_begin_object(j->json, key);
  count_members(j, entity, count);
  json_end(j->json);
}

static void outcomes(const Json *j) {
  const Moves *moves = j->report->moves;
  json_begin_array(j->json, "outcomes");
  for (size_t i = 0; i < moves->outcomes.count; i++) {
    const OutcomeMoves *o = &moves->outcomes.at[i];
    const WatchedEntity *entity = entity_of(j, o->column->entity);
    if (!moves_outcome_differs(o) && !o->held) continue;
    json_begin_object(j->json, NULL);
    json_text(j->json, "name", o->column->name);
    json_text(j->json, "entity", entity->name);
    json_str(j->json, "kind", declaration_kind_name[o->column->kind]);
    json_int(j->json, "moved", (int64_t)o->moves.all.rows);
    json_int(j->json, "held", (int64_t)o->held);
    members(j, "before", o, o->before);
    members(j, "after", o, o->after);
    if (o->column->rank) direction(j, "promoted", entity, o->promoted);
    if (o->column->rank) direction(j, "demoted", entity, o->demoted);
    matrix(j, o, entity);
    by_cause(j, entity, &o->moves);
    row_list(j, "rows", entity, &o->moves, o->column->member);
    json_end(j->json);
  }
  json_end(j->json);
}

static void values(const Json *j) {
  const Moves *moves = j->report->moves;
  json_begin_array(j->json, "values");
  for (size_t i = 0; i < moves->values.count; i++) {
    const ValueMoves *v = &moves->values.at[i];
    json_begin_object(j->json, NULL);
    json_text(j->json, "name", v->column->name);
    json_text(j->json, "entity", entity_of(j, v->column->entity)->name);
    json_int(j->json, "changed", (int64_t)v->changed);
    json_begin_array(j->json, "rows");
    for (size_t k = 0; k < v->first.count; k++) {
      const ValueMove *move = &v->first.at[k];
      json_begin_object(j->json, NULL);
      json_text(j->json, "key", move->key);
      ends_json(j->json, "before", moves->watch->image[SIDE_BEFORE], move->before,
                v->column->range);
      ends_json(j->json, "after", moves->watch->image[SIDE_AFTER], move->after, v->column->range);
      json_end(j->json);
    }
    json_end(j->json);
    json_end(j->json);
  }
  json_end(j->json);
}

static void data(const Json *j) {
  const Moves *moves = j->report->moves;
  json_begin_object(j->json, "data");
  sources(j, "before", moves->state[0]);
  sources(j, "after", moves->state[moves->factors]);
  entities(j);
  outcomes(j);
  values(j);
  json_end(j->json);
}

void diff_json(Buffer *out, const DiffReport *report) {
  JsonWriter json = json_writer(out, false);
  const Json j = {out->arena, report, &json};
  json_begin_object(&json, NULL);
  json_int(&json, "schema", DIFF_SCHEMA);
  json_bool(&json, "same", report->same);
  state(&j, "before", SIDE_BEFORE);
  state(&j, "after", SIDE_AFTER);
  factors(&j, "differs", report->factors);
  if (report->edits) {
    edits(&j);
    json_bool(&json, "proven", report->proven);
    meanings(&j);
  }
  if (report->moves) data(&j);
  json_end(&json);
  buffer_char(out, '\n');
}
