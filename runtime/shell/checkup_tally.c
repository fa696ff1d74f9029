/* checkup_tally.c - outcomes of the data, counted while the rows pass by.
 *
 * Rows flow in windows, through several threads. There each row is put down in a few bytes
 * (RowNote), which come back in the order of the data and are added up. So a check-up keeps no
 * rows, however many there are.
 *
 *   a row:  the manager's name (length, bytes), a status for each declaration that is watched on
 * the entity, a StageNote for each process
 */
#include <string.h>

#include "shell/checkup_gather.h"

#define NO_NAME UINT32_MAX
enum { NO_STAGE = UINT16_MAX };

/* What a row is in a process. What is unknown, or is not there, is the number behind the last. */
typedef struct StageNote {
  uint16_t stage;
  uint8_t fit, pace, path;
  bool entered; /* the day when the recorded stage was entered is known, or nobody asks for it */
  bool excused;
} StageNote;

typedef struct StageColumns {
  uint32_t stage, fit, pace, path, since; /* of the image; SCHEMA_NONE */
  Map *excused;                           /* keys with a waiver in force */
} StageColumns;

typedef struct Counting {
  Gathering *g;
  const uint32_t *field;   /* by entity: who manages, or SCHEMA_NONE */
  VEC(uint32_t) * watched; /* by entity: declarations */
  StageColumns *columns;   /* by process */
} Counting;

static bool is_watched(const Declared *declared) {
  return declared->kind == DECLARATION_KPI || declared->kind == DECLARATION_RULE ||
         declared->kind == DECLARATION_CADENCE || declared->kind == DECLARATION_ITEM;
}

/* ---- A row in bytes ---- */

static uint8_t member_or(const Run *run, uint32_t column, size_t row, uint8_t unknown) {
  if (column == SCHEMA_NONE) return unknown;
  const Scalar value = run_value(run, column, row).low;
  return value.known ? (uint8_t)value.i : unknown;
}

static uint8_t status_of(const Run *run, uint32_t declaration, size_t row) {
  const uint32_t column = run_image(run)->declarations.at[declaration].columns.first;
  const Scalar value = run_value(run, column, row).low;
  if (!value.known) return OUTCOME_UNKNOWN;
  if (value.type.kind == TYPE_BOOL)
    return value.truth == TRUTH_TRUE ? OUTCOME_HOLDS : OUTCOME_FAILS;
  return (uint8_t)value.i;
}

static void note_owner(const Counting *c, const Run *run, uint32_t entity, size_t row,
                       Buffer *out) {
  uint32_t length = NO_NAME;
  Text name = TEXT("");
  Scalar value;
  if (c->field[entity] != SCHEMA_NONE && run_field(run, entity, c->field[entity], row, &value) &&
      value.known) {
    name = value.type.kind == TYPE_ENUM
               ? run_image(run)->enums.at[value.type.of].members[value.i].name
               : value.text;
    length = (uint32_t)name.len;
  }
  buffer_bytes(out, &length, sizeof length);
  buffer_text(out, name);
}

static void note_process(const Counting *c, const Run *run, size_t process, size_t row,
                         Buffer *out) {
  const StageColumns *at = &c->columns[process];
  const uint32_t entity = gather_declared(c->g, process)->entity;
  const Scalar stage = run_value(run, at->stage, row).low;
  StageNote note = {0};
  note.stage = stage.known ? (uint16_t)stage.i : NO_STAGE;
  note.fit = member_or(run, at->fit, row, FIT_COUNT);
  note.pace = member_or(run, at->pace, row, PACE_COUNT);
  note.path = member_or(run, at->path, row, PATH_COUNT);
  note.entered = at->since == SCHEMA_NONE || run_value(run, at->since, row).low.known;
  note.excused =
      map_count(at->excused) && map_get(at->excused, run_key(run, entity, row)) != MAP_NONE;
  buffer_bytes(out, &note, sizeof note);
}

static void format(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                   Buffer *out) {
  const Counting *c = context;
  for (size_t end = row + count; row < end; row++) {
    note_owner(c, run, entity, row, out);
    for (size_t i = 0; i < c->watched[entity].count; i++)
      buffer_char(out, (char)status_of(run, c->watched[entity].at[i], row));
    for (size_t p = 0; p < c->g->checkup->processes.count; p++)
      if (gather_declared(c->g, p)->entity == entity) note_process(c, run, p, row, out);
  }
}

/* ---- And added up ---- */

static OwnerTally *owner_of(const Counting *c, ProcessTally *tally, Text name) {
  uint32_t index = map_get(tally->owner, name);
  if (index == MAP_NONE) {
    const Text own = text_copy(c->g->arena, name);
    index = map_add(tally->owner, own, (uint32_t)tally->owners.count);
    *VEC_PUSH(c->g->arena, &tally->owners) = (OwnerTally){.name = own};
  }
  return &tally->owners.at[index];
}

static void add_share(OwnerShare *share, bool counts, bool bad) {
  share->of += counts;
  share->bad += counts && bad;
}

static void add_owner(const Counting *c, ProcessTally *tally, uint32_t entity, Text name,
                      const StageNote *note, const uint8_t *status) {
  OwnerTally *owner = owner_of(c, tally, name);
  add_share(&owner->placed, note->fit <= FIT_SEVERAL, note->fit != FIT_FITS);
  for (size_t i = 0; i < c->watched[entity].count; i++) {
    const DeclarationKind kind = c->g->program->columns.at[c->watched[entity].at[i]].kind;
    if (kind == DECLARATION_CADENCE)
      add_share(&owner->reviewed, status[i] <= CADENCE_OVERDUE, status[i] == CADENCE_OVERDUE);
    if (kind == DECLARATION_KPI)
      add_share(&owner->rated, status[i] <= KPI_RED, status[i] != KPI_GREEN);
  }
}

static bool has_rating(const Counting *c, uint32_t entity, const uint8_t *status) {
  for (size_t i = 0; i < c->watched[entity].count; i++)
    if (c->g->program->columns.at[c->watched[entity].at[i]].kind == DECLARATION_KPI &&
        status[i] <= KPI_WAIVED)
      return true;
  return false;
}

static void add_process(const Counting *c, size_t process, Text name, const uint8_t *status,
                        const StageNote *note) {
  ProcessTally *tally = &c->g->tallies->process[process];
  const uint32_t entity = gather_declared(c->g, process)->entity;
  const uint32_t stages = gather_declared(c->g, process)->process->count;
  if (note->fit == FIT_NOT_APPLICABLE) return;
  tally->rows++;
  tally->excused += note->excused;
  tally->fit[note->fit]++;
  tally->pace[note->pace]++;
  tally->path[note->path]++;
  tally->conforming += note->path == PATH_CONFORMS && note->entered;
  for (size_t i = 0; i < c->watched[entity].count; i++)
    tally->outcome[c->watched[entity].at[i]].rows[status[i]]++;
  if (note->stage < stages) {
    tally->stage_rows[note->stage]++;
    tally->stage_rated[note->stage] += has_rating(c, entity, status);
  }
  if (name.at) add_owner(c, tally, entity, name, note, status);
}

static const char *add_row(const Counting *c, uint32_t entity, const char *at) {
  uint32_t length;
  memcpy(&length, at, sizeof length);
  at += sizeof length;
  const Text name = length == NO_NAME ? (Text){0} : (Text){at, length};
  at += length == NO_NAME ? 0 : length;
  const uint8_t *status = (const uint8_t *)at;
  for (size_t i = 0; i < c->watched[entity].count; i++)
    c->g->tallies->outcome[c->watched[entity].at[i]].rows[status[i]]++;
  at += c->watched[entity].count;
  for (size_t p = 0; p < c->g->checkup->processes.count; p++) {
    StageNote note;
    if (gather_declared(c->g, p)->entity != entity) continue;
    memcpy(&note, at, sizeof note);
    at += sizeof note;
    add_process(c, p, name, status, &note);
  }
  return at;
}

static void take(void *context, uint32_t entity, Text formatted) {
  const Counting *c = context;
  for (const char *at = formatted.at; at < formatted.at + formatted.len;)
    at = add_row(c, entity, at);
}

/* ---- Beforehand ---- */

static uint32_t part_column(const Image *image, uint32_t declaration, const char *part) {
  const IndexList columns = image->declarations.at[declaration].columns;
  for (uint32_t i = columns.first; i < columns.first + columns.count; i++)
    if (text_ends(image->columns.at[i].name, text_of(part))) return i;
  return SCHEMA_NONE;
}

static Map *excused_keys(const Gathering *g, size_t process) {
  const uint32_t entity = gather_declared(g, process)->entity;
  Map *keys = map_new(g->arena);
  for (size_t i = 0; i < g->program->waivers.count; i++) {
    const DeclaredWaiver *waiver = &g->program->waivers.at[i];
    if (gather_is_excuse(g, process, waiver) && waiver->until >= g->options.today &&
        g->program->columns.at[waiver->target].entity == entity)
      map_add(keys, waiver->key, 0);
  }
  return keys;
}

static void prepare_process(Counting *c, size_t process) {
  const Gathering *g = c->g;
  const uint32_t declaration = g->declared[process];
  const uint32_t stages = gather_declared(g, process)->process->count;
  ProcessTally *tally = &g->tallies->process[process];
  c->columns[process] =
      (StageColumns){.stage = g->image->declarations.at[declaration].columns.first,
                     .fit = part_column(g->image, declaration, ".fit"),
                     .pace = part_column(g->image, declaration, ".pace"),
                     .path = part_column(g->image, declaration, ".path"),
                     .since = part_column(g->image, declaration, ".since"),
                     .excused = excused_keys(g, process)};
  tally->owner = map_new(g->arena);
  tally->outcome = ARENA_ARRAY(g->arena, Outcomes, g->program->columns.count);
  tally->stage_rows = ARENA_ARRAY(g->arena, uint64_t, stages);
  tally->stage_rated = ARENA_ARRAY(g->arena, uint64_t, stages);
}

static void prepare(Counting *c) {
  Gathering *g = c->g;
  const size_t processes = g->checkup->processes.count;
  g->tallies = ARENA_NEW(g->arena, Tallies);
  g->tallies->process = ARENA_ARRAY(g->arena, ProcessTally, processes);
  g->tallies->outcome = ARENA_ARRAY(g->arena, Outcomes, g->program->columns.count);
  c->columns = ARENA_ARRAY(g->arena, StageColumns, processes);
  c->watched = arena_array(g->arena, g->image->entities.count, sizeof *c->watched);
  for (uint32_t i = 0; i < g->program->columns.count; i++) {
    const Declared *declared = &g->program->columns.at[i];
    if (is_watched(declared)) *VEC_PUSH(g->arena, &c->watched[declared->entity]) = i;
  }
  for (size_t p = 0; p < processes; p++) prepare_process(c, p);
}

/* ---- The run ---- */

/* Whether all that is wrong is that there is no data, which nobody has asked for. */
static bool is_without_data(const Shell *shell, const DiagSink *diags) {
  for (size_t i = 0; i < diag_count(diags); i++) {
    const Diag *diag = diag_at(diags, i);
    if (diag->severity == SEVERITY_ERROR && diag->code != E_NO_SOURCE) return false;
  }
  return !shell_option(shell, OPTION_DATA);
}

static Text first_error(const DiagSink *diags) {
  for (size_t i = 0; i < diag_count(diags); i++)
    if (diag_at(diags, i)->severity == SEVERITY_ERROR) return diag_at(diags, i)->message;
  return TEXT("");
}

bool gather_tallies(Gathering *g, const uint32_t *field) {
  Counting counting = {.g = g, .field = field};
  const RunSink sink = {.context = &counting, .format = format, .write = take};
  DiagSink *diags = diag_sink_new(g->arena);
  prepare(&counting);
  g->run = engine_run(g->arena, g->image, &g->options, &sink, diags);
  g->checkup->has_data = g->run != NULL;
  if (g->run) return evaluation_spares(g->shell, g->run);
  g->checkup->no_data = first_error(diags);
  if (is_without_data(g->shell, diags)) return true;
  for (size_t i = 0; i < diag_count(diags); i++)
    diag_adopt(g->shell->diags, (Diag *)diag_at(diags, i));
  return false;
}
