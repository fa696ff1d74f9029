/* report.h - what a run comes to, in one of the forms that people and programs read.
 *
 * A report takes part in a run as its sink and writes what it may already write; the rest follows
 * at the end. CSV writes rows as they come. Text and JSON begin with what is known at the end only:
 * text keeps the first findings of each name, JSON puts findings and rows aside, in a file where
 * they are many.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "engine/engine.h"

enum { REPORT_FINDINGS_SHOWN = 20 };

typedef struct ReportOptions {
  const char *file;   /* the rule file or image, as named on the command line */
  const char *folder; /* where it lies: for people, places there are told without it */
  uint32_t entity;    /* JSON, CSV: whose table; SCHEMA_NONE for none */
  bool fields;        /* --fields: the entity's fields, too */
  bool all;           /* --all: every finding */
  bool judged;        /* not all findings are handed on: what is listed is all that is to be told */
  bool colour;
  size_t width; /* text: columns of the terminal that it goes to; 0 where it goes elsewhere */
} ReportOptions;

/* Where a report goes. */
typedef struct ReportOutput {
  /* What a report leaves here is written at its end, behind all that was put. */
  Buffer *buffer;
  /* Writes on. May be called whenever much has gathered. */
  void (*put)(void *context, Text bytes);
  /* What comes out cannot be the whole report, for this short reason. */
  void (*fail)(void *context, const char *why);
  void *context;
  const char *folder; /* where JSON may keep what comes late in it; NULL: in memory */
} ReportOutput;

typedef struct Report {
  RunSink sink;
  void (*finish)(void *context, Run *run); /* context is the sink's */
} Report;

/* All of a report is in the arena; `options` and `output` are copied. */
Report report_text(Arena *arena, const Image *image, ReportOptions options, ReportOutput output);
Report report_json(Arena *arena, const Image *image, ReportOptions options, ReportOutput output);
Report report_csv(Arena *arena, const Image *image, ReportOptions options, ReportOutput output);

/* The last line of the summary: how many findings of each level. */
void report_totals(Buffer *out, const RunSummary *summary, bool colour);

/* The entity whose table is shown unless another is asked for: `account`, else the first with
 * declared columns, else the first that has data. */
uint32_t report_default_entity(const Image *image);

#endif
