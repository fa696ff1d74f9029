/* diff.c - what the forms of a diff share: words, names, counts. */
#include "report/answer_impl.h"
#include "report/diff_impl.h"
#include "report/lines.h"

enum { ROWS_SHOWN = 20, TEXT_MOST = 60 };

const char *const edit_word[] = {
    [EDIT_ADDED] = "added",     [EDIT_REMOVED] = "removed", [EDIT_RENAMED] = "renamed",
    [EDIT_CHANGED] = "changed", [EDIT_ORDER] = "reordered", [EDIT_WORDS] = "words"};

const char *const meaning_word[] = {[MEANING_SAME] = "same",
                                    [MEANING_DIFFERS] = "differs",
                                    [MEANING_OPEN] = "not settled",
                                    [MEANING_ADDED] = "added",
                                    [MEANING_REMOVED] = "removed"};

size_t diff_most(AnswerForm form, bool all) {
  return all || form == ANSWER_JSON ? SIZE_MAX : ROWS_SHOWN;
}

/* "data with calendar" */
static void put_set(Buffer *out, unsigned set) {
  static const char *const names[] = {"rules", "data", "calendar"};
  bool first = true;
  for (unsigned i = 0; i < 3; i++) {
    if (!(set >> i & 1)) continue;
    if (!first) buffer_str(out, " with ");
    buffer_str(out, names[i]);
    first = false;
  }
}

Text causes_text(Arena *arena, Causes causes) {
  Buffer out = buffer_in(arena);
  for (unsigned set = 1; set < FACTOR_SETS; set++) {
    if (!(causes >> set & 1)) continue;
    if (out.len) buffer_str(&out, " or ");
    put_set(&out, set);
  }
  return buffer_view(&out);
}

bool diff_has_causes(const DiffReport *report) { return report->factors & (report->factors - 1); }

Text diff_counted(Arena *arena, uint64_t count, Text one) {
  return text_of(arena_printf(arena, "%.*s %.*s", TEXT_ARG(count_text(arena, count)),
                              TEXT_ARG(count == 1 ? one : plural_text(arena, one))));
}

Text edit_name(Arena *arena, const Edit *edit) {
  if (!edit->part.len || text_equal(edit->part, TEXT("value"))) return edit->name;
  return text_of(arena_printf(arena, "%.*s %.*s", TEXT_ARG(edit->name), TEXT_ARG(edit->part)));
}

static Text cut(Arena *arena, Text text, const AnswerView *view) {
  Buffer out = buffer_in(arena);
  answer_cut(&out, text, TEXT_MOST, view->ascii);
  return buffer_view(&out);
}

Text edit_text(Arena *arena, const Edit *edit, const AnswerView *view) {
  const Text before = cut(arena, edit->before, view), after = cut(arena, edit->after, view);
  switch (edit->kind) {
  case EDIT_ADDED:
    return after;
  case EDIT_REMOVED:
    return before;
  case EDIT_RENAMED:
    return text_of(arena_printf(arena, "was %.*s", TEXT_ARG(before)));
  case EDIT_CHANGED:
    return move_text(arena, before.len ? before : TEXT("nothing"),
                     after.len ? after : TEXT("nothing"), view);
  default:
    return TEXT("");
  }
}

size_t diff_edits_of_words(const DiffReport *report) {
  size_t count = 0;
  for (size_t i = 0; report->edits && i < report->edits->list.count; i++)
    count += report->edits->list.at[i].kind == EDIT_WORDS;
  return count;
}

/* ---- The summary ---------------------------------------------------------------------------- */

Text meaning_verdict(const Meaning *meaning) {
  return meaning->follows.len ? TEXT("follows") : text_of(meaning_word[meaning->verdict]);
}

static size_t count_verdicts(const DiffReport *report, MeaningVerdict verdict, bool follows) {
  size_t count = 0;
  for (size_t i = 0; i < report->meanings.count; i++) {
    const Meaning *meaning = &report->meanings.at[i];
    count += meaning->verdict == verdict && (meaning->follows.len != 0) == follows;
  }
  return count;
}

static void put_verdicts(Buffer *out, const DiffReport *report) {
  static const struct {
    MeaningVerdict verdict;
    bool follows;
    const char *one, *many;
  } words[] = {{MEANING_DIFFERS, false, "differs", "differ"},
               {MEANING_DIFFERS, true, "follows", "follow"},
               {MEANING_ADDED, false, "is added", "are added"},
               {MEANING_REMOVED, false, "is removed", "are removed"},
               {MEANING_OPEN, false, "is not settled", "are not settled"},
               {MEANING_SAME, false, "is proven the same", "are proven the same"}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    const size_t count = count_verdicts(report, words[i].verdict, words[i].follows);
    if (!count) continue;
    if (out->len)
      buffer_printf(out, ", %zu", count);
    else
      buffer_text(out, diff_counted(out->arena, count, TEXT("declaration")));
    buffer_printf(out, " %s", count == 1 ? words[i].one : words[i].many);
  }
}

static void put_edits(Buffer *out, const DiffReport *report) {
  const size_t words = diff_edits_of_words(report);
  const size_t edits = report->edits->list.count - words;
  if (report->proven) return;
  if (out->len) buffer_str(out, "; ");
  if (edits)
    buffer_printf(out, "%.*s in the definitions",
                  TEXT_ARG(diff_counted(out->arena, edits, TEXT("change"))));
  else
    buffer_str(out, words ? "nothing but words changes in the definitions"
                          : "nothing changes in the definitions");
}

static void put_count(Buffer *out, size_t *told, Text text) {
  if (out->len) buffer_str(out, *told ? ", " : "; ");
  buffer_text(out, text);
  ++*told;
}

static void put_rows(Buffer *out, size_t *told, const MoveList *list, Text entity,
                     const char *word) {
  if (!list->all.rows) return;
  const Text counted = diff_counted(out->arena, list->all.rows, entity);
  put_count(out, told, text_of(arena_printf(out->arena, "%.*s %s", TEXT_ARG(counted), word)));
}

static void put_moves(Buffer *out, const Moves *moves) {
  enum { MOST = 4 };
  const WatchedEntity *entities = moves->watch->entities.at;
  size_t told = 0, columns = 0;
  for (size_t i = 0; i < moves->entities.count; i++) {
    const EntityMoves *e = &moves->entities.at[i];
    put_rows(out, &told, &e->arrived, entities[e->entity].name, "arrived");
    put_rows(out, &told, &e->left, entities[e->entity].name, "left");
  }
  for (size_t i = 0; i < moves->outcomes.count; i++) {
    const OutcomeMoves *o = &moves->outcomes.at[i];
    if (!diff_is_section(o) || !o->moves.all.rows || columns++ >= MOST) continue;
    const uint64_t rows = o->moves.all.rows;
    const Text counted = diff_counted(out->arena, rows, entities[o->column->entity].name);
    put_count(out, &told,
              text_of(arena_printf(out->arena, "%.*s %s in %.*s", TEXT_ARG(counted),
                                   rows == 1 ? "moves" : "move", TEXT_ARG(o->column->name))));
  }
  if (columns > MOST)
    put_count(out, &told, text_of(arena_printf(out->arena, "%zu more columns", columns - MOST)));
  if (!told)
    put_count(out, &told,
              moves_any(moves) ? TEXT("other columns change") : TEXT("nothing moves in the data"));
}

Text diff_summary(Arena *arena, const DiffReport *report) {
  Buffer out = buffer_in(arena);
  put_verdicts(&out, report);
  if (report->edits) put_edits(&out, report);
  if (report->moves) put_moves(&out, report->moves);
  return buffer_view(&out);
}

Text meaning_text(Arena *arena, const Meaning *meaning, const AnswerView *view) {
  Buffer out = buffer_in(arena);
  if (meaning->verdict == MEANING_OPEN) return meaning->reason;
  if (meaning->verdict != MEANING_DIFFERS) return TEXT("");
  buffer_text(&out, move_text(arena, meaning->before, meaning->after, view));
  if (meaning->follows.len) {
    buffer_printf(&out, ", only where %.*s differ%s", TEXT_ARG(meaning->follows),
                  text_contains(meaning->follows, TEXT(", ")) ? "" : "s");
    return buffer_view(&out);
  }
  if (meaning->region.len) buffer_printf(&out, ": %.*s", TEXT_ARG(meaning->region));
  return buffer_view(&out);
}

/* Whether an earlier declaration has the same witness. */
static bool is_told(const DiffReport *report, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (text_equal(report->meanings.at[i].given, report->meanings.at[index].given) &&
        (report->all || !report->meanings.at[i].follows.len))
      return true;
  return false;
}

Text diff_witness(Arena *arena, const DiffReport *report, size_t index, const AnswerView *view) {
  const Text given = report->meanings.at[index].given;
  Buffer out = buffer_in(arena);
  const bool follows = report->meanings.at[index].follows.len && !report->all;
  if (!given.len || follows || is_told(report, index)) return TEXT("");
  for (size_t i = index; i < report->meanings.count; i++) {
    const Meaning *meaning = &report->meanings.at[i];
    if (!text_equal(meaning->given, given)) continue;
    buffer_printf(&out, "# %.*s: %.*s\n", TEXT_ARG(meaning->name),
                  TEXT_ARG(move_text(arena, meaning->before, meaning->after, view)));
  }
  lines_printable(&out, given);
  return buffer_view(&out);
}

void diff_print(Buffer *out, const DiffReport *report, const AnswerView *view) {
  if (view->form == ANSWER_JSON)
    diff_json(out, report);
  else if (view->form == ANSWER_MARKDOWN)
    diff_markdown(out, report, view);
  else
    diff_text(out, report, view);
}
