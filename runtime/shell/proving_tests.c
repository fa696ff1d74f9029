/* proving_tests.c - what was refuted, as a file of tests.
 *
 * Each of them was run before (proving.c) and passes: it says what is, not what should be. Once the
 * rules are mended it fails, and has done its work.
 */
#include "base/file.h"
#include "shell/proving.h"
#include "shell/test_file.h"

static const Span nowhere = {0, 0};

static bool refuse(Shell *shell, const char *path, const char *message, const char *help) {
  Diag *d = diag_add(shell->diags, E_OPTION_VALUE, nowhere, "`%s` %s", path, message);
  diag_help(shell->diags, d, "%s", help);
  return false;
}

static size_t put_tests(Buffer *out, const Program *program, const Proofs *proofs) {
  size_t count = 0;
  for (size_t i = 0; i < proofs->claims.count; i++) {
    const Claim *claim = &proofs->claims.at[i];
    if (claim->verdict != VERDICT_REFUTED || !claim->witness) continue;
    buffer_char(out, '\n');
    witness_print(out, program, claim->witness, claim_witness_name(out->arena, program, claim));
    count++;
  }
  return count;
}

static void put_head(Buffer *out, size_t count, const char *rules) {
  const Text name = file_stem(rules, TEXT(""));
  if (!count)
    buffer_printf(out, "# `strata check` refuted nothing of %.*s.\n\n", TEXT_ARG(name));
  else
    buffer_printf(out,
                  "# What `strata check` refuted of %.*s: one row each that shows it. The tests say"
                  " what is,\n# not what should be, and pass until the rules are mended.\n\n",
                  TEXT_ARG(name));
}

bool proving_emit(Shell *shell, const char *rules, const Program *program, const Proofs *proofs) {
  const char *path = shell_option(shell, OPTION_EMIT_TESTS), *why;
  Buffer tests = buffer_in(shell->arena), out = buffer_in(shell->arena);
  Text use;
  if (!path) return true;
  if (!test_file_begin(shell->arena, path, rules, &use))
    return refuse(shell, path, "cannot use the rules from where it would lie",
                  "name a file beside the rules, or in a folder above");
  if (file_is_same(path, rules))
    return refuse(shell, path, "is the rule file itself", "name a file of its own");
  put_head(&out, put_tests(&tests, program, proofs), rules);
  buffer_text(&out, use);
  buffer_text(&out, buffer_view(&tests));
  if (file_write(path, test_file_layout(shell->arena, buffer_view(&out)), &why)) return true;
  diag_add(shell->diags, E_OUTPUT_FAILED, nowhere, "cannot write `%s`: %s", path, why);
  return false;
}
