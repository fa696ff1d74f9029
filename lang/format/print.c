/* print.c - the lines as text, with the comments where they stood.
 *
 * A comment behind something stays behind it, one on a line of its own stays on a line of its own,
 * in front of what it was in front of. Where one stands inside a clause the clause is broken there.
 * Of several blank lines one is kept, none at the ends of a block; a declaration of several lines
 * has one around it.
 */
#include "format/format_impl.h"

enum { BLOCK_STEP = 2, COMMENT_STEP = 4, COMMENT_GUTTER = 2, COMMENT_COLUMN = 80 };

/* What was printed: a line, the comment at its end, whether a blank line stands before it. */
typedef struct Printed {
  Text text, comment;
  bool blank;
} Printed;

typedef struct Printer {
  Format *f;
  Buffer line; /* under construction */
  size_t column;
  VEC(Printed) done;
  size_t next_break; /* the first that is not entered yet */
  uint32_t current;  /* the innermost that is, or NO_BREAK */
  uint32_t indent;   /* of the Line */
} Printer;

/* ---- Lines ---- */

/* A line of which nothing but blanks came is none. */
static void end_line(Printer *p) {
  if (text_strip(buffer_view(&p->line)).len)
    *VEC_PUSH(p->f->arena, &p->done) =
        (Printed){.text = text_copy(p->f->arena, buffer_view(&p->line))};
  buffer_clear(&p->line);
  p->column = 0;
}

static void put(Printer *p, Text text) {
  buffer_text(&p->line, text);
  p->column += text_width(text);
}

static void put_blanks(Printer *p, size_t count) {
  buffer_repeat(&p->line, ' ', count);
  p->column += count;
}

static void new_line(Printer *p, size_t indent) {
  end_line(p);
  put_blanks(p, indent);
}

/* ---- Comments ---- */

static Text comment_text(const Format *f, uint32_t index) {
  Text text = source_text(f->sources, f->comments[index].span);
  while (text.len && (text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '\t' ||
                      text.at[text.len - 1] == '\r'))
    text.len--;
  return text;
}

/* Puts a comment at the end of the line that was printed last, or on a line of its own. */
static void put_comment(Printer *p, uint32_t index, size_t indent) {
  const Text text = comment_text(p->f, index);
  Printed *last = p->done.count ? &p->done.at[p->done.count - 1] : NULL;
  if (!p->f->comments[index].own_line && last && !last->comment.len) {
    last->comment = text;
    return;
  }
  put_blanks(p, indent);
  put(p, text);
  end_line(p);
}

/* Where what stands in front of a gap ends: the token, or the comment before `comment`. */
static uint32_t offset_before(const Format *f, uint32_t token, uint32_t comment) {
  if (comment > f->gaps[token].comments) return f->comments[comment - 1].span.hi;
  return token ? f->tokens[token - 1].span.hi : f->tokens[0].span.lo;
}

/* The comments in front of a line's first token, those on lines of their own at `indent`. */
static void comments_before(Printer *p, uint32_t token, size_t indent, bool first) {
  const Format *f = p->f;
  const uint32_t end = f->gaps[token + 1].comments;
  for (uint32_t i = f->gaps[token].comments; i < end; i++) {
    const size_t start = p->done.count;
    const bool blank = format_blank_between(f, offset_before(f, token, i), f->comments[i].span.lo);
    put_comment(p, i, indent);
    if (p->done.count == start) continue;
    p->done.at[start].blank = blank && !first;
    first = false;
  }
}

/* The same inside a clause: it goes on behind them on a new line. */
static void comments_inside(Printer *p, uint32_t token, size_t indent, size_t behind) {
  const Format *f = p->f;
  end_line(p);
  const uint32_t end = f->gaps[token + 1].comments;
  for (uint32_t i = f->gaps[token].comments; i < end; i++) put_comment(p, i, indent);
  put_blanks(p, behind);
}

/* ---- Breaks ---- */

static uint32_t indent_of(const Printer *p, uint32_t index) {
  return index == NO_BREAK ? p->indent : p->f->breaks.at[index].indent;
}

/* Columns from token `i` up to the next place where the line may be broken, behind `behind`. */
static size_t width_up_to_break(const Printer *p, uint32_t i, uint32_t behind, uint32_t end,
                                size_t limit) {
  const Format *f = p->f;
  size_t width = 0;
  for (uint32_t k = i; k < end && width <= limit; k++) {
    const Gap *gap = &f->gaps[k];
    const bool open = gap->owner != NO_BREAK && !f->breaks.at[gap->owner].flat;
    if (k >= behind && k > i && (open || format_commented(f, k, k + 1))) break;
    if (gap->skip) continue;
    width += (k > i ? gap->blanks : 0) + text_width(format_token(f, k));
  }
  return width;
}

static bool has_forced(const Format *f, size_t index) {
  const Break *outer = &f->breaks.at[index];
  if (format_commented(f, outer->lo + 1, outer->hi)) return true;
  for (size_t i = index; i < f->breaks.count && f->breaks.at[i].lo < outer->hi; i++)
    if (f->breaks.at[i].kind == BREAK_ALWAYS) return true;
  return false;
}

/* Enters the breaks that begin at token `i` of a line that ends at `end`. */
static void enter(Printer *p, uint32_t i, uint32_t end) {
  enum { FARTHEST = 60 }; /* a line does not hang deeper */
  Format *f = p->f;
  while (p->current != NO_BREAK && f->breaks.at[p->current].hi <= i)
    p->current = f->breaks.at[p->current].outer;
  for (; p->next_break < f->breaks.count && f->breaks.at[p->next_break].lo <= i; p->next_break++) {
    Break *here = &f->breaks.at[p->next_break];
    const size_t room = p->column < FORMAT_WIDTH ? FORMAT_WIDTH - p->column : 0;
    const uint32_t around = indent_of(p, p->current);
    here->outer = p->current;
    here->flat =
        (p->current != NO_BREAK && f->breaks.at[p->current].flat) ||
        (!has_forced(f, p->next_break) && width_up_to_break(p, i, here->hi, end, room) <= room);
    here->indent =
        here->hanging && p->column <= FARTHEST ? (uint32_t)p->column : around + here->step;
    p->current = (uint32_t)p->next_break;
  }
}

/* The end of the part that begins at `i`: the next gap of the same break, or its end. */
static uint32_t part_end(const Format *f, uint32_t i, uint32_t owner) {
  uint32_t end = i + 1;
  while (end < f->breaks.at[owner].hi && f->gaps[end].owner != owner) end++;
  return end;
}

static bool breaks_here(const Printer *p, uint32_t i, uint32_t end) {
  const Format *f = p->f;
  const Gap *gap = &f->gaps[i];
  if (gap->owner == NO_BREAK || f->breaks.at[gap->owner].flat) return false;
  if (f->breaks.at[gap->owner].kind != BREAK_FILL) return true;
  const size_t used = p->column + gap->blanks;
  const size_t room = used < FORMAT_WIDTH ? FORMAT_WIDTH - used : 0;
  return width_up_to_break(p, i, part_end(f, i, gap->owner), end, room) > room;
}

/* Where a line begins that is broken here; that of a comment before it says `comment`. */
static uint32_t gap_indent(const Printer *p, const Gap *gap, bool comment) {
  if (gap->owner == NO_BREAK) return p->indent + COMMENT_STEP;
  if (gap->outdent && !comment) return indent_of(p, p->f->breaks.at[gap->owner].outer);
  return indent_of(p, gap->owner);
}

/* The white space in front of a token inside a line. */
static void print_gap(Printer *p, uint32_t i, uint32_t end) {
  const Gap *gap = &p->f->gaps[i];
  const uint32_t indent = gap_indent(p, gap, false);
  if (format_commented(p->f, i, i + 1))
    comments_inside(p, i, gap_indent(p, gap, true), indent);
  else if (breaks_here(p, i, end))
    new_line(p, indent);
  else if (!gap->skip)
    put_blanks(p, gap->blanks);
}

static void print_line(Printer *p, const Line *line) {
  const Format *f = p->f;
  p->indent = line->indent;
  p->current = NO_BREAK;
  put_blanks(p, line->indent);
  for (uint32_t i = line->lo; i < line->hi; i++) {
    if (i > line->lo) print_gap(p, i, line->hi);
    enter(p, i, line->hi);
    if (!f->gaps[i].skip) put(p, format_token(f, i));
  }
  end_line(p);
}

/* ---- The whole ---- */

/* Where a declaration stands in what was printed: its comments, itself. */
typedef struct Declared {
  size_t comments, start;
} Declared;

typedef VEC(Declared) DeclaredList;

/* One line, after its comments; returns where those began. */
static Declared print_whole(Printer *p, const Line *line, const Line *before) {
  const Format *f = p->f;
  const uint32_t inside = line->indent + (line->closes ? BLOCK_STEP : 0);
  const bool first = !before || inside > before->indent;
  const uint32_t behind = offset_before(f, line->lo, f->gaps[line->lo + 1].comments);
  const bool blank = format_blank_between(f, behind, f->tokens[line->lo].span.lo);
  Declared at = {.comments = p->done.count};
  comments_before(p, line->lo, inside, first);
  at.start = p->done.count;
  print_line(p, line);
  p->done.at[at.start].blank = blank && !line->closes && !(first && at.start == at.comments);
  return at;
}

static bool any_blank(const Printer *p, Declared at) {
  for (size_t i = at.comments; i <= at.start; i++)
    if (p->done.at[i].blank) return true;
  return false;
}

/* A blank line around what takes more than one. */
static void set_apart(Printer *p, const DeclaredList *list) {
  for (size_t i = 1; i < list->count; i++) {
    const Declared before = list->at[i - 1], at = list->at[i];
    const size_t end = i + 1 < list->count ? list->at[i + 1].comments : p->done.count;
    const bool several = at.comments - before.start > 1 || end - at.start > 1;
    if (several && !any_blank(p, at)) p->done.at[at.comments].blank = true;
  }
}

/* Comments behind lines next to each other begin in one column. */
static size_t comment_column(const Printer *p, size_t from, size_t *end) {
  size_t widest = 0, i = from;
  for (; i < p->done.count && p->done.at[i].comment.len && (i == from || !p->done.at[i].blank); i++)
    if (text_width(p->done.at[i].text) > widest) widest = text_width(p->done.at[i].text);
  *end = i;
  return widest <= COMMENT_COLUMN ? widest : 0;
}

static Text joined(const Printer *p) {
  Buffer out = buffer_in(p->f->arena);
  size_t run_end = 0, column = 0;
  for (size_t i = 0; i < p->done.count; i++) {
    const Printed *line = &p->done.at[i];
    if (line->blank) buffer_char(&out, '\n');
    buffer_text(&out, line->text);
    if (line->comment.len) {
      if (i >= run_end) column = comment_column(p, i, &run_end);
      const size_t width = text_width(line->text);
      buffer_repeat(&out, ' ', (width < column ? column - width : 0) + COMMENT_GUTTER);
      buffer_text(&out, line->comment);
    }
    buffer_char(&out, '\n');
  }
  return buffer_view(&out);
}

Text format_print(Format *f) {
  Printer p = {.f = f, .line = buffer_in(f->arena), .current = NO_BREAK};
  DeclaredList declared = {0};
  for (size_t i = 0; i < f->lines.count; i++) {
    const Line *line = &f->lines.at[i];
    const Declared at = print_whole(&p, line, i ? line - 1 : NULL);
    if (line->declaration) *VEC_PUSH(f->arena, &declared) = at;
  }
  set_apart(&p, &declared);
  comments_before(&p, f->count, 0, p.done.count == 0);
  return joined(&p);
}
