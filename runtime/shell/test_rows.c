/* test_rows.c - what a test gives, as sources of a run.
 *
 * Given rows become CSV, with the entity's fields in their order and every cell in its plain form,
 * so that they go the way that all data goes: keys, references and ranges are looked at by the
 * reader alone. An entity of which nothing is given has no rows.
 */
#include "shell/testing.h"

static void put_quoted(Buffer *out, Text text) {
  buffer_char(out, '"');
  for (size_t i = 0; i < text.len; i++) {
    if (text.at[i] == '"') buffer_char(out, '"');
    buffer_char(out, text.at[i]);
  }
  buffer_char(out, '"');
}

static void put_value(Buffer *out, const Program *program, Scalar value) {
  if (!value.known) {
    buffer_str(out, "\"\"");
    return;
  }
  switch (value.type.kind) {
  case TYPE_TEXT:
  case TYPE_REF:
    put_quoted(out, value.text);
    break;
  case TYPE_ENUM:
    put_quoted(out, program->enums.at[value.type.of].members[value.i].text);
    break;
  case TYPE_DURATION: /* in seconds */
    buffer_printf(out, "%lld", (long long)value.i);
    break;
  default:
    scalar_print(out, value, program->enums.at, PRINT_CSV);
  }
}

Text test_row_key(Arena *arena, const DeclaredTest *test, size_t given) {
  size_t number = 0;
  for (size_t i = 0; i <= given; i++)
    number += test->given.at[i].entity == test->given.at[given].entity;
  return text_of(arena_printf(arena, "row %zu", number));
}

/* A field's cell: what is given for it, or for the fixed column that it belongs to. */
static void put_cell(Buffer *out, const Program *program, const DeclaredTest *test, size_t given,
                     uint32_t field) {
  const GivenRows *row = &test->given.at[given];
  const Scalar yes = {.type = {.kind = TYPE_BOOL}, .known = true, .truth = TRUTH_TRUE};
  for (size_t v = 0; v < row->values.count; v++) {
    const GivenValue *value = &row->values.at[v];
    if (!value->fixes && value->index == field) {
      if (value->value.known)
        put_value(out, program, value->value);
      else
        break;
      return;
    }
    for (size_t i = 0; value->fixes && i < program->fixed.count; i++) {
      const FixedColumn *fixed = &program->fixed.at[i];
      if (fixed->column != value->index || (fixed->given != field && fixed->value != field))
        continue;
      put_value(out, program, fixed->given == field ? yes : value->value);
      return;
    }
  }
  if (program->entities.at[row->entity].key == field)
    put_quoted(out, test_row_key(out->arena, test, given));
  else
    buffer_str(out, "\"\"");
}

static Text rows_of(Arena *arena, const Program *program, const DeclaredTest *test,
                    uint32_t entity) {
  const EntitySchema *schema = &program->entities.at[entity];
  Buffer out = buffer_in(arena);
  for (uint32_t f = 0; f < schema->field_count; f++) {
    if (f) buffer_char(&out, ',');
    put_quoted(&out, schema->fields[f].name);
  }
  buffer_char(&out, '\n');
  for (size_t i = 0; i < test->given.count; i++) {
    if (test->given.at[i].entity != entity) continue;
    for (uint32_t f = 0; f < schema->field_count; f++) {
      if (f) buffer_char(&out, ',');
      put_cell(&out, program, test, i, f);
    }
    buffer_char(&out, '\n');
  }
  return buffer_view(&out);
}

DataSource *test_rows(Arena *arena, const Program *program, const Image *image,
                      const DeclaredTest *test, size_t *count) {
  DataSource *sources = ARENA_ARRAY(arena, DataSource, image->entities.count);
  *count = 0;
  for (uint32_t e = IMAGE_PROGRAM + 1; e < image->entities.count; e++) {
    DataSource *source = &sources[(*count)++];
    *source = (DataSource){.entity = image->entities.at[e].name};
    for (size_t i = 0; i < test->given.count; i++)
      if (test->given.at[i].entity == e && test->given.at[i].file.len)
        source->path = text_copy(arena, test->given.at[i].file).at;
    source->of_rules = source->path != NULL;
    if (!source->path) source->content = rows_of(arena, program, test, e);
  }
  return sources;
}

/* ---- Parameters ---- */

typedef struct Params {
  ParamValue *at;
  size_t count;
} Params;

static void fix_program(Params *params, const Program *program, const GivenValue *value) {
  for (size_t i = 0; i < program->fixed.count; i++) {
    const FixedColumn *fixed = &program->fixed.at[i];
    if (fixed->column != value->index) continue;
    const Scalar yes = {.type = {.kind = TYPE_BOOL}, .known = true, .truth = TRUTH_TRUE};
    params->at[params->count++] = (ParamValue){fixed->given + 1, yes};
    params->at[params->count++] = (ParamValue){fixed->value + 1, value->value};
  }
}

ParamValue *test_params(Arena *arena, const Program *program, const DeclaredTest *test,
                        size_t *count) {
  const size_t most = test->params.count + 2 * program->fixed.count;
  Params params = {ARENA_ARRAY(arena, ParamValue, most), 0};
  for (size_t i = 0; i < test->params.count; i++)
    params.at[params.count++] =
        (ParamValue){test->params.at[i].param + 1, test->params.at[i].value};
  for (size_t i = 0; i < test->given.count; i++) {
    const GivenRows *rows = &test->given.at[i];
    for (size_t v = 0; rows->entity == IMAGE_PROGRAM && v < rows->values.count; v++)
      if (rows->values.at[v].fixes) fix_program(&params, program, &rows->values.at[v]);
  }
  *count = params.count;
  return params.at;
}
