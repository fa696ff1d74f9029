/* fuzz_csv.c - a CSV file of an entity with a field of every type, read twice.
 *
 * The first byte says how many rows a call takes and how large blocks are. What comes out of
 * reading it whole and of reading it in such steps must be the same, every text that was kept must
 * be UTF-8, and every member and reference must exist.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/data_schema.h"

static const char ACCOUNT[] =
    "id: key text; region: enum=emea|amer|strategic_account; revenue: money low=0;"
    "growth: percent; ratio: ratio comma; size: integer high=1000; weight: number; since: date;"
    "closed: date=%d.%m.%y; mutual: bool required; wait: hours; parent: ref=account; name: text";

static void must(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", what);
  abort();
}

typedef struct Reading {
  Table *table;
  ReadLog *log;
  bool done;
} Reading;

static Reading read_all(Arena *arena, Text csv, size_t step, size_t block_bytes) {
  Image *image = data_image(arena);
  const uint32_t entity = data_entity(image, "account", ACCOUNT);
  Table **tables = data_tables(image);
  const ReadRequest request = {.image = image,
                               .entity = entity,
                               .content = csv,
                               .name = TEXT("accounts.csv"),
                               .keep_lines = true,
                               .keep_keys = true,
                               .block_bytes = block_bytes,
                               .tables = tables};
  Reading reading = {.table = tables[entity], .log = read_log_new(arena, 5)};
  Reader *reader = reader_open(arena, &request, reading.log, diag_sink_new(arena));
  if (!reader) return reading;
  while (reader_next(reader, step) > 0) {
  }
  reading.done = reader_done(reader);
  reader_link(reader);
  reader_close(reader);
  return reading;
}

static void check_values(const Table *table) {
  const EntitySchema *entity = &table->image->entities.at[table->entity];
  for (uint32_t f = 0; f < entity->field_count; f++) {
    const FieldSchema *field = &entity->fields[f];
    for (size_t row = 0; row < table->rows; row++) {
      const Scalar value = vector_get(&table->slot[field->slot], field->type, row);
      if (!value.known) continue;
      if (field->type.kind == TYPE_TEXT)
        must(text_utf8_check(value.text) == value.text.len, "text is UTF-8");
      if (field->type.kind == TYPE_ENUM) must(value.i >= 0 && value.i < 3, "a member");
      if (field->type.kind == TYPE_REF)
        must(value.i >= 0 && (size_t)value.i < table->rows, "a row");
    }
  }
}

static void check_same(const Reading *a, const Reading *b) {
  must(a->done == b->done, "done alike");
  must(a->table->rows == b->table->rows, "as many rows");
  must(a->log->findings.count == b->log->findings.count, "as many findings");
  for (size_t i = 0; i < a->log->findings.count; i++) {
    const DataFinding *x = &a->log->findings.at[i], *y = &b->log->findings.at[i];
    must(x->kind == y->kind && x->line == y->line && x->column == y->column &&
             text_equal(x->text, y->text),
         "the same findings");
  }
  for (size_t row = 0; row < a->table->rows; row++)
    must(a->table->line[row] == b->table->line[row], "the same lines");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  if (size < 1) return 0;
  const Text csv = {(const char *)bytes + 1, size - 1};
  Arena *arena = arena_new(NULL);
  if (!arena) return 0;
  if (ARENA_TRY(arena)) {
    const Reading whole = read_all(arena, csv, SIZE_MAX, 0);
    const Reading steps = read_all(arena, csv, (size_t)bytes[0] % 16 + 1, (size_t)bytes[0] / 4);
    check_values(whole.table);
    check_same(&whole, &steps);
  }
  arena_free(arena);
  return 0;
}
