/* handbook_picture.c - processes, bands and ramps drawn as SVG that stands in the page.
 *
 * A process is drawn from top to bottom, a stage below the other in their order, so that the
 * picture is the same on every machine, and as readable on a telephone as at a desk:
 *
 *            │  identify  │          the next stage: straight down
 *            └─────┬──────┘
 *         ┌► │    plan    │ ─┐       ahead over others: a lane at the right
 *         │  └─────┬──────┘  │
 *         └─ │  deliver   │  │       back: a lane at the left
 *            │   review   │ ◄┘
 *
 * A way enters a stage a little above its middle and leaves below it on the right, the other way
 * round on the left, so ways that meet at a stage can share a lane. Colours are the page's classes.
 */
#include <string.h>

#include "report/handbook_impl.h"
#include "report/html.h"

enum {
  PICTURE_WIDTH = 360,
  STAGE_HEIGHT = 54,
  STAGE_GAP = 34,
  TOP = 8,
  LANE_MOST = 16,
  LANES_ROOM = 64, /* for the lanes of one side */
  HEAD = 7         /* of an arrow */
};

typedef struct Way {
  uint32_t from, to;
  uint32_t lane;
} Way;

typedef struct Side {
  VEC(Way) ways;
  uint32_t lanes;
} Side;

typedef struct Picture {
  Buffer *out;
  const Handbook *book;
  const HandbookProcess *process;
  Side back, ahead;
  int left, right; /* edges of the stages */
} Picture;

/* ---- Lanes ---- */

static uint32_t low_of(Way way) { return way.from < way.to ? way.from : way.to; }
static uint32_t high_of(Way way) { return way.from < way.to ? way.to : way.from; }

static bool lane_is_free(const Side *side, size_t count, Way way, uint32_t lane) {
  for (size_t i = 0; i < count; i++) {
    const Way other = side->ways.at[i];
    const uint32_t lo = low_of(other) > low_of(way) ? low_of(other) : low_of(way);
    const uint32_t hi = high_of(other) < high_of(way) ? high_of(other) : high_of(way);
    if (other.lane == lane && lo < hi) return false;
  }
  return true;
}

/* Short ways first: they are nearest to the stages. */
static void place(Side *side) {
  for (size_t i = 1; i < side->ways.count; i++)
    for (size_t k = i; k; k--) {
      const Way one = side->ways.at[k - 1], other = side->ways.at[k];
      if (high_of(one) - low_of(one) <= high_of(other) - low_of(other)) break;
      side->ways.at[k - 1] = other;
      side->ways.at[k] = one;
    }
  for (size_t i = 0; i < side->ways.count; i++) {
    Way *way = &side->ways.at[i];
    while (!lane_is_free(side, i, *way, way->lane)) way->lane++;
    if (way->lane + 1 > side->lanes) side->lanes = way->lane + 1;
  }
}

/* Of many lanes several lie on one another rather than that the stages get no room. */
static int lane_x(const Side *side, uint32_t lane) {
  const uint32_t most = LANES_ROOM / LANE_MOST;
  if (side->lanes <= most) return HEAD + 5 + (int)lane * LANE_MOST;
  return HEAD + 5 + (int)(lane * (LANES_ROOM - LANE_MOST) / (side->lanes - 1));
}

static int side_room(const Side *side) {
  return side->lanes ? lane_x(side, side->lanes - 1) + LANE_MOST / 2 : 6;
}

/* ---- Drawing ---- */

static int stage_y(uint32_t index) { return TOP + (int)index * (STAGE_HEIGHT + STAGE_GAP); }

static void head(Picture *p, int x, int y, int dx, int dy) {
  const int half = HEAD / 2 + 1;
  buffer_printf(p->out, "<path class=\"head\" d=\"M%d %dL%d %dL%d %dZ\"/>\n", x, y,
                x - dx * HEAD - dy * half, y - dy * HEAD - dx * half, x - dx * HEAD + dy * half,
                y - dy * HEAD + dx * half);
}

/* `out` is the direction away from the stages: -1 left, 1 right. */
static void bend(Picture *p, const Side *side, Way way, int out) {
  const int edge = out < 0 ? p->left : p->right, round = 6;
  const int lane = edge + out * lane_x(side, way.lane);
  const int leave = STAGE_HEIGHT * (out < 0 ? 35 : 65) / 100;
  const int y0 = stage_y(way.from) + leave, y1 = stage_y(way.to) + STAGE_HEIGHT - leave;
  const int down = y1 > y0 ? 1 : -1;
  buffer_printf(p->out, "<path class=\"way\" d=\"M%d %dH%dQ%d %d %d %dV%dQ%d %d %d %dH%d\"/>\n",
                edge, y0, lane - out * round, lane, y0, lane, y0 + down * round, y1 - down * round,
                lane, y1, lane - out * round, y1, edge + out * HEAD);
  head(p, edge, y1, -out, 0);
}

/* As much of a text as about fits. */
static void put_fitting(Picture *p, Text text, int width, int tenths) {
  const size_t room = (size_t)(width * 10 / tenths);
  const bool whole = text_width(text) <= room;
  html_text(p->out, whole ? text : text_slice(text, 0, text_fit(text, room - 1)));
  if (!whole) buffer_str(p->out, "…");
}

static void box(Picture *p, uint32_t index) {
  const HandbookStage *stage = &p->process->stages.at[index];
  const int y = stage_y(index), width = p->right - p->left;
  const char *tag = stage->start ? "start" : stage->final ? "end" : "";
  buffer_printf(p->out,
                "<rect class=\"box%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"7\"/>\n",
                *tag ? " edge" : "", p->left, y, width, STAGE_HEIGHT);
  const bool alone = !stage->owner.len && !stage->limit.len;
  buffer_printf(p->out, "<text class=\"name\" x=\"%d\" y=\"%d\">", p->left + 12,
                y + (alone ? 32 : 23));
  put_fitting(p, stage->name, width - 24 - (*tag ? 36 : 0), 82);
  buffer_str(p->out, "</text>\n");
  if (*tag)
    buffer_printf(p->out, "<text class=\"tag\" text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>\n",
                  p->right - 12, y + 21, tag);
  if (alone) return;
  Buffer line = buffer_in(p->book->arena);
  buffer_text(&line, stage->owner);
  if (stage->limit.len)
    buffer_printf(&line, "%s%.*s", line.len ? " · " : "",
                  TEXT_ARG(handbook_plain(p->book, stage->limit)));
  buffer_printf(p->out, "<text class=\"who\" x=\"%d\" y=\"%d\">", p->left + 12, y + 42);
  put_fitting(p, buffer_view(&line), width - 24, 62);
  buffer_str(p->out, "</text>\n");
}

static void sort_ways(Picture *p) {
  for (uint32_t i = 0; i < p->process->stages.count; i++) {
    const HandbookStage *stage = &p->process->stages.at[i];
    for (uint32_t k = 0; k < stage->next_count; k++) {
      const Way way = {i, stage->next[k], 0};
      if (way.to == i + 1) continue;
      *VEC_PUSH(p->book->arena, way.to > i ? &p->ahead.ways : &p->back.ways) = way;
    }
  }
  place(&p->back);
  place(&p->ahead);
  p->left = side_room(&p->back);
  p->right = PICTURE_WIDTH - side_room(&p->ahead);
}

static void straight(Picture *p, uint32_t index) {
  const HandbookStage *stage = &p->process->stages.at[index];
  const int x = (p->left + p->right) / 2, y = stage_y(index) + STAGE_HEIGHT;
  for (uint32_t k = 0; k < stage->next_count; k++) {
    if (stage->next[k] != index + 1) continue;
    buffer_printf(p->out, "<path class=\"way\" d=\"M%d %dV%d\"/>\n", x, y, y + STAGE_GAP - HEAD);
    head(p, x, y + STAGE_GAP, 0, 1);
  }
}

static void describe(Picture *p, size_t number) {
  const TextList ways = handbook_ways(p->book, p->process);
  const Text name = p->book->terms.at[p->process->head.term].name;
  buffer_printf(p->out, "<title id=\"picture-%zu\">The stages of ", number);
  html_text(p->out, name);
  buffer_printf(p->out, "</title>\n<desc id=\"picture-%zu-ways\">", number);
  for (size_t i = 0; i < ways.count; i++) {
    if (i) buffer_str(p->out, "; ");
    html_text(p->out, ways.at[i]);
  }
  buffer_str(p->out, "</desc>\n");
}

void handbook_picture(Buffer *out, const Handbook *book, const HandbookProcess *process,
                      size_t number) {
  Picture p = {.out = out, .book = book, .process = process};
  const uint32_t count = (uint32_t)process->stages.count;
  sort_ways(&p);
  buffer_printf(out,
                "<svg class=\"process\" role=\"img\" aria-labelledby=\"picture-%zu "
                "picture-%zu-ways\" viewBox=\"0 0 %d %d\">\n",
                number, number, PICTURE_WIDTH, stage_y(count) - STAGE_GAP + TOP);
  describe(&p, number);
  for (uint32_t i = 0; i < count; i++) straight(&p, i);
  for (size_t i = 0; i < p.back.ways.count; i++) bend(&p, &p.back, p.back.ways.at[i], -1);
  for (size_t i = 0; i < p.ahead.ways.count; i++) bend(&p, &p.ahead, p.ahead.ways.at[i], 1);
  for (uint32_t i = 0; i < count; i++) box(&p, i);
  buffer_str(out, "</svg>\n");
}

/* ---- Bands of a KPI ---- */

void handbook_bands(Buffer *out, const Handbook *book, const HandbookBands *bands, Text title) {
  static const char *const names[] = {"red", "amber", "green"};
  const int count = (int)bands->zones.count, height = 26;
  Picture p = {.out = out, .book = book};
  if (!count) return;
  const int width = PICTURE_WIDTH / count;
  buffer_printf(out, "<svg class=\"bands\" role=\"img\" viewBox=\"0 0 %d %d\">\n<title>",
                PICTURE_WIDTH, height + 20);
  html_text(out, title);
  buffer_str(out, "</title>\n");
  for (int i = 0; i < count; i++) {
    const HandbookZone *zone = &bands->zones.at[i];
    buffer_printf(out,
                  "<rect class=\"%s\" x=\"%d\" y=\"0\" width=\"%d\" height=\"%d\"/>\n"
                  "<text class=\"%s\" text-anchor=\"middle\" x=\"%d\" y=\"18\">%s</text>\n",
                  names[zone->colour], i * width, i + 1 < count ? width : PICTURE_WIDTH - i * width,
                  height, names[zone->colour], i * width + width / 2, names[zone->colour]);
    if (!zone->from.len) continue;
    buffer_printf(out, "<path class=\"limit\" d=\"M%d 0V%d\"/>\n", i * width, height + 4);
    buffer_printf(out, "<text class=\"limit\" text-anchor=\"middle\" x=\"%d\" y=\"%d\">", i * width,
                  height + 17);
    put_fitting(&p, handbook_plain(book, zone->from), width, 66);
    buffer_str(out, "</text>\n");
  }
  buffer_str(out, "</svg>\n");
}

/* ---- What a component of a score gives ---- */

void handbook_ramp(Buffer *out, const Handbook *book, const HandbookPart *part) {
  const int width = 96, height = 28, rise = (int)(part->share * (height - 4) + 0.5);
  const int top = height - 1 - (rise < 2 ? 2 : rise), base = height - 1;
  buffer_printf(out, "<svg class=\"ramp%s\" role=\"img\" viewBox=\"0 0 %d %d\">\n<title>",
                part->takes ? " takes" : "", width, height);
  html_text(out, handbook_plain(book, handbook_points(book, part)));
  buffer_str(out, "</title>\n");
  if (part->from.len)
    buffer_printf(out, "<path d=\"M0 %dH12L%d %dH%dV%dH0Z\"/>\n", base, width - 24, top, width,
                  base);
  else
    buffer_printf(out, "<path d=\"M0 %dH%dV%dH%dV%dH0Z\"/>\n", base, width / 2, top, width, base);
  buffer_printf(out, "<path class=\"line\" d=\"M0 %dH%d\"/>\n</svg>\n", base, width);
}
