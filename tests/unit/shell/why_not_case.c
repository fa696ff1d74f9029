/* why_not_case.c - see why_not_case.h. */
#include "why_not_case.h"

#include <check.h>
#include <stdlib.h>

enum { TODAY = 20000, SOURCES_MOST = 4 };

Arena *case_arena;
static uint64_t state;

void case_setup(void) { case_arena = arena_new(NULL); }
void case_teardown(void) { arena_free(case_arena); }

void case_seed(unsigned seed) { state = 0x9e3779b97f4a7c15u * (seed + 1); }

unsigned case_draw(unsigned below) {
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (unsigned)((state >> 11) % below);
}

CaseSeeds case_seeds(unsigned count) {
  const char *first = getenv("FIRST"), *wanted = getenv("COUNT");
  return (CaseSeeds){first ? (unsigned)atoi(first) : 1, wanted ? (unsigned)atoi(wanted) : count};
}

const char *case_string(Buffer *buffer) {
  buffer_char(buffer, 0);
  return buffer_view(buffer).at;
}

static _Noreturn void fail_case(const Case *c) {
  Buffer out = buffer_in(case_arena);
  buffer_text(&out, c->text);
  buffer_char(&out, '\n');
  diag_print(&out, c->compilation->diags, c->compilation->sources, (DiagStyle){0});
  ck_abort_msg("%s", case_string(&out));
}

void case_compile(Case *c, Text text) {
  *c = (Case){.text = text, .compilation = compile_new(case_arena)};
  c->compilation->all_fields = true;
  if (!compile_text(c->compilation, TEXT("case"), text, NULL, 0, COMPILE_IMAGE)) fail_case(c);
}

Run *case_run(const Case *c, const char *const *sources) {
  DataSource data[SOURCES_MOST];
  RunOptions options = {.today = TODAY, .data = data, .whole = true};
  const RunSink sink = {0};
  for (; *sources; sources += 2)
    data[options.data_count++] =
        (DataSource){.entity = text_of(sources[0]), .content = text_of(sources[1])};
  Run *run = engine_run(case_arena, c->compilation->image, &options, &sink, c->compilation->diags);
  if (!run) fail_case(c);
  return run;
}

uint32_t case_column(const Case *c, const char *name) {
  const Image *image = c->compilation->image;
  for (uint32_t i = 0; i < image->columns.count; i++)
    if (text_equal(image->columns.at[i].name, text_of(name))) return i;
  ck_abort_msg("no column %s", name);
}

int32_t case_member(const Case *c, uint32_t column, const char *name) {
  const Image *image = c->compilation->image;
  const Type type = image->columns.at[column].type;
  if (type.kind == TYPE_BOOL)
    return text_equal(text_of(name), TEXT("true")) ? TRUTH_TRUE : TRUTH_FALSE;
  return enum_member_by_name(&image->enums.at[type.of], text_of(name));
}

WhyNot *case_why_not(const Case *c, uint32_t column, int32_t member, size_t row) {
  const Image *image = c->compilation->image;
  const uint32_t entity = image->declarations.at[image->columns.at[column].declaration].entity;
  WhyNot *answer =
      why_not(case_arena, c->run, column, member, entity, row, NULL, c->compilation->diags);
  if (!answer) fail_case(c);
  return answer;
}

bool case_is(const Case *c, const Run *run, uint32_t column, size_t row, int32_t member) {
  (void)c;
  const ColumnValue value = run_value(run, column, row);
  if (!value.low.known) return false;
  return value.low.type.kind == TYPE_BOOL ? value.low.truth == member : value.low.i == member;
}
