/* test_row_block.c - wherever blocks are cut and in whatever order they are parsed, the same rows,
 * lines and findings come out.
 */
#include <stdlib.h>
#include <string.h>

#include "read_case.h"
#include "support/unit.h"

static Arena *arena;

static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

static const char FIELDS[] = "id: key text; n: integer low=0; note: text";
static const char KEYLESS[] = "n: integer; note: text";

/* All that can be seen of one window's rows. */
static void print_window(ReadCase *c, const Table *window, Buffer *out) {
  const EntitySchema *schema = &c->image->entities.at[c->entity];
  for (size_t row = 0; row < window->rows; row++) {
    buffer_printf(out, "%llu line %u key `%.*s`", (unsigned long long)window->first + row,
                  window->line[row], TEXT_ARG(table_key(window, row)));
    for (uint32_t f = 0; f < schema->field_count; f++) {
      const FieldSchema *field = &schema->fields[f];
      buffer_str(out, " ");
      scalar_print(out, vector_get(&window->slot[field->slot], field->type, row), NULL, PRINT_CSV);
    }
    buffer_str(out, "\n");
  }
}

/* Takes `ahead` blocks, parses them last first, commits them in order, and so on. */
static const char *read_blocks(const char *fields, Text csv, size_t block_bytes, size_t ahead,
                               bool drop_keys) {
  enum { AHEAD_MOST = 8 };
  ReadCase c = read_case(arena, fields);
  Buffer out = buffer_in(arena);
  c.block_bytes = block_bytes;
  c.log->limit = 3;
  c.drop_keys = drop_keys;
  Reader *reader = read_case_open(&c, csv);
  if (!reader) return read_case_diag(&c);
  RowBlock *blocks[AHEAD_MOST];
  for (size_t i = 0; i < ahead; i++) blocks[i] = row_block_new(reader, arena);
  size_t taken = ahead;
  bool fine = true;
  while (fine && taken == ahead) {
    for (taken = 0; taken < ahead && reader_take(reader, blocks[taken]);) taken++;
    for (size_t i = taken; i-- > 0;) row_block_parse(blocks[i]);
    for (size_t i = 0; fine && i < taken; i++) {
      fine = reader_commit(reader, blocks[i]);
      print_window(&c, row_block_table(blocks[i]), &out);
    }
  }
  buffer_printf(&out, "%s\n%s%s", reader_done(reader) ? "done" : "failed", read_case_findings(&c),
                read_case_diag(&c));
  for (size_t i = 0; i < c.log->counts.count; i++)
    buffer_printf(&out, "%s %u: %llu\n", finding_info[c.log->counts.at[i].kind].code,
                  c.log->counts.at[i].field, (unsigned long long)c.log->counts.at[i].count);
  return out.data;
}

static void check_blocks(const char *fields, Text csv) {
  const char *whole = read_blocks(fields, csv, 0, 1, false);
  for (size_t size = 1; size <= csv.len + 1; size += size < 70 ? 1 : 61) {
    for (size_t ahead = 1; ahead <= 3; ahead += 2) {
      const char *cut = read_blocks(fields, csv, size, ahead, (size + ahead) % 4 < 2);
      ck_assert_msg(strcmp(whole, cut) == 0, "blocks of %zu bytes of\n%.*s\n%s\nand whole\n%s",
                    size, TEXT_ARG(csv), cut, whole);
    }
  }
}

START_TEST(a_cut_may_fall_anywhere) {
  static const char *const FILES[] = {
      "id,n,note\nA,1,x\nB,2,y\nC,3,z\n",
      "id,n,note\r\nA,1,x\r\n\r\n\r\nB,2,y\r\nC,3,z",
      "id,n,note\rA,1,x\r\rB,2,y\rC,3,z\r",
      "id,n,note\nA,1,\"x\ny\"\nB,2,\"\r\n\r\n,\"\n\"C\"\"\n\",3,\"\"\"\n\"\"\"\nD,4,\"\"\n",
      "id,n,note\nA,1,\xe6\x9d\xb1\xe4\xba\xac\n\xc3\xa9,2,\"\xe6\x9d\xb1\n\xe4\xba\xac\"\n",
      /* A quote that is a letter, one that never closes, one that closes too early. */
      "id,n,note\nA,1,5\" pipe\nB,2,\"a\nC,3,c\nD,4,d\nE,\"5\nF\"x,6,f\nG,7,\"g\"\n",
      "id,n,note\nA,1,\"a\nB,2,\"b\nC,3,\"c\n",
      "id,n,note\nA,1,\"\n\n\n,\",\",\n\n\n\nB,2,\n",
      /* Findings on cells and rows; more than are given in full; keys that come again. */
      "id,n,note\nA,x,\nB,-1,b\xff\nC,y,\nA,z,again\nD\nE,1,2,3\n,1\nF,x,\nB,w,\nG,\"1\"2,\nH,v,\n",
      "id,n,note\nC,1,\nB,2,\nA,3,\nB,4,\nC,5,\nA,6,\nA,7,\nD,8,\nD,9,\n",
      "id,n,note\n\n \n\nA,1,x\n   \n\t\nB,2,y\n \n",
      "id,n,note",
      "id,n,note\n",
      "id,n,note\n\"",
      "id,n,note\nA,1,\"",
      "id,n,note\nA,1,x\r",
      "id,n,note\nA,1,\"x\r\n",
  };
  for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) check_blocks(FIELDS, text_of(FILES[i]));
}
END_TEST

START_TEST(random_files_do_not_depend_on_cuts) {
  static const char *const PIECES[] = {"a", "7",  "\"", "\"\"", ",\"", "\",",  ",",        ",",
                                       ",", "\n", "\n", "\r\n", "\r",  "\"\n", "\xc3\xa9", " "};
  srand(20260630);
  for (unsigned i = 0; i < 120; i++) {
    Buffer csv = buffer_in(arena);
    buffer_str(&csv, i % 2 ? "n,note\n" : "id,n,note\n");
    const int pieces = rand() % 60;
    for (int p = 0; p < pieces; p++)
      buffer_str(&csv, PIECES[(size_t)rand() % (sizeof PIECES / sizeof *PIECES)]);
    check_blocks(i % 2 ? KEYLESS : FIELDS, buffer_view(&csv));
  }
}
END_TEST

/* A row of many blocks takes time in proportion to its size. */
START_TEST(a_row_may_be_larger_than_blocks) {
  Buffer csv = buffer_in(arena);
  buffer_str(&csv, "id,n,note\nA,1,\"");
  for (int i = 0; i < 20000; i++) buffer_printf(&csv, "line, %d\n", i);
  buffer_str(&csv, "\"\nB,2,b\n");
  const char *whole = read_blocks(FIELDS, buffer_view(&csv), 0, 1, false);
  ck_assert_str_eq(read_blocks(FIELDS, buffer_view(&csv), 64, 3, true), whole);
  ck_assert_ptr_nonnull(strstr(whole, "1 line 20003 key `B` B 2 b\ndone\n"));
}
END_TEST

START_TEST(wanted_keys_are_seen) {
  const Text wanted[] = {TEXT("B"), TEXT("Z"), TEXT("D"), TEXT("B")};
  ReadCase c = read_case(arena, FIELDS);
  const ReadRequest request = {.image = c.image,
                               .entity = c.entity,
                               .content = TEXT("id,n,note\nA,1,\nB,2,\nB,3,\nC,x,\nD,1,2,3\n"),
                               .tables = c.tables,
                               .wanted_keys = wanted,
                               .wanted_count = 4,
                               .block_bytes = 4};
  Reader *reader = reader_open(arena, &request, c.log, c.diags);
  RowBlock *block = row_block_new(reader, arena);
  while (reader_take(reader, block)) {
    row_block_parse(block);
    reader_commit(reader, block);
  }
  ck_assert(reader_done(reader));
  ck_assert(reader_has_key(reader, 0));
  ck_assert(!reader_has_key(reader, 1));
  ck_assert(reader_has_key(reader, 3));
  ck_assert(!reader_has_key(reader, 2)); /* of a row that was left out */
  ck_assert_uint_eq(c.log->findings.count, 3);
  ck_assert_uint_eq(key_index_count(c.tables[c.entity]->keys), 0); /* nobody asked for them */
}
END_TEST

UNIT_MAIN(setup, teardown, a_cut_may_fall_anywhere, random_files_do_not_depend_on_cuts,
          a_row_may_be_larger_than_blocks, wanted_keys_are_seen)
