/* allow.c - see allow.h.
 *
 * A comment is read word by word; what it covers is the outermost node of the tree that begins with
 * the first token below it.
 */
#include "shell/allow.h"

#include <string.h>

enum { PROOFS_FIRST = 1300, PROOFS_END = 1380, ALLOWS_END = 1390 };

AllowList *allow_list_new(Arena *arena) {
  AllowList *list = ARENA_NEW(arena, AllowList);
  list->arena = arena;
  return list;
}

/* ---- Codes ---- */

static const FindingInfo *find_finding(Text code) {
  for (size_t i = 0; i < FINDING_COUNT; i++)
    if (text_equal_any_case(code, text_of(finding_info[i].code))) return &finding_info[i];
  return NULL;
}

/* "E1310" is 1310. */
static unsigned number_of(const char *code) {
  unsigned number = 0;
  for (const char *at = code + 1; *at; at++) number = number * 10 + (unsigned)(*at - '0');
  return number;
}

bool allow_is_proof(const char *code) {
  return code[0] != 'F' && number_of(code) >= PROOFS_FIRST && number_of(code) < PROOFS_END;
}

static bool may_be_allowed(const DiagInfo *info) {
  if (allow_is_proof(info->code)) return true;
  const unsigned number = number_of(info->code);
  return info->severity != SEVERITY_ERROR && (number < PROOFS_END || number >= ALLOWS_END);
}

/* Findings on outcomes of declarations; the others are about data. */
static bool is_of_rules(const FindingInfo *info) { return strncmp(info->code, "F01", 3) == 0; }

AllowKind allow_kind(const Allow *allow) {
  if (allow->code[0] == 'F') return ALLOW_OF_RUN;
  if (strcmp(allow->code, diag_info(E_NOT_SETTLED)->code) == 0) return ALLOW_OF_SETTLING;
  return allow_is_proof(allow->code) ? ALLOW_OF_PROOF : ALLOW_OF_COMPILER;
}

static Text nearest_code(Text written) {
  Nearest nearest = nearest_start(written);
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++)
    if (may_be_allowed(diag_info((DiagCode)i)))
      nearest_offer(&nearest, text_of(diag_info((DiagCode)i)->code));
  for (size_t i = 0; i < FINDING_COUNT; i++)
    if (is_of_rules(&finding_info[i])) nearest_offer(&nearest, text_of(finding_info[i].code));
  return nearest_found(&nearest);
}

/* ---- What a comment covers ---- */

typedef struct Reading {
  AllowList *list;
  const Compilation *of;
  DiagSink *diags;
  size_t source; /* the file */
  uint32_t base; /* offset of its first byte */
  Text text;     /* of the file */
} Reading;

/* The offset behind a line end, which `at` stands before or in a comment before; else UINT32_MAX.
 */
static uint32_t next_line(Text text, uint32_t at) {
  const char *end = at < text.len ? memchr(text.at + at, '\n', text.len - at) : NULL;
  return end ? (uint32_t)(end - text.at) + 1 : UINT32_MAX;
}

/* The first token on the lines below, over comments but not over a blank line: offset in the file,
 * or UINT32_MAX. */
static uint32_t token_below(Text text, uint32_t at) {
  for (;;) {
    at = next_line(text, at);
    if (at == UINT32_MAX) return at;
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\t')) at++;
    if (at == text.len || text.at[at] == '\n' || text.at[at] == '\r') return UINT32_MAX;
    if (text.at[at] != '#') return at;
  }
}

/* The outermost node that begins at the offset and is no list. */
static const Node *node_from(const Node *node, uint32_t offset) {
  if (!node) return NULL;
  const bool lists = node->kind == NODE_FILE || node->kind == NODE_LIST;
  if (!lists && node->span.lo == offset) return node;
  if (node->kind != NODE_FILE && (offset < node->span.lo || offset >= node->span.hi)) return NULL;
  for (uint32_t i = 0; i < node->count; i++) {
    const Node *found = node_from(node->child[i], offset);
    if (found) return found;
  }
  return NULL;
}

static const Node *covered(const Reading *r, Span comment) {
  const uint32_t below = token_below(r->text, comment.hi - r->base);
  return below == UINT32_MAX ? NULL : node_from(r->of->modules->file, r->base + below);
}

/* ---- A comment, word by word ---- */

typedef struct Words {
  Text rest;
  uint32_t at; /* offset of the rest in the sources */
} Words;

static void skip(Words *words, size_t len) {
  words->rest = text_slice(words->rest, len, words->rest.len);
  words->at += (uint32_t)len;
}

static Text next_word(Words *words, Span *span) {
  size_t blanks = 0, len = 0;
  while (blanks < words->rest.len && strchr(" \t", words->rest.at[blanks])) blanks++;
  skip(words, blanks);
  while (len < words->rest.len && !strchr(" \t\r", words->rest.at[len])) len++;
  const Text word = text_slice(words->rest, 0, len);
  *span = (Span){words->at, words->at + (uint32_t)len};
  skip(words, len);
  return word;
}

/* Whether the comment speaks to strata; then `words` is what stands behind that. */
static bool is_addressed(Text comment, uint32_t at, Words *words) {
  Span span;
  *words = (Words){comment, at};
  skip(words, 1);
  if (!text_equal_any_case(next_word(words, &span), TEXT("strata:"))) return false;
  return true;
}

static Text printable(const Reading *r, Text text) { return text_printable(r->list->arena, text); }

static void refuse_word(const Reading *r, Span span, Text word) {
  Diag *d = diag_add(r->diags, E_ALLOW_WORD, span,
                     word.len ? "`# strata:` does not know `%.*s`" : "`# strata:` says nothing%.*s",
                     TEXT_ARG(printable(r, word)));
  diag_help(r->diags, d, "write `# strata: allow CODE because …`");
}

static void refuse_code(const Reading *r, Span span, Text code) {
  Diag *d = diag_add(r->diags, E_ALLOW_CODE, span,
                     code.len ? "there is no code `%.*s`" : "`allow` wants a code%.*s",
                     TEXT_ARG(printable(r, code)));
  const Text meant = code.len ? nearest_code(code) : TEXT("");
  if (!meant.len) {
    diag_help(r->diags, d, "write the code as the report prints it: `allow W1312 because …`");
    return;
  }
  diag_help(r->diags, d, "did you mean `%.*s`?", TEXT_ARG(meant));
  diag_edit(r->diags, d, span, meant);
}

static void refuse_never(const Reading *r, Span span, const char *code, bool of_data) {
  Diag *d = diag_add(r->diags, E_ALLOW_NEVER, span, "`%s` cannot be allowed", code);
  diag_help(r->diags, d, "%s",
            of_data ? "what is known of data stands in a baseline: `strata run --baseline FILE`"
                    : "mend it: warnings and what proofs refute can be allowed");
}

/* The code as it is printed, or NULL after a report. */
static const char *read_code(const Reading *r, Words *words) {
  Span span;
  const Text word = next_word(words, &span);
  const DiagInfo *diag = diag_find(word);
  const FindingInfo *finding = find_finding(word);
  if (diag && may_be_allowed(diag)) return diag->code;
  if (finding && is_of_rules(finding)) return finding->code;
  if (diag || finding)
    refuse_never(r, span, diag ? diag->code : finding->code, !diag);
  else
    refuse_code(r, span, word);
  return NULL;
}

/* Empty after a report. */
static Text read_reason(const Reading *r, Words *words, const char *code, Span comment) {
  Span span;
  const Text word = next_word(words, &span), reason = text_strip(words->rest);
  if (text_equal(word, TEXT("because")) && reason.len) return reason;
  Diag *d = diag_add(r->diags, E_ALLOW_REASON, comment, "`%s` is allowed without a reason", code);
  diag_help(r->diags, d, "write `# strata: allow %s because …`", code);
  return TEXT("");
}

/* Whether the comment was read before, with another program. */
static bool is_met(Reading *r, Span comment, Text *key) {
  const Text name = source_name(r->of->sources, r->source);
  *key = text_of(
      arena_printf(r->list->arena, "%.*s:%u", TEXT_ARG(name), (unsigned)(comment.lo - r->base)));
  for (size_t i = 0; i < r->list->met.count; i++)
    if (text_equal(r->list->met.at[i], *key)) return true;
  *VEC_PUSH(r->list->arena, &r->list->met) = *key;
  return false;
}

static Allow *first_of(const Reading *r, const Allow *allow) {
  const SourceMap *sources = r->of->sources;
  const Place place = source_place(sources, allow->comment.lo);
  for (size_t i = 0; i < r->list->list.count; i++) {
    Allow *other = r->list->list.at[i];
    const Place at = source_place(sources, other->comment.lo);
    if (at.line == place.line && text_equal(at.file, place.file)) return other->first;
  }
  return NULL;
}

static void read_comment(Reading *r, const Trivia *trivia) {
  Span span;
  Text key;
  Words words;
  const Text text = source_text(r->of->sources, trivia->span);
  if (!is_addressed(text, trivia->span.lo, &words)) return;
  Reading silent = *r;
  if (is_met(r, trivia->span, &key)) silent.diags = diag_sink_new(r->list->arena);
  const Text verb = next_word(&words, &span);
  if (!text_equal(verb, TEXT("allow"))) {
    refuse_word(&silent, verb.len ? span : trivia->span, verb);
    return;
  }
  Allow *allow = ARENA_NEW(r->list->arena, Allow);
  allow->comment = trivia->span;
  allow->code = read_code(&silent, &words);
  if (!allow->code) return;
  allow->because = read_reason(&silent, &words, allow->code, trivia->span);
  if (!allow->because.len) return;
  const Node *node = trivia->own_line ? covered(r, trivia->span) : NULL;
  if (!node) {
    Diag *d = diag_add(silent.diags, E_ALLOW_NOWHERE, trivia->span, "this stands above nothing");
    diag_help(silent.diags, d, "put it on the line before what it is about");
    return;
  }
  allow->over = node->span;
  allow->first = first_of(r, allow);
  if (!allow->first) allow->first = allow;
  *VEC_PUSH(r->list->arena, &r->list->list) = allow;
}

void allow_read(AllowList *list, const Compilation *compilation, DiagSink *diags) {
  const Modules *modules = compilation->modules;
  for (size_t m = 0; modules && m < modules->list.count; m++) {
    const Module *module = &modules->list.at[m];
    if (!module->trivia.count) continue;
    const size_t source = source_index(compilation->sources, module->trivia.at[0].span.lo);
    const Text content = source_content(compilation->sources, source);
    const Trivia *first = &module->trivia.at[0];
    const size_t before = (size_t)(source_text(compilation->sources, first->span).at - content.at);
    Reading reading = {.list = list,
                       .of = compilation,
                       .diags = diags,
                       .source = source,
                       .base = first->span.lo - (uint32_t)before,
                       .text = content};
    for (size_t i = 0; i < module->trivia.count; i++) read_comment(&reading, &module->trivia.at[i]);
  }
}

/* ---- What they silence ---- */

Allow *allow_find(const AllowList *list, const char *code, Span place) {
  Allow *best = NULL;
  for (size_t i = 0; i < list->list.count; i++) {
    Allow *allow = list->list.at[i];
    if (strcmp(allow->code, code) != 0) continue;
    if (place.lo < allow->over.lo || place.lo >= allow->over.hi) continue;
    if (!best || allow->over.lo > best->over.lo) best = allow;
  }
  return best;
}

static bool is_allowed(void *context, const Diag *diag) {
  Allow *allow = allow_find(context, diag_info(diag->code)->code, diag->span);
  if (allow) allow->first->silenced++;
  return allow != NULL;
}

void allow_sift(const AllowList *list, DiagSink *diags, DiagSink *silenced) {
  if (!list->list.count) return;
  diag_sift(diags, silenced ? silenced : diag_sink_new(list->arena), is_allowed, (void *)list);
}

void allow_report_unused(const AllowList *list, DiagSink *diags) {
  for (size_t i = 0; i < list->list.count; i++) {
    const Allow *allow = list->list.at[i];
    if (allow->first != allow || allow->silenced || !allow->judged) continue;
    Diag *d =
        diag_add(diags, W_ALLOW_UNUSED, allow->comment, "`%s` is not found here", allow->code);
    diag_help(diags, d, "take the comment away");
  }
}

void allow_text(Buffer *out, const AllowList *list, const SourceMap *sources) {
  for (size_t i = 0; i < list->list.count; i++) {
    const Allow *allow = list->list.at[i];
    if (!allow->silenced) continue;
    const Place place = source_place(sources, allow->comment.lo);
    buffer_printf(out, "allowed: %s at %.*s:%u", allow->code, TEXT_ARG(place.file), place.line);
    if (allow->silenced > 1)
      buffer_printf(out, " (%llu times)", (unsigned long long)allow->silenced);
    buffer_printf(out, " because %.*s\n", TEXT_ARG(text_printable(out->arena, allow->because)));
  }
}
