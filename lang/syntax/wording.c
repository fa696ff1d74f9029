/* wording.c - what the grammar refused, in the reader's words.
 *
 * First the advice files look for a known slip (advice_*.c, in the order of `advices`). What
 * they leave is said plainly: expected this, that or that, found something else. Of the tokens
 * that the grammar would have taken, groups become one word (a value, an operator, a
 * declaration), and where a name may stand, the keywords that could be that name are left out.
 */
#include "syntax/keywords.h"
#include "syntax/parse.h"
#include "syntax/refusal.h"
#include "syntax/syntax_impl.h"

enum { MAX_ALTERNATIVES = 7 };

static Advice *const advices[] = {
    advise_on_questions,   advise_on_brackets,    advise_on_repetition,
    advise_on_description, advise_on_punctuation, advise_on_declaration,
    advise_on_words,       advise_on_clause,      advise_on_values,
};

typedef struct Wording {
  const Refusal *r;
  VEC(Text) alternatives;
  VEC(Text) clauses; /* keywords of clauses, kept apart so that many can become one alternative */
} Wording;

static void add(Wording *w, Text text) { *VEC_PUSH(w->r->p->arena, &w->alternatives) = text; }

static Text quoted(const Wording *w, Text text) {
  return text_of(arena_printf(w->r->p->arena, "`%.*s`", TEXT_ARG(text)));
}

static bool begins_value(int kind) {
  return refusal_begins_value(&(Token){.kind = kind}) || kind == TOK_BAD_VALUE;
}

static Text kind_words(const Wording *w, int kind) {
  switch (kind) {
  case TOK_NAME:
    return TEXT("a name");
  case TOK_LABEL:
    return TEXT("a name with `:`");
  case TOK_STRING:
    return TEXT("a text");
  case TOK_NUMBER:
    return TEXT("a number");
  case TOK_PERCENT_NUMBER:
    return TEXT("a percent");
  case TOK_DATE_LITERAL:
    return TEXT("a date");
  case TOK_CURRENCY:
    return TEXT("a currency");
  case TOK_UNIT:
    return TEXT("a unit such as `days`");
  case TOK_DOTDOT:
    return TEXT("`..`");
  case TOK_NE:
    return TEXT("`!=`");
  case TOK_LE:
    return TEXT("`<=`");
  case TOK_GE:
    return TEXT("`>=`");
  case 0:
    return w->r->p->start_token == TOK_START_FILE ? TEXT("the end of the file") : TEXT("the end");
  default:
    break;
  }
  const Keyword *keyword = keyword_of(kind);
  if (keyword) return quoted(w, keyword->spelling);
  char c = (char)kind;
  return quoted(w, (Text){&c, 1});
}

/* Which groups stand for the tokens that are expected. */
typedef struct Groups {
  bool value, name, infix, comparison, declaration, type, range;
} Groups;

static Groups groups_of(const Refusal *r) {
  Groups g = {.value = refusal_wants_value(r),
              .name = refusal_wants_name(r),
              .infix = refusal_after_value(r),
              .declaration = refusal_at_boundary(r),
              .type = refusal_wants_type(r)};
  g.comparison = !g.infix && refusal_expects(r, TOK_LE) && refusal_expects(r, TOK_BETWEEN);
  g.range = !g.value && refusal_expects(r, TOK_DOTDOT) && refusal_expects(r, '-');
  return g;
}

static bool in_group(const Groups *g, int kind) {
  const Keyword *keyword = keyword_of(kind);
  bool soft = keyword && keyword->class == KEYWORD_SOFT;
  if (kind == TOK_BREAK || kind == TOK_BAD_VALUE) return true;
  if (g->value && (begins_value(kind) || kind == TOK_AT)) return true;
  if (g->range && kind != TOK_STRING && kind != TOK_NOT && !soft && kind != TOK_LABEL &&
      (begins_value(kind) || kind == TOK_DOTDOT))
    return true;
  if ((g->value || g->name) &&
      (soft || kind == TOK_NAME || kind == TOK_LABEL || kind == TOK_UNIT || kind == TOK_CURRENCY))
    return true;
  if ((g->infix || g->comparison) && refusal_is_operator(kind)) return true;
  if (g->declaration && (kind == 0 || (keyword && keyword->role == ROLE_DECLARATION))) return true;
  return g->type && keyword && keyword->role == ROLE_TYPE;
}

static void gather(Wording *w) {
  const Refusal *r = w->r;
  Groups g = groups_of(r);
  if (g.value) add(w, TEXT("a value"));
  if (g.name) add(w, TEXT("a name"));
  if (g.type) add(w, TEXT("a type"));
  if (g.infix) add(w, TEXT("an operator"));
  if (g.range) add(w, TEXT("a range"));
  if (g.comparison) add(w, TEXT("a comparison"));
  for (int i = 0; i < r->p->expected.count; i++) {
    int kind = r->p->expected.token[i];
    if (in_group(&g, kind)) continue;
    const Keyword *keyword = keyword_of(kind);
    if (keyword && keyword->role == ROLE_CLAUSE)
      *VEC_PUSH(r->p->arena, &w->clauses) = quoted(w, keyword->spelling);
    else
      add(w, kind_words(w, kind));
  }
  if (g.declaration) add(w, TEXT("a declaration"));
}

static Text listed(const Wording *w, const Text *texts, size_t count, const char *last) {
  Buffer out = buffer_in(w->r->p->arena);
  for (size_t i = 0; i < count; i++) {
    if (i) buffer_str(&out, i + 1 == count ? last : ", ");
    buffer_text(&out, texts[i]);
  }
  return buffer_view(&out);
}

/* Clauses join the other alternatives one by one while there is room, else as one. */
static void fold_clauses(Wording *w, Diag *d) {
  bool few = w->alternatives.count + w->clauses.count < MAX_ALTERNATIVES;
  if (few) {
    for (size_t i = 0; i < w->clauses.count; i++) add(w, w->clauses.at[i]);
  } else if (w->clauses.count) {
    Text block = refusal_block(w->r);
    if (block.len)
      add(w, text_of(arena_printf(w->r->p->arena, "a clause of `%.*s`", TEXT_ARG(block))));
    else
      add(w, TEXT("a clause"));
    diag_note(w->r->diags, d, "clauses that can stand here: %.*s",
              TEXT_ARG(listed(w, w->clauses.at, w->clauses.count, ", ")));
  }
  if (w->alternatives.count > MAX_ALTERNATIVES) {
    w->alternatives.count = MAX_ALTERNATIVES - 1;
    add(w, TEXT("something else"));
  }
}

/* The one word that can stand here, unless the word found may be meant for it. */
static void offer_single(const Wording *w, Diag *d) {
  const Refusal *r = w->r;
  if (w->alternatives.count != 1 || r->p->expected.count != 1) return;
  Text only = w->alternatives.at[0];
  bool literal = text_starts(only, TEXT("`")) && text_ends(only, TEXT("`"));
  if (!literal || (r->kind == TOK_NAME && !text_equal(only, TEXT("`(`")))) return;
  diag_help(r->diags, d, "write %.*s", TEXT_ARG(only));
  diag_edit(r->diags, d, r->gap,
            text_of(arena_printf(r->p->arena, " %.*s", (int)only.len - 2, only.at + 1)));
}

/* What would not mend the declaration is not offered. */
static bool withdrawn(const Refusal *r, Diag *d) {
  if (!d->edits.count || trial_mends(r, d)) return false;
  d->edits.count = 0;
  d->help = TEXT("");
  return true;
}

static void offer_at(const Refusal *r, Diag *d, Span span, const char *edit, const char *say) {
  diag_help(r->diags, d, "write `%s`", say);
  diag_edit(r->diags, d, span, text_of(edit));
}

/* What is often meant by what was found; false where nothing comes to mind. */
static bool offer_meant(const Refusal *r, Diag *d) {
  Arena *arena = r->p->arena;
  const Span before = {r->span.lo, r->span.lo};
  if (r->kind == TOK_NAME && refusal_expects(r, TOK_STRING) && r->p->expected.count == 1) {
    const char *quoted = arena_printf(arena, "\"%.*s\"", TEXT_ARG(r->token->text));
    offer_at(r, d, r->span, quoted, quoted);
  } else if (refusal_expects(r, TOK_NEEDS) && text_equal(refusal_block(r), TEXT("segment")) &&
             !refusal_after_value(r) && refusal_begins_value(r->token)) {
    offer_at(r, d, before, "needs ", "needs");
  } else if (r->kind == TOK_NAME && refusal_expects(r, TOK_LAST) && refusal_expects(r, '(')) {
    const char *list = arena_printf(arena, "(%.*s)", TEXT_ARG(r->token->text));
    offer_at(r, d, r->span, list, list);
  } else if (refusal_expects(r, TOK_AS) && r->before && r->before->kind == TOK_STRING) {
    diag_help(r->diags, d, "give it the name that rules call it by: `\"Coffee shop\" as shop`");
  } else {
    return false;
  }
  return true;
}

static void report_plainly(const Refusal *r) {
  Wording w = {.r = r};
  gather(&w);
  Diag *d = diag_add(r->diags, E_UNEXPECTED, r->span, "%s", "");
  fold_clauses(&w, d);
  Text expected = listed(&w, w.alternatives.at, w.alternatives.count, " or "),
       found = refusal_found(r);
  d->message =
      text_of(expected.len ? arena_printf(r->p->arena, "expected %.*s, found %.*s",
                                          TEXT_ARG(expected), TEXT_ARG(found))
                           : arena_printf(r->p->arena, "nothing can follow here, found %.*s",
                                          TEXT_ARG(found)));
  if (!offer_meant(r, d) || withdrawn(r, d)) offer_single(&w, d);
  withdrawn(r, d);
  if (r->kind == TOK_BREAK)
    diag_label(r->diags, d, r->token->span, "the next declaration begins here");
}

void wording_report(Parser *p, size_t start) {
  Refusal r = refusal_of(p, start);
  if (p->too_deep) {
    Diag *d = diag_add(r.diags, E_TOO_DEEP, r.span, "this is nested too deeply");
    diag_help(r.diags, d, "name a part of it with `measure` and use the name");
    return;
  }
  DiagSink *diags = r.diags;
  for (size_t i = 0; i < sizeof advices / sizeof *advices; i++) {
    r.diags = diag_sink_new(p->arena);
    if (!advices[i](&r)) continue;
    Diag *d = diag_last(r.diags);
    if (d->edits.count && !trial_mends(&r, d)) continue;
    diag_adopt(diags, d);
    return;
  }
  r.diags = diags;
  report_plainly(&r);
}
