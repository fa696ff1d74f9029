/* fuzz_cell.c - one cell of a data file, read as every type.
 *
 * The first line says how cells are written (percent form, decimal comma, exponent, unit) and by
 * which date format, the rest is the cell. What was read is printed as in CSV and must read back
 * as the same value.
 */
#include <stdio.h>
#include <stdlib.h>

#include "value/cell.h"
#include "value/date.h"
#include "value/scalar.h"

static const CellFormat PLAIN = {.duration_unit = 1};

static void must(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", what);
  abort();
}

static bool is_value(CellStatus status) { return status == CELL_OK || status == CELL_ROUNDED; }

static Text printed(Arena *arena, Scalar value) {
  Buffer out = buffer_in(arena);
  scalar_print(&out, value, NULL, PRINT_CSV);
  return buffer_view(&out);
}

static void read_exact(Arena *arena, Text cell, TypeKind kind, const CellFormat *format) {
  const Type type = {.kind = kind, .currency = "USD"};
  Scalar value = {.type = type, .known = true};
  if (!is_value(cell_i64(cell, type, format, &value.i))) return;
  int64_t again = 0;
  must(cell_i64(printed(arena, value), type, &PLAIN, &again) == CELL_OK, "reads back exactly");
  must(again == value.i, "the same exact value");
}

static void read_number(Arena *arena, Text cell, const CellFormat *format) {
  Scalar value = {.type = {.kind = TYPE_NUMBER}, .known = true};
  if (!is_value(cell_f64(cell, format, &value.f))) return;
  double again = 0;
  must(cell_f64(printed(arena, value), &PLAIN, &again) == CELL_OK, "reads back as a number");
  must(again <= value.f && again >= value.f, "the same number");
}

static void read_date(Arena *arena, Text cell, const CellFormat *format) {
  int32_t day = 0, again = 0;
  if (!is_value(cell_date(cell, format, &day))) return;
  must(day >= DATE_MIN && day <= DATE_MAX, "a day of the calendar");
  const Scalar value = {.type = {.kind = TYPE_DATE}, .known = true, .i = day};
  must(cell_date(printed(arena, value), &PLAIN, &again) == CELL_OK, "reads back as a date");
  must(again == day, "the same day");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static const uint32_t UNITS[] = {1, 60, 3600, 86400, 7 * 86400};
  if (size < 1) return 0;
  const Text input = {(const char *)bytes + 1, size - 1};
  size_t line = 0;
  while (line < input.len && input.at[line] != '\n') line++;
  const Text cell = text_slice(input, line < input.len ? line + 1 : line, input.len);
  CellFormat format = {.percent = (PercentForm)(bytes[0] % 3),
                       .comma = bytes[0] & 4,
                       .exponent = (uint8_t)((bytes[0] >> 3) % 4 * 3),
                       .duration_unit = UNITS[(bytes[0] >> 5) % 5],
                       .date = text_slice(input, 0, line)};
  const char *why = NULL;
  if (!date_format_check(format.date, &why)) format.date = TEXT("");

  Arena *arena = arena_new(NULL);
  if (!arena) return 0;
  if (ARENA_TRY(arena)) {
    static const TypeKind EXACT[] = {TYPE_INTEGER, TYPE_PERCENT, TYPE_MONEY, TYPE_DURATION};
    for (size_t i = 0; i < sizeof EXACT / sizeof *EXACT; i++)
      read_exact(arena, cell, EXACT[i], &format);
    read_number(arena, cell, &format);
    read_date(arena, cell, &format);
    Truth truth;
    cell_bool(cell, &truth);
  }
  arena_free(arena);
  return 0;
}
