/* handbook_rules.c - what is declared of rows: who gets what, what good looks like, what has to
 * hold.
 */
#include "shell/handbook_gather.h"

#include "report/report.h"

Text hand_words(const Handing *h, const Node *node) {
  Buffer out = buffer_in(h->arena);
  if (!node) return TEXT("");
  words_expression(&out, h->program, node);
  return buffer_view(&out);
}

Text hand_string(const Node *node) { return node ? node->text : TEXT(""); }

const Node *hand_clause(const Node *body, NodeKind kind, const char *text) {
  for (uint32_t i = 0; body && i < body->count; i++)
    if (body->child[i]->kind == kind && (!text || text_equal(body->child[i]->text, text_of(text))))
      return body->child[i];
  return NULL;
}

static Text part(const Handing *h, const Node *clause, int slot) {
  return clause ? hand_words(h, node_child(clause, slot)) : TEXT("");
}

Text hand_names(const Handing *h, const Node *list) {
  Buffer out = buffer_in(h->arena);
  for (uint32_t i = 0; list && i < list->count; i++) {
    if (i) buffer_str(&out, i + 1 < list->count ? ", " : " and ");
    words_expression(&out, h->program, list->child[i]);
  }
  return buffer_view(&out);
}

static Text who(const Handing *h, const Declared *declared) {
  Buffer out = buffer_in(h->arena);
  if (declared->entity == SCHEMA_NONE) return TEXT("");
  if (declared->entity == IMAGE_PROGRAM) return TEXT("the programme as a whole");
  buffer_text(&out, words_plural(h->arena, h->program->entities.at[declared->entity].name));
  if (declared->where) {
    buffer_str(&out, " where ");
    words_expression(&out, h->program, declared->where);
  }
  return buffer_view(&out);
}

void hand_owned(const Handing *h, Text owner, const char *kind, Text what) {
  if (!owner.len) return;
  HandbookOwner *entry = handbook_owner(h->book, owner);
  *VEC_PUSH(h->arena, &entry->owns) =
      text_of(arena_printf(h->arena, "%s %.*s", kind, TEXT_ARG(what)));
}

HandbookHead hand_head(const Handing *h, const Declared *declared) {
  static const char *const kinds[DECLARATION_COUNT] = {
      [DECLARATION_MEASURE] = "the figure",
      [DECLARATION_SCORE] = "the score",
      [DECLARATION_SEGMENTATION] = "the segments",
      [DECLARATION_KPI] = "the KPI",
      [DECLARATION_RULE] = "the rule",
      [DECLARATION_CADENCE] = "the cadence",
      [DECLARATION_PROCESS] = "the process",
      [DECLARATION_CHECKLIST] = "the checklist",
      [DECLARATION_ASSUME] = "the assumption",
      [DECLARATION_ITEM] = "the item",
  };
  const size_t term = handbook_term(h->book, declared->name, words_name(h->arena, declared->name));
  hand_owned(h, declared->owner, kinds[declared->kind] ? kinds[declared->kind] : "",
             text_of(arena_printf(h->arena, "`%.*s`", TEXT_ARG(declared->name))));
  return (HandbookHead){.term = term,
                        .doc = declared->doc,
                        .owner = words_text(h->arena, declared->owner),
                        .source = words_text(h->arena, declared->source),
                        .who = who(h, declared)};
}

/* ---- Segments ---- */

static Text cap_words(const Handing *h, const Node *cap) {
  if (!cap) return TEXT("");
  return text_of(arena_printf(h->arena, "at most %.*s, by the highest %.*s",
                              TEXT_ARG(part(h, cap, CAP_LIMIT)), TEXT_ARG(part(h, cap, CAP_RANK))));
}

static HandbookSegment segment(const Handing *h, const Node *node) {
  const Node *body = node_child(node, SEGMENT_BODY);
  HandbookSegment made = {
      .name = words_name(h->arena, node_child(node, SEGMENT_NAME)->text),
      .doc = hand_string(node_child(node, SEGMENT_DOC)),
      .keeps = part(h, hand_clause(body, NODE_KEEPS, NULL), KEEPS_CONDITION),
      .cap = cap_words(h, hand_clause(body, NODE_CAP, NULL)),
      .otherwise = (node->flags & FLAG_OTHERWISE) != 0,
  };
  for (uint32_t i = 0; body && i < body->count; i++)
    if (body->child[i]->kind == NODE_NEEDS)
      *VEC_PUSH(h->arena, &made.needs) =
          (HandbookNeed){part(h, body->child[i], NEEDS_CONDITION),
                         hand_string(node_child(body->child[i], NEEDS_DOC))};
  return made;
}

static void segmentation(const Handing *h, const Declared *declared) {
  HandbookSegmentation *made = VEC_PUSH(h->arena, &h->book->segmentations);
  *made = (HandbookSegmentation){
      .head = hand_head(h, declared),
      .current = hand_words(h, declared->current),
      .exclusive = hand_clause(declared->body, NODE_EXCLUSIVE, NULL) != NULL,
  };
  for (uint32_t i = 0; declared->body && i < declared->body->count; i++)
    if (declared->body->child[i]->kind == NODE_SEGMENT)
      *VEC_PUSH(h->arena, &made->segments) = segment(h, declared->body->child[i]);
}

/* ---- KPIs ---- */

static Text band_words(const Handing *h, const Node *band) {
  static const char *const words[] = {
      [COMPARE_EQ] = "exactly",     [COMPARE_NE] = "other than", [COMPARE_LT] = "less than",
      [COMPARE_LE] = "at most",     [COMPARE_GT] = "more than",  [COMPARE_GE] = "at least",
      [COMPARE_BETWEEN] = "between"};
  if (!band) return TEXT("");
  const Text limit = part(h, band, BAND_LIMIT);
  if (band->op == COMPARE_BETWEEN)
    return text_of(arena_printf(h->arena, "between %.*s and %.*s", TEXT_ARG(limit),
                                TEXT_ARG(part(h, band, BAND_HIGH))));
  return text_of(arena_printf(h->arena, "%s %.*s", words[band->op], TEXT_ARG(limit)));
}

static void zone(const Handing *h, HandbookBands *bands, ZoneColour colour, const Node *band,
                 int slot) {
  *VEC_PUSH(h->arena, &bands->zones) =
      (HandbookZone){colour, band ? part(h, band, slot) : TEXT("")};
}

/* From small values to large ones. */
static void zones(const Handing *h, HandbookBands *bands, const Node *green, const Node *amber) {
  const bool inside = green && green->op == COMPARE_BETWEEN;
  if (!green || (amber && (amber->op == COMPARE_BETWEEN) != inside)) return;
  if (green->op == COMPARE_GE || green->op == COMPARE_GT || inside) {
    zone(h, bands, ZONE_RED, NULL, 0);
    if (amber) zone(h, bands, ZONE_AMBER, amber, BAND_LIMIT);
    zone(h, bands, ZONE_GREEN, green, BAND_LIMIT);
  } else {
    zone(h, bands, ZONE_GREEN, NULL, 0);
    if (amber) zone(h, bands, ZONE_AMBER, green, BAND_LIMIT);
    zone(h, bands, ZONE_RED, amber ? amber : green, BAND_LIMIT);
  }
  if (!inside) return;
  if (amber) zone(h, bands, ZONE_AMBER, green, BAND_HIGH);
  zone(h, bands, ZONE_RED, amber ? amber : green, BAND_HIGH);
}

static HandbookBands bands_of(const Handing *h, const Node *body, Text where) {
  const Node *green = hand_clause(body, NODE_BAND, "green");
  const Node *amber = hand_clause(body, NODE_BAND, "amber");
  HandbookBands bands = {
      .where = where, .green = band_words(h, green), .amber = band_words(h, amber)};
  zones(h, &bands, green, amber);
  return bands;
}

static void kpi(const Handing *h, const Declared *declared) {
  const Node *body = declared->body;
  HandbookKpi *made = VEC_PUSH(h->arena, &h->book->kpis);
  *made = (HandbookKpi){.head = hand_head(h, declared),
                        .value = part(h, hand_clause(body, NODE_VALUE, NULL), VALUE_VALUE)};
  for (uint32_t i = 0; body && i < body->count; i++)
    if (body->child[i]->kind == NODE_BANDS_WHERE)
      *VEC_PUSH(h->arena, &made->bands) = bands_of(h, node_child(body->child[i], BANDS_WHERE_BODY),
                                                   part(h, body->child[i], BANDS_WHERE_CONDITION));
  *VEC_PUSH(h->arena, &made->bands) = bands_of(h, body, TEXT(""));
}

/* ---- Scores ---- */

static double as_number(const Node *node) {
  double value = node ? (double)node_bare(node)->number.mantissa : 0;
  for (int32_t i = 0; node && i < node_bare(node)->number.scale; i++) value /= 10;
  return value;
}

static HandbookPart score_part(const Handing *h, const Node *node) {
  const bool is_ramp = node->kind == NODE_GIVE_RAMP;
  const Node *weight = node_child(node, is_ramp ? GIVE_RAMP_WEIGHT : GIVE_WHEN_WEIGHT);
  HandbookPart made = {.points = hand_words(h, weight),
                       .share = as_number(weight),
                       .takes = (node->flags & FLAG_TAKE) != 0};
  if (is_ramp) {
    made.what = part(h, node, GIVE_RAMP_VALUE);
    made.from = part(h, node, GIVE_RAMP_FROM);
    made.to = part(h, node, GIVE_RAMP_TO);
  } else {
    made.what = part(h, node, GIVE_WHEN_CONDITION);
  }
  made.doc = hand_string(node_child(node, is_ramp ? GIVE_RAMP_DOC : GIVE_WHEN_DOC));
  made.missing = part(h, node, is_ramp ? GIVE_RAMP_MISSING : GIVE_WHEN_MISSING);
  return made;
}

static void score(const Handing *h, const Declared *declared) {
  const Node *body = declared->body;
  HandbookScore *made = VEC_PUSH(h->arena, &h->book->scores);
  double most = 0;
  *made = (HandbookScore){.head = hand_head(h, declared),
                          .out_of = part(h, hand_clause(body, NODE_OUT_OF, NULL), OUT_OF_VALUE)};
  for (uint32_t i = 0; body && i < body->count; i++) {
    const Node *node = body->child[i];
    if (node->kind != NODE_GIVE_RAMP && node->kind != NODE_GIVE_WHEN) continue;
    const HandbookPart *given = VEC_PUSH(h->arena, &made->parts);
    made->parts.at[made->parts.count - 1] = score_part(h, node);
    if (given->share > most) most = given->share;
  }
  for (size_t i = 0; i < made->parts.count; i++)
    made->parts.at[i].share = most > 0 ? made->parts.at[i].share / most : 0;
}

/* ---- Rules and cadences ---- */

static Text template(const Handing *h, const Node *clause, int slot) {
  Buffer out = buffer_in(h->arena);
  if (clause) words_template(&out, h->program, node_child(clause, slot));
  return buffer_view(&out);
}

static void rule(const Handing *h, const Declared *declared) {
  static const char *const severities[LEVEL_COUNT] = {
      [LEVEL_INFO] = "info", [LEVEL_WARNING] = "warning", [LEVEL_ERROR] = "error"};
  const Node *body = declared->body;
  HandbookDuty *made = VEC_PUSH(h->arena, &h->book->duties);
  *made = (HandbookDuty){.head = hand_head(h, declared),
                         .severity = severities[declared->severity],
                         .say = template(h, hand_clause(body, NODE_SAY, NULL), SAY_TEMPLATE),
                         .fix = template(h, hand_clause(body, NODE_FIX, NULL), FIX_TEMPLATE)};
  for (uint32_t i = 0; body && i < body->count; i++)
    if (body->child[i]->kind == NODE_REQUIRE)
      *VEC_PUSH(h->arena, &made->requires) = part(h, body->child[i], REQUIRE_CONDITION);
}

static void cadence(const Handing *h, const Declared *declared) {
  const Node *every = hand_clause(declared->body, NODE_EVERY, NULL);
  *VEC_PUSH(h->arena, &h->book->duties) = (HandbookDuty){
      .head = hand_head(h, declared),
      .step = part(h, every, EVERY_STEP),
      .since = part(h, every, EVERY_SINCE),
      .grace = part(h, hand_clause(declared->body, NODE_GRACE, NULL), GRACE_STEP),
  };
}

/* ---- Checklists and figures ---- */

static void item(const Handing *h, const Declared *declared) {
  if (!h->book->checklists.count) return;
  HandbookChecklist *list = &h->book->checklists.at[h->book->checklists.count - 1];
  const size_t term = handbook_term(h->book, declared->name, words_name(h->arena, declared->name));
  *VEC_PUSH(h->arena, &list->items) = (HandbookItem){
      .term = term, .doc = declared->doc, .what = part(h, declared->node, ITEM_CONDITION)};
}

static void figure(const Handing *h, const Declared *declared, FigureList *list, int slot) {
  *VEC_PUSH(h->arena, list) =
      (HandbookFigure){.head = hand_head(h, declared), .what = part(h, declared->node, slot)};
}

void hand_declared(const Handing *h, const Declared *declared) {
  switch (declared->kind) {
  case DECLARATION_SEGMENTATION:
    segmentation(h, declared);
    break;
  case DECLARATION_KPI:
    kpi(h, declared);
    break;
  case DECLARATION_SCORE:
    score(h, declared);
    break;
  case DECLARATION_RULE:
    rule(h, declared);
    break;
  case DECLARATION_CADENCE:
    cadence(h, declared);
    break;
  case DECLARATION_PROCESS:
    hand_process(h, declared);
    break;
  case DECLARATION_CHECKLIST:
    *VEC_PUSH(h->arena, &h->book->checklists) = (HandbookChecklist){.head = hand_head(h, declared)};
    break;
  case DECLARATION_ITEM:
    item(h, declared);
    break;
  case DECLARATION_MEASURE:
    figure(h, declared, &h->book->measures, MEASURE_VALUE);
    break;
  case DECLARATION_ASSUME:
    figure(h, declared, &h->book->assumptions, ASSUME_VALUE);
    break;
  default:
    break;
  }
}
