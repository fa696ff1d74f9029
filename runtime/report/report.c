/* report.c - what the forms of a report share. */
#include "report/report_impl.h"

static const struct LevelWords {
  const char *one, *many;
  Paint paint;
} levels[LEVEL_COUNT] = {
    [LEVEL_INFO] = {"info", "info", PAINT_FAINT},
    [LEVEL_UNKNOWN] = {"unknown", "unknown", PAINT_OPEN},
    [LEVEL_WARNING] = {"warning", "warnings", PAINT_FAIR},
    [LEVEL_ERROR] = {"error", "errors", PAINT_BAD},
};

const char *level_word(Level level) { return levels[level].one; }

const char *level_words(Level level, uint64_t count) {
  return count == 1 ? levels[level].one : levels[level].many;
}

Paint level_paint(Level level) { return levels[level].paint; }

Paint status_paint(DeclarationKind kind, uint32_t member) {
  static const Paint kpi[] = {[KPI_GREEN] = PAINT_GOOD,
                              [KPI_AMBER] = PAINT_FAIR,
                              [KPI_RED] = PAINT_BAD,
                              [KPI_WAIVED] = PAINT_FAINT,
                              [KPI_NOT_APPLICABLE] = PAINT_FAINT};
  static const Paint rule[] = {[RULE_PASSES] = PAINT_GOOD,
                               [RULE_FAILS] = PAINT_BAD,
                               [RULE_WAIVED] = PAINT_FAINT,
                               [RULE_NOT_APPLICABLE] = PAINT_FAINT};
  static const Paint cadence[] = {[CADENCE_ON_TRACK] = PAINT_GOOD,
                                  [CADENCE_DUE] = PAINT_FAIR,
                                  [CADENCE_OVERDUE] = PAINT_BAD,
                                  [CADENCE_WAIVED] = PAINT_FAINT,
                                  [CADENCE_NOT_APPLICABLE] = PAINT_FAINT};
  static const Paint assume[] = {[ASSUME_HOLDS] = PAINT_GOOD, [ASSUME_BROKEN] = PAINT_BAD};
  if (kind == DECLARATION_KPI && member <= KPI_NOT_APPLICABLE) return kpi[member];
  if (kind == DECLARATION_RULE && member <= RULE_NOT_APPLICABLE) return rule[member];
  if (kind == DECLARATION_CADENCE && member <= CADENCE_NOT_APPLICABLE) return cadence[member];
  if (kind == DECLARATION_ASSUME && member <= ASSUME_BROKEN) return assume[member];
  return PAINT_PLAIN;
}

const char *const path_words[PATH_COUNT] = {[PATH_CONFORMS] = "conforms",
                                            [PATH_REWORKED] = "reworked",
                                            [PATH_SKIPPED] = "skipped",
                                            [PATH_ILLEGAL] = "illegal",
                                            [PATH_NOT_APPLICABLE] = "not_applicable"};

Paint path_paint(int32_t path) {
  if (path == PATH_CONFORMS) return PAINT_GOOD;
  return path == PATH_REWORKED ? PAINT_FAIR : PAINT_BAD;
}

Text place_text(Arena *arena, CodePlace place) {
  if (!place.line) return TEXT("");
  return text_of(arena_printf(arena, "%.*s:%u:%u", TEXT_ARG(place.file), place.line, place.column));
}

Text source_place_text(Arena *arena, const FindingReport *finding) {
  Buffer out = buffer_in(arena);
  buffer_text(&out, finding->source);
  if (finding->line) buffer_printf(&out, ":%llu", (unsigned long long)finding->line);
  if (finding->column) buffer_printf(&out, ":%llu", (unsigned long long)finding->column);
  return buffer_view(&out);
}

void report_put(const ReportOutput *output, Text text) {
  enum { MANY = 1 << 15 };
  Buffer *gathered = output->buffer;
  if (gathered->len + text.len < MANY) {
    buffer_text(gathered, text);
    return;
  }
  if (gathered->len) output->put(output->context, buffer_view(gathered));
  buffer_clear(gathered);
  output->put(output->context, text);
}

Text scalar_text(Arena *arena, const Image *image, Scalar value, PrintStyle style) {
  Buffer out = buffer_in(arena);
  scalar_print(&out, value, image->enums.at, style);
  return buffer_view(&out);
}

Text value_text(Arena *arena, const Image *image, ColumnValue value) {
  Buffer out = buffer_in(arena);
  column_value_print(&out, value, image->enums.at);
  return buffer_view(&out);
}

Text plural_text(Arena *arena, Text name) {
  if (text_ends(name, TEXT("s"))) return name;
  if (text_ends(name, TEXT("y")))
    return text_of(arena_printf(arena, "%.*sies", (int)name.len - 1, name.at));
  return text_of(arena_printf(arena, "%.*ss", TEXT_ARG(name)));
}

const FieldSchema *money_field(const Image *image, const Declaration *declaration) {
  const EntitySchema *entity = &image->entities.at[declaration->entity];
  for (uint32_t i = 0; i < entity->field_count && declaration->money != SCHEMA_NONE; i++)
    if (entity->fields[i].slot == declaration->money) return &entity->fields[i];
  return NULL;
}

static bool has_columns(const Image *image, uint32_t entity) {
  for (size_t i = 0; i < image->declarations.count; i++)
    if (image->declarations.at[i].entity == entity) return true;
  return false;
}

uint32_t report_default_entity(const Image *image) {
  uint32_t first = SCHEMA_NONE;
  for (uint32_t i = IMAGE_PROGRAM + 1; i < image->entities.count; i++) {
    if (text_equal(image->entities.at[i].name, TEXT("account"))) return i;
    if (first == SCHEMA_NONE && has_columns(image, i)) first = i;
  }
  if (first != SCHEMA_NONE) return first;
  return image->entities.count > 1 ? IMAGE_PROGRAM + 1 : IMAGE_PROGRAM;
}
