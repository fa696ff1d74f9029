/* test_kernels.c - every opcode against one row at a time of plain C.
 *
 * For each opcode an image is built whose one block loads the operands, carries the opcode out and
 * stores the result twice (once in place, once as a copy). The operands are columns or values of
 * the program, in every combination, for kernels do some work once where operands are the same on
 * all rows. An opcode without a reference here fails.
 */
#include <math.h>

#include "kernel_reference.h"
#include "support/unit.h"
#include "value/date.h"
#include "vm/vm.h"
#include "vm_sample.h"

enum { ROWS = 300, OTHER_ROWS = 50, ENTITY = 1, OTHER = 2 };

static Arena *arena;
static void setup(void) { arena = arena_new(NULL); }
static void teardown(void) { arena_free(arena); }

/* ---- The comparison ------------------------------------------------------------------------- */

static void check_value(const Vector *got, size_t row, Scalar want, const ReferenceRow *r) {
  const Scalar value = vector_get(got, reference_type(got->store), row);
  bool same = value.known == want.known;
  if (same && want.known) switch (got->store) {
    case STORE_I64:
    case STORE_I32:
      same = value.i == want.i;
      break;
    case STORE_F64:
      same = value.f == want.f && !(value.f == 0 && signbit(value.f));
      break;
    case STORE_TRUTH:
      same = value.truth == want.truth;
      break;
    case STORE_TEXT:
      same = text_equal(value.text, want.text);
      break;
    case STORE_COUNT:
      same = false;
    }
  ck_assert_msg(
      same,
      "%s imm %u row %zu: (%lld %lld %lld %lld | %g %g %g) known %d%d%d%d: got %d %lld %g "
      "want %d %lld %g",
      op_info[r->op].name, r->imm, row, (long long)r->a.i, (long long)r->b.i, (long long)r->c.i,
      (long long)r->d.i, r->a.f, r->b.f, r->c.f, r->a.known, r->b.known, r->c.known, r->d.known,
      value.known, (long long)value.i, value.f, want.known, (long long)want.i, want.f);
}

/* The image for one opcode: its operands' slots (SCHEMA_NONE: none), and two slots for the result.
 */
typedef struct Subject {
  Image *image;
  Opcode op;
  uint32_t imm;
  uint32_t operand[4], uniform; /* bit k: operand k is a slot of the program */
  uint32_t source, result[2];
  Table *tables[3];
} Subject;

static void add_constants(Image *image) {
  static const int64_t positive[] = {1, 3, 10, 10000, 100000000, INT64_MAX, (int64_t)1 << 61};
  static const int32_t recode[] = {2, -1, 0, 1};
  for (size_t i = 0; i < sizeof positive / sizeof *positive; i++)
    vm_image_const_i64(image, positive[i]);
  vm_image_const_f64(image, 2.5);
  vm_image_const_text(image, "a constant");
  for (size_t i = 0; i < 4; i++)
    *VEC_PUSH(image->arena, &image->recode_entries) = (RecodeEntry){recode[i]};
  *VEC_PUSH(image->arena, &image->recodes) = (Recode){.entries = {0, 4}};
}

/* The n-th immediate that is worth trying; false when there are no more. */
static bool immediate(Opcode op, uint32_t n, const Subject *s, uint32_t *imm) {
  static const int32_t digits[] = {0, 2, -3, 18, -18, 400};
  static const CalendarUnit units[] = {UNIT_DAY,        UNIT_WEEK, UNIT_MONTH,
                                       UNIT_QUARTER,    UNIT_YEAR, UNIT_FISCAL_QUARTER,
                                       UNIT_FISCAL_YEAR};
  *imm = 0;
  switch ((Immediate)op_info[op].imm) {
  case IMM_NONE:
  case IMM_CONST_F64:
  case IMM_CONST_TEXT:
  case IMM_RECODE:
    return n < 1;
  case IMM_SLOT:
  case IMM_PROGRAM_SLOT:
  case IMM_OTHER_SLOT:
    *imm = s->source;
    return n < 1;
  case IMM_CONST_I64:
  case IMM_POSITIVE_I64:
    *imm = n;
    return n < s->image->const_i64.count;
  case IMM_VALUE:
    *imm = n < 6 ? (uint32_t)digits[n] : 0;
    return n < 6;
  case IMM_TRUTH:
    *imm = n;
    return n < 3;
  case IMM_CALENDAR:
    if (n >= 7 * 5) return false;
    *imm = calendar_pack(units[n / 5], (int)(n % 5) * 60 - 120, n % 12 + 1);
    return true;
  }
  return false;
}

static uint32_t source_entity(Opcode op) {
  switch ((Immediate)op_info[op].imm) {
  case IMM_PROGRAM_SLOT:
    return IMAGE_PROGRAM;
  case IMM_OTHER_SLOT:
    return OTHER;
  default:
    return ENTITY;
  }
}

static bool reads_slot(Opcode op) {
  const Immediate imm = (Immediate)op_info[op].imm;
  return imm == IMM_SLOT || imm == IMM_PROGRAM_SLOT || imm == IMM_OTHER_SLOT;
}

static Subject subject_for(Opcode op, uint32_t uniform, uint32_t n, bool *there_is) {
  Subject s = {.image = vm_image_new(arena), .op = op, .uniform = uniform};
  const Store store = (Store)op_info[op].dst;
  vm_image_entity(s.image, "row", false);
  vm_image_entity(s.image, "other", false);
  add_constants(s.image);
  for (int k = 0; k < 4; k++) {
    s.operand[k] = SCHEMA_NONE;
    if (op_info[op].operand[k] != OPERAND_NONE)
      s.operand[k] = vm_image_slot(s.image, uniform >> k & 1 ? IMAGE_PROGRAM : ENTITY,
                                   (Store)op_info[op].operand[k]);
  }
  s.source = reads_slot(op) ? vm_image_slot(s.image, source_entity(op), store) : SCHEMA_NONE;
  for (int i = 0; i < 2; i++) s.result[i] = vm_image_slot(s.image, ENTITY, store);
  *there_is = immediate(op, n, &s, &s.imm);
  return s;
}

static void add_code(const Subject *s) {
  Image *image = s->image;
  uint16_t operand[4] = {0};
  vm_image_block(image, ENTITY, false);
  for (int k = 0; k < 4; k++) {
    if (s->operand[k] == SCHEMA_NONE) continue;
    const Opcode load = s->uniform >> k & 1 ? OP_SPREAD_I64 : OP_LOAD_I64;
    operand[k] = vm_image_code(image, vm_op(load, (Store)op_info[s->op].operand[k]),
                               (Instr){.imm = s->operand[k]});
  }
  const uint16_t result = vm_image_code(
      image, s->op,
      (Instr){.a = operand[0], .b = operand[1], .c = operand[2], .d = operand[3], .imm = s->imm});
  for (int i = 0; i < 2; i++)
    vm_image_code(image, vm_op(OP_STORE_I64, (Store)op_info[s->op].dst),
                  (Instr){.a = result, .imm = s->result[i]});
}

static void add_tables(Subject *s, SampleKind kind, uint64_t seed) {
  static const size_t rows[] = {1, ROWS, OTHER_ROWS};
  Sample sample = {.state = seed, .kind = kind, .rows = OTHER_ROWS};
  sample.of =
      op_info[s->op].imm == IMM_OTHER_SLOT || s->op == OP_RECODE ? SAMPLE_ROWS : SAMPLE_VALUES;
  if (s->op == OP_RECODE) sample.rows = 4;
  for (uint32_t entity = 0; entity < 3; entity++) {
    s->tables[entity] = table_new(arena, s->image, entity);
    table_reserve(s->tables[entity], rows[entity]);
    s->tables[entity]->rows = rows[entity];
  }
  for (uint32_t slot = 0; slot < s->image->slots.count; slot++) {
    const uint32_t entity = s->image->slots.at[slot].entity;
    if (slot == s->source) sample.of = SAMPLE_VALUES;
    sample_fill(&sample, &s->tables[entity]->slot[slot], rows[entity]);
  }
}

static Scalar operand_at(const Subject *s, int k, size_t row) {
  if (s->operand[k] == SCHEMA_NONE) return (Scalar){.known = false};
  const bool uniform = s->uniform >> k & 1;
  const Table *table = s->tables[uniform ? IMAGE_PROGRAM : ENTITY];
  return vector_get(&table->slot[s->operand[k]], reference_type(op_info[s->op].operand[k]),
                    uniform ? 0 : row);
}

static void check_subject(Subject *s) {
  static const uint32_t batches[] = {1, 2, 3, 63, 64, 65, 2048};
  for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
    Vm *vm = vm_new(arena, s->image, batches[i], i % 2 ? VM_KEPT : VM_SHARED);
    for (int k = 0; k < 2; k++) {
      Vector *result = &s->tables[ENTITY]->slot[s->result[k]];
      vector_grow(arena, result, 0, ROWS); /* missing again */
    }
    vm_map(vm, 0, s->tables);
    for (size_t row = 0; row < ROWS; row++) {
      ReferenceRow r = {s->image, s->op, s->imm, .row = row, .source_rows = OTHER_ROWS};
      r.a = operand_at(s, 0, row);
      r.b = operand_at(s, 1, row);
      r.c = operand_at(s, 2, row);
      r.d = operand_at(s, 3, row);
      if (s->source != SCHEMA_NONE) r.source = &s->tables[source_entity(s->op)]->slot[s->source];
      const Scalar want = reference_value(&r);
      for (int k = 0; k < 2; k++)
        check_value(&s->tables[ENTITY]->slot[s->result[k]], row, want, &r);
    }
  }
}

static uint32_t operand_count(Opcode op) {
  uint32_t count = 0;
  while (count < 4 && op_info[op].operand[count] != OPERAND_NONE) count++;
  return count;
}

START_TEST(agrees_with_the_reference) {
  for (int op = 0; op < OP_COUNT; op++) {
    if (op_info[op].dst == OPERAND_NONE) continue; /* STOREs are in each image */
    for (uint32_t uniform = 0; uniform < 1u << operand_count((Opcode)op); uniform++)
      for (int kind = 0; kind < SAMPLE_KINDS; kind++)
        for (uint32_t n = 0;; n++) {
          bool there_is;
          arena_free(arena);
          arena = arena_new(NULL);
          Subject s = subject_for((Opcode)op, uniform, n, &there_is);
          if (!there_is) break;
          add_code(&s);
          add_tables(&s, (SampleKind)kind, uniform * 1000 + n + 1);
          check_subject(&s);
        }
  }
}
END_TEST

UNIT_MAIN(setup, teardown, agrees_with_the_reference)
