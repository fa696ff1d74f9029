/* answer_plot.c - answers as bars: groups by their first number, rows as a histogram.
 *
 *   emea   ██████████████████▌    1,204
 *   apac   ███████▏░░░░         462–700     ░ is what it may come to
 *   ?      ▌                         31     rows without a value
 *
 * Where some are below zero, bars begin in the middle. What a bar measures is taken as a double:
 * nobody sees the difference.
 */
#include <math.h>

#include "report/answer_impl.h"
#include "report/bar.h"

enum { GAP = 2, WIDTH = 80, BAR_LEAST = 10, BINS_MOST = 12 };

typedef struct Bar {
  Text label, value;
  double low, high; /* of what is drawn */
  bool known;
  Paint paint;
} Bar;

typedef struct Plot {
  const Run *run;
  const Question *question;
  const AnswerRows *rows;
  const AnswerView *view;
  Arena *arena;
  VEC(Bar) bars;
  Text title;
} Plot;

/* ---- Values --------------------------------------------------------------------------------- */

static bool is_drawn(Type type) { return answer_to_right(type) && type.kind != TYPE_PERIOD; }

static double size_of(Scalar value) {
  return value.type.kind == TYPE_NUMBER ? value.f : (double)value.i;
}

static ColumnValue value_at(const Plot *plot, const QuestionColumn *column, size_t row) {
  const bool own = plot->question->image->slots.at[column->low].entity == plot->question->entity;
  return run_slots(plot->run, column->type, column->low, column->high,
                   own ? plot->rows->row[row] : 0);
}

/* The first column that can be drawn, or NULL. */
static const QuestionColumn *drawn_column(const Question *question) {
  for (size_t i = 0; i < question->columns.count; i++)
    if (!question->columns.at[i].divides && is_drawn(question->columns.at[i].type))
      return &question->columns.at[i];
  return NULL;
}

static void add_bar(Plot *plot, Bar bar) { *VEC_PUSH(plot->arena, &plot->bars) = bar; }

/* ---- Groups --------------------------------------------------------------------------------- */

/* "emea, strategic", in the colour of the first status. */
static void label_of(const Plot *plot, size_t row, Bar *bar) {
  const Image *image = plot->question->image;
  Buffer label = buffer_in(plot->arena);
  for (size_t i = 0; i < plot->question->columns.count; i++) {
    const QuestionColumn *column = &plot->question->columns.at[i];
    if (!column->divides) continue;
    const ColumnValue value = value_at(plot, column, row);
    if (label.len) buffer_str(&label, ", ");
    buffer_text(&label, answer_value_text(plot->arena, image, value));
    if (bar->paint == PAINT_PLAIN) bar->paint = answer_value_paint(image, value);
  }
  bar->label = buffer_view(&label);
}

static void add_groups(Plot *plot, const QuestionColumn *column) {
  for (size_t row = 0; row < plot->rows->count; row++) {
    const ColumnValue value = value_at(plot, column, row);
    Bar bar = {.known = value.low.known,
               .value = answer_value_text(plot->arena, plot->question->image, value)};
    if (bar.known) {
      bar.low = size_of(value.low);
      bar.high = size_of(value.high);
    }
    label_of(plot, row, &bar);
    add_bar(plot, bar);
  }
}

/* ---- A histogram ---------------------------------------------------------------------------- */

typedef struct Bins {
  double first, step; /* where the first begins */
  size_t count;
  uint64_t rows[BINS_MOST + 2], missing;
} Bins;

/* 1, 2 or 5 times a power of ten, so that no more than BINS_MOST steps cover the span. */
static double round_step(double span, bool whole, double unit) {
  const double least = span / BINS_MOST / unit;
  if (least <= 0) return unit;
  const double power = pow(10, floor(log10(least)));
  double step = power;
  if (step < least) step = 2 * power;
  if (step < least) step = 5 * power;
  if (step < least) step = 10 * power;
  return (whole && step < 1 ? 1 : step) * unit;
}

/* What a person counts by: 1 USD, 1 %, an hour, a day. */
static double unit_of(Type type, double span) {
  enum { HOUR = 3600, DAY = 24 * HOUR };
  if (type.kind == TYPE_NUMBER) return 1;
  if (type.kind == TYPE_PERCENT) return (double)type_scale(type.kind) / 100;
  if (type.kind == TYPE_DURATION) return span >= (double)BINS_MOST * DAY ? DAY : HOUR;
  return (double)type_scale(type.kind);
}

static bool span_of(const Plot *plot, const QuestionColumn *column, double *low, double *high) {
  bool any = false;
  for (size_t row = 0; row < plot->rows->count; row++) {
    const ColumnValue value = value_at(plot, column, row);
    if (!value_is_point(value)) continue;
    const double size = size_of(value.low);
    if (!any || size < *low) *low = size;
    if (!any || size > *high) *high = size;
    any = true;
  }
  return any;
}

/* False where no row has a single value. */
static bool count_rows(const Plot *plot, const QuestionColumn *column, Bins *bins) {
  double low = 0, high = 0;
  if (!span_of(plot, column, &low, &high) || !isfinite(high - low)) return false;
  bins->step =
      round_step(high - low, column->type.kind == TYPE_INTEGER, unit_of(column->type, high - low));
  bins->first = floor(low / bins->step) * bins->step;
  bins->count = (size_t)floor((high - bins->first) / bins->step) + 1;
  if (bins->count > BINS_MOST + 2) bins->count = BINS_MOST + 2;
  for (size_t row = 0; row < plot->rows->count; row++) {
    const ColumnValue value = value_at(plot, column, row);
    if (!value_is_point(value)) {
      bins->missing++;
      continue;
    }
    const size_t bin = (size_t)((size_of(value.low) - bins->first) / bins->step);
    bins->rows[bin < bins->count ? bin : bins->count - 1]++;
  }
  return true;
}

static Text edge_text(const Plot *plot, Type type, double edge) {
  Scalar value = {.type = type, .known = true};
  if (type.kind == TYPE_NUMBER)
    value.f = edge;
  else if (edge >= -9.2e18 && edge <= 9.2e18)
    value.i = (int64_t)edge;
  else
    value.known = false;
  return answer_value_text(plot->arena, plot->question->image, (ColumnValue){value, value});
}

static void add_bins(Plot *plot, const QuestionColumn *column, const Bins *bins) {
  for (size_t i = 0; i < bins->count; i++) {
    const double edge = bins->first + (double)i * bins->step;
    const Text from = edge_text(plot, column->type, edge);
    const Text label = column->type.kind == TYPE_INTEGER && bins->step == 1
                           ? from
                           : text_of(arena_printf(plot->arena, "from %.*s", TEXT_ARG(from)));
    add_bar(plot, (Bar){.label = label,
                        .value = count_text(plot->arena, bins->rows[i]),
                        .high = (double)bins->rows[i],
                        .low = (double)bins->rows[i],
                        .known = true});
  }
  if (!bins->missing) return;
  add_bar(plot, (Bar){.label = TEXT("?"),
                      .value = count_text(plot->arena, bins->missing),
                      .low = (double)bins->missing,
                      .high = (double)bins->missing,
                      .known = true,
                      .paint = PAINT_OPEN});
}

/* ---- Drawing -------------------------------------------------------------------------------- */

typedef struct Scale {
  size_t label, value, bar; /* columns of the terminal */
  double low, high;         /* what the ends of the bar stand for; 0 lies between them */
} Scale;

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

static Scale scale_of(const Plot *plot) {
  const size_t width = plot->view->width ? plot->view->width : WIDTH;
  Scale scale = {0};
  for (size_t i = 0; i < plot->bars.count; i++) {
    const Bar *bar = &plot->bars.at[i];
    scale.label = larger(scale.label, text_width(bar->label));
    scale.value = larger(scale.value, text_width(bar->value));
    if (!bar->known) continue;
    scale.low = fmin(scale.low, bar->low);
    scale.high = fmax(scale.high, bar->high);
  }
  if (scale.label > width / 3) scale.label = width / 3;
  const size_t others = scale.label + scale.value + 2 * GAP;
  scale.bar = others + BAR_LEAST < width ? width - others : BAR_LEAST;
  return scale;
}

/* Eighths of a column from the left end. */
static size_t eighths_of(const Scale *scale, double size) {
  const double span = scale->high - scale->low;
  if (span <= 0) return 0;
  const double at = (size - scale->low) / span * (double)(scale->bar * BAR_EIGHTHS);
  return at <= 0 ? 0 : (size_t)llround(at);
}

/* What it may come to beyond what is sure. */
static void put_open(Buffer *out, size_t columns, bool ascii) {
  for (size_t i = 0; i < columns; i++) buffer_str(out, ascii ? "." : "░");
}

/* Below 0 in whole columns, from right to left. */
static void draw_below(Buffer *out, const Scale *scale, const Bar *bar, size_t zero, bool ascii) {
  const size_t from = eighths_of(scale, bar->high) / BAR_EIGHTHS;
  const size_t far = eighths_of(scale, bar->low) / BAR_EIGHTHS;
  buffer_repeat(out, ' ', far);
  put_open(out, from - far, ascii);
  bar_print(out, (zero - from) * BAR_EIGHTHS, ascii);
}

static void draw_above(Buffer *out, const Scale *scale, const Bar *bar, size_t zero, bool ascii) {
  const double sure = fmax(bar->low, 0);
  const size_t start = zero * BAR_EIGHTHS, end = eighths_of(scale, sure);
  const size_t length = end > start ? end - start : sure > 0;
  const size_t most = eighths_of(scale, bar->high) / BAR_EIGHTHS,
               drawn = zero + bar_columns(length);
  buffer_repeat(out, ' ', zero);
  bar_print(out, length, ascii);
  if (bar->high > bar->low && most > drawn) put_open(out, most - drawn, ascii);
}

/* A bar begins at 0, to the right of it what is above, to the left what is below. */
static Text draw(const Plot *plot, const Scale *scale, const Bar *bar) {
  Buffer out = buffer_in(plot->arena);
  const size_t zero = eighths_of(scale, 0) / BAR_EIGHTHS;
  if (bar->known && bar->high < 0)
    draw_below(&out, scale, bar, zero, plot->view->ascii);
  else if (bar->known)
    draw_above(&out, scale, bar, zero, plot->view->ascii);
  return buffer_view(&out);
}

static void put_padded(Buffer *out, Text text, size_t width, Paint paint, bool colour) {
  paint_text(out, text, paint, colour);
  const size_t taken = text_width(text);
  buffer_repeat(out, ' ', GAP + (taken < width ? width - taken : 0));
}

static void print_bars(Buffer *out, const Plot *plot) {
  const Scale scale = scale_of(plot);
  const bool colour = plot->view->colour;
  paint_text(out, text_printable(plot->arena, plot->title), PAINT_STRONG, colour);
  buffer_char(out, '\n');
  for (size_t i = 0; i < plot->bars.count; i++) {
    const Bar *bar = &plot->bars.at[i];
    Buffer label = buffer_in(plot->arena);
    answer_cut(&label, bar->label, scale.label, plot->view->ascii);
    if (scale.label) put_padded(out, buffer_view(&label), scale.label, bar->paint, colour);
    put_padded(out, draw(plot, &scale, bar), scale.bar, bar->paint, colour);
    const size_t rest = scale.value - text_width(bar->value);
    buffer_repeat(out, ' ', rest);
    paint_text(out, bar->value, bar->known ? PAINT_PLAIN : PAINT_OPEN, colour);
    buffer_char(out, '\n');
  }
}

bool answer_plot(Buffer *out, Run *run, const Question *question, const AnswerRows *rows,
                 const AnswerView *view) {
  Plot plot = {.run = run, .question = question, .rows = rows, .view = view, .arena = out->arena};
  const QuestionColumn *column = drawn_column(question);
  if (!column || !rows->count) return false;
  plot.title = column->name;
  Bins bins = {0};
  if (question->partition != SCHEMA_NONE)
    add_groups(&plot, column);
  else if (count_rows(&plot, column, &bins))
    add_bins(&plot, column, &bins);
  else
    return false;
  print_bars(out, &plot);
  answer_put_note(out, answer_note(question, rows, out->arena), view->colour);
  return true;
}
