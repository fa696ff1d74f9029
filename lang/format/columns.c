/* columns.c - what is read downwards stands in columns.
 *
 *     id:       key text
 *     revenue:  money(EUR) 0..  "Last twelve months"  from "Annual revenue"
 *     growth:   percent         "Year on year"
 *
 * A column begins two blanks behind the widest cell before it. A cell that is wider than most
 * pushes only what stands behind it, and a line that ends before the column has no say.
 */
#include "format/format_impl.h"

enum {
  GUTTER = 2,
  WIDEST_NAME = 30, /* a cell that is wider does not move the column */
  WIDEST_TYPE = 28,
  WIDEST_TEXT = 50,
  WIDEST_HEAD = 60,
  BAND_COLUMN = 8 /* `value   `, `green   `, `source  ` */
};

/* A line with a cell in front of the column and one in it. */
typedef struct Row {
  uint32_t start; /* the line's first token */
  uint32_t cell;  /* the first token of the cell before the column */
  uint32_t token; /* the column's */
} Row;

typedef struct Column {
  Arena *arena;
  VEC(Row) rows;
} Column;

static void add_row(Column *column, uint32_t start, uint32_t cell, uint32_t token) {
  *VEC_PUSH(column->arena, &column->rows) = (Row){start, cell, token};
}

/* Widens the gaps of the rows whose cell is not wider than `widest`. */
static void align(Format *f, const Column *column, size_t widest) {
  size_t edge = 0;
  for (size_t i = 0; i < column->rows.count; i++) {
    const Row row = column->rows.at[i];
    const size_t end = format_width(f, row.start, row.token);
    if (format_width(f, row.cell, row.token) <= widest && end > edge) edge = end;
  }
  for (size_t i = 0; i < column->rows.count; i++) {
    const Row row = column->rows.at[i];
    const size_t end = format_width(f, row.start, row.token);
    f->gaps[row.token].blanks = (uint32_t)(end <= edge ? edge - end : 0) + GUTTER;
  }
}

/* ---- The fields of an entity ---- */

typedef struct FieldRow {
  uint32_t start, type;
  uint32_t more[2]; /* the text and `from`, as they come; 0 where there is none */
} FieldRow;

static FieldRow field_row(const Format *f, const Node *field) {
  const Node *doc = field->child[FIELD_DOC], *source = field->child[FIELD_SOURCE];
  const uint32_t start = format_first(f, field);
  const uint32_t text = doc ? format_first(f, doc) : 0;
  const uint32_t from = source ? format_first(f, source) - 1 : 0;
  FieldRow row = {.start = start, .type = start + 2}; /* behind the name and its `:` */
  row.more[0] = text && from ? (text < from ? text : from) : text + from;
  row.more[1] = text && from ? (text < from ? from : text) : 0;
  return row;
}

/* A lone `from` says where the type comes from and stands right behind it; several are a column. */
static bool has_lone_from(const Node *body) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *node = body->child[i];
    count += node->kind == NODE_FIELD && node->child[FIELD_SOURCE] && !node->child[FIELD_DOC];
  }
  return count < 2;
}

static void align_fields(Format *f, const Node *body) {
  const bool lone = has_lone_from(body);
  Column types = {.arena = f->arena}, texts = types, sources = types;
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != NODE_FIELD) { /* owner, source */
      const uint32_t word = format_first(f, node);
      add_row(&types, word, word, word + 1);
      continue;
    }
    const FieldRow row = field_row(f, node);
    add_row(&types, row.start, row.start, row.type);
    const bool stays = lone && !node->child[FIELD_DOC];
    if (row.more[0] && !stays) add_row(&texts, row.start, row.type, row.more[0]);
    if (row.more[1]) add_row(&sources, row.start, row.more[0], row.more[1]);
  }
  align(f, &types, WIDEST_NAME);
  align(f, &texts, WIDEST_TYPE);
  align(f, &sources, WIDEST_TEXT);
}

/* ---- Other blocks ---- */

static void align_gives(Format *f, const Node *body) {
  Column ends = {.arena = f->arena}, docs = ends;
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *node = body->child[i];
    const bool ramp = node->kind == NODE_GIVE_RAMP;
    if (!ramp && node->kind != NODE_GIVE_WHEN) continue;
    const Node *doc = node->child[ramp ? GIVE_RAMP_DOC : GIVE_WHEN_DOC];
    const uint32_t start = format_first(f, node);
    if (ramp) add_row(&ends, start, start, format_first(f, node->child[GIVE_RAMP_FROM]) - 1);
    if (doc) add_row(&docs, start, start, format_first(f, doc));
  }
  align(f, &ends, WIDEST_HEAD);
  align(f, &docs, WIDEST_HEAD);
}

static void align_needs(Format *f, const Node *body) {
  Column docs = {.arena = f->arena};
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != NODE_NEEDS || !node->child[NEEDS_DOC]) continue;
    const uint32_t start = format_first(f, node);
    add_row(&docs, start, start, format_first(f, node->child[NEEDS_DOC]));
  }
  align(f, &docs, WIDEST_HEAD);
}

/* What stands behind the first word of each clause begins in one column. */
static void align_words(Format *f, const Node *body, size_t column) {
  for (uint32_t i = 0; i < body->count; i++) {
    if (format_body(body->child[i])) continue; /* where … { … } */
    const uint32_t start = format_first(f, body->child[i]);
    const size_t width = format_width(f, start, start + 1);
    f->gaps[start + 1].blanks = (uint32_t)(width < column ? column - width : 1);
  }
}

static size_t widest_word(const Format *f, const Node *body) {
  size_t widest = 0;
  for (uint32_t i = 0; i < body->count; i++) {
    const uint32_t start = format_first(f, body->child[i]);
    const size_t width = format_width(f, start, start + 1);
    if (width > widest) widest = width;
  }
  return widest;
}

void format_columns(Format *f, const Node *block) {
  const Node *body = format_body(block);
  switch (block->kind) {
  case NODE_ENTITY:
    align_fields(f, body);
    break;
  case NODE_SCORE:
    align_gives(f, body);
    break;
  case NODE_SEGMENT:
    align_needs(f, body);
    break;
  case NODE_KPI:
  case NODE_BANDS_WHERE:
    align_words(f, body, BAND_COLUMN);
    break;
  case NODE_STAGE:
    align_words(f, body, widest_word(f, body) + 1);
    break;
  default:
    break;
  }
}

/* ---- Params on lines next to each other ---- */

/* Whether it takes one line, so that the one before and the one behind it may be its neighbours. */
static bool is_short_param(const Format *f, const Node *node) {
  if (node->kind != NODE_PARAM) return false;
  const uint32_t lo = format_first(f, node), hi = format_behind(f, node);
  return !format_commented(f, lo + 1, hi) && format_width(f, lo, hi) <= FORMAT_WIDTH;
}

static bool are_neighbours(const Format *f, const Node *before, const Node *node) {
  const uint32_t lo = format_first(f, node);
  return is_short_param(f, node) && !format_commented(f, lo, lo + 1) &&
         !format_blank_between(f, before->span.hi, node->span.lo);
}

static void align_params(Format *f, Node *const *params, uint32_t count) {
  Column docs = {.arena = f->arena};
  for (uint32_t i = 0; i < count; i++) {
    const Node *doc = params[i]->child[PARAM_DOC];
    const uint32_t start = format_first(f, params[i]);
    if (doc) add_row(&docs, start, start, format_first(f, doc));
  }
  align(f, &docs, WIDEST_HEAD);
  bool fit = true;
  for (uint32_t i = 0; i < count; i++) fit &= is_short_param(f, params[i]);
  for (size_t i = 0; !fit && i < docs.rows.count; i++)
    f->gaps[docs.rows.at[i].token].blanks = GUTTER;
}

void format_params(Format *f, const Node *file) {
  for (uint32_t i = 0; i < file->count;) {
    const uint32_t run = i++;
    if (!is_short_param(f, file->child[run])) continue;
    while (i < file->count && are_neighbours(f, file->child[i - 1], file->child[i])) i++;
    align_params(f, file->child + run, i - run);
  }
}
