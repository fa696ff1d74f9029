/* parsing.c - what the tests of lang/syntax share. */
#include "parsing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

World world;

void world_begin(void) {
  world.arena = arena_new(NULL);
  ck_assert_ptr_nonnull(world.arena);
  if (!ARENA_TRY(world.arena)) ck_abort_msg("out of memory");
  world.name = "test.strata";
  world.syntax = (Syntax){.arena = world.arena,
                          .names = intern_new(world.arena),
                          .sources = source_map_new(world.arena),
                          .diags = diag_sink_new(world.arena)};
}

void world_end(void) { arena_free(world.arena); }

static uint32_t add(Text source) {
  world.base = source_add(world.syntax.sources, text_of(world.name), source);
  ck_assert_uint_ne(world.base, UINT32_MAX);
  return world.base;
}

Node *parse_file(Text source) {
  return syntax_parse_file(&world.syntax, add(source), &world.trivia);
}

Node *parse_questions(const char *source) {
  return syntax_parse_questions(&world.syntax, add(text_of(source)));
}

Node *parse_expression(const char *source) {
  return syntax_parse_expression(&world.syntax, add(text_of(source)));
}

static void print(Buffer *out, const Node *node) {
  static const char *const comparisons[] = {"", "=", "!=", "<", "<=", ">", ">=", "between"};
  if (!node) {
    buffer_char(out, '_');
    return;
  }
  buffer_printf(out, "(%s", node_name(node->kind));
  if (node->op) buffer_printf(out, " %s", comparisons[node->op]);
  if (node->flags) buffer_printf(out, " #%u", node->flags);
  if (node->kind == NODE_NUMBER || node->kind == NODE_PERCENT || node->kind == NODE_MONEY ||
      node->kind == NODE_STEP) {
    buffer_printf(out, " %" PRId64, node->number.mantissa);
    if (node->number.scale) buffer_printf(out, "e-%d", node->number.scale);
  }
  if (node->kind == NODE_DATE) buffer_printf(out, " %d", node->day);
  if (node->text.len) buffer_printf(out, " %.*s", TEXT_ARG(node->text));
  for (uint32_t i = 0; i < node->count; i++) {
    buffer_char(out, ' ');
    print(out, node->child[i]);
  }
  buffer_char(out, ')');
}

const char *tree(const Node *node) {
  Buffer out = buffer_in(world.arena);
  print(&out, node);
  return buffer_view(&out).at;
}

const char *printed(void) {
  Buffer out = buffer_in(world.arena);
  buffer_str(&out, "");
  diag_sort(world.syntax.diags);
  diag_print(&out, world.syntax.diags, world.syntax.sources, (DiagStyle){0});
  return out.data ? out.data : "";
}

const char *reports(void) {
  Buffer out = buffer_in(world.arena);
  buffer_str(&out, "");
  diag_sort(world.syntax.diags);
  for (size_t i = 0; i < diag_count(world.syntax.diags); i++) {
    const Diag *diag = diag_at(world.syntax.diags, i);
    Place place = source_place(world.syntax.sources, diag->span.lo);
    buffer_printf(&out, "%s %u:%u %.*s [%.*s]\n", diag_info(diag->code)->code, place.line,
                  place.column, TEXT_ARG(diag->message), TEXT_ARG(diag->help));
  }
  return out.data ? out.data : "";
}

const char *codes(void) {
  Buffer out = buffer_in(world.arena);
  buffer_char(&out, ' ');
  diag_sort(world.syntax.diags);
  for (size_t i = 0; i < diag_count(world.syntax.diags); i++)
    buffer_printf(&out, "%s ", diag_info(diag_at(world.syntax.diags, i)->code)->code);
  return text_copy(world.arena, text_strip(buffer_view(&out))).at;
}

static int by_place(const void *a, const void *b) {
  const DiagEdit *x = a, *y = b;
  return x->span.lo < y->span.lo ? -1 : x->span.lo > y->span.lo;
}

Text edited(Text source) {
  for (size_t i = 0; i < diag_count(world.syntax.diags); i++) {
    const Diag *diag = diag_at(world.syntax.diags, i);
    if (!diag->edits.count) continue;
    qsort(diag->edits.at, diag->edits.count, sizeof *diag->edits.at, by_place);
    Buffer out = buffer_in(world.arena);
    size_t at = 0;
    for (size_t j = 0; j < diag->edits.count; j++) {
      DiagEdit edit = diag->edits.at[j];
      ck_assert_uint_ge(edit.span.lo, world.base + at);
      buffer_text(&out, text_slice(source, at, edit.span.lo - world.base));
      buffer_text(&out, edit.text);
      at = edit.span.hi - world.base;
    }
    buffer_text(&out, text_slice(source, at, source.len));
    return text_copy(world.arena, buffer_view(&out));
  }
  return (Text){NULL, 0};
}

Text read_whole(const char *path) {
  FILE *file = fopen(path, "rb");
  ck_assert_msg(file != NULL, "cannot open %s", path);
  Buffer out = buffer_in(world.arena);
  size_t got;
  while ((got = fread(buffer_reserve(&out, 4096), 1, 4096, file)) > 0) out.len += got;
  fclose(file);
  return text_copy(world.arena, buffer_view(&out));
}
