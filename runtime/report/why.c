/* why.c - the form that is asked for, and what of a row as a whole is told. */
#include "report/why.h"

#include "report/why_lines.h"
#include "value/date.h"

bool why_is_asked(const Image *image, const WhyAsked *asked, uint32_t column) {
  if (asked->column != SCHEMA_NONE) return asked->column == column;
  return column_declaration(image, &image->columns.at[column])->entity == asked->entity;
}

void why_heading(Buffer *out, Run *run, const WhyAsked *asked, bool colour) {
  const Text key = text_printable(out->arena, run_key(run, asked->entity, asked->row));
  buffer_text(out, run_image(run)->entities.at[asked->entity].name);
  if (key.len) buffer_char(out, ' ');
  paint_text(out, key, PAINT_STRONG, colour);
  if (!asked->undated) buffer_str(out, " on ");
  if (!asked->undated) date_print(out, run_options(run)->today);
  buffer_char(out, '\n');
}

/* ---- A row as a whole ----------------------------------------------------------------------- */

/* The member of an enumeration that a column of the declaration has on the row, "" where unknown.
 */
static Text member_at(const Run *run, uint32_t column, size_t row) {
  const Scalar value = run_value(run, column, row).low;
  if (!value.known || value.type.kind != TYPE_ENUM) return TEXT("");
  return run_image(run)->enums.at[value.type.of].members[value.i].name;
}

/* Unknown, or in a stage that the record does not know of. */
static bool is_misplaced(const Run *run, const Declaration *declaration, size_t row) {
  for (uint32_t i = 0; i < declaration->columns.count; i++) {
    const uint32_t column = declaration->columns.first + i;
    if (!text_ends(run_image(run)->columns.at[column].name, TEXT(".fit"))) continue;
    const Text fit = member_at(run, column, row);
    return !text_equal(fit, TEXT("fits")) && !text_equal(fit, TEXT("not_applicable"));
  }
  return false;
}

/* Whether a declaration's own column says that something is wrong with the row, or does not know
 * what it should. */
static bool is_wrong(const Run *run, const Declaration *declaration, size_t row) {
  const uint32_t column = declaration->columns.first;
  const Scalar value = run_value(run, column, row).low;
  switch ((DeclarationKind)declaration->kind) {
  case DECLARATION_SEGMENTATION:
    return true;
  case DECLARATION_CHECKLIST:
    return value.known && value.i < type_scale(TYPE_PERCENT);
  case DECLARATION_PROCESS:
    return is_misplaced(run, declaration, row);
  case DECLARATION_KPI:
  case DECLARATION_RULE:
  case DECLARATION_CADENCE:
  case DECLARATION_ASSUME: {
    if (!value.known) return true;
    const Paint paint = status_paint((DeclarationKind)declaration->kind, (uint32_t)value.i);
    return paint == PAINT_BAD || paint == PAINT_FAIR;
  }
  default:
    return false;
  }
}

/* What a declaration has no say about has no parts either. */
bool why_is_told(const Run *run, uint32_t column, size_t row, WhyDetail *detail) {
  const Image *image = run_image(run);
  const Declaration *declaration = column_declaration(image, &image->columns.at[column]);
  const uint32_t own = declaration->columns.first;
  *detail = WHY_VALUE;
  if (declaration->kind == DECLARATION_ITEM) return false; /* the checklist tells of it */
  const bool wrong = is_wrong(run, declaration, row);
  if (column == own && wrong) *detail = WHY_FOLDED;
  if (column == own) return true;
  return run_value(run, column, row).low.known &&
         !text_equal(member_at(run, own, row), TEXT("not_applicable")) &&
         !(declaration->kind == DECLARATION_KPI && wrong);
}

/* ---- Forms ---------------------------------------------------------------------------------- */

void answer_why(Buffer *out, Run *run, const WhyAsked *asked, const AnswerView *view) {
  switch (view->form) {
  case ANSWER_JSON:
    why_json(out, run, asked);
    break;
  case ANSWER_CSV:
    why_csv(out, run, asked);
    break;
  case ANSWER_JSONL:
    why_jsonl(out, run, asked);
    break;
  case ANSWER_MARKDOWN:
    why_markdown(out, run, asked);
    break;
  case ANSWER_TABLE:
  case ANSWER_LINE:
    why_text(out, run, asked, view);
    break;
  }
}
