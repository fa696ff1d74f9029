/* check_machine.c - what `strata check` found, for programs.
 *
 *   {"schema": 2,
 *    "diagnostics": [{as in diag_json.c, then "name", "state", "fingerprint"}],
 *    "allowed": [{the same, then "because"}],
 *    "claims": [{"file", "line", "name", "kind", "claim", "about", "verdict", "reason",
 *      "fingerprint"}],
 *    "summary": {"errors", "warnings", "notes", "proven", "refuted", "not_settled", "solver"}}
 *
 * A claim has the fingerprint of what tells that it is refuted. Of the notices, the n-th is the
 * n-th diagnostic's, those that are allowed behind the others.
 */
#include "base/json.h"
#include "shell/noticing.h"

enum { CHECK_SCHEMA = 2 }; /* raised when a member changes its meaning */

static const char *const verdict_words[VERDICT_COUNT] = {
    [VERDICT_PROVEN] = "proven", [VERDICT_REFUTED] = "refuted", [VERDICT_OPEN] = "not settled"};

/* ---- Notices and cases ---- */

/* The index counts what is allowed behind what is not. */
static size_t all_diags(const Shell *shell, const CheckReport *report) {
  return diag_count(shell->diags) + diag_count(report->silenced);
}

static const Diag *any_diag(const Shell *shell, const CheckReport *report, size_t index) {
  const size_t count = diag_count(shell->diags);
  return index < count ? diag_at(shell->diags, index) : diag_at(report->silenced, index - count);
}

/* The diagnostic that tells of a refuted claim: its own, or what the compiler has said of the very
 * place. SIZE_MAX for none. */
static size_t told_of(const Shell *shell, const CheckReport *report, const Claim *claim) {
  if (claim->verdict != VERDICT_REFUTED) return SIZE_MAX;
  size_t same_place = SIZE_MAX;
  for (size_t i = 0; i < all_diags(shell, report); i++) {
    const Diag *diag = any_diag(shell, report, i);
    if (diag == claim->diag) return i;
    if (diag->span.lo == claim->diag->span.lo && diag->span.hi == claim->diag->span.hi)
      same_place = i;
  }
  return same_place;
}

/* What is looked at in every file. */
static void add_compiles(Shell *shell, NoticeView *view, const Checked *checked) {
  NoticeCase *item = VEC_PUSH(shell->arena, &view->cases);
  *item = (NoticeCase){.suite = text_of(checked->path),
                       .name = TEXT("the rules compile"),
                       .group = TEXT("compiler"),
                       .outcome = CASE_PASSED};
  const SourceMap *sources = shell->compilation->sources;
  for (size_t i = 0; checked->broken && i < diag_count(shell->diags); i++) {
    const Diag *diag = diag_at(shell->diags, i);
    const Text file = source_place(sources, diag->span.lo).file;
    if (diag->severity == SEVERITY_ERROR && (!file.len || text_equal(file, item->suite)))
      *VEC_PUSH(shell->arena, &item->notices) = i;
  }
}

static void add_claim(Shell *shell, NoticeView *view, const CheckReport *report,
                      const Checked *checked, const Claim *claim) {
  const Compilation *compilation = &checked->compilation;
  const Declared *declared = &compilation->program->columns.at[claim->declared];
  const Place place = claim_place(compilation, claim);
  const size_t told = told_of(shell, report, claim);
  NoticeCase *item = VEC_PUSH(shell->arena, &view->cases);
  *item =
      (NoticeCase){.suite = place.file,
                   .name = text_of(arena_printf(shell->arena, "%.*s: %.*s",
                                                TEXT_ARG(declared->name), TEXT_ARG(claim->text))),
                   .group = text_of(declaration_kind_name[declared->kind]),
                   .line = place.line,
                   .claim = true,
                   .outcome = claim->verdict == VERDICT_OPEN ? CASE_NOT_SETTLED : CASE_PASSED,
                   .reason = claim->reason};
  if (told != SIZE_MAX) *VEC_PUSH(shell->arena, &item->notices) = told;
}

/* Files of a command stand behind one another, so a span is in one of them at most. */
static Text name_at(void *context, Span span) {
  const CheckReport *report = context;
  for (size_t i = 0; i < report->count; i++) {
    const Text name = declaration_at(&report->checked[i].compilation, span);
    if (name.len) return name;
  }
  return TEXT("");
}

static void add_allowed(Shell *shell, NoticeList *list, const DiagSink *silenced) {
  list->state = NOTICE_ALLOWED;
  for (size_t i = 0; i < diag_count(silenced); i++) {
    const Diag *diag = diag_at(silenced, i);
    const Allow *allow = allow_find(shell->allowed, diag_info(diag->code)->code, diag->span);
    list->because = allow ? allow->because : TEXT("");
    notice_from_diag(shell->arena, list, diag, shell->compilation->sources);
  }
}

NoticeList *check_notices(Shell *shell, const CheckReport *report, NoticeView *view) {
  NoticeList *list = noticing_start(shell, 0);
  CheckReport *context = ARENA_NEW(shell->arena, CheckReport);
  *context = *report;
  list->name_of = name_at;
  list->name_context = context;
  for (size_t i = 0; i < diag_count(shell->diags); i++)
    notice_from_diag(shell->arena, list, diag_at(shell->diags, i), shell->compilation->sources);
  add_allowed(shell, list, report->silenced);
  for (size_t i = 0; i < report->count; i++) {
    const Checked *checked = &report->checked[i];
    add_compiles(shell, view, checked);
    for (size_t c = 0; checked->proofs && c < checked->proofs->claims.count; c++)
      add_claim(shell, view, report, checked, &checked->proofs->claims.at[c]);
  }
  return list;
}

/* ---- JSON ---- */

static void write_fingerprint(JsonWriter *json, const Notice *notice) {
  json_str(json, "fingerprint", notice_fingerprint_text(json->out->arena, notice->fingerprint));
}

static void write_diag(JsonWriter *json, const Diag *diag, const SourceMap *sources,
                       const Notice *notice) {
  static const char *const states[] = {
      [NOTICE_NEW] = "new", [NOTICE_KNOWN] = "known", [NOTICE_ALLOWED] = "allowed"};
  json_begin_object(json, NULL);
  diag_json_members(json, diag, sources);
  json_text_or_null(json, "name", notice->name);
  json_str(json, "state", states[notice->state]);
  write_fingerprint(json, notice);
  if (notice->state == NOTICE_ALLOWED) json_text(json, "because", notice->because);
  json_end(json);
}

static void write_diags(JsonWriter *json, const Shell *shell, const CheckReport *report,
                        const NoticeList *list, bool allowed) {
  const size_t counted = diag_count(shell->diags);
  const size_t end = allowed ? all_diags(shell, report) : counted;
  json_begin_array(json, allowed ? "allowed" : "diagnostics");
  for (size_t i = allowed ? counted : 0; i < end; i++)
    write_diag(json, any_diag(shell, report, i), shell->compilation->sources, &list->notices.at[i]);
  json_end(json);
}

static void write_claim(JsonWriter *json, const Shell *shell, const CheckReport *report,
                        const NoticeList *list, const Checked *checked, const Claim *claim) {
  const Compilation *compilation = &checked->compilation;
  const Declared *declared = &compilation->program->columns.at[claim->declared];
  const Place place = claim_place(compilation, claim);
  const size_t told = told_of(shell, report, claim);
  json_begin_object(json, NULL);
  json_text(json, "file", place.file);
  json_int(json, "line", place.line);
  json_text(json, "name", declared->name);
  json_str(json, "kind", declaration_kind_name[declared->kind]);
  json_text(json, "claim", claim->text);
  json_str(json, "about", claim->of_all ? "all" : "some");
  json_str(json, "verdict", verdict_words[claim->verdict]);
  json_text_or_null(json, "reason", claim->verdict == VERDICT_OPEN ? claim->reason : TEXT(""));
  if (told == SIZE_MAX)
    json_null_value(json, "fingerprint");
  else
    write_fingerprint(json, &list->notices.at[told]);
  json_end(json);
}

static void write_summary(JsonWriter *json, const NoticeList *list, const CheckReport *report) {
  int64_t verdict[VERDICT_COUNT] = {0};
  bool solver = false;
  for (size_t i = 0; i < report->count; i++) {
    const Proofs *proofs = report->checked[i].proofs;
    solver |= proofs && proofs->solver;
    for (size_t c = 0; proofs && c < proofs->claims.count; c++)
      verdict[proofs->claims.at[c].verdict]++;
  }
  json_begin_object(json, "summary");
  json_int(json, "errors", (int64_t)list->level[NOTICE_NEW][LEVEL_ERROR]);
  json_int(json, "warnings", (int64_t)list->level[NOTICE_NEW][LEVEL_WARNING]);
  json_int(json, "notes", (int64_t)list->level[NOTICE_NEW][LEVEL_INFO]);
  json_int(json, "proven", verdict[VERDICT_PROVEN]);
  json_int(json, "refuted", verdict[VERDICT_REFUTED]);
  json_int(json, "not_settled", verdict[VERDICT_OPEN]);
  json_bool(json, "solver", solver);
  json_end(json);
}

void check_json(Shell *shell, Buffer *out, const CheckReport *report, const NoticeList *list) {
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_int(&json, "schema", CHECK_SCHEMA);
  write_diags(&json, shell, report, list, false);
  write_diags(&json, shell, report, list, true);
  json_begin_array(&json, "claims");
  for (size_t i = 0; i < report->count; i++) {
    const Checked *checked = &report->checked[i];
    for (size_t c = 0; checked->proofs && c < checked->proofs->claims.count; c++)
      write_claim(&json, shell, report, list, checked, &checked->proofs->claims.at[c]);
  }
  json_end(&json);
  write_summary(&json, list, report);
  json_end(&json);
  buffer_char(out, '\n');
}
