/* summary.c - what a run came to, counted while it goes.
 *
 * Rows are counted by member in stretches, one bin behind the members for what is unknown, so that
 * the loop over rows has no branch and adds money in 64 bits; then the bins are added up.
 */
#include <string.h>

#include "engine/run_impl.h"

/* Rows with the same status follow one another often. So that an addition need not wait for the one
 * before it, neighbours go into bins of their own. */
enum { WAYS = 4, STRETCH = 4096 };

typedef struct StatusBin {
  uint32_t rows[WAYS];
  uint32_t money_missing[WAYS];
  int64_t money[WAYS];
} StatusBin;

static uint32_t member_count(const Image *image, const Declaration *declaration) {
  return declaration->members == SCHEMA_NONE ? 0 : image->enums.at[declaration->members].count;
}

/* Beside its stage a process has outcomes of its own: fit, pace, path. */
static bool is_outcome(const Image *image, size_t index) {
  const Column *column = &image->columns.at[index];
  const Declaration *declaration = &image->declarations.at[column->declaration];
  return declaration->kind == DECLARATION_PROCESS && column->type.kind == TYPE_ENUM &&
         index != declaration->columns.first;
}

static uint32_t part_members(const Image *image, uint32_t column) {
  return image->enums.at[image->columns.at[column].type.of].count;
}

void summary_prepare(Run *run) {
  const Image *image = run->image;
  RunSummary *summary = &run->summary;
  uint32_t most = 0;
  summary->entity = ARENA_ARRAY(run->arena, EntitySummary, image->entities.count);
  summary->declaration = ARENA_ARRAY(run->arena, DeclarationSummary, image->declarations.count);
  summary->finding = ARENA_ARRAY(run->arena, uint64_t, image->findings.count);
  summary->group = ARENA_ARRAY(run->arena, GroupStats, image->groups.count);
  summary->history = ARENA_ARRAY(run->arena, HistoryStats, image->histories.count);
  summary->part = ARENA_ARRAY(run->arena, PartSummary, image->columns.count);
  for (size_t i = 0; i < image->columns.count; i++)
    if (is_outcome(image, i))
      summary->part[i].member =
          ARENA_ARRAY(run->arena, uint64_t, image->enums.at[image->columns.at[i].type.of].count);
  summary->log = run->log;
  for (size_t d = 0; d < image->declarations.count; d++) {
    const uint32_t members = member_count(image, &image->declarations.at[d]);
    if (members) summary->declaration[d].member = ARENA_ARRAY(run->arena, MemberCount, members);
    if (members > most) most = members;
  }
  run->bins = ARENA_ARRAY(run->arena, MemberCount, (size_t)most + 1);
  run->stretch = ARENA_ARRAY(run->arena, StatusBin, (size_t)most + 1);
}

static size_t count_missing(const Vector *slot, size_t row, size_t count) {
  const uint8_t missing = slot->store == STORE_TRUTH ? TRUTH_UNKNOWN : 0;
  const uint8_t *bytes = (slot->store == STORE_TRUTH ? slot->truth : slot->valid) + row;
  size_t n = 0;
  for (size_t i = 0; i < count; i++) n += bytes[i] == missing;
  return n;
}

static void fill_rows(StatusBin *bins, uint32_t members, const Vector *status, size_t row,
                      size_t count) {
  const int32_t *member = status->i32 + row;
  const uint8_t *valid = status->valid + row;
  for (size_t i = 0; i < count; i++)
    bins[valid[i] ? (uint32_t)member[i] : members].rows[i % WAYS]++;
}

static void fill_money(StatusBin *bins, uint32_t members, const Vector *status, const Vector *money,
                       size_t row, size_t count) {
  const int32_t *member = status->i32 + row;
  const uint8_t *valid = status->valid + row, *has_amount = money->valid + row;
  const int64_t *amount = money->i64 + row;
  for (size_t i = 0; i < count; i++) {
    StatusBin *bin = &bins[valid[i] ? (uint32_t)member[i] : members];
    bin->money[i % WAYS] += has_amount[i] ? amount[i] : 0;
    bin->money_missing[i % WAYS] += !has_amount[i];
  }
}

/* Whether a stretch of such amounts adds up in 64 bits. */
static bool are_small(const Vector *money, size_t row, size_t count) {
  const uint64_t small = INT64_MAX / STRETCH;
  uint64_t large = 0;
  for (size_t i = row; i < row + count; i++) {
    const int64_t amount = money->valid[i] ? money->i64[i] : 0;
    large |= (uint64_t)(amount ^ amount >> 63) > small;
  }
  return !large;
}

static void add_money_slowly(MemberCount *bins, uint32_t members, const Vector *status,
                             const Vector *money, size_t row, size_t count) {
  for (size_t i = row; i < row + count; i++) {
    MemberCount *bin = &bins[status->valid[i] ? (uint32_t)status->i32[i] : members];
    if (money->valid[i])
      bin->money += money->i64[i];
    else
      bin->money_missing++;
  }
}

static void empty_bin(StatusBin *bin, MemberCount *into) {
  for (int way = 0; way < WAYS; way++) {
    into->rows += bin->rows[way];
    into->money += bin->money[way];
    into->money_missing += bin->money_missing[way];
  }
}

/* `count` is at most STRETCH. */
static void add_stretch(Run *run, const Declaration *declaration, const Vector *status, size_t row,
                        size_t count) {
  const uint32_t members = member_count(run->image, declaration);
  StatusBin *bins = run->stretch;
  memset(bins, 0, ((size_t)members + 1) * sizeof *bins);
  fill_rows(bins, members, status, row, count);
  if (declaration->money != SCHEMA_NONE) {
    const Vector *money = &run->tables[declaration->entity]->slot[declaration->money];
    if (are_small(money, row, count))
      fill_money(bins, members, status, money, row, count);
    else
      add_money_slowly(run->bins, members, status, money, row, count);
  }
  for (uint32_t m = 0; m <= members; m++) empty_bin(&bins[m], &run->bins[m]);
}

static void add_members(Run *run, const Declaration *declaration, DeclarationSummary *summary,
                        const Vector *status, size_t row, size_t count) {
  const uint32_t members = member_count(run->image, declaration);
  MemberCount *bins = run->bins;
  memset(bins, 0, ((size_t)members + 1) * sizeof *bins);
  for (size_t done = 0; done < count; done += STRETCH)
    add_stretch(run, declaration, status, row + done,
                count - done < STRETCH ? count - done : STRETCH);
  for (uint32_t m = 0; m < members; m++) {
    summary->member[m].rows += bins[m].rows;
    summary->member[m].money += bins[m].money;
    summary->member[m].money_missing += bins[m].money_missing;
  }
  summary->unknown += bins[members].rows;
  summary->unknown_money += bins[members].money;
  summary->unknown_money_missing += bins[members].money_missing;
}

static void add_outcome(PartSummary *part, const Vector *slot, size_t row, size_t count) {
  for (size_t i = row; i < row + count; i++) {
    if (slot->valid[i])
      part->member[slot->i32[i]]++;
    else
      part->unknown++;
  }
}

static void add_outcomes(Run *run, const Declaration *declaration, size_t row, size_t count) {
  const IndexList columns = declaration->columns;
  for (uint32_t i = columns.first; i < columns.first + columns.count; i++) {
    const uint32_t slot = run->image->columns.at[i].low;
    if (run->summary.part[i].member)
      add_outcome(&run->summary.part[i], &run->tables[declaration->entity]->slot[slot], row, count);
  }
}

void summary_add(Run *run, uint32_t entity, size_t row, size_t count) {
  const Image *image = run->image;
  for (size_t d = 0; d < image->declarations.count; d++) {
    const Declaration *declaration = &image->declarations.at[d];
    DeclarationSummary *summary = &run->summary.declaration[d];
    if (declaration->entity != entity) continue;
    const Column *column = &image->columns.at[declaration->columns.first];
    const Vector *status = &run->tables[entity]->slot[column->low];
    summary->rows += count;
    if (summary->member)
      add_members(run, declaration, summary, status, row, count);
    else
      summary->unknown += count_missing(status, row, count);
    if (declaration->kind == DECLARATION_PROCESS) add_outcomes(run, declaration, row, count);
  }
}

void summary_count(Run *run, FindingKind kind, Level level, uint64_t times) {
  run->summary.kind[kind] += times;
  run->summary.level[level] += times;
}

static void merge_declaration(DeclarationSummary *to, const DeclarationSummary *from,
                              uint32_t members) {
  for (uint32_t m = 0; m < members; m++) {
    to->member[m].rows += from->member[m].rows;
    to->member[m].money += from->member[m].money;
    to->member[m].money_missing += from->member[m].money_missing;
  }
  to->unknown += from->unknown;
  to->unknown_money += from->unknown_money;
  to->unknown_money_missing += from->unknown_money_missing;
  to->rows += from->rows;
}

static void merge_part(PartSummary *to, const PartSummary *from, uint32_t members) {
  for (uint32_t m = 0; m < members; m++) to->member[m] += from->member[m];
  to->unknown += from->unknown;
}

void summary_merge(Run *run, const RunSummary *from) {
  const Image *image = run->image;
  RunSummary *to = &run->summary;
  for (size_t d = 0; d < image->declarations.count; d++)
    merge_declaration(&to->declaration[d], &from->declaration[d],
                      member_count(image, &image->declarations.at[d]));
  for (uint32_t i = 0; i < image->columns.count; i++)
    if (to->part[i].member) merge_part(&to->part[i], &from->part[i], part_members(image, i));
  for (int i = 0; i < LEVEL_COUNT; i++) to->level[i] += from->level[i];
  for (int i = 0; i < FINDING_COUNT; i++) to->kind[i] += from->kind[i];
  for (size_t f = 0; f < image->findings.count; f++) to->finding[f] += from->finding[f];
  for (size_t g = 0; g < image->groups.count; g++) to->group[g].overflow += from->group[g].overflow;
}

static bool leaves_row_out(FindingKind kind) {
  return kind == FINDING_ROW_WITHOUT_KEY || kind == FINDING_ROW_TOO_LONG ||
         kind == FINDING_DUPLICATE_KEY;
}

void summary_finish(Run *run) {
  for (size_t e = 0; e < run->image->entities.count; e++) {
    EntitySummary *summary = &run->summary.entity[e];
    summary->source = run->kept[e]->source;
    summary->rows = run->kept[e]->rows;
  }
  for (size_t i = 0; i < run->log->counts.count; i++) {
    const DataCount *count = &run->log->counts.at[i];
    const FindingKind kind = (FindingKind)count->kind;
    summary_count(run, kind, finding_info[kind].level, count->count);
    if (leaves_row_out(kind)) run->summary.entity[count->entity].left_out += count->count;
  }
}
