/* vm_image.c - rows pushed to an image's tables. */
#include "support/vm_image.h"

Image *vm_image_new(Arena *arena) {
  Image *image = image_new(arena);
  vm_image_entity(image, "program", false);
  return image;
}

uint32_t vm_image_entity(Image *image, const char *name, bool has_key) {
  *VEC_PUSH(image->arena, &image->entities) =
      (EntitySchema){.name = text_of(name), .key = has_key ? 0 : SCHEMA_NONE};
  return (uint32_t)image->entities.count - 1;
}

uint32_t vm_image_slot(Image *image, uint32_t entity, Store store) {
  *VEC_PUSH(image->arena, &image->slots) =
      (Slot){.entity = entity, .store = (uint8_t)store, .name = TEXT("slot")};
  return (uint32_t)image->slots.count - 1;
}

uint32_t vm_image_const_i64(Image *image, int64_t value) {
  *VEC_PUSH(image->arena, &image->const_i64) = value;
  return (uint32_t)image->const_i64.count - 1;
}

uint32_t vm_image_const_f64(Image *image, double value) {
  *VEC_PUSH(image->arena, &image->const_f64) = value;
  return (uint32_t)image->const_f64.count - 1;
}

uint32_t vm_image_const_text(Image *image, const char *value) {
  *VEC_PUSH(image->arena, &image->const_text) = text_of(value);
  return (uint32_t)image->const_text.count - 1;
}

uint32_t vm_image_block(Image *image, uint32_t entity, bool message) {
  *VEC_PUSH(image->arena, &image->blocks) =
      (Block){.entity = entity,
              .message = message,
              .code = {(uint32_t)image->code.count, 0},
              .registers = {(uint32_t)image->registers.count, 0}};
  return (uint32_t)image->blocks.count - 1;
}

uint16_t vm_image_code(Image *image, Opcode op, Instr instr) {
  Block *block = &image->blocks.at[image->blocks.count - 1];
  instr.op = (uint16_t)op;
  if (op_info[op].dst != OPERAND_NONE) {
    instr.dst = (uint16_t)block->registers.count++;
    *VEC_PUSH(image->arena, &image->registers) = (Register){.store = op_info[op].dst};
  }
  *VEC_PUSH(image->arena, &image->code) = instr;
  block->code.count++;
  return instr.dst;
}

Opcode vm_op(Opcode of_i64, Store store) { return (Opcode)((unsigned)of_i64 + (unsigned)store); }

uint64_t vm_random(uint64_t *state) {
  *state += 0x9e3779b97f4a7c15u;
  uint64_t z = *state;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}
