/* emit_partition.c - the image's partitions, which questions have. */
#include "emit/emit_impl.h"

/* The slot of a part; of one that nobody reads a slot that is filled all the same. */
static uint32_t parted_slot(Emit *emit, uint32_t partition, uint32_t part) {
  const PlanPartition *of = &emit->plan->partitions.at[partition];
  for (uint32_t i = 0; i < emit->plan->nodes.count; i++) {
    const PlanNode *node = &emit->plan->nodes.at[i];
    if (node->op == PLAN_PARTED && node->imm == (int64_t)partition * PARTED_PARTS + part &&
        emit->slot[i] != SCHEMA_NONE)
      return emit->slot[i];
  }
  const bool row = part == PARTED_ROW;
  const Store store =
      row ? STORE_I32 : type_store(emit->plan->nodes.at[of->keys[part - PARTED_KEY]].type);
  *VEC_PUSH(emit->arena, &emit->image->slots) = (Slot){.entity = row ? of->child : of->parent,
                                                       .store = (uint8_t)store,
                                                       .role = SLOT_PARTED,
                                                       .name = TEXT("")};
  return (uint32_t)emit->image->slots.count - 1;
}

static void emit_partition(Emit *emit, uint32_t number) {
  const PlanPartition *from = &emit->plan->partitions.at[number];
  const IndexList keys = {(uint32_t)emit->image->partition_keys.count, from->count};
  for (uint32_t k = 0; k < from->count; k++) {
    const PartitionKey key = {.value = emit_slot_of(emit, from->keys[k], from->child),
                              .result = parted_slot(emit, number, PARTED_KEY + k),
                              .type = emit->plan->nodes.at[from->keys[k]].type};
    *VEC_PUSH(emit->arena, &emit->image->partition_keys) = key;
  }
  const Partition partition = {.child = from->child,
                               .parent = from->parent,
                               .where = from->where == PLAN_NONE
                                            ? SCHEMA_NONE
                                            : emit_slot_of(emit, from->where, from->child),
                               .via = parted_slot(emit, number, PARTED_ROW),
                               .keys = keys,
                               .text = emit_text(emit, from->span),
                               .place = emit_place(emit, from->span)};
  *VEC_PUSH(emit->arena, &emit->image->partitions) = partition;
}

void emit_partitions(Emit *emit) {
  for (uint32_t i = 0; i < emit->plan->partitions.count; i++)
    if (emit->schedule->partition[i] != LEVEL_NEVER) emit_partition(emit, i);
}
