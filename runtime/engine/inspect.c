/* inspect.c - one-row runs with every register kept, and the ways back from slots and registers. */
#include "engine/inspect.h"

struct Inspector {
  Arena *arena;
  const Image *image;
  Table *const *kept;
  Doubts *const *doubts; /* by group */
  RowsInHand *hand;      /* by entity */
  Table **tables;        /* `kept`, but for the entity whose block is run */
  Vm *vm;
  size_t *row;              /* by block: the row it was run for, SIZE_MAX for none */
  const Instr **definition; /* by register of the image */
  SlotOrigin *origin;       /* by slot */
  Children *children;
};

static void find_definitions(Inspector *inspector) {
  const Image *image = inspector->image;
  for (uint32_t b = 0; b < image->blocks.count; b++) {
    const Block *block = &image->blocks.at[b];
    for (uint32_t i = 0; i < block->code.count; i++) {
      const Instr *instr = &image->code.at[block->code.first + i];
      if (op_info[instr->op].dst != OPERAND_NONE)
        inspector->definition[block->registers.first + instr->dst] = instr;
      else
        inspector->origin[instr->imm].block = b, inspector->origin[instr->imm].reg = instr->a;
    }
  }
}

static void find_origins(Inspector *inspector) {
  const Image *image = inspector->image;
  SlotOrigin *origin = inspector->origin;
  for (uint32_t s = 0; s < image->slots.count; s++)
    origin[s] = (SlotOrigin){SCHEMA_NONE, SCHEMA_NONE, 0, SCHEMA_NONE, SCHEMA_NONE, SCHEMA_NONE};
  for (uint32_t e = 0; e < image->entities.count; e++) {
    const EntitySchema *entity = &image->entities.at[e];
    for (uint32_t f = 0; f < entity->field_count; f++)
      if (entity->fields[f].slot != SCHEMA_NONE) origin[entity->fields[f].slot].field = f;
  }
  for (uint32_t g = 0; g < image->groups.count; g++) {
    const Group *group = &image->groups.at[g];
    origin[group->low].group = g;
    if (group->high != SCHEMA_NONE) origin[group->high].group = g;
  }
  for (uint32_t r = 0; r < image->ranks.count; r++) origin[image->ranks.at[r].placed].rank = r;
  for (uint32_t h = 0; h < image->histories.count; h++) {
    const History *history = &image->histories.at[h];
    const uint32_t slots[] = {history->last, history->since, history->path};
    for (int i = 0; i < 3; i++)
      if (slots[i] != SCHEMA_NONE) origin[slots[i]].history = h;
  }
}

Inspector *inspector_new(Arena *arena, const Image *image, Table *const *kept,
                         Doubts *const *doubts, Children *children) {
  Inspector *inspector = ARENA_NEW(arena, Inspector);
  const size_t entities = image->entities.count;
  inspector->arena = arena;
  inspector->image = image;
  inspector->kept = kept;
  inspector->doubts = doubts;
  inspector->children = children ? children : children_new(arena, NULL, 0, NULL);
  inspector->hand = ARENA_ARRAY(arena, RowsInHand, entities);
  inspector->tables = ARENA_ARRAY(arena, Table *, entities);
  for (size_t e = 0; e < entities; e++) inspector->hand[e].table = inspector->tables[e] = kept[e];
  inspector->vm = vm_new(arena, image, 1, VM_LOOK);
  inspector->row = ARENA_ARRAY(arena, size_t, image->blocks.count);
  inspector->definition = ARENA_ARRAY(arena, const Instr *, image->registers.count);
  inspector->origin = ARENA_ARRAY(arena, SlotOrigin, image->slots.count);
  for (size_t b = 0; b < image->blocks.count; b++) inspector->row[b] = SIZE_MAX;
  find_origins(inspector);
  find_definitions(inspector);
  return inspector;
}

/* ---- Rows in hand ---- */

RowsInHand inspector_use(Inspector *inspector, uint32_t entity, RowsInHand rows) {
  const RowsInHand before = inspector->hand[entity];
  inspector->hand[entity] = rows;
  for (size_t b = 0; b < inspector->image->blocks.count; b++)
    if (inspector->image->blocks.at[b].entity == entity) inspector->row[b] = SIZE_MAX;
  vm_forget_texts(inspector->vm);
  return before;
}

const Table *inspect_table(const Inspector *inspector, uint32_t entity) {
  return inspector->hand[entity].table;
}

RowsInHand inspect_child(const Inspector *inspector, uint32_t group) {
  const Doubts *doubts = inspector->doubts[group];
  if (doubts) return (RowsInHand){doubts_table(doubts), doubts_numbers(doubts)};
  return (RowsInHand){inspector->kept[inspector->image->groups.at[group].child], NULL};
}

size_t inspect_number(const Inspector *inspector, uint32_t entity, size_t row) {
  const RowsInHand *rows = &inspector->hand[entity];
  return rows->number ? rows->number[row] : (size_t)rows->table->first + row;
}

/* ---- Registers ---- */

const Vector *inspect_register(Inspector *inspector, uint32_t block, uint16_t reg, size_t row) {
  const uint32_t entity = inspector->image->blocks.at[block].entity;
  if (inspector->row[block] != row) {
    inspector->tables[entity] = inspector->hand[entity].table;
    vm_run_block(inspector->vm, block, inspector->tables, row, 1);
    inspector->tables[entity] = inspector->kept[entity];
    inspector->row[block] = row;
  }
  return vm_register(inspector->vm, block, reg);
}

bool inspect_known(Inspector *inspector, uint32_t block, uint16_t reg, size_t row) {
  return vector_known(inspect_register(inspector, block, reg, row), 0);
}

const Instr *inspect_definition(const Inspector *inspector, uint32_t block, uint16_t reg) {
  return inspector->definition[inspector->image->blocks.at[block].registers.first + reg];
}

const SlotOrigin *inspect_origin(const Inspector *inspector, uint32_t slot) {
  return &inspector->origin[slot];
}

/* ---- Children ---- */

static ChildRows rows_of(Inspector *inspector, const Table *child, uint32_t via, uint32_t parent,
                         size_t parent_row) {
  if (via == SCHEMA_NONE || !child->rows) return (ChildRows){NULL, child->rows};
  const size_t parents = inspector->kept[parent]->rows;
  const ChildSlice found =
      children_of(inspector->children, inspector->arena, &child->slot[via], child->rows, parents,
                  inspect_number(inspector, parent, parent_row));
  return (ChildRows){found.row, found.count};
}

ChildRows inspect_children(Inspector *inspector, uint32_t index, size_t parent_row) {
  const Group *group = &inspector->image->groups.at[index];
  return rows_of(inspector, inspect_child(inspector, index).table, group->via, group->parent,
                 parent_row);
}

ChildRows inspect_related(Inspector *inspector, uint32_t child, uint32_t via, uint32_t parent,
                          size_t parent_row) {
  return rows_of(inspector, inspector->kept[child], via, parent, parent_row);
}
