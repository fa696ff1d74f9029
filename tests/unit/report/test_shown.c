/* test_shown.c - a column writes what the value alone would print, in each type and style. */
#include <stdlib.h>
#include <string.h>

#include "report/shown.h"
#include "support/unit.h"
#include "support/vm_image.h"
#include "value/date.h"
#include "value/write.h"

enum { ROWS = 3000 };

static Arena *arena;
static Buffer out;
static uint64_t state;

static void setup(void) {
  arena = arena_new(NULL);
  ck_assert(ARENA_TRY(arena));
  out = buffer_in(arena);
  state = 1;
}
static void teardown(void) { arena_free(arena); }

#define LONG_TEXT "a member whose text is longer than what is copied at once, \"and quoted\""

static Image *image_with_field(Type type) {
  static EnumMember members[] = {{TEXT_INIT("key"), TEXT_INIT("key")},
                                 {TEXT_INIT("long"), TEXT_INIT(LONG_TEXT)},
                                 {TEXT_INIT("formula"), TEXT_INIT("=1")},
                                 {TEXT_INIT("empty"), TEXT_INIT("")}};
  Image *image = vm_image_new(arena);
  const uint32_t entity = vm_image_entity(image, "account", false);
  *VEC_PUSH(arena, &image->enums) =
      (EnumSchema){.name = TEXT("account.tier"), .members = members, .count = 4};
  FieldSchema *field = ARENA_NEW(arena, FieldSchema);
  field->name = TEXT("value");
  field->type = type;
  field->slot = vm_image_slot(image, entity, type_store(type));
  image->entities.at[entity].fields = field;
  image->entities.at[entity].field_count = 1;
  return image;
}

static int64_t some_integer(void) {
  const int64_t number = (int64_t)(vm_random(&state) >> vm_random(&state) % 64);
  return vm_random(&state) & 1 ? number : -number;
}

static Scalar some_value(Type type) {
  Scalar value = {.type = type, .known = vm_random(&state) % 8 != 0};
  switch (type.kind) {
  case TYPE_NUMBER:
    value.f = (double)(some_integer() % 1000000000) / (double)(1 + vm_random(&state) % 1000);
    break;
  case TYPE_DATE:
    value.i = DATE_MIN + (int64_t)(vm_random(&state) % (DATE_MAX - DATE_MIN + 1));
    break;
  case TYPE_BOOL:
    value.truth = (Truth)(vm_random(&state) % 3);
    break;
  case TYPE_ENUM:
    value.i = (int64_t)(vm_random(&state) % 4);
    break;
  default:
    value.i = some_integer();
  }
  return value;
}

/* CSV's own quoting comes on top of the value's text. */
static const char *wanted(const Image *image, Scalar value, PrintStyle style) {
  buffer_clear(&out);
  buffer_char(&out, '>');
  scalar_print(&out, value, image->enums.at, style);
  if (style != PRINT_CSV || !value.known || value.type.kind != TYPE_ENUM) return out.data + 1;
  static const char *const cells[] = {
      "key", "\"a member whose text is longer than what is copied at once, \"\"and quoted\"\"\"",
      "'=1", ""};
  return cells[value.i];
}

static void check_type(Type type, PrintStyle style) {
  Image *image = image_with_field(type);
  const Shown shown = shown_new(arena, image, 1, true, style);
  ck_assert_uint_eq(shown.count, 1);
  ck_assert(!shown.column->is_text && !shown.column->range);
  ck_assert_uint_eq(shown.room, shown.column->room);
  Vector vector = vector_new(arena, type_store(type), ROWS);
  for (size_t row = 0; row < ROWS; row++) {
    const Scalar value = some_value(type);
    vector_set(&vector, row, value);
    char *room = malloc(shown.room + 1); /* so that a sanitizer sees what goes beyond it */
    char *const end = shown_write(shown.column, &vector, row, room);
    ck_assert(end <= room + shown.room);
    *end = '\0';
    const char *text = wanted(image, value, style);
    if (strcmp(room, text)) ck_abort_msg("%s, but %s", room, text);
    free(room);
  }
}

START_TEST(every_type_in_both_styles) {
  for (TypeKind kind = TYPE_NONE + 1; kind < TYPE_COUNT; kind++) {
    if (kind == TYPE_TEXT || kind == TYPE_REF) continue;
    const Type type = {.kind = kind, .currency = "USD"};
    check_type(type, PRINT_CSV);
    check_type(type, PRINT_JSON);
  }
}
END_TEST

START_TEST(texts_are_for_the_caller) {
  Image *image = image_with_field((Type){.kind = TYPE_TEXT});
  const Shown shown = shown_new(arena, image, 1, true, PRINT_JSON);
  Vector vector = vector_new(arena, STORE_TEXT, 2);
  Text text = TEXT("before");
  vector_set(&vector, 1,
             (Scalar){.type = {.kind = TYPE_TEXT}, .known = true, .text = TEXT("Acme")});
  ck_assert(shown.column->is_text);
  ck_assert_uint_eq(shown.room, 0);
  ck_assert(!shown_text(shown.column, NULL, &vector, 0, &text));
  ck_assert(shown_text(shown.column, NULL, &vector, 1, &text));
  ck_assert(text_equal(text, TEXT("Acme")));
}
END_TEST

START_TEST(ends_of_ranges) {
  const ShownColumn column = {.low = 0, .high = 1};
  const Type type = {.kind = TYPE_NUMBER};
  Vector slots[] = {vector_new(arena, STORE_F64, 3), vector_new(arena, STORE_F64, 3)};
  bool point;
  vector_set(&slots[0], 1, (Scalar){.type = type, .known = true, .f = 1.5});
  ck_assert(!shown_ends_known(&column, slots, 0, &point));
  ck_assert(!shown_ends_known(&column, slots, 1, &point));
  vector_set(&slots[1], 1, (Scalar){.type = type, .known = true, .f = 1.5});
  ck_assert(shown_ends_known(&column, slots, 1, &point));
  ck_assert(point);
  vector_set(&slots[1], 1, (Scalar){.type = type, .known = true, .f = 2});
  ck_assert(shown_ends_known(&column, slots, 1, &point));
  ck_assert(!point);
}
END_TEST

UNIT_MAIN(setup, teardown, every_type_in_both_styles, texts_are_for_the_caller, ends_of_ranges)
