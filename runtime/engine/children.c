/* children.c - a counting sort for each reference: how many rows each parent has, where its rows
 * begin, the rows. */
#include "engine/children.h"

/* Making a list takes as long as looking for the rows of so many parents. */
enum { LOOKED_FOR = 30, PIECE = 512 };

typedef struct Kept Kept;
struct Kept {
  ChildList list;  /* NULL until it is made */
  unsigned looked; /* how often rows were looked for */
  Arena *arena;    /* that all of this lies in */
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

static bool try_list(Kept *kept) {
  if (!ARENA_TRY(kept->arena)) return false;
  make_list(kept);
  return true;
}

/* In an arena of its own. */
static Kept *kept_new(Children *owner, Arena *asking, const Vector *via, size_t rows,
                      size_t parents) {
  Arena *arena = arena_beside(owner->arena);
  if (!arena) arena_fail(asking);
  if (!ARENA_TRY(arena)) {
    arena_free(arena);
    arena_fail(asking);
  }
  Kept *kept = ARENA_NEW(arena, Kept);
  *kept = (Kept){.arena = arena,
                 .via = via->i32,
                 .valid = via->valid,
                 .rows = rows,
                 .parents = parents,
                 .next = owner->kept};
  owner->kept = kept;
  return kept;
}

static bool holds(const Children *children, const Vector *via) {
  for (size_t e = 0; e < children->entities; e++) {
    const Table *table = children->tables[e];
    for (size_t s = 0; s < table->image->slots.count; s++)
      if (table->slot[s].store == STORE_I32 && table->slot[s].i32 == via->i32) return true;
  }
  return false;
}

static Kept *kept_of(Children *children, Arena *asking, const Vector *via, size_t rows,
                     size_t parents) {
  Children *owner = children;
  while (owner->of && holds(owner->of, via)) owner = owner->of;
  for (Kept *kept = owner->kept; kept; kept = kept->next)
    if (kept->via == via->i32 && kept->rows == rows && kept->parents == parents) return kept;
  return kept_new(owner, asking, via, rows, parents);
}

/* Frees it with what was made of its list. */
static void forget(Children *children, Kept *kept) {
  for (Children *owner = children; owner; owner = owner->of)
    for (Kept **at = &owner->kept; *at; at = &(*at)->next)
      if (*at == kept) {
        *at = kept->next;
        arena_free(kept->arena);
        return;
      }
}

const ChildList *children_list(Children *children, Arena *asking, const Vector *via, size_t rows,
                               size_t parents) {
  Kept *kept = kept_of(children, asking, via, rows, parents);
  if (kept->list.start || try_list(kept)) return &kept->list;
  forget(children, kept);
  arena_fail(asking);
}

/* ---- One parent ----------------------------------------------------------------------------- */

typedef VEC(uint32_t) RowVec;

/* Most pieces hold no row of the parent, and are gone through without a branch. */
static bool has_any(const int32_t *via, int32_t parent) {
  uint32_t any = 0;
  for (size_t i = 0; i < PIECE; i++) any |= via[i] == parent;
  return any;
}

static void look_for(const Kept *kept, int32_t parent, Arena *arena, RowVec *out) {
  for (size_t from = 0; from < kept->rows; from += PIECE) {
    const size_t count = kept->rows - from < PIECE ? kept->rows - from : PIECE;
    const int32_t *via = kept->via + from;
    if (count == PIECE && !has_any(via, parent)) continue;
    for (size_t i = 0; i < count; i++)
      if (via[i] == parent && kept->valid[from + i]) *VEC_PUSH(arena, out) = (uint32_t)(from + i);
  }
}

ChildSlice children_of(Children *children, Arena *asking, const Vector *via, size_t rows,
                       size_t parents, size_t parent) {
  Kept *kept = kept_of(children, asking, via, rows, parents);
  if (kept->list.start || ++kept->looked > LOOKED_FOR) {
    const ChildList *list = children_list(children, asking, via, rows, parents);
    const uint32_t start = list->start[parent];
    return (ChildSlice){list->row + start, list->start[parent + 1] - start};
  }
  static const uint32_t no_row = 0;
  RowVec found = {0};
  look_for(kept, (int32_t)parent, asking, &found);
  return (ChildSlice){found.count ? found.at : &no_row, found.count};
}
