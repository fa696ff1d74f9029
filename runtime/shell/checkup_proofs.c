/* checkup_proofs.c - what is proven of the program, as evidence.
 *
 * Only what is settled counts: a claim that is not is neither good nor bad.
 */
#include "shell/checkup_gather.h"
#include "shell/proving.h"

/* Which evidence a claim is of a process; EVIDENCE_COUNT for none. */
static EvidenceKind kind_of(const Gathering *g, size_t process, const Claim *claim) {
  const DeclarationKind kind = g->program->columns.at[claim->declared].kind;
  if (kind != DECLARATION_PROCESS) return EVIDENCE_SOUND_TERMS;
  if (claim->declared != g->declared[process]) return EVIDENCE_COUNT;
  if (!claim->of_all) return EVIDENCE_SOUND_STAGES;
  return text_starts(claim->text, TEXT("no row belongs to"))      ? EVIDENCE_ONE_STAGE
         : text_starts(claim->text, TEXT("every row belongs to")) ? EVIDENCE_NO_GAP
                                                                  : EVIDENCE_SOUND_STAGES;
}

/* What depends on a field that may be missing is no fault of the rules: it is told beside the
 * accounts that cannot be placed, and counts neither way. */
static bool is_advice(const Claim *claim) {
  return text_ends(claim->text, TEXT("whichever one field is missing"));
}

static bool is_whole(EvidenceKind kind) {
  return kind == EVIDENCE_ONE_STAGE || kind == EVIDENCE_NO_GAP;
}

static void tell(Gathering *g, size_t process, EvidenceKind kind, const Claim *claim) {
  const Declared *declared = &g->program->columns.at[claim->declared];
  if (claim->verdict == VERDICT_REFUTED)
    gather_mend(g, process, kind, claim->diag->span, "%.*s", TEXT_ARG(claim->diag->message));
  else if (claim->verdict == VERDICT_OPEN && is_whole(kind))
    gather_mend(g, process, kind, node_child(declared->node, 0)->span,
                "it is not settled that %.*s: %.*s", TEXT_ARG(claim->text),
                TEXT_ARG(claim->reason));
}

static void add(Gathering *g, size_t process, const Claim *claim) {
  const bool is_own = claim->declared == g->declared[process];
  const EvidenceKind kind = is_advice(claim) ? EVIDENCE_PLACED : kind_of(g, process, claim);
  if (kind == EVIDENCE_PLACED && claim->verdict == VERDICT_REFUTED && is_own)
    tell(g, process, kind, claim);
  if (kind == EVIDENCE_COUNT || kind == EVIDENCE_PLACED) return;
  Evidence *evidence = &g->checkup->processes.at[process].evidence[kind];
  if (claim->verdict == VERDICT_OPEN)
    evidence->open++;
  else
    gather_count(evidence, claim->verdict == VERDICT_PROVEN);
  tell(g, process, kind, claim);
}

/* One stage at a time, and a stage for each: proven or not. Many pairs of stages that do not
 * overlap do not make up for one that does, and one that is not settled leaves it open. */
static void settle_whole(Evidence *evidence) {
  const bool refuted = evidence->met < evidence->of;
  if (!refuted && evidence->open) evidence->of = 0;
  evidence->of = evidence->of > 0;
  evidence->met = evidence->of && !refuted;
}

/* What refutes is told as a line to mend, so the diagnostics of the proofs are not printed. */
bool gather_proofs(Gathering *g) {
  Shell *shell = g->shell;
  DiagSink *told = shell->diags;
  shell->diags = diag_sink_new(shell->arena);
  const Proofs *proofs = prove_file(shell, g->path, shell->compilation, true);
  DiagSink *made = shell->diags;
  shell->diags = told;
  if (!proofs) {
    for (size_t i = 0; i < diag_count(made); i++) diag_adopt(told, (Diag *)diag_at(made, i));
    return false;
  }
  g->checkup->has_solver = proofs->solver;
  for (size_t p = 0; p < g->checkup->processes.count; p++) {
    Evidence *evidence = g->checkup->processes.at[p].evidence;
    for (size_t i = 0; i < proofs->claims.count; i++) add(g, p, &proofs->claims.at[i]);
    settle_whole(&evidence[EVIDENCE_ONE_STAGE]);
    settle_whole(&evidence[EVIDENCE_NO_GAP]);
  }
  return true;
}
