/* why_table.c - the clauses behind a row's values as lines of CSV or of JSON, for programs.
 *
 * A line a clause, of every column that is asked for, in the order in which people are told them.
 * `depth` makes the tree of it; `decides` is false where the clause would not have changed the
 * outcome, or stands below one that would not.
 */
#include "report/csv_text.h"
#include "report/why_lines.h"

static const char csv_header[] =
    "column,depth,kind,clause,value,low,high,possible,counted,undecided,skipped,"
    "place,places,decides,missing,file,line\n";

typedef struct Printing {
  Buffer *out;
  Run *run;
  const Image *image;
  uint32_t column;
  size_t row;
} Printing;

/* ---- CSV ------------------------------------------------------------------------------------ */

static void csv_count(Buffer *out, bool given, uint64_t count) {
  buffer_char(out, ',');
  if (given) buffer_printf(out, "%llu", (unsigned long long)count);
}

static void csv_text(Buffer *out, Text text) {
  buffer_char(out, ',');
  csv_text_print(out, text);
}

/* Numbers are no texts: their sign needs no apostrophe. */
static void csv_scalar(const Printing *p, bool given, Scalar value) {
  buffer_char(p->out, ',');
  if (!given || !value.known) return;
  const Text text = scalar_text(p->out->arena, p->image, value, PRINT_CSV);
  if (type_store(value.type) == STORE_TEXT || value.type.kind == TYPE_REF ||
      value.type.kind == TYPE_ENUM)
    csv_text_print(p->out, text);
  else
    buffer_text(p->out, text);
}

static Text missing_text(const Printing *p) {
  Text *names;
  Buffer out = buffer_in(p->out->arena);
  const size_t count = run_deciding(p->run, p->column, p->row, p->out->arena, &names);
  for (size_t i = 0; i < count; i++) {
    buffer_str(&out, i ? "; " : "");
    buffer_text(&out, names[i]);
  }
  return buffer_view(&out);
}

static void csv_line(const Printing *p, const WhyLine *line) {
  const Clause *clause = &p->image->clauses.at[line->node->clause];
  const WhyNode *node = line->node;
  csv_text_print(p->out, p->image->columns.at[p->column].name);
  buffer_printf(p->out, ",%zu,%s", line->depth, why_kinds[clause->kind]);
  csv_text(p->out, clause->text);
  csv_scalar(p, node->has_value && value_is_point(node->value), node->value.low);
  csv_scalar(p, node->has_value, node->value.low);
  csv_scalar(p, node->has_value, node->value.high);
  csv_scalar(p, true, why_possible(p->image, node));
  csv_count(p->out, node->has_rows, node->rows.counted);
  csv_count(p->out, node->has_rows, node->rows.undecided);
  csv_count(p->out, node->has_rows, node->rows.skipped);
  csv_count(p->out, node->has_places && node->place, node->place);
  csv_count(p->out, node->has_places, node->places);
  buffer_str(p->out, line->decides ? ",true" : ",false");
  csv_text(p->out, line->depth ? TEXT("") : missing_text(p));
  csv_text(p->out, clause->place.file);
  csv_count(p->out, clause->place.line != 0, clause->place.line);
  buffer_char(p->out, '\n');
}

/* ---- JSON lines ----------------------------------------------------------------------------- */

static void json_line(const Printing *p, const WhyLine *line) {
  JsonWriter json = json_writer(p->out, false);
  json_begin_object(&json, NULL);
  json_text(&json, "of", p->image->columns.at[p->column].name);
  json_int(&json, "depth", (int64_t)line->depth);
  json_bool(&json, "decides", line->decides);
  why_json_members(&json, p->image, line->node);
  if (!line->depth) why_json_unknown(&json, p->run, p->column, p->row);
  json_end(&json);
  buffer_char(p->out, '\n');
}

/* ---- Both ----------------------------------------------------------------------------------- */

static void print_lines(Buffer *out, Run *run, const WhyAsked *asked,
                        void (*print)(const Printing *p, const WhyLine *line)) {
  for (uint32_t i = 0; i < run_image(run)->columns.count; i++) {
    const Printing p = {out, run, run_image(run), i, asked->row};
    WhyLines lines = {0};
    if (!why_is_asked(p.image, asked, i)) continue;
    why_lines(out->arena, run, i, asked->row, WHY_FULL, 0, false, &lines);
    for (size_t k = 0; k < lines.list.count; k++)
      if (lines.list.at[k].node) print(&p, &lines.list.at[k]);
  }
}

void why_csv(Buffer *out, Run *run, const WhyAsked *asked) {
  buffer_str(out, csv_header);
  print_lines(out, run, asked, csv_line);
}

void why_jsonl(Buffer *out, Run *run, const WhyAsked *asked) {
  print_lines(out, run, asked, json_line);
}
