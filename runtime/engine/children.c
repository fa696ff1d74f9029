/* children.c - a counting sort for each reference: how many rows each parent has, where its rows
 * begin, the rows. */
#include "engine/children.h"

typedef struct Kept Kept;
struct Kept {
  ChildList list;
  Arena *arena; /* that all of this lies in */
  const int32_t *via;
  const uint8_t *valid;
  size_t rows, parents;
  Kept *next;
};

struct Children {
  Arena *arena;
  Table *const *tables;
  size_t entities;
  Children *of;
  Kept *kept;
};

static void free_kept(void *context) {
  Children *children = context;
  while (children->kept) {
    Kept *kept = children->kept;
    children->kept = kept->next;
    arena_free(kept->arena);
  }
}

Children *children_new(Arena *arena, Table *const *tables, size_t entities, Children *of) {
  Children *children = ARENA_NEW(arena, Children);
  *children = (Children){.arena = arena, .tables = tables, .entities = entities, .of = of};
  arena_defer(arena, free_kept, children);
  return children;
}

/* The parent of a child's row, or SIZE_MAX. */
static size_t parent_of(const Kept *kept, size_t row) {
  const size_t parent = (uint32_t)kept->via[row];
  return kept->valid[row] && parent < kept->parents ? parent : SIZE_MAX;
}

static void make_list(Kept *kept) {
  uint32_t *start = arena_grow(kept->arena, NULL, 0, (kept->parents + 2) * sizeof *start);
  uint32_t *next = start + 1;
  for (size_t row = 0; row < kept->rows; row++) {
    const size_t parent = parent_of(kept, row);
    if (parent != SIZE_MAX) next[parent + 1]++;
  }
  for (size_t i = 0; i < kept->parents; i++) next[i + 1] += next[i];
  uint32_t *rows = arena_grow(kept->arena, NULL, 0, (size_t)next[kept->parents] * sizeof *rows + 1);
  for (size_t row = 0; row < kept->rows; row++) {
    const size_t parent = parent_of(kept, row);
    if (parent != SIZE_MAX) rows[next[parent]++] = (uint32_t)row;
  }
  kept->list = (ChildList){start, rows};
}

/* In an arena of its own; NULL where there is no memory. */
static Kept *kept_list_new(Arena *arena, const Vector *via, size_t rows, size_t parents) {
  if (!ARENA_TRY(arena)) return NULL;
  Kept *kept = ARENA_NEW(arena, Kept);
  *kept = (Kept){
      .arena = arena, .via = via->i32, .valid = via->valid, .rows = rows, .parents = parents};
  make_list(kept);
  return kept;
}

static Kept *find(const Children *children, const Vector *via, size_t rows, size_t parents) {
  for (Kept *kept = children->kept; kept; kept = kept->next)
    if (kept->via == via->i32 && kept->rows == rows && kept->parents == parents) return kept;
  return NULL;
}

static bool holds(const Children *children, const Vector *via) {
  for (size_t e = 0; e < children->entities; e++) {
    const Table *table = children->tables[e];
    for (size_t s = 0; s < table->image->slots.count; s++)
      if (table->slot[s].store == STORE_I32 && table->slot[s].i32 == via->i32) return true;
  }
  return false;
}

const ChildList *children_list(Children *children, Arena *asking, const Vector *via, size_t rows,
                               size_t parents) {
  Children *owner = children;
  while (owner->of && holds(owner->of, via)) owner = owner->of;
  Kept *kept = find(owner, via, rows, parents);
  if (kept) return &kept->list;
  Arena *arena = arena_beside(owner->arena);
  kept = arena ? kept_list_new(arena, via, rows, parents) : NULL;
  if (!kept) {
    arena_free(arena);
    arena_fail(asking);
  }
  kept->next = owner->kept;
  owner->kept = kept;
  return &kept->list;
}
