/* test_image_file.c - images survive a file, and files that are none are refused with a reason. */
#include <string.h>

#include "support/sample_image.h"
#include "support/unit.h"

enum { VERSION = 8, CHECKSUM = 12, SIZE = 16, TEXTS = 24 }; /* offsets in the header */

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static Buffer sample_file(void) {
  Buffer file = buffer_in(arena);
  image_write(sample_image(arena), &file);
  return file;
}

/* Reads what must be refused, and the reason. */
static void refused(Text bytes, const char *reason) {
  Text why = TEXT("");
  ck_assert_ptr_null(image_read(arena, bytes, &why));
  ck_assert_msg(text_contains(why, text_of(reason)), "'%.*s' does not say '%s'", TEXT_ARG(why),
                reason);
}

/* Where the bytes first occur behind the header. */
static size_t find(const Buffer *file, Text bytes) {
  const char *at = memmem(file->data + TEXTS, file->len - TEXTS, bytes.at, bytes.len);
  ck_assert_ptr_nonnull(at);
  return (size_t)(at - file->data);
}

START_TEST(comes_back_to_the_same_bytes) {
  const Buffer first = sample_file();
  Text why = TEXT("");
  const Image *image = image_read(arena, buffer_view(&first), &why);
  ck_assert_msg(image, "%.*s", TEXT_ARG(why));
  Buffer second = buffer_in(arena);
  image_write(image, &second);
  ck_assert(text_equal(buffer_view(&first), buffer_view(&second)));
}
END_TEST

START_TEST(comes_back_with_its_values) {
  const Buffer file = sample_file();
  Text why;
  const Image *image = image_read(arena, buffer_view(&file), &why);
  ck_assert(text_equal(image->program, TEXT("Sample: accounts")));
  ck_assert(text_equal(image->enums.at[SAMPLE_ENUM_REGION].members[2].text, TEXT("Asia Pacific")));
  const FieldSchema *revenue = &image->entities.at[SAMPLE_ACCOUNT].fields[4];
  ck_assert(text_equal(revenue->header, TEXT("Annual Revenue")));
  ck_assert_str_eq(revenue->type.currency, "USD");
  ck_assert_uint_eq(revenue->format.exponent, 6);
  ck_assert(revenue->low.set && revenue->required && revenue->used && !revenue->high.set);
  ck_assert_double_eq(image->entities.at[SAMPLE_ACCOUNT].fields[7].high.f, 2.5);
  ck_assert_uint_eq(image->entities.at[SAMPLE_ACCOUNT].fields[3].type.of, SAMPLE_MANAGER);
  ck_assert_uint_eq(image->entities.at[SAMPLE_ORDER].key, SCHEMA_NONE);
  ck_assert(!image->params.at[0].value.known);
  ck_assert_int_eq(image->params.at[1].value.i, 10000000000);
  ck_assert_double_eq(image->const_f64.at[0], 2.5);
  ck_assert(text_equal(image->const_text.at[0], TEXT("no \"owner\"")));
  ck_assert_int_eq((int32_t)image->code.at[image->code.count - 4].imm, -1);
  ck_assert_uint_eq(image->findings.at[0].say.count, 3);
  ck_assert_int_eq(image->waivers.at[0].until, 20818);
  ck_assert_uint_eq(image->waivers.at[0].place.line, 22);
  ck_assert(text_equal(image->waivers.at[0].place.file, TEXT("sample.strata")));
}
END_TEST

START_TEST(every_kind_of_scalar_comes_back) {
  Image *image = image_new(arena);
  const Scalar values[] = {{{.kind = TYPE_INTEGER}, true, {.i = INT64_MIN}},
                           {{.kind = TYPE_NUMBER}, true, {.f = -0.1}},
                           {{.kind = TYPE_MONEY, .currency = "CHF"}, true, {.i = 5}},
                           {{.kind = TYPE_DATE}, true, {.i = -719162}},
                           {{.kind = TYPE_BOOL}, true, {.truth = TRUTH_FALSE}},
                           {{.kind = TYPE_BOOL}, false, {.truth = TRUTH_UNKNOWN}},
                           {{.kind = TYPE_TEXT}, true, {.text = TEXT("Zürich")}},
                           {{.kind = TYPE_REF, .of = 7}, true, {.text = TEXT("A1")}},
                           {{.kind = TYPE_ENUM, .of = 3}, true, {.i = 2}},
                           {{.kind = TYPE_NONE}, false, {.i = 0}}};
  const size_t count = sizeof values / sizeof *values;
  for (size_t i = 0; i < count; i++) VEC_PUSH(arena, &image->params)->value = values[i];
  Buffer file = buffer_in(arena);
  image_write(image, &file);
  Text why;
  const Image *back = image_read(arena, buffer_view(&file), &why);
  ck_assert_ptr_nonnull(back);
  for (size_t i = 0; i < count; i++) {
    const Scalar got = back->params.at[i].value;
    ck_assert(type_equal(got.type, values[i].type));
    ck_assert_int_eq(got.known, values[i].known);
    if (got.type.kind == TYPE_TEXT || got.type.kind == TYPE_REF)
      ck_assert(text_equal(got.text, values[i].text));
    else if (got.type.kind == TYPE_BOOL)
      ck_assert_uint_eq(got.truth, values[i].truth);
    else
      ck_assert_int_eq(got.i, values[i].i); /* a number's bits too */
  }
}
END_TEST

/* A builder may go on with an image that was read. */
START_TEST(what_was_read_can_grow) {
  const Buffer file = sample_file();
  Text why;
  Image *image = image_read(arena, buffer_view(&file), &why);
  const size_t count = image->steps.count;
  for (int i = 0; i < 100; i++) VEC_PUSH(arena, &image->steps)->kind = STEP_EMIT;
  ck_assert_uint_eq(image->steps.count, count + 100);
  ck_assert_uint_eq(image->steps.at[0].kind, STEP_READ);
}
END_TEST

START_TEST(refuses_a_bad_header) {
  Buffer file = sample_file();
  refused(TEXT(""), "not a compiled program");
  refused(TEXT("program \"Acme\" version \"1\"\n"), "not a compiled program");
  refused(text_slice(buffer_view(&file), 0, TEXTS - 1), "cut short within its header");
  file.data[VERSION] = 9;
  refused(buffer_view(&file), "version 9 of the format and this program reads version 3");
  file = sample_file();
  file.data[CHECKSUM] ^= 1;
  refused(buffer_view(&file), "checksum does not match");
  file = sample_file();
  file.data[file.len - 1] ^= 1;
  refused(buffer_view(&file), "checksum does not match");
  file = sample_file();
  buffer_char(&file, 'x');
  refused(buffer_view(&file), "1 bytes behind its end");
}
END_TEST

START_TEST(refuses_every_truncation) {
  const Buffer file = sample_file();
  Text why;
  for (size_t length = 0; length < file.len; length++) {
    const Text cut = text_copy(arena, text_slice(buffer_view(&file), 0, length));
    ck_assert_ptr_null(image_read(arena, cut, &why));
  }
}
END_TEST

/* The same with size and checksum put in order: the tables themselves notice. */
START_TEST(refuses_every_sealed_truncation) {
  const Buffer whole = sample_file();
  Text why;
  for (size_t length = TEXTS; length < whole.len; length++) {
    Buffer cut = buffer_in(arena);
    buffer_bytes(&cut, whole.data, length);
    sample_seal(&cut);
    ck_assert_msg(!image_read(arena, buffer_view(&cut), &why), "%zu bytes were enough", length);
  }
}
END_TEST

START_TEST(refuses_bytes_behind_the_last_table) {
  Buffer file = sample_file();
  buffer_char(&file, 0);
  sample_seal(&file);
  refused(buffer_view(&file), "bytes are left behind the last table");
}
END_TEST

START_TEST(refuses_counts_that_cannot_be) {
  Buffer file = sample_file();
  memset(file.data + TEXTS, 0xff, 4);
  sample_seal(&file);
  refused(buffer_view(&file), "a count is larger than the rest of the file can hold");
}
END_TEST

START_TEST(refuses_text_that_is_not_text) {
  Buffer file = sample_file();
  file.data[find(&file, TEXT("Asia Pacific"))] = (char)0xc3;
  sample_seal(&file);
  refused(buffer_view(&file), "not valid UTF-8");
}
END_TEST

START_TEST(refuses_values_out_of_their_range) {
  /* Behind the last waiver two empty tables; it is declaration, key, until, because, file, line,
   * column; before it its count.
   * The last finding ends just there: ... when_missing, value, block, say, fix, place. */
  enum { WAIVER = 28, BEHIND = 8, COUNT_OF_WAIVERS = 4, AFTER_MISSING = 4 + 4 + 8 + 8 + 12 };
  Buffer file = sample_file();
  const size_t waiver = file.len - BEHIND - WAIVER;
  memset(file.data + waiver + 4, 0xff, 4);
  sample_seal(&file);
  refused(buffer_view(&file), "a text is not among the texts");

  file = sample_file();
  const size_t missing = waiver - COUNT_OF_WAIVERS - AFTER_MISSING - 1;
  ck_assert_int_eq(file.data[missing], true);
  file.data[missing] = 2;
  sample_seal(&file);
  refused(buffer_view(&file), "neither 0 nor 1");

  file = sample_file();
  const size_t kind = missing - 4 - 4 - 1;
  ck_assert_int_eq(file.data[kind], FINDING_RULE_UNKNOWN);
  file.data[kind] = FINDING_COUNT;
  sample_seal(&file);
  refused(buffer_view(&file), "none of its enumeration");
}
END_TEST

/* Write, read and verify with the n-th request for memory failing: all or nothing, no harm. */
static bool round_trip(uint64_t fail_at) {
  Arena *scratch = arena_new(&(ArenaOptions){.fail_at = fail_at});
  volatile bool done = false;
  if (ARENA_TRY(scratch)) {
    Buffer file = buffer_in(scratch);
    image_write(sample_image(scratch), &file);
    Text why;
    const Image *image = image_read(scratch, buffer_view(&file), &why);
    ck_assert(image && image_verify(image, scratch, &why));
    image_disassemble(&file, image);
    done = true;
  }
  arena_free(scratch);
  return done;
}

START_TEST(survives_memory_running_out) {
  uint64_t request = 1;
  while (!round_trip(request)) request++;
  ck_assert_uint_gt(request, 100);
}
END_TEST

UNIT_MAIN(setup, teardown, comes_back_to_the_same_bytes, comes_back_with_its_values,
          every_kind_of_scalar_comes_back, what_was_read_can_grow, refuses_a_bad_header,
          refuses_every_truncation, refuses_every_sealed_truncation,
          refuses_bytes_behind_the_last_table, refuses_counts_that_cannot_be,
          refuses_text_that_is_not_text, refuses_values_out_of_their_range,
          survives_memory_running_out)
