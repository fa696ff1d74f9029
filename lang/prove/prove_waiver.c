/* prove_waiver.c - waivers whose last day is over: they excuse nobody any longer. */
#include "prove/prove.h"
#include "value/date.h"

static Text day_text(Arena *arena, int32_t day) {
  Buffer out = buffer_in(arena);
  date_print(&out, day);
  return buffer_view(&out);
}

void prove_waivers(Arena *arena, const Program *program, int32_t today, DiagSink *diags) {
  for (size_t i = 0; i < program->waivers.count; i++) {
    const DeclaredWaiver *waiver = &program->waivers.at[i];
    if (waiver->until >= today) continue;
    const Declared *target = &program->columns.at[waiver->target];
    Diag *d =
        diag_add(diags, W_WAIVER_EXPIRED, node_child(waiver->node, WAIVE_UNTIL)->span,
                 "this waiver of `%.*s` ended on %.*s; now it is %.*s", TEXT_ARG(target->name),
                 TEXT_ARG(day_text(arena, waiver->until)), TEXT_ARG(day_text(arena, today)));
    diag_label(diags, d, node_child(target->node, 0)->span, "it counts again for everybody");
    diag_help(diags, d, "take it away, or agree on another day");
  }
}
