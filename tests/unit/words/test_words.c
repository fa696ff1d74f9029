/* Every operator, function, window, range and literal in words. The table is what a person reads;
 * the walks below it hold it to be whole. */
#include <string.h>

#include "support/unit.h"
#include "words/words.h"

static const char *const program_text =
    "program \"Test\" version \"1\"\n"
    "fiscal year starts april\n"
    "param floor: money(EUR) 0.. = 5M\n"
    "entity account { id: key text  name: text  revenue: money(EUR) 0..  growth: percent\n"
    "  public: bool  agreed: one of (partner, regular)  sector: one of (\"Food & Drink\" as food,\n"
    "  \"Water\" as water)  owner: ref manager  since: date  plan_signed: date  fit: integer "
    "0..10\n"
    "  stage: one of (start_here, end_here)  ratio: number  wait: duration }\n"
    "entity order { account: ref account  placed: date  amount: money(EUR)  on_time: bool }\n"
    "entity step { account: ref account  stage: one of (start_here, end_here)  at: date }\n"
    "entity deal { buyer: ref account  seller: ref account  size: integer }\n"
    "entity manager { id: key text  name: text  trained_on: date }\n"
    "define margin(price: money, cost: money) = (price - cost) / price\n"
    "define good(mark: each integer) = share(it >= 9 of mark)\n"
    "measure active = count(order) >= 1\n"
    "measure total for program = sum(revenue of account)\n"
    "score merit { give 60 for revenue from 1M to 10M  give 40 when public }\n"
    "segmentation tier { current agreed  segment partner { needs revenue >= floor }\n"
    "  segment regular otherwise }\n"
    "kpi punctual { value share(on_time of order)  green >= 95% }\n"
    "rule named { require name is known }\n"
    "cadence visit { every 1 month since since }\n"
    "assume sound = since <= today\n"
    "checklist file { item owned when owner is known }\n"
    "process sales { current stage  history step.stage at at\n"
    "  stage start_here start \"a\" { owner \"b\"  leave when public  within 3 days  next end_here "
    "}\n"
    "  stage end_here final \"c\" { owner \"b\"  enter when public } }\n";

typedef struct Case {
  const char *source, *words;
} Case;

static const Case cases[] = {
    /* and, or, not, if, brackets */
    {"revenue >= 5M and plan_signed is known",
     "`account.revenue` is at least 5 million EUR and `account.plan_signed` is known"},
    {"public or active", "`account.public` is true or `active` holds"},
    {"(public and active) or fit > 3",
     "`account.public` is true and `active` holds, or `account.fit` is more than 3"},
    {"public and (active or fit > 3)",
     "`account.public` is true and (`active` holds or `account.fit` is more than 3)"},
    {"not public", "`account.public` is not true"},
    {"not active", "`active` does not hold"},
    {"not (public and active)", "it is not so that (`account.public` is true and `active` holds)"},
    {"not (public or active)", "it is not so that (`account.public` is true or `active` holds)"},
    {"not (fit < 3)", "`account.fit` is at least 3"},
    {"if public then 1 else 2", "if `account.public` is true then 1, otherwise 2"},
    {"at least 2 of (public, active, fit > 3)",
     "at least 2 of these 3 hold: `account.public` is true; `active` holds; `account.fit` is more "
     "than 3"},
    {"public and at least 1 of (active, fit > 3)",
     "`account.public` is true and (at least 1 of these 2 hold: `active` holds; `account.fit` is "
     "more than 3)"},
    {"true", "always"},
    {"false", "never"},

    /* comparisons */
    {"fit = 3", "`account.fit` is 3"},
    {"fit != 3", "`account.fit` is not 3"},
    {"fit < 3", "`account.fit` is less than 3"},
    {"fit <= 3", "`account.fit` is at most 3"},
    {"since < 2026-01-31", "`account.since` is before 2026-01-31"},
    {"since <= today", "`account.since` is on or before today"},
    {"since > plan_signed", "`account.since` is after `account.plan_signed`"},
    {"since >= plan_signed", "`account.since` is on or after `account.plan_signed`"},
    {"today - since > 90 days", "`account.since` is more than 90 days ago"},
    {"since - today <= 1 week", "`account.since` is at most 1 week ahead"},
    {"today - since >= 2 years", "`account.since` is at least 2 years ago"},
    {"wait > 36 hours", "`account.wait` is more than 36 hours"},
    {"public = true", "`account.public` is true"},
    {"public = false", "`account.public` is not true"},
    {"public != true", "`account.public` is not true"},
    {"fit between 3 and 5", "`account.fit` is between 3 and 5"},
    {"not (fit between 3 and 5)", "`account.fit` is not between 3 and 5"},
    {"agreed = partner", "`account.agreed` is partner"},
    {"sector = food", "`account.sector` is “Food & Drink”"},
    {"agreed in (partner, regular)", "`account.agreed` is partner or regular"},
    {"agreed not in (partner, regular)", "`account.agreed` is neither partner nor regular"},
    {"fit in (1, 2, 3)", "`account.fit` is 1, 2 or 3"},
    {"name contains \"Ltd\"", "`account.name` contains “Ltd”"},
    {"name starts with \"A\"", "`account.name` begins with “A”"},
    {"not (name ends with \"b`c\")", "`account.name` does not end with “b’c”"},

    /* known */
    {"owner is missing", "`account.owner` is missing"},
    {"owner is not known", "`account.owner` is not known"},
    {"active is unknown", "`active` is unknown"},
    {"(fit > 3) is unknown", "whether `account.fit` is more than 3 is unknown"},
    {"not (owner is known)", "`account.owner` is not known"},

    /* windows */
    {"since in last 12 months", "`account.since` lies in the last 12 months"},
    {"since not in last 1 year", "`account.since` does not lie in the last 1 year"},
    {"since in last 12 months ending 1 year ago",
     "`account.since` lies in the 12 months that ended 1 year ago"},
    {"since in next 90 days", "`account.since` lies in the next 90 days"},
    {"since in this quarter", "`account.since` lies in this calendar quarter"},
    {"since in last fiscal year", "`account.since` lies in the last fiscal year"},
    {"since in next week", "`account.since` lies in the next calendar week"},

    /* arithmetic */
    {"fit + 1 + 2", "`account.fit` plus 1 plus 2"},
    {"fit - 1", "`account.fit` minus 1"},
    {"(fit - 1) * 2", "(`account.fit` minus 1) times 2"},
    {"revenue / 4", "`account.revenue` divided by 4"},
    {"revenue / floor - 1", "the change in percent to `account.revenue` from `floor`"},
    {"-fit", "minus `account.fit`"},
    {"growth > -5%", "`account.growth` is more than −5%"},
    {"revenue otherwise 0 EUR", "`account.revenue`, or where that is missing 0 EUR"},
    {"(fit otherwise 3) >= 4", "(`account.fit`, or where that is missing 3) is at least 4"},
    {"today + 2 weeks", "today plus 2 weeks"},

    /* literals */
    {"1250", "1,250"},
    {"0.5", "0.5"},
    {"12.5%", "12.5%"},
    {"200K EUR", "200,000 EUR"},
    {"1.25B EUR", "1.25 billion EUR"},
    {"2026-06-30", "2026-06-30"},
    {"\"text\"", "“text”"},

    /* names */
    {"owner.trained_on", "`manager.trained_on` of `account.owner`"},
    {"tier.recorded = partner", "the recorded `tier` is partner"},
    {"punctual.value > 50%", "the value of `punctual` is more than 50%"},
    {"visit.next in next 1 month", "the next day of `visit` lies in the next 1 month"},
    {"sales.since < today", "the day of entering the stage of `sales` is before today"},
    {"merit.low >= 5", "the least that `merit` can be is at least 5"},
    {"merit.high < 5", "the most that `merit` can be is less than 5"},
    {"revenue / program.total", "`account.revenue` divided by `total`"},
    {"file.owned", "`file.owned` holds"},
    {"tier = partner", "`tier` is partner"},

    /* statuses */
    {"punctual = green", "`punctual` is green"},
    {"punctual != red", "`punctual` is not red"},
    {"named = passes", "the rule `named` is kept"},
    {"named = fails", "the rule `named` is broken"},
    {"visit = overdue", "`visit` is overdue"},
    {"sound = holds", "`sound` holds"},
    {"tier.drift = promoted", "`tier` is higher than on record"},
    {"sales.fit = fits", "the stage of `sales` on record is the one that the facts say"},
    {"sales.pace = late", "the stage of `sales` takes longer than its limit"},
    {"sales.path != conforms", "the way through `sales` is not as agreed"},
    {"sales.fit in (fits, several)", "how the record fits in `sales` is fits or several"},

    /* rows */
    {"count(order)", "the number of orders"},
    {"count(order where on_time)", "the number of orders where `order.on_time` is true"},
    {"count(order where on_time) >= 3",
     "there are at least 3 orders where `order.on_time` is true"},
    {"count(order) = 1", "there is exactly 1 order"},
    {"count(deal via buyer)", "the number of deals by their `deal.buyer`"},
    {"sum(amount of order where placed in last 1 year) > 5 EUR",
     "(the sum of `order.amount` over the orders where `order.placed` lies in the last 1 year) is "
     "more than 5 EUR"},
    {"avg(amount of order)", "the mean of `order.amount` over the orders"},
    {"min(amount of order)", "the smallest `order.amount` of the orders"},
    {"max(amount of order)", "the largest `order.amount` of the orders"},
    {"max(placed of order)", "the latest `order.placed` of the orders"},
    {"min(placed of order)", "the earliest `order.placed` of the orders"},
    {"median(amount of order)", "the median of `order.amount` over the orders"},
    {"percentile(90%, amount of order)",
     "the value of `order.amount` below which 90% of the orders lie"},
    {"share(on_time of order)", "of the orders, the share for which `order.on_time` is true"},
    {"share(on_time of order where placed in last 1 year) >= 95%",
     "for at least 95% of the orders where `order.placed` lies in the last 1 year, `order.on_time` "
     "is "
     "true"},
    {"share(on_time of order weighted by amount)",
     "of the orders, the share by weight of `order.amount` for which `order.on_time` is true"},
    {"any(on_time of order where amount > 5)", "there is at least 1 order where `order.amount` is "
                                               "more than 5 EUR and `order.on_time` is true"},
    {"none(on_time of order)", "there is no order where `order.on_time` is true"},
    {"not any(on_time of order)", "there is no order where `order.on_time` is true"},
    {"all(on_time of order)", "for every order, `order.on_time` is true"},
    {"not all(on_time of order)", "not for every order, `order.on_time` is true"},
    {"latest(amount of order by placed)",
     "the `order.amount` of the last order, by `order.placed`"},
    {"latest(placed of order by placed)", "the latest `order.placed` of the orders"},
    {"earliest(amount of order where on_time by placed)",
     "the `order.amount` of the first order where `order.on_time` is true, by `order.placed`"},

    /* functions and definitions */
    {"abs(growth)", "`account.growth` without its sign"},
    {"round(ratio)", "`account.ratio` rounded to whole units"},
    {"round(ratio, 2)", "`account.ratio` rounded to 2 digits"},
    {"floor(ratio)", "`account.ratio` rounded down"},
    {"ceil(ratio)", "`account.ratio` rounded up"},
    {"min(fit, 3)", "the smaller of `account.fit` and 3"},
    {"max(fit, 3)", "the larger of `account.fit` and 3"},
    {"clamp(fit, 0, 5)", "`account.fit`, but not below 0 nor above 5"},
    {"ramp(fit, 0, 10)", "how far `account.fit` has come on the way from 0 (0%) to 10 (100%)"},
    {"lower(name)", "`account.name` in small letters"},
    {"upper(name)", "`account.name` in capital letters"},
    {"trim(name)", "`account.name` without blanks at its ends"},
    {"length(name) > 3", "the number of characters of `account.name` is more than 3"},
    {"days(wait)", "`account.wait` in days"},
    {"days(today - since)", "the days from `account.since` to today"},
    {"months(since, today)", "the whole months from `account.since` to today"},
    {"years(since, today)", "the whole years from `account.since` to today"},
    {"year(since)", "the year of `account.since`"},
    {"quarter(since)", "the quarter of `account.since`"},
    {"month(since)", "the month of `account.since`"},
    {"weekday(since)", "the day of the week of `account.since` (1 is Monday)"},
    {"margin(revenue, floor)", "`margin` of `account.revenue` and `floor`"},
    {"good(size of deal via buyer where size > 3)",
     "`good` of `deal.size` of the deals by their `deal.buyer` where `deal.size` is more than 3"},
};

static Arena *arena;
static Syntax syntax;
static Program *program;

static void begin(void) {
  arena = arena_new(NULL);
  ck_assert_ptr_nonnull(arena);
  if (!ARENA_TRY(arena)) ck_abort_msg("out of memory");
  syntax = (Syntax){.arena = arena,
                    .names = intern_new(arena),
                    .sources = source_map_new(arena),
                    .diags = diag_sink_new(arena)};
  const uint32_t base = source_add(syntax.sources, TEXT("test.strata"), text_of(program_text));
  Node *file = syntax_parse_file(&syntax, base, NULL);
  program = sema_analyse(&syntax, modules_load(&syntax, file, NULL), NULL, 0);
  Buffer reports = buffer_in(arena);
  diag_print(&reports, syntax.diags, syntax.sources, (DiagStyle){0});
  ck_assert_msg(program != NULL, "%s", reports.data);
}

static void end(void) { arena_free(arena); }

static Node *typed(const char *source) {
  const uint32_t base = source_add(syntax.sources, TEXT("question"), text_of(source));
  Node *expression = syntax_parse_expression(&syntax, base);
  ck_assert_msg(expression != NULL, "%s", source);
  const size_t errors = diag_errors(syntax.diags);
  sema_expression(program, 1, expression, syntax.diags);
  Buffer reports = buffer_in(arena);
  diag_print(&reports, syntax.diags, syntax.sources, (DiagStyle){0});
  ck_assert_msg(diag_errors(syntax.diags) == errors, "%s: %s", source, reports.data);
  return expression;
}

START_TEST(everything_in_words) {
  Buffer wrong = buffer_in(arena);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Buffer out = buffer_in(arena);
    const Node *expression = typed(cases[i].source);
    if (expression) words_expression(&out, program, expression);
    if (text_equal(buffer_view(&out), text_of(cases[i].words))) continue;
    buffer_printf(&wrong, "\n%s\n  is  %s\n  not %s", cases[i].source, out.len ? out.data : "",
                  cases[i].words);
  }
  ck_assert_msg(!wrong.len, "%s", wrong.data);
}
END_TEST

static void see(const Node *node, bool *kinds, bool *builtins) {
  if (!node) return;
  kinds[node->kind] = true;
  if (node->kind == NODE_CALL && node_child(node, CALL_CALLEE)->kind == NODE_NAME) {
    static const char *const names[] = {
#define X(id, name, least, most, doc) name,
#include "sema/builtins.def"
#undef X
    };
    for (int i = 0; i < BUILTIN_COUNT_OF; i++)
      if (text_equal(node_child(node, CALL_CALLEE)->text, text_of(names[i]))) builtins[i] = true;
  }
  for (uint32_t i = 0; i < node->count; i++) see(node->child[i], kinds, builtins);
}

/* The table above leaves no kind of expression and no function out. */
START_TEST(nothing_is_left_out) {
  bool kinds[NODE_KIND_COUNT] = {false}, builtins[BUILTIN_COUNT_OF] = {false};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    see(typed(cases[i].source), kinds, builtins);
  for (int kind = NODE_IF; kind <= NODE_FALSE; kind++)
    ck_assert_msg(kinds[kind], "no words are tested of `%s`", node_name((NodeKind)kind));
  for (int i = 0; i < BUILTIN_COUNT_OF; i++) ck_assert_msg(builtins[i], "function %d", i);
}
END_TEST

/* Each status that a program can ask for has words, and none but those. */
START_TEST(every_status_has_words) {
  static const struct {
    uint32_t of;
    const char *member;
  } words[] = {
#define X(enumeration, member, holds, holds_not) {ENUM_##enumeration, member},
#include "words/statuses.def"
#undef X
  };
  for (uint32_t of = ENUM_KPI; of <= ENUM_PATH; of++) {
    const EnumSchema *schema = &program->enums.at[of];
    size_t told = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
      if (words[i].of != of) continue;
      ck_assert_msg(enum_member_by_name(schema, text_of(words[i].member)) >= 0, "%s",
                    words[i].member);
      told++;
    }
    ck_assert_uint_eq(told, schema->count);
  }
}
END_TEST

/* Bodies of templates are not typed: the words are nearly the same. */
START_TEST(without_types) {
  static const Case untyped[] = {
      {"revenue >= 5M EUR and plan_signed is known",
       "`account.revenue` is at least 5 million EUR and `account.plan_signed` is known"},
      {"public and not active", "`account.public` holds and `active` does not hold"},
      {"since < today", "`account.since` is before today"},
      {"nowhere_said > 3", "nowhere said is more than 3"},
  };
  for (size_t i = 0; i < sizeof untyped / sizeof *untyped; i++) {
    Buffer out = buffer_in(arena);
    const uint32_t base = source_add(syntax.sources, TEXT("question"), text_of(untyped[i].source));
    words_expression(&out, program, syntax_parse_expression(&syntax, base));
    ck_assert_str_eq(out.data, untyped[i].words);
  }
}
END_TEST

START_TEST(names_and_types) {
  static const struct {
    const char *one, *many;
  } plurals[] = {{"contact", "contacts"}, {"stage_change", "stage changes"},
                 {"survey", "surveys"},   {"company", "companies"},
                 {"branch", "branches"},  {"sales", "sales"}};
  for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++)
    ck_assert(text_equal(words_plural(arena, text_of(plurals[i].one)), text_of(plurals[i].many)));
  ck_assert(text_equal(words_name(arena, TEXT("account.plan_signed")), TEXT("plan signed")));
  const EntitySchema *account = &program->entities.at[1];
  static const char *const types[] = {"text",
                                      "text",
                                      "amount in EUR",
                                      "percent",
                                      "yes or no",
                                      "partner or regular",
                                      "“Food & Drink” or “Water”",
                                      "a manager",
                                      "day",
                                      "day",
                                      "whole number"};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    Buffer out = buffer_in(arena);
    words_type(&out, program, account->fields[i].type);
    ck_assert_str_eq(out.data, types[i]);
  }
  Buffer range = buffer_in(arena);
  words_range(&range, program, account->fields[2].type, account->fields[2].low,
              account->fields[2].high);
  buffer_str(&range, "; ");
  words_range(&range, program, account->fields[10].type, account->fields[10].low,
              account->fields[10].high);
  ck_assert_str_eq(range.data, "at least 0 EUR; 0 to 10");
}
END_TEST

UNIT_MAIN(begin, end, everything_in_words, nothing_is_left_out, every_status_has_words,
          without_types, names_and_types)
