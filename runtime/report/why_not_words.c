/* why_not_words.c - values and regions in words. */
#include <string.h>

#include "report/why_not_impl.h"

Text why_not_wanted(const Run *run, const WhyNot *answer) {
  const Image *image = run_image(run);
  const Type type = image->columns.at[answer->column].type;
  if (type.kind == TYPE_BOOL) return answer->member == TRUTH_TRUE ? TEXT("true") : TEXT("false");
  return image->enums.at[type.of].members[answer->member].name;
}

bool why_not_is_amount(Type type) {
  const Store store = type_store(type);
  return type.kind == TYPE_DATE || store == STORE_I64 || store == STORE_F64;
}

/* What a lever of texts has beside those that the rules name. */
static bool is_any_text(Scalar value) {
  return value.type.kind == TYPE_TEXT && text_equal(value.text, TEXT("\u2026"));
}

Text why_not_value(Arena *arena, const Image *image, Scalar value) {
  if (value.known && is_any_text(value)) return TEXT("any other text");
  return text_printable(arena, scalar_text(arena, image, value, PRINT_PEOPLE));
}

/* ---- Ends -------------------------------------------------------------------------------------
 */

static size_t length_of(Arena *arena, Scalar value) {
  Buffer out = buffer_in(arena);
  scalar_print(&out, value, NULL, PRINT_CSV);
  return out.len;
}

/* The neighbour beyond an end, where it is the rounder of the two: `> 5M` begins one unit above 5M.
 */
static bool is_open_end(Arena *arena, Scalar end, int beyond, Scalar *neighbour) {
  *neighbour = end;
  if (end.type.kind == TYPE_NUMBER) {
    int64_t bits;
    memcpy(&bits, &end.f, sizeof bits);
    bits += end.f < 0 ? -beyond : beyond;
    memcpy(&neighbour->f, &bits, sizeof bits);
  } else {
    if (type_scale(end.type.kind) == 1) return false;
    neighbour->i += beyond;
  }
  return length_of(arena, *neighbour) < length_of(arena, end);
}

static void say_end(Buffer *out, const Image *image, Scalar end, Scalar limit, const char *closed,
                    const char *open) {
  const bool is_low = end.type.kind == TYPE_NUMBER ? end.f < limit.f : end.i < limit.i;
  Scalar neighbour;
  if (why_not_is_amount(end.type) && end.type.kind != TYPE_DATE &&
      is_open_end(out->arena, end, is_low ? -1 : 1, &neighbour)) {
    buffer_str(out, open);
    buffer_text(out, why_not_value(out->arena, image, neighbour));
  } else {
    buffer_str(out, closed);
    buffer_text(out, why_not_value(out->arena, image, why_not_round(end, limit)));
  }
}

static void say_span(Buffer *out, const Image *image, const WhyNotSpan *span) {
  const bool is_date = span->low.type.kind == TYPE_DATE;
  if (span->from_least && span->to_most) {
    buffer_str(out, "any value");
  } else if (scalar_equal(span->low, span->high)) {
    buffer_text(out, why_not_value(out->arena, image, span->low));
  } else if (span->to_most) {
    say_end(out, image, span->low, span->high, is_date ? "from " : "at least ", "more than ");
    if (is_date) buffer_str(out, " on");
  } else if (span->from_least) {
    say_end(out, image, span->high, span->low, is_date ? "until " : "at most ", "less than ");
  } else {
    say_end(out, image, span->low, span->high, "from ", "from over ");
    say_end(out, image, span->high, span->low, " to ", " to less than ");
  }
}

Text why_not_region(Arena *arena, const Image *image, const WhyNotChange *change) {
  enum { SPANS_SAID = 4 };
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < change->span_count && i < SPANS_SAID; i++) {
    const bool last = i + 1 == change->span_count || i + 1 == SPANS_SAID;
    if (i) buffer_str(&out, last ? " or " : ", ");
    say_span(&out, image, &change->span[i]);
  }
  if (change->span_count > SPANS_SAID) buffer_str(&out, " or others");
  return buffer_view(&out);
}

/* ---- Needs ------------------------------------------------------------------------------------
 */

/* What a part of a clause stands in: "keeps while", "leave when". */
static const char *frame_of(const Image *image, const Clause *clause) {
  if (clause->kind != CLAUSE_CONDITION && clause->kind != CLAUSE_TERM) return NULL;
  while (clause->parent != SCHEMA_NONE) {
    clause = &image->clauses.at[clause->parent];
    switch ((ClauseKind)clause->kind) {
    case CLAUSE_NEEDS:
      return "needs";
    case CLAUSE_KEEPS:
      return "keeps while";
    case CLAUSE_ENTER:
      return "enter when";
    case CLAUSE_LEAVE:
      return "leave when";
    case CLAUSE_REQUIRE:
      return "require";
    case CLAUSE_CONDITION:
    case CLAUSE_TERM:
      break;
    default:
      return NULL;
    }
  }
  return NULL;
}

Text why_not_clause(Arena *arena, const Image *image, const WhyNotNeed *need) {
  if (need->clause == SCHEMA_NONE) return TEXT("");
  const Clause *clause = &image->clauses.at[need->clause];
  const char *frame = frame_of(image, clause);
  Text text = clause->text;
  for (size_t i = 0; i < text.len; i++)
    if (text.at[i] == '{' && (clause->kind == CLAUSE_SEGMENT || clause->kind == CLAUSE_STAGE))
      text.len = i;
  text = text_strip(text);
  return frame ? text_of(arena_printf(arena, "%s \u2026 %.*s", frame, TEXT_ARG(text))) : text;
}

bool why_not_met(const WhyNotNeed *need) {
  return need->now == (need->wanted ? TRUTH_TRUE : TRUTH_FALSE) || need->cap.beats;
}
