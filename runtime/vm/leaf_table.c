/* leaf_table.c - leaves by instruction and what it refers to: open addressing, filled once. */
#include "vm/leaf_table.h"

#include "code/opcode.h"

enum { PLACES_LEAST = 16 };

bool leaf_is(const Instr *instr) {
  const OpInfo *info = &op_info[instr->op];
  return info->dst != OPERAND_NONE && info->operand[0] == OPERAND_NONE && info->imm != IMM_SLOT;
}

/* The place of the leaf, or of where it belongs. */
static uint32_t *find(const LeafTable *table, const Instr *instr) {
  const uint64_t key = (uint64_t)instr->op << 32 | instr->imm;
  size_t i = (size_t)(key * 0x9e3779b97f4a7c15u >> 32) & (table->places - 1);
  for (;; i = (i + 1) & (table->places - 1)) {
    uint32_t *place = &table->place[i];
    if (!*place) return place;
    const Instr *found = &table->leaves.at[*place - 1].instr;
    if (found->op == instr->op && found->imm == instr->imm) return place;
  }
}

Leaf *leaf_table_get(const LeafTable *table, const Instr *instr) {
  return &table->leaves.at[*find(table, instr) - 1];
}

static void add_block(Arena *arena, LeafTable *table, const Image *image, const Block *block) {
  for (uint32_t i = 0; i < block->code.count; i++) {
    const Instr *instr = &image->code.at[block->code.first + i];
    if (!leaf_is(instr)) continue;
    uint32_t *place = find(table, instr);
    if (*place) continue;
    VEC_PUSH(arena, &table->leaves)->instr = *instr;
    *place = (uint32_t)table->leaves.count;
  }
}

LeafTable leaf_table_new(Arena *arena, const Image *image) {
  LeafTable table = {.places = PLACES_LEAST};
  size_t most = 0;
  for (size_t i = 0; i < image->code.count; i++) most += leaf_is(&image->code.at[i]);
  while (table.places < 2 * most) table.places *= 2;
  table.place = ARENA_ARRAY(arena, uint32_t, table.places);
  for (size_t i = 0; i < image->blocks.count; i++)
    if (!image->blocks.at[i].message) add_block(arena, &table, image, &image->blocks.at[i]);
  table.in_batches = table.leaves.count;
  for (size_t i = 0; i < image->blocks.count; i++)
    if (image->blocks.at[i].message) add_block(arena, &table, image, &image->blocks.at[i]);
  return table;
}
