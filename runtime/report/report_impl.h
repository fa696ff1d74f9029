/* report_impl.h - what the forms of a report share; nobody else includes it. */
#ifndef REPORT_REPORT_IMPL_H
#define REPORT_REPORT_IMPL_H

#include "base/json.h"
#include "report/grid.h"
#include "report/report.h"

enum { REPORT_SCHEMA = 1 }; /* of every JSON document; raised when a member changes its meaning */

/* "info", "unknown", "warning", "error"; and their plural for counts. */
const char *level_word(Level level);
const char *level_words(Level level, uint64_t count);
Paint level_paint(Level level);
/* The colour of a declaration's member: green, fails ... */
Paint status_paint(DeclarationKind kind, uint32_t member);

/* Writes the text behind what is in the output's buffer: many bytes at once, few later. */
void report_put(const ReportOutput *output, Text text);

/* Of one move of a history. */
extern const char *const path_words[PATH_COUNT];
Paint path_paint(int32_t path);

/* "acme.strata:12:3", in the arena; "" where there is no place. */
Text place_text(Arena *arena, CodePlace place);
/* "accounts.csv:17:4", as far as known. */
Text source_place_text(Arena *arena, const FindingReport *finding);
/* The text without the folder that it begins with: what lies beside the rule file needs no path. */
static inline Text without_folder(Text text, Text folder) {
  return text_starts(text, folder) ? text_slice(text, folder.len, text.len) : text;
}
/* A value as it stands in a cell of the style. */
Text scalar_text(Arena *arena, const Image *image, Scalar value, PrintStyle style);
Text value_text(Arena *arena, const Image *image, ColumnValue value);
/* "account" as "accounts". */
Text plural_text(Arena *arena, Text name);

static inline bool value_is_range(const Column *column) {
  return column->high != SCHEMA_NONE && column->high != column->low;
}
static inline bool value_is_point(ColumnValue value) {
  return value.low.known && value.high.known && scalar_equal(value.low, value.high);
}
static inline const Declaration *column_declaration(const Image *image, const Column *column) {
  return &image->declarations.at[column->declaration];
}
/* A finding whose outcome is a declaration's, not the data's. */
static inline bool kind_is_data(FindingKind kind) {
  return kind >= FINDING_BAD_CELL && kind <= FINDING_CELLS_ROUNDED;
}
/* The field whose sum a segmentation's summary tells, or NULL. */
const FieldSchema *money_field(const Image *image, const Declaration *declaration);

/* finding_text.c: findings by name, as far as they are shown. */
typedef struct FindingList FindingList;
FindingList *finding_list_new(Arena *arena, const Image *image, Text folder, size_t shown);
void finding_list_add(FindingList *list, const FindingReport *finding);
void finding_list_print(Buffer *out, FindingList *list, const RunSummary *summary,
                        const ReportOptions *options);

/* finding_json.c */
void finding_json(JsonWriter *json, const Image *image, const FindingReport *finding);

/* summary_text.c, summary_json.c */
void summary_text(Buffer *out, Run *run, Text folder, bool colour);
void summary_json(JsonWriter *json, Run *run);

/* value_json.c: one declared column's value, `{"low": .., "high": ..}` where it can be a range. */
void column_json(JsonWriter *json, const char *key, const Run *run, uint32_t column, size_t row);
void ends_json(JsonWriter *json, const char *key, const Image *image, ColumnValue value,
               bool range);
void scalar_json(JsonWriter *json, const char *key, const Image *image, Scalar value);
const char *json_key(Arena *arena, Text name);

#endif
