/* infer_window.c - `d in last 12 months`, `d in this fiscal quarter`. */
#include "sema/infer_impl.h"

static const struct {
  const char *name;
  unsigned bit;
} calendar_units[] = {{"day", 1}, {"week", 2}, {"month", 4}, {"quarter", 8}, {"year", 16}};

static unsigned unit_bit(Text unit) {
  for (size_t i = 0; i < sizeof calendar_units / sizeof *calendar_units; i++) {
    if (text_equal(unit, text_of(calendar_units[i].name))) return calendar_units[i].bit;
  }
  return 0;
}

/* A window's length: whole, at least one day. */
static bool check_step(Sema *s, Node *step) {
  infer(s, &(Scope){.entity = SCHEMA_NONE}, step, type_of(TYPE_NONE));
  if (!step->typing->type.kind) return false;
  Rational amount;
  const bool days = step->typing->type.kind == TYPE_DURATION;
  if (!constant_exact(step, &amount)) return false;
  if (amount.numerator > 0 && (!days || amount.numerator % 86400 == 0)) return true;
  Diag *d =
      sema_report(s, E_WINDOW_STEP, step->span, "a window is counted in whole days or months");
  if (amount.numerator > 0) {
    const int64_t whole = (int64_t)(amount.numerator / 86400) + 1;
    sema_offer(s, d, step->span, "%lld %s", (long long)whole, whole == 1 ? "day" : "days");
  } else {
    sema_help(s, d, "nothing lies in a window of no length");
  }
  return false;
}

/* `last quarter` is a calendar quarter, `last 1 quarter` three months up to today: a reader of both
 * is told once. */
static void note_both_forms(Sema *s, const Node *window, Text unit, bool rolling) {
  const unsigned bit = unit_bit(unit);
  for (size_t i = 0; i < s->windows.count; i++) {
    const Window *other = &s->windows.at[i];
    if (other->unit != bit || other->rolling == rolling || s->windows_noted & bit) continue;
    s->windows_noted |= bit;
    const Span last = rolling ? window->span : other->span;
    const Span calendar = rolling ? other->span : window->span;
    Diag *d = sema_report(s, N_TWO_WINDOWS, window->span,
                          "`last %.*s` and `last 1 %.*s` are not the same days", TEXT_ARG(unit),
                          TEXT_ARG(unit));
    sema_label(s, d, last, "up to today");
    sema_label(s, d, calendar, "the calendar's %.*s before this one", TEXT_ARG(unit));
    return;
  }
  *VEC_PUSH(s->arena, &s->windows) = (Window){bit, rolling, window->span};
}

static bool is_one(const Node *step) {
  Rational n;
  return rational_of(step->number, &n) && n.numerator == 1 && n.denominator == 1;
}

static void check_window(Sema *s, Node *window) {
  switch (window->kind) {
  case NODE_WINDOW_LAST: {
    Node *step = node_child(window, WINDOW_LAST_STEP),
         *ending = node_child(window, WINDOW_LAST_ENDING);
    if (step && check_step(s, step) && !ending && is_one(step))
      note_both_forms(s, window, step->text, true);
    if (ending) check_step(s, ending);
    break;
  }
  case NODE_WINDOW_NEXT:
    if (node_child(window, WINDOW_NEXT_STEP)) check_step(s, node_child(window, WINDOW_NEXT_STEP));
    break;
  case NODE_WINDOW_CALENDAR: {
    const Node *unit = node_child(window, WINDOW_CALENDAR_UNIT);
    if (!unit) break;
    const bool fiscal = window->flags & FLAG_FISCAL;
    if (!unit_bit(unit->text)) {
      Diag *d = sema_report(s, E_WINDOW_UNIT, unit->span, "`%.*s` is not a calendar unit",
                            TEXT_ARG(unit->text));
      sema_help(s, d, "a window of the calendar is a day, week, month, quarter or year");
    } else if (fiscal && !(unit_bit(unit->text) & 24)) {
      Diag *d = sema_report(s, E_WINDOW_UNIT, window->span, "there is no fiscal %.*s",
                            TEXT_ARG(unit->text));
      sema_offer(s, d, window->span, "%.*s %.*s", TEXT_ARG(window->text), TEXT_ARG(unit->text));
    } else if (!fiscal && text_equal(window->text, TEXT("last"))) {
      note_both_forms(s, window, unit->text, false);
    }
    break;
  }
  default:
    break;
  }
}

void infer_window(Sema *s, const Scope *scope, Node *node) {
  Node *value = node_child(node, IN_WINDOW_VALUE), *window = node_child(node, IN_WINDOW_WINDOW);
  if (window) check_window(s, window);
  infer(s, scope, value, type_of(TYPE_NONE));
  node->typing->type = type_of(value && value->typing->type.kind ? TYPE_BOOL : TYPE_NONE);
  if (!value || !value->typing->type.kind || value->typing->type.kind == TYPE_DATE) return;
  Diag *d = sema_report(s, E_WINDOW_OF_NON_DATE, value->span,
                        "only a date lies in a window, this is %.*s", TEXT_ARG(sema_a(s, value)));
  sema_label(s, d, declared_at(s, value), "declared here");
}
