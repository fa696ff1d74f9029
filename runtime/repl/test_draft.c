/* test_draft.c - a `test` under construction. */
#include "repl/test_draft.h"

#include "value/literal.h"

static const Image *image_of(const Draft *draft) { return run_image(draft->run); }

/* The same entity in the file's program, SCHEMA_NONE where it has none. */
static uint32_t in_file(const Draft *draft, uint32_t entity) {
  const Text name = image_of(draft)->entities.at[entity].name;
  const Image *file = draft->file->image;
  for (uint32_t e = 0; e < file->entities.count; e++)
    if (text_equal(file->entities.at[e].name, name)) return e;
  return SCHEMA_NONE;
}

/* Whether the file's program reads the field. */
static bool is_used(const Draft *draft, uint32_t entity, uint32_t field) {
  const uint32_t other = in_file(draft, entity);
  if (other == SCHEMA_NONE) return false;
  const EntitySchema *schema = &draft->file->image->entities.at[other];
  const uint32_t same =
      schema_field(schema, image_of(draft)->entities.at[entity].fields[field].name);
  return same != SCHEMA_NONE && schema->fields[same].used;
}

/* Whether the file declares a column that is called like this one of the run. */
static bool file_has(const Draft *draft, uint32_t column) {
  const Text name = image_of(draft)->columns.at[column].name;
  const Image *file = draft->file->image;
  for (uint32_t c = 0; c < file->columns.count; c++)
    if (text_equal(file->columns.at[c].name, name)) return true;
  return false;
}

/* ---- Rows ---- */

static bool add_row(Draft *draft, uint32_t entity, size_t row) {
  for (size_t i = 0; i < draft->rows.count; i++)
    if (draft->rows.at[i].entity == entity && draft->rows.at[i].row == row) return true;
  if (draft->rows.count >= DRAFT_ROWS_MOST) return false;
  *VEC_PUSH(draft->arena, &draft->rows) = (DraftRow){entity, row};
  return true;
}

/* The rows of `child` whose field refers to the row. */
static bool add_children(Draft *draft, uint32_t child, uint32_t field, size_t row) {
  const uint32_t slot = image_of(draft)->entities.at[child].fields[field].slot;
  const Table *table = run_table(draft->run, child);
  if (slot == SCHEMA_NONE || !table) return true;
  const Vector *references = &table->slot[slot];
  for (size_t r = 0; r < table->rows; r++)
    if (references->valid[r] && (size_t)references->i32[r] == row && !add_row(draft, child, r))
      return false;
  return true;
}

/* The run's field that the file's program calls so. */
static bool find_field(const Draft *draft, const EntitySchema *entity, uint32_t slot,
                       uint32_t *child, uint32_t *field) {
  const Image *image = image_of(draft);
  for (uint32_t f = 0; f < entity->field_count; f++) {
    if (entity->fields[f].slot != slot) continue;
    for (*child = 0; *child < image->entities.count; ++*child) {
      const EntitySchema *own = &image->entities.at[*child];
      if (!text_equal(own->name, entity->name)) continue;
      *field = schema_field(own, entity->fields[f].name);
      return *field != SCHEMA_NONE;
    }
  }
  return false;
}

static bool add_rows_by(Draft *draft, uint32_t file_child, uint32_t file_parent, uint32_t via,
                        DraftRow parent) {
  uint32_t child, field;
  if (via == SCHEMA_NONE || file_parent != in_file(draft, parent.entity)) return true;
  if (!find_field(draft, &draft->file->image->entities.at[file_child], via, &child, &field))
    return true;
  return add_children(draft, child, field, parent.row);
}

/* What is counted of a row: rows of groups and of histories. */
static bool add_counted(Draft *draft, DraftRow row) {
  const Image *file = draft->file->image;
  bool fits = true;
  for (size_t g = 0; g < file->groups.count && fits; g++)
    fits = add_rows_by(draft, file->groups.at[g].child, file->groups.at[g].parent,
                       file->groups.at[g].via, row);
  for (size_t h = 0; h < file->histories.count && fits; h++)
    fits = add_rows_by(draft, file->histories.at[h].child, file->histories.at[h].parent,
                       file->histories.at[h].via, row);
  return fits;
}

/* The rows that a row refers to. */
static bool add_referred(Draft *draft, DraftRow row) {
  const EntitySchema *schema = &image_of(draft)->entities.at[row.entity];
  const Table *table = run_table(draft->run, row.entity);
  for (uint32_t f = 0; f < schema->field_count; f++) {
    const FieldSchema *field = &schema->fields[f];
    if (field->type.kind != TYPE_REF || field->slot == SCHEMA_NONE ||
        !is_used(draft, row.entity, f))
      continue;
    const Vector *references = &table->slot[field->slot];
    if (references->valid[row.row] &&
        !add_row(draft, field->type.of, (size_t)references->i32[row.row]))
      return false;
  }
  return true;
}

/* The row and what is counted of it, level by level; then all that these refer to. */
static bool add_rows(Draft *draft) {
  for (size_t i = DRAFT_SUBJECT; i < draft->rows.count; i++)
    if (!add_counted(draft, draft->rows.at[i])) return false;
  for (size_t i = DRAFT_SUBJECT; i < draft->rows.count; i++)
    if (!add_referred(draft, draft->rows.at[i])) return false;
  return true;
}

/* ---- Columns ---- */

bool draft_can_fix(const Draft *draft, uint32_t column) {
  const Image *image = image_of(draft);
  return image->declarations.at[image->columns.at[column].declaration].columns.first == column;
}

/* A single value, and not one of several that it might be. */
static bool is_known(const Draft *draft, uint32_t column, size_t row) {
  const ColumnValue value = run_value(draft->run, column, row);
  return value.low.known && value.high.known && scalar_equal(value.low, value.high);
}

void draft_columns_of(const Draft *draft, size_t row, bool parts, DraftColumn **list,
                      size_t *count) {
  const Image *image = image_of(draft);
  const DraftRow *of = &draft->rows.at[row];
  *list = ARENA_ARRAY(draft->arena, DraftColumn, image->columns.count);
  *count = 0;
  for (uint32_t c = 0; c < image->columns.count; c++) {
    const Declaration *declaration = &image->declarations.at[image->columns.at[c].declaration];
    const bool fits = parts || draft_can_fix(draft, c);
    if (declaration->entity == of->entity && fits && file_has(draft, c) &&
        is_known(draft, c, of->row))
      (*list)[(*count)++] = (DraftColumn){c, row};
  }
}

bool draft_start(Draft *draft, uint32_t entity, size_t row) {
  DraftColumn *columns;
  size_t count;
  *VEC_PUSH(draft->arena, &draft->rows) = (DraftRow){IMAGE_PROGRAM, 0};
  *VEC_PUSH(draft->arena, &draft->rows) = (DraftRow){entity, row};
  if (!add_rows(draft)) return false;
  draft_columns_of(draft, DRAFT_SUBJECT, true, &columns, &count);
  for (size_t i = 0; i < count; i++) *VEC_PUSH(draft->arena, &draft->expected) = columns[i];
  return true;
}

/* ---- Text ---- */

static void put_values(const Draft *draft, Buffer *out, size_t index) {
  const Image *image = image_of(draft);
  const DraftRow *row = &draft->rows.at[index];
  const EntitySchema *schema = &image->entities.at[row->entity];
  const char *between = " ";
  for (uint32_t f = 0; f < schema->field_count; f++) {
    Scalar value;
    if (!is_used(draft, row->entity, f) ||
        !run_field(draft->run, row->entity, f, row->row, &value) || !value.known)
      continue;
    buffer_printf(out, "%s%.*s: ", between, TEXT_ARG(schema->fields[f].name));
    literal_put(out, value, image->enums.at);
    between = ", ";
  }
  for (size_t i = 0; i < draft->fixes.count; i++) {
    const DraftColumn *fix = &draft->fixes.at[i];
    if (fix->row != index) continue;
    buffer_printf(out, "%s%.*s: ", between, TEXT_ARG(image->columns.at[fix->column].name));
    literal_put(out, run_value(draft->run, fix->column, row->row).low, image->enums.at);
    between = ", ";
  }
}

static void put_row(const Draft *draft, Buffer *out, size_t index) {
  const Text entity = image_of(draft)->entities.at[draft->rows.at[index].entity].name;
  const size_t before = out->len;
  buffer_printf(out, "  given %.*s {", TEXT_ARG(entity));
  const size_t opened = out->len;
  put_values(draft, out, index);
  const bool empty = out->len == opened;
  buffer_str(out, empty ? "}\n" : " }\n");
  /* The program has no fields: nothing is fixed, and nothing said. */
  if (empty && index == DRAFT_PROGRAM) {
    out->len = before;
    out->data[before] = '\0';
  }
}

/* A name where others of its entity are given, too. */
static bool needs_key(const Draft *draft, uint32_t entity) {
  size_t count = 0;
  for (size_t i = 0; i < draft->rows.count; i++) count += draft->rows.at[i].entity == entity;
  return count > 1;
}

static void put_expectation(const Draft *draft, Buffer *out, const DraftColumn *expected) {
  const Image *image = image_of(draft);
  const Text name = image->columns.at[expected->column].name;
  const DraftRow *row = &draft->rows.at[expected->row];
  const Scalar value = run_value(draft->run, expected->column, row->row).low;
  if (value.type.kind == TYPE_BOOL) {
    buffer_printf(out, "  expect %s%.*s", value.truth == TRUTH_TRUE ? "" : "not ", TEXT_ARG(name));
  } else {
    buffer_printf(out, "  expect %.*s = ", TEXT_ARG(name));
    literal_put(out, value, image->enums.at);
  }
  if (row->entity != IMAGE_PROGRAM && needs_key(draft, row->entity)) {
    buffer_str(out, " for ");
    literal_put_text(out, run_key(draft->run, row->entity, row->row));
  }
  buffer_char(out, '\n');
}

/* Parameters that are not what the file says. */
static void put_params(const Draft *draft, Buffer *out) {
  const Image *image = image_of(draft), *file = draft->file->image;
  const RunOptions *options = run_options(draft->run);
  for (uint32_t p = IMAGE_TODAY + 1; p < image->params.count; p++) {
    const Param *param = &image->params.at[p];
    Scalar value = param->value;
    for (size_t i = 0; i < options->set_count; i++)
      if (options->set[i].param == p) value = options->set[i].value;
    for (uint32_t f = 0; f < file->params.count; f++) {
      if (!text_equal(file->params.at[f].name, param->name) ||
          scalar_equal(file->params.at[f].value, value))
        continue;
      buffer_printf(out, "  set %.*s = ", TEXT_ARG(param->name));
      literal_put(out, value, image->enums.at);
      buffer_char(out, '\n');
    }
  }
}

Text draft_text(const Draft *draft, const DraftColumn *expected, size_t count) {
  const Scalar today = {
      .type = {.kind = TYPE_DATE}, .known = true, .i = run_options(draft->run)->today};
  Buffer out = buffer_in(draft->arena);
  buffer_str(&out, "test ");
  literal_put_text(&out, draft->name);
  buffer_str(&out, " {\n  as of ");
  literal_put(&out, today, NULL);
  buffer_char(&out, '\n');
  put_params(draft, &out);
  for (size_t i = 0; i < draft->rows.count; i++) put_row(draft, &out, i);
  for (size_t i = 0; i < count; i++) put_expectation(draft, &out, &expected[i]);
  buffer_str(&out, "}\n");
  return buffer_view(&out);
}
