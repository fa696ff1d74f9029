/* why_markdown.c - why a row has its values, as nested lists for tickets and notes.
 *
 *   account A0012 on 2026-06-30
 *
 *   - `tier`: strategic (acme.strata:111)
 *     - `segment strategic "Partnership at board level"`: true (acme.strata:113)
 */
#include "report/markdown.h"
#include "report/why_lines.h"

/* Code between as many back quotes as it takes. */
static void print_code(Buffer *out, Text text) {
  size_t longest = 0, run = 0;
  for (size_t i = 0; i < text.len; i++) {
    run = text.at[i] == '`' ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  const char *pad = longest ? " " : "";
  buffer_repeat(out, '`', longest + 1);
  buffer_printf(out, "%s%.*s%s", pad, TEXT_ARG(text), pad);
  buffer_repeat(out, '`', longest + 1);
}

static void print_line(Buffer *out, const WhyAsked *asked, const WhyLine *line) {
  const Text text = text_printable(out->arena, line->text);
  buffer_repeat(out, ' ', line->depth * 2);
  buffer_str(out, "- ");
  if (line->is_rest)
    markdown_text(out, text);
  else
    print_code(out, text);
  if (line->outcome.len) {
    buffer_str(out, ": ");
    markdown_text(out, text_printable(out->arena, line->outcome));
  }
  if (line->place.line) {
    const Text file = without_folder(line->place.file, asked->folder);
    buffer_printf(out, " (%.*s:%u)", TEXT_ARG(file), line->place.line);
  }
  buffer_char(out, '\n');
}

void why_markdown(Buffer *out, Run *run, const WhyAsked *asked) {
  const Image *image = run_image(run);
  Buffer heading = buffer_in(out->arena);
  why_heading(&heading, run, asked, false);
  markdown_text(out, text_strip(buffer_view(&heading)));
  buffer_str(out, "\n\n");
  const bool one = asked->column != SCHEMA_NONE;
  for (uint32_t i = 0; i < image->columns.count; i++) {
    WhyDetail detail = asked->full ? WHY_FULL : WHY_FOLDED;
    WhyLines lines = {0};
    if (!why_is_asked(image, asked, i)) continue;
    if (!one && !asked->full && !why_is_told(run, i, asked->row, &detail)) continue;
    why_lines(out->arena, run, i, asked->row, detail, one, one, &lines);
    for (size_t k = 0; k < lines.list.count; k++) print_line(out, asked, &lines.list.at[k]);
  }
}
