/* image_write.c - an image as the bytes of a file (image_format_impl.h has the layout).
 *
 * The rows go to a buffer of their own, because the texts that stand before them are only known
 * when the last row is written.
 */
#include <string.h>

#include "base/map.h"
#include "code/crc.h"
#include "code/image_format_impl.h"

typedef struct Writer {
  Buffer rows, texts;
  Map *known; /* text to its position in `texts` */
} Writer;

static void append(Buffer *out, uint64_t value, size_t size) {
  char *bytes = buffer_reserve(out, size);
  for (size_t i = 0; i < size; i++) bytes[i] = (char)(value >> 8 * i);
  out->len += size;
}

static void put_U8(Writer *w, uint8_t value) { append(&w->rows, value, 1); }
static void put_U16(Writer *w, uint16_t value) { append(&w->rows, value, 2); }
static void put_U32(Writer *w, uint32_t value) { append(&w->rows, value, 4); }
static void put_I32(Writer *w, int32_t value) { put_U32(w, (uint32_t)value); }
static void put_I64(Writer *w, int64_t value) { append(&w->rows, (uint64_t)value, 8); }
static void put_BOOL(Writer *w, bool value) { put_U8(w, value); }
static void put_ENUM(Writer *w, uint8_t value) { put_U8(w, value); }
static void put_INDEX(Writer *w, uint32_t value) { put_U32(w, value); }
static void put_OPTIONAL(Writer *w, uint32_t value) { put_U32(w, value); }
static void put_count(Writer *w, size_t count) { put_U32(w, (uint32_t)count); }

static void put_F64(Writer *w, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  append(&w->rows, bits, 8);
}

static void put_TEXT(Writer *w, Text value) {
  const uint32_t next = (uint32_t)map_count(w->known);
  const uint32_t position = map_add(w->known, value, next);
  if (position == next) {
    append(&w->texts, value.len, 4);
    buffer_text(&w->texts, value);
  }
  put_U32(w, position);
}

static void put_TYPE(Writer *w, Type value) {
  put_U8(w, (uint8_t)value.kind);
  if (value.kind == TYPE_MONEY) buffer_bytes(&w->rows, value.currency, 3);
  if (value.kind == TYPE_ENUM || value.kind == TYPE_REF) put_U32(w, value.of);
}

static void put_SCALAR(Writer *w, Scalar value) {
  put_TYPE(w, value.type);
  put_BOOL(w, value.known);
  if (!value.known) return;
  if (value.type.kind == TYPE_REF) {
    put_TEXT(w, value.text);
    return;
  }
  switch (type_store(value.type)) {
  case STORE_I64:
  case STORE_I32:
    put_I64(w, value.i);
    break;
  case STORE_F64:
    put_F64(w, value.f);
    break;
  case STORE_TRUTH:
    put_U8(w, value.truth);
    break;
  case STORE_TEXT:
    put_TEXT(w, value.text);
    break;
  case STORE_COUNT:
    break;
  }
}

static void put_LIST(Writer *w, IndexList value) {
  put_U32(w, value.first);
  put_U32(w, value.count);
}

static void put_PLACE(Writer *w, CodePlace value) {
  put_TEXT(w, value.file);
  put_U32(w, value.line);
  put_U32(w, value.column);
}

#define TABLE(Struct, member) static void put_##Struct(Writer *w, const Struct *row) {
#define FIELD(codec, arg, name, comment) put_##codec(w, row->name);
#define END(Struct, member) }
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END

static void put_enumeration(Writer *w, const EnumSchema *schema) {
  put_TEXT(w, schema->name);
  put_count(w, schema->count);
  for (uint32_t i = 0; i < schema->count; i++) {
    put_TEXT(w, schema->members[i].name);
    put_TEXT(w, schema->members[i].text);
  }
}

static void put_bound(Writer *w, Bound bound) {
  put_BOOL(w, bound.set);
  put_I64(w, bound.i);
  put_F64(w, bound.f);
}

static void put_field(Writer *w, const FieldSchema *field) {
  put_TEXT(w, field->name);
  put_TEXT(w, field->header);
  put_TEXT(w, field->doc);
  put_TYPE(w, field->type);
  put_ENUM(w, (uint8_t)field->format.percent);
  put_BOOL(w, field->format.comma);
  put_U8(w, field->format.exponent);
  put_U32(w, field->format.duration_unit);
  put_TEXT(w, field->format.date);
  put_bound(w, field->low);
  put_bound(w, field->high);
  put_BOOL(w, field->key);
  put_BOOL(w, field->required);
  put_BOOL(w, field->fixed);
  put_BOOL(w, field->used);
  put_OPTIONAL(w, field->slot);
}

static void put_entity(Writer *w, const EntitySchema *entity) {
  put_TEXT(w, entity->name);
  put_TEXT(w, entity->source);
  put_TEXT(w, entity->doc);
  put_OPTIONAL(w, entity->key);
  put_count(w, entity->field_count);
  for (uint32_t i = 0; i < entity->field_count; i++) put_field(w, &entity->fields[i]);
}

static void put_schemas(Writer *w, const Image *image) {
  put_count(w, image->enums.count);
  for (size_t i = 0; i < image->enums.count; i++) put_enumeration(w, &image->enums.at[i]);
  put_count(w, image->entities.count);
  for (size_t i = 0; i < image->entities.count; i++) put_entity(w, &image->entities.at[i]);
}

static void put_constants(Writer *w, const Image *image) {
  put_count(w, image->const_i64.count);
  for (size_t i = 0; i < image->const_i64.count; i++) put_I64(w, image->const_i64.at[i]);
  put_count(w, image->const_f64.count);
  for (size_t i = 0; i < image->const_f64.count; i++) put_F64(w, image->const_f64.at[i]);
  put_count(w, image->const_text.count);
  for (size_t i = 0; i < image->const_text.count; i++) put_TEXT(w, image->const_text.at[i]);
}

static void put_tables(Writer *w, const Image *image) {
#define TABLE(Struct, member)                                                                      \
  put_count(w, image->member.count);                                                               \
  for (size_t i = 0; i < image->member.count; i++) put_##Struct(w, &image->member.at[i]);
#define FIELD(codec, arg, name, comment)
#define END(Struct, member)
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END
}

void image_write(const Image *image, Buffer *out) {
  Writer w = {buffer_in(out->arena), buffer_in(out->arena), map_new(out->arena)};
  put_TEXT(&w, image->program);
  put_TEXT(&w, image->version);
  put_schemas(&w, image);
  put_constants(&w, image);
  put_tables(&w, image);

  Buffer rest = buffer_in(out->arena); /* what the checksum is of */
  const size_t header = IMAGE_AT_TEXTS + sizeof(uint32_t);
  append(&rest, header + w.texts.len + w.rows.len, 8);
  append(&rest, map_count(w.known), 4);
  buffer_text(&rest, buffer_view(&w.texts));
  buffer_text(&rest, buffer_view(&w.rows));

  buffer_text(out, IMAGE_MAGIC);
  append(out, IMAGE_VERSION, 4);
  append(out, crc32c(buffer_view(&rest)), 4);
  buffer_text(out, buffer_view(&rest));
}
