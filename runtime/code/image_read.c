/* image_read.c - the bytes of a file as an image (image_format_impl.h has the layout).
 *
 * Nothing in the file is believed: every read is checked against the end, every count against the
 * bytes that are left, before memory is taken. The first fault is kept, after which all reads
 * give zeros, so that no caller need ask after each. What the numbers mean is the verifier's.
 */
#include <string.h>

#include "code/crc.h"
#include "code/image_format_impl.h"

typedef struct Reader {
  Arena *arena;
  Text bytes;  /* the whole file */
  size_t next; /* offset of what is read next */
  const Text *texts;
  uint32_t text_count;
  const char *why; /* the first fault, NULL as long as there is none */
} Reader;

static void fail(Reader *r, const char *what) {
  if (r->why) return;
  r->why = arena_printf(r->arena, "byte %zu of the file: %s", r->next, what);
}

static uint64_t load(Text bytes, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; i++) value |= (uint64_t)(unsigned char)bytes.at[at + i] << 8 * i;
  return value;
}

static size_t left(const Reader *r) { return r->bytes.len - r->next; }

static uint64_t take(Reader *r, size_t size) {
  if (left(r) < size) fail(r, "a value runs over the end");
  if (r->why) return 0;
  r->next += size;
  return load(r->bytes, r->next - size, size);
}

/* `least`: bytes that each of so many things takes. */
static uint32_t take_count(Reader *r, size_t least) {
  const uint32_t count = (uint32_t)take(r, 4);
  if (count > left(r) / least) fail(r, "a count is larger than the rest of the file can hold");
  return r->why ? 0 : count;
}

static uint8_t get_U8(Reader *r) { return (uint8_t)take(r, 1); }
static uint16_t get_U16(Reader *r) { return (uint16_t)take(r, 2); }
static uint32_t get_U32(Reader *r) { return (uint32_t)take(r, 4); }
static int32_t get_I32(Reader *r) { return (int32_t)get_U32(r); }
static int64_t get_I64(Reader *r) { return (int64_t)take(r, 8); }

static double get_F64(Reader *r) {
  const uint64_t bits = take(r, 8);
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static uint8_t get_ENUM(Reader *r, unsigned limit) {
  const uint8_t value = get_U8(r);
  if (value < limit) return value;
  fail(r, "a value is none of its enumeration");
  return 0;
}

static bool get_BOOL(Reader *r) {
  const uint8_t value = get_U8(r);
  if (value > 1) fail(r, "a truth value is neither 0 nor 1");
  return value == 1;
}

static Text get_TEXT(Reader *r) {
  const uint32_t position = get_U32(r);
  if (!r->why && position < r->text_count) return r->texts[position];
  fail(r, "a text is not among the texts");
  return text_of("");
}

static Type get_TYPE(Reader *r) {
  Type type = {.kind = (TypeKind)get_ENUM(r, TYPE_COUNT)};
  if (type.kind == TYPE_MONEY) {
    for (int i = 0; i < 3; i++) type.currency[i] = (char)get_U8(r);
  }
  if (type.kind == TYPE_ENUM || type.kind == TYPE_REF) type.of = get_U32(r);
  return type;
}

static Scalar get_SCALAR(Reader *r) {
  Scalar value = {.type = get_TYPE(r)};
  value.known = get_BOOL(r);
  const Store store = type_store(value.type);
  if (!value.known) {
    if (store == STORE_TRUTH) value.truth = TRUTH_UNKNOWN;
  } else if (store == STORE_TEXT || value.type.kind == TYPE_REF) {
    value.text = get_TEXT(r);
  } else if (store == STORE_F64) {
    value.f = get_F64(r);
  } else if (store == STORE_TRUTH) {
    value.truth = get_ENUM(r, TRUTH_TRUE + 1);
  } else {
    value.i = get_I64(r);
  }
  return value;
}

static IndexList get_LIST(Reader *r) {
  const uint32_t first = get_U32(r);
  return (IndexList){first, get_U32(r)};
}

static CodePlace get_PLACE(Reader *r) {
  CodePlace place = {.file = get_TEXT(r)};
  place.line = get_U32(r);
  place.column = get_U32(r);
  return place;
}

/* Only ENUM looks at the argument of its codec. */
#define GET_U16(arg) get_U16(r)
#define GET_U32(arg) get_U32(r)
#define GET_I32(arg) get_I32(r)
#define GET_TEXT(arg) get_TEXT(r)
#define GET_TYPE(arg) get_TYPE(r)
#define GET_BOOL(arg) get_BOOL(r)
#define GET_SCALAR(arg) get_SCALAR(r)
#define GET_ENUM(arg) get_ENUM(r, arg)
#define GET_INDEX(arg) get_U32(r)
#define GET_OPTIONAL(arg) get_U32(r)
#define GET_LIST(arg) get_LIST(r)
#define GET_PLACE(arg) get_PLACE(r)

#define TABLE(Struct, member) static void get_##Struct(Reader *r, Struct *row) {
#define FIELD(codec, arg, name, comment) row->name = GET_##codec(arg);
#define END(Struct, member) }
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END

/* Bytes of a row, at least. */
/* clang-format off */
#define TABLE(Struct, member) enum { LEAST_##Struct = 0
#define FIELD(codec, arg, name, comment) + LEAST_##codec
#define END(Struct, member) };
/* clang-format on */
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END

enum {
  LEAST_MEMBER = 2 * LEAST_TEXT,
  LEAST_ENUMERATION = LEAST_TEXT + LEAST_U32,
  LEAST_BOUND = LEAST_BOOL + LEAST_I64 + LEAST_F64,
  LEAST_FORMAT = LEAST_ENUM + LEAST_BOOL + LEAST_U8 + LEAST_U32 + LEAST_TEXT,
  LEAST_FIELD = 3 * LEAST_TEXT + LEAST_TYPE + LEAST_FORMAT + 2 * LEAST_BOUND + 4 * LEAST_BOOL +
                LEAST_OPTIONAL,
  LEAST_ENTITY = 3 * LEAST_TEXT + LEAST_OPTIONAL + LEAST_U32
};

/* Reads the count and makes room for so many; the room can grow, like any VEC's. */
#define GET_ROOM(vec, least)                                                                       \
  ((vec)->count = (vec)->capacity = take_count(r, (least)),                                        \
   (vec)->at = arena_grow(r->arena, NULL, 0, (vec)->count * sizeof *(vec)->at))

static void get_enumeration(Reader *r, EnumSchema *schema) {
  schema->name = get_TEXT(r);
  schema->count = take_count(r, LEAST_MEMBER);
  schema->members = ARENA_ARRAY(r->arena, EnumMember, schema->count);
  for (uint32_t i = 0; i < schema->count; i++) {
    schema->members[i].name = get_TEXT(r);
    schema->members[i].text = get_TEXT(r);
  }
}

static Bound get_bound(Reader *r) {
  Bound bound = {.set = get_BOOL(r)};
  bound.i = get_I64(r);
  bound.f = get_F64(r);
  return bound;
}

static void get_field(Reader *r, FieldSchema *field) {
  field->name = get_TEXT(r);
  field->header = get_TEXT(r);
  field->doc = get_TEXT(r);
  field->type = get_TYPE(r);
  field->format.percent = (PercentForm)get_ENUM(r, PERCENT_POINTS + 1);
  field->format.comma = get_BOOL(r);
  field->format.exponent = get_U8(r);
  field->format.duration_unit = get_U32(r);
  field->format.date = get_TEXT(r);
  field->low = get_bound(r);
  field->high = get_bound(r);
  field->key = get_BOOL(r);
  field->required = get_BOOL(r);
  field->fixed = get_BOOL(r);
  field->used = get_BOOL(r);
  field->slot = get_U32(r);
}

static void get_entity(Reader *r, EntitySchema *entity) {
  entity->name = get_TEXT(r);
  entity->source = get_TEXT(r);
  entity->doc = get_TEXT(r);
  entity->key = get_U32(r);
  entity->field_count = take_count(r, LEAST_FIELD);
  entity->fields = ARENA_ARRAY(r->arena, FieldSchema, entity->field_count);
  for (uint32_t i = 0; i < entity->field_count; i++) get_field(r, &entity->fields[i]);
}

static void get_schemas(Reader *r, Image *image) {
  GET_ROOM(&image->enums, LEAST_ENUMERATION);
  for (size_t i = 0; i < image->enums.count; i++) get_enumeration(r, &image->enums.at[i]);
  GET_ROOM(&image->entities, LEAST_ENTITY);
  for (size_t i = 0; i < image->entities.count; i++) get_entity(r, &image->entities.at[i]);
}

static void get_constants(Reader *r, Image *image) {
  GET_ROOM(&image->const_i64, LEAST_I64);
  for (size_t i = 0; i < image->const_i64.count; i++) image->const_i64.at[i] = get_I64(r);
  GET_ROOM(&image->const_f64, LEAST_F64);
  for (size_t i = 0; i < image->const_f64.count; i++) image->const_f64.at[i] = get_F64(r);
  GET_ROOM(&image->const_text, LEAST_TEXT);
  for (size_t i = 0; i < image->const_text.count; i++) image->const_text.at[i] = get_TEXT(r);
}

static void get_tables(Reader *r, Image *image) {
#define TABLE(Struct, member)                                                                      \
  GET_ROOM(&image->member, LEAST_##Struct);                                                        \
  for (size_t i = 0; i < image->member.count; i++) get_##Struct(r, &image->member.at[i]);
#define FIELD(codec, arg, name, comment)
#define END(Struct, member)
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END
}

/* The texts before the rows: copied, so that the image does not need the file. */
static void get_texts(Reader *r) {
  const uint32_t count = take_count(r, LEAST_U32);
  Text *texts = ARENA_ARRAY(r->arena, Text, count);
  for (uint32_t i = 0; i < count && !r->why; i++) {
    const size_t length = take_count(r, 1);
    const Text text = text_slice(r->bytes, r->next, r->next + length);
    if (text_utf8_check(text) != text.len) fail(r, "a text is not valid UTF-8");
    texts[i] = text_copy(r->arena, text);
    r->next += length;
  }
  r->texts = texts;
  r->text_count = count;
}

/* What is wrong with the header, or NULL. */
static const char *header_fault(Arena *arena, Text bytes) {
  if (!text_starts(bytes, IMAGE_MAGIC)) return "the file is not a compiled program";
  if (bytes.len < IMAGE_AT_TEXTS) return "the file is cut short within its header";
  const unsigned version = (unsigned)load(bytes, IMAGE_AT_VERSION, 4);
  if (version != IMAGE_VERSION)
    return arena_printf(arena,
                        "the file has version %u of the format and this program reads version %d; "
                        "compile it again",
                        version, IMAGE_VERSION);
  const uint64_t size = load(bytes, IMAGE_AT_SIZE, 8);
  if (bytes.len < size)
    return arena_printf(arena, "the file is cut short: %zu of %llu bytes are there", bytes.len,
                        (unsigned long long)size);
  if (bytes.len > size)
    return arena_printf(arena, "the file has %llu bytes behind its end",
                        (unsigned long long)(bytes.len - size));
  const uint32_t checksum = (uint32_t)load(bytes, IMAGE_AT_CHECKSUM, 4);
  if (crc32c(text_slice(bytes, IMAGE_AT_SIZE, bytes.len)) != checksum)
    return "the file is damaged: its checksum does not match";
  return NULL;
}

Image *image_read(Arena *arena, Text bytes, Text *why) {
  const char *fault = header_fault(arena, bytes);
  if (fault) {
    *why = text_of(fault);
    return NULL;
  }
  Reader reader = {.arena = arena, .bytes = bytes, .next = IMAGE_AT_TEXTS}, *r = &reader;
  Image *image = image_new(arena);
  get_texts(r);
  image->program = get_TEXT(r);
  image->version = get_TEXT(r);
  get_schemas(r, image);
  get_constants(r, image);
  get_tables(r, image);
  if (left(r)) fail(r, "bytes are left behind the last table");
  if (!r->why) return image;
  *why = text_of(r->why);
  return NULL;
}

bool image_is(Text bytes) { return text_starts(bytes, IMAGE_MAGIC); }
