/* ask_impl.h - what the files share that type questions. */
#ifndef SEMA_ASK_IMPL_H
#define SEMA_ASK_IMPL_H

#include "sema/asked.h"
#include "sema/infer_impl.h"

/* --- ask.c --- */
/* The entity whose rows an expression is on that reads what `owner` saw; SCHEMA_NONE after a report
 * at `node`. */
uint32_t ask_entity(Sema *s, const Owner *owner, const Node *node);
/* Takes `for "key"` (may be NULL) for a row of `entity`: one is needed unless that is the program.
 * `what` was asked for, as messages say it. False after a report. */
bool ask_key(Sema *s, Asked *asked, uint32_t entity, const Node *key, const Node *what);
/* Whether the typed value can be shown; false after a report. */
bool ask_shown(Sema *s, const Node *node);

/* --- ask_slips.c --- */
/* `show accounts`: reports that the entity is meant. */
bool ask_plural(Sema *s, const Node *show);
/* `show tier, count()`: reports columns of the rows beside what is made of all of them. */
bool ask_undivided(Sema *s, const Node *show, uint32_t entity);
/* `show name and revenue`, on the rows of the scope: one report instead of one for each. */
bool ask_listed(Sema *s, const Scope *scope, const Node *node);
/* `what if revenue = 6M and mutual = true`: one report of a change that holds another. */
bool ask_chained(Sema *s, uint32_t entity, const Node *set);
/* `help`, `A0012`: says more of a word alone that was just reported to mean nothing. */
void ask_alone(Sema *s, const Node *value);

/* --- ask_show.c, ask_why.c, ask_change.c: false after reports --- */
bool ask_show(Sema *s, const Node *node, Asked *out);
bool ask_value(Sema *s, const Node *node, Asked *out);
bool ask_why(Sema *s, const Node *node, Asked *out);
bool ask_what_if(Sema *s, const Node *node, Asked *out);
bool ask_sweep(Sema *s, const Node *node, Asked *out);

#endif
