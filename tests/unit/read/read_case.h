/* read_case.h - reads a text as CSV and shows what came of it, for tests. */
#ifndef READ_CASE_H
#define READ_CASE_H

#include "support/data_schema.h"

typedef struct ReadCase {
  Arena *arena;
  Image *image;
  uint32_t entity;
  Table **tables;
  ReadLog *log;
  DiagSink *diags;
  size_t step;        /* rows a call; 0 = all */
  size_t block_bytes; /* 0 = as ever */
  bool all_columns, keep_lines, drop_keys;
} ReadCase;

/* One entity `account` with these fields; the first 20 findings of a kind in full. */
ReadCase read_case(Arena *arena, const char *fields);
/* Reads it; NULL after a diagnostic of opening. */
Reader *read_case_open(ReadCase *c, Text content);
Reader *read_case_text(ReadCase *c, Text content);
/* The rows of a table: `a b|c d|`, missing values as `-`. Only fields with a slot. */
const char *read_case_rows(const ReadCase *c, uint32_t entity);
/* The findings: `KIND line:column text`, one a line. */
const char *read_case_findings(const ReadCase *c);
/* The first diagnostic with its notes and help, or "". */
const char *read_case_diag(const ReadCase *c);

#endif
