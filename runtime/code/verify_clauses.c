/* verify_clauses.c - that `why` comes to an end.
 *
 * From a clause `why` goes on to its parts (clauses whose parent it is) and, where it read a
 * declared column, to the clause at which that column's own `why` begins. Parts stand behind their
 * parent, but columns may be declared in any order, so circles are looked for: clauses that
 * nothing undone leads to are taken away, one after another, and whatever cannot be is a circle.
 *
 * A clause whose column begins with the clause itself names the column; that is no way to go.
 * Ways are at most IMAGE_PATH_LONGEST clauses long, so that `why` can follow them by recursion.
 */
#include "code/verify_impl.h"

typedef struct Paths {
  const Image *image;
  uint32_t *ways; /* into each clause, from clauses that were not taken away yet */
  uint32_t *first_part, *next_part;
  uint32_t *length; /* of the longest way to each clause, as far as it is known */
  uint32_t *ready;  /* clauses that can be taken away */
  size_t ready_count;
} Paths;

/* The clause that the column leads to, or SCHEMA_NONE. */
static uint32_t column_clause(const Image *image, uint32_t clause) {
  const uint32_t column = image->clauses.at[clause].column;
  const uint32_t target = column == SCHEMA_NONE ? SCHEMA_NONE : image->columns.at[column].clause;
  return target == clause ? SCHEMA_NONE : target;
}

static Paths paths_new(const Image *image, Arena *arena) {
  const size_t count = image->clauses.count;
  Paths p = {.image = image,
             .ways = ARENA_ARRAY(arena, uint32_t, count),
             .first_part = ARENA_ARRAY(arena, uint32_t, count),
             .next_part = ARENA_ARRAY(arena, uint32_t, count),
             .length = ARENA_ARRAY(arena, uint32_t, count),
             .ready = ARENA_ARRAY(arena, uint32_t, count)};
  for (uint32_t i = 0; i < count; i++) p.first_part[i] = SCHEMA_NONE;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t parent = image->clauses.at[i].parent, target = column_clause(image, i);
    if (target != SCHEMA_NONE) p.ways[target]++;
    if (parent == SCHEMA_NONE) continue;
    p.ways[i]++;
    p.next_part[i] = p.first_part[parent];
    p.first_part[parent] = i;
  }
  for (uint32_t i = 0; i < count; i++) {
    if (!p.ways[i]) p.ready[p.ready_count++] = i;
  }
  return p;
}

static void close_way(Paths *p, uint32_t from, uint32_t clause) {
  if (p->length[clause] <= p->length[from]) p->length[clause] = p->length[from] + 1;
  if (--p->ways[clause] == 0) p->ready[p->ready_count++] = clause;
}

bool verify_clause_paths(Verifier *v) {
  Paths p = paths_new(v->image, v->arena);
  for (size_t done = 0; done < p.ready_count; done++) {
    const uint32_t clause = p.ready[done], target = column_clause(v->image, clause);
    if (p.length[clause] >= IMAGE_PATH_LONGEST)
      return verify_fail_at(v, (Where){"clauses", clause, NULL}, "lies too deep");
    for (uint32_t part = p.first_part[clause]; part != SCHEMA_NONE; part = p.next_part[part])
      close_way(&p, clause, part);
    if (target != SCHEMA_NONE) close_way(&p, clause, target);
  }
  if (p.ready_count == v->image->clauses.count) return true;
  size_t circle = 0;
  while (!p.ways[circle]) circle++;
  return verify_fail_at(v, (Where){"clauses", circle, NULL}, "is reached by a circle of clauses");
}
