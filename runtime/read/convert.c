/* convert.c - one loop a store; each tries the plain form first and asks value/cell.h otherwise. */
#include "read/convert.h"

#include "read/convert_fast.h"

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

/* Power of ten by which the plain form of a cell is scaled; false where there is no plain form. */
static bool plain_shift(const FieldSchema *field, unsigned *shift) {
  const unsigned decimals = (unsigned)type_info(field->type.kind)->decimals;
  switch (field->type.kind) {
  case TYPE_INTEGER:
  case TYPE_MONEY:
    *shift = decimals + field->format.exponent;
    return true;
  case TYPE_PERCENT:
    *shift = field->format.percent == PERCENT_RATIO ? decimals : decimals - 2;
    return true;
  default:
    return false;
  }
}

static void convert_i64(const CellColumn *column, const Text *cells, size_t count, int64_t *values,
                        uint8_t *valid, CellProblems *problems) {
  const FieldSchema *field = column->field;
  const char point = field->format.comma ? ',' : '.';
  const bool signed_percent =
      field->type.kind == TYPE_PERCENT && field->format.percent == PERCENT_SIGNED;
  unsigned shift = 0;
  const bool plain = plain_shift(field, &shift);
  for (size_t i = 0; i < count; i++) {
    Text cell = cells[i];
    int64_t value = 0;
    CellStatus status = CELL_MISSING;
    bool read = false;
    if (cell.len > 0 && plain) {
      Text digits = cell;
      if (signed_percent && digits.at[digits.len - 1] == '%') digits.len--;
      read =
          (!signed_percent || digits.len < cell.len) && fast_scaled(digits, point, shift, &value);
      status = CELL_OK;
    }
    if (!read && cell.len > 0) status = cell_i64(cell, field->type, &field->format, &value);
    if (status <= CELL_ROUNDED && status != CELL_MISSING && !cell_in_range_i64(field, value)) {
      status = CELL_OUT_OF_RANGE;
    }
    values[i] = value;
    valid[i] = status == CELL_OK || status == CELL_ROUNDED;
    if (status == CELL_OK) continue;
    if (status == CELL_ROUNDED) {
      problems->rounded++;
    } else {
      no_value(column, cell, i, status, problems);
    }
  }
}

static void convert_f64(const CellColumn *column, const Text *cells, size_t count, double *values,
                        uint8_t *valid, CellProblems *problems) {
  const FieldSchema *field = column->field;
  const char point = field->format.comma ? ',' : '.';
  for (size_t i = 0; i < count; i++) {
    double value = 0;
    CellStatus status = cells[i].len > 0 ? CELL_OK : CELL_MISSING;
    if (cells[i].len > 0 && (field->format.exponent || !fast_double(cells[i], point, &value))) {
      status = cell_f64(cells[i], &field->format, &value);
    }
    if (status == CELL_OK && !cell_in_range_f64(field, value)) status = CELL_OUT_OF_RANGE;
    values[i] = value;
    valid[i] = status == CELL_OK;
    if (status != CELL_OK) no_value(column, cells[i], i, status, problems);
  }
}

static void convert_date(const CellColumn *column, const Text *cells, size_t count, int32_t *values,
                         uint8_t *valid, CellProblems *problems) {
  const FieldSchema *field = column->field;
  const bool iso = field->format.date.len == 0;
  for (size_t i = 0; i < count; i++) {
    int32_t day = 0;
    CellStatus status = cells[i].len > 0 ? CELL_OK : CELL_MISSING;
    if (cells[i].len > 0 && !(iso && fast_date(cells[i], &day))) {
      status = cell_date(cells[i], &field->format, &day);
    }
    if (status == CELL_OK && !cell_in_range_i64(field, day)) status = CELL_OUT_OF_RANGE;
    values[i] = day;
    valid[i] = status == CELL_OK;
    if (status != CELL_OK) no_value(column, cells[i], i, status, problems);
  }
}

static void convert_enum(const CellColumn *column, const Text *cells, size_t count, int32_t *values,
                         uint8_t *valid, CellProblems *problems) {
  for (size_t i = 0; i < count; i++) {
    int32_t member = 0;
    CellStatus status = cells[i].len > 0 ? CELL_OK : CELL_MISSING;
    if (cells[i].len > 0 && !fast_member(column->member_index, cells[i], &member)) {
      status = cell_enum(cells[i], column->members, &member);
    }
    values[i] = member;
    valid[i] = status == CELL_OK;
    if (status != CELL_OK) no_value(column, cells[i], i, status, problems);
  }
}

/* Keys are looked for by the dozen: see key_index_find_all. */
enum { REFS_TOGETHER = 64 };

static void convert_refs(const CellColumn *column, const Text *cells, size_t count, uint32_t near,
                         uint32_t *rows) {
  Text keys[REFS_TOGETHER];
  for (size_t i = 0; i < count; i++) {
    keys[i] = text_trim(cells[i]);
    rows[i] = ROW_NONE;
  }
  if (column->target) key_index_find_all(column->target, keys, count, near, rows);
}

static void convert_ref(const CellColumn *column, const Text *cells, size_t count, int32_t *values,
                        uint8_t *valid, CellProblems *problems) {
  uint32_t rows[REFS_TOGETHER], near = ROW_NONE;
  for (size_t i = 0; i < count; i++) {
    const size_t at = i % REFS_TOGETHER;
    if (at == 0) {
      const size_t rest = count - i;
      convert_refs(column, cells + i, rest < REFS_TOGETHER ? rest : REFS_TOGETHER, near, rows);
    }
    const uint32_t row = near = rows[at];
    values[i] = row == ROW_NONE ? 0 : (int32_t)row;
    valid[i] = row != ROW_NONE;
    if (valid[i]) continue;
    const bool empty = text_trim(cells[i]).len == 0;
    if (empty || column->target)
      no_value(column, cells[i], i, empty ? CELL_MISSING : CELL_NOT_A_MEMBER, problems);
  }
}

static void convert_bool(const CellColumn *column, const Text *cells, size_t count, Truth *values,
                         CellProblems *problems) {
  for (size_t i = 0; i < count; i++) {
    Truth value = TRUTH_UNKNOWN;
    CellStatus status = cells[i].len > 0 ? CELL_OK : CELL_MISSING;
    if (cells[i].len > 0 && !fast_bool(cells[i], &value)) status = cell_bool(cells[i], &value);
    values[i] = value;
    if (status != CELL_OK) no_value(column, cells[i], i, status, problems);
  }
}

static void convert_text(const CellColumn *column, const Text *cells, size_t count, Text *values,
                         uint8_t *valid, CellProblems *problems) {
  for (size_t i = 0; i < count; i++) {
    const CellStatus status = cell_is_blank(cells[i]) ? CELL_MISSING : cell_text_check(cells[i]);
    valid[i] = status == CELL_OK;
    values[i] = valid[i] ? text_pages_copy(column->texts, cells[i]) : (Text){"", 0};
    if (status != CELL_OK) no_value(column, cells[i], i, status, problems);
  }
}

void column_convert(const CellColumn *column, const Text *cells, size_t count, Vector *out,
                    size_t at, CellProblems *problems) {
  uint8_t *valid = out->valid ? out->valid + at : NULL;
  switch (column->field->type.kind) {
  case TYPE_TEXT:
    convert_text(column, cells, count, out->text + at, valid, problems);
    break;
  case TYPE_NUMBER:
    convert_f64(column, cells, count, out->f64 + at, valid, problems);
    break;
  case TYPE_DATE:
    convert_date(column, cells, count, out->i32 + at, valid, problems);
    break;
  case TYPE_ENUM:
    convert_enum(column, cells, count, out->i32 + at, valid, problems);
    break;
  case TYPE_REF:
    convert_ref(column, cells, count, out->i32 + at, valid, problems);
    break;
  case TYPE_BOOL:
    convert_bool(column, cells, count, out->truth + at, problems);
    break;
  default:
    convert_i64(column, cells, count, out->i64 + at, valid, problems);
    break;
  }
}
