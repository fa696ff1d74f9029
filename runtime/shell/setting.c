/* setting.c - `--set NAME=VALUE` for a compiled file.
 *
 * With a rule file sema gives the value its type. Here only the image knows the parameter, so the
 * value is a literal, converted as sema would.
 */
#include "shell/load.h"

static const Span nowhere = {0, 0};

static uint32_t find_param(Shell *shell, const Image *image, Text name) {
  Nearest nearest = nearest_start(name);
  for (uint32_t i = IMAGE_TODAY + 1; i < image->params.count; i++) {
    if (text_equal(image->params.at[i].name, name)) return i;
    nearest_offer(&nearest, image->params.at[i].name);
  }
  Diag *diag = diag_add(shell->diags, E_UNKNOWN_PARAM, nowhere,
                        "there is no parameter `%.*s` to set", TEXT_ARG(name));
  Text meant = nearest_found(&nearest);
  if (meant.len) diag_help(shell->diags, diag, "did you mean `%.*s`?", TEXT_ARG(meant));
  return SCHEMA_NONE;
}

/* The number over a power of ten, times a factor, as the type has it. */
static bool exact(Decimal number, bool negative, int64_t factor, int64_t divisor, Type type,
                  Scalar *out) {
  int128 numerator = (int128)number.mantissa * factor, denominator = divisor;
  for (int32_t i = 0; i < number.scale; i++) {
    if (numerator % 10 == 0)
      numerator /= 10;
    else
      denominator *= 10;
  }
  int128 a = numerator, b = denominator;
  while (b) {
    int128 rest = a % b;
    a = b;
    b = rest;
  }
  if (a > 1) numerator /= a, denominator /= a;
  /* More decimals than the type has are refused in a literal, not rounded. */
  if (type.kind != TYPE_NUMBER && type_scale(type.kind) % denominator != 0) return false;
  return rational_as((Rational){negative ? -numerator : numerator, denominator}, type, out);
}

typedef struct StepUnit {
  const char *name;
  TypeKind kind;
  int64_t size; /* seconds, or months */
} StepUnit;

static bool step(const Node *node, bool negative, Type type, Scalar *out) {
  static const StepUnit units[] = {
#define X(name, kind, size) {#name, TYPE_##kind, size},
#include "syntax/units.def"
#undef X
  };
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (units[i].kind == type.kind && text_equal(node->text, text_of(units[i].name)))
      return exact(node->number, negative, units[i].size, 1, type, out);
  return false;
}

static bool member(const Image *image, const Node *node, Type type, Scalar *out) {
  int32_t index = enum_member_by_name(&image->enums.at[type.of], node->text);
  *out = (Scalar){.type = type, .known = true, .i = index};
  return index >= 0;
}

static bool takes_bare(TypeKind kind) {
  return kind == TYPE_INTEGER || kind == TYPE_NUMBER || kind == TYPE_MONEY || kind == TYPE_SCORE;
}

static bool literal(const Image *image, const Node *node, bool negative, Type type, Scalar *out) {
  *out = (Scalar){.type = type, .known = true};
  switch (node->kind) {
  case NODE_NUMBER:
    return takes_bare(type.kind) && exact(node->number, negative, 1, 1, type, out);
  case NODE_PERCENT:
    return type.kind == TYPE_PERCENT && exact(node->number, negative, 1, 100, type, out);
  case NODE_MONEY:
    return type.kind == TYPE_MONEY && text_equal(node->text, text_of(type.currency)) &&
           exact(node->number, negative, 1, 1, type, out);
  case NODE_STEP:
    return step(node, negative, type, out);
  case NODE_DATE:
    out->i = node->day;
    return type.kind == TYPE_DATE && !negative;
  case NODE_TRUE:
  case NODE_FALSE:
    out->truth = truth_of(node->kind == NODE_TRUE);
    return type.kind == TYPE_BOOL && !negative;
  case NODE_STRING:
    out->text = node->text;
    return type.kind == TYPE_TEXT && !negative;
  case NODE_NAME:
    return type.kind == TYPE_ENUM && !negative && member(image, node, type, out);
  default:
    return false;
  }
}

/* What a constant of the type looks like. */
static const char *const example_of[TYPE_COUNT] = {
    [TYPE_TEXT] = "'\"north\"'", [TYPE_INTEGER] = "12",      [TYPE_NUMBER] = "1.5",
    [TYPE_PERCENT] = "12.5%",    [TYPE_MONEY] = "5M",        [TYPE_DATE] = "2026-06-30",
    [TYPE_DURATION] = "30 days", [TYPE_PERIOD] = "6 months", [TYPE_BOOL] = "true",
};

bool setting_value(Shell *shell, const Image *image, Setting setting, uint32_t *param,
                   Scalar *out) {
  *param = find_param(shell, image, setting.name);
  if (*param == SCHEMA_NONE) return false;
  const Node *node = compile_setting(shell->compilation, setting);
  if (!node) return false;
  Span span = node->span;
  node = node_bare(node);
  bool negative = node->kind == NODE_NEGATE;
  if (negative) node = node_bare(node_child(node, NEGATE_OPERAND));
  Type type = image->params.at[*param].type;
  if (literal(image, node, negative, type, out)) return true;
  Diag *diag = diag_add(shell->diags, E_PARAM_VALUE, span, "`%.*s` wants a constant of type %s%s%s",
                        TEXT_ARG(setting.name), type_info(type.kind)->name,
                        type.currency[0] ? " " : "", type.currency);
  diag_under(shell->diags, diag, "this is none");
  if (example_of[type.kind])
    diag_help(shell->diags, diag, "write it like `--set %.*s=%s`", TEXT_ARG(setting.name),
              example_of[type.kind]);
  return false;
}
