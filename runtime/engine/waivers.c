/* waivers.c - waivers that do nothing any more: past their day, or for a key that is not there.
 *
 * One that is both is told once, as expired.
 */
#include "engine/run_impl.h"
#include "value/date.h"

static bool is_expired(const Run *run, const Waiver *waiver) {
  return waiver->until < run->options.today;
}

/* Which of the keys that the reader was to look for this waiver's is. */
static size_t wanted_index(const Run *run, const Waiver *waiver, uint32_t entity) {
  const Image *image = run->image;
  size_t index = 0;
  for (const Waiver *before = image->waivers.at; before < waiver; before++)
    index += image->declarations.at[before->declaration].entity == entity;
  return index;
}

static bool is_orphaned(const Run *run, const Waiver *waiver, uint32_t entity) {
  return run->readers[entity] && run->image->entities.at[entity].key != SCHEMA_NONE &&
         !reader_has_key(run->readers[entity], wanted_index(run, waiver, entity));
}

static void say_whom(Buffer *out, const Waiver *waiver, const Declaration *declaration) {
  buffer_printf(out, "the waiver of `%.*s`", TEXT_ARG(declaration->name));
  if (waiver->key.len) buffer_printf(out, " for \"%.*s\"", TEXT_ARG(waiver->key));
}

static void say_expired(Buffer *out, const Waiver *waiver, const Declaration *declaration) {
  say_whom(out, waiver, declaration);
  buffer_str(out, " ended on ");
  date_print(out, waiver->until);
  if (waiver->because.len) buffer_printf(out, " (%.*s)", TEXT_ARG(waiver->because));
}

static void say_orphaned(Buffer *out, const Waiver *waiver, const Declaration *declaration,
                         const EntitySchema *entity) {
  say_whom(out, waiver, declaration);
  buffer_printf(out, " is for a key that no %.*s has", TEXT_ARG(entity->name));
}

static void emit_waiver(Run *run, const Waiver *waiver, FindingKind kind) {
  const Declaration *declaration = &run->image->declarations.at[waiver->declaration];
  const Level level = finding_info[kind].level;
  summary_count(run, kind, level, 1);
  if (!run->sink.finding) return;
  Buffer text = buffer_in(run->arena);
  if (kind == FINDING_WAIVER_EXPIRED)
    say_expired(&text, waiver, declaration);
  else
    say_orphaned(&text, waiver, declaration, &run->image->entities.at[declaration->entity]);
  const FindingReport report = {.kind = kind,
                                .level = level,
                                .entity = declaration->entity,
                                .declaration = waiver->declaration,
                                .field = SCHEMA_NONE,
                                .name = declaration->name,
                                .key = text_printable(run->arena, waiver->key),
                                .source = TEXT(""),
                                .text = text_printable(run->arena, buffer_view(&text)),
                                .fix = TEXT(""),
                                .owner = declaration->owner,
                                .place = waiver->place};
  run->sink.finding(run->sink.context, run, &report);
}

void waivers_emit(Run *run) {
  for (size_t i = 0; i < run->image->waivers.count; i++) {
    const Waiver *waiver = &run->image->waivers.at[i];
    const uint32_t entity = run->image->declarations.at[waiver->declaration].entity;
    if (is_expired(run, waiver))
      emit_waiver(run, waiver, FINDING_WAIVER_EXPIRED);
    else if (is_orphaned(run, waiver, entity))
      emit_waiver(run, waiver, FINDING_WAIVER_ORPHANED);
  }
}
