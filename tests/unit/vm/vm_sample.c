/* vm_sample.c - the numbers that arithmetic trips over come up often. */
#include "vm_sample.h"

#include <string.h>

#include "value/date.h"

static uint64_t next(Sample *sample) { return vm_random(&sample->state); }

static int64_t below(Sample *sample, int64_t limit) {
  return (int64_t)(next(sample) % (uint64_t)limit);
}

static int64_t some_i64(Sample *sample) {
  static const int64_t corners[] = {0,
                                    1,
                                    -1,
                                    2,
                                    5,
                                    -5,
                                    10000,
                                    INT64_MAX,
                                    INT64_MIN,
                                    INT64_MAX - 1,
                                    INT64_MIN + 1,
                                    INT64_MAX / 2,
                                    INT64_MIN / 2,
                                    (int64_t)1 << 53,
                                    ((int64_t)1 << 53) + 1,
                                    -((int64_t)1 << 61),
                                    ((int64_t)1 << 61) - 1,
                                    (int64_t)1 << 61,
                                    (int64_t)1 << 48,
                                    3037000500};
  const int64_t choice = below(sample, 8);
  if (sample->kind == SAMPLE_TAME) {
    if (choice < 3) return below(sample, 21) - 10;
    return (below(sample, 20000001) - 10000000) * (choice < 6 ? 10000 : 37);
  }
  if (choice < 3) return corners[below(sample, sizeof corners / sizeof *corners)];
  const int shift = (int)below(sample, 63);
  return (int64_t)next(sample) >> shift;
}

static double some_f64(Sample *sample) {
  static const double corners[] = {0,      1,      -1,      0.5,      -2.5,   1e300,
                                   1e-300, 5e-324, 1.7e308, -1.7e308, 0x1p63, 2.5e-8};
  const int64_t choice = below(sample, 8);
  if (sample->kind == SAMPLE_WILD && choice < 3)
    return corners[below(sample, sizeof corners / sizeof *corners)];
  const double x = (double)(below(sample, 2000001) - 1000000) / (choice < 5 ? 64 : 1000);
  return choice == 7 ? x * 1e12 : x;
}

static Text some_text(Sample *sample) {
  static const char *const texts[] = {"",
                                      "a",
                                      "A",
                                      "ab",
                                      "abc",
                                      "Abc",
                                      " ab ",
                                      "b",
                                      "\xc3\xa4",
                                      "\xc3\x84x",
                                      "zz\xf0\x9f\x98\x80",
                                      "\xc2\xa0zb",
                                      "ABC",
                                      "abcabc",
                                      "bc"};
  return text_of(texts[below(sample, sizeof texts / sizeof *texts)]);
}

static int32_t some_i32(Sample *sample) {
  if (sample->of == SAMPLE_ROWS) return (int32_t)below(sample, (int64_t)sample->rows + 3) - 1;
  const int64_t choice = below(sample, 8);
  if (sample->kind == SAMPLE_WILD && choice == 0) return DATE_MIN + (int32_t)below(sample, 40);
  if (sample->kind == SAMPLE_WILD && choice == 1) return DATE_MAX - (int32_t)below(sample, 40);
  return (int32_t)below(sample, 30000) - 5000;
}

/* What stands where nothing counts. */
static void put_rubbish(Sample *sample, Vector *vector, size_t row) {
  static const Text nonsense = {NULL, 99};
  const uint64_t bits = next(sample) & 1 ? next(sample) : UINT64_MAX; /* as a double, a NaN */
  if (vector->store == STORE_TEXT)
    vector->text[row] = nonsense;
  else
    memcpy((char *)vector->values + row * store_size(vector->store), &bits,
           store_size(vector->store));
}

void sample_fill(Sample *sample, Vector *vector, size_t rows) {
  for (size_t row = 0; row < rows; row++) {
    if (vector->store == STORE_TRUTH) {
      vector->truth[row] = (Truth)below(sample, 3);
      continue;
    }
    vector->valid[row] = below(sample, 8) != 0;
    if (!vector->valid[row]) {
      put_rubbish(sample, vector, row);
      continue;
    }
    switch (vector->store) {
    case STORE_I64:
      vector->i64[row] = some_i64(sample);
      break;
    case STORE_F64:
      vector->f64[row] = some_f64(sample);
      break;
    case STORE_I32:
      vector->i32[row] = some_i32(sample);
      break;
    case STORE_TEXT:
      vector->text[row] = some_text(sample);
      break;
    case STORE_TRUTH:
    case STORE_COUNT:
      break;
    }
  }
}
