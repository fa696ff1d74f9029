/* image.h - a compiled program: the contract between the front end and the runtime.
 *
 * An image is steps over whole columns (slots) and blocks of code over batches of rows, with the
 * tables that findings, summaries and `why` are made from. All of it lives in one arena. Entity 0
 * is always `program`, an entity of one row without a source. Registers are in single-assignment
 * form, so that `why` can read every one of them; the runtime shares their memory as it likes.
 * Nothing of an image is trusted before image_verify said so.
 */
#ifndef CODE_IMAGE_H
#define CODE_IMAGE_H

#include "base/diag.h"
#include "code/opcode.h"
#include "value/scalar.h"
#include "value/schema.h"

#define IMAGE_VERSION 3
#define IMAGE_PROGRAM 0 /* the entity `program` */
#define IMAGE_TODAY 0   /* the parameter `today` */
/* Most clauses on a way of `why`, which is followed by recursion. */
#define IMAGE_PATH_LONGEST 4096

typedef enum {
  SLOT_FIELD,
  SLOT_INPUT,
  SLOT_MAPPED,
  SLOT_GROUPED,
  SLOT_RANKED,
  SLOT_TRACED,
  SLOT_PARTED,
  SLOT_ROLE_COUNT
} SlotRole;
typedef enum {
  STEP_READ,
  STEP_MAP,
  STEP_GROUP,
  STEP_RANK,
  STEP_HISTORY,
  STEP_EMIT,
  STEP_PARTITION,
  STEP_COUNT
} StepKind;
typedef enum {
  AGGREGATE_ROWS, /* count */
  AGGREGATE_SUM,
  AGGREGATE_AVG,
  AGGREGATE_MIN,
  AGGREGATE_MAX,
  AGGREGATE_MEDIAN,
  AGGREGATE_PERCENTILE,
  AGGREGATE_SHARE,
  AGGREGATE_ANY,
  AGGREGATE_ALL,
  AGGREGATE_NONE,
  AGGREGATE_LATEST,
  AGGREGATE_EARLIEST,
  AGGREGATE_COUNT
} Aggregate;
typedef enum {
  DECLARATION_MEASURE,
  DECLARATION_SCORE,
  DECLARATION_SEGMENTATION,
  DECLARATION_KPI,
  DECLARATION_RULE,
  DECLARATION_CADENCE,
  DECLARATION_PROCESS,
  DECLARATION_CHECKLIST,
  DECLARATION_ASSUME,
  DECLARATION_ITEM,        /* of the checklist before it */
  DECLARATION_EXPECTATION, /* of a test: only in programs compiled for their tests */
  DECLARATION_COUNT
} DeclarationKind;
/* "segmentation", as the language has it. */
extern const char *const declaration_kind_name[DECLARATION_COUNT];
/* Levels of findings, mildest first. */
typedef enum { LEVEL_INFO, LEVEL_UNKNOWN, LEVEL_WARNING, LEVEL_ERROR, LEVEL_COUNT } Level;

typedef enum {
  CLAUSE_COLUMN,  /* the root of a declared column */
  CLAUSE_WHERE,   /* the condition after `for` */
  CLAUSE_SEGMENT, /* one segment: whether it holds */
  CLAUSE_NEEDS,
  CLAUSE_KEEPS,
  CLAUSE_CAP,
  CLAUSE_COMPONENT, /* a score's component: its points */
  CLAUSE_VALUE,     /* a KPI's value */
  CLAUSE_BAND,
  CLAUSE_REQUIRE,
  CLAUSE_WAIVER,
  CLAUSE_EVERY, /* a cadence's: the next day */
  CLAUSE_GRACE, /* and the last day of grace */
  CLAUSE_ITEM,  /* a checklist's: whether it holds */
  CLAUSE_STAGE, /* one stage: whether the row belongs there */
  CLAUSE_ENTER,
  CLAUSE_LEAVE,
  CLAUSE_PRODUCES,
  CLAUSE_WITHIN,    /* a stage's limit: the last day */
  CLAUSE_HISTORY,   /* a process's: the path */
  CLAUSE_CONDITION, /* a part of a condition */
  CLAUSE_TERM,      /* a part of a value: field, column, parameter, aggregate, call */
  CLAUSE_POINTS,    /* of a component: the most that it can give, or take */
  CLAUSE_FIXED,     /* whether a test has fixed the column on the row */
  CLAUSE_COUNT
} ClauseKind;

/* How the parts of a condition make it. */
typedef enum { JOIN_NONE, JOIN_ALL, JOIN_ANY, JOIN_COUNT, JOIN_NOT, JOIN_KINDS } ClauseJoin;

typedef enum {
#define X(id, code, level, name, page) FINDING_##id,
#include "code/findings.def"
#undef X
  FINDING_COUNT
} FindingKind;
typedef struct FindingInfo {
  const char *code;
  Level level;
  const char *name;
  const char *page; /* what it means, and what to do */
} FindingInfo;
extern const FindingInfo finding_info[FINDING_COUNT];

/* Status members in this order; a declaration may lack none of them. */
enum { KPI_GREEN, KPI_AMBER, KPI_RED, KPI_WAIVED, KPI_NOT_APPLICABLE };
enum { RULE_PASSES, RULE_FAILS, RULE_WAIVED, RULE_NOT_APPLICABLE };
enum { CADENCE_ON_TRACK, CADENCE_DUE, CADENCE_OVERDUE, CADENCE_WAIVED, CADENCE_NOT_APPLICABLE };
enum { ASSUME_HOLDS, ASSUME_BROKEN };
enum {
  FIT_FITS,
  FIT_MISPLACED,
  FIT_NOWHERE,
  FIT_SEVERAL,
  FIT_UNRECORDED,
  FIT_NOT_APPLICABLE,
  FIT_COUNT
};
enum { PACE_IN_TIME, PACE_LATE, PACE_NOT_APPLICABLE, PACE_COUNT };
/* The worst last. */
enum { PATH_CONFORMS, PATH_REWORKED, PATH_SKIPPED, PATH_ILLEGAL, PATH_NOT_APPLICABLE, PATH_COUNT };
enum { DRIFT_SAME, DRIFT_PROMOTED, DRIFT_DEMOTED, DRIFT_NOT_APPLICABLE };
/* A segmentation's members: its segments in order, then `unplaced`, then `not_applicable`; a
 * process's: its stages in order, then `not_applicable`. */

/* Where in the rule file; file is as it was named on the command line. */
typedef Place CodePlace;

typedef struct IndexList {
  uint32_t first, count;
} IndexList;

#define IMAGE_TYPE_U8(arg) uint8_t
#define IMAGE_TYPE_U16(arg) uint16_t
#define IMAGE_TYPE_U32(arg) uint32_t
#define IMAGE_TYPE_I32(arg) int32_t
#define IMAGE_TYPE_I64(arg) int64_t
#define IMAGE_TYPE_F64(arg) double
#define IMAGE_TYPE_TEXT(arg) Text
#define IMAGE_TYPE_TYPE(arg) Type
#define IMAGE_TYPE_BOOL(arg) bool
#define IMAGE_TYPE_SCALAR(arg) Scalar
#define IMAGE_TYPE_ENUM(arg) uint8_t
#define IMAGE_TYPE_INDEX(arg) uint32_t
#define IMAGE_TYPE_OPTIONAL(arg) uint32_t
#define IMAGE_TYPE_LIST(arg) IndexList
#define IMAGE_TYPE_PLACE(arg) CodePlace

#define TABLE(Struct, member) typedef struct Struct {
#define FIELD(codec, arg, name, comment) IMAGE_TYPE_##codec(arg) name;
#define END(Struct, member)                                                                        \
  }                                                                                                \
  Struct;
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END

typedef struct Image {
  Arena *arena;
  Text program, version; /* as declared */
  VEC(EnumSchema) enums;
  VEC(EntitySchema) entities; /* fields' slots are set where used */
  VEC(int64_t) const_i64;
  VEC(double) const_f64;
  VEC(Text) const_text;
#define TABLE(Struct, member) VEC(Struct) member;
#define FIELD(codec, arg, name, comment)
#define END(Struct, member)
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END
} Image;

Image *image_new(Arena *arena);
/* The same image in another arena, to append to. What its rows point to stays the original's, which
 * has to outlive it. */
Image *image_copy(Arena *arena, const Image *image);

/* verify*.c: whether running the image can do no harm: registers typed and written before read,
 * indices in bounds, slots filled by an earlier step than the one that reads them. On failure says
 * in *why what is wrong (in the arena). */
bool image_verify(const Image *image, Arena *arena, Text *why);

/* image_write.c, image_read.c: versioned, little-endian, checksummed. image_read checks the form
 * only; the caller verifies. The image keeps nothing of `bytes`. On failure NULL, and *why as
 * above. */
void image_write(const Image *image, Buffer *out);
Image *image_read(Arena *arena, Text bytes, Text *why);
/* Whether the bytes begin as an image's file does. */
bool image_is(Text bytes);

/* disasm*.c: a verified image as a listing. */
void image_disassemble(Buffer *out, const Image *image);
/* One instruction: "r3:i64 = ADD_I64 r1 r2". */
void instr_print(Buffer *out, const Image *image, const Block *block, const Instr *instr);

#endif
