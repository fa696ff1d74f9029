/* session.h - rules and data that are loaded once and asked many questions.
 *
 * A session has up to four layers, each with an arena of its own, each made from the one below,
 * which it shares most of and never changes:
 *
 *   loaded    the program as it was when the data was read, and a run that kept every slot
 *   adopted   a changed program over the same data: after declarations or a reload
 *   state     another day, other parameters
 *   question  what one question computes; gone when the next one is asked
 *
 * So nothing that a question does lasts, and an error or the end of memory costs no more than the
 * layer under work. After each function below the shell's `compilation` and `diags` are those to
 * print from: shell_print_diags tells what there is to say, sources included.
 */
#ifndef SHELL_SESSION_H
#define SHELL_SESSION_H

#include "report/answer.h"
#include "shell/shell.h"

typedef struct Session Session;

/* The row that was asked about last. */
typedef struct SessionSubject {
  bool known;
  uint32_t entity; /* of session_run's image */
  Text key;        /* valid until the next question */
} SessionSubject;

/* Compiles the file with all fields, reads the data by the shell's options, keeps both. NULL after
 * diagnostics. Findings on the data are in the summary of session_loaded. */
Session *session_open(Shell *shell, const char *path);
/* Frees all of it; otherwise the shell's arena does. */
void session_close(Session *session);

/* Answers questions (several between `;`) or takes a declaration in. `name` is what diagnostics
 * call the text. What is printed goes to `out`. False after diagnostics: the session is as it was,
 * and `out` may hold answers to the questions before the one that failed. */
bool session_ask(Session *session, Text name, Text text, const AnswerView *view, Buffer *out);
/* Whether a blank line stands between answers of this form: programs want none. */
bool session_is_apart(AnswerForm form);
/* The same of a text with both, between `;`. What there is to say is printed as it comes up. */
bool session_ask_all(Session *session, Text name, Text text, const AnswerView *view, Buffer *out);
/* Compiles the file, as it is now, over the data; *reads_again: its fields have changed, so that
 * the data was read again. Declarations of the session and what was set stay. False after
 * diagnostics: the rules are what they were. */
bool session_reload(Session *session, bool *reads_again);
/* Another value for a parameter, as in `what if`. False after diagnostics. */
bool session_set(Session *session, Text name, Text expression);
/* Another `today`. */
bool session_as_of(Session *session, int32_t day);

/* As it stands now: image, tables, options (`today`, `set`). Not to be changed; what is asked of it
 * beyond values is asked of a run derived from it. */
Run *session_run(const Session *session);
/* The run that read the data: its summary has the findings on the data. */
Run *session_loaded(const Session *session);
Compilation *session_compilation(const Session *session);
DiagSink *session_diags(const Session *session);
const char *session_path(const Session *session);
/* The declarations taken in so far, as written. */
size_t session_declarations(const Session *session, const Text **texts);
SessionSubject session_subject(const Session *session);

#endif
