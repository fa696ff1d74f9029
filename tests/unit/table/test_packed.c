/* test_packed.c - a packed column gives back what was put in, in any pieces, and takes little room.
 */
#include "table/packed.h"

#include <stdio.h>
#include <string.h>

#include "support/unit.h"

static Arena *arena;
static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

enum { ROWS = 5 * PACKED_FRAME + 77 };

static uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

/* How wide the values are, and how many of 16 are missing. */
typedef struct Kind {
  Store store;
  unsigned bits;
  unsigned missing;
} Kind;

static void set(Vector *v, size_t row, uint64_t bits, bool known) {
  char text[32];
  if (v->valid) v->valid[row] = known;
  switch (v->store) {
  case STORE_I64:
    v->i64[row] = (int64_t)bits - 1000;
    break;
  case STORE_F64:
    v->f64[row] = (double)bits / 3;
    break;
  case STORE_I32:
    v->i32[row] = (int32_t)(uint32_t)bits;
    break;
  case STORE_TRUTH:
    v->truth[row] = known ? (Truth)(bits % 3) : (Truth)TRUTH_UNKNOWN;
    break;
  default:
    snprintf(text, sizeof text, "%.*s", (int)(bits % 20), "The quick brown fox jumps");
    v->text[row] = text_copy(arena, text_of(text));
  }
}

static Vector make(Kind kind, uint64_t seed) {
  Vector v = vector_new(arena, kind.store, ROWS);
  uint64_t state = seed + 88172645463325252u;
  for (size_t row = 0; row < ROWS; row++) {
    const uint64_t random = next_random(&state);
    const uint64_t bits = kind.bits < 64 ? random & (((uint64_t)1 << kind.bits) - 1) : random;
    set(&v, row, bits, next_random(&state) % 16 >= kind.missing);
  }
  return v;
}

static void check_rows(const Packed *packed, const Vector *want, size_t row, size_t count) {
  enum { LEAD = 3 };
  const size_t size = store_size(want->store);
  Vector got = vector_new(arena, want->store, LEAD + count);
  packed_unpack(packed, row, count, &got, LEAD);
  for (size_t i = 0; i < count; i++) {
    const size_t at = LEAD + i, from = row + i;
    const bool known = vector_known(want, from);
    if (vector_known(&got, at) != known) ck_abort_msg("row %zu: known", from);
    if (!known) continue;
    const bool same =
        want->store == STORE_TEXT
            ? text_equal(got.text[at], want->text[from])
            : memcmp((char *)got.values + at * size, (char *)want->values + from * size, size) == 0;
    if (!same) ck_abort_msg("row %zu of %s", from, store_name(want->store));
  }
}

START_TEST(gives_back_what_was_put_in) {
  static const Kind kinds[] = {
      {STORE_I64, 0, 0},   {STORE_I64, 1, 1},   {STORE_I64, 8, 0},   {STORE_I64, 9, 2},
      {STORE_I64, 16, 15}, {STORE_I64, 17, 0},  {STORE_I64, 32, 1},  {STORE_I64, 33, 1},
      {STORE_I64, 64, 1},  {STORE_I64, 3, 16},  {STORE_I32, 0, 0},   {STORE_I32, 5, 1},
      {STORE_I32, 13, 0},  {STORE_I32, 32, 1},  {STORE_F64, 20, 1},  {STORE_F64, 0, 0},
      {STORE_F64, 0, 3},   {STORE_TRUTH, 9, 4}, {STORE_TRUTH, 0, 0}, {STORE_TRUTH, 0, 16},
      {STORE_TEXT, 8, 0},  {STORE_TEXT, 9, 3},  {STORE_TEXT, 0, 0},  {STORE_TEXT, 3, 16}};
  uint64_t state = 42;
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    const Vector want = make(kinds[k], k);
    Packed *packed = packed_new(arena, kinds[k].store);
    for (size_t row = 0, count; row < ROWS; row += count) {
      count = 1 + next_random(&state) % (k % 2 ? 100 : 3000);
      if (count > ROWS - row) count = ROWS - row;
      packed_append(packed, &want, row, count);
      ck_assert_uint_eq(packed_rows(packed), row + count);
    }
    check_rows(packed, &want, 0, ROWS);
    for (int i = 0; i < 100; i++) {
      const size_t row = next_random(&state) % ROWS, count = next_random(&state) % (ROWS - row);
      check_rows(packed, &want, row, i % 2 ? count : count % 50);
    }
  }
}
END_TEST

/* Texts are copied: the window they came from is used again. */
START_TEST(texts_are_its_own) {
  char bytes[8];
  Vector v = vector_new(arena, STORE_TEXT, 1);
  Packed *packed = packed_new(arena, STORE_TEXT);
  for (unsigned row = 0; row < 1500; row++) {
    snprintf(bytes, sizeof bytes, "%u", row);
    v.text[0] = text_of(bytes);
    v.valid[0] = 1;
    packed_append(packed, &v, 0, 1);
  }
  Vector got = vector_new(arena, STORE_TEXT, 1500);
  packed_unpack(packed, 0, 1500, &got, 0);
  for (unsigned row = 0; row < 1500; row++) {
    snprintf(bytes, sizeof bytes, "%u", row);
    ck_assert(text_equal(got.text[row], text_of(bytes)));
  }
}
END_TEST

START_TEST(texts_may_all_be_empty) {
  Vector v = vector_new(arena, STORE_TEXT, 3);
  Packed *packed = packed_new(arena, STORE_TEXT);
  for (size_t row = 0; row < 3; row++) v.text[row] = text_of(""), v.valid[row] = 1;
  packed_append(packed, &v, 0, 3);
  packed_append(packed, &v, 0, 3);
  Vector got = vector_new(arena, STORE_TEXT, 6);
  packed_unpack(packed, 0, 6, &got, 0);
  for (size_t row = 0; row < 6; row++) ck_assert(got.valid[row] && !got.text[row].len);
}
END_TEST

/* Eighths of a byte a row, of full frames. */
static size_t eighths_a_row(Kind kind) {
  const Vector v = make(kind, 7);
  Packed *packed = packed_new(arena, kind.store);
  for (size_t row = 0; row < 5 * PACKED_FRAME; row += PACKED_FRAME)
    packed_append(packed, &v, row, PACKED_FRAME);
  return 8 * packed_size(packed) / ((size_t)5 * PACKED_FRAME);
}

START_TEST(takes_little_room) {
  ck_assert_uint_eq(eighths_a_row((Kind){STORE_I64, 0, 0}), 0);
  ck_assert_uint_eq(eighths_a_row((Kind){STORE_I64, 8, 0}), 8);
  ck_assert_uint_eq(eighths_a_row((Kind){STORE_I64, 8, 1}), 9);
  ck_assert_uint_eq(eighths_a_row((Kind){STORE_I32, 13, 1}), 17);
  ck_assert_uint_eq(eighths_a_row((Kind){STORE_I64, 31, 0}), 32);
  ck_assert_uint_eq(eighths_a_row((Kind){STORE_TRUTH, 9, 0}), 2);
  ck_assert_uint_eq(eighths_a_row((Kind){STORE_TRUTH, 0, 0}), 0);
  ck_assert_uint_eq(eighths_a_row((Kind){STORE_I32, 9, 16}), 0);
  ck_assert_uint_eq(eighths_a_row((Kind){STORE_F64, 30, 0}), 64);
}
END_TEST

/* Windows of no round length leave no copies behind. */
START_TEST(texts_are_kept_once) {
  const Vector v = make((Kind){STORE_TEXT, 9, 0}, 7);
  Packed *frames = packed_new(arena, STORE_TEXT), *odd = packed_new(arena, STORE_TEXT);
  const size_t before = arena_size(arena);
  for (int round = 0; round < 100; round++) packed_append(frames, &v, 0, 5 * PACKED_FRAME);
  const size_t of_frames = arena_size(arena) - before;
  for (int round = 0; round < 100; round++)
    for (size_t row = 0; row < 5 * PACKED_FRAME; row += 512) packed_append(odd, &v, row, 512);
  const size_t of_odd = arena_size(arena) - before - of_frames;
  ck_assert_uint_lt(of_odd, of_frames + of_frames / 4);
}
END_TEST

UNIT_MAIN(setup, teardown, gives_back_what_was_put_in, texts_are_its_own, texts_may_all_be_empty,
          takes_little_room, texts_are_kept_once)
