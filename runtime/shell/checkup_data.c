/* checkup_data.c - what the outcomes of the data are evidence of. */
#include "report/grid.h"
#include "shell/checkup_gather.h"

enum { OWNER_LEAST = 5 }; /* fewer accounts say nothing about a manager */

typedef struct Weighing {
  Gathering *g;
  size_t process;
  CheckedProcess *checked;
  const Declared *declared;
  const ProcessTally *tally;
  Evidence *evidence;
} Weighing;

static Span name_span(const Declared *declared) { return node_child(declared->node, 0)->span; }

/* "1,852". */
static const char *number(const Weighing *w, uint64_t count) {
  return count_text(w->g->arena, count).at;
}

/* "`show id of account where sam.fit = nowhere`", which tells the rows. */
static const char *question(const Weighing *w, const char *condition) {
  const EntitySchema *entity = &w->g->program->entities.at[w->declared->entity];
  if (entity->key == SCHEMA_NONE)
    return arena_printf(w->g->arena, "`count(%.*s where %s)`", TEXT_ARG(entity->name), condition);
  return arena_printf(w->g->arena, "`show %.*s of %.*s where %s`",
                      TEXT_ARG(entity->fields[entity->key].name), TEXT_ARG(entity->name),
                      condition);
}

static void mend_rows(Weighing *w, EvidenceKind kind, uint64_t rows, const char *what,
                      const char *condition) {
  if (!rows) return;
  const char *own = arena_printf(w->g->arena, "%.*s%s", TEXT_ARG(w->declared->name), condition);
  gather_mend(w->g, w->process, kind, name_span(w->declared), "%s of %s %s: %s", number(w, rows),
              number(w, w->tally->rows), what, question(w, own));
}

/* "several 3, nowhere 1": what there is none of is not told. */
static void add_detail(Weighing *w, EvidenceKind kind, const char *name, uint64_t rows) {
  Evidence *evidence = &w->evidence[kind];
  if (!rows) return;
  evidence->detail = text_of(arena_printf(w->g->arena, "%.*s%s%s %s", TEXT_ARG(evidence->detail),
                                          evidence->detail.len ? ", " : "", name, number(w, rows)));
}

/* ---- Stages ---- */

static void placed(Weighing *w) {
  const uint64_t *fit = w->tally->fit;
  w->evidence[EVIDENCE_PLACED].met = fit[FIT_FITS] + fit[FIT_MISPLACED] + fit[FIT_UNRECORDED];
  w->evidence[EVIDENCE_PLACED].of = w->tally->rows;
  add_detail(w, EVIDENCE_PLACED, "several", fit[FIT_SEVERAL]);
  add_detail(w, EVIDENCE_PLACED, "nowhere", fit[FIT_NOWHERE]);
  add_detail(w, EVIDENCE_PLACED, "unknown", fit[FIT_COUNT]);
  mend_rows(w, EVIDENCE_PLACED, fit[FIT_SEVERAL], "belong to several stages", ".fit = several");
  mend_rows(w, EVIDENCE_PLACED, fit[FIT_NOWHERE], "belong to no stage", ".fit = nowhere");
  mend_rows(w, EVIDENCE_PLACED, fit[FIT_COUNT], "cannot be placed, because data is missing",
            ".fit is unknown");
  w->evidence[EVIDENCE_RECORDED].met = fit[FIT_FITS];
  w->evidence[EVIDENCE_RECORDED].of = fit[FIT_FITS] + fit[FIT_MISPLACED];
  w->evidence[EVIDENCE_RECORDED].open = fit[FIT_COUNT];
  add_detail(w, EVIDENCE_RECORDED, "unrecorded", fit[FIT_UNRECORDED]);
  mend_rows(w, EVIDENCE_RECORDED, fit[FIT_MISPLACED], "are recorded elsewhere than they belong",
            ".fit = misplaced");
  if (!w->declared->current)
    w->evidence[EVIDENCE_RECORDED].detail = TEXT("no stage is recorded: write `current FIELD`");
}

static void moves(Weighing *w) {
  const uint64_t *path = w->tally->path, *pace = w->tally->pace;
  const uint64_t off = path[PATH_REWORKED] + path[PATH_SKIPPED] + path[PATH_ILLEGAL];
  Evidence *conformance = &w->evidence[EVIDENCE_CONFORMANCE];
  if (w->declared->process->history) {
    conformance->met = w->tally->conforming;
    conformance->of = w->tally->conforming + off;
    conformance->open = path[PATH_COUNT];
    add_detail(w, EVIDENCE_CONFORMANCE, "reworked", path[PATH_REWORKED]);
    add_detail(w, EVIDENCE_CONFORMANCE, "skipped", path[PATH_SKIPPED]);
    add_detail(w, EVIDENCE_CONFORMANCE, "illegal", path[PATH_ILLEGAL]);
    add_detail(w, EVIDENCE_CONFORMANCE, "without entries",
               path[PATH_CONFORMS] - w->tally->conforming);
    mend_rows(w, EVIDENCE_CONFORMANCE, off, "took another way",
              arena_printf(w->g->arena, ".path != conforms"));
  } else {
    conformance->detail = TEXT("there is no history: write `history ENTITY.STAGE at DAY`");
  }
  w->evidence[EVIDENCE_PACE] = (Evidence){.met = pace[PACE_IN_TIME],
                                          .of = pace[PACE_IN_TIME] + pace[PACE_LATE],
                                          .open = pace[PACE_COUNT]};
  mend_rows(w, EVIDENCE_PACE, pace[PACE_LATE], "are longer in their stage than it allows",
            ".pace = late");
}

/* ---- KPIs, rules, cadences ---- */

typedef struct StatusKinds {
  DeclarationKind declaration;
  EvidenceKind evidence;
  unsigned good, bad; /* members, as bits */
  const char *what, *condition;
} StatusKinds;

static const StatusKinds kinds[] = {
    {DECLARATION_RULE, EVIDENCE_RULES, 1u << RULE_PASSES, 1u << RULE_FAILS, "fail", "= fails"},
    {DECLARATION_KPI, EVIDENCE_VALUES,
     1u << KPI_GREEN | 1u << KPI_AMBER | 1u << KPI_RED | 1u << KPI_WAIVED, 1u << OUTCOME_UNKNOWN,
     "have no known value", "is unknown"},
    {DECLARATION_CADENCE, EVIDENCE_ON_TIME, 1u << CADENCE_ON_TRACK | 1u << CADENCE_DUE,
     1u << CADENCE_OVERDUE, "are overdue", "= overdue"}};

static uint64_t rows_of(const Outcomes *outcomes, unsigned members) {
  uint64_t rows = 0;
  for (unsigned i = 0; i < OUTCOME_COUNT; i++)
    if (members & 1u << i) rows += outcomes->rows[i];
  return rows;
}

static void status(Weighing *w, const StatusKinds *kind, uint32_t declaration) {
  const Declared *declared = &w->g->program->columns.at[declaration];
  const Outcomes *outcomes = &w->tally->outcome[declaration];
  const uint64_t good = rows_of(outcomes, kind->good), bad = rows_of(outcomes, kind->bad);
  Evidence *evidence = &w->evidence[kind->evidence];
  evidence->met += good;
  evidence->of += good + bad;
  if (kind->evidence != EVIDENCE_VALUES) evidence->open += outcomes->rows[OUTCOME_UNKNOWN];
  if (!bad) return;
  const bool elsewhere = bad < rows_of(&w->g->tallies->outcome[declaration], kind->bad);
  const char *here =
      arena_printf(w->g->arena, " and %.*s.fit != not_applicable", TEXT_ARG(w->declared->name));
  const char *condition = arena_printf(w->g->arena, "%.*s %s%s", TEXT_ARG(declared->name),
                                       kind->condition, elsewhere ? here : "");
  gather_mend(w->g, w->process, kind->evidence, name_span(declared), "`%.*s`: %s of %s %s: %s",
              TEXT_ARG(declared->name), number(w, bad), number(w, good + bad), kind->what,
              question(w, condition));
}

static void statuses(Weighing *w) {
  const Program *program = w->g->program;
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
    for (uint32_t i = 0; i < program->columns.count; i++)
      if (program->columns.at[i].kind == kinds[k].declaration &&
          program->columns.at[i].entity == w->declared->entity)
        status(w, &kinds[k], i);
}

static void stages_rated(Weighing *w) {
  const Process *process = w->declared->process;
  for (uint32_t i = 0; i < process->count; i++) {
    const bool rated = w->tally->stage_rated[i] > 0;
    if (!w->tally->stage_rows[i]) continue;
    gather_count(&w->evidence[EVIDENCE_STAGES_RATED], rated);
    if (!rated)
      gather_mend(w->g, w->process, EVIDENCE_STAGES_RATED, process->stages[i].name->span,
                  "no KPI is known of any of the %s in `%.*s`", number(w, w->tally->stage_rows[i]),
                  TEXT_ARG(process->stages[i].name->text));
  }
}

/* ---- Training ---- */

/* Of those who do the work: what is declared of the rows of the process is about others. */

static bool is_training(Arena *arena, Text name) {
  const Text lower = text_lower(arena, name);
  return text_contains(lower, TEXT("train")) || text_contains(lower, TEXT("coach"));
}

static void training(Weighing *w) {
  static const struct {
    DeclarationKind kind;
    unsigned good, bad;
  } outcomes[] = {
      {DECLARATION_RULE, 1u << RULE_PASSES, 1u << RULE_FAILS},
      {DECLARATION_KPI, 1u << KPI_GREEN, 1u << KPI_AMBER | 1u << KPI_RED},
      {DECLARATION_CADENCE, 1u << CADENCE_ON_TRACK | 1u << CADENCE_DUE, 1u << CADENCE_OVERDUE},
      {DECLARATION_ITEM, 1u << OUTCOME_HOLDS, 1u << OUTCOME_FAILS}};
  Evidence *evidence = &w->evidence[EVIDENCE_TRAINING];
  bool modelled = false;
  for (size_t i = 0; i < w->g->program->columns.count; i++) {
    const Declared *declared = &w->g->program->columns.at[i];
    if (declared->entity == w->declared->entity || !is_training(w->g->arena, declared->name))
      continue;
    for (size_t k = 0; k < sizeof outcomes / sizeof *outcomes; k++) {
      if (declared->kind != outcomes[k].kind) continue;
      const Outcomes *rows = &w->g->tallies->outcome[i];
      const uint64_t good = rows_of(rows, outcomes[k].good), bad = rows_of(rows, outcomes[k].bad);
      modelled = true;
      evidence->met += good;
      evidence->of += good + bad;
      evidence->open += rows->rows[OUTCOME_UNKNOWN];
      if (bad)
        gather_mend(w->g, w->process, EVIDENCE_TRAINING, name_span(declared),
                    "`%.*s`: %s of %s are not as they should be", TEXT_ARG(declared->name),
                    number(w, bad), number(w, good + bad));
    }
  }
  if (!modelled) evidence->detail = TEXT("nothing is declared of it");
}

/* ---- Managers ---- */

static OwnerShare share_of(const OwnerTally *owner, EvidenceKind kind) {
  return kind == EVIDENCE_ALIKE_PLACED     ? owner->placed
         : kind == EVIDENCE_ALIKE_REVIEWED ? owner->reviewed
                                           : owner->rated;
}

static bool is_less(OwnerShare a, OwnerShare b) {
  return (int128)a.bad * b.of < (int128)b.bad * a.of;
}

static Text share_text(Arena *arena, OwnerShare share) {
  return evidence_percent(arena, (Evidence){.met = share.bad, .of = share.of});
}

/* How far the worst is from the best, taken from one. */
static void alike(Weighing *w, EvidenceKind kind, bool has_field) {
  const OwnerTally *low = NULL, *high = NULL;
  size_t managers = 0;
  Evidence *evidence = &w->evidence[kind];
  for (size_t i = 0; i < w->tally->owners.count; i++) {
    const OwnerTally *owner = &w->tally->owners.at[i];
    const OwnerShare share = share_of(owner, kind);
    if (share.of < OWNER_LEAST) continue;
    managers++;
    if (!low || is_less(share, share_of(low, kind))) low = owner;
    if (!high || is_less(share_of(high, kind), share)) high = owner;
  }
  if (managers < 2) {
    evidence->detail = has_field ? TEXT("fewer than two managers with five accounts")
                                 : TEXT("no field names the manager: `--by FIELD` does");
    return;
  }
  const OwnerShare least = share_of(low, kind), most = share_of(high, kind);
  evidence->of = least.of * most.of;
  evidence->met = evidence->of - (most.bad * least.of - least.bad * most.of);
  const Text lowest = share_text(w->g->arena, least), highest = share_text(w->g->arena, most);
  evidence->detail =
      low == high
          ? text_of(arena_printf(w->g->arena, "each %.*s", TEXT_ARG(lowest)))
          : text_of(arena_printf(w->g->arena, "%.*s %.*s, %.*s %.*s", TEXT_ARG(low->name),
                                 TEXT_ARG(lowest), TEXT_ARG(high->name), TEXT_ARG(highest)));
}

/* ---- All of it ---- */

static void weigh(Weighing *w, bool has_field) {
  w->checked->counted = true;
  w->checked->rows = w->tally->rows;
  placed(w);
  moves(w);
  statuses(w);
  stages_rated(w);
  training(w);
  w->evidence[EVIDENCE_UNEXCUSED] =
      (Evidence){.met = w->tally->rows - w->tally->excused, .of = w->tally->rows};
  alike(w, EVIDENCE_ALIKE_PLACED, has_field);
  alike(w, EVIDENCE_ALIKE_REVIEWED, has_field);
  alike(w, EVIDENCE_ALIKE_RATED, has_field);
}

/* The field with the manager of an entity's rows: the one that --by names, else `owner`, else
 * `manager`, else a reference to an entity of that name. */
static uint32_t manager_field(const Gathering *g, const EntitySchema *entity) {
  const char *by = shell_option(g->shell, OPTION_BY);
  if (by) return schema_field(entity, text_of(by));
  const Text names[] = {TEXT("owner"), TEXT("manager")};
  for (size_t n = 0; n < 2; n++) {
    const uint32_t field = schema_field(entity, names[n]);
    if (field != SCHEMA_NONE) return field;
  }
  for (uint32_t i = 0; i < entity->field_count; i++) {
    const Type type = entity->fields[i].type;
    for (size_t n = 0; n < 2; n++)
      if (type.kind == TYPE_REF && text_equal(g->program->entities.at[type.of].name, names[n]))
        return i;
  }
  return SCHEMA_NONE;
}

static bool names_somebody(Type type) {
  return type.kind == TYPE_REF || type.kind == TYPE_TEXT || type.kind == TYPE_ENUM;
}

/* Whether --by names a field of some process's rows; false after a diagnostic. */
static bool is_sound(Gathering *g, const uint32_t *field) {
  const char *by = shell_option(g->shell, OPTION_BY);
  for (size_t p = 0; by && p < g->checkup->processes.count; p++)
    if (field[gather_declared(g, p)->entity] != SCHEMA_NONE) return true;
  if (!by) return true;
  const EntitySchema *entity = &g->program->entities.at[gather_declared(g, 0)->entity];
  Nearest nearest = nearest_start(text_of(by));
  for (uint32_t i = 0; i < entity->field_count; i++)
    if (names_somebody(entity->fields[i].type)) nearest_offer(&nearest, entity->fields[i].name);
  Diag *d = diag_add(g->shell->diags, E_OPTION_VALUE, (Span){0, 0},
                     "`--by %s` names no field of `%.*s` that tells who manages it", by,
                     TEXT_ARG(entity->name));
  const Text meant = nearest_found(&nearest);
  if (meant.len)
    diag_help(g->shell->diags, d, "did you mean `--by %.*s`?", TEXT_ARG(meant));
  else
    diag_help(g->shell->diags, d, "it wants a reference, an enumeration or a text");
  return false;
}

bool gather_data(Gathering *g) {
  uint32_t *field = ARENA_ARRAY(g->arena, uint32_t, g->program->entities.count);
  for (size_t e = 0; e < g->program->entities.count; e++) {
    const EntitySchema *entity = &g->program->entities.at[e];
    field[e] = manager_field(g, entity);
    if (field[e] != SCHEMA_NONE && !names_somebody(entity->fields[field[e]].type))
      field[e] = SCHEMA_NONE;
  }
  if (!is_sound(g, field) || !gather_tallies(g, field)) return false;
  for (size_t p = 0; g->run && p < g->checkup->processes.count; p++) {
    Weighing w = {.g = g,
                  .process = p,
                  .checked = &g->checkup->processes.at[p],
                  .declared = gather_declared(g, p),
                  .tally = &g->tallies->process[p]};
    w.evidence = w.checked->evidence;
    weigh(&w, field[w.declared->entity] != SCHEMA_NONE);
  }
  return true;
}
