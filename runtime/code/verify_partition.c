/* verify_partition.c - partitions: that the parent has nothing but the rows that are made here, and
 * that its results are what its keys are. What leads from the child's rows to the parent's is
 * proved to by being filled here. */
#include "code/verify_impl.h"

static bool check_parent(Verifier *v, Where where, const Partition *partition) {
  const EntitySchema *parent = &v->image->entities.at[partition->parent];
  if (partition->child == IMAGE_PROGRAM)
    return verify_fail_at(v, where, "is of the program, which has no rows");
  if (partition->parent == IMAGE_PROGRAM)
    return verify_fail_at(v, where, "makes rows of the program");
  if (partition->parent == partition->child)
    return verify_fail_at(v, where, "makes rows of its own entity");
  if (parent->field_count || parent->source.len || parent->key != SCHEMA_NONE)
    return verify_fail_at(v, where, "makes rows of an entity that has data");
  return true;
}

static bool check_where(Verifier *v, uint32_t index, const Partition *partition, uint32_t time) {
  const Where where = {"partitions", index, "where"};
  if (partition->where == SCHEMA_NONE) return true;
  if (!verify_reads(v, where, partition->where, partition->child, time)) return false;
  const Store store = (Store)v->image->slots.at[partition->where].store;
  return store == STORE_TRUTH || verify_fail_at(v, where, "must not be %s", store_name(store));
}

static bool check_key(Verifier *v, uint32_t index, const Partition *partition, uint32_t time) {
  const PartitionKey *key = &v->image->partition_keys.at[index];
  const Where value = {"partition_keys", index, "value"}, type = {"partition_keys", index, "type"};
  const Where result = {"partition_keys", index, "result"};
  if (!verify_reads(v, value, key->value, partition->child, time)) return false;
  const Store store = (Store)v->image->slots.at[key->value].store;
  const Fact fact = v->slots[key->value].fact;
  if (!verify_fits(v, type, store, fact, key->type) ||
      !verify_claim(v, result, key->result, partition->parent, SLOT_PARTED, store))
    return false;
  verify_filled(v, key->result, time, fact);
  return true;
}

bool verify_partition(Verifier *v, uint32_t index, uint32_t time) {
  const Partition *partition = &v->image->partitions.at[index];
  const Where via = {"partitions", index, "via"};
  if (!check_parent(v, (Where){"partitions", index, NULL}, partition) ||
      !check_where(v, index, partition, time))
    return false;
  for (uint32_t i = 0; i < partition->keys.count; i++)
    if (!check_key(v, partition->keys.first + i, partition, time)) return false;
  if (!verify_claim(v, via, partition->via, partition->child, SLOT_PARTED, STORE_I32)) return false;
  verify_filled(v, partition->via, time, (Fact){.kind = FACT_ROW, .entity = partition->parent});
  return true;
}
