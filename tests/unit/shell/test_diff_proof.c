/* test_diff_proof.c - two drafts of a program: what is proven the same, and what rows show. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shell/diff_proof.h"
#include "support/unit.h"

static const char head[] = "entity account {\n"
                           "  id: key text\n"
                           "  revenue: money(EUR) 0.. required\n"
                           "  growth: percent\n"
                           "  region: one of (north, south)\n"
                           "  mutual: bool\n"
                           "  met: date\n"
                           "}\n"
                           "entity order {\n"
                           "  account: ref account\n"
                           "  value: money(EUR)\n"
                           "  open: bool\n"
                           "}\n";

typedef struct Case {
  const char *before, *after;
  const char *told; /* a line an item */
} Case;

static const Case cases[] = {
    /* the same in other words */
    {"segmentation tier { segment a { needs revenue >= 5M } segment b otherwise }",
     "segmentation tier { segment a { needs not revenue < 5M } segment b otherwise }",
     "tier equal\n"},
    /* whoever leaves a value away: growth that is missing is not small */
    {"rule grows for account { require growth >= 5% }",
     "rule grows for account { require not (growth < 5% or growth is missing) }",
     "grows differs: unknown, fails\n"},
    /* another threshold */
    {"segmentation tier { segment a { needs revenue >= 5M } segment b otherwise }",
     "segmentation tier { segment a { needs revenue > 5M } segment b otherwise }",
     "tier differs: a, b\n"},
    /* the value of a parameter, and one of another name and the same value */
    {"param floor: money(EUR) = 5M\nrule big for account { require revenue >= floor }",
     "param floor: money(EUR) = 6M\nrule big for account { require revenue >= floor }",
     "big differs: passes, fails\n"},
    {"param floor: money(EUR) = 5M\nrule big for account { require revenue >= floor }",
     "param least: money(EUR) = 5M\nrule big for account { require revenue >= least }",
     "big equal\n"},
    /* segments of another order and of another name */
    {"segmentation tier { segment a { needs revenue >= 5M } segment b { needs revenue >= 1M } }",
     "segmentation tier { segment b { needs revenue >= 1M } segment a { needs revenue >= 5M } }",
     "tier differs: a, b\n"},
    {"segmentation tier { segment a { needs revenue >= 5M } segment b otherwise }",
     "segmentation tier { segment a { needs revenue >= 5M } segment c otherwise }",
     "tier differs: b, c\n"},
    /* conditions that come to the same by what they read of each other */
    {"measure recent = met is known and met >= today - 12 months\n"
     "rule seen for account { require recent }",
     "rule seen for account { require met is known and not met < today - 12 months }",
     "recent removed\nseen equal\n"},
    {"rule seen for account { require met >= today - 12 months }",
     "rule seen for account { require met >= today - 365 days }", "seen differs: passes, fails\n"},
    /* rows behind */
    {"measure orders = count(order where value >= 10)\nrule buys { require orders >= 3 }",
     "measure orders = count(order where not value < 10)\nrule buys { require orders > 2 }",
     "orders equal\nbuys equal\n"},
    {"rule buys for account { require count(order where open) >= 3 }",
     "rule buys for account { require count(order where open) >= 2 }",
     "buys differs: fails, passes\n"},
    /* what one of them has */
    {"measure twice = revenue * 2", "score fit { give 60 for revenue from 0 to 1M out of 60 }",
     "twice removed\nfit added\n"},
    /* members of a field */
    {"rule up for account { require region = north }",
     "rule up for account { require region != south }", "up equal\n"},
    /* scores, and their upper ends */
    {"score fit { give 60 for growth from 0% to 10% give 40 when mutual }",
     "score fit { give 60 for growth from 0% to 10% give 40 when mutual = true }", "fit equal\n"},
    {"score fit { give 60 for growth from 0% to 10% give 40 when mutual }",
     "score fit { give 50 for growth from 0% to 10% give 50 when mutual }",
     "fit differs: 40–100, 50–100\n"},
    /* what only follows from another, and what does not */
    {"segmentation tier { segment a { needs revenue >= 5M } segment b otherwise }\n"
     "rule grown for account where tier = a { require growth >= 5% }\n"
     "rule met_them for account where tier = a { require met >= today - 90 days }",
     "segmentation tier { segment a { needs revenue >= 6M } segment b otherwise }\n"
     "rule grown for account where tier = a { require growth >= 5% }\n"
     "rule met_them for account where tier = a { require met >= today - 60 days }",
     "tier differs: a, b\ngrown differs: passes, not_applicable, follows tier\n"
     "met_them differs: passes, not_applicable\n"},
    /* a place under a cap */
    {"segmentation tier { segment a { needs revenue >= 5M at most 3 ranked by revenue } "
     "segment b otherwise }",
     "segmentation tier { segment a { needs revenue >= 5M at most 5 ranked by revenue } "
     "segment b otherwise }",
     "tier not settled: it rests on the places under a cap\n"},
};

static char *write_rules(Arena *arena, const char *text) {
  char *path = arena_printf(arena, "/tmp/strata-diff-XXXXXX");
  FILE *file = fdopen(mkstemp(path), "w");
  ck_assert_ptr_nonnull(file);
  fprintf(file, "%s%s\n", head, text);
  fclose(file);
  return path;
}

static void put_item(Buffer *out, const DiffItem *item) {
  buffer_text(out, item->name);
  switch (item->verdict) {
  case DIFF_EQUAL:
    buffer_str(out, " equal\n");
    break;
  case DIFF_DIFFERENT:
    ck_assert(item->given.len);
    buffer_printf(out, " differs: %.*s, %.*s%s%.*s\n", TEXT_ARG(item->before),
                  TEXT_ARG(item->after), item->follows.len ? ", follows " : "",
                  TEXT_ARG(item->follows));
    break;
  case DIFF_OPEN:
    buffer_printf(out, " not settled: %.*s\n", TEXT_ARG(item->reason));
    break;
  case DIFF_ADDED:
    buffer_str(out, " added\n");
    break;
  case DIFF_REMOVED:
    buffer_str(out, " removed\n");
    break;
  }
}

static const char *text_string(Arena *arena, Text text) {
  return arena_printf(arena, "%.*s", TEXT_ARG(text));
}

static void compare_drafts(const Case *at) {
  Arena *arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  Shell *shell = ARENA_NEW(arena, Shell);
  *shell = (Shell){.arena = arena, .compilation = compile_new(arena)};
  shell->diags = shell->compilation->diags;
  shell->arguments.value[OPTION_AS_OF] = "2026-06-30";
  char *path[] = {write_rules(arena, at->before), write_rules(arena, at->after)};
  Compilation program[2];
  for (int s = 0; s < 2; s++)
    if (!load_program(shell, path[s], COMPILE_IMAGE, &program[s])) {
      Buffer out = buffer_in(arena);
      diag_print(&out, shell->diags, shell->compilation->sources, (DiagStyle){0});
      ck_abort_msg("%s", text_string(arena, buffer_view(&out)));
    }
  const DiffProof *proof = diff_prove(shell, path[0], &program[0], path[1], &program[1]);
  ck_assert_ptr_nonnull(proof);
  Buffer told = buffer_in(arena);
  for (size_t i = 0; i < proof->items.count; i++) put_item(&told, &proof->items.at[i]);
  if (getenv("SHOW"))
    for (size_t i = 0; i < proof->items.count; i++)
      fprintf(stderr, "%.*s%.*s", TEXT_ARG(buffer_view(&told)), TEXT_ARG(proof->items.at[i].given));
  if (proof->solver) ck_assert_str_eq(text_string(arena, buffer_view(&told)), at->told);
  for (int s = 0; s < 2; s++) unlink(path[s]);
  arena_free(arena);
}

START_TEST(what_is_told_of_two_drafts) {
  for (volatile size_t i = 0; i < sizeof cases / sizeof *cases; i++) compare_drafts(&cases[i]);
}
END_TEST

UNIT_MAIN(NULL, NULL, what_is_told_of_two_drafts)
