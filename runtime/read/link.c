/* link.c - references to rows: those that wait for their target, and those that match nothing.
 *
 * A key that nothing matches may differ from one only in case, blanks or punctuation. To find that
 * out for the few findings that are given in full, each target's keys are walked once at the end:
 * no index of a million keys is built for the sake of a message.
 */
#include "read/reader_impl.h"

/* Targets of more keys are not searched for the nearest spelling. */
enum { NEAREST_MOST = 5000 };

void link_target(Reader *r, BoundColumn *bound) {
  const Table *target = r->request.tables[bound->column.field->type.of];
  if (!target || target == r->table || !target->complete || !target->keys) return;
  bound->column.target = target->keys;
}

void link_later(RowBlock *b, BoundColumn *bound, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const Text key = text_trim(b->cells[i]);
    if (key.len == 0) continue;
    *VEC_PUSH(b->arena, &bound->pending) = (PendingRef){
        .row = b->window->rows + i,
        .line = note_breaks(b, b->rows[i], bound->column.cell),
        .key = key,
        .row_key = note_key(b, i),
    };
  }
}

void link_commit(Reader *r, const RowBlock *b) {
  for (size_t c = 0; c < r->column_count; c++) {
    const BoundColumn *from = &b->columns[c];
    if (from->column.target && key_index_wants_prepare(from->column.target))
      key_index_prepare(r->request.tables[from->column.field->type.of]->keys);
    for (size_t i = 0; i < from->pending.count; i++) {
      const PendingRef *ref = &from->pending.at[i];
      *VEC_PUSH(r->arena, &r->columns[c].pending) = (PendingRef){
          .row = r->rows + ref->row,
          .line = r->line + ref->line,
          .key = text_copy(r->arena, ref->key),
          .row_key = r->keys ? (Text){"", 0} : text_copy(r->arena, ref->row_key),
      };
    }
  }
}

void link_unmatched(Reader *r, const CellColumn *column, uint64_t line, Text row_key, Text key) {
  const uint32_t target = column->field->type.of;
  DataFinding *finding;
  if (!read_log_add(r->log, FINDING_UNMATCHED_REFERENCE, r->request.entity, column->index,
                    &finding))
    return;
  finding->source = r->name;
  finding->line = line;
  finding->column = column->cell + 1;
  if (row_key.len > 0) finding->key = text_copy(r->log->arena, row_key);
  *VEC_PUSH(r->arena, &r->hints) = (Hint){
      .finding = r->log->findings.count - 1,
      .keys = column->target,
      .entity = r->request.image->entities.at[target].name,
      .key = text_copy(r->arena, text_trim(key)),
  };
}

/* For each key that was looked for, loosened: the first key of the target that is equal to it. */
typedef struct Search {
  Arena *arena;
  Map *loose; /* loosened text to index of found */
  VEC(Text) found;
  char *room;
  size_t room_size;
} Search;

static Text loosen(Search *search, Text key) {
  if (key.len > search->room_size) {
    search->room_size = key.len * 2;
    search->room = arena_alloc(search->arena, search->room_size);
  }
  return (Text){search->room, text_loosen(key, search->room)};
}

static void search_keys(Search *search, const KeyIndex *keys) {
  const size_t count = key_index_count(keys);
  for (size_t row = 0; row < count; row++) {
    const Text key = key_index_text(keys, (uint32_t)row);
    const uint32_t at = map_get(search->loose, loosen(search, key));
    if (at != MAP_NONE && search->found.at[at].len == 0) search->found.at[at] = key;
  }
}

static Text nearest_key(const KeyIndex *keys, Text key) {
  const size_t count = key_index_count(keys);
  if (count > NEAREST_MOST) return (Text){"", 0};
  Nearest nearest = nearest_start(key);
  for (size_t row = 0; row < count; row++) {
    nearest_offer(&nearest, key_index_text(keys, (uint32_t)row));
  }
  return nearest_found(&nearest);
}

static void finish_hint(Reader *r, const Hint *hint, Text found) {
  Arena *arena = r->log->arena;
  if (found.len == 0 && hint->keys) found = nearest_key(hint->keys, hint->key);
  Buffer text = buffer_in(arena);
  buffer_printf(&text, "no %.*s has the key `%.*s`", TEXT_ARG(hint->entity),
                TEXT_ARG(text_printable(arena, hint->key)));
  if (found.len > 0) {
    buffer_printf(&text, "; did you mean `%.*s`?", TEXT_ARG(text_printable(arena, found)));
  }
  r->log->findings.at[hint->finding].text = buffer_view(&text);
}

/* The hints about one target, from `first` on. */
static void finish_target(Reader *r, size_t first) {
  const KeyIndex *keys = r->hints.at[first].keys;
  Search search = {.arena = r->arena, .loose = map_new(r->arena)};
  for (size_t i = first; i < r->hints.count; i++) {
    const Hint *hint = &r->hints.at[i];
    if (hint->keys != keys || hint->entity.len == 0) continue;
    const Text loose = text_copy(r->arena, loosen(&search, hint->key));
    const uint32_t next = (uint32_t)search.found.count;
    if (map_add(search.loose, loose, next) == next)
      *VEC_PUSH(r->arena, &search.found) = (Text){"", 0};
  }
  if (keys) search_keys(&search, keys);
  for (size_t i = first; i < r->hints.count; i++) {
    Hint *hint = &r->hints.at[i];
    if (hint->keys != keys || hint->entity.len == 0) continue;
    finish_hint(r, hint, search.found.at[map_get(search.loose, loosen(&search, hint->key))]);
    hint->entity.len = 0;
  }
}

void link_hints(Reader *r) {
  for (size_t i = 0; i < r->hints.count; i++) {
    if (r->hints.at[i].entity.len > 0) finish_target(r, i);
  }
  r->hints.count = 0;
}

static void resolve(Reader *r, BoundColumn *bound) {
  const Table *target = r->request.tables[bound->column.field->type.of];
  const uint32_t slot = bound->column.field->slot;
  bound->column.target = target ? target->keys : NULL;
  if (target && target->keys) key_index_prepare(target->keys);
  for (size_t i = 0; i < bound->pending.count; i++) {
    const PendingRef *ref = &bound->pending.at[i];
    const uint32_t row = target && target->keys ? key_index_find(target->keys, ref->key) : ROW_NONE;
    if (row == ROW_NONE) {
      const Text name = r->keys ? key_index_text(r->keys, (uint32_t)ref->row) : ref->row_key;
      link_unmatched(r, &bound->column, ref->line, name, ref->key);
    } else if (slot != SCHEMA_NONE && ref->row >= r->table->first) {
      r->table->slot[slot].i32[ref->row - r->table->first] = (int32_t)row;
      r->table->slot[slot].valid[ref->row - r->table->first] = 1;
    }
  }
  bound->pending.count = 0;
}

void reader_link(Reader *r) {
  const size_t first_finding = r->log->findings.count, first_count = r->log->counts.count;
  for (size_t i = 0; i < r->column_count; i++) {
    if (r->columns[i].pending.count > 0) resolve(r, &r->columns[i]);
  }
  link_hints(r);
  read_log_sort(r->log, first_finding, first_count);
}
