/* diff_markdown.c - what changes between two states, as a comment on a pull request.
 *
 * A line that says it all, a table with a line for each declaration that changes, and everything
 * else folded away. Texts of rule files and data are escaped wherever they stand; a witness stands
 * in a block whose fence is longer than any in it.
 */
#include "report/diff_impl.h"
#include "report/markdown.h"

enum { COMMENT_MOST = 60000 }; /* bytes: GitHub takes 65,536 characters */

/* ---- The table ------------------------------------------------------------------------------ */

static const OutcomeMoves *outcome_of(const DiffReport *report, Text name) {
  for (size_t i = 0; report->moves && i < report->moves->outcomes.count; i++)
    if (text_equal(report->moves->outcomes.at[i].column->name, name))
      return &report->moves->outcomes.at[i];
  return NULL;
}

static Text moved_text(const DiffSection *s, const OutcomeMoves *moves) {
  if (!moves || !diff_is_told(s->report, moves)) return TEXT("");
  return diff_outcome_summary(s, moves);
}

static bool has_meaning(const DiffReport *report, Text name) {
  for (size_t i = 0; i < report->meanings.count; i++)
    if (text_equal(report->meanings.at[i].name, name)) return true;
  return false;
}

static void line(const DiffSection *s, Grid *grid, Text name, DeclarationKind kind, Text verdict,
                 Text how) {
  grid_cell(grid, name, PAINT_PLAIN);
  grid_cell(grid, text_of(declaration_kind_name[kind]), PAINT_PLAIN);
  grid_cell(grid, verdict, PAINT_PLAIN);
  grid_cell(grid, how, PAINT_PLAIN);
  if (s->report->moves) grid_cell(grid, moved_text(s, outcome_of(s->report, name)), PAINT_PLAIN);
}

/* Declarations that differ or move. */
static void table(const DiffSection *s) {
  const DiffReport *report = s->report;
  Grid *grid = grid_new(s->arena, report->moves ? 5 : 4);
  size_t told = 0;
  grid_cell(grid, TEXT("declaration"), PAINT_PLAIN);
  grid_cell(grid, TEXT("kind"), PAINT_PLAIN);
  grid_cell(grid, TEXT("meaning"), PAINT_PLAIN);
  grid_cell(grid, TEXT("how"), PAINT_PLAIN);
  if (report->moves) grid_cell(grid, TEXT("in the data"), PAINT_PLAIN);
  for (size_t i = 0; i < report->meanings.count; i++) {
    const Meaning *m = &report->meanings.at[i];
    const OutcomeMoves *moves = outcome_of(report, m->name);
    if (m->verdict == MEANING_SAME && !report->all && !(moves && diff_is_told(report, moves)))
      continue;
    told++;
    line(s, grid, m->name, m->kind, meaning_verdict(m), meaning_text(s->arena, m, s->view));
  }
  for (size_t i = 0; report->moves && i < report->moves->outcomes.count; i++) {
    const OutcomeMoves *o = &report->moves->outcomes.at[i];
    if (!diff_is_section(o) || !diff_is_told(s->report, o)) continue;
    if (has_meaning(report, o->column->name)) continue;
    told++;
    line(s, grid, o->column->name, o->column->kind, TEXT(""), TEXT(""));
  }
  if (told) change_section(s->out, TEXT(""), grid, s->view);
}

/* ---- What is folded ------------------------------------------------------------------------- */

/* In HTML backslashes escape nothing. */
static void html_text(Buffer *out, Text text) {
  for (size_t i = 0; i < text.len; i++) {
    const char c = text.at[i];
    if (c == '<' || c == '>' || c == '&')
      buffer_str(out, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
    else
      buffer_char(out, c == '\n' || c == '\r' ? ' ' : c);
  }
}

static void fold(const DiffSection *s, Text title, const Buffer *body) {
  if (!body->len) return;
  if (!s->report->all && s->out->len + body->len > COMMENT_MOST) {
    ++*s->omitted;
    return;
  }
  buffer_str(s->out, "\n<details>\n<summary>");
  html_text(s->out, title);
  buffer_str(s->out, "</summary>\n\n");
  buffer_text(s->out, buffer_view(body));
  buffer_str(s->out, "\n</details>\n");
}

static size_t longest_run(Text text, char c) {
  size_t longest = 0, run = 0;
  for (size_t i = 0; i < text.len; i++) {
    run = text.at[i] == c ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

static void put_block(Buffer *out, Text text) {
  const size_t inner = longest_run(text, '`'), fence = inner < 3 ? 3 : inner + 1;
  if (out->len) buffer_char(out, '\n');
  buffer_repeat(out, '`', fence);
  buffer_char(out, '\n');
  buffer_text(out, text);
  if (!text_ends(text, TEXT("\n"))) buffer_char(out, '\n');
  buffer_repeat(out, '`', fence);
  buffer_char(out, '\n');
}

static void witnesses(const DiffSection *s) {
  Buffer body = buffer_in(s->arena);
  for (size_t i = 0; i < s->report->meanings.count; i++) {
    const Text witness = diff_witness(s->arena, s->report, i, s->view);
    if (witness.len) put_block(&body, witness);
  }
  fold(s, TEXT("Rows that show it"), &body);
}

static void definitions(const DiffSection *s) {
  Buffer body = buffer_in(s->arena);
  DiffSection inner = *s;
  inner.out = &body;
  diff_edit_list(&inner);
  const size_t words = diff_edits_of_words(s->report);
  const Text changes = diff_counted(s->arena, words, TEXT("change"));
  if (words)
    change_remark(&body,
                  text_of(arena_printf(s->arena, "%.*s of words: docs, owners, texts, tests",
                                       TEXT_ARG(changes))),
                  s->view);
  fold(s, TEXT("Changes in the definitions"), &body);
}

static void outcomes(const DiffSection *s) {
  const Moves *moves = s->report->moves;
  for (size_t i = 0; i < moves->outcomes.count; i++) {
    const OutcomeMoves *o = &moves->outcomes.at[i];
    if (!diff_is_section(o) || !diff_is_told(s->report, o)) continue;
    Buffer body = buffer_in(s->arena);
    DiffSection inner = *s;
    inner.out = &body;
    diff_outcome(&inner, o);
    fold(s,
         text_of(arena_printf(s->arena, "%.*s: %.*s", TEXT_ARG(o->column->name),
                              TEXT_ARG(diff_outcome_summary(s, o)))),
         &body);
  }
}

static void others(const DiffSection *s) {
  const Moves *moves = s->report->moves;
  Buffer coming = buffer_in(s->arena), columns = buffer_in(s->arena);
  DiffSection inner = *s;
  inner.out = &coming;
  diff_left_out(&inner);
  for (size_t i = 0; i < moves->entities.count; i++) diff_entity(&inner, &moves->entities.at[i]);
  fold(s, TEXT("Rows that arrive, leave, or are left out"), &coming);
  outcomes(s);
  inner.out = &columns;
  diff_other_columns(&inner);
  fold(s, TEXT("Other columns that change"), &columns);
}

void diff_markdown(Buffer *out, const DiffReport *report, const AnswerView *view) {
  Buffer body = buffer_in(out->arena);
  size_t omitted = 0;
  const DiffSection s = {out->arena, report, view, &body, &omitted};
  buffer_str(&body, "**");
  markdown_text(&body, diff_summary(out->arena, report));
  buffer_str(&body, "**\n");
  table(&s);
  if (report->unproven.len) change_remark(&body, report->unproven, view);
  diff_states(&s);
  definitions(&s);
  witnesses(&s);
  if (report->moves) others(&s);
  if (omitted)
    change_remark(
        &body,
        text_of(arena_printf(out->arena, "%.*s left out: a comment has no room for them",
                             TEXT_ARG(diff_counted(out->arena, omitted, TEXT("section"))))),
        view);
  buffer_text(out, buffer_view(&body));
}
