/* group_world.c - the slots of the world and their random values. */
#include "group_world.h"

static uint32_t child_slot(World *world, Store store) {
  return vm_image_slot(world->image, WORLD_CHILD, store);
}

World world_new(Arena *arena, uint64_t seed) {
  World world = {.arena = arena, .image = vm_image_new(arena), .random = seed};
  vm_image_entity(world.image, "parent", false);
  vm_image_entity(world.image, "child", false);
  world.fraction =
      vm_image_slot(world.image, WORLD_PROGRAM, STORE_I64); /* so that 0 is no child's */
  world.via = child_slot(&world, STORE_I32);
  world.where = child_slot(&world, STORE_TRUTH);
  world.whole = child_slot(&world, STORE_I64);
  world.whole_high = child_slot(&world, STORE_I64);
  world.real = child_slot(&world, STORE_F64);
  world.day = child_slot(&world, STORE_I32);
  world.truth = child_slot(&world, STORE_TRUTH);
  world.text = child_slot(&world, STORE_TEXT);
  world.weight = child_slot(&world, STORE_I64);
  world.real_weight = child_slot(&world, STORE_F64);
  return world;
}

static uint32_t or_none(uint32_t slot) { return slot ? slot : SCHEMA_NONE; }

uint32_t world_group(World *world, Aggregate function, uint32_t value, Group more, Store result) {
  const bool has_high = function == AGGREGATE_ROWS || function == AGGREGATE_SUM ||
                        function == AGGREGATE_AVG || function == AGGREGATE_SHARE;
  more.function = (uint8_t)function;
  more.child = WORLD_CHILD;
  more.parent = WORLD_PARENT;
  more.via = world->via;
  more.where = world->where;
  more.value = or_none(value);
  more.value_high = or_none(more.value_high);
  more.by = or_none(more.by);
  more.fraction = function == AGGREGATE_PERCENTILE ? world->fraction : SCHEMA_NONE;
  more.low = vm_image_slot(world->image, WORLD_PARENT, result);
  more.high = has_high ? vm_image_slot(world->image, WORLD_PARENT, result) : SCHEMA_NONE;
  *VEC_PUSH(world->arena, &world->image->groups) = more;
  return (uint32_t)world->image->groups.count - 1;
}

static int64_t below(World *world, int64_t limit) {
  return (int64_t)(vm_random(&world->random) % (uint64_t)limit);
}

static Vector *child(World *world, uint32_t slot) {
  return &world->tables[WORLD_CHILD]->slot[slot];
}

/* Missing in one row of five. */
static bool known(World *world) { return below(world, 5) != 0; }

static void set_i64(World *world, uint32_t slot, size_t row, int64_t value, bool is_known) {
  child(world, slot)->i64[row] = value;
  child(world, slot)->valid[row] = is_known;
}

static void set_i32(World *world, uint32_t slot, size_t row, int64_t value, bool is_known) {
  child(world, slot)->i32[row] = (int32_t)value;
  child(world, slot)->valid[row] = is_known;
}

static void set_f64(World *world, uint32_t slot, size_t row, double value, bool is_known) {
  child(world, slot)->f64[row] = value;
  child(world, slot)->valid[row] = is_known;
}

static void fill_child(World *world, size_t row, bool has_undecided, bool has_negative) {
  static const char *const texts[] = {"a", "B", "ab", ""};
  const bool has_value = known(world);
  const int64_t value = below(world, 13) - 6;
  set_i32(world, world->via, row, below(world, WORLD_PARENTS + 2), known(world));
  child(world, world->where)->truth[row] = (Truth)(has_undecided     ? below(world, 3)
                                                   : below(world, 4) ? TRUTH_TRUE
                                                                     : TRUTH_FALSE);
  set_i64(world, world->whole, row, value, has_value);
  set_i64(world, world->whole_high, row, value + below(world, 3), has_value);
  set_f64(world, world->real, row, (double)(below(world, 33) - 16) / 8, known(world));
  set_i32(world, world->day, row, below(world, 4), known(world));
  child(world, world->truth)->truth[row] = (Truth)below(world, 3);
  child(world, world->text)->text[row] = text_of(texts[below(world, 4)]);
  child(world, world->text)->valid[row] = known(world);
  set_i64(world, world->weight, row, below(world, 4) - has_negative, known(world));
  set_f64(world, world->real_weight, row, (double)(below(world, 4) - has_negative) / 4,
          known(world));
}

void world_fill(World *world, size_t children) {
  const size_t rows[] = {1, WORLD_PARENTS, children};
  for (uint32_t i = 0; i < WORLD_ENTITIES; i++) {
    world->tables[i] = table_new(world->arena, world->image, i);
    table_reserve(world->tables[i], rows[i]);
    world->tables[i]->rows = rows[i];
  }
  const bool has_undecided = below(world, 2), has_negative = below(world, 4) == 0;
  for (size_t row = 0; row < children; row++) fill_child(world, row, has_undecided, has_negative);
  Vector *fraction = &world->tables[WORLD_PROGRAM]->slot[world->fraction];
  fraction->i64[0] = below(world, 5) * 25000000 + below(world, 2) * 1234567;
  fraction->valid[0] = 1;
}

void world_run(World *world, GroupStats *stats) {
  for (uint32_t i = 0; i < world->image->groups.count; i++)
    group_run(world->image, i, world->tables, world->arena, &stats[i]);
}
