/* kernel_text.c - texts from texts, and members of enumerations from one another.
 *
 * A text that comes out as it went in, or as a part of it, is not copied: it refers to the same
 * bytes, which live as long as the rows that they came with.
 */
#include <string.h>

#include "vm/kernel.h"
#include "vm/text_pool.h"

typedef char ChangeByte(char c);

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }
static char upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

INLINE Text change(TextPool *texts, Text text, ChangeByte *changed) {
  size_t same = 0;
  while (same < text.len && changed(text.at[same]) == text.at[same]) same++;
  if (same == text.len) return text;
  char *copy = text_pool_take(texts, text.len);
  memcpy(copy, text.at, same);
  for (size_t i = same; i < text.len; i++) copy[i] = changed(text.at[i]);
  return (Text){copy, text.len};
}

#define UNARY(name, T, member, otherwise, expression)                                              \
  void kernel_##name(const KernelCall *call) {                                                     \
    for (size_t i = 0; i < call->count; i++) {                                                     \
      const Text text = call->a->text[i];                                                          \
      call->dst->valid[i] = call->a->valid[i];                                                     \
      call->dst->member[i] = call->a->valid[i] ? (expression) : otherwise;                         \
    }                                                                                              \
  }
UNARY(LOWER, Text, text, TEXT(""), change(call->texts, text, lower))
UNARY(UPPER, Text, text, TEXT(""), change(call->texts, text, upper))
UNARY(TRIM, Text, text, TEXT(""), text_trim(text))
UNARY(LENGTH, int64_t, i64, 0, (int64_t)text_length(text))
#undef UNARY

void kernel_RECODE(const KernelCall *call) {
  const IndexList list = call->image->recodes.at[call->imm].entries;
  const RecodeEntry *to = call->image->recode_entries.at + list.first;
  for (size_t i = 0; i < call->count; i++) {
    const uint32_t member = (uint32_t)call->a->i32[i];
    const bool known = call->a->valid[i] && member < list.count && to[member].to >= 0;
    call->dst->i32[i] = known ? to[member].to : 0;
    call->dst->valid[i] = known;
  }
}
