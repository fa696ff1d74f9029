/* summary_text.c - what a run came to at a glance: tables of segments, KPIs, rules, data. */
#include "report/report_impl.h"

enum { CALL_WIDTH = 72 };

typedef struct Summary {
  Buffer *out;
  Arena *arena;
  Run *run;
  const Image *image;
  const RunSummary *summary;
  Text folder;
  bool colour;
} Summary;

static void print_grid(Summary *s, const Grid *grid) {
  buffer_char(s->out, '\n');
  grid_print(s->out, grid, 0, s->colour);
}

static void heading(Grid *grid, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++) grid_cell(grid, text_of(words[i]), PAINT_STRONG);
}

static void all_to_right(Grid *grid, size_t first, size_t end) {
  for (size_t i = first; i < end; i++) grid_to_right(grid, i);
}

/* --- segmentations --- */

/* Of rows that are none the sum is 0; where no row has an amount, it is not known. */
static void segment_row(Summary *s, Grid *grid, Text name, Paint paint, uint64_t all,
                        const FieldSchema *money, MemberCount member) {
  const uint64_t rows = member.rows;
  grid_cell(grid, name, paint);
  grid_count(grid, rows, PAINT_PLAIN);
  if (all)
    grid_printf(grid, rows ? PAINT_PLAIN : PAINT_FAINT, "%.1f%%",
                100.0 * (double)rows / (double)all);
  if (money && rows && member.money_missing == rows) {
    grid_cell(grid, TEXT("missing"), PAINT_OPEN);
  } else if (money) {
    Buffer amount = buffer_in(s->arena);
    money_print(&amount, member.money, money->type.currency);
    grid_cell(grid, buffer_view(&amount), rows ? PAINT_PLAIN : PAINT_FAINT);
  }
  grid_end_row(grid);
}

static void segmentation(Summary *s, size_t index) {
  const Declaration *declaration = &s->image->declarations.at[index];
  const DeclarationSummary *sums = &s->summary->declaration[index];
  const EnumSchema *members = &s->image->enums.at[declaration->members];
  const FieldSchema *money = money_field(s->image, declaration);
  const MemberCount unknown = {sums->unknown, sums->unknown_money, sums->unknown_money_missing};
  uint64_t without_money = unknown.money_missing;
  Grid *grid = grid_new(s->arena, 4);
  all_to_right(grid, 1, 4);
  grid_cell(grid, declaration->name, PAINT_STRONG);
  grid_cell(grid, plural_text(s->arena, s->image->entities.at[declaration->entity].name),
            PAINT_STRONG);
  grid_cell(grid, TEXT("share"), PAINT_STRONG);
  if (money) grid_cell(grid, money->name, PAINT_STRONG);
  grid_end_row(grid);
  for (uint32_t i = 0; i < members->count; i++) {
    const MemberCount *member = &sums->member[i];
    without_money += member->money_missing;
    bool own = i + 2 < members->count; /* neither `unplaced` nor `not_applicable` */
    if (own || member->rows)
      segment_row(s, grid, members->members[i].name, own ? PAINT_PLAIN : PAINT_FAINT, sums->rows,
                  money, *member);
  }
  if (sums->unknown) segment_row(s, grid, TEXT("unknown"), PAINT_OPEN, sums->rows, money, unknown);
  print_grid(s, grid);
  if (money && without_money)
    buffer_printf(s->out, "(%llu without a known %.*s)\n", (unsigned long long)without_money,
                  TEXT_ARG(money->name));
}

/* --- processes --- */

static void stage_row(Grid *grid, Text name, uint64_t rows, uint64_t all, Paint paint) {
  grid_cell(grid, name, paint);
  grid_count(grid, rows, PAINT_PLAIN);
  if (all)
    grid_printf(grid, rows ? PAINT_PLAIN : PAINT_FAINT, "%.1f%%",
                100.0 * (double)rows / (double)all);
  grid_end_row(grid);
}

/* "sam.fit  fits 12, misplaced 3, unknown 1" */
static void outcome_row(Summary *s, Grid *grid, uint32_t index) {
  const Column *column = &s->image->columns.at[index];
  const EnumSchema *members = &s->image->enums.at[column->type.of];
  const PartSummary *part = &s->summary->part[index];
  Buffer out = buffer_in(s->arena);
  for (uint32_t i = 0; i <= members->count; i++) {
    const bool known = i < members->count;
    const uint64_t rows = known ? part->member[i] : part->unknown;
    if (!rows) continue;
    const Text name = known ? members->members[i].name : TEXT("unknown");
    buffer_printf(&out, "%s%.*s %.*s", out.len ? ", " : "", TEXT_ARG(name),
                  TEXT_ARG(count_text(s->arena, rows)));
  }
  grid_cell(grid, column->name, PAINT_PLAIN);
  grid_cell(grid, buffer_view(&out), PAINT_PLAIN);
  grid_end_row(grid);
}

static void process(Summary *s, size_t index) {
  const Declaration *declaration = &s->image->declarations.at[index];
  const DeclarationSummary *sums = &s->summary->declaration[index];
  const EnumSchema *members = &s->image->enums.at[declaration->members];
  Grid *grid = grid_new(s->arena, 3), *outcomes = grid_new(s->arena, 2);
  uint64_t open = sums->unknown;
  all_to_right(grid, 1, 3);
  grid_cell(grid, declaration->name, PAINT_STRONG);
  grid_cell(grid, plural_text(s->arena, s->image->entities.at[declaration->entity].name),
            PAINT_STRONG);
  grid_cell(grid, TEXT("share"), PAINT_STRONG);
  grid_end_row(grid);
  for (uint32_t i = 0; i < members->count; i++) {
    const bool own = i + 1 < members->count;
    if (own || sums->member[i].rows)
      stage_row(grid, members->members[i].name, sums->member[i].rows, sums->rows,
                own ? PAINT_PLAIN : PAINT_FAINT);
  }
  for (uint32_t i = 0; i < declaration->columns.count; i++) {
    const uint32_t column = declaration->columns.first + i;
    if (!s->summary->part[column].member) continue;
    outcome_row(s, outcomes, column);
    if (!text_ends(s->image->columns.at[column].name, TEXT(".fit"))) continue;
    static const uint32_t without[] = {FIT_NOWHERE, FIT_SEVERAL};
    for (size_t k = 0; k < 2; k++) {
      const uint64_t rows = s->summary->part[column].member[without[k]];
      open -= rows;
      if (rows) stage_row(grid, k ? TEXT("several") : TEXT("nowhere"), rows, sums->rows, PAINT_BAD);
    }
  }
  if (open) stage_row(grid, TEXT("unknown"), open, sums->rows, PAINT_OPEN);
  print_grid(s, grid);
  print_grid(s, outcomes);
}

/* --- KPIs and rules --- */

static void status_cells(Grid *grid, const Declaration *declaration, const DeclarationSummary *sums,
                         uint32_t members) {
  for (uint32_t i = 0; i < members; i++)
    grid_count(grid, sums->member[i].rows, status_paint(declaration->kind, i));
  grid_count(grid, sums->unknown, PAINT_OPEN);
}

static bool any_of(const Summary *s, DeclarationKind kind) {
  for (size_t i = 0; i < s->image->declarations.count; i++)
    if (s->image->declarations.at[i].kind == kind) return true;
  return false;
}

/* A line for each declaration of a kind: its name, its entity, how many rows have each status. */
static void statuses(Summary *s, DeclarationKind kind, const char *const *words, size_t count) {
  if (!any_of(s, kind)) return;
  Grid *grid = grid_new(s->arena, count);
  all_to_right(grid, 2, count);
  heading(grid, words, count);
  for (size_t i = 0; i < s->image->declarations.count; i++) {
    const Declaration *at = &s->image->declarations.at[i];
    if (at->kind != kind) continue;
    grid_cell(grid, at->name, PAINT_PLAIN);
    grid_cell(grid, s->image->entities.at[at->entity].name, PAINT_PLAIN);
    status_cells(grid, at, &s->summary->declaration[i], (uint32_t)count - 3);
  }
  print_grid(s, grid);
}

static void kpis(Summary *s) {
  static const char *const words[] = {"KPI", "for",    "green", "amber",
                                      "red", "waived", "n/a",   "unknown"};
  statuses(s, DECLARATION_KPI, words, sizeof words / sizeof *words);
}

static void cadences(Summary *s) {
  static const char *const words[] = {"cadence", "for",    "on track", "due",
                                      "overdue", "waived", "n/a",      "unknown"};
  statuses(s, DECLARATION_CADENCE, words, sizeof words / sizeof *words);
}

static void assumptions(Summary *s) {
  static const char *const words[] = {"assumption", "for", "holds", "broken", "unknown"};
  statuses(s, DECLARATION_ASSUME, words, sizeof words / sizeof *words);
}

/* The findings of one kind on a declaration. */
static uint64_t found(const Summary *s, uint32_t declaration, FindingKind kind) {
  uint64_t count = 0;
  for (size_t i = 0; i < s->image->findings.count; i++) {
    const Finding *at = &s->image->findings.at[i];
    if (at->declaration == declaration && at->kind == kind) count += s->summary->finding[i];
  }
  return count;
}

static void items(Summary *s) {
  static const char *const words[] = {"item", "for", "fails", "waived", "unknown", ""};
  enum { COLUMNS = sizeof words / sizeof *words };
  if (!any_of(s, DECLARATION_ITEM)) return;
  Grid *grid = grid_new(s->arena, COLUMNS);
  all_to_right(grid, 2, COLUMNS - 1);
  heading(grid, words, COLUMNS);
  for (uint32_t i = 0; i < s->image->declarations.count; i++) {
    const Declaration *at = &s->image->declarations.at[i];
    if (at->kind != DECLARATION_ITEM) continue;
    grid_cell(grid, at->name, PAINT_PLAIN);
    grid_cell(grid, s->image->entities.at[at->entity].name, PAINT_PLAIN);
    grid_count(grid, found(s, i, FINDING_ITEM_FAILS), PAINT_BAD);
    grid_count(grid, found(s, i, FINDING_WAIVED), PAINT_FAINT);
    grid_count(grid, found(s, i, FINDING_ITEM_UNKNOWN), PAINT_OPEN);
    grid_cell(grid, at->doc, PAINT_FAINT);
  }
  print_grid(s, grid);
}

static void rules_of(Summary *s, Grid *grid, Level level) {
  for (size_t i = 0; i < s->image->declarations.count; i++) {
    const Declaration *at = &s->image->declarations.at[i];
    if (at->kind != DECLARATION_RULE || at->severity != level) continue;
    grid_cell(grid, at->name, PAINT_PLAIN);
    grid_cell(grid, s->image->entities.at[at->entity].name, PAINT_PLAIN);
    grid_cell(grid, text_of(level_word(level)), level_paint(level));
    status_cells(grid, at, &s->summary->declaration[i], RULE_NOT_APPLICABLE + 1);
  }
}

static void rules(Summary *s) {
  static const char *const words[] = {"rule",  "for",    "severity", "passes",
                                      "fails", "waived", "n/a",      "unknown"};
  enum { COLUMNS = sizeof words / sizeof *words };
  if (!any_of(s, DECLARATION_RULE)) return;
  Grid *grid = grid_new(s->arena, COLUMNS);
  all_to_right(grid, 3, COLUMNS);
  heading(grid, words, COLUMNS);
  for (Level level = LEVEL_COUNT; level-- > 0;) rules_of(s, grid, level);
  print_grid(s, grid);
}

/* --- the program's own columns --- */

static void program_columns(Summary *s) {
  Grid *grid = grid_new(s->arena, 3);
  grid_to_right(grid, 1);
  bool any = false;
  for (uint32_t i = 0; i < s->image->columns.count; i++) {
    const Column *column = &s->image->columns.at[i];
    const Declaration *declaration = column_declaration(s->image, column);
    if (declaration->entity != IMAGE_PROGRAM || declaration->kind == DECLARATION_RULE ||
        declaration->kind == DECLARATION_ASSUME)
      continue;
    if (!any) grid_cell(grid, TEXT("program"), PAINT_STRONG);
    if (!any) grid_end_row(grid);
    any = true;
    ColumnValue value = run_value(s->run, i, 0);
    Paint paint = !value.low.known ? PAINT_OPEN
                  : column->type.kind == TYPE_ENUM
                      ? status_paint(declaration->kind, (uint32_t)value.low.i)
                      : PAINT_PLAIN;
    bool own = i == declaration->columns.first;
    grid_cell(grid, column->name, PAINT_PLAIN);
    grid_cell(grid, value.low.known ? value_text(s->arena, s->image, value) : TEXT("unknown"),
              paint);
    grid_cell(grid, own ? declaration->doc : TEXT(""), PAINT_FAINT);
  }
  if (any) print_grid(s, grid);
}

/* --- the data --- */

static void data_kinds(Summary *s) {
  Grid *grid = grid_new(s->arena, 3);
  grid_to_right(grid, 1);
  heading(grid, (const char *const[]){"data", "", ""}, 3);
  bool any = false;
  for (FindingKind kind = FINDING_BAD_CELL; kind <= FINDING_ENTRY_UNDATED; kind++) {
    if (!s->summary->kind[kind]) continue;
    any = true;
    grid_cell(grid, text_of(finding_info[kind].name), PAINT_PLAIN);
    grid_count(grid, s->summary->kind[kind], PAINT_PLAIN);
    grid_cell(grid, text_of(level_word(finding_info[kind].level)),
              level_paint(finding_info[kind].level));
  }
  if (any) print_grid(s, grid);
}

/* A call as written, cut where it is long. */
static Text shortened(Arena *arena, Text text) {
  if (text_width(text) <= CALL_WIDTH) return text;
  size_t fit = text_fit(text, CALL_WIDTH - 1);
  return text_of(arena_printf(arena, "%.*s…", (int)fit, text.at));
}

static void skipped_values(Summary *s) {
  Grid *grid = grid_new(s->arena, 4);
  all_to_right(grid, 1, 3);
  heading(grid, (const char *const[]){"aggregate", "missing", "undecided", ""}, 4);
  bool any = false;
  for (size_t i = 0; i < s->image->groups.count; i++) {
    const GroupStats *stats = &s->summary->group[i];
    const Group *group = &s->image->groups.at[i];
    if (!stats->skipped && !stats->undecided) continue;
    any = true;
    grid_cell(grid, shortened(s->arena, group->text), PAINT_PLAIN);
    grid_count(grid, stats->skipped, PAINT_PLAIN);
    grid_count(grid, stats->undecided, PAINT_OPEN);
    grid_cell(grid, without_folder(place_text(s->arena, group->place), s->folder), PAINT_FAINT);
  }
  if (any) print_grid(s, grid);
}

void report_totals(Buffer *out, const RunSummary *summary, bool colour) {
  for (Level level = LEVEL_COUNT; level-- > 0;) {
    uint64_t count = summary->level[level];
    Text text = text_of(arena_printf(out->arena, "%.*s %s", TEXT_ARG(count_text(out->arena, count)),
                                     level_words(level, count)));
    paint_text(out, text, count ? level_paint(level) : PAINT_PLAIN, colour);
    buffer_str(out, level ? ", " : "\n");
  }
}

void summary_text(Buffer *out, Run *run, Text folder, bool colour) {
  Summary s = {.out = out,
               .arena = out->arena,
               .run = run,
               .image = run_image(run),
               .summary = run_summary(run),
               .folder = folder,
               .colour = colour};
  for (size_t i = 0; i < s.image->declarations.count; i++)
    if (s.image->declarations.at[i].kind == DECLARATION_SEGMENTATION) segmentation(&s, i);
  for (size_t i = 0; i < s.image->declarations.count; i++)
    if (s.image->declarations.at[i].kind == DECLARATION_PROCESS) process(&s, i);
  kpis(&s);
  rules(&s);
  cadences(&s);
  items(&s);
  assumptions(&s);
  program_columns(&s);
  data_kinds(&s);
  skipped_values(&s);
  buffer_char(out, '\n');
  report_totals(out, s.summary, colour);
}
