/* lines.c - which tokens stand on a line: one a clause, and a block's braces around them.
 *
 *     segment strategic "Partnership" {      depth 1: its head
 *       needs mutual                         depth 2: a clause
 *     }                                      depth 1
 *
 * A segment, a stage, a rule or a field's entity that says little is one line, `{ … }` included:
 * at most two clauses (of an entity or a process one) that fit. What others hold is a list that is
 * read downwards and always has a line an item.
 */
#include "format/format_impl.h"

enum { STEP = 2 };

/* How many clauses a block may have on one line. */
static uint32_t most_on_a_line(NodeKind kind) {
  switch (kind) {
  case NODE_BANDS_WHERE:
    return 4;
  case NODE_SEGMENT:
  case NODE_STAGE:
  case NODE_RULE:
    return 2;
  case NODE_ENTITY:
  case NODE_PROCESS:
    return 1;
  default:
    return 0;
  }
}

static uint32_t clauses(const Node *node) {
  const Node *body = format_body(node);
  if (!body) return 1;
  uint32_t sum = 0;
  for (uint32_t i = 0; i < body->count; i++) sum += clauses(body->child[i]);
  return sum;
}

/* Two blanks between the clauses of a block on one line. */
static void side_by_side(Format *f, const Node *node) {
  const Node *body = format_body(node);
  for (uint32_t i = 0; body && i < body->count; i++) {
    f->gaps[format_first(f, body->child[i])].blanks = i ? 2 : 1;
    side_by_side(f, body->child[i]);
  }
}

static bool goes_on_a_line(Format *f, const Node *node, uint32_t indent) {
  const uint32_t lo = format_first(f, node), hi = format_behind(f, node);
  if (clauses(node) > most_on_a_line(node->kind)) return false;
  if (format_commented(f, lo + 1, hi)) return false;
  side_by_side(f, node);
  return indent + format_width(f, lo, hi) <= FORMAT_WIDTH;
}

static Line *add_line(Format *f, uint32_t lo, uint32_t hi, uint32_t indent) {
  Line *line = VEC_PUSH(f->arena, &f->lines);
  *line = (Line){.lo = lo, .hi = hi, .indent = indent};
  return line;
}

static void add_node(Format *f, const Node *node, uint32_t indent) {
  const Node *body = format_body(node);
  const uint32_t lo = format_first(f, node), hi = format_behind(f, node);
  if (!body || goes_on_a_line(f, node, indent)) {
    add_line(f, lo, hi, indent);
    return;
  }
  format_columns(f, node);
  add_line(f, lo, body->count ? format_first(f, body->child[0]) : hi - 1, indent);
  for (uint32_t i = 0; i < body->count; i++) add_node(f, body->child[i], indent + STEP);
  add_line(f, hi - 1, hi, indent)->closes = true;
}

void format_lines(Format *f, const Node *file) {
  format_params(f, file);
  for (uint32_t i = 0; i < file->count; i++) {
    const size_t first = f->lines.count;
    add_node(f, file->child[i], 0);
    f->lines.at[first].declaration = true;
  }
}
