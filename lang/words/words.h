/* words.h - expressions in plain words, for people who do not read the language.
 *
 * What is named is put between back quotes, under a key of its own: "`account.revenue`" is a field,
 * "`tier`" what is declared. So whoever prints the words can show a name as it likes, and lead
 * to what it means. Nothing else in the words is a back quote.
 */
#ifndef WORDS_WORDS_H
#define WORDS_WORDS_H

#include "sema/program.h"

/* "`account.revenue` is at least 5 million EUR and `plan_signed` is known, or …". The tree may lack
 * its typing, as bodies of templates and arguments of definitions do; the words are then as good as
 * they can be without. */
void words_expression(Buffer *out, const Program *program, const Node *node);

/* What a DEFINE comes to, of its parameters. */
void words_definition(Buffer *out, const Program *program, const Node *define);

/* What a template of `say` or `fix` says: its text, with what is filled in in words and brackets:
 * "[`account.name`] has no plan". NULL gives nothing. */
void words_template(Buffer *out, const Program *program, const Node *node);

/* A text that somebody wrote, as part of words: back quotes become apostrophes. */
Text words_text(Arena *arena, Text text);

/* The type of a field or parameter: "amount of money in USD", "one of emea, amer, apac". */
void words_type(Buffer *out, const Program *program, Type type);
/* The range of a type's values: "at least 0 USD", "0 to 10"; nothing where there are no bounds. */
void words_range(Buffer *out, const Program *program, Type type, Bound low, Bound high);

/* "contacts" of contact, "stage changes" of stage_change. */
Text words_plural(Arena *arena, Text name);
/* "plan signed" of plan_signed, "on time" of kpi.on_time: what stands behind the last point. */
Text words_name(Arena *arena, Text name);

#endif
