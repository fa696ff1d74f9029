/* finding_text.c - findings for people: one a line, those of one name together.
 *
 * The findings of a name are kept up to the number shown and counted beyond it. The worst come
 * first, then the declarations in the order of the rule file, then what is wrong with the data in
 * the order of the entities. What a row leaves undecided for one and the same reason is told once,
 * at the first declaration: the others only follow from it.
 */
#include <stddef.h>
#include <stdlib.h>

#include "report/report_impl.h"

enum { COLUMNS = 6, TEXT_COLUMN = 3, TEXT_WIDTH = 70, LEVEL_WIDTH = sizeof "warning" - 1 };

/* Columns beyond which nobody reads: data and generated programs bring names of any length. */
enum { NAME_MOST = 80, SENTENCE_MOST = 1000 };

typedef struct Line {
  Text key, text, owner, place, fix;
  Text deciding; /* the missing values, joined; empty unless undecided */
  Text also;     /* the names that are undecided for the same reason */
} Line;

/* The findings of one kind on one declaration, or on one field. */
typedef struct FindingGroup {
  Text name;
  FindingKind kind;
  Level level;
  uint32_t declaration, entity, field;
  uint64_t count;
  uint64_t folded; /* told at another group's line */
  VEC(Line) lines;
} FindingGroup;

struct FindingList {
  Arena *arena;
  const Image *image;
  Text folder;
  size_t shown;
  VEC(FindingGroup) groups;
};

FindingList *finding_list_new(Arena *arena, const Image *image, Text folder, size_t shown) {
  FindingList *list = ARENA_NEW(arena, FindingList);
  list->arena = arena;
  list->image = image;
  list->folder = folder;
  list->shown = shown;
  return list;
}

static Text shortened(Arena *arena, Text text, size_t columns) {
  if (text_fit(text, columns) == text.len) return text_copy(arena, text);
  return text_of(arena_printf(arena, "%.*s…", (int)text_fit(text, columns - 1), text.at));
}

static FindingGroup *group_of(FindingList *list, const FindingReport *finding) {
  for (size_t i = list->groups.count; i-- > 0;) {
    FindingGroup *group = &list->groups.at[i];
    if (group->kind == finding->kind && group->level == finding->level &&
        group->declaration == finding->declaration && group->entity == finding->entity &&
        group->field == finding->field)
      return group;
  }
  FindingGroup *group = VEC_PUSH(list->arena, &list->groups);
  group->name = shortened(list->arena, finding->name, NAME_MOST);
  group->kind = finding->kind;
  group->level = finding->level;
  group->declaration = finding->declaration;
  group->entity = finding->entity;
  group->field = finding->field;
  return group;
}

static Text joined(Arena *arena, const FindingReport *finding) {
  Buffer out = buffer_in(arena);
  for (size_t i = 0; i < finding->deciding_count; i++) {
    if (i) buffer_str(&out, ", ");
    buffer_text(&out, finding->deciding[i]);
  }
  return buffer_view(&out);
}

/* The last line of an earlier group that tells of the same row, undecided for the same reason. Rows
 * come one after the other, so only last lines can. */
static Line *leading_line(FindingList *list, const FindingReport *finding, Text key,
                          Text deciding) {
  if (!deciding.len || !key.len) return NULL;
  for (size_t i = 0; i < list->groups.count; i++) {
    FindingGroup *group = &list->groups.at[i];
    if (group->level != LEVEL_UNKNOWN || group->entity != finding->entity) continue;
    if (group->declaration == finding->declaration || !group->lines.count) continue;
    Line *line = &group->lines.at[group->lines.count - 1];
    if (text_equal(line->key, key) && text_equal(line->deciding, deciding)) return line;
  }
  return NULL;
}

static void follow(FindingList *list, Line *line, Text name) {
  line->also = text_of(
      line->also.len ? arena_printf(list->arena, "%.*s, %.*s", TEXT_ARG(line->also), TEXT_ARG(name))
                     : arena_printf(list->arena, "%.*s", TEXT_ARG(name)));
}

void finding_list_add(FindingList *list, const FindingReport *finding) {
  FindingGroup *group = group_of(list, finding);
  group->count++;
  Arena *arena = list->arena;
  Text deciding = finding->level == LEVEL_UNKNOWN ? joined(arena, finding) : (Text){0};
  Text key = shortened(arena, finding->key, NAME_MOST);
  Line *leading = leading_line(list, finding, key, deciding);
  if (leading) {
    group->folded++;
    follow(list, leading, group->name);
    return;
  }
  if (group->lines.count >= list->shown) return;
  Text place = place_text(arena, finding->place);
  if (!place.len) place = source_place_text(arena, finding);
  *VEC_PUSH(arena, &group->lines) = (Line){.key = key,
                                           .text = shortened(arena, finding->text, SENTENCE_MOST),
                                           .owner = text_copy(arena, finding->owner),
                                           .place = without_folder(place, list->folder),
                                           .fix = shortened(arena, finding->fix, SENTENCE_MOST),
                                           .deciding = deciding};
}

static int compare_number(uint64_t a, uint64_t b) { return a < b ? -1 : a > b; }

/* SCHEMA_NONE, the largest number, puts what is on the data behind what is on declarations. */
static int compare_groups(const void *left, const void *right) {
  const FindingGroup *a = left, *b = right;
  if (a->level != b->level) return a->level > b->level ? -1 : 1;
  int order = compare_number(a->declaration, b->declaration);
  if (!order) order = compare_number(a->entity, b->entity);
  if (!order) order = compare_number(a->kind, b->kind);
  return order ? order : compare_number(a->field, b->field);
}

/* All there are, those that were only counted included. */
static uint64_t total(const FindingList *list, const FindingGroup *group,
                      const RunSummary *summary) {
  uint64_t count = 0;
  const ReadLog *log = summary->log;
  for (size_t i = 0; log && i < log->counts.count; i++) {
    const DataCount *at = &log->counts.at[i];
    if (group->declaration == SCHEMA_NONE && at->kind == group->kind &&
        at->entity == group->entity && at->field == group->field)
      count += at->count;
  }
  for (size_t i = 0; i < list->image->findings.count; i++) {
    const Finding *at = &list->image->findings.at[i];
    if (at->declaration == group->declaration && at->kind == group->kind)
      count += summary->finding[i];
  }
  return count > group->count ? count : group->count;
}

/* What is the same for neighbours is said once behind them: what to do, what else is undecided. */
static bool is_due(const FindingGroup *group, size_t line, size_t member) {
  const char *at = (const char *)&group->lines.at[line] + member;
  Text text = *(const Text *)(const void *)at;
  if (!text.len) return false;
  if (line + 1 == group->lines.count) return true;
  return !text_equal(text, *(const Text *)(const void *)(at + sizeof(Line)));
}

static void print_note(FindingList *list, Grid *grid, const char *word, Text text) {
  char *line = arena_printf(list->arena, "%s: %.*s", word, TEXT_ARG(text));
  grid_line(grid, LEVEL_WIDTH + 2, text_of(line), PAINT_PLAIN);
}

/* Each name has columns of its own, so that long texts of one do not stretch the others. */
static void print_group(Buffer *out, FindingList *list, const FindingGroup *group,
                        const RunSummary *summary, const ReportOptions *options) {
  Grid *grid = grid_new(list->arena, COLUMNS);
  grid_cap(grid, TEXT_COLUMN, TEXT_WIDTH);
  grid_fit(grid, TEXT_COLUMN, options->width);
  for (size_t i = 0; i < group->lines.count; i++) {
    const Line *line = &group->lines.at[i];
    grid_printf(grid, level_paint(group->level), "%-*s", LEVEL_WIDTH, level_word(group->level));
    grid_cell(grid, group->name, PAINT_STRONG);
    grid_cell(grid, line->key, PAINT_PLAIN);
    grid_cell(grid, line->text, PAINT_PLAIN);
    grid_cell(grid, line->owner, PAINT_PLAIN);
    grid_cell(grid, line->place, PAINT_FAINT);
    if (is_due(group, i, offsetof(Line, fix))) print_note(list, grid, "fix", line->fix);
    if (is_due(group, i, offsetof(Line, also))) print_note(list, grid, "so too", line->also);
  }
  const uint64_t all = options->judged ? group->count : total(list, group, summary);
  const uint64_t more = all - group->lines.count - group->folded;
  if (more)
    grid_line(grid, LEVEL_WIDTH + 2,
              text_of(arena_printf(list->arena, "… %.*s more of %.*s (--all shows them)",
                                   TEXT_ARG(count_text(list->arena, more)), TEXT_ARG(group->name))),
              PAINT_FAINT);
  grid_print(out, grid, 0, options->colour);
}

void finding_list_print(Buffer *out, FindingList *list, const RunSummary *summary,
                        const ReportOptions *options) {
  if (!list->groups.count) return;
  qsort(list->groups.at, list->groups.count, sizeof *list->groups.at, compare_groups);
  buffer_char(out, '\n');
  for (size_t i = 0; i < list->groups.count; i++)
    print_group(out, list, &list->groups.at[i], summary, options);
}
