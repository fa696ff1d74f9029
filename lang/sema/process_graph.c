/* process_graph.c - the ways between the stages, as `next` draws them.
 *
 * A process that extends another is looked at only where it changes a way itself; the rest was said
 * of the other. Each stage is visited once in each direction, so large graphs cost no more than
 * they are long.
 */
#include "sema/infer_impl.h"

typedef struct Graph {
  Sema *s;
  const Declared *declared;
  Process *process;
  uint32_t *from, *edges; /* `to` ascending by `from`: the ways back */
} Graph;

/* --- next --- */

static uint32_t stage_named(const Process *process, Text name) {
  for (uint32_t i = 0; i < process->count; i++)
    if (text_equal(process->stages[i].name->text, name)) return i;
  return SCHEMA_NONE;
}

static void report_next(Sema *s, const Process *process, const Node *name) {
  Diag *d =
      sema_report(s, E_UNKNOWN_NEXT, name->span, "there is no stage `%.*s`", TEXT_ARG(name->text));
  Nearest nearest = nearest_start(name->text);
  for (uint32_t i = 0; i < process->count; i++)
    nearest_offer(&nearest, process->stages[i].name->text);
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, name->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "`next` names the stages of this process that may follow");
}

static bool follows_already(const Stage *stage, uint32_t to) {
  for (uint32_t i = 0; i < stage->to_count; i++)
    if (stage->to[i] == to) return true;
  return false;
}

/* False where a name means no stage. */
static bool add_next(Sema *s, const Declared *declared, Stage *stage, const Node *name) {
  const Process *process = declared->process;
  const uint32_t to = stage_named(process, name->text);
  if (to == SCHEMA_NONE) {
    if (!s->broken && process_owns(declared, name)) report_next(s, process, name);
    return false;
  }
  if (&process->stages[to] == stage || follows_already(stage, to)) {
    const bool itself = &process->stages[to] == stage;
    Diag *d = sema_report(s, itself ? W_NEXT_ITSELF : W_NEXT_TWICE, name->span,
                          itself ? "`%.*s` follows itself" : "`%.*s` is named twice",
                          TEXT_ARG(name->text));
    sema_help(s, d,
              itself ? "leave it out: entries of one stage in a row count as one"
                     : "name each stage once");
    return true;
  }
  stage->to[stage->to_count++] = to;
  return true;
}

static bool read_next(Sema *s, const Declared *declared) {
  Process *process = declared->process;
  bool ok = true;
  for (uint32_t i = 0; i < process->count; i++) {
    Stage *stage = &process->stages[i];
    if (!stage->next) continue;
    stage->to = ARENA_ARRAY(s->arena, uint32_t, stage->next->count);
    for (uint32_t k = 0; k < stage->next->count; k++)
      ok = add_next(s, declared, stage, stage->next->child[k]) && ok;
  }
  return ok;
}

/* --- walks --- */

static void turn_around(Graph *g) {
  const Process *process = g->process;
  uint32_t count = 0;
  for (uint32_t i = 0; i < process->count; i++) count += process->stages[i].to_count;
  g->from = ARENA_ARRAY(g->s->arena, uint32_t, (size_t)process->count + 2);
  g->edges = ARENA_ARRAY(g->s->arena, uint32_t, count);
  uint32_t *next = g->from + 1;
  for (uint32_t i = 0; i < process->count; i++)
    for (uint32_t k = 0; k < process->stages[i].to_count; k++) next[process->stages[i].to[k] + 1]++;
  for (uint32_t i = 0; i < process->count; i++) next[i + 1] += next[i];
  for (uint32_t i = 0; i < process->count; i++)
    for (uint32_t k = 0; k < process->stages[i].to_count; k++)
      g->edges[next[process->stages[i].to[k]]++] = i;
}

/* Marks all that can be reached from what is marked, or (back) all from which it can be. */
static void spread(const Graph *g, bool *marked, bool back) {
  const Process *process = g->process;
  uint32_t *stack = ARENA_ARRAY(g->s->arena, uint32_t, process->count), depth = 0;
  for (uint32_t i = 0; i < process->count; i++)
    if (marked[i]) stack[depth++] = i;
  while (depth) {
    const uint32_t at = stack[--depth];
    const Stage *stage = &process->stages[at];
    const uint32_t *to = back ? g->edges + g->from[at] : stage->to;
    const uint32_t count = back ? g->from[at + 1] - g->from[at] : stage->to_count;
    for (uint32_t k = 0; k < count; k++) {
      if (marked[to[k]]) continue;
      marked[to[k]] = true;
      stack[depth++] = to[k];
    }
  }
}

static bool *marks(const Graph *g) { return ARENA_ARRAY(g->s->arena, bool, g->process->count); }

/* --- what is wrong with the ways --- */

static void check_starts(const Graph *g) {
  Sema *s = g->s;
  const Stage *first = NULL;
  for (uint32_t i = 0; i < g->process->count; i++) {
    const Stage *stage = &g->process->stages[i];
    if (!stage->start) continue;
    if (first) {
      Diag *d = sema_report(s, N_SEVERAL_STARTS, stage->name->span,
                            "`%.*s` starts at more than one stage", TEXT_ARG(g->declared->name));
      sema_label(s, d, first->name->span, "here too");
      return;
    }
    first = stage;
  }
  if (first || !g->process->count) return;
  const Node *name = g->process->stages[0].name;
  Diag *d =
      sema_report(s, E_NO_START, node_child(g->declared->node, PROCESS_NAME)->span,
                  "the process `%.*s` has no stage that starts it", TEXT_ARG(g->declared->name));
  sema_help(s, d, "mark it: `stage %.*s start { ... }`", TEXT_ARG(name->text));
  sema_edit(s, d, span_after(name->span), " start");
}

static void check_reach(const Graph *g) {
  bool *reached = marks(g), any = false;
  for (uint32_t i = 0; i < g->process->count; i++) any |= reached[i] = g->process->stages[i].start;
  spread(g, reached, false);
  for (uint32_t i = 0; i < g->process->count && any; i++) {
    if (reached[i]) continue;
    const Node *name = g->process->stages[i].name;
    Diag *d = sema_report(g->s, W_UNREACHABLE_STAGE, name->span,
                          "no way leads from the start to `%.*s`", TEXT_ARG(name->text));
    sema_help(g->s, d, "name it behind `next` of a stage before it");
  }
}

static bool is_dead_end(const Stage *stage) { return !stage->final && !stage->to_count; }

static void check_ends(const Graph *g) {
  Sema *s = g->s;
  for (uint32_t i = 0; i < g->process->count; i++) {
    const Stage *stage = &g->process->stages[i];
    if (is_dead_end(stage)) {
      Diag *d = sema_report(s, W_DEAD_END, stage->name->span, "nothing follows `%.*s`",
                            TEXT_ARG(stage->name->text));
      sema_help(s, d, "say what does, `next ...`, or that it ends here: `stage %.*s final`",
                TEXT_ARG(stage->name->text));
    } else if (stage->final && stage->to_count) {
      Diag *d =
          sema_report(s, W_FINAL_NEXT, stage->next->span,
                      "`%.*s` is final, and something follows it", TEXT_ARG(stage->name->text));
      sema_label(s, d, stage->name->span, "marked `final`");
      sema_help(s, d, "leave out the one or the other");
    }
  }
}

/* Where a final stage is declared, one should be able to come to it: stages that can come neither
 * there nor to a dead end go round for ever. */
static void check_loops(const Graph *g) {
  Sema *s = g->s;
  bool *out = marks(g), final = false;
  for (uint32_t i = 0; i < g->process->count; i++) {
    final |= g->process->stages[i].final;
    out[i] = g->process->stages[i].final || is_dead_end(&g->process->stages[i]);
  }
  if (!final) return;
  spread(g, out, true);
  Diag *d = NULL;
  for (uint32_t i = 0; i < g->process->count; i++) {
    const Node *name = g->process->stages[i].name;
    if (out[i]) continue;
    if (d) {
      if (d->labels.count < PLACES_SHOWN) sema_label(s, d, name->span, "nor from here");
      continue;
    }
    d = sema_report(s, W_LOOP_WITHOUT_EXIT, name->span, "no way leads from `%.*s` to a final stage",
                    TEXT_ARG(name->text));
    sema_help(s, d, "a row goes round here for ever: name a way out behind `next`");
  }
}

/* Whether the declaration itself draws a way. */
static bool draws(const Declared *declared) {
  for (uint32_t i = 0; i < declared->process->count; i++) {
    const Stage *stage = &declared->process->stages[i];
    if (process_owns(declared, stage->name)) return true;
    if (stage->next && process_owns(declared, stage->next)) return true;
    if (process_owns(declared, stage->node) && stage->node->flags & (FLAG_START | FLAG_FINAL))
      return true;
  }
  return false;
}

void check_process_graph(Sema *s, uint32_t column) {
  const Declared *declared = &s->program->columns.at[column];
  Graph g = {.s = s, .declared = declared, .process = declared->process};
  DiagSink *diags = s->diags;
  const bool own = draws(declared);
  if (!own) s->diags = s->scrap;
  if (read_next(s, declared)) {
    turn_around(&g);
    check_starts(&g);
    check_reach(&g);
    check_ends(&g);
    check_loops(&g);
  }
  s->diags = diags;
}
