/* convert.c - cells by the type of their column.
 *
 * Each loop over a store takes the cells of the plain form, without a branch on what is in them,
 * and lists the others by their index; a second loop over the list asks value/cell.h. Which form is
 * plain, the type decides; what a cell means, never depends on which loop has read it.
 */
#include "read/convert.h"

#include <float.h>

#include "read/convert_fast.h"
#include "read/convert_plain.h"

/* ---- Members of an enumeration ----
 *
 * A table of slots by a hash of the member's text, as two words and a length. Members of more than
 * 16 bytes are not in it; value/cell.h finds them. */

enum { WORDS_LEN = 16 };

typedef struct MemberSlot {
  CellWords words;
  size_t len;
  int32_t member; /* -1: the slot is free */
} MemberSlot;

struct MemberIndex {
  uint32_t mask;
  MemberSlot slots[];
};

static inline uint32_t member_hash(CellWords words) {
  const uint64_t mixed =
      words.first * UINT64_C(0x9e3779b97f4a7c15) ^ words.second * UINT64_C(0xc2b2ae3d27d4eb4f);
  return (uint32_t)(mixed >> 32);
}

static MemberIndex *member_index_new(Arena *arena, const EnumSchema *members) {
  uint32_t size = 16;
  while (size < members->count * 4) size *= 2;
  MemberIndex *index = arena_alloc(arena, sizeof *index + size * sizeof *index->slots);
  index->mask = size - 1;
  for (uint32_t i = 0; i < size; i++) index->slots[i].member = -1;
  for (uint32_t i = 0; i < members->count; i++) {
    const Text text = members->members[i].text;
    char padded[WORDS_LEN] = {0};
    if (text.len == 0 || text.len > WORDS_LEN) continue;
    memcpy(padded, text.at, text.len);
    const CellWords words = cell_words((Text){padded, text.len});
    uint32_t at = member_hash(words);
    while (index->slots[at & index->mask].member >= 0) at++;
    index->slots[at & index->mask] = (MemberSlot){words, text.len, (int32_t)i};
  }
  return index;
}

static inline bool fast_member(const MemberIndex *index, Text cell, int32_t *out) {
  if (cell.len > WORDS_LEN) return false;
  const CellWords words = cell_words(cell);
  for (uint32_t at = member_hash(words);; at++) {
    const MemberSlot *slot = &index->slots[at & index->mask];
    if (slot->member < 0) return false;
    if (slot->words.first != words.first || slot->words.second != words.second ||
        slot->len != cell.len)
      continue;
    *out = slot->member;
    return true;
  }
}

/* ---- Text ---- */

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool cell_is_blank(Text cell) {
  if (cell.len > 0 && (unsigned char)cell.at[0] > ' ' && (unsigned char)cell.at[0] < 0x80) {
    return false;
  }
  for (size_t i = 0; i < cell.len; i++) {
    if (!is_blank(cell.at[i])) return text_trim(cell).len == 0;
  }
  return true;
}

CellStatus cell_text_check(Text cell) {
  const uint64_t ones = BYTES_OF(1), highs = BYTES_OF(0x80);
  uint64_t suspect = 0;
  size_t i = 0;
  for (; i + 8 <= cell.len; i += 8) {
    const uint64_t word = load_eight(cell.at + i);
    suspect |= (word | (word - ones)) & highs;
  }
  for (; i < cell.len; i++) suspect |= (unsigned char)cell.at[i] - 1u >= 0x7f;
  if (!suspect) return CELL_OK;
  if (memchr(cell.at, 0, cell.len)) return CELL_NUL_BYTE;
  return text_utf8_check(cell) < cell.len ? CELL_NOT_UTF8 : CELL_OK;
}

/* ---- Columns ---- */

CellColumn column_new(Arena *arena, const Image *image, const EntitySchema *entity, uint32_t field,
                      uint32_t cell, TextPages *texts) {
  CellColumn column = {
      .field = &entity->fields[field], .index = field, .cell = cell, .texts = texts};
  if (column.field->type.kind == TYPE_ENUM) {
    column.members = &image->enums.at[column.field->type.of];
    column.member_index = member_index_new(arena, column.members);
  }
  return column;
}

/* A cell that has no value. Bytes that are no text are the first thing to say of it. */
static void no_value(const CellColumn *column, Text cell, size_t row, CellStatus status,
                     CellProblems *problems) {
  if (!cell.at || (status == CELL_MISSING && !column->field->required)) return;
  if (status != CELL_MISSING) {
    const CellStatus check = cell_text_check(cell);
    if (check != CELL_OK) status = check;
  }
  problems->at[problems->count++] = (CellProblem){(uint32_t)row, (uint8_t)status};
}

/* The ends of the field's range, or of the store's. */
static void plain_range(const FieldSchema *field, PlainForm *form) {
  form->low = field->low.set ? field->low.i : INT64_MIN;
  form->high = field->high.set ? field->high.i : INT64_MAX;
  form->low_double = field->low.set ? field->low.f : -DBL_MAX;
  form->high_double = field->high.set ? field->high.f : DBL_MAX;
}

/* False where the field's cells have no plain form. */
static bool plain_form(const FieldSchema *field, PlainForm *form) {
  const CellFormat *format = &field->format;
  const unsigned decimals = (unsigned)type_info(field->type.kind)->decimals;
  *form = (PlainForm){.point = format->comma ? ',' : '.',
                      .list_missing = field->required,
                      .shift = decimals + format->exponent};
  plain_range(field, form);
  switch (field->type.kind) {
  case TYPE_NUMBER:
    return format->exponent == 0;
  case TYPE_DATE:
    return format->date.len == 0;
  case TYPE_INTEGER:
  case TYPE_MONEY:
    return true;
  case TYPE_PERCENT:
    form->percent = format->percent == PERCENT_SIGNED;
    form->shift = format->percent == PERCENT_RATIO ? decimals : decimals - 2;
    return true;
  default:
    return false;
  }
}

/* All of them are to be looked at. */
static size_t list_all(size_t count, uint32_t *rest) {
  for (uint32_t i = 0; i < count; i++) rest[i] = i;
  return count;
}

/* What a cell that is no plain one says, or why it says nothing, in the order of the rows. */
typedef struct Slow {
  const CellColumn *column;
  const Text *cells;
  size_t first; /* row of cells[0] */
  CellProblems *problems;
} Slow;

/* Whether there is a value; where there is none, that is said. */
static bool slow_value(const Slow *slow, uint32_t i, CellStatus status, bool in_range) {
  if ((status == CELL_OK || status == CELL_ROUNDED) && !in_range) status = CELL_OUT_OF_RANGE;
  slow->problems->rounded += status == CELL_ROUNDED;
  if (status == CELL_OK || status == CELL_ROUNDED) return true;
  no_value(slow->column, slow->cells[i], slow->first + i, status, slow->problems);
  return false;
}

/* The loops of a level; those without any of their own take the portable ones. */
typedef struct PlainLoops {
  PlainScaled *scaled;
  PlainDouble *number;
  PlainDays *days;
} PlainLoops;

static PlainLoops plain_loops(SimdLevel asked) {
  switch (simd_choose(asked)) {
#ifdef __x86_64__
  case SIMD_AVX2:
    return (PlainLoops){plain_scaled_avx2, plain_double_avx2, plain_days_avx2};
  case SIMD_AVX512:
    return (PlainLoops){plain_scaled_avx512, plain_double_avx512, plain_days_avx512};
#endif
  default:
    return (PlainLoops){plain_scaled_portable, plain_double_portable, plain_days_portable};
  }
}

static void convert_i64(const Slow *slow, size_t count, int64_t *values, uint8_t *valid) {
  const CellColumn *column = slow->column;
  const FieldSchema *field = column->field;
  uint32_t rest[PLAIN_CELLS];
  PlainForm form;
  PlainScaled *const plain = plain_loops(column->simd).scaled;
  const size_t listed = plain_form(field, &form)
                            ? plain(&form, slow->cells, count, values, valid, rest)
                            : list_all(count, rest);
  for (size_t n = 0; n < listed; n++) {
    const uint32_t i = rest[n];
    int64_t value = 0;
    const CellStatus status = cell_i64(slow->cells[i], field->type, &field->format, &value);
    valid[i] = slow_value(slow, i, status, cell_in_range_i64(field, value));
    values[i] = value;
  }
}

static void convert_f64(const Slow *slow, size_t count, double *values, uint8_t *valid) {
  const CellColumn *column = slow->column;
  const FieldSchema *field = column->field;
  uint32_t rest[PLAIN_CELLS];
  PlainForm form;
  PlainDouble *const plain = plain_loops(column->simd).number;
  const size_t listed = plain_form(field, &form)
                            ? plain(&form, slow->cells, count, values, valid, rest)
                            : list_all(count, rest);
  for (size_t n = 0; n < listed; n++) {
    const uint32_t i = rest[n];
    double value = 0;
    const CellStatus status = cell_f64(slow->cells[i], &field->format, &value);
    valid[i] = slow_value(slow, i, status, cell_in_range_f64(field, value));
    values[i] = value;
  }
}

static void convert_date(const Slow *slow, size_t count, int32_t *values, uint8_t *valid) {
  const FieldSchema *field = slow->column->field;
  uint32_t rest[PLAIN_CELLS];
  PlainForm form;
  const size_t listed =
      plain_form(field, &form)
          ? plain_loops(slow->column->simd).days(&form, slow->cells, count, values, valid, rest)
          : list_all(count, rest);
  for (size_t n = 0; n < listed; n++) {
    const uint32_t i = rest[n];
    int32_t day = 0;
    const CellStatus status = cell_date(slow->cells[i], &field->format, &day);
    valid[i] = slow_value(slow, i, status, cell_in_range_i64(field, day));
    values[i] = day;
  }
}

static void convert_enum(const Slow *slow, size_t count, int32_t *values, uint8_t *valid) {
  const CellColumn *column = slow->column;
  const Text *cells = slow->cells;
  uint32_t rest[PLAIN_CELLS];
  for (size_t i = 0; i < count; i++) {
    const Text cell = {plain_bytes(cells[i]), cells[i].len};
    int32_t member = 0;
    valid[i] = fast_member(column->member_index, cell, &member);
    values[i] = member;
  }
  const size_t listed = plain_list(valid, cells, count, column->field->required, rest);
  for (size_t n = 0; n < listed; n++) {
    const uint32_t i = rest[n];
    int32_t member = 0;
    const CellStatus status = cell_enum(cells[i], column->members, &member);
    valid[i] = slow_value(slow, i, status, true);
    values[i] = member;
  }
}

static void convert_bool(const Slow *slow, size_t count, Truth *values) {
  const Text *cells = slow->cells;
  uint32_t rest[PLAIN_CELLS];
  size_t listed = 0;
  for (size_t i = 0; i < count; i++) {
    const Text cell = {plain_bytes(cells[i]), cells[i].len};
    const bool read = fast_bool(cell, &values[i]);
    rest[listed] = (uint32_t)i;
    listed += (unsigned)!read & ((cell.len > 0) | slow->column->field->required);
  }
  for (size_t n = 0; n < listed; n++) {
    const uint32_t i = rest[n];
    slow_value(slow, i, cell_bool(cells[i], &values[i]), true);
  }
}

/* Keys are looked for by the dozen: see key_index_find_all. */
enum { REFS_TOGETHER = 64 };

/* Most keys have nothing to trim, and neither ends in a letter beyond ASCII. */
static inline Text trimmed(Text key) {
  if (key.len > 0) {
    const unsigned char first = (unsigned char)key.at[0], last = (unsigned char)key.at[key.len - 1];
    if ((unsigned)(first - '!') <= '~' - '!' && (unsigned)(last - '!') <= '~' - '!') return key;
  }
  return text_trim(key);
}

static void convert_refs(const CellColumn *column, const Text *cells, size_t count, uint32_t near,
                         uint32_t *rows) {
  Text keys[REFS_TOGETHER];
  for (size_t i = 0; i < count; i++) {
    keys[i] = trimmed(cells[i]);
    rows[i] = ROW_NONE;
  }
  if (column->target) key_index_find_all(column->target, keys, count, near, rows);
}

static void convert_ref(const Slow *slow, size_t count, int32_t *values, uint8_t *valid) {
  const CellColumn *column = slow->column;
  uint32_t rows[REFS_TOGETHER], near = column->near;
  for (size_t first = 0; first < count; first += REFS_TOGETHER) {
    const size_t some = count - first < REFS_TOGETHER ? count - first : REFS_TOGETHER;
    convert_refs(column, slow->cells + first, some, near, rows);
    for (size_t k = 0; k < some; k++) {
      const size_t i = first + k;
      valid[i] = rows[k] != ROW_NONE;
      values[i] = valid[i] ? (int32_t)rows[k] : 0;
      if (valid[i]) continue;
      const bool empty = trimmed(slow->cells[i]).len == 0;
      if (empty || column->target)
        slow_value(slow, (uint32_t)i, empty ? CELL_MISSING : CELL_NOT_A_MEMBER, true);
    }
    if (rows[some - 1] != ROW_NONE) near = rows[some - 1];
  }
}

static void convert_text(const Slow *slow, size_t count, Text *values, uint8_t *valid) {
  const Text *cells = slow->cells;
  for (size_t i = 0; i < count; i++) {
    const CellStatus status = cell_is_blank(cells[i]) ? CELL_MISSING : cell_text_check(cells[i]);
    valid[i] = status == CELL_OK;
    values[i] = valid[i] ? text_pages_copy(slow->column->texts, cells[i]) : (Text){"", 0};
    if (status != CELL_OK) slow_value(slow, (uint32_t)i, status, true);
  }
}

static void convert_some(const Slow *slow, size_t count, Vector *out, size_t at) {
  uint8_t *valid = out->valid ? out->valid + at : NULL;
  switch (slow->column->field->type.kind) {
  case TYPE_TEXT:
    convert_text(slow, count, out->text + at, valid);
    break;
  case TYPE_NUMBER:
    convert_f64(slow, count, out->f64 + at, valid);
    break;
  case TYPE_DATE:
    convert_date(slow, count, out->i32 + at, valid);
    break;
  case TYPE_ENUM:
    convert_enum(slow, count, out->i32 + at, valid);
    break;
  case TYPE_REF:
    convert_ref(slow, count, out->i32 + at, valid);
    break;
  case TYPE_BOOL:
    convert_bool(slow, count, out->truth + at);
    break;
  default:
    convert_i64(slow, count, out->i64 + at, valid);
    break;
  }
}

void column_convert(const CellColumn *column, const Text *cells, size_t count, Vector *out,
                    size_t at, CellProblems *problems) {
  for (size_t first = 0; first < count; first += PLAIN_CELLS) {
    const Slow slow = {column, cells + first, first, problems};
    const size_t some = count - first < PLAIN_CELLS ? count - first : PLAIN_CELLS;
    convert_some(&slow, some, out, at + first);
  }
}
