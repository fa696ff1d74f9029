/* cycles.c - dependencies of columns: a cycle is an error with its path.
 *
 * The graph has a node for each part of each declaration (on_time, on_time.value, tier.recorded):
 * a KPI's bands may look at a segmentation that looks at the KPI's value. Edges are found in the
 * typed trees; the walk over the graph keeps its own stack, since a chain of columns may be long.
 *
 * But `why` follows a chain by recursion, so its length is bounded: the height of a part is how
 * deep its own expression is, and what it reads below that.
 */
#include "sema/infer_impl.h"

typedef struct Edge {
  uint32_t to;
  Span span; /* where it is read */
} Edge;

typedef struct Vertex {
  VEC(Edge) edges;
  enum { WHITE, GREY, BLACK } colour;
  size_t next;   /* edge to try */
  uint32_t from; /* on the path */
  Span read;     /* the edge that led here */
  bool reported;
  uint32_t height;
} Vertex;

typedef struct Graph {
  Sema *s;
  Vertex *at;
  bool too_high; /* reported */
} Graph;

static uint32_t vertex_of(uint32_t column, uint8_t part) { return column * PART_COUNT + part; }

static void add_edge(Graph *g, uint32_t from, uint32_t to, Span span) {
  *VEC_PUSH(g->s->arena, &g->at[from].edges) = (Edge){to, span};
}

static void add_reads(Graph *g, uint32_t from, const Node *node) {
  if (!node) return;
  const Typing *t = node->typing;
  if (t && node->kind != NODE_GROUP) {
    if (t->symbol == SYMBOL_COLUMN) add_edge(g, from, vertex_of(t->index, t->part), node->span);
    if (t->symbol == SYMBOL_DEFINE) add_reads(g, from, t->expansion);
    if (t->symbol == SYMBOL_COLUMN && node->kind == NODE_DOT) {
      /* tier.recorded does not read tier itself; owner.tier.recorded reads owner. */
      const Node *base = node_bare(node_child(node, DOT_BASE));
      if (base->kind == NODE_DOT && base->typing && base->typing->symbol == SYMBOL_REFERENCE)
        add_reads(g, from, node_child(base, DOT_BASE));
      return;
    }
  }
  for (uint32_t i = 0; i < node->count; i++) add_reads(g, from, node->child[i]);
}

static bool is_text(NodeKind kind) { return kind == NODE_SAY || kind == NODE_FIX; }

/* All clauses but the value and the texts. */
static void add_body(Graph *g, uint32_t from, const Node *body) {
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != NODE_VALUE && node->kind != NODE_CURRENT && !is_text(node->kind))
      add_reads(g, from, node);
  }
}

/* What the parts of a process read of one another; the history reads fields alone. */
static void add_process(Graph *g, uint32_t index) {
  static const uint8_t parts[] = {PART_SELF,  PART_FIT,  PART_RECORDED,
                                  PART_SINCE, PART_PACE, PART_PATH};
  static const uint8_t reads[][2] = {{PART_FIT, PART_SELF},
                                     {PART_FIT, PART_RECORDED},
                                     {PART_SINCE, PART_RECORDED},
                                     {PART_PACE, PART_SINCE},
                                     {PART_PACE, PART_RECORDED}};
  const Declared *declared = &g->s->program->columns.at[index];
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (parts[i] != PART_RECORDED) add_reads(g, vertex_of(index, parts[i]), declared->where);
  for (size_t i = 0; i < sizeof reads / sizeof *reads; i++)
    add_edge(g, vertex_of(index, reads[i][0]), vertex_of(index, reads[i][1]), declared->node->span);
  add_reads(g, vertex_of(index, PART_RECORDED), declared->current);
  for (uint32_t i = 0; i < declared->process->count; i++) {
    const Stage *stage = &declared->process->stages[i];
    add_reads(g, vertex_of(index, PART_SELF), stage->enter);
    add_reads(g, vertex_of(index, PART_SELF), stage->leave);
    add_reads(g, vertex_of(index, PART_PACE), stage->within);
  }
}

static void add_column(Graph *g, uint32_t index) {
  const Declared *declared = &g->s->program->columns.at[index];
  const uint32_t self = vertex_of(index, PART_SELF), value = vertex_of(index, PART_VALUE);
  const uint32_t recorded = vertex_of(index, PART_RECORDED), drift = vertex_of(index, PART_DRIFT);
  if (declared->kind == DECLARATION_MEASURE) {
    add_reads(g, self, node_child(declared->node, MEASURE_VALUE));
    return;
  }
  if (declared->kind == DECLARATION_ITEM || declared->kind == DECLARATION_ASSUME) {
    add_reads(g, self, declared->node);
    add_reads(g, self, declared->where);
    if (declared->whole != SCHEMA_NONE)
      add_edge(g, vertex_of(declared->whole, PART_SELF), self, declared->node->span);
    return;
  }
  if (declared->kind == DECLARATION_PROCESS) {
    add_process(g, index);
    return;
  }
  const Node *body = declared->body;
  if (declared->kind != DECLARATION_CHECKLIST) add_body(g, self, body);
  if (declared->kind == DECLARATION_CADENCE) {
    add_reads(g, self, declared->where);
    add_edge(g, vertex_of(index, PART_NEXT), self, declared->node->span);
    return;
  }
  if (declared->kind == DECLARATION_KPI) {
    add_edge(g, self, value, declared->node->span);
    add_reads(g, value, declared->where);
    for (uint32_t i = 0; body && i < body->count; i++)
      if (body->child[i]->kind == NODE_VALUE) add_reads(g, value, body->child[i]);
    return;
  }
  add_reads(g, self, declared->where);
  if (!declared->current) return;
  add_reads(g, recorded, declared->current);
  add_edge(g, drift, self, declared->node->span);
  add_edge(g, drift, recorded, declared->node->span);
}

static Text vertex_name(const Sema *s, uint32_t vertex) {
  return text_of(arena_printf(s->arena, "%.*s%s",
                              TEXT_ARG(s->program->columns.at[vertex / PART_COUNT].name),
                              part_suffix[vertex % PART_COUNT]));
}

/* The edge from `last` leads back to `start`, which is on the path. */
static void report_cycle(Graph *g, uint32_t start, uint32_t last, Span closing) {
  Sema *s = g->s;
  size_t length = 1;
  for (uint32_t v = last; v != start; v = g->at[v].from) {
    if (g->at[v].reported) return;
    length++;
  }
  if (g->at[start].reported) return;
  uint32_t *path = ARENA_ARRAY(s->arena, uint32_t, length);
  uint32_t v = last;
  for (size_t i = length; i-- > 0; v = g->at[v].from) {
    path[i] = v;
    g->at[v].reported = true;
  }
  const Node *name = node_child(s->program->columns.at[start / PART_COUNT].node, 0);
  Diag *d = sema_report(s, E_COLUMN_CYCLE, name->span, "`%.*s` depends on itself",
                        TEXT_ARG(vertex_name(s, start)));
  Buffer way = buffer_in(s->arena);
  for (size_t i = 0; i < length; i++) {
    const uint32_t to = path[(i + 1) % length];
    const Span span = i + 1 < length ? g->at[to].read : closing;
    /* A KPI reads its own value without a word of it. */
    if (path[i] / PART_COUNT != to / PART_COUNT || length == 1)
      sema_label(s, d, span, "`%.*s` reads `%.*s`", TEXT_ARG(vertex_name(s, path[i])),
                 TEXT_ARG(vertex_name(s, to)));
    buffer_printf(&way, "`%.*s` -> ", TEXT_ARG(vertex_name(s, path[i])));
  }
  buffer_printf(&way, "`%.*s`", TEXT_ARG(vertex_name(s, start)));
  sema_note(s, d, "the way round is %.*s", TEXT_ARG(buffer_view(&way)));
}

static uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

static uint32_t depth_of(const Node *node) {
  uint32_t depth = 0;
  if (!node) return 0;
  for (uint32_t i = 0; i < node->count; i++) depth = larger(depth, depth_of(node->child[i]));
  if (node->typing && node->typing->symbol == SYMBOL_DEFINE)
    depth = larger(depth, depth_of(node->typing->expansion));
  return depth + 1;
}

static void measure_height(Graph *g, uint32_t v) {
  Vertex *vertex = &g->at[v];
  const Node *declaration = g->s->program->columns.at[v / PART_COUNT].node;
  uint32_t below = 0;
  for (size_t i = 0; i < vertex->edges.count; i++)
    below = larger(below, g->at[vertex->edges.at[i].to].height);
  vertex->height = below + depth_of(declaration);
  if (vertex->height <= IMAGE_PATH_LONGEST || g->too_high || diag_errors(g->s->diags)) return;
  g->too_high = true;
  Diag *d = sema_report(g->s, E_NESTED_TOO_DEEPLY, node_child(declaration, 0)->span,
                        "the chain of columns that `%.*s` reads is too long",
                        TEXT_ARG(vertex_name(g->s, v)));
  sema_help(g->s, d, "`why` could not tell it; work out several steps in one `measure`");
}

static void walk(Graph *g, uint32_t root) {
  uint32_t v = root;
  g->at[root].colour = GREY;
  g->at[root].from = UINT32_MAX;
  while (v != UINT32_MAX) {
    Vertex *vertex = &g->at[v];
    if (vertex->next == vertex->edges.count) {
      vertex->colour = BLACK;
      measure_height(g, v);
      v = vertex->from;
      continue;
    }
    const Edge edge = vertex->edges.at[vertex->next++];
    Vertex *to = &g->at[edge.to];
    if (to->colour == GREY) report_cycle(g, edge.to, v, edge.span);
    if (to->colour != WHITE) continue;
    to->colour = GREY;
    to->from = v;
    to->read = edge.span;
    v = edge.to;
  }
}

void check_cycles(Sema *s) {
  const uint32_t count = (uint32_t)s->program->columns.count;
  Graph g = {.s = s, .at = ARENA_ARRAY(s->arena, Vertex, (size_t)count * PART_COUNT)};
  for (uint32_t i = 0; i < count; i++) add_column(&g, i);
  for (uint32_t v = 0; v < count * PART_COUNT; v++) {
    if (g.at[v].colour == WHITE) walk(&g, v);
  }
}
