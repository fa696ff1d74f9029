/* finding_json.c - one finding in JSON. Every member is always there; what it lacks is null. */
#include "report/report_impl.h"

void finding_json(JsonWriter *json, const Image *image, const FindingReport *finding) {
  json_begin_object(json, NULL);
  json_str(json, "code", finding_info[finding->kind].code);
  json_str(json, "level", level_word(finding->level));
  json_text_or_null(json, "entity",
                    finding->entity == SCHEMA_NONE ? TEXT("")
                                                   : image->entities.at[finding->entity].name);
  json_text_or_null(json, "key", finding->key);
  json_text(json, "name", finding->name);
  json_text(json, "text", finding->text);
  json_text_or_null(json, "fix", finding->fix);
  json_text_or_null(json, "owner", finding->owner);
  json_text_or_null(json, "source", finding->source);
  json_int_or_null(json, "line", finding->line);
  json_int_or_null(json, "column", finding->column);
  json_text_or_null(json, "file", finding->place.file);
  json_int_or_null(json, "rule_line", finding->place.line);
  json_int_or_null(json, "rule_column", finding->place.column);
  json_begin_array(json, "deciding");
  for (size_t i = 0; i < finding->deciding_count; i++) json_text(json, NULL, finding->deciding[i]);
  json_end(json);
  json_end(json);
}
