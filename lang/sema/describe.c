/* describe.c - types in words, and what is known of a node for --dump=tree. */
#include "sema/infer_impl.h"

enum { MEMBERS_SHOWN = 8 };

static void print_members(Buffer *out, const EnumSchema *schema) {
  buffer_str(out, "one of (");
  for (uint32_t i = 0; i < schema->count; i++) {
    if (i == MEMBERS_SHOWN && schema->count > MEMBERS_SHOWN + 1) {
      buffer_printf(out, ", and %u more", schema->count - i);
      break;
    }
    buffer_printf(out, "%s%.*s", i ? ", " : "", TEXT_ARG(schema->members[i].name));
  }
  buffer_char(out, ')');
}

Text type_text(Arena *arena, const Program *program, Type type, bool ratio) {
  Buffer out = buffer_in(arena);
  switch (type.kind) {
  case TYPE_MONEY:
    buffer_str(&out, "money");
    if (type.currency[0]) buffer_printf(&out, "(%s)", type.currency);
    break;
  case TYPE_ENUM:
    print_members(&out, &program->enums.at[type.of]);
    break;
  case TYPE_REF:
    buffer_printf(&out, "ref %.*s", TEXT_ARG(program->entities.at[type.of].name));
    break;
  case TYPE_PERCENT:
    buffer_str(&out, ratio ? "ratio" : "percent");
    break;
  default:
    buffer_str(&out, type_info(type.kind)->name);
  }
  return buffer_view(&out);
}

/* Enumerations by name, so that a line of the dump stays a line. */
static void print_type(Buffer *out, const Program *program, Type type, bool ratio) {
  if (type.kind == TYPE_ENUM)
    buffer_printf(out, "one of %.*s", TEXT_ARG(program->enums.at[type.of].name));
  else
    buffer_text(out, type_text(out->arena, program, type, ratio));
}

static void print_symbol(Buffer *out, const Program *program, const Typing *t) {
  switch (t->symbol) {
  case SYMBOL_FIELD:
    buffer_printf(out, ", field %.*s.%.*s", TEXT_ARG(program->entities.at[t->entity].name),
                  TEXT_ARG(program->entities.at[t->entity].fields[t->index].name));
    break;
  case SYMBOL_COLUMN:
    buffer_printf(out, ", column %.*s%s", TEXT_ARG(program->columns.at[t->index].name),
                  part_suffix[t->part]);
    break;
  case SYMBOL_PARAM:
    buffer_printf(out, ", param %.*s", TEXT_ARG(program->params.at[t->index].name));
    break;
  case SYMBOL_TODAY:
    buffer_str(out, ", today");
    break;
  case SYMBOL_MEMBER:
    buffer_printf(out, ", member %.*s",
                  TEXT_ARG(program->enums.at[t->type.of].members[t->index].name));
    break;
  case SYMBOL_ENTITY:
    buffer_printf(out, ", entity %.*s", TEXT_ARG(program->entities.at[t->index].name));
    break;
  case SYMBOL_BUILTIN:
    buffer_printf(out, ", %s", builtin_name((Builtin)t->index));
    break;
  case SYMBOL_DEFINE:
    buffer_str(out, ", expanded");
    break;
  case SYMBOL_ARGUMENT:
    buffer_str(out, ", argument");
    break;
  case SYMBOL_LOW:
    buffer_str(out, ", low end");
    break;
  case SYMBOL_HIGH:
    buffer_str(out, ", high end");
    break;
  case SYMBOL_REFERENCE:
    buffer_printf(out, ", through %.*s", TEXT_ARG(program->entities.at[t->entity].name));
    break;
  case SYMBOL_NONE:
    break;
  }
}

static void print_rows(Buffer *out, const Program *program, const Rows *rows) {
  if (rows->child == SCHEMA_NONE) return;
  buffer_printf(out, ", rows of %.*s", TEXT_ARG(program->entities.at[rows->child].name));
  if (rows->via != SCHEMA_NONE)
    buffer_printf(out, " via %.*s",
                  TEXT_ARG(program->entities.at[rows->child].fields[rows->via].name));
}

static void print_rule(Buffer *out, ArithmeticRule rule) {
  static const char *const names[] = {[RULE_DATE_PLUS_DURATION] = "date and duration",
                                      [RULE_DATE_PLUS_PERIOD] = "date and period",
                                      [RULE_DATE_MINUS_DATE] = "difference of dates",
                                      [RULE_TIMES_EXACT] = "exact product",
                                      [RULE_TIMES_NUMBERS] = "product of numbers",
                                      [RULE_TIMES_DOUBLE] = "product with a number",
                                      [RULE_OVER_LIKE] = "like by like",
                                      [RULE_OVER_NUMBERS] = "quotient of numbers",
                                      [RULE_OVER_EXACT] = "exact quotient",
                                      [RULE_OVER_DOUBLE] = "quotient with a number",
                                      [RULE_COMPARE_PERIOD] = "by the calendar",
                                      [RULE_COMPARE_KEY] = "by key"};
  if (rule < sizeof names / sizeof *names && names[rule]) buffer_printf(out, ", %s", names[rule]);
}

void typing_describe(Buffer *out, const Node *node, void *context) {
  const Program *program = context;
  const Typing *t = node->typing;
  if (!t || node->kind == NODE_GROUP) return;
  buffer_str(out, " : ");
  print_type(out, program, t->type, t->ratio);
  if (t->type.kind && !type_equal(t->as, t->type)) {
    buffer_str(out, " as ");
    print_type(out, program, t->as, false);
  }
  if (t->bare) {
    buffer_str(out, ", constant ");
    rational_print(out, t->constant);
  }
  if (t->can_be_range) buffer_str(out, ", range");
  print_symbol(out, program, t);
  if (t->rows) print_rows(out, program, t->rows);
  print_rule(out, t->rule);
}
