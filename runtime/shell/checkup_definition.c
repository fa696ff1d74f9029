/* checkup_definition.c - what is written down: stages, KPIs, cadences, docs, waivers. */
#include "shell/checkup_gather.h"
#include "shell/testing.h"
#include "value/date.h"

typedef struct Looking {
  Gathering *g;
  size_t process;
  const Declared *declared;
  Evidence *evidence;
} Looking;

static Span name_span(const Declared *declared) { return node_child(declared->node, 0)->span; }

static bool has_owner(const Node *body) {
  return clause_written(body, NODE_META, 0, TEXT("owner"));
}

/* ---- Stages ---- */

static void ask(Looking *l, EvidenceKind kind, bool met, const Node *name, const char *lack) {
  gather_count(&l->evidence[kind], met);
  if (!met)
    gather_mend(l->g, l->process, kind, name->span, "`%.*s` %s", TEXT_ARG(name->text), lack);
}

static void stage(Looking *l, const Stage *stage) {
  ask(l, EVIDENCE_OWNERS, has_owner(stage->body) || has_owner(l->declared->body), stage->name,
      "has no owner: write `owner \"…\"`");
  ask(l, EVIDENCE_PURPOSE, node_child(stage->node, STAGE_DOC), stage->name,
      "does not say what it is for: write a text behind its name");
  if (stage->final) return;
  ask(l, EVIDENCE_LIMITS, stage->within, stage->name, "has no limit: write `within 30 days`");
  ask(l, EVIDENCE_GATES, stage->leave || stage->produces, stage->name,
      "does not say when it is left: write `leave when …` or `produces …`");
}

static void stages(Looking *l) {
  const Process *process = l->declared->process;
  gather_count(&l->evidence[EVIDENCE_PURPOSE], l->declared->doc.len);
  if (!l->declared->doc.len)
    gather_mend(l->g, l->process, EVIDENCE_PURPOSE, name_span(l->declared),
                "the process does not say what it is for: write a text behind its name");
  for (uint32_t i = 0; i < process->count; i++) stage(l, &process->stages[i]);
}

/* ---- KPIs, cadences ---- */

static void kpi(Looking *l, const Declared *declared) {
  const bool banded = clause_written(declared->body, NODE_BAND, 0, TEXT("green")) &&
                      clause_written(declared->body, NODE_BAND, 0, TEXT("amber"));
  const Node *name = node_child(declared->node, KPI_NAME);
  l->evidence[EVIDENCE_KPIS] = (Evidence){.met = 1, .of = 1};
  ask(l, EVIDENCE_BANDS, banded, name, "has no amber band: write `amber >= …`");
  ask(l, EVIDENCE_KPI_OWNERS, declared->owner.len, name, "has no owner: write `owner \"…\"`");
}

static void cadence(Looking *l, const Declared *declared) {
  l->evidence[EVIDENCE_CADENCES] = (Evidence){.met = 1, .of = 1};
  ask(l, EVIDENCE_CADENCE_OWNERS, declared->owner.len, node_child(declared->node, CADENCE_NAME),
      "has no owner: write `owner \"…\"`");
}

static void figures(Looking *l) {
  const Program *program = l->g->program;
  l->evidence[EVIDENCE_KPIS].of = l->evidence[EVIDENCE_CADENCES].of = 1;
  for (size_t i = 0; i < program->columns.count; i++) {
    const Declared *declared = &program->columns.at[i];
    if (!gather_is_near(l->declared, declared)) continue;
    if (declared->kind == DECLARATION_KPI) kpi(l, declared);
    if (declared->kind == DECLARATION_CADENCE) cadence(l, declared);
  }
  if (!l->evidence[EVIDENCE_KPIS].met)
    gather_mend(l->g, l->process, EVIDENCE_KPIS, name_span(l->declared),
                "nothing is measured: declare a `kpi`");
  if (!l->evidence[EVIDENCE_CADENCES].met)
    gather_mend(l->g, l->process, EVIDENCE_CADENCES, name_span(l->declared),
                "nothing is looked at in turn: declare a `cadence`");
}

/* ---- Docs ---- */

static bool wants_doc(DeclarationKind kind) {
  switch (kind) {
  case DECLARATION_PROCESS: /* that is its purpose */
  case DECLARATION_ASSUME:
  case DECLARATION_EXPECTATION:
    return false;
  default:
    return true;
  }
}

/* What the program says of itself needs no words beside. */
static bool is_rating(Arena *arena, Text name) {
  for (int i = 0; i < DIMENSION_COUNT; i++)
    if (text_ends(name, text_of(arena_printf(arena, "self_%s", dimension_info[i].name))))
      return true;
  return false;
}

static void docs(Looking *l) {
  const Program *program = l->g->program;
  for (size_t i = 0; i < program->params.count; i++) {
    const DeclaredParam *param = &program->params.at[i];
    if (is_rating(l->g->arena, param->name)) continue;
    ask(l, EVIDENCE_DOCS, param->doc.len, node_child(param->node, PARAM_NAME),
        "does not say what it is: write a text at its end");
  }
  for (size_t i = 0; i < program->columns.count; i++) {
    const Declared *declared = &program->columns.at[i];
    const bool is_rule = declared->kind == DECLARATION_RULE;
    const bool says = is_rule && clause_written(declared->body, NODE_SAY, 0, TEXT(""));
    if (!wants_doc(declared->kind) || is_rating(l->g->arena, declared->name)) continue;
    ask(l, EVIDENCE_DOCS, declared->doc.len || says, node_child(declared->node, 0),
        is_rule ? "does not say what it is for: write `say \"…\"`"
                : "does not say what it is: write a text behind its name");
  }
}

/* ---- Waivers ---- */

bool gather_is_excuse(const Gathering *g, size_t process, const DeclaredWaiver *waiver) {
  const Declared *target = &g->program->columns.at[waiver->target];
  if (target->kind == DECLARATION_PROCESS) return waiver->target == g->declared[process];
  return gather_is_near(gather_declared(g, process), target);
}

static void waivers(Looking *l) {
  const Gathering *g = l->g;
  for (size_t i = 0; i < g->program->waivers.count; i++) {
    const DeclaredWaiver *waiver = &g->program->waivers.at[i];
    const bool in_force = waiver->until >= g->options.today;
    if (!gather_is_excuse(g, l->process, waiver)) continue;
    gather_count(&l->evidence[EVIDENCE_WAIVERS], in_force);
    if (in_force) continue;
    Buffer day = buffer_in(g->arena);
    date_print(&day, waiver->until);
    gather_mend(l->g, l->process, EVIDENCE_WAIVERS, waiver->node->span,
                "the waiver of `%.*s` ended on %.*s: decide anew, or take it away",
                TEXT_ARG(g->program->columns.at[waiver->target].name), TEXT_ARG(buffer_view(&day)));
  }
  if (!l->evidence[EVIDENCE_WAIVERS].of)
    l->evidence[EVIDENCE_WAIVERS].detail = TEXT("there are none");
}

void gather_definition(Gathering *g) {
  for (size_t i = 0; i < g->checkup->processes.count; i++) {
    Looking l = {.g = g,
                 .process = i,
                 .declared = gather_declared(g, i),
                 .evidence = g->checkup->processes.at[i].evidence};
    stages(&l);
    figures(&l);
    docs(&l);
    waivers(&l);
  }
}
