/* program.h - what sema makes of a tree: tables of what was declared, and a Typing on every
 * expression. This is all that the lowering knows of names and types.
 *
 * Nothing here is evaluated and nothing is rewritten; the tree stays as written. Definitions are
 * expanded: a call of one holds its own typed copy of the body.
 */
#ifndef SEMA_PROGRAM_H
#define SEMA_PROGRAM_H

#include "code/image.h"
#include "syntax/modules.h"

typedef enum {
#define X(id, name, least, most, doc) BUILTIN_##id,
#include "sema/builtins.def"
#undef X
  BUILTIN_COUNT_OF
} Builtin;

/* How an arithmetic node is computed (operations.def). Scales: both operands are exact integers
 * scaled by their types; the lowering corrects by the scales. */
typedef enum {
  RULE_NONE,
  RULE_PLUS,
  RULE_MINUS,
  RULE_DATE_PLUS_DURATION, /* SUBTRACT negates the right side first */
  RULE_DATE_PLUS_PERIOD,
  RULE_DATE_MINUS_DATE, /* seconds */
  RULE_TIMES_EXACT,     /* product of scaled integers, rounded to the result's scale */
  RULE_TIMES_NUMBERS,   /* both as doubles (a percent as its ratio) */
  RULE_TIMES_DOUBLE,    /* scaled integer by the exact value of a double */
  RULE_OVER_LIKE,       /* scaled integers of one kind: a percent with 8 decimals */
  RULE_OVER_NUMBERS,
  RULE_OVER_EXACT,
  RULE_OVER_DOUBLE,
  RULE_COMPARE, /* COMPARE, BETWEEN, IN_LIST, BAND: operands converted by `as`, then compared */
  RULE_COMPARE_PERIOD, /* COMPARE of (date - date) with a period: right side of the minus + period
                          against left */
  RULE_COMPARE_KEY     /* a reference against text: by its key */
} ArithmeticRule;

/* A constant made of bare numbers, exact: numerator / denominator, denominator > 0, in lowest
 * terms. */
typedef struct Rational {
  int128 numerator, denominator;
} Rational;

typedef enum {
  SYMBOL_NONE,
  SYMBOL_FIELD,  /* entity, index. Also on a DOT: `account.plan` said of account's own rows */
  SYMBOL_COLUMN, /* index into columns; `part`. On a DOT likewise, or it is a part of the column
                    that the base reads: `tier.recorded`; where the base is a DOT through a
                    reference (SYMBOL_REFERENCE), of the column over there: `owner.tier.recorded` */
  SYMBOL_PARAM,  /* index into params */
  SYMBOL_TODAY,
  SYMBOL_MEMBER,   /* index = member of type.of */
  SYMBOL_ENTITY,   /* index (as an aggregate's rows, `program`) */
  SYMBOL_BUILTIN,  /* index = Builtin */
  SYMBOL_DEFINE,   /* a call; the typed body is `expansion` */
  SYMBOL_ARGUMENT, /* a definition's parameter, or `it`: `expansion` is what it stands for, to be
                      lowered on rows of `entity` (PROGRAM-wide ones anywhere) */
  SYMBOL_LOW,      /* DOT: x.low, x.high of the base */
  SYMBOL_HIGH,
  SYMBOL_REFERENCE /* DOT: base is a reference (entity = where it leads); the name's own Typing says
                      what is read there. `program.NAME` too, with entity = IMAGE_PROGRAM */
} SymbolKind;

/* Rows that an aggregate ranges over. */
typedef struct Rows {
  Builtin function; /* COUNT .. EARLIEST */
  uint32_t child;   /* entity */
  uint32_t parent;  /* entity; IMAGE_PROGRAM: all rows */
  uint32_t via; /* index of the child's field that refers to the parent; SCHEMA_NONE for all rows */
  Node *what;   /* on child rows; NULL for count */
  Node *where;  /* on child rows; may be NULL */
  Node *by;     /* latest, earliest */
  Node *weight; /* share */
  Node *fraction; /* percentile; uniform */
  const struct Rows
      *each;        /* rows of an `each` argument: their `where` holds too (all the way up) */
  bool counts_each; /* count, or a function, over an `each` parameter itself: what is each->what */
  Type type;        /* of `what` as it is taken; TYPE_NONE for count */
} Rows;

/* A GROUP shares the Typing of what it holds. */
typedef struct Typing {
  Type type;         /* TYPE_NONE after an error, and where there is no value (an entity's name) */
  bool ratio;        /* PERCENT that also fits where a number does */
  bool bare;         /* a constant made of bare numbers: `constant`; type is INTEGER or NUMBER */
  bool can_be_range; /* count, sum, share, score ... or made from one */
  Rational constant;
  Type as; /* what the parent takes the value as; equal to type where nothing is converted.
              Conversions: bare -> any exact type or NUMBER; INTEGER -> NUMBER or SCORE;
              ratio -> NUMBER; ENUM -> ENUM with more members (RECODE) */
  ArithmeticRule rule;
  SymbolKind symbol;
  uint8_t part; /* ColumnPart of SYMBOL_COLUMN */
  uint32_t entity, index;
  Rows *rows;      /* CALL of an aggregate */
  Node *expansion; /* see SymbolKind */
} Typing;

typedef enum {
#define X(id, name, kinds) PART_##id,
#include "sema/parts.def"
#undef X
  PART_COUNT
} ColumnPart;

/* What stands behind the declaration's name: "" or ".value". */
extern const char *const part_suffix[PART_COUNT];

/* A stage of a process, with what it inherited. Absent clauses are NULL. */
typedef struct Stage {
  const Node *node, *name, *body;
  const Node *enter, *leave, *within, *next;
  const Node *produces; /* its children are typed as fields */
  bool start, final;
  uint32_t *to; /* the stages that may follow */
  uint32_t to_count;
} Stage;

typedef struct Process {
  Stage *stages;
  uint32_t count;
  bool same_rows;      /* as the process that it extends */
  Text base;           /* the name of that, "" where there is none */
  const Node *changed; /* its own clauses, where it extends one */
  const Node *history; /* HISTORY, or NULL */
  uint32_t child;      /* the entity of the history; `via` as of Rows */
  uint32_t via, stage_field, at_field;
} Process;

/* One declared thing that adds columns. */
typedef struct Declared {
  DeclarationKind kind;
  Text name;
  Node *node;     /* MEASURE, SCORE, SEGMENTATION, KPI, RULE ... or the ITEM of a checklist */
  Node *body;     /* its clauses, NULL where it has none */
  uint32_t whole; /* ITEM: its checklist, which stands before it; SCHEMA_NONE */
  uint32_t entity;
  Node *where;       /* the subject's condition or NULL */
  Type type;         /* of PART_SELF */
  Type value_type;   /* kpi: of PART_VALUE. PART_RECORDED has the type of `current` */
  bool ratio;        /* of a measure or a KPI's value */
  bool can_be_range; /* PART_SELF of a measure, score or checklist, PART_VALUE of a KPI */
  uint32_t members;  /* enums: of the status or the segments; SCHEMA_NONE */
  Text doc, owner, source;
  Level severity;
  Node *current; /* segmentation, process: the recorded field as a typed expression, or NULL */
  Process *process;
} Declared;

typedef struct DeclaredParam {
  Text name, doc;
  Node *node;
  Type type;
  Scalar value; /* after --set */
  Bound low, high;
} DeclaredParam;

typedef struct DeclaredWaiver {
  Node *node;
  uint32_t target; /* into columns */
  Text key;
  int32_t until;
  Text because;
} DeclaredWaiver;

/* What a test gives for one field or declared column of a row. A declared column is fixed: it has
 * this value instead of the one that it would come to. */
typedef struct GivenValue {
  const Node *node; /* CELL */
  bool fixes;       /* index is one of columns, else of the entity's fields */
  uint32_t index;
  Scalar value; /* of a reference, the key as a text; not known: missing */
} GivenValue;

/* One row, or all rows of a file. */
typedef struct GivenRows {
  const Node *node;
  uint32_t entity;
  Text file; /* "" for one row */
  Text key;  /* of the row, "" where it has none */
  VEC(GivenValue) values;
} GivenRows;

typedef struct Expectation {
  Node *node;
  Node *condition;
  uint32_t entity; /* on whose rows; SCHEMA_NONE after a report */
  Text key;        /* of the row; "" for the program's, and for the only row of an entity */
  uint32_t column; /* into columns, once the tests have theirs */
} Expectation;

typedef struct GivenParam {
  const Node *node; /* SET */
  uint32_t param;
  Scalar value;
} GivenParam;

typedef struct DeclaredTest {
  const Node *node;
  Text name;
  bool broken; /* what is given was reported */
  bool has_day;
  int32_t day; /* `as of` */
  VEC(GivenParam) params;
  VEC(GivenRows) given;
  VEC(Expectation) expectations;
} DeclaredTest;

/* A column that some test fixes: where the rows say whether it is given, and as what. */
typedef struct FixedColumn {
  uint32_t column;
  uint32_t given, value; /* fields of its entity; parameters where that is the program */
} FixedColumn;

struct Sema; /* the analysis that made it, for later questions */

typedef struct Program {
  Arena *arena;
  struct Sema *analysis;
  SourceMap *sources;
  Node *file; /* of all modules */
  Text name, version;
  int fiscal_month;           /* 1..12, 1 unless declared */
  VEC(EnumSchema) enums;      /* built-in status enumerations among them */
  VEC(EntitySchema) entities; /* 0 is `program`; `used` flags and slots are the lowering's */
  VEC(Node *) entity_nodes;   /* ENTITY nodes; [0] is NULL */
  VEC(DeclaredParam) params;  /* without `today` */
  VEC(Declared) columns;      /* in the order of the file */
  VEC(DeclaredWaiver) waivers;
  VEC(DeclaredTest) tests;
  VEC(FixedColumn) fixed; /* once the tests have their columns */
} Program;

/* The enumerations of statuses and parts, which every program has. */
enum { ENUM_KPI, ENUM_RULE, ENUM_DRIFT, ENUM_CADENCE, ENUM_ASSUME, ENUM_FIT, ENUM_PACE, ENUM_PATH };

/* `--set name=expression` from the command line. */
typedef struct Override {
  Text name;
  Node *value;
} Override;

/* Names, types, units and checks of a whole program. NULL after errors in `diags` (all independent
 * ones are reported; warnings do not make it fail). */
Program *sema_analyse(const Syntax *syntax, const Modules *modules, const Override *overrides,
                      size_t override_count);

/* Gives the tests their columns: one for each expectation, and for each fixed column the fields (or
 * parameters) that say so. What is lowered from then on is the program for its tests. */
void sema_add_test_columns(Program *program);

/* Types an expression of a question, on the rows of an entity. False after reports, in `diags`. */
bool sema_expression(Program *program, uint32_t entity, Node *expression, DiagSink *diags);

/* The clauses of the process that `process` extends, as it has them: of one of the program, or of a
 * standard module, whose conditions have no typing. NULL where it extends none. */
const Node *process_base(const Program *program, const Process *process);

/* The constant in a type: rounded half away from zero to its decimals; false where it does not fit.
 */
bool rational_as(Rational r, Type type, Scalar *out);
/* "money(USD)", "one of (a, b)", "ref account", "ratio": as messages and dumps name a type. */
Text type_text(Arena *arena, const Program *program, Type type, bool ratio);
/* For tree_dump: types and resolutions of expressions. */
void typing_describe(Buffer *out, const Node *node, void *program);

#endif
