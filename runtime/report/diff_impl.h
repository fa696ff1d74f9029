/* diff_impl.h - what the forms of a diff share; nobody else includes it. */
#ifndef REPORT_DIFF_IMPL_H
#define REPORT_DIFF_IMPL_H

#include "report/change_impl.h"
#include "report/diff.h"
#include "report/move_table.h"

enum { DIFF_SCHEMA = 1 }; /* of the JSON document */

/* diff_text.c, for people; diff_markdown.c, for a comment; diff_json.c, for programs. */
void diff_text(Buffer *out, const DiffReport *report, const AnswerView *view);
void diff_markdown(Buffer *out, const DiffReport *report, const AnswerView *view);
void diff_json(Buffer *out, const DiffReport *report);

/* "rules", "rules or data", "rules with calendar"; in the arena. */
Text causes_text(Arena *arena, Causes causes);
/* Whether causes are worth telling: more than one thing differs. */
bool diff_has_causes(const DiffReport *report);
/* "2 accounts" */
Text diff_counted(Arena *arena, uint64_t count, Text one);
/* "account.revenue", with the part that changed: "account.revenue range". */
Text edit_name(Arena *arena, const Edit *edit);
/* "5M → 6M"; what is too long for a line is cut. */
Text edit_text(Arena *arena, const Edit *edit, const AnswerView *view);
/* Edits that are no mere words, and how many are. */
size_t diff_edits_of_words(const DiffReport *report);

/* "differs", "follows" where it does because something else does. */
Text meaning_verdict(const Meaning *meaning);
/* "2 declarations differ, 1 is not settled, 12 are proven the same; 14 accounts move in tier". */
Text diff_summary(Arena *arena, const DiffReport *report);
/* Of a meaning, beside its verdict: "key → strategic, where ...", or why it is not settled. */
Text meaning_text(Arena *arena, const Meaning *meaning, const AnswerView *view);

/* The witness of a declaration, with what it shows as comments above: of this one, and of those
 * behind it that have the same. Empty where there is none, an earlier one has it, or it follows
 * from what has its own. */
Text diff_witness(Arena *arena, const DiffReport *report, size_t index, const AnswerView *view);

/* ---- diff_sections.c: parts of the report as grids, in text or Markdown ---- */

typedef struct DiffSection {
  Arena *arena;
  const DiffReport *report;
  const AnswerView *view;
  Buffer *out;
  size_t *omitted; /* Markdown: sections that a comment has no room for */
} DiffSection;

/* A table of so many columns below its title; the last gives way where the view is narrow. */
Grid *diff_grid(const DiffSection *s, size_t columns, const char *title);
/* What is compared: rules, data, day. */
void diff_states(const DiffSection *s);
void diff_edit_list(const DiffSection *s);
/* Rows that a reader has left out, which are no rows; nothing where there are none. */
void diff_left_out(const DiffSection *s);
/* Rows that arrive or leave; nothing where none does. */
void diff_entity(const DiffSection *s, const EntityMoves *moves);
/* Whether a column is shown in full, with a matrix. */
bool diff_is_section(const OutcomeMoves *moves);
/* Matrix, sums, causes, rows of an outcome. */
void diff_outcome(const DiffSection *s, const OutcomeMoves *moves);
/* All other columns that change, a line each. */
void diff_other_columns(const DiffSection *s);
/* Whether there is more to tell than that rows have arrived or left, which is told once; a matrix
 * has these, too. */
bool diff_is_told(const DiffReport *report, const OutcomeMoves *moves);
/* "14 accounts move", "the counts differ". */
Text diff_outcome_summary(const DiffSection *s, const OutcomeMoves *moves);

#endif
