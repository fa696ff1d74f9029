/* passes_print.c - the passes of a program as a listing; slots, blocks and groups by the numbers
 * that they have in the listing of the code. */
#include "engine/passes.h"

static void print_list(Buffer *out, const char *verb, char prefix, const IndexVec *list) {
  if (!list->count) return;
  buffer_printf(out, "  %s", verb);
  for (size_t i = 0; i < list->count; i++) buffer_printf(out, " %c%u", prefix, list->at[i]);
  buffer_char(out, '\n');
}

static void print_slot(Buffer *out, const Image *image, uint32_t slot) {
  const Text name = image->slots.at[slot].name;
  buffer_printf(out, " s%u", slot);
  if (name.len) buffer_printf(out, "(%.*s)", TEXT_ARG(name));
}

static void print_loads(Buffer *out, const Image *image, const IndexVec *slots) {
  if (!slots->count) return;
  buffer_str(out, "  load");
  for (size_t i = 0; i < slots->count; i++) print_slot(out, image, slots->at[i]);
  buffer_char(out, '\n');
}

static void print_stores(Buffer *out, const Image *image, const Passes *passes, const Pass *pass,
                         Keeping keeping, const char *verb) {
  bool any = false;
  for (size_t i = 0; i < pass->stores.count; i++) {
    if (passes->keep[pass->stores.at[i]] != keeping) continue;
    if (!any) buffer_printf(out, "  %s", verb);
    print_slot(out, image, pass->stores.at[i]);
    any = true;
  }
  if (any) buffer_char(out, '\n');
}

static void print_entity(Buffer *out, Text name, const EntityKeeping *keeping) {
  buffer_text(out, name);
  if (keeping->whole) buffer_str(out, ", whole");
  if (keeping->keys) buffer_str(out, ", keys kept");
  if (keeping->doubts) buffer_str(out, ", doubts kept");
  buffer_char(out, '\n');
}

static void print_pass(Buffer *out, const Image *image, const Passes *passes, size_t index) {
  const Pass *pass = &passes->list.at[index];
  buffer_printf(out, "pass %zu: ", index + 1);
  if (pass->kind == PASS_GLOBAL) {
    const Step *step = &image->steps.at[pass->step];
    buffer_printf(out,
                  step->kind == STEP_RANK      ? "rank k%u\n"
                  : step->kind == STEP_HISTORY ? "trace h%u\n"
                                               : "part p%u\n",
                  step->operand);
    return;
  }
  buffer_str(out, pass->kind == PASS_READ ? "read " : "over ");
  print_entity(out, image->entities.at[pass->entity].name, &passes->entity[pass->entity]);
  print_loads(out, image, &pass->loads);
  print_list(out, "finish", 'g', &pass->finished);
  print_list(out, "map", 'b', &pass->blocks);
  print_list(out, "add to", 'g', &pass->added);
  if (pass->emits) buffer_str(out, "  emit\n");
  print_stores(out, image, passes, pass, KEEP_PACKED, "keep");
  print_stores(out, image, passes, pass, KEEP_WHOLE, "keep whole");
}

void passes_print(Buffer *out, const Image *image, const Passes *passes) {
  for (size_t i = 0; i < passes->list.count; i++) print_pass(out, image, passes, i);
}
