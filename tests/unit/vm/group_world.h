/* group_world.h - a small world for aggregates: parents, and children with every kind of value.
 *
 * Children refer to parents (some to none), count surely, perhaps or not, and have values of which
 * some are missing. Numbers are small, so that the plainest arithmetic is exact.
 */
#ifndef GROUP_WORLD_H
#define GROUP_WORLD_H

#include "support/vm_image.h"
#include "vm/vm.h"

enum { WORLD_PROGRAM, WORLD_PARENT, WORLD_CHILD, WORLD_ENTITIES };
enum { WORLD_PARENTS = 3, WORLD_CHILDREN = 9 };

typedef struct World {
  Arena *arena;
  Image *image;
  Table *tables[WORLD_ENTITIES];
  uint64_t random;
  /* slots of the child; low <= high */
  uint32_t via, where, whole, whole_high, real, day, truth, text, weight, real_weight;
  uint32_t fraction; /* of the program */
} World;

World world_new(Arena *arena, uint64_t seed);
/* Adds a group over children per parent; fields that are left zero become "none". Gives it its
 * result slots. */
uint32_t world_group(World *world, Aggregate function, uint32_t value, Group more, Store result);
/* Makes the tables (after the last group) and fills them. */
void world_fill(World *world, size_t children);
/* Runs all groups. */
void world_run(World *world, GroupStats *stats);

static inline const Vector *world_slot(const World *world, uint32_t slot) {
  return &world->tables[world->image->slots.at[slot].entity]->slot[slot];
}
static inline const Group *world_get(const World *world, uint32_t group) {
  return &world->image->groups.at[group];
}

#endif
