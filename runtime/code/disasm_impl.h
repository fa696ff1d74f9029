/* disasm_impl.h - the words that the parts of the listing share. Each thing has a letter and its
 * position: e enumeration, s slot, b block, g group, k rank, d declaration, c clause, r register.
 */
#ifndef CODE_DISASM_IMPL_H
#define CODE_DISASM_IMPL_H

#include "code/image.h"

/* In quotes, with escapes. */
void print_quoted(Buffer *out, Text text);
/* "s3 (revenue)" */
void print_slot(Buffer *out, const Image *image, uint32_t slot);
/* "money(USD)", "one of tier", "ref account" */
void print_type(Buffer *out, const Image *image, Type type);
Text entity_name(const Image *image, uint32_t entity);

#endif
