/* handbook_words.c - facts of a handbook in words that all of its printers use. */
#include "report/handbook_impl.h"

const SectionInfo section_info[SECTION_COUNT] = {
#define X(id, anchor, title, lead) [SECTION_##id] = {anchor, title, lead},
#include "report/handbook_sections.def"
#undef X
};

bool handbook_has(const Handbook *book, Section section) {
  switch (section) {
  case SECTION_SEGMENTS:
    return book->segmentations.count;
  case SECTION_PROCESSES:
    return book->processes.count;
  case SECTION_KPIS:
    return book->kpis.count;
  case SECTION_DUTIES:
    return book->duties.count;
  case SECTION_CHECKLISTS:
    return book->checklists.count;
  case SECTION_SCORES:
    return book->scores.count;
  case SECTION_PARAMS:
    return book->params.count;
  case SECTION_WAIVERS:
    return book->waivers.count;
  case SECTION_OWNERS:
    return book->owners.count;
  case SECTION_FIGURES:
    return book->measures.count || book->definitions.count || book->assumptions.count;
  default:
    return book->entities.count;
  }
}

static Text ends(const Handbook *book, const HandbookStage *stage) {
  if (!stage->produces.len) return stage->leave;
  if (!stage->leave.len) return TEXT("what it fills in is known");
  return text_of(
      arena_printf(book->arena, "%.*s, and what it fills in is known", TEXT_ARG(stage->leave)));
}

static Text followers(const Handbook *book, const HandbookProcess *process,
                      const HandbookStage *stage) {
  Buffer out = buffer_in(book->arena);
  for (uint32_t i = 0; i < stage->next_count; i++) {
    if (i) buffer_str(&out, i + 1 < stage->next_count ? ", " : " or ");
    buffer_text(&out, process->stages.at[stage->next[i]].name);
  }
  if (!stage->next_count && stage->final) buffer_str(&out, "nothing: the process ends here");
  return buffer_view(&out);
}

size_t handbook_stage_facts(const Handbook *book, const HandbookProcess *process,
                            const HandbookStage *stage, HandbookFact facts[STAGE_FACTS]) {
  const Text begins = stage->enter.len ? stage->enter
                      : stage->start   ? TEXT("at once: the process starts here")
                                       : TEXT("");
  const HandbookFact all[] = {
      {"Owner", stage->owner},       {"Takes at most", stage->limit},
      {"Begins when", begins},       {"Ends when", ends(book, stage)},
      {"Fills in", stage->produces}, {"Then comes", followers(book, process, stage)},
  };
  size_t count = 0;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (all[i].words.len) facts[count++] = all[i];
  return count;
}

TextList handbook_ways(const Handbook *book, const HandbookProcess *process) {
  TextList ways = {0};
  for (size_t i = 0; i < process->stages.count; i++) {
    const HandbookStage *stage = &process->stages.at[i];
    for (uint32_t k = 0; k < stage->next_count; k++) {
      const bool back = stage->next[k] <= i;
      *VEC_PUSH(book->arena, &ways) = text_of(
          arena_printf(book->arena, "%.*s → %.*s%s", TEXT_ARG(stage->name),
                       TEXT_ARG(process->stages.at[stage->next[k]].name), back ? " (back)" : ""));
    }
  }
  return ways;
}

Text handbook_cadence(const Handbook *book, const HandbookDuty *duty) {
  Buffer out = buffer_in(book->arena);
  buffer_printf(&out, "every %.*s, counted from %.*s", TEXT_ARG(duty->step), TEXT_ARG(duty->since));
  if (duty->grace.len)
    buffer_printf(&out, "; after that it is due, and overdue once another %.*s have passed",
                  TEXT_ARG(duty->grace));
  else
    buffer_str(&out, "; after that it is overdue");
  return buffer_view(&out);
}

Text handbook_points(const Handbook *book, const HandbookPart *part) {
  Buffer out = buffer_in(book->arena);
  const char *less = part->takes ? "minus " : "";
  if (part->from.len)
    buffer_printf(&out, "none at %.*s, %.*s at %.*s", TEXT_ARG(part->from), TEXT_ARG(part->points),
                  TEXT_ARG(part->to));
  else
    buffer_printf(&out, "%s%.*s where it holds", less, TEXT_ARG(part->points));
  if (part->missing.len) buffer_printf(&out, "; %.*s where it is missing", TEXT_ARG(part->missing));
  return buffer_view(&out);
}

Text handbook_subject(const Handbook *book, const HandbookHead *head) {
  Buffer out = buffer_in(book->arena);
  if (head->who.len) buffer_printf(&out, "For %.*s.", TEXT_ARG(head->who));
  if (head->owner.len)
    buffer_printf(&out, "%sOwner: %.*s.", out.len ? " " : "", TEXT_ARG(head->owner));
  if (head->source.len)
    buffer_printf(&out, "%sSource: %.*s.", out.len ? " " : "", TEXT_ARG(head->source));
  return buffer_view(&out);
}

Text handbook_edition(const Handbook *book) {
  Buffer out = buffer_in(book->arena);
  if (book->version.len) buffer_printf(&out, "Version %.*s, as", TEXT_ARG(book->version));
  buffer_printf(&out, "%s of %.*s", book->version.len ? "" : "As", TEXT_ARG(book->as_of));
  return buffer_view(&out);
}

Text handbook_holds(const Handbook *book, const HandbookField *field) {
  Buffer out = buffer_in(book->arena);
  buffer_text(&out, field->type);
  if (field->range.len) buffer_printf(&out, ", %.*s", TEXT_ARG(field->range));
  if (field->key) buffer_str(&out, "; tells the rows apart");
  if (field->required) buffer_str(&out, "; never empty");
  return buffer_view(&out);
}

Text handbook_base(const Handbook *book, const HandbookProcess *process) {
  const uint32_t index = process->standard ? MAP_NONE : map_get(book->term, process->base);
  if (index != MAP_NONE)
    return text_of(
        arena_printf(book->arena, "the process %.*s", TEXT_ARG(book->terms.at[index].name)));
  return text_of(arena_printf(book->arena, "the standard process %.*s", TEXT_ARG(process->base)));
}
