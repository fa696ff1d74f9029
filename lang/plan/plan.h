/* plan.h - the program as typed columns over one shared expression DAG.
 *
 * The plan says what every construct means, once; bytecode, SQL and proofs are generated from it
 * alone. Definitions are expanded, constants folded (parameters never), equal sub-expressions
 * shared: two nodes with equal operation, operands, type and immediate are one. A node's index is
 * larger than those of its operands, groups' and ranks' inputs included, so the array is a
 * topological order.
 *
 * Every node belongs to an entity, on whose rows it is evaluated. What depends on constants, inputs
 * and the program's columns alone belongs to `program` (one row) and is used elsewhere through
 * SPREAD; CONST nodes belong to `program` and are used anywhere directly.
 *
 * A value that may be known within bounds only is a pair of nodes; elsewhere both are the same
 * node. A range is known where both ends are. Conditions are single nodes of type bool.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "sema/program.h"

typedef enum {
#define X(id, name, arity, meaning) PLAN_##id,
#include "plan/nodes.def"
#undef X
  PLAN_OP_COUNT
} PlanOp;

typedef struct PlanOpInfo {
  const char *name;
  uint8_t arity;
  const char *meaning;
} PlanOpInfo;
extern const PlanOpInfo plan_op_info[PLAN_OP_COUNT];

#define PLAN_NONE UINT32_MAX

typedef struct PlanNode {
  PlanOp op;
  Type type;
  uint32_t entity;
  uint32_t arg[4]; /* PLAN_NONE where unused */
  int64_t imm;
  Scalar value; /* CONST */
} PlanNode;

/* A value: its ends, equal where it is no range. */
typedef struct PlanValue {
  uint32_t low, high;
} PlanValue;

typedef struct PlanGroup {
  Aggregate function;
  uint32_t child, parent; /* entities */
  uint32_t via;           /* field of child, or SCHEMA_NONE */
  uint32_t where;         /* node of child (bool) or PLAN_NONE */
  PlanValue value;        /* nodes of child; PLAN_NONE for count */
  uint32_t by;       /* node of child: date of latest/earliest, weight of share; or PLAN_NONE */
  uint32_t fraction; /* node of the program (percent) or PLAN_NONE */
  Type type;         /* of the result */
  bool is_range;     /* whether the upper end is a node of its own */
  Span span;
} PlanGroup;

typedef struct PlanRank {
  uint32_t entity;
  uint32_t qualifies; /* bool */
  uint32_t applies;   /* bool or PLAN_NONE */
  uint32_t rank;      /* lower end of the ranking value */
  uint32_t limit;     /* node of the program: integer or percent */
  bool percent;
  uint32_t declared; /* program->columns */
  Span span;
} PlanRank;

/* What a history comes to, and how a TRACED node names it. */
typedef enum { TRACED_LAST, TRACED_SINCE, TRACED_PATH, TRACED_PARTS } TracedPart;

typedef struct PlanHistory {
  uint32_t declared; /* program->columns: a process, which has the stages */
  uint32_t child, parent;
  uint32_t via;       /* field of child, or SCHEMA_NONE */
  uint32_t stage, at; /* nodes of child: a stage of the process, the day of its entry */
  uint32_t recorded;  /* node of parent: the stage recorded; PLAN_NONE: the last of the history */
  Span span;
} PlanHistory;

/* Most keys of a partition. */
enum { PARTITION_KEYS = 16 };

/* How a PARTED node names the parts of a partition: which of the parent's rows a row of the child
 * belongs to, then the parent's keys. */
enum { PARTED_ROW, PARTED_KEY, PARTED_PARTS = PARTITION_KEYS + 1 };

/* Rows of an entity in groups: the parent, an entity of its own, has a row for each combination of
 * values. Rows of which `where` is not surely true belong to none. */
typedef struct PlanPartition {
  uint32_t child, parent;
  uint32_t where;                /* node of child (bool) or PLAN_NONE */
  uint32_t keys[PARTITION_KEYS]; /* nodes of child */
  uint32_t count;
  uint32_t row;    /* plan_partition's: the PARTED node that tells the row of the parent */
  uint32_t groups; /* and how many groups there were: its inputs may be made by these alone */
  Span span;
} PlanPartition;

typedef struct PlanColumn {
  uint32_t declared; /* program->columns */
  ColumnPart part;
  Text name; /* in full: "on_time.value" */
  Type type;
  PlanValue value;
  uint32_t clause;
} PlanColumn;

/* The side table from clause to node and span. */
typedef struct PlanClause {
  ClauseKind kind;
  uint32_t parent; /* a smaller index, or PLAN_NONE */
  Span span;
  Type type;
  PlanValue value; /* PLAN_NONE: no value of its own */
  uint32_t entity; /* on whose rows; the value's nodes are of it, or constants */
  uint32_t group, rank, history, column; /* PLAN_NONE, or what stands behind */
  ClauseJoin join;
} PlanClause;

typedef struct PlanPiece {
  Text literal;
  bool is_value;
  Type type;
  PlanValue value;
} PlanPiece;

typedef struct PlanFinding {
  FindingKind kind;
  uint32_t declared;
  uint32_t node; /* status (one of) or bool, of the declaration's entity */
  bool when_missing;
  int32_t member; /* or Truth */
  VEC(PlanPiece) say;
  VEC(PlanPiece) fix;
  Span span;
} PlanFinding;

typedef struct Plan {
  Arena *arena;
  const Program *program;
  VEC(PlanNode) nodes;
  VEC(PlanGroup) groups;
  VEC(PlanRank) ranks;
  VEC(PlanHistory) histories;
  VEC(PlanPartition) partitions; /* of questions only */
  VEC(PlanColumn) columns;       /* a declaration's columns stand together, its own first */
  VEC(PlanClause) clauses;
  VEC(PlanFinding) findings;
  bool reads_all;                 /* every entity is read, though nothing may be made of it */
  uint32_t reads;                 /* so is this one; IMAGE_PROGRAM: none */
  struct PlanIndex *index;        /* dag.c's: finds equal nodes */
  struct LoweredColumns *lowered; /* the lowering's: what each declaration came to */
} Plan;

static inline const PlanNode *plan_at(const Plan *plan, uint32_t node) {
  return &plan->nodes.at[node];
}

/* Lowers a program that sema accepted. Division by a constant zero, overflow of constants and the
 * like are warnings in `diags`; it never fails. */
Plan *plan_lower(Program *program, DiagSink *diags);

/* After sema_add_test_columns: an error for each test without a day where what it expects reads
 * `today`. */
void plan_check_tests(const Plan *plan, DiagSink *diags);

/* The field whose sum a segmentation's summary tells: the entity's first of type money, or
 * SCHEMA_NONE. */
uint32_t plan_money_field(const Program *program, uint32_t entity);

/* The listing of `--dump=plan`: columns per entity in dependency order, nodes named n1, n2 ...;
 * shared nodes once. */
void plan_dump(Buffer *out, const Plan *plan);

/* --- questions (lower_question.c) --- */

/* A copy to which the values of a question are added. `program` is a copy of the plan's own. */
Plan *plan_copy(Arena *arena, const Plan *plan, const Program *program);
/* A typed expression on rows of `entity`; what the program computes already is found again. */
PlanValue plan_expression(Plan *plan, Program *program, uint32_t entity, const Node *node,
                          DiagSink *diags);
/* The same as one point; PLAN_NONE for NULL. */
uint32_t plan_single(Plan *plan, Program *program, uint32_t entity, const Node *node,
                     DiagSink *diags);
/* Groups of the child's rows; the columns of `partition.parent` are its keys in their order. Gives
 * its number. */
uint32_t plan_partition(Plan *plan, PlanPartition partition);
/* The partition that makes the entity's rows, or PLAN_NONE. */
uint32_t plan_partition_of(const Plan *plan, uint32_t entity);
/* The PARTED node of one of its parts. */
uint32_t plan_parted(Plan *plan, uint32_t partition, uint32_t part);

/* --- building (dag.c): for the lowering --- */

Plan *plan_new(Arena *arena, const Program *program);

/* The node with these parts, made or found again; folds constants. It belongs to the one entity
 * other than the program that its operands belong to; operands of the program are wrapped in
 * SPREAD. */
uint32_t plan_node(Plan *plan, PlanOp op, Type type, const uint32_t *args, int64_t imm);
uint32_t plan_unary(Plan *plan, PlanOp op, Type type, uint32_t a);
uint32_t plan_binary(Plan *plan, PlanOp op, Type type, uint32_t a, uint32_t b);
/* Of type bool: comparisons, AND, OR, BOUNDS ... */
uint32_t plan_condition(Plan *plan, PlanOp op, uint32_t a, uint32_t b);
uint32_t plan_not(Plan *plan, uint32_t a);
/* SELECT of the type of `yes`. */
uint32_t plan_select(Plan *plan, uint32_t condition, uint32_t yes, uint32_t no);

uint32_t plan_const(Plan *plan, Scalar value);
uint32_t plan_missing(Plan *plan, Type type);
uint32_t plan_truth(Plan *plan, Truth truth);
/* A known constant of an integer store: scaled, a day, a member. */
uint32_t plan_exact(Plan *plan, Type type, int64_t value);
/* Marks the field as used. Of a partition's parent: its key. */
uint32_t plan_field(Plan *plan, uint32_t entity, uint32_t field);
uint32_t plan_input(Plan *plan, uint32_t param);
/* AGGREGATE, RANKED, PARTED and TRACED. */
uint32_t plan_leaf(Plan *plan, PlanOp op, Type type, uint32_t entity, int64_t imm);
/* A node of the program (or of `entity` itself) as seen from rows of `entity`. */
uint32_t plan_on(Plan *plan, uint32_t node, uint32_t entity);
/* `node` of the entity that `reference` leads to. */
uint32_t plan_gather(Plan *plan, uint32_t reference, uint32_t node);
/* The group with these parts, made or found again. */
uint32_t plan_group(Plan *plan, const PlanGroup *group);
PlanValue plan_point(uint32_t node);

#endif
