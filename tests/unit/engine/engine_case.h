/* engine_case.h - a folder of data files, a run over them, and what came out as text.
 *
 * Each row of the sink is a line "account A1", each finding a line of its code, level, name, key,
 * source and text; so that a whole run is one text to compare.
 */
#ifndef ENGINE_CASE_H
#define ENGINE_CASE_H

#include "engine/engine.h"

extern Arena *arena;

void case_setup(void);
void case_teardown(void);

/* Writes a file into the folder of the test, which is the rule folder of its runs. */
void case_file(const char *name, const char *content);
const char *case_path(const char *name);
/* The managers, accounts and orders that the tests of the sample image are about. */
void case_sample_files(void);

typedef struct CaseRun {
  Run *run; /* NULL after a diagnostic */
  Text rows, findings;
  Text diagnostics; /* "E0821 message\n" ... */
} CaseRun;
/* `rule_folder` is set; `today` is 2026-06-30 unless given. */
CaseRun case_run(const Image *image, RunOptions options);
void case_expect(Text got, const char *wanted);

/* Images from data_schema.h and vm_image.h, with `today` and a step for each entity that is read.
 */
Image *case_image(void);
void case_step(Image *image, StepKind kind, uint32_t operand);
uint32_t case_slot(const Image *image, uint32_t entity, const char *field);
/* A declaration of one column of the kind MEASURE; returns the column. */
uint32_t case_column(Image *image, const char *name, uint32_t entity, Type type, uint32_t low,
                     uint32_t high);
/* What keeps the column from being known, joined by "; ". */
Text case_deciding(Run *run, uint32_t column, size_t row);

#endif
