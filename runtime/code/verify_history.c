/* verify_history.c - histories: that stages are numbers of stages, days are days, and that every
 * way leads to a stage that is there. */
#include "code/verify_impl.h"

/* One slot that a history reads: an i32 whose values lie within `fact`. */
static bool check_read(Verifier *v, uint32_t index, const char *field, uint32_t slot,
                       uint32_t entity, uint32_t time, Fact fact) {
  const Where where = {"histories", index, field};
  if (!verify_reads(v, where, slot, entity, time)) return false;
  if (v->image->slots.at[slot].store != STORE_I32)
    return verify_fail_at(v, where, "must not be %s",
                          store_name((Store)v->image->slots.at[slot].store));
  return fact_within(v->slots[slot].fact, fact) ||
         verify_fail_at(v, where, "might hold numbers that mean nothing here");
}

static bool check_result(Verifier *v, uint32_t index, const char *field, uint32_t slot,
                         uint32_t entity, uint32_t time, Fact fact) {
  const Where where = {"histories", index, field};
  if (slot == SCHEMA_NONE) return true;
  if (!verify_claim(v, where, slot, entity, SLOT_TRACED, STORE_I32)) return false;
  verify_filled(v, slot, time, fact);
  return true;
}

static bool check_via(Verifier *v, uint32_t index, const History *history, uint32_t time) {
  const Where where = {"histories", index, "via"};
  if (history->parent == IMAGE_PROGRAM)
    return history->via == SCHEMA_NONE ||
           verify_fail_at(v, where, "is not needed to reach the program");
  if (history->via == SCHEMA_NONE) return verify_fail_at(v, where, "is needed");
  const Fact rows = {.kind = FACT_ROW, .entity = history->parent};
  return check_read(v, index, "via", history->via, history->child, time, rows);
}

static bool check_ways(Verifier *v, const History *history) {
  const Image *image = v->image;
  for (uint32_t i = 0; i < history->stages.count; i++) {
    const IndexList ways = image->history_stages.at[history->stages.first + i].ways;
    for (uint32_t w = ways.first; w < ways.first + ways.count; w++)
      if (image->history_ways.at[w].to >= history->stages.count)
        return verify_fail_at(v, (Where){"history_ways", w, "to"}, "is no stage of its history");
  }
  return true;
}

bool verify_history(Verifier *v, uint32_t index, uint32_t time) {
  const History *history = &v->image->histories.at[index];
  const Where where = {"histories", index, NULL};
  const uint32_t child = history->child, parent = history->parent;
  if (child == IMAGE_PROGRAM)
    return verify_fail_at(v, where, "is of the program, which has no rows");
  if (history->stages.count == 0 || history->stages.count > INT32_MAX - 1)
    return verify_fail_at(v, where, "has no stages");
  if (v->image->declarations.at[history->declaration].entity != parent)
    return verify_fail_at(v, where, "is of another entity than its process");
  const int32_t count = (int32_t)history->stages.count;
  const Fact known = fact_range(0, count - 1), any = fact_range(0, count); /* not_applicable too */
  if (!check_via(v, index, history, time) || !check_ways(v, history) ||
      !check_read(v, index, "stage", history->stage, child, time, any) ||
      !check_read(v, index, "at", history->at, child, time, fact_days()))
    return false;
  if (history->recorded != SCHEMA_NONE &&
      !check_read(v, index, "recorded", history->recorded, parent, time, any))
    return false;
  return check_result(v, index, "last", history->last, parent, time, known) &&
         check_result(v, index, "since", history->since, parent, time, fact_days()) &&
         check_result(v, index, "path", history->path, parent, time, fact_range(0, PATH_ILLEGAL));
}
