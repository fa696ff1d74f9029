/* verify_outputs.c - what reports are made from: declarations, columns, clauses, findings,
 * waivers. Reports look up members by number and rows by reference, so each value must be proved
 * to be what its type says. */
#include "code/verify_impl.h"
#include "value/date.h"

/* Members that the runtime knows by position (image.h); 0 where it knows none. */
static const uint32_t fixed_members[DECLARATION_COUNT] = {
    [DECLARATION_KPI] = KPI_NOT_APPLICABLE + 1,
    [DECLARATION_RULE] = RULE_NOT_APPLICABLE + 1,
    [DECLARATION_CADENCE] = CADENCE_NOT_APPLICABLE + 1,
    [DECLARATION_ASSUME] = ASSUME_BROKEN + 1};

static bool check_members(Verifier *v, Where where, const Declaration *declaration) {
  const Image *image = v->image;
  const uint32_t fixed = fixed_members[declaration->kind];
  where.field = "members";
  if (declaration->members == SCHEMA_NONE)
    return (!fixed && declaration->kind != DECLARATION_SEGMENTATION &&
            declaration->kind != DECLARATION_PROCESS) ||
           verify_fail_at(v, where, "are needed by this kind of declaration");
  const EnumSchema *members = &image->enums.at[declaration->members];
  if (fixed && members->count != fixed)
    return verify_fail_at(v, where, "are %u and must be %u", members->count, fixed);
  if (declaration->kind == DECLARATION_SEGMENTATION && members->count < 2)
    return verify_fail_at(v, where, "lack `unplaced` and `not_applicable`");
  if (declaration->kind == DECLARATION_PROCESS && members->count < 1)
    return verify_fail_at(v, where, "lack `not_applicable`");
  const Type own = image->columns.at[declaration->columns.first].type;
  return (own.kind == TYPE_ENUM && own.of == declaration->members) ||
         verify_fail_at(v, where, "are not those of the declaration's own column");
}

static bool check_declaration(Verifier *v, uint32_t index) {
  const Declaration *declaration = &v->image->declarations.at[index];
  const Where where = {"declarations", index, NULL};
  if (!declaration->name.len) return verify_fail_at(v, where, "has no name");
  if (declaration->columns.count == 0) return verify_fail_at(v, where, "has no column");
  if (!check_members(v, where, declaration)) return false;
  if (declaration->money == SCHEMA_NONE) return true;
  const Where money = {"declarations", index, "money"};
  if (!verify_reads(v, money, declaration->money, declaration->entity, TIME_NEVER)) return false;
  return v->image->slots.at[declaration->money].store == STORE_I64 ||
         verify_fail_at(v, money, "is not a slot of amounts");
}

static bool check_column_slot(Verifier *v, Where where, const Column *column, uint32_t slot) {
  const uint32_t entity = v->image->declarations.at[column->declaration].entity;
  if (!verify_reads(v, where, slot, entity, TIME_NEVER)) return false;
  return verify_fits(v, where, (Store)v->image->slots.at[slot].store, v->slots[slot].fact,
                     column->type);
}

static bool check_column(Verifier *v, uint32_t index) {
  const Column *column = &v->image->columns.at[index];
  const IndexList run = v->image->declarations.at[column->declaration].columns;
  if (index < run.first || index - run.first >= run.count)
    return verify_fail_at(v, (Where){"columns", index, "declaration"}, "does not list the column");
  const Where low = {"columns", index, "low"}, high = {"columns", index, "high"};
  if (!check_column_slot(v, low, column, column->low)) return false;
  return column->high == SCHEMA_NONE || check_column_slot(v, high, column, column->high);
}

/* A register of a block under a type. */
static bool check_register(Verifier *v, Where where, uint32_t block, uint16_t reg, Type type) {
  const IndexList registers = v->image->blocks.at[block].registers;
  if (reg >= registers.count)
    return verify_fail_at(v, where, "is r%u, which block %u does not have", reg, block);
  const Store store = (Store)v->image->registers.at[registers.first + reg].store;
  return verify_fits(v, where, store, v->registers[block][reg], type);
}

static bool check_clause(Verifier *v, uint32_t index) {
  const Clause *clause = &v->image->clauses.at[index];
  const Where low = {"clauses", index, "low"}, high = {"clauses", index, "high"};
  if (clause->parent != SCHEMA_NONE && clause->parent >= index)
    return verify_fail_at(v, (Where){"clauses", index, "parent"},
                          "does not come before the clause");
  if (clause->block == SCHEMA_NONE) return true;
  return check_register(v, low, clause->block, clause->low, clause->type) &&
         check_register(v, high, clause->block, clause->high, clause->type);
}

static bool check_pieces(Verifier *v, uint32_t block, IndexList run) {
  for (uint32_t i = run.first; i < run.first + run.count; i++) {
    const Piece *piece = &v->image->pieces.at[i];
    const Where low = {"pieces", i, "low"}, high = {"pieces", i, "high"};
    if (!piece->is_value) continue;
    if (block == SCHEMA_NONE) return verify_fail_at(v, low, "is a value of no block");
    if (!check_register(v, low, block, piece->low, piece->type) ||
        !check_register(v, high, block, piece->high, piece->type))
      return false;
  }
  return true;
}

static bool check_finding_slot(Verifier *v, uint32_t index, uint32_t entity) {
  const Finding *finding = &v->image->findings.at[index];
  const Where slot = {"findings", index, "slot"}, value = {"findings", index, "value"};
  const uint32_t emitted = v->emitted[entity];
  if (!verify_reads(v, slot, finding->slot, entity, emitted)) return false;
  const uint8_t store = v->image->slots.at[finding->slot].store;
  if (store != STORE_I32 && store != STORE_TRUTH)
    return verify_fail_at(v, slot, "is neither a member nor a truth value");
  if (finding->value < 0 || (store == STORE_TRUTH && finding->value > TRUTH_TRUE))
    return verify_fail_at(v, value, "is %d, which the slot cannot hold", finding->value);
  return true;
}

static bool check_finding(Verifier *v, uint32_t index) {
  const Finding *finding = &v->image->findings.at[index];
  const uint32_t entity = v->image->declarations.at[finding->declaration].entity;
  const Where where = {"findings", index, "block"};
  if (!check_finding_slot(v, index, entity)) return false;
  if (finding->block != SCHEMA_NONE) {
    const Block *block = &v->image->blocks.at[finding->block];
    if (!block->message) return verify_fail_at(v, where, "is not for messages");
    if (block->entity != entity) return verify_fail_at(v, where, "is of another entity");
  }
  return check_pieces(v, finding->block, finding->say) &&
         check_pieces(v, finding->block, finding->fix);
}

static bool check_waiver(Verifier *v, uint32_t index) {
  const int32_t until = v->image->waivers.at[index].until;
  return (until >= DATE_MIN && until <= DATE_MAX) ||
         verify_fail_at(v, (Where){"waivers", index, "until"}, "is not a day");
}

static bool check_each(Verifier *v, size_t count, bool (*check)(Verifier *v, uint32_t index)) {
  for (uint32_t i = 0; i < count; i++) {
    if (!check(v, i)) return false;
  }
  return true;
}

bool verify_outputs(Verifier *v) {
  const Image *image = v->image;
  return check_each(v, image->declarations.count, check_declaration) &&
         check_each(v, image->columns.count, check_column) &&
         check_each(v, image->clauses.count, check_clause) &&
         check_each(v, image->findings.count, check_finding) &&
         check_each(v, image->waivers.count, check_waiver);
}
