/* emit_impl.h - what the files of this folder share while one image is made. */
#ifndef EMIT_EMIT_IMPL_H
#define EMIT_EMIT_IMPL_H

#include "emit/emit.h"
#include "emit/schedule.h"
#include "emit/select.h"

#define REGISTER_NONE UINT32_MAX

/* A constant that is wanted in a slot of some entity. */
typedef struct ConstSlot {
  uint32_t node, entity, slot, level;
} ConstSlot;

typedef struct Emit {
  Arena *arena;
  const Plan *plan;
  const Schedule *schedule;
  Image *image;
  const Image *base; /* what is extended, or NULL */
  DiagSink *diags;
  uint32_t *slot; /* by node: its slot, or SCHEMA_NONE */
  VEC(ConstSlot) consts;
  /* the block under construction */
  uint32_t block, entity, level;
  bool message;
  uint32_t *held; /* by node: its register in this block, or REGISTER_NONE */
  VEC(uint32_t) held_list;
  bool full; /* a block has too many registers */
} Emit;

/* --- emit_slots.c --- */
/* Slots of inputs, fields, groups, ranks, and of the nodes that the schedule stores. */
void emit_slots(Emit *emit);
/* Of an extension: those that the image does not have. */
void emit_added_slots(Emit *emit);
/* The slot that holds a node's values on rows of `entity`; it was planned. */
uint32_t emit_slot_of(const Emit *emit, uint32_t node, uint32_t entity);

/* --- emit_code.c --- */
/* All MAP blocks and the steps in order. */
void emit_steps(Emit *emit);
void emit_added_steps(Emit *emit);
/* The register of a node in the block under construction; adds the code that loads or computes it.
 */
uint32_t emit_node(Emit *emit, uint32_t node);
void emit_block_begin(Emit *emit, uint32_t entity, uint32_t level, bool message);
/* The block's index; SCHEMA_NONE (and nothing added) where it came out empty. */
uint32_t emit_block_end(Emit *emit);

/* --- emit_tables.c --- */
void emit_schema(Emit *emit);
void emit_groups_and_ranks(Emit *emit);
void emit_partitions(Emit *emit);
void emit_histories(Emit *emit);
void emit_declarations(Emit *emit);
/* Their registers are filled in while the blocks are made. */
void emit_clauses(Emit *emit);
void emit_findings(Emit *emit);
void emit_waivers(Emit *emit);
CodePlace emit_place(const Emit *emit, Span span);
/* emit_folded of the program's sources. */
Text emit_text(const Emit *emit, Span span);

#endif
