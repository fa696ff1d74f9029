/* rows.c - the row that a person means by a key. */
#include "shell/rows.h"

enum { KEYS_COMPARED = 200000 };

bool row_find(const Run *run, uint32_t entity, Text key, size_t *row) {
  const Table *table = run_table(run, entity);
  *row = 0;
  if (entity == IMAGE_PROGRAM) return true;
  if (!table || !table->keys) return false;
  const uint32_t found = key_index_find(table->keys, key);
  *row = found;
  return found != ROW_NONE;
}

Diag *row_missing(const Run *run, uint32_t entity, Text key, Span span, DiagSink *diags) {
  const EntitySchema *schema = &run_image(run)->entities.at[entity];
  const Table *table = run_table(run, entity);
  if (schema->key == SCHEMA_NONE) {
    Diag *diag = diag_add(diags, E_UNKNOWN_KEY, span,
                          "rows of `%.*s` cannot be named: it has no key", TEXT_ARG(schema->name));
    diag_help(diags, diag, "declare one of its fields as `key`");
    return diag;
  }
  Nearest nearest = nearest_start(key);
  const size_t count = table && table->keys ? key_index_count(table->keys) : 0;
  for (size_t i = 0; i < count && i < KEYS_COMPARED; i++)
    nearest_offer(&nearest, key_index_text(table->keys, (uint32_t)i));
  Diag *diag = diag_add(diags, E_UNKNOWN_KEY, span, "there is no %.*s `%.*s` in the data",
                        TEXT_ARG(schema->name), TEXT_ARG(key));
  const Text meant = nearest_found(&nearest);
  if (meant.len && span.hi)
    diag_help(diags, diag, "did you mean `\"%.*s\"`?", TEXT_ARG(meant));
  else if (meant.len)
    diag_help(diags, diag, "did you mean `%.*s`?", TEXT_ARG(meant));
  return diag;
}
