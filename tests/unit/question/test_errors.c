/* test_errors.c - wrong questions: what is said of them, and what the mended question is. Texts as
 * people see them are in the golden tests of `query`. */
#include "asking.h"

#include <string.h>

typedef struct Wrong {
  const char *question, *codes, *mended;
} Wrong;

static const Wrong wrong[] = {
    /* names and units, as in files */
    {"show nmae", "E0302", "show name"},
    {"show name where teir = strategic", "E0302", "show name where tier = strategic"},
    {"show name where tier = stratgic", "E0305", "show name where tier = strategic"},
    {"show name where revenue > 5%", "E0406", ""},
    {"show nmae; show teir; tier for \"A1\"", "E0302 E0302",
     "show name; show teir; tier for \"A1\""},
    {"show name of manager where tier = strategic", "E0308", ""},
    {"show grace + 1 month", "E0409", ""},
    {"show name where", "E0211", ""},
    /* rows */
    {"show id of acount", "E0303", "show id of account"},
    {"show count() of program by all_large", "E1201", ""},
    {"revenue", "E1202", "show revenue"},
    {"points > 5", "E1202", "show points > 5"},
    {"all_large for \"A1\"", "E1202", "all_large"},
    {"level for \"A1\"", "E1202", ""},
    {"show name limit 0", "E1204", ""},
    {"show name limit 2.5", "E1204", ""},
    /* groups */
    {"show revenue by tier", "E1203", "show sum(revenue) by tier"},
    {"show mutual by region", "E1203", "show share(mutual) by region"},
    {"show since by region", "E1203", "show max(since) by region"},
    {"show count(), name by tier", "E1203", ""},
    {"show count() by region sort by growth", "E1203",
     "show count() by region sort by sum(growth)"},
    {"show count(tier = strategic) by region", "E0606",
     "show count(account where tier = strategic) by region"},
    {"show count(contact) by region", "E0601", ""},
    {"show latest(tier) by region", "E0608", "show latest(tier of account by since) by region"},
    {"sum(revenue) + revenue", "E1203", "sum(revenue) + sum(revenue)"},
    {"show count() by id, name, region, owner, revenue, growth, since, mutual, fit, agreed, tier, "
     "points, large, people, met, service, upkeep",
     "E1211", ""},
    /* why */
    {"why tier", "E1202", ""},
    {"why all_large for \"A1\"", "E1202", "why all_large"},
    {"why teir for \"A1\"", "E1205", "why tier for \"A1\""},
    {"why revenue for \"A1\"", "E1205", ""},
    {"why floor", "E1205", ""},
    {"why tier.drfit for \"A1\"", "E0305", "why tier.drift for \"A1\""},
    {"why green for \"A1\"", "E1206", ""},
    {"why not green for \"A1\"", "E1206", ""},
    {"why not strategik for \"A1\"", "E1205", "why not strategic for \"A1\""},
    {"why not tier.stratgic for \"A1\"", "E0305", "why not tier.strategic for \"A1\""},
    {"why not tier for \"A1\"", "E1207", "why not tier.strategic for \"A1\""},
    {"why not points for \"A1\"", "E1207", ""},
    /* what if */
    {"what if revenu = 5M for \"A1\"", "E1208", "what if revenue = 5M for \"A1\""},
    {"what if flor = 3M", "E1208", "what if floor = 3M"},
    {"what if tier = strategic for \"A1\"", "E1208", ""},
    {"what if id = \"B\" for \"A1\"", "E1208", ""},
    {"what if revenue = 5M", "E1202", ""},
    {"what if revenue = 5% for \"A1\"", "E0406", ""},
    {"what if revenue = -1 for \"A1\"", "E1209", ""},
    {"what if fit = 12 for \"A1\"", "E1209", ""},
    {"what if since = \"31.12.2024\" for \"A1\"", "E1209", ""},
    {"what if region = emae for \"A1\"", "E0305", "what if region = emea for \"A1\""},
    {"what if revenue = growth for \"A1\"", "E0706", ""},
    {"what if floor = 200M", "E0707", "what if floor = 100M"},
    {"what if floor = missing", "E0706", ""},
    {"what if fit = 3, fit = 4 for \"A1\"", "E0710", ""},
    /* sweep */
    {"sweep flor from 1M to 2M by 1M", "E0709", "sweep floor from 1M to 2M by 1M"},
    {"sweep tier from 1 to 2 by 1", "E0709", ""},
    {"sweep home from \"a\" to \"b\" by 1", "E1210", ""},
    {"sweep floor from 1M to 8M by -1M", "E1210", "sweep floor from 1M to 8M by 1M"},
    {"sweep floor from 8M to 1M by 1M", "E1210", "sweep floor from 8M to 1M by -1M"},
    {"sweep floor from 1M to 2M by 0", "E1210", ""},
    {"sweep floor from 1M to 2M by 1", "E1210", ""},
    {"sweep floor from 1M to 200M by 1M", "E0707", "sweep floor from 1M to 100M by 1M"},
    {"sweep floor from 1M to 2M by 1%", "E0406", ""},
};

START_TEST(mistakes_are_told) {
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    const Wrong *w = &wrong[i];
    ck_assert_msg(!ask(w->question), "%s", w->question);
    ck_assert_msg(strcmp(said_codes(), w->codes) == 0, "%s\n%s", w->question, said());
    ck_assert_msg(strcmp(mended(w->question), w->mended) == 0, "%s\n%s\n%s", w->question,
                  mended(w->question), said());
  }
}
END_TEST

/* What the edits of a report come to is a question that can be asked. */
START_TEST(mended_questions_compile) {
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    if (wrong[i].mended[0] && !strstr(wrong[i].mended, ";"))
      ck_assert_msg(ask(wrong[i].mended), "%s\n%s", wrong[i].mended, said());
}
END_TEST

/* The program's own diagnostics and sources are as they were. */
START_TEST(nothing_is_left_behind) {
  const Compilation *c = asking.compilation;
  const size_t sources = source_count(c->sources), entities = c->program->entities.count;
  const size_t nodes = c->plan->nodes.count, groups = c->plan->groups.count;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) ask(wrong[i].question);
  ask("show count(), sum(revenue / 7) by year(since)");
  ck_assert_uint_eq(diag_count(c->diags), 0);
  ck_assert_uint_eq(source_count(c->sources), sources);
  ck_assert_uint_eq(c->program->entities.count, entities);
  ck_assert_uint_eq(c->plan->nodes.count, nodes);
  ck_assert_uint_eq(c->plan->groups.count, groups);
}
END_TEST

/* Wherever memory runs out, the program can be asked again. */
START_TEST(memory_runs_out) {
  const char text[] = "show count(), sum(revenue / 7), latest(tier of account by since) "
                      "where points > 5 by year(since); why not strategic for \"A1\"; show nmae";
  volatile bool whole = false;
  for (volatile uint64_t n = 1; !whole; n++) {
    Arena *arena = arena_new(&(ArenaOptions){.fail_at = n});
    if (!arena) continue;
    if (ARENA_TRY(arena)) {
      Questions questions;
      ck_assert(!question_compile(asking.compilation, arena, TEXT("question"), text_of(text),
                                  &questions));
      ck_assert_uint_eq(diag_count(questions.diags), 1);
      whole = true;
    }
    arena_free(arena);
    ck_assert_msg(ask("show tier, revenue / 7; count()"), "%s", said());
  }
}
END_TEST

/* --- texts on their way --- */

START_TEST(texts_go_on) {
  const char *open[] = {"show name,",
                        "show name where",
                        "why",
                        "show count(",
                        "count(account where",
                        "what if a =",
                        "measure x",
                        "measure x =",
                        "segmentation s {\n segment a {",
                        "show name\n where tier = a and"};
  const char *whole[] = {"",
                         "  ",
                         "show name",
                         "show name;",
                         "tier for \"A1\"",
                         "measure x = 1",
                         "score for \"A1\"",
                         "show )",
                         "measure x = )"};
  for (size_t i = 0; i < sizeof open / sizeof *open; i++)
    ck_assert_msg(question_is_open(asking.compilation, text_of(open[i])), "%s", open[i]);
  for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
    ck_assert_msg(!question_is_open(asking.compilation, text_of(whole[i])), "%s", whole[i]);
}
END_TEST

START_TEST(declarations_are_told) {
  const char *declare[] = {"measure x = 1",
                           "measure x",
                           "define f(x: money) = x",
                           "test \"a\" {",
                           "# note\nrule r { require true }",
                           "segmentation tier {",
                           "use std.x"};
  const char *asking_[] = {"score for \"A1\"",    "measure > 5", "rule is known", "program.x",
                           "test contains \"x\"", "show name",   "use",           "",
                           "source otherwise 5"};
  for (size_t i = 0; i < sizeof declare / sizeof *declare; i++)
    ck_assert_msg(question_is_declaration(asking.compilation, text_of(declare[i])), "%s",
                  declare[i]);
  for (size_t i = 0; i < sizeof asking_ / sizeof *asking_; i++)
    ck_assert_msg(!question_is_declaration(asking.compilation, text_of(asking_[i])), "%s",
                  asking_[i]);
}
END_TEST

/* --- declarations of a session --- */

static Compilation *with_added(const char *first, const char *second) {
  Compilation *c = compile_new(asking.arena);
  c->all_fields = true;
  *VEC_PUSH(c->arena, &c->added) = text_of(first);
  *VEC_PUSH(c->arena, &c->added) = text_of(second);
  compile_text(c, TEXT("test.strata"),
               TEXT("param floor: money(USD) = 5M\n"
                    "entity account { id: key text  revenue: money(USD) }\n"
                    "measure large = revenue >= floor\n"),
               NULL, 0, COMPILE_IMAGE);
  return c;
}

START_TEST(declarations_are_added) {
  asking.compilation = with_added("measure huge = revenue >= twice(floor)",
                                  "define twice(x: money) = x * 2 # note\nset floor = 3M");
  ck_assert_ptr_nonnull(asking.compilation->image);
  const Question *q = asked("show huge where twice(revenue) > 1M");
  ck_assert(text_equal(q->columns.at[0].name, TEXT("huge")));
  ck_assert_ptr_nonnull(strstr(appended(q), "MUL_I64"));
  ck_assert_int_eq(asking.compilation->image->params.at[1].value.i, 30000000000);
}
END_TEST

START_TEST(added_declarations_are_checked) {
  Compilation *c = with_added("measure large = true", "measure m = revenu");
  ck_assert_ptr_null(c->image);
  Buffer out = buffer_in(asking.arena);
  diag_sort(c->diags);
  diag_print(&out, c->diags, c->sources, (DiagStyle){0});
  ck_assert_ptr_nonnull(strstr(out.data, "--> session:1:9"));
  ck_assert_ptr_nonnull(strstr(out.data, "--> session:1:13"));
  ck_assert_ptr_nonnull(strstr(out.data, "write `revenue`"));
}
END_TEST

UNIT_MAIN(asking_begin, asking_end, mistakes_are_told, mended_questions_compile,
          nothing_is_left_behind, memory_runs_out, texts_go_on, declarations_are_told,
          declarations_are_added, added_declarations_are_checked)
