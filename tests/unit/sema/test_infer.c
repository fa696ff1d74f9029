/* The types of expressions: what the language gives them, and what it refuses. */
#include <string.h>

#include "analysing.h"

static const char prelude[] =
    "param floor: money(USD) = 5M\n"
    "param cycle = 3 months\n"
    "param wait = 30 days\n"
    "param least = 75\n"
    "define roi(benefit: money, cost: money) = (benefit - cost) / cost\n"
    "define nps(mark: each integer) = (share(it >= 9 of mark) - share(it <= 6 of mark)) * 100\n"
    "define large(size: each one of (big, small)) = share(it = big of size)\n"
    "define both(mark: each integer) = nps(mark) + count(mark) + avg(mark)\n"
    "define above(mark: each integer, limit: integer) = count(mark where it > limit)\n"
    "entity manager { id: key text  level: one of (junior, senior)  quota: money(USD) }\n"
    "entity account {\n"
    "  id: key text  owner: ref manager  parent: ref account  name: text\n"
    "  revenue: money(USD)  cost: money(USD)  spend: money(EUR)  growth: percent  n: integer  x: "
    "number\n"
    "  ok: bool  since: date  until: date  reply: duration(hours)\n"
    "  region: one of (emea, amer, apac)  home: one of (emea, amer)\n"
    "  stage: one of (plan, deliver)  plan: one of (plan, deliver)\n"
    "}\n"
    "entity order { account: ref account  placed: date  amount: money(USD)  late: bool  mark: "
    "integer }\n"
    "measure total for program = sum(revenue of account)\n"
    "measure span for manager = count(account)\n"
    "score fit { give 60 for revenue from 1M to 5M  give 40 when ok }\n"
    "segmentation tier { current recorded  segment big { needs revenue > 1M }  segment small "
    "otherwise }\n"
    "kpi punctual { value share(late of order)  green <= 5% }\n"
    "rule served { require ok }\n"
    "entity extra { account: ref account  recorded: one of (big, small) }\n";

/* `recorded` is a field of account; it is added here, to keep the lines above short. */
static Text program_of(const char *expression) {
  Buffer out = buffer_in(world.arena);
  const char *split = strstr(prelude, "  stage: one of");
  buffer_bytes(&out, prelude, (size_t)(split - prelude));
  buffer_str(&out, "  recorded: one of (big, small)\n");
  buffer_str(&out, split);
  buffer_printf(&out, "measure it_is = %s\n", expression);
  return text_copy(world.arena, buffer_view(&out));
}

static const Declared *last_column(const Program *program) {
  return &program->columns.at[program->columns.count - 1];
}

static void fresh(void) {
  world_end();
  world_begin();
}

static void check_type(const char *expression, const char *type, bool range) {
  fresh();
  const Program *program = analyse(program_of(expression));
  ck_assert_msg(program != NULL, "%s: %s", expression, reports());
  const Declared *declared = last_column(program);
  const Text found = type_text(world.arena, program, declared->type, declared->ratio);
  ck_assert_msg(text_equal(found, text_of(type)), "%s is %.*s, not %s", expression, TEXT_ARG(found),
                type);
  ck_assert_msg(declared->can_be_range == range, "%s: %s a range", expression,
                range ? "not" : "wrongly");
}

static void is(const char *expression, const char *type) { check_type(expression, type, false); }
static void is_range(const char *expression, const char *type) {
  check_type(expression, type, true);
}

static void refused(const char *expression, const char *code) {
  fresh();
  analyse(program_of(expression));
  ck_assert_msg(strcmp(codes(), code) == 0, "%s: %s, not %s\n%s", expression, codes(), code,
                reports());
}

START_TEST(constants) {
  is("5", "integer");
  is("5M", "integer");
  is("2.5", "number");
  is("5 / 2", "number");
  is("6 / 2", "integer");
  is("12.5%", "percent");
  is("5M USD", "money(USD)");
  is("2026-06-30", "date");
  is("36 hours", "duration");
  is("90 minutes", "duration");
  is("true", "bool");
  is("\"a\"", "text");
  is("revenue >= 2 * 5M", "bool");
  is("revenue >= 1 / 3", "bool");
  is("-5", "integer");
  refused("growth >= 5", "E0401");
  refused("growth otherwise 0", "E0401");
  refused("reply > 90", "E0402");
  refused("revenue > 0.12345", "E0701");
  refused("growth > 1.2345678%", "E0701");
  refused("revenue > 2000000B", "E0702");
  refused("3 months", "E0421");
  refused("1.5 months", "E0704");
  is("since + cycle", "date");
}
END_TEST

START_TEST(sums_and_differences) {
  is("n + n", "integer");
  is("n + x", "number");
  is("n + 0.5", "number");
  is("growth - growth", "percent");
  is("growth - 5%", "percent");
  is("revenue + 5", "money(USD)");
  is("revenue - cost", "money(USD)");
  is("until - since", "duration");
  is("since + 30 days", "date");
  is("since - 3 months", "date");
  is("since + wait", "date");
  is("reply + 1 day", "duration");
  is_range("fit + 5", "score");
  is_range("fit + n", "score");
  refused("revenue + spend", "E0403");
  refused("revenue + growth", "E0411");
  refused("growth + 5", "E0401");
  refused("growth + n", "E0411");
  refused("since + 90", "E0410");
  refused("since + since", "E0411");
  refused("reply + 1 month", "E0409");
  refused("n + 1 month", "E0409");
  refused("name + name", "E0411");
  refused("30 days + since", "E0411");
}
END_TEST

START_TEST(products_and_quotients) {
  is("revenue * 2", "money(USD)");
  is("0.15 * revenue", "money(USD)");
  is("revenue * growth", "money(USD)");
  is("revenue / 3", "money(USD)");
  is("revenue / 12.5%", "money(USD)");
  is("revenue / cost", "ratio");
  is("n / n", "ratio");
  is("n / 2", "ratio");
  is("n / 2.5", "number");
  is("x / x", "number");
  is("revenue / cost - 1", "ratio");
  is("revenue / cost * 100", "number");
  is("revenue / cost - growth", "percent");
  is("1 - revenue / cost", "ratio");
  is("1 / (revenue / cost)", "number");
  is("1M / revenue", "ratio");
  is("growth * growth", "percent");
  is("growth * n", "number");
  is("growth * 200", "number");
  is("growth / 2", "percent");
  is("growth / x", "percent");
  is("growth / growth", "ratio");
  is("reply * 2", "duration");
  is("reply / 1 day", "ratio");
  is("reply / 2", "duration");
  is("reply / 2.5", "duration");
  is("reply * 2.5", "duration");
  is("revenue / 2.5", "money(USD)");
  is_range("fit * 0.5", "score");
  is("1 day * n", "duration");
  is("n * x", "number");
  refused("revenue * cost", "E0411");
  refused("n / growth", "E0411");
  refused("n / reply", "E0411");
  refused("growth / revenue", "E0411");
  refused("5 / 0 + n", "E0705");
}
END_TEST

START_TEST(comparisons) {
  is("revenue / cost > 0.25", "bool");
  is("revenue / cost > 25%", "bool");
  is("revenue / cost > x", "bool");
  is("revenue / cost > n", "bool");
  is("n > x", "bool");
  is("fit >= least", "bool");
  is("fit >= 75", "bool");
  is("today - since >= 2 years", "bool");
  is("2 years <= today - since", "bool");
  is("today - since > wait", "bool");
  is("since < until", "bool");
  is("name < \"b\"", "bool");
  is("n between 1 and 5", "bool");
  is("revenue between 1M and floor", "bool");
  is("since between 2026-01-01 and today", "bool");
  is("n in (1, 2, 3)", "bool");
  is("name in (\"a\", \"b\")", "bool");
  is("owner = \"M1\"", "bool");
  is("owner in (\"M1\", \"M2\")", "bool");
  is("parent = id", "bool");
  is("ok = true", "bool");
  is("name contains \"a\" and name starts with \"b\" and name ends with \"c\"", "bool");
  refused("owner = parent", "E0406");
  refused("owner < \"M1\"", "E0413");
  refused("region < emea", "E0413");
  refused("reply >= 2 years", "E0408");
  refused("reply between 1 month and 2 months", "E0408");
  refused("revenue > growth", "E0406");
  refused("since > 2026", "E0406");
  refused("n contains \"a\"", "E0414");
  refused("n in (1, \"a\")", "E0406");
}
END_TEST

START_TEST(enumerations) {
  is("region = emea", "bool");
  is("emea = region", "bool");
  is("region in (emea, amer)", "bool");
  is("home = region", "bool");
  is("tier = big", "bool");
  is("tier = recorded", "bool");
  is("tier.recorded", "one of (big, small)");
  is("tier.drift = promoted", "bool");
  is("tier.drift", "one of (same, promoted, demoted, not_applicable)");
  is("punctual = red", "bool");
  is("served = fails", "bool");
  is("stage = account.plan", "bool");
  is("account.plan", "one of (plan, deliver)");
  is("if ok then region else emea", "one of (emea, amer, apac)");
  is("region otherwise emea", "one of (emea, amer, apac)");
  is("owner.level = junior", "bool");
  refused("stage = plan", "W0321");
  refused("region = \"emea\"", "E0404");
  refused("region = eme", "E0305");
  refused("home = stage", "E0405");
  refused("regin = emea", "E0302");
  refused("emea", "E0311");
}
END_TEST

START_TEST(conditions) {
  is("ok and not ok", "bool");
  is("at least 2 of (ok, n > 1, growth > 5%)", "bool");
  is("n is known", "bool");
  is("region is missing", "bool");
  is("punctual is unknown", "bool");
  is("if ok then 1 else 2.5", "number");
  is("if ok then revenue else 0", "money(USD)");
  is("revenue > (if ok then 1M else 2M)", "bool");
  is("since otherwise until", "date");
  is("revenue otherwise 0", "money(USD)");
  refused("n and ok", "E0415");
  refused("not revenue", "E0415");
  refused("if n then 1 else 2", "E0415");
  refused("at least 3 of (ok, ok)", "E0618");
  refused("if ok then revenue else since", "E0406");
  refused("growth > (if ok then 1 else 2)", "E0401");
}
END_TEST

START_TEST(time) {
  is("since in last 12 months", "bool");
  is("since in last 12 months ending 1 year ago", "bool");
  is("since in next 90 days", "bool");
  is("since in this quarter", "bool");
  is("since in last fiscal year", "bool");
  is("since not in last 6 weeks", "bool");
  is("today", "date");
  is("days(until - since)", "number");
  is("months(since, until)", "integer");
  is("weekday(since)", "integer");
  refused("n in last 12 months", "E0416");
  refused("since in last 36 hours", "E0417");
  refused("months(since, 3)", "E0617");
  refused("days(n)", "E0617");
  refused("days(5)", "E0402");
}
END_TEST

START_TEST(functions) {
  is("abs(n)", "integer");
  is("abs(-growth)", "percent");
  is("round(revenue)", "money(USD)");
  is("round(x, 2)", "number");
  is("min(n, x)", "number");
  is("max(revenue, 5M)", "money(USD)");
  is("min(since, until)", "date");
  is("clamp(revenue, 0, floor)", "money(USD)");
  is("ramp(revenue, 1M, 5M)", "percent");
  is_range("max(fit, 5)", "score");
  is_range("round(fit)", "score");
  check_type("floor(fit)", "score", false);
  is("length(trim(upper(name)))", "integer");
  refused("abs(name)", "E0617");
  refused("round(reply)", "E0617");
  refused("min(n, growth)", "E0406");
  refused("clamp(n, 5)", "E0616");
  refused("ramp(n, 5, 5)", "E0513");
  refused("upper(n)", "E0617");
  refused("rond(n)", "E0304");
  refused("abs", "E0310");
}
END_TEST

START_TEST(aggregates) {
  is("count(order)", "integer");
  is_range("count(order where late)", "integer");
  is("sum(amount of order)", "money(USD)");
  is_range("sum(amount of order where late)", "money(USD)");
  is("avg(mark of order)", "number");
  is("median(amount of order)", "money(USD)");
  is("percentile(90%, amount of order)", "money(USD)");
  is("min(placed of order)", "date");
  is("max(amount of order where late)", "money(USD)");
  is_range("share(late of order)", "percent");
  is_range("share(late of order weighted by amount)", "percent");
  is("any(late of order)", "bool");
  is("all(amount > 5 of order)", "bool");
  is("none(late of order where mark > 5)", "bool");
  is("latest(amount of order by placed)", "money(USD)");
  is("sum(amount - account.cost of order)", "money(USD)");
  is("count(account via parent)", "integer");
  is("count(order where amount > account.revenue) > 0", "bool");
  is("sum(count(order) of account via parent)", "integer");
  refused("sum(amount of order where amount > revenue)", "E0307");
  refused("sum(late of order)", "E0607");
  refused("median(placed of order)", "E0607");
  refused("latest(amount of order)", "E0608");
  refused("latest(amount of order by mark)", "E0610");
  refused("count(manager)", "E0601");
  refused("sum(order)", "E0605");
  refused("sum(amount)", "E0604");
  refused("count(late of order)", "E0606");
  refused("share(mark of order)", "E0415");
  refused("percentile(90, amount of order)", "E0401");
  refused("percentile(growth, amount of order)", "E0611");
  refused("count(order via owner)", "E0603");
  refused("count(oder)", "E0303");
}
END_TEST

START_TEST(references) {
  is("owner.quota", "money(USD)");
  is("parent.owner.quota", "money(USD)");
  is("owner.span", "integer");
  is("parent.tier", "one of (big, small, unplaced, not_applicable)");
  is("parent.tier.recorded", "one of (big, small)");
  is_range("parent.punctual.value", "percent");
  is("program.total", "money(USD)");
  is("account.revenue", "money(USD)");
  is("owner", "ref manager");
  is("fit.low", "score");
  is("punctual.value.high", "percent");
  is_range("punctual.value", "percent");
  refused("owner.quotas", "E0302");
  refused("revenue.low", "E0420");
  refused("name.size", "E0306");
  refused("quota", "E0308");
  refused("span", "E0308");
  refused("total", "E0308");
  refused("manager.quota", "E0308");
  refused("order", "E0309");
  refused("it_is", "E0318");
}
END_TEST

START_TEST(definitions) {
  is("roi(revenue, cost)", "ratio");
  is("roi(revenue, 5M)", "ratio");
  is("roi(spend, 5M EUR)", "ratio");
  is_range("nps(mark of order)", "number");
  is_range("large(recorded of extra)", "percent");
  is_range("both(mark of order where late)", "number");
  is_range("above(mark of order, 5)", "integer");
  is_range("above(mark * 2 of order, least)", "integer");
  refused("above(mark of order, n)", "E0615");
  refused("roi(revenue, spend)", "E0403");
  refused("roi(5, 4)", "E0428");
  refused("roi(revenue)", "E0616");
  refused("roi(revenue, growth)", "E0406");
  refused("nps(amount of order)", "E0406");
  refused("nps(n)", "E0604");
}
END_TEST

UNIT_MAIN(world_begin, world_end, constants, sums_and_differences, products_and_quotients,
          comparisons, enumerations, conditions, time, functions, aggregates, references,
          definitions)
