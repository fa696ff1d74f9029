/* handbook.h - a program for the people who live by it.
 *
 * A plain structure of texts: the shell fills it from the program, printers here write it as one
 * HTML page or as Markdown. Texts are of two sorts. `name`, `doc`, `owner` and the like are as
 * people wrote them. *Words* say in plain words what the language says; in them, what is named
 * stands between back quotes as the key of a term, which printers show by its name and lead to its
 * place. Texts that there are none of are empty.
 */
#ifndef REPORT_HANDBOOK_H
#define REPORT_HANDBOOK_H

#include "base/buffer.h"
#include "base/map.h"

typedef VEC(Text) TextList;

/* What is named in words. `id` is the anchor of its place, unlike any other. */
typedef struct HandbookTerm {
  Text key, id, name;
} HandbookTerm;

/* The head of whatever is declared. */
typedef struct HandbookHead {
  size_t term; /* into terms */
  Text doc, owner, source;
  Text who; /* words: whom it is about, "accounts where `managed` holds" */
} HandbookHead;

typedef struct HandbookNeed {
  Text what; /* words */
  Text doc;
} HandbookNeed;

typedef struct HandbookSegment {
  Text name, doc;
  VEC(HandbookNeed) needs;
  Text keeps, cap; /* words */
  bool otherwise;
} HandbookSegment;

typedef struct HandbookSegmentation {
  HandbookHead head;
  Text current; /* words: where the segment of today is recorded */
  bool exclusive;
  VEC(HandbookSegment) segments;
} HandbookSegmentation;

typedef struct HandbookStage {
  Text id, name, doc, owner;
  bool start, final;
  Text limit, enter, leave, produces; /* words */
  uint32_t *next;
  uint32_t next_count;
} HandbookStage;

/* A clause that differs from the process that is extended. */
typedef struct HandbookChange {
  Text stage; /* "": of the process as a whole */
  const char *what;
  Text here, there; /* words; empty: it says nothing */
} HandbookChange;

typedef struct HandbookProcess {
  HandbookHead head;
  Text base;             /* what it extends */
  bool standard;         /* that is a process of a standard module */
  Text current, history; /* words */
  VEC(HandbookStage) stages;
  VEC(HandbookChange) changes;
} HandbookProcess;

typedef enum { ZONE_RED, ZONE_AMBER, ZONE_GREEN } ZoneColour;

/* A stretch of a KPI's values, from a limit up to that of the next one. */
typedef struct HandbookZone {
  ZoneColour colour;
  Text from; /* words; empty of the first */
} HandbookZone;

typedef struct HandbookBands {
  Text where;        /* words; empty: for all others */
  Text green, amber; /* words: "at least 95%" */
  VEC(HandbookZone) zones;
} HandbookBands;

typedef struct HandbookKpi {
  HandbookHead head;
  Text value; /* words */
  VEC(HandbookBands) bands;
} HandbookKpi;

/* What a score gives or takes. */
typedef struct HandbookPart {
  Text points;         /* "40", "−15" */
  double share;        /* of the most that can be given, 0..1, for drawing */
  bool takes;          /* points are taken away */
  Text what, from, to; /* words: a ramp; `what` alone: a condition */
  Text doc, missing;
} HandbookPart;

typedef struct HandbookScore {
  HandbookHead head;
  Text out_of;
  VEC(HandbookPart) parts;
} HandbookScore;

/* A rule, or a cadence, which has a step. */
typedef struct HandbookDuty {
  HandbookHead head;
  TextList requires; /* words */
  const char *severity;
  Text say, fix;           /* words */
  Text step, since, grace; /* words */
} HandbookDuty;

typedef struct HandbookItem {
  size_t term;
  Text doc, what; /* words */
} HandbookItem;

typedef struct HandbookChecklist {
  HandbookHead head;
  VEC(HandbookItem) items;
} HandbookChecklist;

typedef struct HandbookParam {
  HandbookHead head;
  Text value, type, range;
} HandbookParam;

/* What is worked out: a measure, a definition, or an assumption, which is a condition. */
typedef struct HandbookFigure {
  HandbookHead head;
  Text what; /* words */
} HandbookFigure;
typedef VEC(HandbookFigure) FigureList;

typedef struct HandbookField {
  size_t term;
  Text doc, column, type, range;
  bool key, required;
} HandbookField;

typedef struct HandbookEntity {
  Text id, name, doc, source;
  VEC(HandbookField) fields;
} HandbookEntity;

typedef struct HandbookWaiver {
  Text of; /* words: what is waived */
  Text key, until, because;
  bool in_force;
} HandbookWaiver;

/* What somebody answers for: words, each with what it is: "the stage …". */
typedef struct HandbookOwner {
  Text id, name;
  TextList owns;
} HandbookOwner;

typedef struct Handbook {
  Arena *arena;
  Text title, version, purpose, as_of;
  VEC(HandbookTerm) terms;
  Map *term;   /* by key */
  Map *anchor; /* ids that are taken */
  VEC(HandbookSegmentation) segmentations;
  VEC(HandbookProcess) processes;
  VEC(HandbookKpi) kpis;
  VEC(HandbookScore) scores;
  VEC(HandbookDuty) duties;
  VEC(HandbookChecklist) checklists;
  VEC(HandbookParam) params;
  FigureList measures, definitions, assumptions;
  VEC(HandbookEntity) entities;
  VEC(HandbookWaiver) waivers;
  VEC(HandbookOwner) owners;
} Handbook;

Handbook *handbook_new(Arena *arena);
/* An anchor made of a text, unlike all before: letters, digits and bars. */
Text handbook_anchor(Handbook *book, const char *prefix, Text text);
/* A new term; the index of the one that has the key already, where there is one. */
size_t handbook_term(Handbook *book, Text key, Text name);
/* The owner of that name, who may be new. */
HandbookOwner *handbook_owner(Handbook *book, Text name);

/* Takes the next part off words: plain text, or a name, with its term (NULL: none is known). False
 * at the end. */
bool handbook_next_part(const Handbook *book, Text *rest, Text *part, bool *named,
                        const HandbookTerm **term);
/* Words with names in place, and no marks. */
Text handbook_plain(const Handbook *book, Text words);

void handbook_html(Buffer *out, const Handbook *book);
void handbook_markdown(Buffer *out, const Handbook *book);

#endif
