/* infer_call.c - calls: which function, then its family; functions of one row's values. */
#include "sema/infer_impl.h"

static const struct {
  const char *name;
  uint32_t least, most;
} builtins[] = {
#define X(id, name, least, most, doc) {name, least, most},
#include "sema/builtins.def"
#undef X
};

const char *builtin_name(Builtin builtin) { return builtins[builtin].name; }

bool builtin_is_aggregate(Builtin builtin) { return builtin <= BUILTIN_EARLIEST; }

Builtin builtin_named(Text name) {
  for (int i = 0; i < BUILTIN_COUNT_OF; i++) {
    if (text_equal(name, text_of(builtins[i].name))) return (Builtin)i;
  }
  return BUILTIN_COUNT_OF;
}

/* What spreadsheets and query languages call a function. */
static Text called_elsewhere(Text name) {
  static const struct Alias {
    const char *written, *meant;
  } aliases[] = {{"average", "avg"},   {"mean", "avg"},   {"total", "sum"},
                 {"number", "count"},  {"len", "length"}, {"ceiling", "ceil"},
                 {"countif", "count"}, {"sumif", "sum"},  {"minimum", "min"},
                 {"maximum", "max"},   {"exists", "any"}, {"last", "latest"},
                 {"first", "earliest"}};
  for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
    if (text_loosely_equal(name, text_of(aliases[i].written))) return text_of(aliases[i].meant);
  return TEXT("");
}

static void report_function(Sema *s, const Node *callee) {
  if (s->broken) return;
  if (callee->kind == NODE_DOT) {
    report_module_function(s, callee);
    return;
  }
  if (callee->kind != NODE_NAME) {
    sema_report(s, E_UNKNOWN_FUNCTION, callee->span, "`%.*s` is not a function",
                TEXT_ARG(sema_source(s, callee)));
    return;
  }
  const Name *found = name_meant(s, callee);
  Diag *d = sema_report(s, E_UNKNOWN_FUNCTION, callee->span, "there is no function `%.*s`",
                        TEXT_ARG(callee->text));
  if (found) sema_label(s, d, found->node->span, "this is no function");
  Nearest nearest = nearest_start(callee->text);
  for (int i = 0; i < BUILTIN_COUNT_OF; i++) nearest_offer(&nearest, text_of(builtins[i].name));
  for (size_t i = 0; i < s->definitions.count; i++)
    nearest_offer(&nearest, s->definitions.at[i].name);
  const Text elsewhere = called_elsewhere(callee->text);
  const Text of_module = module_function(s, callee->text);
  const Text best = of_module.len ? of_module : elsewhere.len ? elsewhere : nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, callee->span, "%.*s", TEXT_ARG(best));
  else
    sema_help(s, d, "a function of your own is declared with `define`");
}

/* `count(order where amount > 1,500)`: an argument too many, which is the rest of a number. */
static bool report_thousands(Sema *s, const Node *list) {
  for (uint32_t i = 1; i < list->count; i++) {
    const Span rest = list->child[i]->span, before = list->child[i - 1]->span;
    const Text comma = source_text(s->program->sources, (Span){rest.lo - 2, rest.lo});
    const bool digit = comma.len == 2 && comma.at[0] >= '0' && comma.at[0] <= '9';
    if (list->child[i]->kind != NODE_NUMBER || rest.hi - rest.lo != 3) continue;
    if (before.hi + 1 != rest.lo || !digit || comma.at[1] != ',') continue;
    Diag *d = sema_report(s, E_THOUSANDS_COMMA, (Span){rest.lo - 1, rest.lo},
                          "a comma has no place in a number");
    sema_help(s, d, "group digits with `_`");
    sema_edit(s, d, (Span){rest.lo - 1, rest.lo}, "_");
    return true;
  }
  return false;
}

static bool check_count(Sema *s, const Scope *scope, const Node *node, Builtin builtin) {
  const Node *list = node_child(node, CALL_ARGUMENTS);
  const uint32_t count = list ? list->count : 0;
  const uint32_t least = builtins[builtin].least, most = builtins[builtin].most;
  if (count >= least && count <= most) return true;
  if (builtin == BUILTIN_COUNT && !count && scope->implied) return true;
  if (count > most && report_thousands(s, list)) return false;
  Diag *d = sema_report(
      s, E_ARGUMENT_COUNT, node->span, "`%s` takes %s%u argument%s, not %u", builtins[builtin].name,
      least == most   ? ""
      : count < least ? "at least "
                      : "at most ",
      count < least ? least : most, (count < least ? least : most) == 1 ? "" : "s", count);
  static const char *const docs[] = {
#define X(id, name, least, most, doc) doc,
#include "sema/builtins.def"
#undef X
  };
  sema_help(s, d, "`%s`: %s", builtins[builtin].name, docs[builtin]);
  return false;
}

void infer_call(Sema *s, const Scope *scope, Node *node) {
  Node *callee = node_child(node, CALL_CALLEE);
  if (!callee) return;
  const Name *found = name_meant(s, callee);
  if (found && found->kind == NAME_DEFINE) {
    infer_expansion(s, scope, node, found->index);
    return;
  }
  const Builtin builtin =
      callee->kind == NODE_NAME ? builtin_named(callee->text) : BUILTIN_COUNT_OF;
  if (builtin == BUILTIN_COUNT_OF) {
    report_function(s, callee);
    return;
  }
  node->typing->symbol = SYMBOL_BUILTIN;
  node->typing->index = builtin;
  if (!check_count(s, scope, node, builtin)) return;
  const Node *list = node_child(node, CALL_ARGUMENTS);
  const Node *last = list->count ? list->child[list->count - 1] : NULL;
  const bool of_two = builtin == BUILTIN_LEAST || builtin == BUILTIN_MOST;
  if (builtin_is_aggregate(builtin) &&
      (!of_two || list->count == 1 || (last && last->kind == NODE_ARGUMENT)))
    infer_aggregate(s, scope, node, builtin);
  else
    infer_builtin(s, scope, node, builtin);
}

/* --- functions of values --- */

typedef enum { TAKES_NUMERIC, TAKES_ORDERED, TAKES_TEXT, TAKES_DATE, TAKES_DURATION } Takes;

static bool takes(Takes what, TypeKind kind) {
  switch (what) {
  case TAKES_NUMERIC:
    return type_is_numeric(kind);
  case TAKES_ORDERED:
    return type_is_numeric(kind) || kind == TYPE_DATE;
  case TAKES_TEXT:
    return kind == TYPE_TEXT;
  case TAKES_DATE:
    return kind == TYPE_DATE;
  default:
    return kind == TYPE_DURATION;
  }
}

static Takes argument_kind(Builtin builtin) {
  switch (builtin) {
  case BUILTIN_LEAST:
  case BUILTIN_MOST:
  case BUILTIN_CLAMP:
  case BUILTIN_RAMP:
    return TAKES_ORDERED;
  case BUILTIN_LOWER:
  case BUILTIN_UPPER:
  case BUILTIN_TRIM:
  case BUILTIN_LENGTH:
    return TAKES_TEXT;
  case BUILTIN_DAYS:
    return TAKES_DURATION;
  case BUILTIN_MONTHS:
  case BUILTIN_YEARS:
  case BUILTIN_YEAR:
  case BUILTIN_QUARTER:
  case BUILTIN_MONTH:
  case BUILTIN_WEEKDAY:
    return TAKES_DATE;
  default:
    return TAKES_NUMERIC;
  }
}

static void report_argument(Sema *s, const Node *node, Builtin builtin, Takes what) {
  static const char *const wanted[] = {"a number, percent, money, score or duration",
                                       "a number, percent, money, score, duration or date", "text",
                                       "a date", "a duration"};
  Diag *d = sema_report(s, E_ARGUMENT_TYPE, node->span, "`%s` takes %s, this is %.*s",
                        builtins[builtin].name, wanted[what], TEXT_ARG(sema_a(s, node)));
  sema_label(s, d, declared_at(s, node), "declared here");
}

static bool rounds_duration(Sema *s, const Node *node, Builtin builtin) {
  const bool rounds =
      builtin == BUILTIN_ROUND || builtin == BUILTIN_FLOOR || builtin == BUILTIN_CEIL;
  if (!rounds || node->typing->type.kind != TYPE_DURATION) return false;
  Diag *d = sema_report(s, E_ARGUMENT_TYPE, node->span, "`%s` does not take a duration",
                        builtins[builtin].name);
  sema_offer(s, d, node->span, "days(%.*s)", TEXT_ARG(sema_source(s, node)));
  return true;
}

static Type result_type(Builtin builtin, Type common) {
  switch (builtin) {
  case BUILTIN_RAMP:
    return type_of(TYPE_PERCENT);
  case BUILTIN_DAYS:
    return type_of(TYPE_NUMBER);
  case BUILTIN_LENGTH:
  case BUILTIN_MONTHS:
  case BUILTIN_YEARS:
  case BUILTIN_YEAR:
  case BUILTIN_QUARTER:
  case BUILTIN_MONTH:
  case BUILTIN_WEEKDAY:
    return type_of(TYPE_INTEGER);
  default:
    return common;
  }
}

static void check_ramp_width(Sema *s, const Node *node, Node *const *nodes) {
  Scalar from, to;
  if (!constant_scalar(nodes[1], &from) || !constant_scalar(nodes[2], &to)) return;
  if (!scalar_equal(from, to)) return;
  Diag *d =
      sema_report(s, E_RAMP_WIDTH, node->span, "this ramp has no width: it starts where it ends");
  sema_label(s, d, nodes[1]->span, "from");
  sema_label(s, d, nodes[2]->span, "to");
  sema_help(s, d, "for a step write a condition: `if x >= ... then ... else ...`");
}

/* round(x, digits): the digits are a value of their own. */
static void check_digits(Sema *s, const Scope *scope, Node *digits) {
  infer_as(s, scope, digits, type_of(TYPE_INTEGER), NULL);
}

void infer_builtin(Sema *s, const Scope *scope, Node *node, Builtin builtin) {
  Node *list = node_child(node, CALL_ARGUMENTS);
  size_t count = list->count;
  if (builtin == BUILTIN_ROUND && count == 2) {
    check_digits(s, scope, list->child[1]);
    count = 1;
  }
  infer_together(s, scope, list->child, count, type_of(TYPE_NONE));
  const Takes what = argument_kind(builtin);
  for (size_t i = 0; i < count; i++) {
    const Typing *t = list->child[i] ? list->child[i]->typing : NULL;
    if (!t || !t->type.kind) return;
    if (rounds_duration(s, list->child[i], builtin)) return;
    if (takes(what, t->type.kind)) continue;
    const Type duration = type_of(TYPE_DURATION);
    if (t->bare && what == TAKES_DURATION)
      take_constant(s, list->child[i], duration, false, NULL);
    else
      report_argument(s, list->child[i], builtin, what);
    return;
  }
  Type common;
  Typing *t = node->typing;
  if (!join(s, list->child, count, &common, &t->ratio)) return;
  if (builtin == BUILTIN_RAMP) {
    check_ramp_width(s, node, list->child);
    t->ratio = false;
  }
  t->type = result_type(builtin, common);
  for (size_t i = 0; i < count; i++)
    t->can_be_range = t->can_be_range || list->child[i]->typing->can_be_range;
  if (builtin == BUILTIN_FLOOR || builtin == BUILTIN_CEIL || builtin == BUILTIN_DAYS)
    t->can_be_range = false;
}
