/* infer_impl.h - typing of expressions, one file a family.
 *
 * infer() puts a Typing on a node and on everything below. A GROUP shares the Typing of what it
 * holds, so nobody has to look through parentheses. `as` starts
 * out as the type; whoever combines the value with others sets it with take_as or join.
 */
#ifndef SEMA_INFER_IMPL_H
#define SEMA_INFER_IMPL_H

#include "sema/sema_impl.h"

/* Types the expression. `hint` is the enumeration it stands beside (a bare name is a member first),
 * or text (an unknown name lacks its quotes), or TYPE_NONE. */
void infer(Sema *s, const Scope *scope, Node *node, Type hint);
/* A condition: `what` says whose, for the message ("`needs`"). */
bool infer_condition(Sema *s, const Scope *scope, Node *node, const char *what);
/* The value taken as a type; `origin` is where that type stands (may be NULL). */
bool infer_as(Sema *s, const Scope *scope, Node *node, Type want, const Node *origin);

/* Types nodes that stand beside one another (sides of a comparison, branches ...): names beside an
 * enumeration become members. */
void infer_together(Sema *s, const Scope *scope, Node *const *nodes, size_t count, Type hint);
/* The type that all of them can be taken as; sets their `as`. False after a report, or where one of
 * them has no type. `ratio` may be NULL. */
bool join(Sema *s, Node *const *nodes, size_t count, Type *out, bool *ratio);
/* Sets node's `as`, or reports why it cannot be taken so. */
bool take_as(Sema *s, Node *node, Type want, bool ratio, const Node *origin);
/* A constant of bare numbers as this type (bare nodes only). */
bool take_constant(Sema *s, Node *node, Type want, bool ratio, const Node *origin);
/* Whether every member of `part` is one of `whole`. */
bool enum_includes(const Sema *s, uint32_t whole, uint32_t part);
bool type_is_ordered(TypeKind kind);
bool type_is_numeric(TypeKind kind); /* integer number percent money score duration */
/* mismatch.c: the report of take_as and of join. */
/* Where the node is a parameter without a unit and one is needed; false where it is not that. */
bool report_param(Sema *s, const Node *node, Type want, const Node *origin);
void report_mismatch(Sema *s, const Node *node, Type want, const Node *origin);
/* Where a name that the expression reads was declared, or a zero span. */
Span declared_at(const Sema *s, const Node *node);

/* infer_name.c */
typedef struct Resolved {
  SymbolKind symbol; /* FIELD, COLUMN, PARAM, TODAY, ARGUMENT; NONE */
  uint32_t entity, index;
  const Argument *argument;
} Resolved;
Resolved resolve(const Sema *s, const Scope *scope, const Node *name);
Resolved resolve_column(const Sema *s, uint32_t entity, Text name);
void infer_name(Sema *s, const Scope *scope, Node *node, Type hint);
void infer_dot(Sema *s, const Scope *scope, Node *node);
/* The type a name would have, without a report and without a mark on the node. */
Type peek_type(Sema *s, const Scope *scope, const Node *name);
/* unknown_module.c: `x.name` and `x.name(...)` where the module x has no such name, or another. */
void report_in_module(Sema *s, const Node *node, const Name *found, const Node *name);
void report_module_function(Sema *s, const Node *callee);
/* The full name of a standard module's function that was written without its module, or "". */
Text module_function(const Sema *s, Text name);
/* unknown.c: what can be said of a name that means nothing here. */
void report_unknown(Sema *s, const Scope *scope, const Node *name, Type hint);
/* The only field of `entity` that refers to `other`, or SCHEMA_NONE. */
uint32_t reference_to(const Sema *s, uint32_t entity, uint32_t other);

/* One function for each family of nodes. */
void infer_arithmetic(Sema *s, const Scope *scope, Node *node);
void infer_negate(Sema *s, const Scope *scope, Node *node);
void infer_compare(Sema *s, const Scope *scope, Node *node);
void infer_between(Sema *s, const Scope *scope, Node *node);
void infer_in_list(Sema *s, const Scope *scope, Node *node);
void infer_text_test(Sema *s, const Scope *scope, Node *node);
void infer_window(Sema *s, const Scope *scope, Node *node);
void infer_literal(Sema *s, Node *node);
void infer_call(Sema *s, const Scope *scope, Node *node);
void infer_builtin(Sema *s, const Scope *scope, Node *node, Builtin builtin);
void infer_aggregate(Sema *s, const Scope *scope, Node *node, Builtin builtin);
void infer_expansion(Sema *s, const Scope *scope, Node *node, uint32_t definition);
/* Rows of `what of rows` (an ARGUMENT, or a lone name): NULL after a report. `function` may be
 * BUILTIN_COUNT_OF: the argument of an `each` parameter. */
Rows *infer_rows(Sema *s, const Scope *scope, Node *argument, Builtin function);
/* Whether a typed expression depends on a row. */
bool reads_row(const Node *node);

/* owner.c: whose columns an expression reads, as far as it tells by itself. */
typedef struct Owner {
  uint32_t entity;    /* SCHEMA_NONE until a declared column was met */
  const Node *column; /* that column's name */
  const Node *other;  /* a column of another entity */
  const Node *field;  /* the first name that is a field of some entity, and no declared column */
  bool aggregate;     /* there was one */
  bool looks_inside;  /* into aggregates that name no rows: theirs are the ones looked for */
} Owner;
void owner_see(const Sema *s, const Node *node, Owner *owner);
/* Whether an aggregate's last argument says over which rows it ranges. */
bool aggregate_names_rows(const Sema *s, const Node *argument);

const char *builtin_name(Builtin builtin);
bool builtin_is_aggregate(Builtin builtin);
Builtin builtin_named(Text name); /* BUILTIN_COUNT_OF when there is none */

#endif
