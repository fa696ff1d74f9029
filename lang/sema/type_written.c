/* type_written.c - types as they are written: their arguments, members and ranges.
 *
 * The arguments say how cells are read (CellFormat) and, of money, the currency. They are given in
 * any order: `money(EUR, comma)`.
 */
#include "sema/infer_impl.h"
#include "value/date.h"

static bool is_currency(Text t) {
  if (t.len != 3) return false;
  for (size_t i = 0; i < 3; i++) {
    if (t.at[i] < 'A' || t.at[i] > 'Z') return false;
  }
  return true;
}

/* One word in the parentheses of a type: which types take it and what it sets. */
typedef struct Option {
  const char *word;
  TypeKind kind[3];
  enum { SETS_COMMA, SETS_EXPONENT, SETS_PERCENT, SETS_UNIT } sets;
  uint32_t value;
} Option;

static const Option options[] = {{"comma", {TYPE_NUMBER, TYPE_PERCENT, TYPE_MONEY}, SETS_COMMA, 0},
                                 {"thousands", {TYPE_MONEY, TYPE_NUMBER}, SETS_EXPONENT, 3},
                                 {"millions", {TYPE_MONEY, TYPE_NUMBER}, SETS_EXPONENT, 6},
                                 {"billions", {TYPE_MONEY, TYPE_NUMBER}, SETS_EXPONENT, 9},
                                 {"ratio", {TYPE_PERCENT}, SETS_PERCENT, PERCENT_RATIO},
                                 {"points", {TYPE_PERCENT}, SETS_PERCENT, PERCENT_POINTS},
                                 {"seconds", {TYPE_DURATION}, SETS_UNIT, 1},
                                 {"minutes", {TYPE_DURATION}, SETS_UNIT, 60},
                                 {"hours", {TYPE_DURATION}, SETS_UNIT, 3600},
                                 {"days", {TYPE_DURATION}, SETS_UNIT, 86400},
                                 {"weeks", {TYPE_DURATION}, SETS_UNIT, 604800}};

static bool option_fits(const Option *option, TypeKind kind) {
  return option->kind[0] == kind || option->kind[1] == kind || option->kind[2] == kind;
}

static void report_option(Sema *s, const Node *node, TypeKind kind) {
  const char *type = type_info(kind)->name;
  Diag *d = sema_report(s, E_BAD_TYPE_ARGUMENT, node->span, "%s does not take `%.*s`", type,
                        TEXT_ARG(sema_source(s, node)));
  Nearest nearest = nearest_start(node->text);
  Buffer list = buffer_in(s->arena);
  for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
    if (!option_fits(&options[i], kind)) continue;
    nearest_offer(&nearest, text_of(options[i].word));
    buffer_printf(&list, "%s`%s`", list.len ? ", " : "", options[i].word);
  }
  const Text best = nearest_found(&nearest);
  if (best.len && node->kind == NODE_NAME)
    sema_offer(s, d, node->span, "%.*s", TEXT_ARG(best));
  else if (kind == TYPE_DATE)
    sema_help(s, d, "a date takes its format: `date(\"%%d.%%m.%%Y\")`");
  else if (kind == TYPE_MONEY)
    sema_help(s, d, "money takes a currency of three capitals (`USD`), %.*s",
              TEXT_ARG(buffer_view(&list)));
  else if (list.len)
    sema_help(s, d, "it takes %.*s", TEXT_ARG(buffer_view(&list)));
  else
    sema_help(s, d, "write `%s` alone", type);
}

/* False where the option was set already. */
static bool apply_option(const Option *option, CellFormat *format) {
  const CellFormat before = *format;
  if (option->sets == SETS_COMMA) format->comma = true;
  if (option->sets == SETS_EXPONENT) format->exponent = (uint8_t)option->value;
  if (option->sets == SETS_PERCENT) format->percent = (PercentForm)option->value;
  if (option->sets == SETS_UNIT) format->duration_unit = option->value;
  switch (option->sets) {
  case SETS_COMMA:
    return !before.comma;
  case SETS_EXPONENT:
    return !before.exponent;
  case SETS_PERCENT:
    return before.percent == PERCENT_SIGNED;
  default:
    return !before.duration_unit;
  }
}

static bool date_argument(Sema *s, const Node *node, CellFormat *format) {
  const char *why;
  if (!date_format_check(node->text, &why)) {
    sema_report(s, E_BAD_DATE_FORMAT, node->span, "this date format cannot be read: %s", why);
    return false;
  }
  format->date = node->text;
  return true;
}

/* One argument; false after a report. */
static bool type_argument(Sema *s, const Node *node, Type *type, CellFormat *format) {
  if (node->kind == NODE_STRING && type->kind == TYPE_DATE) return date_argument(s, node, format);
  if (node->kind == NODE_NAME && type->kind == TYPE_MONEY && !type->currency[0] &&
      is_currency(node->text)) {
    for (size_t i = 0; i < 3; i++) type->currency[i] = node->text.at[i];
    return true;
  }
  for (size_t i = 0; node->kind == NODE_NAME && i < sizeof options / sizeof *options; i++) {
    if (!option_fits(&options[i], type->kind) || !text_equal(node->text, text_of(options[i].word)))
      continue;
    if (apply_option(&options[i], format)) return true;
    Diag *d = sema_report(s, E_BAD_TYPE_ARGUMENT, node->span, "this was said already");
    sema_help(s, d, "leave one of them out");
    return false;
  }
  report_option(s, node, type->kind);
  return false;
}

/* Formats say how cells are read, and only fields have cells. */
static bool only_currency(Sema *s, const Node *node, Type type) {
  if (node->count == (type.currency[0] ? 1 : 0)) return true;
  Diag *d = sema_report(s, E_BAD_TYPE_ARGUMENT, node->span,
                        "formats are for the fields of an entity: nothing is read here");
  sema_offer(s, d, node->span, "%.*s", TEXT_ARG(sema_type_name(s, type)));
  return false;
}

static Type simple_type(Sema *s, const Node *node, TypeKind kind, TypePlace place,
                        CellFormat *format) {
  Type type = type_of(kind);
  CellFormat read = {0};
  bool ok = true;
  for (uint32_t i = 0; i < node->count && ok; i++)
    ok = type_argument(s, node->child[i], &type, &read);
  if (!ok) return type_of(TYPE_NONE);
  if (kind == TYPE_MONEY && place != TYPE_OF_PARAMETER && !type.currency[0]) {
    Diag *d = sema_report(s, E_MONEY_WITHOUT_CURRENCY, node->span, "money needs its currency here");
    sema_help(s, d, "say which, for example `money(USD)`");
    sema_edit(s, d, node->span, "money(USD)");
    return type_of(TYPE_NONE);
  }
  if (place != TYPE_OF_FIELD && !only_currency(s, node, type)) return type_of(TYPE_NONE);
  if (format) *format = read;
  return type;
}

static void member_twice(Sema *s, const Node *place, const Node *first) {
  Diag *d = sema_report(s, E_DUPLICATE_MEMBER, place->span, "`%.*s` stands twice in `one of`",
                        TEXT_ARG(place->text));
  sema_label(s, d, first->span, "first here");
  sema_help(s, d, "leave one of them out");
}

static Type enum_written(Sema *s, const Node *node, Text owner) {
  EnumMember *members = ARENA_ARRAY(s->arena, EnumMember, node->count);
  Map *names = map_new(s->arena), *texts = map_new(s->arena); /* to the member's node */
  uint32_t count = 0;
  for (uint32_t i = 0; i < node->count; i++) {
    const Node *member = node->child[i];
    if (member->kind != NODE_MEMBER || !node_child(member, MEMBER_NAME)) continue;
    const Node *name = node_child(member, MEMBER_NAME), *text = node_child(member, MEMBER_TEXT);
    const EnumMember made = {name->text, text ? text->text : name->text};
    const uint32_t same_name = map_add(names, made.name, i),
                   same_text = map_add(texts, made.text, i);
    if (same_name != i || same_text != i) {
      const bool by_name = same_name != i && (same_text == i || same_name <= same_text);
      member_twice(s, by_name || !text ? name : text, node->child[by_name ? same_name : same_text]);
      return type_of(TYPE_NONE);
    }
    members[count++] = made;
  }
  if (!count) return type_of(TYPE_NONE);
  return (Type){.kind = TYPE_ENUM, .of = enum_add(s, owner, members, count)};
}

Type type_written(Sema *s, const Node *node, Text owner, TypePlace place, CellFormat *format) {
  if (!node || node->kind != NODE_TYPE) return type_of(TYPE_NONE);
  if (text_equal(node->text, TEXT("one of"))) return enum_written(s, node, owner);
  if (text_equal(node->text, TEXT("ref"))) {
    const uint32_t entity = node->count ? entity_named(s, node->child[0]) : SCHEMA_NONE;
    if (entity == SCHEMA_NONE) return type_of(TYPE_NONE);
    if (entity != IMAGE_PROGRAM) return (Type){.kind = TYPE_REF, .of = entity};
    sema_report(s, E_UNKNOWN_ENTITY, node->child[0]->span, "nothing can refer to the program");
    return type_of(TYPE_NONE);
  }
  if (text_equal(node->text, TEXT("each"))) {
    Diag *d = sema_report(s, E_EACH_HERE, node->span,
                          "`each` stands only before the type of a definition's parameter");
    const Node *element = node->count ? node->child[0] : NULL;
    if (element) sema_offer(s, d, node->span, "%.*s", TEXT_ARG(sema_source(s, element)));
    return type_of(TYPE_NONE);
  }
  const TypeKind kind = type_named(node->text);
  if (kind == TYPE_NONE) return type_of(TYPE_NONE);
  return simple_type(s, node, kind, place, format);
}

/* --- ranges --- */

static bool has_range(TypeKind kind) {
  switch (kind) {
  case TYPE_INTEGER:
  case TYPE_NUMBER:
  case TYPE_PERCENT:
  case TYPE_MONEY:
  case TYPE_DATE:
  case TYPE_DURATION:
    return true;
  default:
    return false;
  }
}

static bool bound_written(Sema *s, Node *node, Type type, Bound *out) {
  if (!node) return false;
  const Scope scope = {.entity = SCHEMA_NONE, .constant = "a range"};
  Scalar value;
  if (!infer_as(s, &scope, node, type, NULL)) return false;
  if (!constant_scalar(node, &value)) return false;
  out->set = true;
  if (type_store(type) == STORE_F64)
    out->f = value.f;
  else
    out->i = value.i;
  return true;
}

bool range_written(Sema *s, const Node *range, Type type, Bound *low, Bound *high) {
  if (!range || type.kind == TYPE_NONE) return false;
  if (!has_range(type.kind)) {
    Diag *d = sema_report(s, E_RANGE_TYPE, range->span, "%.*s takes no range",
                          TEXT_ARG(sema_type_name(s, type)));
    sema_help(s, d, "a range belongs to numbers, percent, money, dates and durations");
    return false;
  }
  bound_written(s, node_child(range, RANGE_LOW), type, low);
  bound_written(s, node_child(range, RANGE_HIGH), type, high);
  if (!low->set || !high->set) return true;
  const bool reversed = type_store(type) == STORE_F64 ? low->f > high->f : low->i > high->i;
  if (!reversed) return true;
  Diag *d = sema_report(s, E_RANGE_EMPTY, range->span, "nothing lies in this range");
  sema_offer(s, d, range->span, "%.*s..%.*s",
             TEXT_ARG(sema_source(s, node_child(range, RANGE_HIGH))),
             TEXT_ARG(sema_source(s, node_child(range, RANGE_LOW))));
  return false;
}
