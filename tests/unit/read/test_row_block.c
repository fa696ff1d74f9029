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

typedef struct Cutting {
  const char *fields;
  size_t block_bytes;
  size_t ahead; /* so many blocks are taken, parsed last first, and committed in order */
  bool drop_keys;
} Cutting;

static const char *read_with(Arena *own, Text csv, const Cutting *cutting) {
  enum { AHEAD_MOST = 8 };
  ReadCase c = read_case(own, cutting->fields);
  Buffer out = buffer_in(own);
  c.block_bytes = cutting->block_bytes;
  c.log->limit = 3;
  c.drop_keys = cutting->drop_keys;
  Reader *reader = read_case_open(&c, csv);
  if (!reader) return read_case_diag(&c);
  RowBlock *blocks[AHEAD_MOST];
  for (size_t i = 0; i < cutting->ahead; i++) blocks[i] = row_block_new(reader, own);
  size_t taken = cutting->ahead;
  bool fine = true;
  while (fine && taken == cutting->ahead) {
    for (taken = 0; taken < cutting->ahead && reader_take(reader, blocks[taken]);) taken++;
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

static const char *read_blocks(Text csv, Cutting cutting) {
  Arena *own = arena_new(NULL);
  const char *text = read_with(own, csv, &cutting);
  const char *copy = arena_copy(arena, text, strlen(text));
  arena_free(own);
  return copy;
}

static void check_blocks(const char *fields, Text csv) {
  const char *whole = read_blocks(csv, (Cutting){.fields = fields, .ahead = 1});
  for (size_t size = 1; size <= csv.len + 1; size += size < 70 ? 1 : 61) {
    const Cutting cutting = {.fields = fields,
                             .block_bytes = size,
                             .ahead = size % 3 ? 3 : 1,
                             .drop_keys = size % 2 != 0};
    const char *cut = read_blocks(csv, cutting);
    ck_assert_msg(strcmp(whole, cut) == 0, "blocks of %zu bytes of\n%.*s\n%s\nand whole\n%s", size,
                  TEXT_ARG(csv), cut, whole);
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
  for (unsigned i = 0; i < 50; i++) {
    Buffer csv = buffer_in(arena);
    buffer_str(&csv, i % 2 ? "n,note\n" : "id,n,note\n");
    const int pieces = rand() % 40;
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
  const char *whole = read_blocks(buffer_view(&csv), (Cutting){.fields = FIELDS, .ahead = 1});
  const Cutting small = {.fields = FIELDS, .block_bytes = 64, .ahead = 3, .drop_keys = true};
  ck_assert_str_eq(read_blocks(buffer_view(&csv), small), whole);
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
