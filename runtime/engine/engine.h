/* engine.h - runs an image over data.
 *
 * The engine carries out the image's steps in passes over the data and hands what comes out to a
 * sink, in the order of the data. Rows flow in windows, several at a time where there are threads
 * for them; of what has passed only that is kept which a later pass looks at. The sink sees no
 * difference, and results are the same to the last byte.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "read/read.h"
#include "vm/group.h"
#include "vm/history.h"
#include "vm/partition.h"
#include "vm/vm.h"

typedef struct DataSource {
  Text entity;      /* name */
  const char *path; /* "-" = standard input; NULL = the source is `content` */
  Text content;     /* CSV with every cell in its plain form (ReadRequest.plain) */
  bool of_rules;    /* named in the rule file: looked up like a name after `from` */
} DataSource;

typedef struct ParamValue {
  uint32_t param; /* index into image->params, not IMAGE_TODAY */
  Scalar value;   /* of the param's type */
} ParamValue;

typedef struct RunOptions {
  int32_t today;         /* --as-of */
  const ParamValue *set; /* --set */
  size_t set_count;
  const DataSource *data; /* --data ENTITY=SOURCE: these win over `from` */
  size_t data_count;
  const char *data_folder;    /* --data DIR, or NULL */
  const char *rule_folder;    /* where the rule file lies; "" = here */
  const char *const *include; /* folders outside of it that `from` may lead to */
  size_t include_count;
  const char *temp_folder; /* for what is put aside while data is read; NULL: memory only */
  uint32_t batch_rows;     /* --batch-rows; 0 = 1024 */
  size_t threads;          /* --threads; 0 = 1 */
  size_t block_bytes;      /* of a source at a time; 0 = as the reader thinks fit */
  size_t finding_limit;    /* data findings of one kind and field given in full; 0 = 20 */
  size_t report_limit; /* findings of one kind and declaration handed to the sink, the others are
                          counted only; 0 = all */
  const bool *allowed; /* by finding of the image: those that are neither handed to the sink nor
                          counted by level and kind; NULL: none */
  SimdLevel simd;      /* --simd: what comes out does not depend on it */
  bool all_columns;    /* --all-columns */
  bool whole;          /* every row is kept (why, queries) */
  void (*progress)(void *context, const char *what, uint64_t done,
                   uint64_t total); /* NULL = none */
  void *progress_context;
  const volatile int *stop; /* set by a signal: the run ends with a diagnostic; may be NULL */
} RunOptions;

/* One finding, for people and programs. All texts are printable data, never markup. */
typedef struct FindingReport {
  FindingKind kind;
  Level level;
  uint32_t entity;      /* SCHEMA_NONE when about none */
  uint32_t declaration; /* SCHEMA_NONE for findings on the data */
  uint32_t field;       /* SCHEMA_NONE unless on a cell */
  Text name;            /* the declaration's name, or "account.revenue" for a cell, or the entity */
  Text key;             /* of the row; empty for the program or where the entity has none */
  Text source;          /* data file and line where there is no key, or for data findings */
  uint64_t line;        /* 0 = none */
  uint64_t column;      /* cell number, 0 = none */
  Text text;            /* filled in */
  Text fix;             /* may be empty */
  Text owner;
  CodePlace place; /* in the rule file; line 0 for data findings */
  Text *deciding;  /* unknown outcomes: the missing values that decide it ("mutual",
                      "owner.trained_on",  "level of 2 contact rows"), in order of first use */
  size_t deciding_count;
} FindingReport;

typedef struct Run Run;

/* Called entity by entity in the order of declaration, the program last: per window the rows, then
 * the findings on these rows, row by row and by declaration within a row. After all of them the
 * findings on the data in the order of reading (a reader knows them all at its end only), results
 * that did not fit their type, and the findings on waivers. The order does not depend on windows,
 * batches or threads. All pointers are valid during the call only; each function may be NULL.
 *
 * `format` is called by any thread, by several at once, for rows [row, row + count) of those that
 * `run` has in hand: it appends what is to be written of them, changes nothing else and takes
 * memory from out->arena alone. `write` gets it in order. It and `finding` are called by the thread
 * that called engine_run. */
typedef struct RunSink {
  void *context;
  void (*format)(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                 Buffer *out);
  void (*write)(void *context, uint32_t entity, Text formatted);
  void (*finding)(void *context, const Run *run, const FindingReport *finding);
} RunSink;

/* What a whole run came to. */
typedef struct MemberCount {
  uint64_t rows;
  int128 money; /* scaled sum of the segmentation's money field over rows where it is known */
  uint64_t money_missing;
} MemberCount;
typedef struct DeclarationSummary {
  MemberCount *member; /* by member of declaration.members; NULL without members */
  uint64_t unknown;    /* rows whose status is missing */
  int128 unknown_money;
  uint64_t unknown_money_missing;
  uint64_t rows;
} DeclarationSummary;
typedef struct PartSummary {
  uint64_t *member; /* rows by member; NULL where nobody counts them */
  uint64_t unknown;
} PartSummary;
typedef struct EntitySummary {
  bool read;
  Text source;
  uint64_t rows; /* that count */
  uint64_t left_out;
} EntitySummary;
typedef struct RunSummary {
  EntitySummary *entity;           /* by entity */
  DeclarationSummary *declaration; /* by declaration */
  uint64_t level[LEVEL_COUNT];     /* findings by level, those counted only included */
  uint64_t kind[FINDING_COUNT];
  uint64_t *finding;     /* by finding of the image: rows where it holds */
  GroupStats *group;     /* by group */
  HistoryStats *history; /* by history */
  PartSummary *part;     /* by column: outcomes of processes, `sam.fit` */
  const ReadLog *log;
} RunSummary;

/* Runs. NULL after a diagnostic (unreadable data, a parameter out of its range, a cap that is
 * negative). The image was verified. The run lives in the arena. */
Run *engine_run(Arena *arena, const Image *image, const RunOptions *options, const RunSink *sink,
                DiagSink *diags);
/* Whether the entity's rows pass by in windows and are gone after the run. During the calls of the
 * sink, and in the functions below, rows are those in hand, counted from the first of them. */
bool run_is_streamed(const Run *run, uint32_t entity);
const RunSummary *run_summary(const Run *run);
const Image *run_image(const Run *run);
const RunOptions *run_options(const Run *run);
Table *run_table(const Run *run, uint32_t entity);
/* Key of a row, or "" . */
Text run_key(const Run *run, uint32_t entity, size_t row);
/* A declared column's value on a row as ends; both missing where it is unknown. REF values carry
 * their key's text. */
typedef struct ColumnValue {
  Scalar low, high;
} ColumnValue;
ColumnValue run_value(const Run *run, uint32_t column, size_t row);
/* The same of a value in slots of an entity, `high` being SCHEMA_NONE where it cannot be a range.
 */
ColumnValue run_slots(const Run *run, Type type, uint32_t low, uint32_t high, size_t row);
/* For people: `62`, `62–82` for what is known within bounds, `missing`. */
void column_value_print(Buffer *out, ColumnValue value, const EnumSchema *enums);
/* A field's value on a row; false when the field was not read. A key that no slot holds is its
 * text. */
bool run_field(const Run *run, uint32_t entity, uint32_t field, size_t row, Scalar *out);
/* Which missing values keep a column of a row from being known, or from being a single point, as
 * FindingReport.deciding. */
size_t run_deciding(Run *run, uint32_t column, size_t row, Arena *arena, Text **names);
/* The same of a value in slots. */
size_t run_deciding_slots(Run *run, Type type, uint32_t low, uint32_t high, size_t row,
                          Arena *arena, Text **names);
/* As a sentence goes on: " while `mutual` and `level` of 2 contact rows are missing". Nothing where
 * the value is known. */
void run_say_missing(Run *run, Type type, uint32_t low, uint32_t high, size_t row, Buffer *out);

/* --- why.c, why_fold.c --- */

/* What a part has to do with what its clause came to. */
typedef enum {
  WHY_DECIDES, /* it has decided: to be told with its parts */
  WHY_BRIEF,   /* to be told, its own parts are another story */
  WHY_ASIDE    /* the clause would have come to the same without it */
} WhyWeight;

typedef struct WhyNode WhyNode;
struct WhyNode {
  uint32_t clause;   /* into image->clauses */
  ColumnValue value; /* known false on both: missing */
  bool has_value;
  /* aggregates */
  bool has_rows;
  GroupTally rows;
  /* histories: what was entered, in order */
  HistoryEntry *entry;
  size_t entry_count;
  /* caps */
  bool has_places;
  uint64_t place, places;
  uint32_t waiver; /* the row's own, into image->waivers; else SCHEMA_NONE */
  WhyNode **child;
  WhyWeight *weight; /* by child */
  size_t child_count;
};
/* The clause tree of a column on one row, read from the registers of the same code run over that
 * row. The run must be `whole`. A clause that reads another column has that column's tree as its
 * child; trees that are reached twice are shared. NULL where the column has no clauses. */
WhyNode *run_why(Run *run, Arena *arena, uint32_t column, size_t row);

#endif
