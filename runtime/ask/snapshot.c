/* snapshot.c - what the watched columns of a run came to, taken while its rows stream by.
 *
 * A window's rows are packed by whichever thread computed them, into one block of bytes:
 *
 *   rows (4)  length of texts (8)
 *   for each watched column   rows * width
 *   where there is money      rows * (1 + 8)
 *   for each row              length of the key (4), the key
 *   texts
 *
 * and put behind the rows before them in the order of the data, by the thread that runs the engine.
 */
#include "ask/snapshot.h"

#include <string.h>

enum { ENDS_LOW = 1, ENDS_HIGH = 2, CODES_IN_A_BYTE = 256, MONEY_WIDTH = 9, HEAD = 12 };

/* A growing array of bytes. */
typedef struct Bytes {
  uint8_t *at;
  size_t size, capacity;
} Bytes;

typedef struct Rows {
  size_t count;
  KeyIndex *keys;
  Bytes *column; /* by the column's place in the entity */
  Bytes money, texts;
} Rows;

struct Snapshot {
  Arena *arena;
  const Watch *watch;
  int side;
  bool values;
  Rows *entity; /* of the watch */
  VEC(SnapshotSource) sources;
};

/* ---- Shapes --------------------------------------------------------------------------------- */

static bool is_text(const WatchedColumn *column) {
  const TypeKind kind = column->type[SIDE_AFTER].kind;
  return kind == TYPE_TEXT || kind == TYPE_REF;
}

/* Bytes of a row; 0 where the column is not kept. */
static size_t width_of(const Snapshot *s, const WatchedColumn *column) {
  if (column->outcome) return watch_bins(column) <= CODES_IN_A_BYTE ? 1 : 4;
  if (!s->values) return 0;
  return is_text(column) || column->range ? 17 : 9;
}

static uint32_t watched_entity(const Snapshot *s, uint32_t entity) {
  for (uint32_t i = 0; i < s->watch->entities.count; i++)
    if (s->watch->entities.at[i].entity[s->side] == entity) return i;
  return SCHEMA_NONE;
}

/* ---- Packing -------------------------------------------------------------------------------- */

/* One window under way. */
typedef struct Packing {
  const Snapshot *snapshot;
  const Run *run;
  const Vector *slots;
  size_t row, count;
  Buffer *out;
  Buffer texts;
} Packing;

/* Behind `at`, where there is room for it. */
static char *put(char *at, const void *bytes, size_t size) {
  memcpy(at, bytes, size);
  return at + size;
}

static uint32_t member_at(const Vector *vector, size_t row, const WatchedColumn *column, int side) {
  if (!vector_known(vector, row)) return watch_unknown(column);
  if (vector->store == STORE_TRUTH) return column->code[side][vector->truth[row] == TRUTH_TRUE];
  return column->code[side][vector->i32[row]];
}

static void pack_members(Packing *p, const WatchedColumn *column, const Vector *vector) {
  const size_t width = width_of(p->snapshot, column);
  char *at = buffer_reserve(p->out, p->count * width);
  for (size_t i = 0; i < p->count; i++) {
    const uint32_t member = member_at(vector, p->row + i, column, p->snapshot->side);
    const uint8_t narrow = (uint8_t)member;
    at = width == 1 ? put(at, &narrow, 1) : put(at, &member, sizeof member);
  }
  buffer_commit(p->out, at);
}

static uint64_t bits_at(const Vector *vector, size_t row) {
  uint64_t bits = 0;
  if (!vector_known(vector, row)) return 0;
  switch (vector->store) {
  case STORE_I64:
    bits = (uint64_t)vector->i64[row];
    break;
  case STORE_F64: {
    const double value = vector->f64[row] + 0.0; /* one zero */
    memcpy(&bits, &value, sizeof bits);
    break;
  }
  case STORE_I32:
    bits = (uint64_t)(int64_t)vector->i32[row];
    break;
  default:
    break;
  }
  return bits;
}

static void pack_values(Packing *p, const WatchedColumn *column, const Vector *low,
                        const Vector *high) {
  const size_t width = width_of(p->snapshot, column);
  char *at = buffer_reserve(p->out, p->count * width);
  for (size_t i = 0; i < p->count; i++) {
    const size_t row = p->row + i;
    const uint8_t ends = (uint8_t)((vector_known(low, row) ? ENDS_LOW : 0) |
                                   (vector_known(high, row) ? ENDS_HIGH : 0));
    const uint64_t bits[] = {bits_at(low, row), bits_at(high, row)};
    at = put(put(at, &ends, 1), bits, width - 1);
  }
  buffer_commit(p->out, at);
}

static void pack_texts(Packing *p, const WatchedColumn *column) {
  const uint32_t index = column->column[p->snapshot->side];
  char *at = buffer_reserve(p->out, p->count * width_of(p->snapshot, column));
  for (size_t i = 0; i < p->count; i++) {
    const Scalar value = run_value(p->run, index, p->row + i).low;
    const Text text = value.known ? value.text : TEXT("");
    const uint8_t ends = value.known ? ENDS_LOW | ENDS_HIGH : 0;
    const uint64_t place[] = {p->texts.len, text.len};
    at = put(put(at, &ends, 1), place, sizeof place);
    buffer_text(&p->texts, text);
  }
  buffer_commit(p->out, at);
}

static void pack_column(Packing *p, const WatchedColumn *column) {
  const Snapshot *s = p->snapshot;
  const Column *declared = &s->watch->image[s->side]->columns.at[column->column[s->side]];
  const Vector *low = &p->slots[declared->low];
  const Vector *high = declared->high == SCHEMA_NONE ? low : &p->slots[declared->high];
  if (!width_of(s, column)) return;
  if (column->outcome)
    pack_members(p, column, low);
  else if (is_text(column))
    pack_texts(p, column);
  else
    pack_values(p, column, low, high);
}

static void pack_money(Packing *p, uint32_t slot) {
  char *at = buffer_reserve(p->out, p->count * MONEY_WIDTH);
  for (size_t i = 0; i < p->count; i++) {
    const Vector *money = &p->slots[slot];
    const uint8_t known = vector_known(money, p->row + i);
    const uint64_t bits = bits_at(money, p->row + i);
    at = put(put(at, &known, 1), &bits, sizeof bits);
  }
  buffer_commit(p->out, at);
}

static void pack_keys(Packing *p, uint32_t entity) {
  const Table *table = run_table(p->run, entity);
  for (size_t i = 0; i < p->count; i++) {
    Text key = table_key(table, p->row + i);
    if (!key.len) key = table_row_name(table, p->row + i, p->out->arena);
    const uint32_t len = (uint32_t)key.len;
    char *at = buffer_reserve(p->out, sizeof len + key.len);
    buffer_commit(p->out, put(put(at, &len, sizeof len), key.at, key.len));
  }
}

static void format_rows(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                        Buffer *out) {
  const Snapshot *s = context;
  const uint32_t index = watched_entity(s, entity);
  if (index == SCHEMA_NONE || !count) return;
  Packing p = {.snapshot = s,
               .run = run,
               .slots = run_table(run, entity)->slot,
               .row = row,
               .count = count,
               .out = out,
               .texts = buffer_in(out->arena)};
  const size_t head = out->len;
  const uint32_t rows = (uint32_t)count;
  buffer_bytes(out, &rows, sizeof rows);
  buffer_bytes(out, (const char[8]){0}, 8);
  for (size_t i = 0; i < s->watch->columns.count; i++)
    if (s->watch->columns.at[i].entity == index) pack_column(&p, &s->watch->columns.at[i]);
  const uint32_t money = s->watch->entities.at[index].money[s->side];
  if (money != SCHEMA_NONE) pack_money(&p, money);
  pack_keys(&p, entity);
  const uint64_t texts = p.texts.len;
  memcpy(out->data + head + sizeof rows, &texts, sizeof texts);
  buffer_text(out, buffer_view(&p.texts));
}

/* ---- Keeping -------------------------------------------------------------------------------- */

static void keep(Arena *arena, Bytes *bytes, const char *from, size_t size) {
  if (bytes->capacity - bytes->size < size) {
    size_t capacity = bytes->capacity + bytes->capacity / 2 + 4096;
    if (capacity < bytes->size + size) capacity = bytes->size + size;
    bytes->at = arena_grow(arena, bytes->at, bytes->capacity, capacity);
    bytes->capacity = capacity;
  }
  if (size) memcpy(bytes->at + bytes->size, from, size);
  bytes->size += size;
}

/* Places of a window's texts become those of the entity's. */
static void move_places(uint8_t *at, size_t rows, size_t width, uint64_t by) {
  for (size_t i = 0; i < rows; i++, at += width) {
    uint64_t place;
    memcpy(&place, at + 1, sizeof place);
    place += by;
    memcpy(at + 1, &place, sizeof place);
  }
}

static const char *keep_columns(Snapshot *s, uint32_t index, const char *from, size_t rows) {
  Rows *kept = &s->entity[index];
  for (size_t i = 0; i < s->watch->columns.count; i++) {
    const WatchedColumn *column = &s->watch->columns.at[i];
    const size_t width = width_of(s, column);
    if (column->entity != index || !width) continue;
    Bytes *bytes = &kept->column[column->at];
    keep(s->arena, bytes, from, rows * width);
    if (!column->outcome && is_text(column))
      move_places(bytes->at + bytes->size - rows * width, rows, width, kept->texts.size);
    from += rows * width;
  }
  return from;
}

/* Returns what is behind them. A window has one block, or several one behind the other. */
static const char *keep_rows(Snapshot *s, uint32_t index, const char *from) {
  Rows *kept = &s->entity[index];
  uint32_t rows, len;
  uint64_t texts;
  memcpy(&rows, from, sizeof rows);
  memcpy(&texts, from + sizeof rows, sizeof texts);
  from = keep_columns(s, index, from + HEAD, rows);
  if (s->watch->entities.at[index].money[s->side] != SCHEMA_NONE) {
    keep(s->arena, &kept->money, from, rows * MONEY_WIDTH);
    from += (size_t)rows * MONEY_WIDTH;
  }
  for (uint32_t i = 0; i < rows; i++, from += len) {
    memcpy(&len, from, sizeof len);
    from += sizeof len;
    key_index_add(kept->keys, (Text){from, len});
  }
  keep(s->arena, &kept->texts, from, texts);
  kept->count += rows;
  return from + texts;
}

static void write_rows(void *context, uint32_t entity, Text formatted) {
  Snapshot *s = context;
  const uint32_t index = watched_entity(s, entity);
  const char *from = formatted.at, *const end = formatted.at + formatted.len;
  while (index != SCHEMA_NONE && from < end) from = keep_rows(s, index, from);
}

/* ---- The run -------------------------------------------------------------------------------- */

static void take_sources(Snapshot *s, const Run *run) {
  const Image *image = run_image(run);
  for (uint32_t e = IMAGE_PROGRAM + 1; e < image->entities.count; e++) {
    const EntitySummary *entity = &run_summary(run)->entity[e];
    if (!entity->read) continue;
    *VEC_PUSH(s->arena, &s->sources) =
        (SnapshotSource){.entity = image->entities.at[e].name,
                         .source = text_copy(s->arena, entity->source),
                         .rows = entity->rows,
                         .left_out = entity->left_out};
  }
}

static void free_run(void *arena) { arena_free(arena); }

/* Nothing that changes may be local here: after a jump it would be lost. */
static bool run_in(Arena *own, Snapshot *s, const RunOptions *options, DiagSink *diags) {
  if (!ARENA_TRY(own)) arena_fail(s->arena);
  const RunSink sink = {.context = s, .format = format_rows, .write = write_rows};
  Run *run = engine_run(own, s->watch->image[s->side], options, &sink, diags);
  if (run) take_sources(s, run);
  return run != NULL;
}

Snapshot *snapshot_take(Arena *arena, const Watch *watch, int side, const RunOptions *options,
                        bool values, DiagSink *diags) {
  Snapshot *s = ARENA_NEW(arena, Snapshot);
  *s = (Snapshot){.arena = arena,
                  .watch = watch,
                  .side = side,
                  .values = values,
                  .entity = ARENA_ARRAY(arena, Rows, watch->entities.count)};
  for (size_t i = 0; i < watch->entities.count; i++) {
    s->entity[i].keys = key_index_new(arena);
    s->entity[i].column = ARENA_ARRAY(arena, Bytes, watch->entities.at[i].columns);
  }
  Arena *own = arena_beside(arena);
  if (!own) arena_fail(arena);
  arena_defer(arena, free_run, own);
  const bool done = run_in(own, s, options, diags);
  arena_close(arena, own);
  return done ? s : NULL;
}

/* ---- Looking -------------------------------------------------------------------------------- */

size_t snapshot_rows(const Snapshot *s, uint32_t entity) { return s->entity[entity].count; }

Text snapshot_key(const Snapshot *s, uint32_t entity, size_t row) {
  return key_index_text(s->entity[entity].keys, (uint32_t)row);
}

uint32_t snapshot_find(const Snapshot *s, uint32_t entity, Text key) {
  return key_index_find(s->entity[entity].keys, key);
}

static const uint8_t *packed_at(const Snapshot *s, const WatchedColumn *column, size_t row) {
  return s->entity[column->entity].column[column->at].at + row * width_of(s, column);
}

uint32_t snapshot_member(const Snapshot *s, const WatchedColumn *column, size_t row) {
  const uint8_t *at = packed_at(s, column, row);
  uint32_t member;
  if (width_of(s, column) == 1) return *at;
  memcpy(&member, at, sizeof member);
  return member;
}

/* A value with its texts in hand. */
typedef struct Packed {
  bool known;
  uint64_t low, high;
  Text text;
} Packed;

static Packed unpack(const Snapshot *s, const WatchedColumn *column, size_t row) {
  const uint8_t *at = packed_at(s, column, row);
  Packed p = {.known = at[0] == (ENDS_LOW | ENDS_HIGH)};
  if (!p.known) return p;
  memcpy(&p.low, at + 1, sizeof p.low);
  p.high = p.low;
  if (width_of(s, column) > 9) memcpy(&p.high, at + 9, sizeof p.high);
  if (is_text(column) && p.high)
    p.text = (Text){(const char *)s->entity[column->entity].texts.at + p.low, p.high};
  return p;
}

bool snapshot_same(const Snapshot *a, size_t a_row, const Snapshot *b, size_t b_row,
                   const WatchedColumn *column) {
  const Packed left = unpack(a, column, a_row), right = unpack(b, column, b_row);
  if (!left.known || !right.known) return left.known == right.known;
  if (is_text(column)) return text_equal(left.text, right.text);
  return left.low == right.low && left.high == right.high;
}

static Scalar scalar_of(Type type, Packed packed, uint64_t bits) {
  Scalar value = {.type = type, .known = packed.known};
  if (!packed.known) return value;
  if (type.kind == TYPE_TEXT || type.kind == TYPE_REF)
    value.text = packed.text;
  else if (type_store(type) == STORE_F64)
    memcpy(&value.f, &bits, sizeof value.f);
  else
    value.i = (int64_t)bits;
  return value;
}

ColumnValue snapshot_value(const Snapshot *s, const WatchedColumn *column, size_t row) {
  const Packed packed = unpack(s, column, row);
  const Type type = column->type[s->side];
  return (ColumnValue){scalar_of(type, packed, packed.low), scalar_of(type, packed, packed.high)};
}

bool snapshot_money(const Snapshot *s, uint32_t entity, size_t row, int64_t *money) {
  const Bytes *bytes = &s->entity[entity].money;
  if (s->watch->entities.at[entity].money[s->side] == SCHEMA_NONE) return false;
  const uint8_t *at = bytes->at + row * MONEY_WIDTH;
  memcpy(money, at + 1, sizeof *money);
  return at[0];
}

size_t snapshot_sources(const Snapshot *s, const SnapshotSource **sources) {
  *sources = s->sources.at;
  return s->sources.count;
}
