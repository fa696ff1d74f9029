/* verify_tables.c - that every number which points into a table points into it, by what image.def
 * says of each field. All parts that come after may follow such numbers without a look.
 *
 * The runs of a LIST may lie anywhere, but together they are no longer than the table: so the
 * work of the later parts is proportional to the size of the image whatever it holds.
 */
#include <string.h>

#include "code/verify_impl.h"

/* The codecs that are held against something. The others can be no harm. */
typedef enum { ANY, BELOW, ROW, ROW_OR_NONE, ROWS, A_TYPE, A_SCALAR } Check;

#define CHECK_U16(arg) ANY, 0
#define CHECK_U32(arg) ANY, 0
#define CHECK_I32(arg) ANY, 0
#define CHECK_TEXT(arg) ANY, 0
#define CHECK_BOOL(arg) ANY, 0
#define CHECK_PLACE(arg) ANY, 0
#define CHECK_TYPE(arg) A_TYPE, 0
#define CHECK_SCALAR(arg) A_SCALAR, 0
#define CHECK_ENUM(arg) BELOW, (arg)
#define CHECK_INDEX(arg) ROW, offsetof(Image, arg.count)
#define CHECK_OPTIONAL(arg) ROW_OR_NONE, offsetof(Image, arg.count)
#define CHECK_LIST(arg) ROWS, offsetof(Image, arg.count)

typedef struct Field {
  const char *name;
  size_t offset; /* in the row */
  Check check;
  size_t of; /* BELOW: the limit; ROW, ROW_OR_NONE, ROWS: where in the image the table's count is */
} Field;

/* All rows of one table. */
typedef struct Rows {
  const char *table;
  const void *at;
  size_t count, stride;
} Rows;

static bool check_below(Verifier *v, Where where, size_t value, size_t limit) {
  if (value < limit) return true;
  return verify_fail_at(v, where, "is %zu and must be below %zu", value, limit);
}

/* Runs follow each other, and none has a row of another: what is found out of a row (the
 * instruction that writes a register) is of one run. `end`: where the one before ended. */
static bool check_rows(Verifier *v, Where where, IndexList list, size_t limit, uint64_t *end) {
  if ((uint64_t)list.first + list.count > limit)
    return verify_fail_at(v, where, "runs over the end of its table");
  if (!list.count) return true;
  if (list.first < *end) return verify_fail_at(v, where, "shares rows with another run");
  *end = (uint64_t)list.first + list.count;
  return true;
}

static bool check_value(Verifier *v, Where where, const Field *field, const char *at,
                        uint64_t *end) {
  size_t limit = field->of;
  if (field->check == ROW || field->check == ROW_OR_NONE || field->check == ROWS)
    memcpy(&limit, (const char *)v->image + field->of, sizeof limit);
  uint32_t index = 0;
  if (field->check == ROW || field->check == ROW_OR_NONE) memcpy(&index, at, sizeof index);

  switch (field->check) {
  case BELOW:
    return check_below(v, where, (uint8_t)*at, limit);
  case ROW:
    return check_below(v, where, index, limit);
  case ROW_OR_NONE:
    return index == SCHEMA_NONE || check_below(v, where, index, limit);
  case ROWS:
    return check_rows(v, where, *(const IndexList *)(const void *)at, limit, end);
  case A_TYPE:
    return verify_type(v, where, *(const Type *)(const void *)at);
  case A_SCALAR:
    return verify_scalar(v, where, *(const Scalar *)(const void *)at);
  case ANY:
    break;
  }
  return true;
}

static bool check_table(Verifier *v, Rows rows, const Field *fields, size_t field_count) {
  if (rows.count > INT32_MAX) return verify_fail(v, "the table %s is too long", rows.table);
  for (size_t f = 0; f < field_count; f++) {
    if (fields[f].check == ANY) continue;
    uint64_t end = 0;
    for (size_t i = 0; i < rows.count; i++) {
      const char *at = (const char *)rows.at + i * rows.stride + fields[f].offset;
      const Where where = {rows.table, i, fields[f].name};
      if (!check_value(v, where, &fields[f], at, &end)) return false;
    }
  }
  return true;
}

/* clang-format off */
#define TABLE(Struct, member)                                                                      \
  static bool check_##Struct(Verifier *v) {                                                        \
    typedef Struct Row;                                                                            \
    const Rows rows = {#member, v->image->member.at, v->image->member.count, sizeof(Row)};         \
    static const Field fields[] = {
#define FIELD(codec, arg, name, comment) {#name, offsetof(Row, name), CHECK_##codec(arg)},
#define END(Struct, member)                                                                        \
    };                                                                                             \
    return check_table(v, rows, fields, sizeof fields / sizeof *fields);                           \
  }
/* clang-format on */
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END

bool verify_tables(Verifier *v) {
  const Image *image = v->image;
  if (image->enums.count > INT32_MAX || image->entities.count > INT32_MAX)
    return verify_fail(v, "the tables of the schema are too long");
#define TABLE(Struct, member)                                                                      \
  if (!check_##Struct(v)) return false;
#define FIELD(codec, arg, name, comment)
#define END(Struct, member)
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END
  return true;
}
