/* format_impl.h - what the passes of the formatter share.
 *
 * The tokens of the source are written again in their order, so nothing of the program can get
 * lost or change: what the passes decide is only the white space in front of each, its *gap*.
 *
 *     needs  revenue  >=  5M     tokens
 *    ^     ^        ^    ^       gaps; the first of a line is its indentation
 *
 *   gaps.c    walks the tree: blanks in each gap, and the gaps where a long line may be broken
 *   lines.c   walks the declarations: which tokens make up a line, and how deep it is indented
 *   columns.c widens gaps so that the fields of an entity and the like stand in columns
 *   print.c   writes the lines: breaks those that are too long, puts the comments back
 *
 * Gaps that are broken for one reason belong to a Break: the `and`s of a chain, the commas of a
 * list. Breaks nest as the expressions do.
 */
#ifndef FORMAT_FORMAT_IMPL_H
#define FORMAT_FORMAT_IMPL_H

#include "format/format.h"
#include "syntax/scan.h"

typedef enum {
  BREAK_FILL,  /* only where the next part does not fit any more */
  BREAK_ALL,   /* at every gap, once the whole does not fit on a line */
  BREAK_ALWAYS /* at every gap */
} BreakKind;

typedef struct Break {
  uint32_t lo, hi; /* tokens [lo, hi) */
  BreakKind kind;
  uint32_t step; /* columns that its new lines stand deeper than those of the break around it */
  bool hanging;  /* its new lines begin below its first token instead */
  /* While printing: */
  uint32_t outer;  /* index of the break around it, or NO_BREAK */
  uint32_t indent; /* columns */
  bool flat;       /* stays on one line */
} Break;

#define NO_BREAK UINT32_MAX

typedef struct Gap {
  uint32_t blanks;   /* where the line is not broken */
  uint32_t owner;    /* index of the Break, or NO_BREAK */
  bool outdent;      /* a new line here stands as deep as those of the break around its own */
  bool skip;         /* the token behind it is left out: a comma before `}` */
  uint32_t comments; /* index of the first comment in or behind the gap */
} Gap;

/* Tokens that are to stand on a line of their own. */
typedef struct Line {
  uint32_t lo, hi;
  uint32_t indent;
  bool closes;      /* it is a `}`: comments before it belong to the block */
  bool declaration; /* the first of a declaration */
} Line;

typedef struct Format {
  Arena *arena;
  const SourceMap *sources;
  const Token *tokens; /* the last is the END token */
  uint32_t count;      /* without it */
  const Trivia *comments;
  size_t comment_count;
  Gap *gaps; /* one for each token, and the END token's */
  VEC(Break) breaks;
  VEC(Line) lines;
} Format;

/* The first token of a node, and the first one behind it. */
uint32_t format_first(const Format *f, const Node *node);
uint32_t format_behind(const Format *f, const Node *node);
Text format_token(const Format *f, uint32_t token);
/* Columns of tokens [lo, hi) side by side. */
size_t format_width(const Format *f, uint32_t lo, uint32_t hi);
/* Whether a comment stands in a gap of [lo, hi). */
bool format_commented(const Format *f, uint32_t lo, uint32_t hi);
/* Whether a line was left blank between two offsets of the source. */
bool format_blank_between(const Format *f, uint32_t lo, uint32_t hi);
/* The clauses of a node in braces (a LIST), or NULL. */
const Node *format_body(const Node *node);

void format_gaps(Format *f, const Node *file);
void format_lines(Format *f, const Node *file);
/* The clauses of a block that goes over several lines, and a run of declarations. */
void format_columns(Format *f, const Node *block);
void format_params(Format *f, const Node *file);
Text format_print(Format *f);

#endif
