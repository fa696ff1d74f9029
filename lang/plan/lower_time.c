/* lower_time.c - windows of dates, relative to `today`. */
#include "plan/lower.h"

#include "value/date.h"

static const Type type_date = {.kind = TYPE_DATE};

static Type step_type(Lower *lower, const Node *step) {
  return plan_at(lower->plan, lower_step(lower, step).low)->type;
}

static bool is_period(Lower *lower, const Node *step) {
  return step_type(lower, step).kind == TYPE_PERIOD;
}

/* The day moved by a step, back or ahead. */
static uint32_t moved(Lower *lower, uint32_t day, const Node *step, bool back) {
  Plan *plan = lower->plan;
  PlanValue by = lower_step(lower, step);
  if (back) by = range_negate(plan, plan_at(plan, by.low)->type, by);
  return plan_binary(plan, is_period(lower, step) ? PLAN_ADD_MONTHS : PLAN_ADD_SECONDS, type_date,
                     day, by.low);
}

/* Today moved back by two steps in one: like steps are added, of unlike ones the days go first. */
static uint32_t moved_twice(Lower *lower, uint32_t today, const Node *a, const Node *b) {
  Plan *plan = lower->plan;
  if (is_period(lower, a) != is_period(lower, b)) {
    uint32_t first = moved(lower, today, is_period(lower, a) ? b : a, true);
    return moved(lower, first, is_period(lower, a) ? a : b, true);
  }
  Type type = step_type(lower, a);
  PlanValue sum = range_add(plan, type, lower_step(lower, a), lower_step(lower, b));
  PlanValue back = range_negate(plan, type, sum);
  return plan_binary(plan, is_period(lower, a) ? PLAN_ADD_MONTHS : PLAN_ADD_SECONDS, type_date,
                     today, back.low);
}

static CalendarUnit calendar_unit_of(Text unit, bool fiscal) {
  static const struct {
    const char *name;
    CalendarUnit unit, fiscal;
  } units[] = {{"day", UNIT_DAY, UNIT_DAY},
               {"week", UNIT_WEEK, UNIT_WEEK},
               {"month", UNIT_MONTH, UNIT_MONTH},
               {"quarter", UNIT_QUARTER, UNIT_FISCAL_QUARTER},
               {"year", UNIT_YEAR, UNIT_FISCAL_YEAR}};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (text_equal(unit, text_of(units[i].name))) return fiscal ? units[i].fiscal : units[i].unit;
  return UNIT_DAY;
}

/* this, last, next unit of the calendar: its first day <= d < the next one's. */
static uint32_t calendar_window(Lower *lower, const Node *window, uint32_t day, uint32_t today) {
  Plan *plan = lower->plan;
  int shift = text_equal(window->text, TEXT("last"))   ? -1
              : text_equal(window->text, TEXT("next")) ? 1
                                                       : 0;
  CalendarUnit unit = calendar_unit_of(node_child(window, WINDOW_CALENDAR_UNIT)->text,
                                       (window->flags & FLAG_FISCAL) != 0);
  uint32_t month = (uint32_t)lower->program->fiscal_month;
  uint32_t from =
      plan_node(plan, PLAN_UNIT_START, type_date, &today, calendar_pack(unit, shift, month));
  uint32_t to =
      plan_node(plan, PLAN_UNIT_START, type_date, &today, calendar_pack(unit, shift + 1, month));
  return plan_condition(plan, PLAN_AND, plan_condition(plan, PLAN_LE, from, day),
                        plan_condition(plan, PLAN_LT, day, to));
}

uint32_t lower_window(Lower *lower, const Node *node) {
  Plan *plan = lower->plan;
  uint32_t day = lower_point(lower, node_child(node, IN_WINDOW_VALUE));
  uint32_t today = plan_input(plan, IMAGE_TODAY);
  const Node *window = node_child(node, IN_WINDOW_WINDOW);
  uint32_t inside;
  if (window->kind == NODE_WINDOW_CALENDAR) {
    inside = calendar_window(lower, window, day, today);
  } else if (window->kind == NODE_WINDOW_NEXT) {
    uint32_t end = moved(lower, today, node_child(window, WINDOW_NEXT_STEP), false);
    inside = plan_condition(plan, PLAN_AND, plan_condition(plan, PLAN_LE, today, day),
                            plan_condition(plan, PLAN_LE, day, end));
  } else {
    const Node *step = node_child(window, WINDOW_LAST_STEP);
    const Node *ending = node_child(window, WINDOW_LAST_ENDING);
    uint32_t from =
        ending ? moved_twice(lower, today, step, ending) : moved(lower, today, step, true);
    uint32_t to = ending ? moved(lower, today, ending, true) : today;
    inside = plan_condition(plan, PLAN_AND, plan_condition(plan, PLAN_LT, from, day),
                            plan_condition(plan, PLAN_LE, day, to));
  }
  return node->flags & FLAG_NEGATED ? plan_not(plan, inside) : inside;
}
