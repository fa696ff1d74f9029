/* packed.c - frames of a column: made when they are full, read in any part.
 *
 * A frame's memory is its values, `width` bytes each (bits for truths), then the bits of what is
 * known, then the bytes of its texts one behind another. Where a text begins follows from the
 * lengths before it.
 */
#include "table/packed.h"

#include <string.h>

enum { TRUTHS_A_BYTE = 4, TRUTH_BITS = 2, TRUTH_MASK = 3, FRAME_BITS = PACKED_FRAME / 8 };

typedef enum { KNOWN_NONE, KNOWN_ALL, KNOWN_BITS } Known;

typedef struct Frame {
  int64_t base; /* the least value; the bits of the double or the truth that all are */
  uint8_t *values;
  const char *texts;
  uint8_t width; /* bytes a value; for a truth 0 or 1 */
  uint8_t known;
} Frame;

struct Packed {
  Arena *arena;
  Store store;
  VEC(Frame) frames;
  Vector last; /* the rows that fill no frame yet */
  size_t last_rows;
  char *texts; /* of the last rows, one behind another */
  size_t texts_used, texts_size;
  size_t held;
};

Packed *packed_new(Arena *arena, Store store) {
  Packed *packed = ARENA_NEW(arena, Packed);
  packed->arena = arena;
  packed->store = store;
  return packed;
}

size_t packed_rows(const Packed *packed) {
  return packed->frames.count * PACKED_FRAME + packed->last_rows;
}

size_t packed_size(const Packed *packed) {
  return packed->held + packed->frames.count * sizeof(Frame);
}

static uint8_t *take(Packed *packed, size_t size) {
  packed->held += size;
  return arena_alloc(packed->arena, size);
}

/* ---- Packing -------------------------------------------------------------------------------- */

static Known pack_known(const Vector *from, uint8_t bits[FRAME_BITS]) {
  size_t known = 0;
  if (!from->valid) return KNOWN_ALL;
  for (size_t i = 0; i < PACKED_FRAME; i++) known += from->valid[i];
  for (size_t i = 0; i < FRAME_BITS; i++) {
    uint8_t byte = 0;
    for (unsigned k = 0; k < 8; k++) byte = (uint8_t)(byte | from->valid[8 * i + k] << k);
    bits[i] = byte;
  }
  return known == PACKED_FRAME ? KNOWN_ALL : known ? KNOWN_BITS : KNOWN_NONE;
}

/* What is missing becomes one of the others, so that it widens nothing. */
static void fill_missing(const Vector *from, int64_t value[PACKED_FRAME]) {
  size_t known = 0;
  while (known < PACKED_FRAME - 1 && !from->valid[known]) known++;
  const int64_t other = from->valid[known] ? value[known] : 0;
  for (size_t i = 0; i < PACKED_FRAME; i++) value[i] = from->valid[i] ? value[i] : other;
}

/* As integers; of texts the lengths, of doubles the bits. */
static void integers_of(const Vector *from, int64_t value[PACKED_FRAME]) {
  switch (from->store) {
  case STORE_I64:
  case STORE_F64:
    memcpy(value, from->values, PACKED_FRAME * sizeof *value);
    break;
  case STORE_I32:
    for (size_t i = 0; i < PACKED_FRAME; i++) value[i] = from->i32[i];
    break;
  case STORE_TRUTH:
    for (size_t i = 0; i < PACKED_FRAME; i++) value[i] = from->truth[i];
    return;
  case STORE_TEXT:
    for (size_t i = 0; i < PACKED_FRAME; i++)
      value[i] = from->valid[i] ? (int64_t)from->text[i].len : 0;
    return;
  case STORE_COUNT:
    break;
  }
  fill_missing(from, value);
}

static int width_for(Store store, uint64_t spread) {
  if (!spread) return 0;
  if (store == STORE_TRUTH) return 1;
  if (store == STORE_F64) return 8;
  return spread <= UINT8_MAX ? 1 : spread <= UINT16_MAX ? 2 : spread <= UINT32_MAX ? 4 : 8;
}

static size_t bytes_for(Store store, int width) {
  if (store == STORE_TRUTH) return width ? PACKED_FRAME / TRUTHS_A_BYTE : 0;
  return (size_t)width * PACKED_FRAME;
}

static void pack_truths(const int64_t value[PACKED_FRAME], uint8_t *to) {
  for (size_t i = 0; i < PACKED_FRAME; i += TRUTHS_A_BYTE)
    to[i / TRUTHS_A_BYTE] =
        (uint8_t)(value[i] | value[i + 1] << TRUTH_BITS | value[i + 2] << 2 * TRUTH_BITS |
                  value[i + 3] << 3 * TRUTH_BITS);
}

#define PACK(type)                                                                                 \
  for (size_t i = 0; i < PACKED_FRAME; i++)                                                        \
  ((type *)(void *)to)[i] = (type)((uint64_t)value[i] - (uint64_t)base)

static void pack_values(const int64_t value[PACKED_FRAME], int64_t base, int width, uint8_t *to) {
  switch (width) {
  case 1:
    PACK(uint8_t);
    break;
  case 2:
    PACK(uint16_t);
    break;
  case 4:
    PACK(uint32_t);
    break;
  case 8:
    PACK(uint64_t);
    break;
  default:
    break;
  }
}

static size_t text_bytes(const Vector *from, size_t count) {
  size_t total = 0;
  for (size_t i = 0; i < count; i++) total += from->valid[i] ? from->text[i].len : 0;
  return total;
}

/* Copies the texts side by side; the vector `to` (it may be NULL) gets the copies. */
static void copy_texts(const Vector *from, size_t count, char *at, const Vector *to) {
  for (size_t i = 0; i < count; i++) {
    const Text text = from->valid[i] ? from->text[i] : (Text){at, 0};
    if (text.len) memcpy(at, text.at, text.len);
    if (to) to->text[i] = (Text){at, text.len};
    at += text.len;
  }
}

static const char *pack_texts(Packed *packed, const Vector *from) {
  char *texts = (char *)take(packed, text_bytes(from, PACKED_FRAME));
  copy_texts(from, PACKED_FRAME, texts, NULL);
  return texts;
}

static void add_frame(Packed *packed, const Vector *from) {
  int64_t value[PACKED_FRAME];
  uint8_t bits[FRAME_BITS];
  Frame frame = {.known = (uint8_t)pack_known(from, bits)};
  integers_of(from, value);
  int64_t least = value[0], most = value[0];
  for (size_t i = 1; i < PACKED_FRAME; i++) {
    least = value[i] < least ? value[i] : least;
    most = value[i] > most ? value[i] : most;
  }
  const uint64_t spread = (uint64_t)most - (uint64_t)least;
  const int width = width_for(packed->store, spread);
  const bool is_raw = packed->store == STORE_F64 && width;
  const size_t bytes = bytes_for(packed->store, width);
  frame.base = is_raw ? 0 : least;
  frame.width = (uint8_t)width;
  frame.values = take(packed, bytes + (frame.known == KNOWN_BITS ? FRAME_BITS : 0));
  if (packed->store != STORE_TRUTH)
    pack_values(value, frame.base, width, frame.values);
  else if (width)
    pack_truths(value, frame.values);
  if (frame.known == KNOWN_BITS) memcpy(frame.values + bytes, bits, FRAME_BITS);
  if (packed->store == STORE_TEXT) frame.texts = pack_texts(packed, from);
  *VEC_PUSH(packed->arena, &packed->frames) = frame;
}

/* ---- Appending ------------------------------------------------------------------------------ */

/* `count` rows from `row` on, seen as a vector of its own. */
static Vector view(const Vector *from, size_t row) {
  Vector part = *from;
  part.values = (char *)from->values + row * store_size(from->store);
  part.valid = from->valid ? from->valid + row : NULL;
  return part;
}

/* Texts of the last rows: their memory is used again for every frame. */
static void keep_texts(Packed *packed, const Vector *from, size_t count, const Vector *to) {
  const size_t size = packed->texts_used + text_bytes(from, count);
  if (!packed->texts || size > packed->texts_size) {
    const size_t larger = size + size / 2 + 1; /* texts may all be empty */
    packed->texts = arena_grow(packed->arena, packed->texts, packed->texts_size, larger);
    packed->held += larger - packed->texts_size;
    packed->texts_size = larger;
    const char *at = packed->texts;
    for (size_t i = 0; i < packed->last_rows; i++) {
      packed->last.text[i].at = at;
      at += packed->last.text[i].len;
    }
  }
  copy_texts(from, count, packed->texts + packed->texts_used, to);
  packed->texts_used = size;
}

static void keep(Packed *packed, const Vector *from, size_t count) {
  if (!packed->last.values) {
    packed->last = vector_new(packed->arena, packed->store, PACKED_FRAME);
    packed->held += PACKED_FRAME * (store_size(packed->store) + 1);
  }
  const Vector to = view(&packed->last, packed->last_rows);
  if (to.valid) memcpy(to.valid, from->valid, count);
  if (packed->store == STORE_TEXT)
    keep_texts(packed, from, count, &to);
  else
    memcpy(to.values, from->values, count * store_size(packed->store));
  packed->last_rows += count;
}

void packed_append(Packed *packed, const Vector *from, size_t row, size_t count) {
  while (count) {
    const Vector rest = view(from, row);
    const size_t room = PACKED_FRAME - packed->last_rows;
    const size_t now = count < room ? count : room;
    if (now == PACKED_FRAME) {
      add_frame(packed, &rest);
    } else {
      keep(packed, &rest, now);
      if (packed->last_rows == PACKED_FRAME) {
        add_frame(packed, &packed->last);
        packed->last_rows = packed->texts_used = 0;
      }
    }
    row += now;
    count -= now;
  }
}

/* ---- Unpacking ------------------------------------------------------------------------------ */

static uint8_t bit_at(const uint8_t *bits, size_t row) { return bits[row / 8] >> row % 8 & 1; }

static void unpack_known(const Frame *frame, const uint8_t *bits, size_t row, size_t count,
                         uint8_t *valid) {
  if (frame->known != KNOWN_BITS) {
    memset(valid, frame->known == KNOWN_ALL, count);
    return;
  }
  size_t i = 0;
  for (; i < count && (row + i) % 8; i++) valid[i] = bit_at(bits, row + i);
  for (; i + 8 <= count; i += 8)
    for (unsigned k = 0; k < 8; k++) valid[i + k] = bits[(row + i) / 8] >> k & 1;
  for (; i < count; i++) valid[i] = bit_at(bits, row + i);
}

#define UNPACK(type, result)                                                                       \
  for (size_t i = 0; i < count; i++)                                                               \
  to[i] = (result)((uint64_t)frame->base + ((const type *)(const void *)frame->values)[row + i])

/* Once for each of the results, so that their loops are simple. */
#define UNPACK_INTO(name, result)                                                                  \
  static void name(const Frame *frame, size_t row, size_t count, result *to) {                     \
    switch (frame->width) {                                                                        \
    case 1:                                                                                        \
      UNPACK(uint8_t, result);                                                                     \
      break;                                                                                       \
    case 2:                                                                                        \
      UNPACK(uint16_t, result);                                                                    \
      break;                                                                                       \
    case 4:                                                                                        \
      UNPACK(uint32_t, result);                                                                    \
      break;                                                                                       \
    case 8:                                                                                        \
      UNPACK(uint64_t, result);                                                                    \
      break;                                                                                       \
    default:                                                                                       \
      for (size_t i = 0; i < count; i++) to[i] = (result)frame->base;                              \
    }                                                                                              \
  }
UNPACK_INTO(unpack_i64, int64_t)
UNPACK_INTO(unpack_i32, int32_t)

static void unpack_doubles(const Frame *frame, size_t row, size_t count, double *to) {
  if (frame->width)
    memcpy(to, frame->values + row * sizeof *to, count * sizeof *to);
  else
    for (size_t i = 0; i < count; i++) memcpy(&to[i], &frame->base, sizeof *to);
}

static Truth truth_at(const Frame *frame, size_t row) {
  return frame->values[row / TRUTHS_A_BYTE] >> row % TRUTHS_A_BYTE * TRUTH_BITS & TRUTH_MASK;
}

static void unpack_truths(const Frame *frame, size_t row, size_t count, Truth *to) {
  if (!frame->width) {
    memset(to, (int)frame->base, count);
    return;
  }
  size_t i = 0;
  for (; i < count && (row + i) % TRUTHS_A_BYTE; i++) to[i] = truth_at(frame, row + i);
  for (; i + TRUTHS_A_BYTE <= count; i += TRUTHS_A_BYTE) {
    const unsigned four = frame->values[(row + i) / TRUTHS_A_BYTE];
    for (unsigned k = 0; k < TRUTHS_A_BYTE; k++)
      to[i + k] = (Truth)(four >> k * TRUTH_BITS & TRUTH_MASK);
  }
  for (; i < count; i++) to[i] = truth_at(frame, row + i);
}

static void unpack_texts(const Frame *frame, size_t row, size_t count, Text *to) {
  int64_t length[PACKED_FRAME];
  const char *at = frame->texts;
  unpack_i64(frame, 0, row + count, length);
  for (size_t i = 0; i < row; i++) at += length[i];
  for (size_t i = 0; i < count; i++) {
    to[i] = (Text){at, (size_t)length[row + i]};
    at += length[row + i];
  }
}

static void unpack_frame(const Packed *packed, const Frame *frame, size_t row, size_t count,
                         const Vector *to) {
  const uint8_t *bits = frame->values + bytes_for(packed->store, frame->width);
  if (to->valid) unpack_known(frame, bits, row, count, to->valid);
  switch (packed->store) {
  case STORE_I64:
    unpack_i64(frame, row, count, to->i64);
    break;
  case STORE_F64:
    unpack_doubles(frame, row, count, to->f64);
    break;
  case STORE_I32:
    unpack_i32(frame, row, count, to->i32);
    break;
  case STORE_TRUTH:
    unpack_truths(frame, row, count, to->truth);
    break;
  case STORE_TEXT:
    unpack_texts(frame, row, count, to->text);
    break;
  case STORE_COUNT:
    break;
  }
}

void packed_unpack(const Packed *packed, size_t row, size_t count, Vector *to, size_t at) {
  while (count) {
    const size_t frame = row / PACKED_FRAME, within = row % PACKED_FRAME;
    const size_t room = PACKED_FRAME - within, now = count < room ? count : room;
    const Vector part = view(to, at);
    if (frame < packed->frames.count) {
      unpack_frame(packed, &packed->frames.at[frame], within, now, &part);
    } else {
      const Vector last = view(&packed->last, within);
      memcpy(part.values, last.values, now * store_size(packed->store));
      if (part.valid) memcpy(part.valid, last.valid, now);
    }
    row += now;
    at += now;
    count -= now;
  }
}
