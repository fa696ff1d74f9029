/* handbook_impl.h - what the printers of handbooks share: the same facts in the same words. */
#ifndef REPORT_HANDBOOK_IMPL_H
#define REPORT_HANDBOOK_IMPL_H

#include "report/handbook.h"

typedef enum {
#define X(id, anchor, title, lead) SECTION_##id,
#include "report/handbook_sections.def"
#undef X
  SECTION_COUNT
} Section;

typedef struct SectionInfo {
  const char *anchor, *title, *lead;
} SectionInfo;
extern const SectionInfo section_info[SECTION_COUNT];

bool handbook_has(const Handbook *book, Section section);

/* Something said of something: "Owner", "account manager". */
typedef struct HandbookFact {
  const char *label;
  Text words;
} HandbookFact;
enum { STAGE_FACTS = 6 };

/* What there is to say of a stage; returns how many facts. */
size_t handbook_stage_facts(const Handbook *book, const HandbookProcess *process,
                            const HandbookStage *stage, HandbookFact facts[STAGE_FACTS]);
/* The ways of a process, one a line: "identify → plan". */
TextList handbook_ways(const Handbook *book, const HandbookProcess *process);
/* "every 1 quarter, counted from `last_review`; …" */
Text handbook_cadence(const Handbook *book, const HandbookDuty *duty);
/* "0 points at 1 million USD, 40 points at 10 million USD". */
Text handbook_points(const Handbook *book, const HandbookPart *part);
/* "For accounts where …", with the owner behind: words. */
Text handbook_subject(const Handbook *book, const HandbookHead *head);
/* "version 2, as of 2026-06-30". */
Text handbook_edition(const Handbook *book);
/* What a field may hold: "amount in USD, at least 0 USD, the key". */
Text handbook_holds(const Handbook *book, const HandbookField *field);
/* "the standard process six steps" or "the process sam". */
Text handbook_base(const Handbook *book, const HandbookProcess *process);

/* The picture of a process as SVG that stands in the page. */
void handbook_picture(Buffer *out, const Handbook *book, const HandbookProcess *process,
                      size_t number);
/* A KPI's bands, likewise; nothing where they have no zones. */
void handbook_bands(Buffer *out, const Handbook *book, const HandbookBands *bands, Text title);

/* What a component of a score gives, as a small curve. */
void handbook_ramp(Buffer *out, const Handbook *book, const HandbookPart *part);

#endif
