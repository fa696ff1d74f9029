/* cmd_diff.c - strata diff: what changes in meaning between two states of rules, data and day.
 *
 * Of what differs every combination is run, two to eight of them, one after the other: a run's
 * memory is gone when the next begins, and of its rows only what is compared is kept.
 */
#include <string.h>

#include "base/file.h"
#include "shell/diff_edits.h"
#include "shell/diff_proof.h"
#include "shell/evaluate.h"
#include "value/date.h"

static const Span nowhere = {0, 0};

/* One side of the comparison. */
typedef struct DiffSide {
  const char *path;
  Compilation *rules;
  RunOptions options; /* its data, its day, where its rules lie */
} DiffSide;

typedef struct Comparing {
  Shell *shell;
  DiffSide side[SIDES];
  DiffReport report;
  Edits *edits; /* NULL: one rule file */
  bool with_data;
} Comparing;

static const OptionId data_option[] = {OPTION_DATA_BEFORE, OPTION_DATA_AFTER};
static const OptionId day_option[] = {OPTION_AS_OF_BEFORE, OPTION_AS_OF_AFTER};

/* ---- Options -------------------------------------------------------------------------------- */

static bool is_given(const Comparing *c, const OptionId *options) {
  return shell_option(c->shell, options[SIDE_BEFORE]) ||
         shell_option(c->shell, options[SIDE_AFTER]);
}

/* The day of a side: its own option, the common one, the other side's. NULL: today. */
static const char *given_day(const Comparing *c, int side) {
  const OptionId wanted[] = {day_option[side], OPTION_AS_OF, day_option[SIDES - 1 - side]};
  const char *given = NULL;
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted && !given; i++)
    given = shell_option(c->shell, wanted[i]);
  return given;
}

static bool check_days(const Comparing *c) {
  bool done = true;
  for (int side = 0; side < SIDES; side++) {
    const char *given = shell_option(c->shell, day_option[side]);
    int32_t day;
    if (!given || date_parse_iso(text_of(given), &day)) continue;
    Diag *diag = diag_add(c->shell->diags, E_OPTION_VALUE, nowhere, "`--%s` does not take `%s`",
                          option_info[day_option[side]].name, given);
    diag_help(c->shell->diags, diag, "write a day of the calendar like `2026-06-30`");
    done = false;
  }
  return done;
}

/* Each run reads the data anew, and standard input can be read once. */
static bool check_data(const Comparing *c) {
  const Arguments *arguments = &c->shell->arguments;
  for (size_t i = 0; i < arguments->given.count; i++) {
    const OptionValue *given = &arguments->given.at[i];
    const bool is_data = given->option == OPTION_DATA || given->option == OPTION_DATA_BEFORE ||
                         given->option == OPTION_DATA_AFTER;
    if (!is_data || !text_ends(text_of(given->value), TEXT("=-"))) continue;
    Diag *diag = diag_add(c->shell->diags, E_STANDARD_INPUT_TWICE, nowhere,
                          "`--%s %s`: data that is compared is read more than once",
                          option_info[given->option].name, given->value);
    diag_help(c->shell->diags, diag, "write standard input to a file, and name that");
    return false;
  }
  return true;
}

/* The command line as a side sees it: what is said of both, then what is said of it alone. */
static Arguments arguments_of(const Comparing *c, int side) {
  const Arguments *all = &c->shell->arguments;
  Arguments own = *all;
  own.given.at = NULL;
  own.given.count = own.given.capacity = 0;
  for (size_t i = 0; i < all->given.count; i++)
    *VEC_PUSH(c->shell->arena, &own.given) = all->given.at[i];
  for (size_t i = 0; i < all->given.count; i++)
    if (all->given.at[i].option == data_option[side])
      *VEC_PUSH(c->shell->arena, &own.given) = (OptionValue){OPTION_DATA, all->given.at[i].value};
  own.value[OPTION_AS_OF] = given_day(c, side);
  return own;
}

/* What is compared, as it was named. */
static Text named_data(Arena *arena, const Arguments *own) {
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < own->given.count; i++)
    if (own->given.at[i].option == OPTION_DATA)
      buffer_printf(&out, "%s%s", out.len ? ", " : "", own->given.at[i].value);
  return buffer_view(&out);
}

static bool take_options(Comparing *c) {
  bool done = check_days(c);
  done &= check_data(c);
  for (int side = 0; side < SIDES && done; side++) {
    Shell own = *c->shell;
    own.arguments = arguments_of(c, side);
    done = evaluation_options(&own, c->side[side].path, &c->side[side].options);
    c->side[side].options.progress_context = &c->shell->terminal;
    c->side[side].options.finding_limit = c->side[side].options.report_limit = 1;
    c->report.state[side] = (DiffState){.rules = c->side[side].path,
                                        .data = named_data(c->shell->arena, &own.arguments),
                                        .today = c->side[side].options.today};
  }
  return done;
}

/* ---- What differs --------------------------------------------------------------------------- */

static bool find_factors(Comparing *c) {
  const bool two_files = shell_word(c->shell, 1) != NULL;
  unsigned *factors = &c->report.factors;
  if (two_files) *factors |= FACTOR_RULES;
  if (is_given(c, data_option)) *factors |= FACTOR_DATA;
  if (c->side[SIDE_BEFORE].options.today != c->side[SIDE_AFTER].options.today)
    *factors |= FACTOR_DAY;
  c->with_data = !two_files || is_given(c, data_option) || is_given(c, day_option) ||
                 shell_option(c->shell, OPTION_DATA);
  if (*factors) return true;
  Diag *diag = diag_add(c->shell->diags, E_ARGUMENTS, nowhere,
                        "there is nothing to compare `%s` with", c->side[SIDE_BEFORE].path);
  diag_help(c->shell->diags, diag,
            "name a second rule file, two states of the data (`--data-before`, `--data-after`), "
            "or two days (`--as-of-before`, `--as-of-after`)");
  return false;
}

static Compilation *load(Shell *shell, const char *path) {
  Compilation *own = ARENA_NEW(shell->arena, Compilation);
  return load_program(shell, path, COMPILE_IMAGE, own) ? own : NULL;
}

static bool load_rules(Comparing *c) {
  const char *old = shell_word(c->shell, 0), *new_path = shell_word(c->shell, 1);
  if (new_path && strcmp(old, "-") == 0 && strcmp(new_path, "-") == 0) {
    diag_add(c->shell->diags, E_STANDARD_INPUT_TWICE, nowhere,
             "both rule files cannot be standard input");
    return false;
  }
  c->side[SIDE_BEFORE] = (DiffSide){.path = old, .rules = load(c->shell, old)};
  c->side[SIDE_AFTER] = c->side[SIDE_BEFORE];
  if (new_path)
    c->side[SIDE_AFTER] = (DiffSide){.path = new_path, .rules = load(c->shell, new_path)};
  return c->side[SIDE_BEFORE].rules && c->side[SIDE_AFTER].rules;
}

/* ---- Runs ----------------------------------------------------------------------------------- */

/* The combination in which the factors of the set are new. */
static RunOptions options_of(const Comparing *c, unsigned set) {
  const DiffSide *rules = &c->side[set & FACTOR_RULES ? SIDE_AFTER : SIDE_BEFORE];
  const DiffSide *day = &c->side[set & FACTOR_DAY ? SIDE_AFTER : SIDE_BEFORE];
  RunOptions options = c->side[set & FACTOR_DATA ? SIDE_AFTER : SIDE_BEFORE].options;
  options.rule_folder = rules->options.rule_folder;
  options.today = day->options.today;
  return options;
}

static bool compare_data(Comparing *c, AnswerForm form) {
  Shell *shell = c->shell;
  const unsigned factors = c->report.factors;
  const Snapshot *state[FACTOR_SETS] = {0};
  const Watch *watch =
      watch_new(shell->arena, c->side[SIDE_BEFORE].rules->image, c->side[SIDE_AFTER].rules->image,
                c->edits ? c->edits->renamed.at : NULL, c->edits ? c->edits->renamed.count : 0);
  for (unsigned set = 0; set <= factors; set++) {
    if ((set & factors) != set) continue;
    const RunOptions options = options_of(c, set);
    const int side = set & FACTOR_RULES ? SIDE_AFTER : SIDE_BEFORE;
    const bool values = set == 0 || set == factors;
    state[set] = snapshot_take(shell->arena, watch, side, &options, values, shell->diags);
    terminal_progress_end(&shell->terminal);
    if (!state[set]) return false;
  }
  c->report.moves =
      moves_find(shell->arena, watch, factors, state,
                 diff_most(form, shell_option(shell, OPTION_ALL) != NULL), terminal_stop_flag());
  return c->report.moves != NULL;
}

/* ---- Proofs --------------------------------------------------------------------------------- */

static Place place_of(const Comparing *c, const DiffItem *item) {
  const bool gone = item->verdict == DIFF_REMOVED;
  const Compilation *rules = c->side[gone ? SIDE_BEFORE : SIDE_AFTER].rules;
  return source_place(rules->sources, gone ? item->old_span.lo : item->new_span.lo);
}

static void take_item(Comparing *c, const DiffItem *item) {
  static const MeaningVerdict verdict_of[] = {[DIFF_EQUAL] = MEANING_SAME,
                                              [DIFF_DIFFERENT] = MEANING_DIFFERS,
                                              [DIFF_OPEN] = MEANING_OPEN,
                                              [DIFF_ADDED] = MEANING_ADDED,
                                              [DIFF_REMOVED] = MEANING_REMOVED};
  *VEC_PUSH(c->shell->arena, &c->report.meanings) = (Meaning){.name = item->name,
                                                              .kind = item->kind,
                                                              .verdict = verdict_of[item->verdict],
                                                              .before = item->before,
                                                              .after = item->after,
                                                              .given = item->given,
                                                              .region = item->region,
                                                              .reason = item->reason,
                                                              .follows = item->follows,
                                                              .place = place_of(c, item)};
}

static bool prove(Comparing *c) {
  const DiffSide *old = &c->side[SIDE_BEFORE], *now = &c->side[SIDE_AFTER];
  if (!c->edits || shell_option(c->shell, OPTION_NO_PROOFS)) return true;
  const DiffProof *proof = diff_prove(c->shell, old->path, old->rules, now->path, now->rules);
  if (!proof) return false;
  for (size_t i = 0; i < proof->items.count; i++) take_item(c, &proof->items.at[i]);
  c->report.proven = true;
  if (!proof->solver)
    c->report.unproven = text_of(
        arena_printf(c->shell->arena, "%.*s: much is not settled", TEXT_ARG(prove_lacks_solver())));
  return true;
}

/* ---- The whole ------------------------------------------------------------------------------ */

/* Whether proofs say all that there is to say of an edit. They are about rows that both programs
 * take, so not about which these are; nor about rows with a waiver, or what is done with findings.
 */
static bool is_proven_of(const Edit *edit) {
  static const char *const beyond[] = {"entity", "field", "waive", "severity"};
  for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++)
    if (text_equal(edit->what, text_of(beyond[i]))) return false;
  return edit->kind != EDIT_RENAMED;
}

static bool is_same(const Comparing *c) {
  if (c->report.moves && moves_any(c->report.moves)) return false;
  for (size_t i = 0; i < c->report.meanings.count; i++)
    if (c->report.meanings.at[i].verdict != MEANING_SAME) return false;
  for (size_t i = 0; c->edits && i < c->edits->edits.list.count; i++) {
    const Edit *edit = &c->edits->edits.list.at[i];
    if (edit->kind != EDIT_WORDS && !(c->report.proven && is_proven_of(edit))) return false;
  }
  return true;
}

static bool compare(Comparing *c, AnswerForm form) {
  if (!load_rules(c) || !take_options(c) || !find_factors(c)) return false;
  if (c->report.factors & FACTOR_RULES) {
    c->edits = diff_edits(c->shell->arena, c->side[SIDE_BEFORE].rules, c->side[SIDE_AFTER].rules);
    c->report.edits = &c->edits->edits;
  }
  c->report.folder = c->side[SIDE_AFTER].options.rule_folder;
  c->report.all = shell_option(c->shell, OPTION_ALL) != NULL;
  if (!prove(c)) return false;
  if (c->with_data && !compare_data(c, form)) return false;
  c->report.same = is_same(c);
  return true;
}

int cmd_diff(Shell *shell) {
  const AnswerView view = evaluation_view(shell);
  Comparing c = {.shell = shell};
  shell->least = SEVERITY_ERROR; /* what else there is to say of a file, `check` says */
  if (!compare(&c, view.form)) return shell_fail(shell);
  shell_print_diags(shell);
  Buffer out = buffer_in(shell->arena);
  diff_print(&out, &c.report, &view);
  return shell_finish(shell, &out, c.report.same ? STATUS_DONE : STATUS_FINDINGS);
}
