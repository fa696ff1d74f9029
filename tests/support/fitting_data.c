/* fitting_data.c - see fitting_data.h. */
#include "support/fitting_data.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ROWS = 5, ENTITIES_MOST = 16, FIELDS_MOST = 256 };

static void quoted(Buffer *out, Text text) {
  buffer_char(out, '"');
  for (size_t i = 0; i < text.len; i++) {
    if (text.at[i] == '"') buffer_char(out, '"');
    buffer_char(out, text.at[i]);
  }
  buffer_char(out, '"');
}

static void cell(Buffer *out, const Image *image, const FieldSchema *field, int row) {
  const EnumSchema *members;
  switch (field->type.kind) {
  case TYPE_BOOL:
    buffer_str(out, row % 3 ? "yes" : "no");
    break;
  case TYPE_DATE:
    buffer_printf(out, "2026-0%d-1%d", row + 1, row);
    break;
  case TYPE_PERCENT:
    buffer_printf(out, "%d%%", row * 7);
    break;
  case TYPE_ENUM:
    members = &image->enums.at[field->type.of];
    quoted(out, members->members[(uint32_t)row % members->count].text);
    break;
  case TYPE_TEXT:
    buffer_printf(out, field->key ? "K%d" : "text %d", row);
    break;
  case TYPE_REF:
    buffer_printf(out, "K%d", (row + 1) % 3);
    break;
  default:
    buffer_printf(out, "%d", row * 1000003);
    break;
  }
}

static Text rows_of(Arena *arena, const Image *image, const EntitySchema *entity) {
  Buffer out = buffer_in(arena);
  const uint32_t fields = entity->field_count < FIELDS_MOST ? entity->field_count : FIELDS_MOST;
  for (int row = -1; row < ROWS; row++)
    for (uint32_t f = 0; f < fields; f++) {
      const FieldSchema *field = &entity->fields[f];
      if (row < 0)
        quoted(&out, field->header.len ? field->header : field->name);
      else if (field->key || (row + (int)f) % 5)
        cell(&out, image, field, row);
      buffer_char(&out, f + 1 < fields ? ',' : '\n');
    }
  return buffer_view(&out);
}

static void close_file(void *what) { close((int)(intptr_t)what); }

static const char *memory_file(Arena *arena, Text content) {
  const int file = memfd_create("strata-data", MFD_CLOEXEC);
  if (file < 0) abort();
  arena_defer(arena, close_file, (void *)(intptr_t)file);
  for (size_t done = 0; done < content.len;) {
    const ssize_t wrote = write(file, content.at + done, content.len - done);
    if (wrote <= 0) abort();
    done += (size_t)wrote;
  }
  return arena_printf(arena, "/proc/self/fd/%d", file);
}

FittingData fitting_data(Arena *arena, const Image *image) {
  FittingData data = {.source = ARENA_ARRAY(arena, DataSource, ENTITIES_MOST)};
  for (uint32_t e = 1; e < image->entities.count && data.count < ENTITIES_MOST; e++) {
    const EntitySchema *entity = &image->entities.at[e];
    const Text rows = rows_of(arena, image, entity);
    data.source[data.count++] =
        (DataSource){.entity = entity->name, .path = memory_file(arena, rows)};
  }
  return data;
}
