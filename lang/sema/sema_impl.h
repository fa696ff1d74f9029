/* sema_impl.h - what the files of sema share: the state of one analysis, scopes, reports.
 *
 * The order of passes (sema.c): declare collects names, entities.c makes the schemas, params.c the
 * constants, then every column is typed - on demand, so that the order of declarations does not
 * matter - and checked, and at last the cycles of columns are looked for.
 *
 * The invariant that keeps reports apart: an expression whose Typing has TYPE_NONE was reported (or
 * stands where something was), and whoever meets one is silent about it.
 */
#ifndef SEMA_SEMA_IMPL_H
#define SEMA_SEMA_IMPL_H

#include "base/map.h"
#include "sema/program.h"

typedef enum {
  NAME_ENTITY,
  NAME_PARAM,
  NAME_COLUMN,
  NAME_DEFINE,
  NAME_TEMPLATE, /* a process of a standard module: there to be extended, never run */
  NAME_MODULE    /* a standard one */
} NameKind;

/* One declared name of the program. */
typedef struct Name {
  NameKind kind;
  uint32_t index; /* into entities, params, columns, definitions, templates; 0 for modules */
  Text text;      /* `x.NAME` in a standard module */
  Node *node;     /* the NAME node of the declaration */
} Name;

typedef enum { STATE_NEW, STATE_BUSY, STATE_DONE } TypingState;

/* What the analysis keeps of a column beside its Declared. */
typedef struct ColumnState {
  TypingState typing;   /* of the measure's or KPI's value */
  bool segments_broken; /* an error in them, or in the stages: the list is not to be trusted */
  TypingState extends;  /* of a process: whether it was joined with the one that it extends */
  bool same_rows;
  Text base; /* see Process */
  const Node *changed;
} ColumnState;

typedef struct Argument {
  Text name;
  Type type;
  bool each;
  Node *parameter; /* PARAMETER */
  Node *value; /* typed, in the scope of the call; NULL while the definition itself is checked */
  const Rows *rows; /* of `each` */
  uint32_t entity;  /* on whose rows the value is evaluated */
  bool reads_row;   /* the value depends on the row of the call */
  bool refused;     /* reported: it was used as rows, and is one value */
} Argument;

typedef struct Definition {
  Text name;
  Node *node;
  Argument *parameters; /* names and types; set when checked */
  uint32_t count;
  TypingState checked; /* the body, with parameters that stand for anything of their type */
  bool broken;         /* reported: calls are silent */
} Definition;

/* A process of a standard module. Who enters its stages is left to the process that extends it. */
typedef struct Template {
  Text name; /* `process.six_steps` */
  Node *node;
  Node *body; /* with what it takes over from another one, once it was joined with that */
  TypingState extends;
} Template;

/* A definition's body, being typed for one call. */
typedef struct Expansion {
  uint32_t definition;
  Span call; /* zero while the definition itself is checked */
  Argument *arguments;
  uint32_t count;
  const struct Expansion *outer; /* expansions under way around this one */
} Expansion;

/* Where an expression stands: what a bare name can mean there. */
typedef struct Scope {
  uint32_t entity;           /* whose columns a bare name reads; SCHEMA_NONE: of none */
  const struct Scope *outer; /* inside an aggregate: where the aggregate stands */
  const Expansion *body;     /* inside a definition: its arguments, and no columns */
  const Rows *each;          /* inside `f(... of parameter)`: what `it` stands for */
  const char *constant;      /* "a param": what asks for constants only, or NULL */
  uint32_t implied; /* of questions: the rows of an aggregate that names none; else the program */
} Scope;

/* `last quarter` or `last 1 quarter`, seen once. */
typedef struct Window {
  unsigned unit; /* a bit */
  bool rolling;
  Span span;
} Window;

/* One more place of a mistake that was reported. */
typedef struct Repeat {
  Diag *first, *again;
} Repeat;

enum { PLACES_SHOWN = 3 }; /* of one mistake */

typedef struct Sema {
  Program *program;
  Arena *arena;
  DiagSink *diags;
  const Syntax *syntax;
  const Modules *modules;
  const bool *slipped; /* by declaration of the file: the parser reported something in it */
  DiagSink *scrap;     /* takes what only follows from those */
  bool broken;         /* a syntax was, or a file: unknown names may belong to what was left out */
  Map *said;           /* reports about names, to index into firsts */
  VEC(Diag *) firsts;
  VEC(Repeat) repeats;
  Map *names; /* text to index into name_list */
  VEC(Name) name_list;
  VEC(ColumnState) states; /* beside program->columns */
  VEC(Definition) definitions;
  VEC(Template) templates;
  Map *unknown; /* names that were reported as unknown, to unknown_reports */
  VEC(Diag *) unknown_reports;
  uint32_t checking;          /* the column in check_column, or SCHEMA_NONE */
  unsigned depth;             /* of inference */
  size_t expanded;            /* nodes of expansions so far */
  bool too_large;             /* reported */
  Diag **keyless;             /* by entity: the report that references need its key */
  Diag **unitless;            /* by parameter: the report that its value needs a unit */
  Diag *no_account;           /* the report of all declarations that name no entity */
  const Expansion *expansion; /* the innermost one under way */
  VEC(Window) windows;
  unsigned windows_noted; /* units whose two forms were noted */
} Sema;

static inline Type type_of(TypeKind kind) { return (Type){.kind = kind}; }

/* --- report.c --- */
/* Whether the parser reported something in the declaration: it may not be whole. */
bool declaration_has_slip(const Sema *s, const Node *declaration);
/* Gives the reports of a mistake the edits of all its places, once all is analysed. */
void reports_join(Sema *s);
/* By declaration of the file: whether the parser reported something in it. */
bool *slipped_declarations(Arena *arena, const Node *file, const DiagSink *diags);
/* An error or warning at a span; inside an expansion it says which call leads there. */
Diag *sema_report(Sema *s, DiagCode code, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void sema_label(Sema *s, Diag *d, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void sema_under(Sema *s, Diag *d, const char *format, ...) __attribute__((format(printf, 3, 4)));
void sema_note(Sema *s, Diag *d, const char *format, ...) __attribute__((format(printf, 3, 4)));
void sema_help(Sema *s, Diag *d, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* help: write `...`, with the edit that does so. */
void sema_offer(Sema *s, Diag *d, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same, the line of help being another than "write `...`": sema_help says it. */
void sema_edit(Sema *s, Diag *d, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The source of a node as it was written. */
Text sema_source(const Sema *s, const Node *node);
Span span_before(Span span);
Span span_after(Span span);
/* Type of a typed node as messages name it. */
Text sema_type(const Sema *s, const Node *node);
Text sema_type_name(const Sema *s, Type type);
/* The same with its article: "a percent", "an integer", "money(USD)". */
Text sema_a(const Sema *s, const Node *node);
Text sema_a_type(const Sema *s, Type type);

/* --- declare.c --- */
/* Collects the names of all declarations; fills program->columns, params, entity_nodes and the
 * definitions without their types. */
void declare_all(Sema *s);
const Name *name_find(const Sema *s, Text text);
/* The name of a declaration as the whole program knows it. */
Text name_declared(const Sema *s, const Node *name);
/* The entity that a declaration without `for` is about; SCHEMA_NONE after a report. */
uint32_t default_entity(Sema *s, const Node *declaration);
/* What a NAME, or a DOT of a standard module, means where it stands; NULL for nothing. */
const Name *name_meant(const Sema *s, const Node *node);
/* The text of a NAME or the last name of a PATH. */
Text path_name(const Node *path);
/* The doc text of a STRING slot, or "". */
Text string_text(const Node *string);
/* Fields and columns of one name, params and fields. Runs when both are known. */
void declare_check_shadowing(Sema *s);

/* --- entities.c, type_written.c --- */
void entities_declare(Sema *s); /* enums first: built-in ones; all schemas */
/* Where a type is written. Cells are read by fields alone, so only they take formats; only the
 * parameters of a definition leave a currency open. */
typedef enum { TYPE_OF_FIELD, TYPE_OF_VALUE, TYPE_OF_PARAMETER } TypePlace;
/* A TYPE node as a type. `owner` names the enumeration it may make; `format` may be NULL but for
 * fields. TYPE_NONE after a report. */
Type type_written(Sema *s, const Node *node, Text owner, TypePlace place, CellFormat *format);
bool range_written(Sema *s, const Node *range, Type type, Bound *low, Bound *high);
uint32_t enum_add(Sema *s, Text name, EnumMember *members, uint32_t count);
/* unknown.c: one report for all uses of a name that means nothing in one place: among the columns
 * of an entity (SCHEMA_NONE: among the entities, or in a definition). Of a further use the place is
 * added to the report, and the edit that it offers. */
void unknown_remember(Sema *s, uint32_t entity, Text name, Diag *report);
bool unknown_again(Sema *s, uint32_t entity, const Node *name);
/* Whether the name, which means nothing here, was declared in a way that was reported, or may have
 * been. */
bool name_is_broken(const Sema *s, const Node *name);
/* The entity a NAME means, or SCHEMA_NONE after a report. */
uint32_t entity_named(Sema *s, const Node *name);

/* --- params.c, evaluate.c --- */
void params_declare(Sema *s);
void params_override(Sema *s, const Override *overrides, size_t count);
/* The exact value of a typed constant expression in the unit of its type (money, ratio of a
 * percent, seconds, months); false where it is none or does not fit. */
bool constant_exact(const Node *node, Rational *out);
/* The same with parameters at the value that this program has for them. */
bool constant_with_params(const Program *program, const Node *node, Rational *out);
/* A typed constant expression as a value of the type it is taken `as`; false where it is none. */
bool constant_scalar(const Node *node, Scalar *out);

/* --- rational.c --- */
bool rational_of(Decimal number, Rational *out);
bool rational_make(int128 numerator, int128 denominator, Rational *out);
bool rational_plus(Rational a, Rational b, Rational *out);
bool rational_minus(Rational a, Rational b, Rational *out);
bool rational_times(Rational a, Rational b, Rational *out);
bool rational_over(Rational a, Rational b, Rational *out);
int rational_compare(Rational a, Rational b); /* <0, 0, >0; by doubles where it does not fit */
double rational_double(Rational r);
void rational_print(Buffer *out, Rational r);
/* Decimals that are needed to write it: 2 for 1/20; -1 where no number of them will do. */
int rational_decimals(Rational r);

/* --- the columns (column.c, check_*.c) --- */
/* The types that need no look at an expression. */
void columns_declare(Sema *s);
/* Types the declared column as far as others need it: the type of a measure, of a KPI's value. */
void column_type(Sema *s, uint32_t column);
/* Types and checks everything in a declaration. */
void check_column(Sema *s, uint32_t column);
void measure_type(Sema *s, uint32_t column);
void check_score(Sema *s, uint32_t column);
void segmentation_declare(Sema *s, uint32_t column); /* the enumeration */
/* check_current.c: `current` of segmentations and processes. */
void current_declare(Sema *s, uint32_t column);
/* Whether members of `type`, an enumeration, can be the stages or segments of the column. */
void recorded_members(Sema *s, uint32_t column, Type type, const Node *field, Span declared_at);
/* A NAME, or a PATH as an expression. */
Node *path_expression(Sema *s, Node *path);
void check_segmentation(Sema *s, uint32_t column);
/* Caps that parameters make, after the command line had its say. */
void check_caps_set(Sema *s);
void kpi_type(Sema *s, uint32_t column);
void check_kpi(Sema *s, uint32_t column);
void check_rule(Sema *s, uint32_t column);
/* process_extends.c: joins each process with the one that it extends. */
void processes_extend(Sema *s);
void process_declare(Sema *s, uint32_t column); /* the stages, the enumeration */
void check_process(Sema *s, uint32_t column);
void check_history(Sema *s, uint32_t column);
void check_process_graph(Sema *s, uint32_t column);
/* Whether the declaration has written this itself. */
bool process_owns(const Declared *declared, const Node *node);
/* Whether it comes from a process over the same rows, where all that is wrong with it was said. */
bool process_inherits(const Declared *declared, const Node *node);
void check_cadence(Sema *s, uint32_t column);
void check_checklist(Sema *s, uint32_t column);
/* A step of time: a duration or a period, not below zero, and not zero where `positive`. */
void check_time_step(Sema *s, const Scope *scope, Node *step, const char *what, bool positive);
void check_definitions(Sema *s);
void waivers_declare(Sema *s);
/* check_test.c, check_given.c */
void tests_declare(Sema *s);
void given_declare(Sema *s, DeclaredTest *test, const Node *node);
/* What only all rows of a test together tell: keys twice, references to rows that are not there. */
void given_check(Sema *s, const DeclaredTest *test);
/* How a value that is given for a field is spoken of. */
typedef struct GivenAs {
  const char *constant;  /* what asks for a constant: "a given value" */
  DiagCode value, range; /* none of its type, out of its range */
  const char *range_help;
} GivenAs;
/* The value of a field as rules write it, or as a cell of the data; false after a report. */
bool given_field(Sema *s, const GivenAs *as, uint32_t entity, uint32_t field, Node *value,
                 Scalar *out);
/* params.c: a value for the parameter, of its type and in its range; false after a report. */
bool param_taken(Sema *s, uint32_t index, Node *value, Scalar *out);
/* `floor`, or `loyalty.floor` of a standard module: the name in full. */
Text target_name(Sema *s, const Node *target);
/* params.c: `set` in a test. */
void test_set_param(Sema *s, DeclaredTest *test, const Node *set);
void check_cycles(Sema *s);
/* The part of this kind of declaration that a name means. */
bool part_named(DeclarationKind kind, Text name, ColumnPart *out);
/* The item of a checklist, or SCHEMA_NONE. */
uint32_t checklist_item(const Sema *s, uint32_t checklist, Text name);
/* The scope of a declaration. */
Scope column_scope(const Sema *s, uint32_t column);
/* One clause twice: reports where `first` is not NULL; returns `node`. */
const Node *clause_once(Sema *s, const Node *first, const Node *node, const char *what);
/* Owner and source of a body; `Declared` may be NULL. */
void check_meta(Sema *s, const Node *body, Declared *declared);

#endif
