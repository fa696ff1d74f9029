/* proving.c - see proving.h.
 *
 * A witness is written as a test of the language, compiled with the program, and run: what the
 * machine does not say of it is not said at all.
 */
#include "shell/proving.h"

#include <stdlib.h>
#include <string.h>

#include "report/grid.h"
#include "value/date.h"

enum { TIMEOUT = 2000, TIMEOUT_MOST = 3600000 };

static const Span nowhere = {0, 0};

/* ---- Witnesses in the machine ---- */

typedef struct Trial {
  Shell *shell;
  const char *path;
  const Compilation *of;
  Proofs *proofs;
} Trial;

static Text witness_name(Arena *arena, size_t claim) {
  return text_of(arena_printf(arena, "witness %zu", claim));
}

static Text witness_text(const Trial *trial, size_t claim) {
  const Witness *witness = trial->proofs->claims.at[claim].witness;
  Buffer out = buffer_in(trial->shell->arena);
  if (!witness) return TEXT("");
  Witness tried = *witness;
  if (tried.proof.len) tried.expect = tried.proof;
  witness_print(&out, trial->of->program, &tried, witness_name(trial->shell->arena, claim));
  return buffer_view(&out);
}

bool proving_compile(Shell *shell, const char *path, Text tests, Compilation *out) {
  Setting *settings;
  size_t count;
  Text content;
  *out = *compile_new(shell->arena);
  out->resolver = module_resolver(shell, path);
  *VEC_PUSH(shell->arena, &out->added) = tests;
  return load_file(shell, path, &content) && load_settings(shell, &settings, &count) &&
         compile_text(out, text_of(path), content, settings, count, COMPILE_PROGRAM) &&
         compile_tests(out);
}

const TestResult *proving_run(Shell *shell, TestFile *file, Text name) {
  const Program *program = file->compilation.program;
  for (size_t i = 0; i < program->tests.count; i++) {
    const DeclaredTest *test = &program->tests.at[i];
    if (!text_equal(test->name, name)) continue;
    test_run(shell, file, test);
    const TestResult *result = &file->results.at[file->results.count - 1];
    return result->broken ? NULL : result;
  }
  return NULL;
}

static bool holds(const Trial *trial, TestFile *file, size_t claim) {
  const TestResult *result =
      proving_run(trial->shell, file, witness_name(trial->shell->arena, claim));
  return result && !result->failures.count;
}

/* Witnesses are about the values that parameters were given on the command line. */
static void add_settings(const Trial *trial) {
  Setting *settings;
  size_t count;
  if (!load_settings(trial->shell, &settings, &count)) return;
  for (size_t i = 0; i < trial->proofs->claims.count; i++) {
    Witness *witness = trial->proofs->claims.at[i].witness;
    for (size_t k = 0; witness && k < count; k++)
      for (uint32_t param = 0; param < trial->of->program->params.count; param++)
        if (text_equal(trial->of->program->params.at[param].name, settings[k].name))
          *VEC_PUSH(trial->shell->arena, &witness->params) = param;
  }
}

enum { ALONE_MOST = 40 };

/* All of them together, which is quick; where one of them is no test, each alone. Of examples,
 * which are no findings, only some then. */
static void confirm_all(const Trial *trial, bool examples) {
  Arena *arena = trial->shell->arena;
  Buffer tests = buffer_in(arena);
  for (size_t i = 0; i < trial->proofs->claims.count; i++)
    if (claim_is_example(&trial->proofs->claims.at[i]) == examples)
      buffer_text(&tests, witness_text(trial, i));
  if (!tests.len) return;
  TestFile together = {.path = trial->path};
  const bool sound =
      proving_compile(trial->shell, trial->path, buffer_view(&tests), &together.compilation);
  for (size_t i = 0, tried = 0; i < trial->proofs->claims.count; i++) {
    Claim *claim = &trial->proofs->claims.at[i];
    if (!claim->witness || claim_is_example(claim) != examples) continue;
    TestFile alone = {.path = trial->path};
    TestFile *file = sound ? &together : &alone;
    const bool there = sound || ((!examples || tried++ < ALONE_MOST) &&
                                 proving_compile(trial->shell, trial->path, witness_text(trial, i),
                                                 &alone.compilation));
    claim_settle(claim, there && holds(trial, file, i));
  }
}

/* ---- What is told ---- */

static void note_witness(const Trial *trial, Claim *claim) {
  Buffer out = buffer_in(trial->shell->arena);
  const Text name = claim_witness_name(trial->shell->arena, trial->of->program, claim);
  witness_print(&out, trial->of->program, claim->witness, name);
  diag_note(trial->shell->diags, claim->diag,
            "a row that shows it, as a test that passes now:\n%.*s",
            TEXT_ARG(text_strip(buffer_view(&out))));
}

/* Whether the compiler has said something of the very place: then it has found the same without a
 * proof. */
static bool is_told(const DiagSink *diags, Span span) {
  for (size_t i = 0; i < diag_count(diags); i++) {
    const Diag *diag = diag_at(diags, i);
    if (diag->severity == SEVERITY_WARNING && diag->span.lo == span.lo && diag->span.hi == span.hi)
      return true;
  }
  return false;
}

static void tell(const Trial *trial) {
  const bool wants_proof = shell_option(trial->shell, OPTION_REQUIRE_PROOF) != NULL;
  for (size_t i = 0; i < trial->proofs->claims.count; i++) {
    Claim *claim = &trial->proofs->claims.at[i];
    if (claim->verdict == VERDICT_REFUTED) {
      if (claim->witness) note_witness(trial, claim);
      if (claim->diag->severity == SEVERITY_WARNING &&
          is_told(trial->shell->diags, claim->diag->span))
        continue;
      diag_adopt(trial->shell->diags, claim->diag);
    } else if (claim->verdict == VERDICT_OPEN && claim->of_all && wants_proof) {
      const Declared *declared = &trial->of->program->columns.at[claim->declared];
      Diag *d = diag_add(trial->shell->diags, E_NOT_SETTLED, node_child(declared->node, 0)->span,
                         "of `%.*s` it is not settled that %.*s", TEXT_ARG(declared->name),
                         TEXT_ARG(claim->text));
      diag_note(trial->shell->diags, d, "%.*s", TEXT_ARG(claim->reason));
    }
  }
}

bool proving_options(Shell *shell, ProveOptions *options) {
  const char *timeout = shell_option(shell, OPTION_PROOF_TIMEOUT);
  const char *as_of = shell_option(shell, OPTION_AS_OF);
  size_t milliseconds = TIMEOUT;
  *options =
      (ProveOptions){.timeout = TIMEOUT, .today = date_today(), .stop = terminal_stop_flag()};
  if (timeout && (!option_size(timeout, &milliseconds) || milliseconds > TIMEOUT_MOST)) {
    Diag *d = diag_add(shell->diags, E_OPTION_VALUE, nowhere,
                       "`--proof-timeout` does not take `%s`", timeout);
    diag_help(shell->diags, d, "write milliseconds: `--proof-timeout 2000`");
    return false;
  }
  options->timeout = (unsigned)milliseconds;
  const char *only = getenv("STRATA_PROOFS"); /* for tests, which compare what both say */
  options->no_intervals = only && strcmp(only, "solver") == 0;
  options->no_solver = only && strcmp(only, "intervals") == 0;
  if (!as_of || date_parse_iso(text_of(as_of), &options->today)) return true;
  Diag *d = diag_add(shell->diags, E_OPTION_VALUE, nowhere, "`--as-of` does not take `%s`", as_of);
  diag_help(shell->diags, d, "write a day of the calendar like `--as-of 2026-06-30`");
  return false;
}

Proofs *prove_file(Shell *shell, const char *path, const Compilation *compilation, bool missing) {
  ProveOptions options;
  if (!proving_options(shell, &options)) return NULL;
  options.missing = missing;
  DiagSink *made = diag_sink_new(shell->arena);
  Trial trial = {.shell = shell, .path = path, .of = compilation};
  trial.proofs = prove_program(shell->arena, compilation->plan, options, made);
  if (trial.proofs->stopped || *terminal_stop_flag()) return NULL;
  add_settings(&trial);
  confirm_all(&trial, false);
  confirm_all(&trial, true);
  tell(&trial);
  return trial.proofs;
}

/* ---- The table ---- */

static const struct {
  const char *word;
  Paint paint;
} verdicts[VERDICT_COUNT] = {[VERDICT_PROVEN] = {"proven", PAINT_GOOD},
                             [VERDICT_REFUTED] = {"refuted", PAINT_BAD},
                             [VERDICT_OPEN] = {"not settled", PAINT_OPEN}};

void proving_text(Buffer *out, const Program *program, const Proofs *proofs, bool all,
                  bool colour) {
  Grid *grid = grid_new(out->arena, 3);
  size_t count[VERDICT_COUNT] = {0}, shown = 0;
  for (size_t i = 0; i < proofs->claims.count; i++) {
    const Claim *claim = &proofs->claims.at[i];
    if (!claim->of_all && !all) {
      count[claim->verdict]++;
      continue;
    }
    shown++;
    grid_cell(grid, text_of(verdicts[claim->verdict].word), verdicts[claim->verdict].paint);
    grid_cell(grid, program->columns.at[claim->declared].name, PAINT_STRONG);
    const bool open = claim->verdict == VERDICT_OPEN;
    grid_printf(grid, PAINT_PLAIN, "%.*s%s%.*s", TEXT_ARG(claim->text), open ? ": " : "",
                TEXT_ARG(open ? claim->reason : TEXT("")));
  }
  if (!shown && !count[VERDICT_PROVEN] && !count[VERDICT_OPEN]) return;
  grid_print(out, grid, 0, colour);
  if (!proofs->solver)
    buffer_printf(out, "there is no solver here: what needs one is not settled\n%.*s: %.*s\n",
                  TEXT_ARG(prove_lacks_solver()), TEXT_ARG(prove_solver_help()));
  if (!all && count[VERDICT_PROVEN] + count[VERDICT_OPEN])
    buffer_printf(out, "%s%zu smaller claim%s proven, %zu not settled (`--all` lists them)\n",
                  shown ? "and " : "", count[VERDICT_PROVEN], count[VERDICT_PROVEN] == 1 ? "" : "s",
                  count[VERDICT_OPEN]);
}
