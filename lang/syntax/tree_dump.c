/* tree_dump.c - the tree as a person reads it: a node a line, children indented by two.
 *
 *   rule 12:1                         kind and place (line:column)
 *     NAME: name "late" 12:6          the slot's name where the kind has named slots
 *     BODY: list 12:13
 *       require 12:13
 *         CONDITION: compare <= 12:21 the comparison of compare and band
 *           LEFT: name "days" 12:21
 *           RIGHT: step 30 "day" 12:29
 *
 * Absent children are left out. --dump=tree and the golden tests print this.
 */
#include <inttypes.h>
#include <stdio.h>

#include "syntax/tree.h"
#include "value/date.h"

static const struct FlagName {
  NodeFlag flag;
  const char *name;
} flag_names[] = {
    {FLAG_KEY, "key"},       {FLAG_REQUIRED, "required"},
    {FLAG_FIXED, "fixed"},   {FLAG_OTHERWISE, "otherwise"},
    {FLAG_START, "start"},   {FLAG_FINAL, "final"},
    {FLAG_TAKE, "take"},     {FLAG_NEGATED, "not"},
    {FLAG_FISCAL, "fiscal"}, {FLAG_WEIGHTED, "weighted"},
    {FLAG_DESC, "desc"},     {FLAG_FULL, "full"},
};

static const char *const comparison_names[] = {
    [COMPARE_NONE] = "", [COMPARE_EQ] = "=", [COMPARE_NE] = "!=", [COMPARE_LT] = "<",
    [COMPARE_LE] = "<=", [COMPARE_GT] = ">", [COMPARE_GE] = ">=", [COMPARE_BETWEEN] = "between",
};

typedef struct Dump {
  Buffer *out;
  const SourceMap *sources;
  NodeDescribe *describe;
  void *context;
} Dump;

static void dump_text(Buffer *out, Text text) {
  buffer_str(out, " \"");
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.at[i];
    if (c == '"' || c == '\\')
      buffer_printf(out, "\\%c", c);
    else if (c == '\n')
      buffer_str(out, "\\n");
    else if (c == '\t')
      buffer_str(out, "\\t");
    else if (c < 0x20 || c == 0x7f)
      buffer_printf(out, "\\u{%x}", c);
    else
      buffer_char(out, (char)c);
  }
  buffer_char(out, '"');
}

/* mantissa / 10^scale without loss, 12.5 for 125 / 10^1. */
static void dump_number(Buffer *out, Decimal number) {
  char digits[32];
  int length = snprintf(digits, sizeof digits, "%0*" PRId64, number.scale + 1, number.mantissa);
  int whole = length - number.scale;
  buffer_printf(out, " %.*s", whole, digits);
  if (number.scale > 0) buffer_printf(out, ".%s", digits + whole);
}

static void dump_facts(const Dump *dump, const Node *node, bool named) {
  Buffer *out = dump->out;
  if (node->op) buffer_printf(out, " %s", comparison_names[node->op]);
  switch (node->kind) {
  case NODE_NUMBER:
  case NODE_PERCENT:
  case NODE_MONEY:
  case NODE_STEP:
    dump_number(out, node->number);
    break;
  case NODE_DATE:
    buffer_char(out, ' ');
    date_print(out, node->day);
    break;
  default:
    break;
  }
  if (node->text.len || node->kind == NODE_STRING) dump_text(out, node->text);
  for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++)
    if (node->flags & flag_names[i].flag) buffer_printf(out, " %s", flag_names[i].name);
  Place place = source_place(dump->sources, node->span.lo);
  if (named) buffer_printf(out, " %.*s", TEXT_ARG(place.file));
  if (place.line) buffer_printf(out, " %" PRIu32 ":%" PRIu32, place.line, place.column);
  if (dump->describe) dump->describe(out, node, dump->context);
}

/* Where a node is of another file than the one around it, its place names that. */
static void dump_node(const Dump *dump, const Node *node, const Node *around, const char *slot,
                      size_t depth) {
  buffer_repeat(dump->out, ' ', depth * 2);
  if (slot) buffer_printf(dump->out, "%s: ", slot);
  buffer_str(dump->out, node_name(node->kind));
  const bool named = around && source_index(dump->sources, node->span.lo) !=
                                   source_index(dump->sources, around->span.lo);
  dump_facts(dump, node, named);
  buffer_char(dump->out, '\n');
  for (uint32_t i = 0; i < node->count; i++)
    if (node->child[i])
      dump_node(dump, node->child[i], node, node_slot_name(node->kind, i), depth + 1);
}

void tree_dump(Buffer *out, const Node *root, const SourceMap *sources, NodeDescribe *describe,
               void *context) {
  Dump dump = {out, sources, describe, context};
  dump_node(&dump, root, NULL, NULL, 0);
}
