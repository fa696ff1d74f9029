/* test_link.c - references, forwards, backwards and to nowhere. */
#include "read_case.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

/* Entity `product`, and `deal` that refers to it and, by `before`, to itself. */
static ReadCase two_entities(void) {
  ReadCase c = {.arena = arena, .keep_lines = true};
  c.image = data_image(arena);
  data_entity(c.image, "product", "name: key text");
  data_entity(c.image, "deal", "id: key text; product: ref=product; before: ref=deal");
  c.tables = data_tables(c.image);
  c.log = read_log_new(arena, 20);
  c.diags = diag_sink_new(arena);
  return c;
}

static Reader *read_entity(ReadCase *c, uint32_t entity, const char *csv) {
  c->entity = entity;
  Reader *reader = read_case_text(c, text_of(csv));
  ck_assert_msg(reader != NULL, "%s", read_case_diag(c));
  return reader;
}

static const char PRODUCTS[] = "name\nGTX Pro\nGTX Basic\nMG Special\n";

START_TEST(references_become_rows) {
  ReadCase c = two_entities();
  read_entity(&c, 1, PRODUCTS);
  read_entity(&c, 2, "id,product,before\nD1,GTX Basic,\nD2, MG Special ,\nD3,,\nD4,\"GTX Pro\",\n");
  ck_assert_str_eq(read_case_rows(&c, 2), "D1 GTX Basic -|D2 MG Special -|D3 - -|D4 GTX Pro -|");
  ck_assert_str_eq(read_case_findings(&c), "");
}
END_TEST

START_TEST(unmatched_references_are_found) {
  ReadCase c = two_entities();
  read_entity(&c, 1, PRODUCTS);
  read_entity(&c, 2, "id,product,before\nD1,GTXPro,\nD2,gtx basic,\nD3,Mg Speciall,\nD4,zzz,\n");
  ck_assert_str_eq(read_case_rows(&c, 2), "D1 - -|D2 - -|D3 - -|D4 - -|");
  ck_assert_str_eq(read_case_findings(&c),
                   "F0204 2:2 no product has the key `GTXPro`; did you mean `GTX Pro`?\n"
                   "F0204 3:2 no product has the key `gtx basic`; did you mean `GTX Basic`?\n"
                   "F0204 4:2 no product has the key `Mg Speciall`; did you mean `MG Special`?\n"
                   "F0204 5:2 no product has the key `zzz`\n");
  ck_assert(text_equal(c.log->findings.at[0].key, TEXT("D1")));
}
END_TEST

START_TEST(references_wait_for_their_target) {
  ReadCase c = two_entities();
  Reader *reader =
      read_entity(&c, 2, "id,product,before\nD1,GTX Pro,D2\nD2,\"GTX\nBasic\",D1\nD3,,D9\n");
  ck_assert_str_eq(read_case_rows(&c, 2), "D1 - -|D2 - -|D3 - -|");
  ck_assert_str_eq(read_case_findings(&c), "");
  read_entity(&c, 1, PRODUCTS);
  reader_link(reader);
  ck_assert_str_eq(read_case_rows(&c, 2), "D1 GTX Pro D2|D2 - D1|D3 - -|");
  ck_assert_str_eq(read_case_findings(&c),
                   "F0204 3:2 no product has the key `GTX\\nBasic`; did you mean `GTX Basic`?\n"
                   "F0204 5:3 no deal has the key `D9`\n");
  ck_assert(text_equal(c.log->findings.at[1].key, TEXT("D3")));
  reader_link(reader); /* nothing is left to do */
  ck_assert_uint_eq(c.log->findings.count, 2);
}
END_TEST

START_TEST(a_required_reference_is_asked_for) {
  ReadCase c = two_entities();
  c.image->entities.at[2].fields[1].required = true;
  read_entity(&c, 1, PRODUCTS);
  read_entity(&c, 2, "id,product,before\nD1,,\n");
  ck_assert_str_eq(read_case_findings(&c), "F0206 2:2 `product` is required and empty\n");
}
END_TEST

START_TEST(many_unmatched_references_are_few_findings) {
  ReadCase c = two_entities();
  Buffer csv = buffer_in(arena);
  buffer_str(&csv, "name\n");
  for (int i = 0; i < 20000; i++) buffer_printf(&csv, "Key %d\n", i);
  c.entity = 1;
  ck_assert_ptr_nonnull(read_case_text(&c, buffer_view(&csv)));
  buffer_clear(&csv);
  buffer_str(&csv, "id,product,before\n");
  for (int i = 0; i < 3000; i++) buffer_printf(&csv, "D%d,key%d,\n", i, i);
  c.entity = 2;
  ck_assert_ptr_nonnull(read_case_text(&c, buffer_view(&csv)));
  ck_assert_uint_eq(c.log->findings.count, 20);
  ck_assert_uint_eq(c.log->counts.at[0].count, 3000);
  ck_assert(text_equal(c.log->findings.at[19].text,
                       TEXT("no product has the key `key19`; did you mean `Key 19`?")));
}
END_TEST

UNIT_MAIN(setup, teardown, references_become_rows, unmatched_references_are_found,
          references_wait_for_their_target, a_required_reference_is_asked_for,
          many_unmatched_references_are_few_findings)
