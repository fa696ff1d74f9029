/* emit.c - the order in which an image is made. */
#include "emit/emit.h"

#include "emit/emit_impl.h"

Image *emit_image(Arena *arena, const Plan *plan, DiagSink *diags) {
  Emit emit = {.arena = arena,
               .plan = plan,
               .schedule = schedule_plan(arena, plan),
               .image = image_new(arena),
               .diags = diags};
  emit.held = ARENA_ARRAY(arena, uint32_t, plan->nodes.count);
  for (size_t i = 0; i < plan->nodes.count; i++) emit.held[i] = REGISTER_NONE;
  emit_schema(&emit);
  emit_slots(&emit);
  emit_groups_and_ranks(&emit);
  emit_histories(&emit);
  emit_clauses(&emit);
  emit_steps(&emit);
  emit_declarations(&emit);
  emit_findings(&emit);
  emit_waivers(&emit);
  if (!emit.full) return emit.image;
  Diag *diag = diag_add(diags, E_PROGRAM_TOO_LARGE, (Span){0, 0},
                        "the program is too large: one entity has more than 65,535 values");
  diag_help(diags, diag, "split the rules over two files, or leave out what is not used");
  return NULL;
}
