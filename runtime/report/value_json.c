/* value_json.c - values in JSON.
 *
 * A column that can be a range is always an object with both ends, so that its form does not depend
 * on the data; what is unknown is null.
 */
#include "report/report_impl.h"

const char *json_key(Arena *arena, Text name) { return text_copy(arena, name).at; }

void scalar_json(JsonWriter *json, const char *key, const Image *image, Scalar value) {
  json_raw(json, key, scalar_text(json->out->arena, image, value, PRINT_JSON));
}

void ends_json(JsonWriter *json, const char *key, const Image *image, ColumnValue value,
               bool range) {
  if (!range || !value.low.known || !value.high.known) {
    scalar_json(json, key, image, value.low);
    return;
  }
  json_begin_object(json, key);
  scalar_json(json, "low", image, value.low);
  scalar_json(json, "high", image, value.high);
  json_end(json);
}

void column_json(JsonWriter *json, const char *key, const Run *run, uint32_t column, size_t row) {
  const Image *image = run_image(run);
  ends_json(json, key, image, run_value(run, column, row),
            value_is_range(&image->columns.at[column]));
}
