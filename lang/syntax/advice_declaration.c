/* advice_declaration.c - what cannot open a declaration, names that are missing or reserved, and
 * descriptions that stand in the wrong place. */
#include "syntax/keywords.h"
#include "syntax/layout.h"
#include "syntax/parse.h"
#include "syntax/refusal.h"

static bool question_in_file(const Refusal *r) {
  const Keyword *keyword = r->kind == TOK_NAME ? keyword_find(r->token->text) : NULL;
  if (!keyword || keyword->class != KEYWORD_QUESTION) return false;
  Diag *d = diag_add(r->diags, E_QUESTION_IN_FILE, r->span,
                     "`%.*s` asks a question; a file only declares", TEXT_ARG(keyword->spelling));
  diag_help(r->diags, d, "ask it with `strata query` or in the session");
  return true;
}

static bool clause_outside(const Refusal *r) {
  const Keyword *keyword = keyword_of(r->kind);
  if (!keyword || keyword->role != ROLE_CLAUSE) return false;
  if (refusal_after_value(r) && !r->token->first) return false; /* goes on with an expression */
  Diag *d =
      diag_add(r->diags, E_CLAUSE_ELSEWHERE, r->span, "`%.*s` stands inside %s, not by itself",
               TEXT_ARG(keyword->spelling), keyword->home);
  diag_help(r->diags, d, "see whether a `}` before it is one too many");
  return true;
}

/* The description of declaration `start` stands at the refused token instead of behind the name. */
bool advise_on_description(const Refusal *r) {
  if (r->kind != TOK_STRING || r->at < r->start + 2) return false;
  int declaration = r->tokens[r->start].kind;
  const Keyword *keyword = keyword_of(declaration);
  const Token *name = &r->tokens[r->start + 1], *after = name + 1;
  bool described = keyword && keyword->role == ROLE_DECLARATION && declaration != TOK_PARAM &&
                   declaration != TOK_USE && declaration != TOK_SET && declaration != TOK_FISCAL &&
                   declaration != TOK_WAIVE && declaration != TOK_DEFINE;
  if (!described || !layout_is_name(name) || after->kind == TOK_STRING) return false;
  if (!refusal_at_boundary(r) && !refusal_expects(r, '{') && !refusal_expects(r, '=')) return false;
  if (r->open.count) return false;
  Diag *d = diag_add(r->diags, E_DOC_PLACE, r->span, "the description follows the name");
  diag_label(r->diags, d, (Span){name->span.hi, name->span.hi}, "it belongs here");
  diag_help(r->diags, d, "move it behind `%.*s`", TEXT_ARG(refusal_source(r, name)));
  Text text = source_text(r->p->syntax->sources, r->span);
  diag_edit(r->diags, d, (Span){name->span.hi, name->span.hi},
            text_of(arena_printf(r->p->arena, " %.*s", TEXT_ARG(text))));
  diag_edit(r->diags, d, r->span, TEXT(""));
  return true;
}

static const struct Alias {
  const char *written, *meant;
} aliases[] = {
    {"metric", "measure"},
    {"let", "param"},
    {"const", "param"},
    {"parameter", "param"},
    {"function", "define"},
    {"def", "define"},
    {"import", "use"},
    {"include", "use"},
    {"table", "entity"},
    {"constraint", "rule"},
    {"segments", "segmentation"},
    {"waiver", "waive"},
    {"assumption", "assume"},
    {"module", "program"},
};

static Text meant_declaration(Text word) {
  for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
    if (text_equal(word, text_of(aliases[i].written))) return text_of(aliases[i].meant);
  Nearest nearest = nearest_start(word);
  for (size_t i = 0; i < keyword_count(); i++)
    if (keyword_at(i)->role == ROLE_DECLARATION) nearest_offer(&nearest, keyword_at(i)->spelling);
  return nearest_found(&nearest);
}

static bool unknown_opening(const Refusal *r) {
  if (!layout_is_name(r->token) && !refusal_begins_value(r->token)) return false;
  bool line_start = r->token->first || !r->before || r->before->kind == '}';
  if (!line_start && refusal_after_value(r)) return false;
  Text meant = meant_declaration(r->token->text);
  if (r->kind == TOK_NAME && meant.len) {
    Diag *d = diag_add(r->diags, E_MISSPELT_KEYWORD, r->span, "`%.*s` is no declaration",
                       TEXT_ARG(refusal_source(r, r->token)));
    diag_help(r->diags, d, "did you mean `%.*s`?", TEXT_ARG(meant));
    diag_edit(r->diags, d, r->span, meant);
    return true;
  }
  Diag *d = diag_add(r->diags, E_NOT_A_DECLARATION, r->span, "%.*s does not open a declaration",
                     TEXT_ARG(refusal_quote(r, r->token)));
  Buffer out = buffer_in(r->p->arena);
  for (size_t i = 0; i < keyword_count(); i++)
    if (keyword_at(i)->role == ROLE_DECLARATION)
      buffer_printf(&out, "%s%.*s", out.len ? ", " : "", TEXT_ARG(keyword_at(i)->spelling));
  diag_note(r->diags, d, "declarations begin with one of: %.*s", TEXT_ARG(buffer_view(&out)));
  return true;
}

/* What can stand behind a name. */
static bool follows_name(const Token *token) {
  switch (token->kind) {
  case '{':
  case '=':
  case '.':
  case ',':
  case ')':
  case TOK_STRING:
  case TOK_FOR:
  case TOK_FROM:
  case TOK_OTHERWISE:
    return true;
  default:
    return false;
  }
}

static bool reserved_name(const Refusal *r) {
  const Keyword *keyword = keyword_of(r->kind);
  if (!refusal_wants_name(r) || !keyword || keyword->class != KEYWORD_RESERVED) return false;
  if (!follows_name(r->token + 1) && r->before && r->before->kind != '.') return false;
  Diag *d =
      diag_add(r->diags, E_RESERVED_NAME, r->span,
               "`%.*s` is reserved, it cannot be a name as it stands", TEXT_ARG(keyword->spelling));
  Text quoted = text_of(arena_printf(r->p->arena, "`%.*s`", TEXT_ARG(keyword->spelling)));
  diag_help(r->diags, d, "put it in back quotes: `` %.*s ``", TEXT_ARG(quoted));
  diag_edit(r->diags, d, r->span, quoted);
  return true;
}

static bool missing_name(const Refusal *r) {
  if (r->kind == ':' && refusal_expects(r, TOK_LABEL)) {
    diag_add(r->diags, E_MISSING_NAME, r->span, "a name is missing before `:`");
    return true;
  }
  if (!refusal_wants_name(r) || !r->before) return false;
  bool step = r->before->kind == '.' || r->before->kind == ',';
  if (!step && !keyword_of(r->before->kind)) return false;
  Diag *d = diag_add(r->diags, E_MISSING_NAME, r->gap, "a name is missing after %.*s",
                     TEXT_ARG(refusal_quote(r, r->before)));
  if (r->kind == TOK_BREAK)
    diag_label(r->diags, d, r->token->span, "the next declaration begins here");
  else if (!r->ended)
    diag_label(r->diags, d, r->span, "found this");
  return true;
}

bool advise_on_declaration(const Refusal *r) {
  if (reserved_name(r) || missing_name(r)) return true;
  if (!refusal_at_boundary(r) || r->ended) return false;
  return question_in_file(r) || clause_outside(r) || unknown_opening(r);
}
