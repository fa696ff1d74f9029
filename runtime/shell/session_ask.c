/* session_ask.c - questions compiled, computed on a run derived for each, and printed. */
#include "question/question.h"
#include "report/change.h"
#include "report/why.h"
#include "report/why_not.h"
#include "shell/rows.h"
#include "shell/session_impl.h"

/* A line of questions under work. */
typedef struct Asking {
  Session *session;
  const AnswerView *view;
  Buffer *out;
  Text name, text;
  Arena *arena; /* of one question */
  DiagSink *diags;
} Asking;

static const volatile int *stop_of(const Asking *a) { return a->session->options.stop; }

static bool interrupted(Asking *a) {
  diag_add(a->diags, E_INTERRUPTED, (Span){0, 0}, "interrupted");
  return false;
}

/* ---- Rows ----------------------------------------------------------------------------------- */

/* The row that the question is about, 0 of the program; it is remembered. */
static bool find_row(Asking *a, const Question *question, size_t *row) {
  Session *session = a->session;
  const Run *run = session_run(session);
  if (!question->has_key) {
    *row = 0;
    return true;
  }
  if (!row_find(run, question->entity, question->key, row)) {
    row_missing(run, question->entity, question->key, question->key_span, a->diags);
    return false;
  }
  buffer_clear(&session->subject);
  buffer_text(&session->subject, question->key);
  session->about = (SessionSubject){true, question->entity, buffer_view(&session->subject)};
  return true;
}

/* ---- Derived runs --------------------------------------------------------------------------- */

static Run *derive(Asking *a, const Question *question) {
  const Derivation what = session_derivation(a->session, question->image);
  return run_derive(a->arena, session_run(a->session), &what, a->diags);
}

/* A reference is told as a key. */
static bool cell_value(Asking *a, const Question *question, const QuestionChange *change,
                       Scalar *value) {
  *value = change->value;
  if (!value->known || value->type.kind != TYPE_REF) return true;
  size_t row;
  if (row_find(session_run(a->session), value->type.of, value->text, &row)) {
    value->i = (int64_t)row;
    return true;
  }
  row_missing(session_run(a->session), value->type.of, value->text, question->span, a->diags);
  return false;
}

/* The question's changes on top of what holds in the session. */
static bool take_changes(Asking *a, const Question *question, size_t row, Derivation *what) {
  const size_t count = question->changes.count;
  ParamValue *set = ARENA_ARRAY(a->arena, ParamValue, what->set_count + count);
  CellChange *cells = ARENA_ARRAY(a->arena, CellChange, count);
  size_t set_count = 0;
  const EntitySchema *entity = &question->image->entities.at[question->entity];
  for (size_t i = 0; i < count; i++) {
    const QuestionChange *change = &question->changes.at[i];
    if (change->is_param) {
      set[set_count++] = (ParamValue){change->index, change->value};
      continue;
    }
    CellChange *cell = &cells[what->cell_count++];
    *cell = (CellChange){
        .entity = question->entity, .row = row, .slot = entity->fields[change->index].slot};
    if (!cell_value(a, question, change, &cell->value)) return false;
  }
  for (size_t i = 0, own = set_count; i < what->set_count; i++) {
    bool again = false;
    for (size_t k = 0; k < own; k++) again |= set[k].param == what->set[i].param;
    if (!again) set[set_count++] = what->set[i];
  }
  what->set = set;
  what->set_count = set_count;
  what->cells = cells;
  return true;
}

/* ---- Answers -------------------------------------------------------------------------------- */

static bool tell_rows(Asking *a, const Question *question) {
  Run *run = derive(a, question);
  if (!run) return false;
  const AnswerRows rows = show_rows(a->arena, run, question, stop_of(a));
  if (rows.stopped) return interrupted(a);
  if (!a->view->plot || !answer_plot(a->out, run, question, &rows, a->view))
    answer_show(a->out, run, question, &rows, a->view);
  return !a->view->stop || !*a->view->stop || interrupted(a);
}

static bool tell_one(Asking *a, const Question *question) {
  size_t row;
  Run *run = find_row(a, question, &row) ? derive(a, question) : NULL;
  if (run) answer_value(a->out, run, question, row, a->view);
  return run != NULL;
}

static bool tell_why(Asking *a, const Question *question) {
  WhyAsked asked = {.entity = question->entity,
                    .column = question->column,
                    .full = question->full,
                    .folder = text_of(a->session->options.rule_folder)};
  Run *run = find_row(a, question, &asked.row) ? derive(a, question) : NULL;
  if (run) answer_why(a->out, run, &asked, a->view);
  return run != NULL;
}

static bool tell_why_not(Asking *a, const Question *question) {
  size_t row;
  Run *run = find_row(a, question, &row) ? derive(a, question) : NULL;
  if (!run) return false;
  const WhyNot *what = why_not(a->arena, run, question->column, question->member, question->entity,
                               row, stop_of(a), a->diags);
  if (what)
    why_not_print(a->arena, run, what, text_of(a->session->options.rule_folder), a->view, a->out);
  return what != NULL;
}

static bool tell_what_if(Asking *a, const Question *question) {
  size_t row;
  Derivation what = session_derivation(a->session, question->image);
  if (!find_row(a, question, &row) || !take_changes(a, question, row, &what)) return false;
  Run *before = session_run(a->session);
  Run *after = run_derive(a->arena, before, &what, a->diags);
  WhatIf changes;
  if (!after) return false;
  if (!what_if(a->arena, before, after, question, row, what_if_most(a->view->form), stop_of(a),
               &changes))
    return interrupted(a);
  what_if_print(a->arena, &changes, question, a->view, a->out);
  return true;
}

static bool tell_sweep(Asking *a, const Question *question) {
  Derivation what = session_derivation(a->session, question->image);
  const Sweep *steps = sweep(a->arena, session_run(a->session), &what, question, a->diags);
  if (steps) sweep_print(a->arena, steps, question, a->view, a->out);
  return steps != NULL;
}

static bool tell_question(Asking *a, const Question *question) {
  switch (question->kind) {
  case QUESTION_SHOW:
    return tell_rows(a, question);
  case QUESTION_VALUE:
    return tell_one(a, question);
  case QUESTION_WHY:
    return tell_why(a, question);
  case QUESTION_WHY_NOT:
    return tell_why_not(a, question);
  case QUESTION_WHAT_IF:
    return tell_what_if(a, question);
  case QUESTION_SWEEP:
    return tell_sweep(a, question);
  }
  return false;
}

static void free_arena(void *arena) { arena_free(arena); }

/* What is computed for one is freed before the next. */
static bool answer(Asking *a, const Question *question) {
  Arena *line = a->session->question;
  a->arena = arena_beside(line);
  if (!a->arena) arena_fail(line);
  arena_defer(line, free_arena, a->arena);
  if (!ARENA_TRY(a->arena)) arena_fail(line);
  const bool done = tell_question(a, question);
  arena_close(line, a->arena);
  return done;
}

/* ---- A line --------------------------------------------------------------------------------- */

bool session_is_apart(AnswerForm form) { return form != ANSWER_JSON && form != ANSWER_JSONL; }

static bool ask_work(Session *session, void *context) {
  Asking *a = context;
  Questions questions = {0};
  const Compilation *c = session_compilation(session);
  const bool compiled = question_compile(c, session->question, a->name, a->text, &questions);
  Compilation *shown = ARENA_NEW(session->question, Compilation);
  *shown = *c;
  shown->sources = questions.sources;
  shown->diags = a->diags = questions.diags;
  session_show(session, shown);
  if (!compiled) return false;
  for (size_t i = 0; i < questions.list.count; i++) {
    if (i && session_is_apart(a->view->form)) buffer_char(a->out, '\n');
    if (!answer(a, &questions.list.at[i])) return false;
  }
  return true;
}

bool session_ask(Session *session, Text name, Text text, const AnswerView *view, Buffer *out) {
  if (question_is_declaration(session_compilation(session), text))
    return session_declare(session, text);
  AnswerView stoppable = *view;
  stoppable.stop = session->options.stop;
  Asking a = {.session = session, .view = &stoppable, .out = out, .name = name, .text = text};
  return session_guard(session, false, ask_work, &a);
}
