/* checkup.c - from shares to scores, and the words that all forms of a check-up have in common.
 *
 * A dimension's score is the mean of its shares by their weights, a process's the mean of the
 * dimensions that have one. Shares are taken as they are printed, to a tenth of a percent: what
 * comes out is what a reader comes to.
 */
#include "report/checkup.h"

#include "report/report_impl.h"
#include "value/date.h"
#include "value/decimal.h"

const DimensionInfo dimension_info[DIMENSION_COUNT] = {
#define X(id, name, asks) [DIMENSION_##id] = {name, asks},
#include "report/checkup_dimensions.def"
#undef X
};

const EvidenceInfo evidence_info[EVIDENCE_COUNT] = {
#define X(id, dimension, name, weight, about)                                                      \
  [EVIDENCE_##id] = {DIMENSION_##dimension, name, weight, about},
#include "report/checkup_evidence.def"
#undef X
};

/* ---- Scores ---- */

enum { WHOLE = 1000, LEVEL_POINTS = 20 }; /* tenths of a percent; points of a level */

uint32_t evidence_share(Evidence evidence) {
  const int128 of = (int128)evidence.of;
  return (uint32_t)((2 * (int128)evidence.met * WHOLE + of) / (2 * of));
}

/* Rounded half up. */
static uint32_t mean(uint64_t sum, uint64_t count) {
  return (uint32_t)((2 * sum + count) / (2 * count));
}

static void score_dimension(CheckedProcess *process, Dimension dimension) {
  CheckupScore *score = &process->dimension[dimension];
  uint64_t sum = 0, weights = 0;
  for (int i = 0; i < EVIDENCE_COUNT; i++) {
    const EvidenceInfo *info = &evidence_info[i];
    if (info->dimension != dimension || !process->evidence[i].of) continue;
    sum += (uint64_t)info->weight * evidence_share(process->evidence[i]);
    weights += info->weight;
  }
  score->measured = weights > 0;
  if (weights) score->points = mean(sum, weights * (WHOLE / 100));
}

static void score_process(CheckedProcess *process) {
  uint64_t sum = 0, measured = 0, ratings = 0, rated = 0;
  for (int i = 0; i < DIMENSION_COUNT; i++) {
    const CheckupScore *score = &process->dimension[i];
    score_dimension(process, (Dimension)i);
    sum += score->measured ? score->points : 0;
    measured += score->measured;
    ratings += score->rated ? score->self : 0;
    rated += score->rated;
  }
  process->whole = (CheckupScore){.measured = measured > 0, .rated = rated > 0};
  if (measured) process->whole.points = mean(sum, measured);
  if (rated) process->whole.self = mean(ratings, rated);
}

/* By evidence; those of one stay in their order. */
static void sort_mends(Arena *arena, CheckedProcess *process) {
  CheckupMend *sorted = ARENA_ARRAY(arena, CheckupMend, process->mends.count);
  size_t count = 0;
  for (int kind = 0; kind < EVIDENCE_COUNT; kind++)
    for (size_t i = 0; i < process->mends.count; i++)
      if ((int)process->mends.at[i].of == kind) sorted[count++] = process->mends.at[i];
  process->mends.at = sorted;
  process->mends.capacity = count;
}

void checkup_score(Arena *arena, Checkup *checkup) {
  for (size_t i = 0; i < checkup->processes.count; i++) {
    score_process(&checkup->processes.at[i]);
    sort_mends(arena, &checkup->processes.at[i]);
  }
}

uint32_t checkup_level(uint32_t points) { return points / LEVEL_POINTS; }

const char *checkup_level_word(uint32_t level) {
  static const char *const words[] = {"absent", "begun", "partial", "solid", "strong", "whole"};
  return words[level];
}

/* ---- Words ---- */

static Text rows_word(Arena *arena, const CheckedProcess *process) {
  return text_equal(process->entity, TEXT("program")) ? process->entity
                                                      : plural_text(arena, process->entity);
}

Text evidence_about(Arena *arena, const CheckedProcess *process, EvidenceKind kind) {
  Buffer out = buffer_in(arena);
  for (const char *at = evidence_info[kind].about; *at; at++) {
    if (*at == '@')
      buffer_text(&out, rows_word(arena, process));
    else
      buffer_char(&out, *at);
  }
  return buffer_view(&out);
}

static bool is_proof(EvidenceKind kind) {
  return kind == EVIDENCE_ONE_STAGE || kind == EVIDENCE_NO_GAP;
}

/* Evidence that is no count of things, but a share alone. */
static bool is_share(EvidenceKind kind) {
  return kind == EVIDENCE_ALIKE_PLACED || kind == EVIDENCE_ALIKE_REVIEWED ||
         kind == EVIDENCE_ALIKE_RATED;
}

Text evidence_count(Arena *arena, EvidenceKind kind, Evidence evidence) {
  if (!evidence.of) return TEXT("not measured");
  if (is_proof(kind)) return evidence.met == evidence.of ? TEXT("proven") : TEXT("refuted");
  if (is_share(kind)) return TEXT("");
  return text_of(arena_printf(arena, "%.*s of %.*s", TEXT_ARG(count_text(arena, evidence.met)),
                              TEXT_ARG(count_text(arena, evidence.of))));
}

Text evidence_percent(Arena *arena, Evidence evidence) {
  if (!evidence.of) return TEXT("");
  const uint32_t share = evidence_share(evidence);
  return text_of(arena_printf(arena, "%u.%u%%", share / 10, share % 10));
}

static bool is_claim(EvidenceKind kind) {
  return is_proof(kind) || kind == EVIDENCE_SOUND_STAGES || kind == EVIDENCE_SOUND_TERMS;
}

Text evidence_remark(Arena *arena, EvidenceKind kind, Evidence evidence) {
  if (!evidence.open) return evidence.detail;
  return text_of(arena_printf(
      arena, "%.*s%s%.*s %s", TEXT_ARG(evidence.detail), evidence.detail.len ? ", " : "",
      TEXT_ARG(count_text(arena, evidence.open)), is_claim(kind) ? "not settled" : "unknown"));
}

Text checkup_rows(Arena *arena, const CheckedProcess *process) {
  if (!process->counted) return rows_word(arena, process);
  return text_of(
      arena_printf(arena, "%.*s %.*s", TEXT_ARG(count_text(arena, process->rows)),
                   TEXT_ARG(process->rows == 1 ? process->entity : rows_word(arena, process))));
}

Text checkup_basis(Arena *arena, const Checkup *checkup) {
  Buffer out = buffer_in(arena);
  buffer_str(&out, "as of ");
  date_print(&out, checkup->today);
  if (!checkup->has_data) buffer_printf(&out, ", without data: %.*s", TEXT_ARG(checkup->no_data));
  if (!checkup->has_solver)
    buffer_str(&out, "; there is no solver here: what needs one is not settled");
  return buffer_view(&out);
}

/* The first back quote at or behind the offset, or the length. */
static size_t quote_from(Text text, size_t at) {
  while (at < text.len && text.at[at] != '`') at++;
  return at;
}

bool checkup_next_part(Text *rest, Text *part, bool *quoted) {
  const size_t opens = quote_from(*rest, 0), closes = quote_from(*rest, opens + 1);
  size_t end = closes < rest->len ? opens : rest->len;
  if (!rest->len) return false;
  *quoted = opens == 0 && closes < rest->len;
  *part = *quoted ? text_slice(*rest, 1, closes) : text_slice(*rest, 0, end);
  *rest = text_slice(*rest, *quoted ? closes + 1 : end, rest->len);
  return true;
}

Text checkup_place(Arena *arena, const Checkup *checkup, CodePlace place) {
  return without_folder(place_text(arena, place), checkup->folder);
}
