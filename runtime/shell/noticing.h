/* noticing.h - from what a command found to a list of notices, and its form.
 *
 * Commands gather notices in the list of noticing_start, which is where whoever judges them is set,
 * and then hand the list to notices_print.
 */
#ifndef SHELL_NOTICING_H
#define SHELL_NOTICING_H

#include "prove/prove.h"
#include "report/notice_print.h"
#include "shell/testing.h"

/* What was found of one file of `check`. */
typedef struct Checked {
  const char *path;
  Compilation compilation;
  bool broken;    /* it does not compile */
  Proofs *proofs; /* else */
} Checked;

/* The form that --format asks for, NOTICE_FORM_NONE for text, JSON and the like; what the command
 * is about where that is one file. */
NoticeView noticing_view(const Shell *shell, Level fail);
/* An empty list; `most` of one code and name are kept, 0 for all. */
NoticeList *noticing_start(Shell *shell, size_t most);

/* The declaration that a span stands in, as far as the file was compiled; "" outside of them. */
Text declaration_at(const Compilation *compilation, Span span);
Place claim_place(const Compilation *compilation, const Claim *claim);

/* All that was found: what counts is in the command's diagnostics. */
typedef struct CheckReport {
  const Checked *checked;
  size_t count;
  const DiagSink *silenced; /* what comments allow */
} CheckReport;

/* check_machine.c: the command's diagnostics as notices, then those that are allowed; claims as
 * cases. */
NoticeList *check_notices(Shell *shell, const CheckReport *report, NoticeView *view);
void check_json(Shell *shell, Buffer *out, const CheckReport *report, const NoticeList *list);

/* test_notices.c: a notice for each expectation that was not met, a case for each test. */
NoticeList *test_notices(Shell *shell, const TestFile *files, size_t count, NoticeView *view);

#endif
