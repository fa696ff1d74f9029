/* Entities as schemas: what the readers bind headers and cells to. */
#include "analysing.h"

static const FieldSchema *field(const Program *program, const char *entity, const char *name) {
  for (size_t e = 0; e < program->entities.count; e++) {
    const EntitySchema *schema = &program->entities.at[e];
    if (!text_equal(schema->name, text_of(entity))) continue;
    const uint32_t index = schema_field(schema, text_of(name));
    ck_assert_uint_ne(index, SCHEMA_NONE);
    return &schema->fields[index];
  }
  ck_abort_msg("no entity %s", entity);
  return NULL;
}

static const Program *good(const char *source) {
  const Program *program = analyse(text_of(source));
  ck_assert_msg(program != NULL, "%s", reports());
  return program;
}

START_TEST(entities) {
  const Program *program = good("entity e \"Doc\" from \"e.csv\" {\n"
                                "  id: key text from \"Number\" \"The number\"\n"
                                "  of: ref e required\n"
                                "  since: fixed date\n"
                                "  owner \"me\"\n"
                                "}\n");
  ck_assert_uint_eq(program->entities.count, 2);
  const EntitySchema *e = &program->entities.at[1];
  ck_assert(text_equal(program->entities.at[0].name, TEXT("program")));
  ck_assert(text_equal(e->source, TEXT("e.csv")));
  ck_assert(text_equal(e->doc, TEXT("Doc")));
  ck_assert_uint_eq(e->key, 0);
  ck_assert_uint_eq(e->field_count, 3);
  ck_assert(text_equal(e->fields[0].header, TEXT("Number")));
  ck_assert(text_equal(e->fields[0].doc, TEXT("The number")));
  ck_assert(e->fields[0].key && !e->fields[0].required);
  ck_assert(e->fields[1].required);
  ck_assert_int_eq(e->fields[1].type.kind, TYPE_REF);
  ck_assert_uint_eq(e->fields[1].type.of, 1);
  ck_assert(e->fields[2].fixed);
}
END_TEST

START_TEST(formats) {
  const Program *program = good("entity e {\n"
                                "  a: money(EUR, comma, millions)\n"
                                "  b: percent(ratio)  c: percent(points, comma)  d: percent\n"
                                "  f: number(comma)  g: date(\"%d-%m-%y\")  h: duration(hours)\n"
                                "}\n");
  const FieldSchema *a = field(program, "e", "a");
  ck_assert_str_eq(a->type.currency, "EUR");
  ck_assert(a->format.comma);
  ck_assert_uint_eq(a->format.exponent, 6);
  ck_assert_int_eq(field(program, "e", "b")->format.percent, PERCENT_RATIO);
  ck_assert_int_eq(field(program, "e", "c")->format.percent, PERCENT_POINTS);
  ck_assert_int_eq(field(program, "e", "d")->format.percent, PERCENT_SIGNED);
  ck_assert(field(program, "e", "f")->format.comma);
  ck_assert(text_equal(field(program, "e", "g")->format.date, TEXT("%d-%m-%y")));
  ck_assert_uint_eq(field(program, "e", "h")->format.duration_unit, 3600);
}
END_TEST

START_TEST(ranges) {
  const Program *program =
      good("entity e {\n"
           "  a: integer 0..10  b: money(USD) 0..  c: number ..2.5  d: percent -100%..100%\n"
           "  f: date 2000-01-01..  g: duration 1 day..2 weeks  h: money(USD) -5..5K USD\n"
           "}\n");
  const FieldSchema *a = field(program, "e", "a"), *c = field(program, "e", "c");
  ck_assert(a->low.set && a->high.set);
  ck_assert_int_eq(a->high.i, 10);
  ck_assert(field(program, "e", "b")->low.set && !field(program, "e", "b")->high.set);
  ck_assert(!c->low.set && c->high.set);
  ck_assert_double_eq(c->high.f, 2.5);
  ck_assert_int_eq(field(program, "e", "d")->low.i, -100000000);
  ck_assert_int_eq(field(program, "e", "f")->low.i, 10957);
  ck_assert_int_eq(field(program, "e", "g")->high.i, 14 * 86400);
  ck_assert_int_eq(field(program, "e", "h")->low.i, -50000);
}
END_TEST

START_TEST(enumerations) {
  const Program *program = good("entity e { a: one of (x, \"Key Account\" as key_account) }\n");
  const Type type = field(program, "e", "a")->type;
  ck_assert_int_eq(type.kind, TYPE_ENUM);
  const EnumSchema *schema = &program->enums.at[type.of];
  ck_assert(text_equal(schema->name, TEXT("e.a")));
  ck_assert_uint_eq(schema->count, 2);
  ck_assert(text_equal(schema->members[0].text, TEXT("x")));
  ck_assert(text_equal(schema->members[1].name, TEXT("key_account")));
  ck_assert(text_equal(schema->members[1].text, TEXT("Key Account")));
  ck_assert_uint_eq(program->enums.at[ENUM_KPI].count, 5);
  ck_assert_uint_eq(program->enums.at[ENUM_RULE].count, 4);
  ck_assert_uint_eq(program->enums.at[ENUM_DRIFT].count, 4);
}
END_TEST

START_TEST(fiscal_year) {
  ck_assert_int_eq(good("program \"A\"")->fiscal_month, 1);
  ck_assert_int_eq(good("fiscal year starts april")->fiscal_month, 4);
}
END_TEST

UNIT_MAIN(world_begin, world_end, entities, formats, ranges, enumerations, fiscal_year)
