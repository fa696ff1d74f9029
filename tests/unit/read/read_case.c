/* read_case.c - the frame around one reading. */
#include "read_case.h"

#include "value/scalar.h"

ReadCase read_case(Arena *arena, const char *fields) {
  ReadCase c = {.arena = arena, .keep_lines = true};
  c.image = data_image(arena);
  c.entity = data_entity(c.image, "account", fields);
  c.tables = data_tables(c.image);
  c.log = read_log_new(arena, 20);
  c.diags = diag_sink_new(arena);
  return c;
}

Reader *read_case_open(ReadCase *c, Text content) {
  const ReadRequest request = {.image = c->image,
                               .entity = c->entity,
                               .content = content,
                               .name = TEXT("accounts.csv"),
                               .all_columns = c->all_columns,
                               .keep_lines = c->keep_lines,
                               .keep_keys = !c->drop_keys,
                               .block_bytes = c->block_bytes,
                               .tables = c->tables};
  return reader_open(c->arena, &request, c->log, c->diags);
}

Reader *read_case_text(ReadCase *c, Text content) {
  Reader *reader = read_case_open(c, content);
  if (!reader) return NULL;
  while (reader_next(reader, c->step ? c->step : SIZE_MAX) > 0) {
  }
  return reader;
}

const char *read_case_rows(const ReadCase *c, uint32_t entity) {
  const Table *table = c->tables[entity];
  const EntitySchema *schema = &c->image->entities.at[entity];
  Buffer out = buffer_in(c->arena);
  buffer_str(&out, "");
  for (size_t row = 0; row < table->rows; row++) {
    const char *between = "";
    for (uint32_t f = 0; f < schema->field_count; f++) {
      const FieldSchema *field = &schema->fields[f];
      if (field->slot == SCHEMA_NONE) continue;
      Scalar value = vector_get(&table->slot[field->slot], field->type, row);
      buffer_str(&out, between);
      if (!value.known) {
        buffer_char(&out, '-');
      } else if (field->type.kind == TYPE_REF) {
        buffer_text(&out, key_index_text(c->tables[field->type.of]->keys, (uint32_t)value.i));
      } else {
        scalar_print(&out, value, c->image->enums.at, PRINT_CSV);
      }
      between = " ";
    }
    buffer_char(&out, '|');
  }
  return out.data ? out.data : "";
}

const char *read_case_findings(const ReadCase *c) {
  Buffer out = buffer_in(c->arena);
  for (size_t i = 0; i < c->log->findings.count; i++) {
    const DataFinding *f = &c->log->findings.at[i];
    buffer_printf(&out, "%s %llu:%llu %.*s\n", finding_info[f->kind].code,
                  (unsigned long long)f->line, (unsigned long long)f->column, TEXT_ARG(f->text));
  }
  return out.data ? out.data : "";
}

const char *read_case_diag(const ReadCase *c) {
  Buffer out = buffer_in(c->arena);
  if (diag_count(c->diags) == 0) return "";
  const Diag *diag = diag_at(c->diags, 0);
  buffer_printf(&out, "%s %.*s", diag_info(diag->code)->code, TEXT_ARG(diag->message));
  for (size_t i = 0; i < diag->notes.count; i++)
    buffer_printf(&out, "\nnote: %.*s", TEXT_ARG(diag->notes.at[i]));
  if (diag->help.len) buffer_printf(&out, "\nhelp: %.*s", TEXT_ARG(diag->help));
  return out.data;
}
