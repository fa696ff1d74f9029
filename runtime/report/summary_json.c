/* summary_json.c - what a run came to, in JSON: the numbers of summary_text.c. */
#include "report/report_impl.h"

static void amount(JsonWriter *json, const char *key, int128 value) {
  Buffer out = buffer_in(json->out->arena);
  decimal_print_wide(&out, value, type_info(TYPE_MONEY)->decimals, false);
  json_raw(json, key, buffer_view(&out));
}

static void levels(JsonWriter *json, const RunSummary *summary) {
  json_begin_object(json, "levels");
  for (Level level = LEVEL_COUNT; level-- > 0;)
    json_int(json, level_word(level), (int64_t)summary->level[level]);
  json_end(json);
}

static void member(JsonWriter *json, Text name, uint64_t rows, const FieldSchema *money, int128 sum,
                   uint64_t without) {
  json_begin_object(json, NULL);
  json_text(json, "name", name);
  json_int(json, "rows", (int64_t)rows);
  if (money) {
    amount(json, "money", sum);
    json_int(json, "without_money", (int64_t)without);
  }
  json_end(json);
}

static void segmentation(JsonWriter *json, const Image *image, const Declaration *declaration,
                         const DeclarationSummary *sums) {
  const EnumSchema *members = &image->enums.at[declaration->members];
  const FieldSchema *money = money_field(image, declaration);
  if (money) {
    json_text(json, "money_field", money->name);
    json_str(json, "currency", money->type.currency);
  }
  json_begin_array(json, "segments");
  for (uint32_t i = 0; i < members->count; i++)
    member(json, members->members[i].name, sums->member[i].rows, money, sums->member[i].money,
           sums->member[i].money_missing);
  json_end(json);
  json_int(json, "unknown", (int64_t)sums->unknown);
  if (!money) return;
  amount(json, "unknown_money", sums->unknown_money);
  json_int(json, "unknown_without_money", (int64_t)sums->unknown_money_missing);
}

static void statuses(JsonWriter *json, const Image *image, const Declaration *declaration,
                     const DeclarationSummary *sums) {
  const EnumSchema *members = &image->enums.at[declaration->members];
  for (uint32_t i = 0; i < members->count; i++)
    json_int(json, json_key(json->out->arena, members->members[i].name),
             (int64_t)sums->member[i].rows);
  json_int(json, "unknown", (int64_t)sums->unknown);
}

static void declarations(JsonWriter *json, const char *key, const Image *image,
                         const RunSummary *summary, DeclarationKind kind) {
  json_begin_array(json, key);
  for (size_t i = 0; i < image->declarations.count; i++) {
    const Declaration *at = &image->declarations.at[i];
    if (at->kind != kind) continue;
    json_begin_object(json, NULL);
    json_text(json, "name", at->name);
    json_text(json, "entity", image->entities.at[at->entity].name);
    if (kind == DECLARATION_RULE) json_str(json, "severity", level_word(at->severity));
    if (kind == DECLARATION_SEGMENTATION)
      segmentation(json, image, at, &summary->declaration[i]);
    else
      statuses(json, image, at, &summary->declaration[i]);
    json_end(json);
  }
  json_end(json);
}

/* The stages as statuses are, then fit, pace and path by the name of the part. */
static void processes(JsonWriter *json, const Image *image, const RunSummary *summary) {
  json_begin_array(json, "processes");
  for (size_t i = 0; i < image->declarations.count; i++) {
    const Declaration *at = &image->declarations.at[i];
    if (at->kind != DECLARATION_PROCESS) continue;
    json_begin_object(json, NULL);
    json_text(json, "name", at->name);
    json_text(json, "entity", image->entities.at[at->entity].name);
    json_begin_object(json, "stages");
    statuses(json, image, at, &summary->declaration[i]);
    json_end(json);
    for (uint32_t c = at->columns.first; c < at->columns.first + at->columns.count; c++) {
      const PartSummary *part = &summary->part[c];
      const Column *column = &image->columns.at[c];
      if (!part->member) continue;
      const EnumSchema *members = &image->enums.at[column->type.of];
      const Text name = text_slice(column->name, at->name.len + 1, column->name.len);
      json_begin_object(json, json_key(json->out->arena, name));
      for (uint32_t m = 0; m < members->count; m++)
        json_int(json, json_key(json->out->arena, members->members[m].name),
                 (int64_t)part->member[m]);
      json_int(json, "unknown", (int64_t)part->unknown);
      json_end(json);
    }
    json_end(json);
  }
  json_end(json);
}

/* An item has no status of its own: what is found of it is counted. */
static void items(JsonWriter *json, const Image *image, const RunSummary *summary) {
  static const struct {
    FindingKind kind;
    const char *word;
  } counts[] = {
      {FINDING_ITEM_FAILS, "fails"}, {FINDING_WAIVED, "waived"}, {FINDING_ITEM_UNKNOWN, "unknown"}};
  json_begin_array(json, "items");
  for (size_t i = 0; i < image->declarations.count; i++) {
    const Declaration *at = &image->declarations.at[i];
    if (at->kind != DECLARATION_ITEM) continue;
    json_begin_object(json, NULL);
    json_text(json, "name", at->name);
    json_text(json, "entity", image->entities.at[at->entity].name);
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
      uint64_t count = 0;
      for (size_t f = 0; f < image->findings.count; f++)
        if (image->findings.at[f].declaration == i && image->findings.at[f].kind == counts[c].kind)
          count += summary->finding[f];
      json_int(json, counts[c].word, (int64_t)count);
    }
    json_end(json);
  }
  json_end(json);
}

static void program_columns(JsonWriter *json, const Run *run) {
  const Image *image = run_image(run);
  json_begin_object(json, "program");
  for (uint32_t i = 0; i < image->columns.count; i++) {
    const Column *column = &image->columns.at[i];
    if (column_declaration(image, column)->entity == IMAGE_PROGRAM)
      column_json(json, json_key(json->out->arena, column->name), run, i, 0);
  }
  json_end(json);
}

static void data_kinds(JsonWriter *json, const Image *image, const RunSummary *summary) {
  const ReadLog *log = summary->log;
  json_begin_array(json, "data");
  for (size_t i = 0; log && i < log->counts.count; i++) {
    const DataCount *at = &log->counts.at[i];
    const EntitySchema *entity = &image->entities.at[at->entity];
    json_begin_object(json, NULL);
    json_str(json, "code", finding_info[at->kind].code);
    json_text(json, "entity", entity->name);
    if (at->field == SCHEMA_NONE)
      json_null_value(json, "field");
    else
      json_text(json, "field", entity->fields[at->field].name);
    json_int(json, "count", (int64_t)at->count);
    json_end(json);
  }
  json_end(json);
}

static void skipped_values(JsonWriter *json, const Image *image, const RunSummary *summary) {
  json_begin_array(json, "aggregates");
  for (size_t i = 0; i < image->groups.count; i++) {
    const GroupStats *stats = &summary->group[i];
    if (!stats->skipped && !stats->undecided && !stats->overflow) continue;
    json_begin_object(json, NULL);
    json_text(json, "text", image->groups.at[i].text);
    json_int(json, "rule_line", image->groups.at[i].place.line);
    json_int(json, "missing", (int64_t)stats->skipped);
    json_int(json, "undecided", (int64_t)stats->undecided);
    json_int(json, "overflow", (int64_t)stats->overflow);
    json_end(json);
  }
  json_end(json);
}

void summary_json(JsonWriter *json, Run *run) {
  const Image *image = run_image(run);
  const RunSummary *summary = run_summary(run);
  json_begin_object(json, "summary");
  levels(json, summary);
  declarations(json, "segmentations", image, summary, DECLARATION_SEGMENTATION);
  declarations(json, "kpis", image, summary, DECLARATION_KPI);
  declarations(json, "rules", image, summary, DECLARATION_RULE);
  processes(json, image, summary);
  declarations(json, "cadences", image, summary, DECLARATION_CADENCE);
  items(json, image, summary);
  declarations(json, "assumptions", image, summary, DECLARATION_ASSUME);
  program_columns(json, run);
  data_kinds(json, image, summary);
  skipped_values(json, image, summary);
  json_end(json);
}
