/* What wrong programs are told. The cases are tests/golden/diagnostics: a file with a slip, and
 * what `strata check` prints of it. Here they are run in process, and what the printed text cannot
 * show is checked: that an offered edit mends what it was offered for. */
#include <ctype.h>
#include <glob.h>
#include <string.h>

#include "analysing.h"

#define FOLDER "tests/golden/diagnostics/"

/* Codes of the syntax are E01xx and E02xx, those of data and files E08xx and on. */
static bool is_sema_code(const char *code) {
  return code[1] == '0' && code[2] >= '3' && code[2] <= '7';
}

/* No file can provoke these: where files are is the shell's business, or programs are longer than a
 * person reads. */
static bool has_no_case(const char *id) {
  return strncmp(id, "E_MODULE_", 9) == 0 || strcmp(id, "E_NESTED_TOO_DEEPLY") == 0;
}

static const char *case_name(const char *path) {
  const char *name = strrchr(path, '/') + 1;
  return arena_printf(world.arena, "%.*s", (int)(strlen(name) - strlen(".strata")), name);
}

/* "currencies_literal" is a case of E_CURRENCIES. */
static bool case_is_of(const char *name, const DiagInfo *info) {
  const size_t length = strlen(info->id) - 2;
  for (size_t i = 0; i < length; i++) {
    if (name[i] != tolower((unsigned char)info->id[i + 2])) return false;
  }
  return name[length] == '\0' || name[length] == '_';
}

/* The most specific code that the name begins with. */
static const DiagInfo *code_of_case(const char *name) {
  const DiagInfo *found = NULL;
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++) {
    const DiagInfo *info = diag_info((DiagCode)i);
    if (case_is_of(name, info) && (!found || strlen(info->id) > strlen(found->id))) found = info;
  }
  return found;
}

/* Runs `check` on every case of this folder, in a world of its own each. */
static size_t each_case(void (*check)(const char *name, const char *path)) {
  glob_t found;
  ck_assert_int_eq(glob(FOLDER "*.strata", 0, NULL, &found), 0);
  size_t cases = 0;
  for (size_t i = 0; i < found.gl_pathc; i++) {
    world_end();
    world_begin();
    world.folder = FOLDER;
    const char *name = case_name(found.gl_pathv[i]);
    const DiagInfo *info = code_of_case(name);
    if (!info || !is_sema_code(info->code)) continue;
    cases++;
    check(name, found.gl_pathv[i]);
  }
  globfree(&found);
  return cases;
}

static void matches_its_golden(const char *name, const char *path) {
  world.name = arena_printf(world.arena, "%s.strata", name);
  const bool good = analyse(read_whole(path)) != NULL;
  const Text expected = read_whole(arena_printf(world.arena, FOLDER "%s.expected", name));
  const Text end = good ? TEXT("--- exit 0\n") : TEXT("--- exit 2\n");
  ck_assert_msg(text_ends(expected, end), "%s: another exit status", name);
  /* Behind the diagnostics `strata check` prints how many they are. */
  const Text told = text_of(reports());
  ck_assert_uint_lt(told.len, expected.len);
  ck_assert_str_eq(told.at, text_copy(world.arena, text_slice(expected, 0, told.len)).at);
  ck_assert_msg(strstr(codes(), code_of_case(name)->code) != NULL, "%s is of another code", name);
}

START_TEST(cases_match_their_goldens) { ck_assert_uint_ge(each_case(matches_its_golden), 100); }
END_TEST

/* A mended report is gone, and nothing new has come. */
static void is_mended_by_its_edits(const char *name, const char *path) {
  Text source = read_whole(path);
  analyse(source);
  size_t before = diag_count(world.syntax.diags);
  Text mended = edited(source);
  for (size_t rounds = 0; mended.at; rounds++) {
    ck_assert_msg(rounds < 20, "%s is never done", name);
    source = text_copy(world.arena, mended);
    world.syntax.diags = diag_sink_new(world.arena);
    analyse(source);
    ck_assert_msg(diag_count(world.syntax.diags) < before, "%s: its edits do not mend\n%.*s\n%s",
                  name, TEXT_ARG(source), reports());
    before = diag_count(world.syntax.diags);
    mended = edited(source);
  }
}

START_TEST(offered_edits_mend) { each_case(is_mended_by_its_edits); }
END_TEST

static bool any_case(const glob_t *found, const DiagInfo *info) {
  for (size_t i = 0; i < found->gl_pathc; i++) {
    if (code_of_case(case_name(found->gl_pathv[i])) == info) return true;
  }
  return false;
}

START_TEST(every_code_has_a_case) {
  glob_t found;
  ck_assert_int_eq(glob(FOLDER "*.strata", 0, NULL, &found), 0);
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++) {
    const DiagInfo *info = diag_info((DiagCode)i);
    if (!is_sema_code(info->code) || has_no_case(info->id)) continue;
    ck_assert_msg(any_case(&found, info), "%s has no case", info->id);
    ck_assert_msg(strlen(info->page) > 40, "%s has no page", info->id);
  }
  globfree(&found);
}
END_TEST

UNIT_MAIN(world_begin, world_end, cases_match_their_goldens, offered_edits_mend,
          every_code_has_a_case)
