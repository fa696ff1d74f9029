/* test_prompt.c - questions as one would say them: what is said of them, and what is offered. */
#include <string.h>

#include "asking.h"

/* `mended`: the question with the edits made, "" where there are none. `says`: part of the report.
 */
typedef struct Said {
  const char *question, *mended, *says;
} Said;

static const Said said_so[] = {
    /* of other languages */
    {"select name from account where tier = strategic",
     "show name of account where tier = strategic", "other words"},
    {"list name of account", "show name of account", ""},
    {"show me name of account", "show name of account", ""},
    {"show name of account order by revenue desc", "show name of account sort by revenue desc", ""},
    {"show name of account sorted by revenue descending",
     "show name of account sort by revenue desc", ""},
    {"show count() group by tier", "show count() by tier", ""},
    {"show name sort revenue", "show name sort by revenue", ""},
    {"show name desc", "show name sort by name desc", ""},
    {"show top 10 name by revenue", "show name sort by revenue desc limit 10", ""},
    {"show name sort by revenue, growth", "", "rows are sorted by one value"},
    {"show * of account", "", "`show` names its columns"},
    {"show name, of account", "show name of account", "nothing follows this comma"},
    /* of speech */
    {"how many account where mutual", "count(account where mutual)", ""},
    {"count account", "count(account)", ""},
    {"why is \"A1\" strategic", "why strategic for \"A1\"", ""},
    {"why is A1 strategic", "why strategic for \"A1\"", ""},
    {"why is \"A1\" not strategic", "why not strategic for \"A1\"", ""},
    {"why not \"A1\" strategic", "why not strategic for \"A1\"", ""},
    {"why tier not strategic for \"A1\"", "why not tier.strategic for \"A1\"", ""},
    {"why tier of \"A1\"", "why tier for \"A1\"", ""},
    {"why tier A1", "why tier for \"A1\"", ""},
    {"tier for A1", "tier for \"A1\"", ""},
    {"tier \"A1\"", "tier for \"A1\"", ""},
    {"show tier for \"A1\"", "tier for \"A1\"", ""},
    {"show tier for A1", "tier for \"A1\"", ""},
    {"why \"A1\"", "", "`why` is asked of a column, for a row"},
    {"what if floor 3M", "what if floor = 3M", ""},
    {"what if floor is 3M", "what if floor = 3M", ""},
    {"what-if floor = 3M", "what if floor = 3M", ""},
    {"if floor = 3M", "what if floor = 3M", ""},
    {"what if revenue = 6M for A1", "what if revenue = 6M for \"A1\"", ""},
    {"sweep floor 3M..8M step 1M", "sweep floor from 3M to 8M by 1M", ""},
    {"sweep floor 3M to 8M by 1M", "sweep floor from 3M to 8M by 1M", ""},
    {"sweep floor from 3M to 8M", "", "`sweep floor from 3M to 8M by 1M`"},
    {"sweep floor from 1M to 8M every 1M", "sweep floor from 1M to 8M by 1M", ""},
    {"sweep revenue from 1M to 2M by 1M", "", "`what if revenue = ... for \"KEY\"`"},
    {"why tier = strategic for \"A1\"", "why tier for \"A1\"", ""},
    {"why is tier strategic for \"A1\"", "why tier for \"A1\"", ""},
    {"why is tier not strategic for \"A1\"", "why not tier.strategic for \"A1\"", ""},
    {"why not tier = strategic for \"A1\"", "why not tier.strategic for \"A1\"", ""},
    {"why tier for \"A1\" full", "why tier for \"A1\" in full", ""},
    {"why tier for \"A1\" in detail", "why tier for \"A1\" in full", ""},
    {"why tier for \"A1\" and \"A2\"", "why tier for \"A1\"; why tier for \"A2\"", ""},
    {"what if \"A1\" revenue = 6M", "what if revenue = 6M for \"A1\"", ""},
    {"what if not mutual for \"A1\"", "what if mutual = false for \"A1\"", ""},
    {"what if mutual for \"A1\"", "", "`=` and the new value are missing after `mutual`"},
    {"what if revenue + 1M for \"A1\"", "", "write the value itself"},
    {"what if revenue = revenue * 2 for \"A1\"", "", "write the new value itself"},
    {"what if revenue = 6M and mutual = true for \"A1\"",
     "what if revenue = 6M, mutual = true for \"A1\"", "changes are listed with commas"},
    {"show name limit 5 sort by revenue", "show name sort by revenue limit 5", ""},
    {"show name sort by revenue limit 5 rows", "show name sort by revenue limit 5", ""},
    {"show account with mutual", "show account where mutual", ""},
    {"show name where since older than 90 days", "show name where since < today - 90 days", ""},
    {"show name where since < 90 days ago", "show name where since < today - 90 days", ""},
    {"show name where tier = strategic, standard", "show name where tier in (strategic, standard)",
     ""},
    {"show name where tier in strategic, standard", "show name where tier in (strategic, standard)",
     ""},
    {"show name where tier not strategic", "show name where tier != strategic", ""},
    {"show name where revenue between 1M to 5M", "show name where revenue between 1M and 5M", ""},
    {"show name where name contains Acme", "show name where name contains \"Acme\"", ""},
    {"show count(*) by tier", "show count() by tier", ""},
    {"show strategic accounts", "", "which rows are shown is said with `where`"},
    {"describe account", "", "`describe` opens no question"},
    /* half of a question */
    {"tier for", "", "a key is missing after `for`"},
    {"show name limit", "", "a number is missing after `limit`"},
    {"what if floor", "", "the new value is missing after `floor`"},
    {".help", "", "commands such as `.help` belong to the session"},
    {"help", "", "begin with a point: `.help`"},
    {"A1", "", "a key stands in quotes"},
    /* words and numbers */
    {"show name where revenue over 5M", "show name where revenue > 5M", ""},
    {"show name where revenue > 5 million", "show name where revenue > 5M", ""},
    {"show name where since in the last 3 months", "show name where since in last 3 months", ""},
    {"show name where revenue > 60,000", "show name where revenue > 60_000", ""},
    {"show name where since > 2025", "", "write a day such as `2025-12-31`"},
    /* of names */
    {"show accounts", "show account", "there is no entity `accounts`"},
    {"count(accounts)", "count(account)", "there is no entity `accounts`"},
    {"show count by tier", "show count() by tier", ""},
    {"show name and revenue", "show name, revenue", "listed with commas"},
    {"show name and region and revenue", "show name, region, revenue", "listed with commas"},
    {"show tier, count() of account where mutual",
     "show tier, count() of account where mutual by tier", "of its own"},
    {"show name where green", "", "`service = green`"},
};

START_TEST(meant_questions_are_offered) {
  for (size_t i = 0; i < sizeof said_so / sizeof *said_so; i++) {
    const Said *row = &said_so[i];
    ck_assert_msg(!ask(row->question), "%s", row->question);
    ck_assert_msg(strcmp(mended(row->question), row->mended) == 0, "%s\n%s\n%s", row->question,
                  mended(row->question), said());
    ck_assert_msg(strstr(said(), row->says) != NULL, "%s\n%s", row->question, said());
    ck_assert_msg(!strchr(said_codes(), ' '), "%s: one slip, one report\n%s", row->question,
                  said());
  }
}
END_TEST

/* What is offered can be asked, or has another slip, which is told then. */
START_TEST(what_is_offered_goes_on) {
  for (size_t i = 0; i < sizeof said_so / sizeof *said_so; i++)
    if (said_so[i].mended[0])
      ck_assert_msg(ask(said_so[i].mended), "%s\n%s", said_so[i].mended, said());
}
END_TEST

/* Of several questions the one is mended that is wrong. */
START_TEST(others_stay) {
  static const char text[] = "show name; why tier A1; show region";
  ck_assert(!ask(text));
  ck_assert_str_eq(mended(text), "show name; why tier for \"A1\"; show region");
}
END_TEST

UNIT_MAIN(asking_begin, asking_end, meant_questions_are_offered, what_is_offered_goes_on,
          others_stay)
