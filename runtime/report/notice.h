/* notice.h - what CI is told: one list, whatever its entries came of.
 *
 * A diagnostic of a rule file, a finding of a run and a test that failed are all notices. A command
 * gathers them in a list and prints it in the form that was asked for. In between stands whoever
 * knows which of them count: `judge` is called for each notice as it is added.
 *
 * A notice is known again by its fingerprint, in a file where lines have shifted and on data that
 * has moved on: it is made of what the notice is about, never of where it stands.
 */
#ifndef REPORT_NOTICE_H
#define REPORT_NOTICE_H

#include "base/map.h"
#include "engine/engine.h"

/* Lines and columns count from 1, columns in code points. */
typedef struct NoticePlace {
  Text file;                     /* as named on the command line; "" where there is none */
  uint32_t line, column;         /* line 0: none; column 0: the whole line */
  uint32_t end_line, end_column; /* behind the last one; 0: not known */
} NoticePlace;

typedef struct NoticeRelated {
  NoticePlace place;
  Text text;
} NoticeRelated;

typedef enum { NOTICE_NOTE, NOTICE_WARNING, NOTICE_ERROR, NOTICE_LEVEL_COUNT } NoticeLevel;
/* Known: in the baseline. Allowed: by a comment. Only new ones count. */
typedef enum { NOTICE_NEW, NOTICE_KNOWN, NOTICE_ALLOWED, NOTICE_STATE_COUNT } NoticeState;

typedef struct Notice {
  const char *code, *title; /* "E1310", its few words */
  const char *page;         /* what `strata help` prints of it; "" where it has no page */
  NoticeLevel level, usual; /* of this one; of its code */
  bool undecided;           /* a note: the outcome is unknown while data is missing */
  NoticeState state;
  Text because; /* of NOTICE_ALLOWED */
  Text message, help;
  NoticePlace place; /* in the rule file; of what is about data alone, in the data */
  VEC(NoticeRelated) related;
  VEC(Text) notes;
  Text name;            /* of the declaration */
  Text entity, key;     /* the row */
  Text source;          /* data file where there is no key, or for what is about data */
  uint64_t source_line; /* in it; 0: not known */
  Text owner;
  Text covered;         /* what the place covers in the rule file; for the fingerprint */
  uint64_t fingerprint; /* set by notice_add */
} Notice;

/* Notices of one code and name that were counted and not kept. */
typedef struct NoticeRest {
  const char *code;
  Text name;
  uint64_t kept, left_out;
} NoticeRest;

typedef struct NoticeSeen NoticeSeen;

typedef struct NoticeList {
  VEC(Notice) notices;   /* in the order in which they were added */
  VEC(NoticeRest) rests; /* by code and name; those of which all are kept, too */
  uint64_t level[NOTICE_STATE_COUNT][LEVEL_COUNT]; /* all there were; notes are info or unknown */
  /* What is made of diagnostics is in this state, for this reason, unless it is judged otherwise.
   */
  NoticeState state;
  Text because;
  size_t most;     /* new ones of one code and name that are kept, the others are counted; 0: all */
  bool keeps_none; /* all are judged and counted, and forgotten */
  /* Sets the state of a notice that is complete but for it. May be NULL. */
  void (*judge)(void *context, Notice *notice);
  /* The declaration that a span of the sources is in; NULL: not known. */
  Text (*name_of)(void *context, Span span);
  void *judge_context, *name_context;
  NoticeSeen *seen; /* fingerprints so far */
  Map *rest;        /* code and name to an index of rests */
  Buffer scratch;
} NoticeList;

/* An empty list that keeps all; most, judge and name_of are set by whoever wants them. */
NoticeList *notice_list_new(Arena *arena);

/* Adds a notice: sets its fingerprint, has it judged, counts it, and keeps a copy of it in the
 * arena, texts included, unless there are enough of its kind. Its vectors are not copied. */
void notice_add(Arena *arena, NoticeList *list, const Notice *notice);

void notice_from_diag(Arena *arena, NoticeList *list, const Diag *diag, const SourceMap *sources);
/* What the finding points to may be gone afterwards. */
void notice_from_finding(Arena *arena, NoticeList *list, const Image *image,
                         const FindingReport *finding);

/* As every form and a baseline write it: 16 digits of base 16. */
char *notice_fingerprint_text(Arena *arena, uint64_t fingerprint);
/* The level that it counts as. */
Level notice_level(const Notice *notice);

/* New ones of the level or above (LEVEL_UNKNOWN is between info and warning). */
uint64_t notices_at_least(const NoticeList *list, Level level);
/* Those left out of the list, of every kind. */
uint64_t notices_left_out(const NoticeList *list);

#endif
