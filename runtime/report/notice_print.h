/* notice_print.h - a list of notices in the forms that CI systems read.
 *
 *   notice_sarif.c     SARIF 2.1.0: code scanning, editors
 *   notice_junit.c     JUnit XML: what was looked at as test cases
 *   notice_github.c    annotations of a workflow, then everything as text
 *   notice_markdown.c  a job's summary, or a comment on a pull request
 *
 * All texts of notices are data to the printers: none of them can end a cell, an element, a
 * string or an annotation.
 */
#ifndef REPORT_NOTICE_PRINT_H
#define REPORT_NOTICE_PRINT_H

#include "report/notice.h"
#include "report/report.h"

typedef enum {
  NOTICE_FORM_NONE,
  NOTICE_FORM_SARIF,
  NOTICE_FORM_JUNIT,
  NOTICE_FORM_GITHUB,
  NOTICE_FORM_MARKDOWN
} NoticeForm;

/* "sarif" and so on; NOTICE_FORM_NONE for another word, and for NULL. */
NoticeForm notice_form(const char *word);

typedef enum { CASE_PASSED, CASE_NOT_SETTLED } NoticeOutcome;

/* Something that was looked at: a claim, a rule, a test. It fails where one of its notices does. */
typedef struct NoticeCase {
  Text suite; /* its file */
  Text name, group;
  uint32_t line;         /* 0: not known */
  bool claim;            /* it is proven or refuted, else it passes or fails */
  NoticeOutcome outcome; /* where it has no notices */
  Text reason;           /* of CASE_NOT_SETTLED */
  VEC(size_t) notices;   /* into the list */
} NoticeCase;

typedef struct NoticeView {
  NoticeForm form;
  const char *command;   /* "check" */
  Text file;             /* what it was about, for notices without a place */
  Text root;             /* files below this folder are named from there; "" for none */
  Level fail;            /* new notices of this level or above fail a case */
  int status;            /* the command's exit status */
  size_t most;           /* results of SARIF; 0: as many as readers take */
  bool baseline;         /* there is one: every notice says whether it is in it */
  VEC(NoticeCase) cases; /* JUnit, Markdown. A notice that no case has is a case of its own. */
} NoticeView;

void notices_print(Buffer *out, const NoticeList *list, const NoticeView *view);

/* A run as notices: `list` and `view` are the caller's, who sets the view's status before finish.
 * Cases are the declarations that can have findings. */
Report report_notices(Arena *arena, const Image *image, NoticeList *list, NoticeView *view,
                      ReportOutput output);

#endif
