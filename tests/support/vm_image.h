/* vm_image.h - images built piece by piece, for tests of the machine that runs them.
 *
 *   Image *image = vm_image_new(arena);                  // entity 0 is the program
 *   uint32_t account = vm_image_entity(image, "account", true);
 *   uint32_t revenue = vm_image_slot(image, account, STORE_I64);
 *   uint32_t block = vm_image_block(image, account, false);
 *   uint16_t r = vm_image_code(image, OP_LOAD_I64, (Instr){.imm = revenue});   // into the last
 * block vm_image_code(image, OP_STORE_I64, (Instr){.a = r, .imm = result});
 *
 */
#ifndef SUPPORT_VM_IMAGE_H
#define SUPPORT_VM_IMAGE_H

#include "code/image.h"

Image *vm_image_new(Arena *arena);
uint32_t vm_image_entity(Image *image, const char *name, bool has_key);
uint32_t vm_image_slot(Image *image, uint32_t entity, Store store);
uint32_t vm_image_const_i64(Image *image, int64_t value);
uint32_t vm_image_const_f64(Image *image, double value);
uint32_t vm_image_const_text(Image *image, const char *value);
/* An empty block; all code that follows goes into it. */
uint32_t vm_image_block(Image *image, uint32_t entity, bool message);
/* Adds an instruction; op and dst of `instr` are filled in. Returns the new register (or 0). */
uint16_t vm_image_code(Image *image, Opcode op, Instr instr);
/* The opcode of a family for a store: vm_op(OP_LOAD_I64, STORE_TEXT) is OP_LOAD_TEXT. Works for
 * LOAD, STORE, SPREAD and GATHER, which have all five stores in order. */
Opcode vm_op(Opcode of_i64, Store store);

/* A small fixed generator, so that failures can be repeated. */
uint64_t vm_random(uint64_t *state);

#endif
