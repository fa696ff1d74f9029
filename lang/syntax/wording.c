/* wording.c - what the grammar refused, in the reader's words. */
#include "syntax/parse.h"
#include "syntax/syntax_impl.h"
void wording_report(Parser *p, size_t start) {
  (void)start;
  const Token *t = &p->tokens->at[p->at];
  if (p->too_deep) {
    diag_add(p->syntax->diags, E_TOO_DEEP, t->span, "this is nested too deeply");
    return;
  }
  Text found = source_text(p->syntax->sources, t->span);
  diag_add(p->syntax->diags, E_UNEXPECTED, t->span, "unexpected `%.*s`", TEXT_ARG(found));
}
