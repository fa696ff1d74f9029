/* words_name.c - names, members, literals and lengths of time. */
#include <string.h>

#include "value/date.h"
#include "words/words_impl.h"

/* ---- Names ---- */

Text words_name(Arena *arena, Text name) {
  size_t from = name.len;
  while (from && name.at[from - 1] != '.') from--;
  char *shown = arena_copy(arena, name.at + from, name.len - from);
  for (char *at = shown; *at; at++)
    if (*at == '_') *at = ' ';
  return text_of(shown);
}

Text words_plural(Arena *arena, Text name) {
  const Text one = words_name(arena, name);
  const char *vowels = "aeiou";
  if (text_ends(one, TEXT("s")) || text_ends(one, TEXT("x")) || text_ends(one, TEXT("ch")))
    return text_of(
        arena_printf(arena, "%.*s%s", TEXT_ARG(one), text_ends(one, TEXT("s")) ? "" : "es"));
  if (one.len > 1 && one.at[one.len - 1] == 'y' && !strchr(vowels, one.at[one.len - 2]))
    return text_of(arena_printf(arena, "%.*sies", (int)one.len - 1, one.at));
  return text_of(arena_printf(arena, "%.*ss", TEXT_ARG(one)));
}

static void put_field(Words *w, uint32_t entity, uint32_t field) {
  const EntitySchema *schema = &w->program->entities.at[entity];
  buffer_printf(w->out, "`%.*s.%.*s`", TEXT_ARG(schema->name),
                TEXT_ARG(schema->fields[field].name));
}

/* The field that a name without typing means most likely. */
static bool find_field(const Words *w, Text name, uint32_t *entity, uint32_t *field) {
  const uint32_t count = (uint32_t)w->program->entities.count;
  for (uint32_t e = 0; e < count; e++) {
    if (w->entity != SCHEMA_NONE && e != w->entity) continue;
    *field = schema_field(&w->program->entities.at[e], name);
    *entity = e;
    if (*field != SCHEMA_NONE) return true;
  }
  return false;
}

static const Declared *find_column(const Words *w, Text name) {
  for (size_t i = 0; i < w->program->columns.count; i++)
    if (text_equal(w->program->columns.at[i].name, name)) return &w->program->columns.at[i];
  return NULL;
}

static bool is_param(const Words *w, Text name) {
  for (size_t i = 0; i < w->program->params.count; i++)
    if (text_equal(w->program->params.at[i].name, name)) return true;
  return false;
}

static void put_untyped(Words *w, Text name) {
  uint32_t entity, field;
  if (text_equal(name, TEXT("today")))
    buffer_str(w->out, "today");
  else if (text_equal(name, TEXT("it")))
    buffer_str(w->out, "the value");
  else if (find_field(w, name, &entity, &field))
    put_field(w, entity, field);
  else if (find_column(w, name) || is_param(w, name))
    buffer_printf(w->out, "`%.*s`", TEXT_ARG(name));
  else
    buffer_text(w->out, words_name(w->out->arena, name));
}

static const char *const part_words[PART_COUNT] = {
    [PART_VALUE] = "the value of ",    [PART_FIT] = "how the record fits in ",
    [PART_RECORDED] = "the recorded ", [PART_DRIFT] = "how the record differs of ",
    [PART_NEXT] = "the next day of ",  [PART_SINCE] = "the day of entering the stage of ",
    [PART_PACE] = "the pace of ",      [PART_PATH] = "the way through ",
};

static void put_column(Words *w, uint32_t index, uint8_t part) {
  if (part < PART_COUNT && part_words[part]) buffer_str(w->out, part_words[part]);
  buffer_printf(w->out, "`%.*s`", TEXT_ARG(w->program->columns.at[index].name));
}

static void put_dot(Words *w, const Node *node) {
  const Node *base = node_child(node, DOT_BASE), *name = node_child(node, DOT_NAME);
  const Typing *typing = node->typing;
  switch (typing ? typing->symbol : SYMBOL_NONE) {
  case SYMBOL_LOW:
  case SYMBOL_HIGH:
    buffer_str(w->out, typing->symbol == SYMBOL_LOW ? "the least that " : "the most that ");
    words_put(w, base, BIND_ATOM);
    buffer_str(w->out, " can be");
    return;
  case SYMBOL_REFERENCE:
    words_named(w, name);
    if (typing->entity == IMAGE_PROGRAM) return;
    buffer_str(w->out, " of ");
    words_put(w, base, BIND_ATOM);
    return;
  case SYMBOL_COLUMN:
    put_column(w, typing->index, typing->part);
    if (base->kind == NODE_DOT && base->typing && base->typing->symbol == SYMBOL_REFERENCE) {
      buffer_str(w->out, " of ");
      words_put(w, node_child(base, DOT_BASE), BIND_ATOM);
    }
    return;
  case SYMBOL_FIELD:
    put_field(w, typing->entity, typing->index);
    return;
  default:
    if (text_equal(name->text, TEXT("value")) || text_equal(name->text, TEXT("fit")) ||
        text_equal(name->text, TEXT("path"))) {
      buffer_printf(w->out, "the %.*s of ", TEXT_ARG(name->text));
      words_put(w, base, BIND_ATOM);
    } else {
      put_untyped(w, name->text);
      buffer_str(w->out, " of ");
      words_put(w, base, BIND_ATOM);
    }
  }
}

static void put_simple(Words *w, const Node *node) {
  const Typing *typing = node->typing;
  switch (typing ? typing->symbol : SYMBOL_NONE) {
  case SYMBOL_FIELD:
    put_field(w, typing->entity, typing->index);
    break;
  case SYMBOL_COLUMN:
    put_column(w, typing->index, typing->part);
    break;
  case SYMBOL_PARAM:
    buffer_printf(w->out, "`%.*s`", TEXT_ARG(w->program->params.at[typing->index].name));
    break;
  case SYMBOL_MEMBER: {
    const EnumMember *member =
        &w->program->enums.at[typing->type.of].members[(size_t)typing->index];
    words_member(w, member->name, member->text);
    break;
  }
  default:
    put_untyped(w, node->text);
  }
}

void words_named(Words *w, const Node *node) {
  if (node->kind == NODE_PATH)
    buffer_printf(w->out, "`%.*s.%.*s`", TEXT_ARG(node_child(node, PATH_BASE)->text),
                  TEXT_ARG(node_child(node, PATH_NAME)->text));
  else if (node->kind == NODE_DOT)
    put_dot(w, node);
  else
    put_simple(w, node);
}

uint32_t words_enumeration(const Node *node) {
  return node->typing && node->typing->type.kind == TYPE_ENUM ? node->typing->type.of : SCHEMA_NONE;
}

void words_member(Words *w, Text name, Text text) {
  if (!text_equal(name, text) && text.len)
    words_quoted(w, text);
  else
    buffer_text(w->out, words_name(w->out->arena, name));
}

void words_quoted(Words *w, Text text) {
  buffer_printf(w->out, "“%.*s”", TEXT_ARG(words_text(w->out->arena, text)));
}

bool words_is_condition(const Words *w, const Node *node) {
  uint32_t entity, field;
  node = node_bare(node);
  if (node->typing) return node->typing->type.kind == TYPE_BOOL;
  if (node->kind != NODE_NAME) return node->kind >= NODE_OR && node->kind <= NODE_TEXT_TEST;
  const Declared *column = find_column(w, node->text);
  if (find_field(w, node->text, &entity, &field))
    return w->program->entities.at[entity].fields[field].type.kind == TYPE_BOOL;
  return column && column->type.kind == TYPE_BOOL;
}

bool words_is_date(const Words *w, const Node *node) {
  uint32_t entity, field;
  node = node_bare(node);
  if (node->typing && node->typing->type.kind) return node->typing->type.kind == TYPE_DATE;
  if (node->kind != NODE_NAME) return node->kind == NODE_DATE;
  if (find_field(w, node->text, &entity, &field))
    return w->program->entities.at[entity].fields[field].type.kind == TYPE_DATE;
  return text_equal(node->text, TEXT("today"));
}

/* ---- Literals ---- */

static void put_number(Words *w, Decimal number) {
  Buffer digits = buffer_in(w->out->arena);
  int64_t mantissa = number.mantissa;
  int32_t scale = number.scale;
  while (scale > 18) mantissa /= 10, scale--;
  while (scale < 0) mantissa *= 10, scale++;
  decimal_print(&digits, mantissa, scale, true);
  buffer_text(w->out, buffer_view(&digits));
}

/* 5 million, 1.25 billion; what is not round is written out. */
static void put_amount(Words *w, Decimal number) {
  static const struct {
    int exponent;
    const char *word;
  } sizes[] = {{9, " billion"}, {6, " million"}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    int64_t unit = 1;
    for (int k = 0; k < sizes[i].exponent; k++) unit *= 10;
    if (number.scale != 0 || number.mantissa < unit || number.mantissa % (unit / 100)) continue;
    put_number(w, (Decimal){number.mantissa, sizes[i].exponent});
    buffer_str(w->out, sizes[i].word);
    return;
  }
  put_number(w, number);
}

void words_step(Words *w, const Node *node) {
  if (node->kind != NODE_STEP) {
    words_value(w, node);
    return;
  }
  const bool one = node->number.mantissa == 1 && node->number.scale == 0;
  put_number(w, node->number);
  buffer_printf(w->out, " %.*s%s", TEXT_ARG(node->text), one ? "" : "s");
}

static void put_literal(Words *w, const Node *node) {
  switch (node->kind) {
  case NODE_PERCENT:
    put_number(w, node->number);
    buffer_char(w->out, '%');
    break;
  case NODE_MONEY:
    put_amount(w, node->number);
    buffer_printf(w->out, " %.*s", TEXT_ARG(node->text));
    break;
  case NODE_STEP:
    words_step(w, node);
    break;
  case NODE_DATE:
    date_print(w->out, node->day);
    break;
  default: {
    const Typing *typing = node->typing;
    const bool money = typing && typing->as.kind == TYPE_MONEY && typing->as.currency[0];
    Decimal number = node->number;
    const bool share = typing && typing->as.kind == TYPE_PERCENT;
    if (share) number.scale -= 2;
    put_amount(w, number);
    if (money) buffer_printf(w->out, " %s", typing->as.currency);
    if (share) buffer_char(w->out, '%');
  }
  }
}

/* ---- Values ---- */

/* The change of one value against another is written as their quotient less one. */
static bool put_change(Words *w, const Node *node) {
  const Node *left = node_bare(node_child(node, SUBTRACT_LEFT));
  const Node *right = node_bare(node_child(node, SUBTRACT_RIGHT));
  if (left->kind != NODE_DIVIDE || right->kind != NODE_NUMBER || right->number.scale != 0 ||
      right->number.mantissa != 1)
    return false;
  buffer_str(w->out, "the change in percent to ");
  words_put(w, node_child(left, DIVIDE_LEFT), BIND_ATOM);
  buffer_str(w->out, " from ");
  words_put(w, node_child(left, DIVIDE_RIGHT), BIND_ATOM);
  return true;
}

static void put_operation(Words *w, const Node *node, const char *operator) {
  const bool longer = node->kind == NODE_ADD || node->kind == NODE_MULTIPLY;
  const bool chain = longer && node_child(node, 0)->kind == node->kind;
  words_put(w, node_child(node, 0), chain ? BIND_SUM : BIND_ATOM);
  buffer_str(w->out, operator);
  words_put(w, node_child(node, 1), BIND_ATOM);
}

static void put_choice(Words *w, const Node *node) {
  buffer_str(w->out, "if ");
  words_condition(w, node_child(node, IF_CONDITION), false);
  buffer_str(w->out, " then ");
  words_put(w, node_child(node, IF_THEN), BIND_OR);
  buffer_str(w->out, ", otherwise ");
  words_put(w, node_child(node, IF_ELSE), BIND_CHOICE);
}

void words_value(Words *w, const Node *node) {
  switch (node->kind) {
  case NODE_GROUP:
    words_value(w, node_bare(node));
    break;
  case NODE_NAME:
  case NODE_DOT:
  case NODE_PATH:
    words_named(w, node);
    break;
  case NODE_STRING:
    words_quoted(w, node->text);
    break;
  case NODE_IF:
    put_choice(w, node);
    break;
  case NODE_ADD:
    put_operation(w, node, " plus ");
    break;
  case NODE_SUBTRACT:
    if (!put_change(w, node)) put_operation(w, node, " minus ");
    break;
  case NODE_MULTIPLY:
    put_operation(w, node, " times ");
    break;
  case NODE_DIVIDE:
    put_operation(w, node, " divided by ");
    break;
  case NODE_NEGATE:
    if (node_bare(node_child(node, NEGATE_OPERAND))->kind == NODE_NUMBER ||
        node_bare(node_child(node, NEGATE_OPERAND))->kind == NODE_PERCENT ||
        node_bare(node_child(node, NEGATE_OPERAND))->kind == NODE_MONEY)
      buffer_str(w->out, "−");
    else
      buffer_str(w->out, "minus ");
    words_put(w, node_child(node, NEGATE_OPERAND), BIND_ATOM);
    break;
  case NODE_DEFAULT:
    words_put(w, node_child(node, DEFAULT_VALUE), BIND_ATOM);
    buffer_str(w->out, ", or where that is missing ");
    words_put(w, node_child(node, DEFAULT_OTHERWISE), BIND_SUM);
    break;
  case NODE_CALL:
    words_call(w, node);
    break;
  case NODE_NUMBER:
  case NODE_PERCENT:
  case NODE_MONEY:
  case NODE_STEP:
  case NODE_DATE:
    put_literal(w, node);
    break;
  default:
    words_condition(w, node, false);
  }
}
