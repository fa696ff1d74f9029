/* asking.c - what the tests of lang/question share. */
#include "asking.h"

#include <stdlib.h>

static const char program[] =
    "param floor: money(USD) 0..100M = 5M\n"
    "param grace: duration = 14 days\n"
    "param home: text = \"US\"\n"
    "entity manager { id: key text  name: text }\n"
    "entity account {\n"
    "  id: key text  name: text  region: one of (emea, amer, apac)  owner: ref manager\n"
    "  revenue: money(USD) 0..  growth: percent  since: date  mutual: bool\n"
    "  fit: integer 0..10  agreed: one of (strategic, standard)\n"
    "}\n"
    "entity contact { account: ref account  level: one of (exec, ops)  touched: date }\n"
    "entity log { day: date  text: text }\n" /* nobody reads it */
    "measure people = count(contact where level = exec)\n"
    "measure large = revenue >= floor\n"
    "measure span for manager = count(account)\n"
    "measure all_large for program = count(account where large)\n"
    "score points { give 50 for revenue from 1M to 10M  give 50 when mutual  out of 100 }\n"
    "segmentation tier {\n"
    "  current agreed\n"
    "  segment strategic { needs large  needs points >= 60 }\n"
    "  segment standard otherwise\n"
    "}\n"
    "kpi service { value growth  green >= 10%  amber >= 0% }\n"
    "kpi upkeep { value avg(days(today - touched) of contact)  green <= 30  amber <= 60 }\n"
    "rule met { require people >= 1 }\n"
    "checklist basics { item known when growth is known  item owned when owner is known }\n"
    "define spread(x: each money) = max(x) - min(x)\n";

Asking asking;

void asking_begin(void) {
  asking = (Asking){.arena = arena_new(NULL)};
  ck_assert_ptr_nonnull(asking.arena);
  if (!ARENA_TRY(asking.arena)) ck_abort_msg("out of memory");
  asking.compilation = compile_new(asking.arena);
  asking.compilation->all_fields = true;
  if (compile_text(asking.compilation, TEXT("test.strata"), text_of(program), NULL, 0,
                   COMPILE_IMAGE))
    return;
  Buffer out = buffer_in(asking.arena);
  diag_print(&out, asking.compilation->diags, asking.compilation->sources, (DiagStyle){0});
  ck_abort_msg("%s", out.data);
}

void asking_end(void) { arena_free(asking.arena); }

bool ask(const char *text) {
  return question_compile(asking.compilation, asking.arena, TEXT("question"), text_of(text),
                          &asking.questions);
}

const Question *asked(const char *text) {
  ck_assert_msg(ask(text), "%s", said());
  ck_assert_uint_eq(asking.questions.list.count, 1);
  return &asking.questions.list.at[0];
}

const char *said_codes(void) {
  const DiagSink *diags = asking.questions.diags;
  Buffer out = buffer_in(asking.arena);
  for (size_t i = 0; i < diag_count(diags); i++)
    buffer_printf(&out, "%s%s", i ? " " : "", diag_info(diag_at(diags, i)->code)->code);
  buffer_char(&out, '\0');
  return out.data;
}

const char *said(void) {
  Buffer out = buffer_in(asking.arena);
  diag_print(&out, asking.questions.diags, asking.questions.sources, (DiagStyle){0});
  return out.data ? out.data : "";
}

const char *mended(const char *text) {
  const DiagSink *diags = asking.questions.diags;
  const SourceMap *sources = asking.questions.sources;
  const uint32_t base = (uint32_t)(source_content(sources, source_count(sources) - 1).at - text);
  ck_assert_uint_eq(base, 0); /* the text is borrowed */
  for (size_t i = 0; i < diag_count(diags); i++) {
    const Diag *diag = diag_at(diags, i);
    Buffer out = buffer_in(asking.arena);
    size_t at = 0;
    for (size_t k = 0; k < diag->edits.count; k++) {
      const DiagEdit *edit = &diag->edits.at[k];
      const size_t first = source_place(sources, edit->span.lo).column - 1;
      buffer_printf(&out, "%.*s%.*s", (int)(first - at), text + at, TEXT_ARG(edit->text));
      at = first + edit->span.hi - edit->span.lo;
    }
    buffer_str(&out, text + at);
    buffer_char(&out, '\0');
    if (diag->edits.count) return out.data;
  }
  return "";
}

static void print_block(Buffer *out, const Image *image, uint32_t number) {
  const Block *block = &image->blocks.at[number];
  buffer_printf(out, "map %.*s\n", TEXT_ARG(image->entities.at[block->entity].name));
  for (uint32_t i = 0; i < block->code.count; i++) {
    buffer_str(out, "  ");
    instr_print(out, image, block, &image->code.at[block->code.first + i]);
    buffer_char(out, '\n');
  }
}

static void print_slot(Buffer *out, const char *word, uint32_t slot) {
  if (slot != SCHEMA_NONE) buffer_printf(out, " %s s%u", word, slot);
}

static void print_group(Buffer *out, const Image *image, uint32_t number) {
  const Group *group = &image->groups.at[number];
  buffer_printf(out, "group s%u", group->low);
  print_slot(out, "to", group->high);
  buffer_printf(out, " = %.*s", TEXT_ARG(group->text));
  print_slot(out, "via", group->via);
  print_slot(out, "where", group->where);
  print_slot(out, "of", group->value);
  buffer_printf(out, " for %.*s\n", TEXT_ARG(image->entities.at[group->parent].name));
}

static void print_partition(Buffer *out, const Image *image, uint32_t number) {
  const Partition *partition = &image->partitions.at[number];
  buffer_printf(out, "partition s%u of %.*s", partition->via,
                TEXT_ARG(image->entities.at[partition->child].name));
  print_slot(out, "where", partition->where);
  for (uint32_t k = 0; k < partition->keys.count; k++) {
    const PartitionKey *key = &image->partition_keys.at[partition->keys.first + k];
    buffer_printf(out, " s%u by s%u", key->result, key->value);
  }
  buffer_char(out, '\n');
}

const char *appended(const Question *question) {
  const Image *image = question->image;
  Buffer out = buffer_in(asking.arena);
  for (size_t i = asking.compilation->image->steps.count; i < image->steps.count; i++) {
    const Step *step = &image->steps.at[i];
    if (step->kind == STEP_MAP) print_block(&out, image, step->operand);
    if (step->kind == STEP_GROUP) print_group(&out, image, step->operand);
    if (step->kind == STEP_PARTITION) print_partition(&out, image, step->operand);
    ck_assert(step->kind == STEP_MAP || step->kind == STEP_GROUP || step->kind == STEP_PARTITION);
  }
  buffer_char(&out, '\0');
  return out.data;
}
