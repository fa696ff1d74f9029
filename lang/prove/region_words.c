/* region_words.c - boxes in words. */
#include "prove/region_impl.h"

/* An end of an interval: none, or the cut and whether it belongs to it. */
typedef struct End {
  bool set, inclusive;
  Text words;
  Scalar value;
  bool fixed;
} End;

/* Whole numbers above 4 begin with 5. */
static End end_at(Arena *arena, const RegionAxis *axis, uint32_t cell, bool low) {
  if (cell == (low ? 0 : region_last_cell(axis))) return (End){0};
  const RegionCut *cut = &axis->cuts.at[low ? (cell - 1) / 2 : cell / 2];
  End end = {true, cell % 2 == 1, cut->words, cut->value, cut->fixed};
  if (end.inclusive || !end.fixed || axis->type.kind != TYPE_INTEGER) return end;
  end.value.i += low ? 1 : -1;
  end.inclusive = true;
  end.words = text_of(arena_printf(arena, "%lld", (long long)end.value.i));
  return end;
}

static const char *low_word(bool is_date, bool inclusive) {
  if (is_date) return inclusive ? "not before" : "later than";
  return inclusive ? "at least" : "above";
}

static const char *high_word(bool is_date, bool inclusive) {
  if (is_date) return inclusive ? "not after" : "before";
  return inclusive ? "at most" : "below";
}

static void put_interval(Buffer *out, const RegionAxis *axis, const RegionPart *part) {
  const bool is_date = axis->type.kind == TYPE_DATE;
  const End low = end_at(out->arena, axis, part->low, true);
  const End high = end_at(out->arena, axis, part->high, false);
  if (!low.set && !high.set)
    buffer_str(out, "known");
  else if (low.set && high.set && low.inclusive && high.inclusive &&
           text_equal(low.words, high.words))
    buffer_text(out, low.words);
  else if (low.set && high.set && low.inclusive)
    buffer_printf(out, "from %.*s to %s%.*s", TEXT_ARG(low.words),
                  high.inclusive ? ""
                  : is_date      ? "before "
                                 : "below ",
                  TEXT_ARG(high.words));
  else {
    if (low.set)
      buffer_printf(out, "%s %.*s", low_word(is_date, low.inclusive), TEXT_ARG(low.words));
    if (low.set && high.set) buffer_str(out, " and ");
    if (high.set)
      buffer_printf(out, "%s %.*s", high_word(is_date, high.inclusive), TEXT_ARG(high.words));
  }
}

static void put_atoms(Buffer *out, const RegionAxis *axis, const RegionPart *part) {
  const uint64_t all = region_all_atoms(axis);
  const size_t chosen = (size_t)__builtin_popcountll(part->atoms);
  const bool open_end = axis->type.kind == TYPE_TEXT && part->atoms >> (axis->atoms.count - 1) & 1;
  const bool others = open_end || (axis->type.kind != TYPE_BOOL && 2 * chosen > axis->atoms.count);
  const uint64_t shown = others ? all & ~part->atoms : part->atoms;
  const char *between = "";
  if (!shown) {
    buffer_str(out, "known");
    return;
  }
  if (others) buffer_str(out, "other than ");
  for (size_t i = 0; i < axis->atoms.count; i++) {
    if (!(shown >> i & 1)) continue;
    buffer_printf(out, "%s%.*s", between, TEXT_ARG(axis->atoms.at[i].words));
    between = others ? " and " : " or ";
  }
}

/* Of what is known within bounds, the end that the words do not tell by themselves. */
static const char *end_word(const RegionAxis *axis, const RegionPart *part) {
  if (axis->atoms.count) return "";
  if (axis->is_most && part->any_known && part->low) return "the most of ";
  if (axis->is_least && part->any_known && part->high < region_last_cell(axis))
    return "the least of ";
  return "";
}

void region_put(Buffer *out, const RegionAxes *axes, const RegionPart *parts) {
  const char *between = "";
  for (size_t i = 0; i < axes->list.count; i++) {
    const RegionAxis *axis = &axes->list.at[i];
    const RegionPart *part = &parts[i];
    const bool known = part->any_known || part->atoms;
    if (region_is_all(axis, part)) continue;
    buffer_printf(out, "%s%s%.*s ", between, end_word(axis, part), TEXT_ARG(axis->name));
    if (part->missing) buffer_str(out, known ? "missing or " : "missing");
    if (part->atoms) put_atoms(out, axis, part);
    if (part->any_known) put_interval(out, axis, part);
    between = ", ";
  }
}
