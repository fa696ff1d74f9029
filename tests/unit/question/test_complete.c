/* test_complete.c - what may be written at a cursor, as a table: `|` is the cursor. */
#include <string.h>

#include "question/complete.h"
#include "support/unit.h"

static Arena *arena;
static Compilation *compilation;

static const char program[] =
    "program \"p\"\n"
    "use std.loyalty\n"
    "param floor: money(USD) 0.. = 5M \"the least\"\n"
    "param slots = 3\n"
    "entity account \"who buys\" {\n"
    "  id: key text\n"
    "  region: one of (emea, \"The Americas\" as amer)\n"
    "  revenue: money(USD) \"Trailing twelve months\"\n"
    "  owner: ref manager\n"
    "  mutual: bool\n"
    "  agreed: one of (strategic, standard)\n"
    "  `by`: date\n"
    "}\n"
    "entity order { account: ref account placed: date amount: money(EUR) }\n"
    "entity manager { code: key text fullname: text grade: one of (junior, senior) }\n"
    "define twice(x: number, y: each number) \"two of it\" = x * 2 + sum(y)\n"
    "measure orders \"How many\" = count(order)\n"
    "measure big_orders = count(order where amount > 5_000 EUR)\n"
    "measure team for manager = count(account)\n"
    "measure total for program = sum(revenue of account)\n"
    "score fit { give 10 when mutual give 5 for revenue from 1M to 2M out of 15 }\n"
    "segmentation tier \"Who gets what\" { current agreed\n"
    "  segment strategic \"At the top\" { needs revenue >= floor }\n"
    "  segment standard otherwise }\n"
    "kpi health for account { value share(amount >= 0 EUR of order) green >= 90% amber >= 50% }\n"
    "cadence review { every 30 days since `by` }\n"
    "checklist file { item owned \"Somebody cares\" when owner is known item met when orders > 0 "
    "}\n"
    "rule known_owner { require owner is known }\n";

static void begin(void) {
  arena = arena_new(NULL);
  ck_assert_ptr_nonnull(arena);
  if (!ARENA_TRY(arena)) ck_abort_msg("out of memory");
  compilation = compile_new(arena);
  compilation->all_fields = true;
  const bool whole =
      compile_text(compilation, TEXT("p.strata"), text_of(program), NULL, 0, COMPILE_IMAGE);
  if (whole) return;
  Buffer out = buffer_in(arena);
  diag_print(&out, compilation->diags, compilation->sources, (DiagStyle){0});
  ck_abort_msg("%s", out.data);
}

static void end(void) { arena_free(arena); }

static Completions completions(const char *line, SyntaxStart start) {
  const char *cursor = strrchr(line, '|');
  ck_assert_ptr_nonnull(cursor);
  const Text text = text_of(arena_printf(arena, "%.*s%s", (int)(cursor - line), line, cursor + 1));
  Completions out;
  complete_at(compilation, arena, text, (size_t)(cursor - line), start, &out);
  ck_assert_uint_eq(diag_errors(compilation->diags), 0);
  return out;
}

static const char *names(const Completions *found) {
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < found->list.count; i++)
    buffer_printf(&out, "%s%.*s", i ? " " : "", TEXT_ARG(found->list.at[i].text));
  if (found->wants_key)
    buffer_printf(&out, "%skeys of %.*s", out.len ? " " : "",
                  TEXT_ARG(compilation->program->entities.at[found->key_entity].name));
  return out.len ? text_copy(arena, buffer_view(&out)).at : "";
}

static bool holds(const Completions *found, Text name) {
  for (size_t i = 0; i < found->list.count; i++)
    if (text_equal(found->list.at[i].text, name)) return true;
  return false;
}

typedef struct Row {
  const char *line, *expected; /* all that is found; or, each with its sign, what is and what not */
} Row;

static void check_row(const Row *row, SyntaxStart start, Buffer *wrong) {
  const Completions found = completions(row->line, start);
  const char *got = names(&found);
  if (*row->expected != '+' && *row->expected != '-') {
    if (strcmp(got, row->expected) != 0)
      buffer_printf(wrong, "%s: \"%s\" instead of \"%s\"\n", row->line, got, row->expected);
    return;
  }
  for (const char *at = row->expected; *at;) {
    const size_t len = strcspn(at, " ");
    const Text name = {at + 1, len - 1};
    if (holds(&found, name) != (*at == '+'))
      buffer_printf(wrong, "%s: %.*s, there is \"%s\"\n", row->line, (int)len, at, got);
    at += len + (at[len] == ' ');
  }
}

static void check_rows(const Row *rows, size_t count, SyntaxStart start) {
  Buffer wrong = buffer_in(arena);
  for (size_t i = 0; i < count; i++) check_row(&rows[i], start, &wrong);
  ck_assert_msg(!wrong.len, "\n%s", wrong.data ? wrong.data : "");
}

#define CHECK(start, ...)                                                                          \
  do {                                                                                             \
    static const Row rows[] = {__VA_ARGS__};                                                       \
    check_rows(rows, sizeof rows / sizeof *rows, start);                                           \
  } while (0)

START_TEST(words_of_the_grammar) {
  CHECK(SYNTAX_QUESTIONS, {"sh|", "share show"}, {"what |", "if"}, {"mea|", "measure"},
        {"measure |", ""}, {"measure m = re|", "region revenue review"},
        {"|", "+show +why +what +sweep +measure +define +segmentation -green -sort"},
        {"show orders s|", "starts sort"}, {"show orders sort |", "by"},
        {"show orders sort by fit d|", "desc"}, {"show orders where mutual i|", "in is"},
        {"why tier i|", "in"}, {"why tier in |", "full"},
        {"show orders where `by` in |", "next last this"}, {"show orders where at|", "at"},
        {"sweep floor |", "from"}, {"show orders where mutual is |", "not missing known unknown"});
  CHECK(SYNTAX_FILE, {"rule r { |", "owner source require severity say fix"},
        {"rule r { severity |", "info warning error"}, {"score s { give 5 |", "+for +when -from"},
        {"entity e { a: m|", "money"}, {"cadence c { every 2 weeks |", "+since -for"});
}
END_TEST

START_TEST(columns_of_the_right_rows) {
  CHECK(SYNTAX_QUESTIONS, {"show re|", "region revenue review"}, {"show re| of manager", ""},
        {"show | of manager", "+code +fullname +team -revenue -tier +floor"},
        {"show team, |", "+grade -revenue -orders"},
        {"show code of manager where t|", "team today trim twice true"},
        {"show orders where re|", "region revenue review"},
        {"show orders by re|", "region revenue review"}, {"show orders sort by am|", ""},
        {"show orders of account where owner.|", "code fullname grade team"},
        {"show orders of account where owner.te|", "team"},
        {"show orders where (mutual or re|", "region revenue review"},
        {"show orders where if mutual then re|", "region revenue review"},
        {"show orders where `b|", "`by`"}, {"show program.|", "total"});
}
END_TEST

START_TEST(columns_inside_aggregates) {
  CHECK(SYNTAX_QUESTIONS, {"count(|", "account order manager"}, {"count(acc|", "account"},
        {"count(order where |", "+amount +placed +account -revenue -tier"},
        {"count(order where account.re|", "region revenue review"}, {"sum(am|", "amount"},
        {"sum(amount of |", "account order manager"}, {"sum(amount of order where pl|", "placed"},
        {"sum(| of order)", "+amount -revenue"},
        {"share(tier = strategic of account weighted by re|", "region revenue review"},
        {"latest(amount of order by p|", "placed program percentile"},
        {"show count(|", "account order manager"}, {"show orders, count(|", "order"},
        {"show sum(re|", "revenue review"}, {"show orders, sum(am|", "amount"},
        {"show orders, sum(re|", "revenue review"}, {"twice(1, am|", "amount"},
        {"loyalty.|",
         "satisfied spread nps csat near_root nearer_root root error margin index address"});
  CHECK(SYNTAX_FILE, {"measure m = count(|", "order"}, {"measure m = sum(am|", "amount"},
        {"measure m = sum(r|", "round ramp"}, {"measure m for program = sum(re|", "revenue review"},
        {"measure m for manager = count(account where re|", "region revenue review"});
}
END_TEST

START_TEST(an_entity_as_a_whole) {
  CHECK(SYNTAX_QUESTIONS, {"show man|", "manager"}, {"show orders, man|", ""},
        {"show manager where t|", "team today trim twice true"},
        {"show manager where grade = |", "junior senior"}, {"why acc|", "account"});
}
END_TEST

/* Text, members and conditions begin no number. */
START_TEST(columns_that_lead_to_numbers) {
  CHECK(
      SYNTAX_QUESTIONS, {"show orders where revenue > re|", "revenue review"},
      {"show revenue * re|", "revenue review"},
      {"show orders where id = re|", "region revenue review"},
      {"sum(|", "+revenue +owner +orders +fit +health +account +amount -region -id -mutual -tier"},
      {"share(re|", "region revenue review"},
      {"show orders where `by` > |", "+`by` +today -region"});
}
END_TEST

START_TEST(members_beside_an_enumeration) {
  CHECK(SYNTAX_QUESTIONS,
        {"show orders where tier = |", "strategic standard unplaced not_applicable"},
        {"show orders where tier = st|", "strategic standard"},
        {"show orders where tier != s| and mutual", "strategic standard"},
        {"show orders where region in (|", "emea amer"},
        {"show orders where region in (emea, |", "emea amer"},
        {"show orders where region not in (a|", "amer"},
        {"show orders where owner.grade = |", "junior senior"},
        {"show orders where health = |", "green amber red waived not_applicable"},
        {"show orders where tier.drift = |", "same promoted demoted not_applicable"},
        {"show orders where (region) = a|", "amer"},
        {"show orders where | = emea", "+region +tier -emea"},
        {"count(account where tier = |", "strategic standard unplaced not_applicable"},
        {"share(region = | of account)", "emea amer"}, {"share(region = |", "emea amer"},
        {"show orders where tier = ag|", "agreed"}, {"why not str|", "strategic"},
        {"why not tier.|", "+recorded +drift +strategic"},
        {"why not tier.drift.|", "same promoted demoted not_applicable"},
        {"why not |", "+strategic +red +fails +tier +health -revenue -floor"},
        {"what if region = |", "emea amer"}, {"what if mutual = true, region = a|", "amer"});
}
END_TEST

START_TEST(what_questions_are_about) {
  CHECK(SYNTAX_QUESTIONS, {"show orders of |", "account order manager"}, {"why ti|", "tier"},
        {"why tier.|", "recorded drift"}, {"why file.|", "owned met low high"},
        {"why health.|", "value"}, {"show fit.|", "low high"}, {"show orders.|", ""},
        {"show big_orders.|", "low high"}, {"sweep |", "floor slots"}, {"what if f|", "floor"},
        {"what if re|", "region revenue"}, {"what if |", "+region +floor -tier -orders -order"},
        {"sweep floor from sl|", "slots"});
}
END_TEST

START_TEST(keys_in_quotes) {
  CHECK(SYNTAX_QUESTIONS, {"why tier for \"|", "keys of account"},
        {"why tier for \"A0|", "keys of account"}, {"why tier for \"A0|12\"", "keys of account"},
        {"why team for \"|", "keys of manager"}, {"why not strategic for \"|", "keys of account"},
        {"what if revenue = 6M for \"|", "keys of account"}, {"revenue for \"|", "keys of account"},
        {"show orders where owner = \"|", "keys of manager"},
        {"show orders where owner in (\"m1\", \"|", "keys of manager"},
        {"why tier for |", "keys of account"}, {"show orders where id = \"|", ""},
        {"count(order where account = \"|", "keys of account"});
  const Completions found = completions("why tier for \"A0|", SYNTAX_QUESTIONS);
  ck_assert(found.in_text);
  ck_assert_uint_eq(found.from, strlen("why tier for \""));
  ck_assert(text_equal(found.prefix, TEXT("A0")));
}
END_TEST

START_TEST(names_in_declarations) {
  CHECK(SYNTAX_FILE, {"measure |", ""}, {"define f(|", ""},
        {"measure m for |", "account order manager program"},
        {"entity e { a: ref |", "account order manager"}, {"entity e { a: money(|", "USD EUR"},
        {"set |", "floor slots"}, {"use std.lo|", "loyalty"},
        {"rule r for order { require am|", "amount"},
        {"define f(x: number) = |", "+x +floor +abs -revenue"},
        {"segmentation s { current ag|", "agreed"},
        {"test \"t\" { given |", "account order manager"},
        {"test \"t\" { given account { re|", "region revenue review"},
        {"test \"t\" { given account { region: |", "emea amer"},
        {"test \"t\" { given manager { } expect te|", "team"},
        {"process p { stage a { next | } stage b { } }", "a b"},
        {"waive |", "+tier +known_owner +file -revenue"}, {"waive file.|", "+owned +met"},
        {"process p extends |", "+tier -revenue"}, {"param p: money(USD) = re|", ""});
}
END_TEST

START_TEST(units) {
  CHECK(SYNTAX_QUESTIONS, {"show orders where `by` in last 3 m|", "minutes months"},
        {"show orders where `by` in last |", "+month +fiscal -months"},
        {"show orders where revenue > 5M U|", "USD"});
}
END_TEST

START_TEST(details) {
  static const struct Detail {
    const char *line, *detail, *doc;
    CompletionKind kind;
  } rows[] = {
      {"show reven|", "field of account, money(USD)", "Trailing twelve months", COMPLETE_FIELD},
      {"show tie|", "segmentation of account", "Who gets what", COMPLETE_COLUMN},
      {"show orders where tier = strat|", "member of tier", "At the top", COMPLETE_MEMBER},
      {"show orders where region = ame|", "member of account.region", "The Americas",
       COMPLETE_MEMBER},
      {"sweep flo|", "param, money(USD)", "the least", COMPLETE_PARAM},
      {"why file.own|", "item of file", "Somebody cares", COMPLETE_PART},
      {"show orders of acc|", "entity", "who buys", COMPLETE_ENTITY},
      {"twi|", "function", "two of it", COMPLETE_FUNCTION},
      {"sho|", "question", "", COMPLETE_KEYWORD},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const Completions found = completions(rows[i].line, SYNTAX_QUESTIONS);
    ck_assert_msg(found.list.count == 1, "%s: %s", rows[i].line, names(&found));
    const Completion *only = &found.list.at[0];
    ck_assert_str_eq(text_copy(arena, only->detail).at, rows[i].detail);
    ck_assert_str_eq(text_copy(arena, only->doc).at, rows[i].doc);
    ck_assert_int_eq(only->kind, rows[i].kind);
  }
}
END_TEST

START_TEST(where_nothing_can_be_told) {
  CHECK(SYNTAX_QUESTIONS, {"show where re|", ""}, {"# show re|", ""}, {"show \"re|", ""},
        {"show 12|", ""}, {"show nothing_such.|", ""}, {"show nothing_such = |", "+revenue +tier"},
        {"a b; show re|", "region revenue review"}, {"SHOW re|", ""},
        {"show ORD|", "orders order"});
  CHECK(SYNTAX_FILE, {"rule x { what } measure m = re|", "region revenue review"});
}
END_TEST

/* Wherever the cursor is, also in what is no program: nothing breaks, nothing is kept. */
START_TEST(anywhere) {
  static const char *const lines[] = {
      "show orders, sum(amount of order where placed in last 3 months) where tier in (strategic)",
      "what if revenue = 6M, region = emea for \"A\"; sweep floor from 1M to 8M by 1M",
      "why not tier.strategic for \"A\" in full; )( \"x show",
      "rule r for order where amount > 5 EUR { require owner.grade = junior severity error",
      "process p extends q { stage a start { next b, c produces revenue } } \x01 `x \"",
      program};
  const size_t kept = arena_size(compilation->arena);
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    const Text text = text_of(lines[i]);
    for (size_t at = 0; at <= text.len; at++) {
      Arena *own = arena_beside(arena);
      ck_assert_ptr_nonnull(own);
      Completions out;
      complete_at(compilation, own, text, at, SYNTAX_QUESTIONS, &out);
      complete_at(compilation, own, text, at, SYNTAX_FILE, &out);
      complete_at(compilation, own, text_slice(text, 0, at), at, SYNTAX_EXPRESSION, &out);
      ck_assert_uint_le(out.from, at);
      arena_free(own);
    }
  }
  ck_assert_uint_eq(arena_size(compilation->arena), kept);
  ck_assert_uint_eq(diag_count(compilation->diags), 0);
}
END_TEST

START_TEST(without_a_program) {
  Arena *own = arena_beside(arena);
  ck_assert_ptr_nonnull(own);
  const Compilation *none = compile_new(own);
  Completions out;
  complete_at(none, own, TEXT("wh"), 2, SYNTAX_QUESTIONS, &out);
  ck_assert_uint_eq(out.list.count, 2);
  ck_assert(text_equal(out.list.at[0].text, TEXT("why")));
  complete_at(none, own, TEXT(""), 0, SYNTAX_FILE, &out);
  ck_assert_uint_gt(out.list.count, 10);
  arena_free(own);
}
END_TEST

UNIT_MAIN(begin, end, words_of_the_grammar, columns_of_the_right_rows, columns_inside_aggregates,
          an_entity_as_a_whole, columns_that_lead_to_numbers, members_beside_an_enumeration,
          what_questions_are_about, keys_in_quotes, names_in_declarations, units, details,
          where_nothing_can_be_told, anywhere, without_a_program)
