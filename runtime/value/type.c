/* type.c - the table of types.def, and questions about it. */
#include "value/type.h"

#include <string.h>

static const TypeInfo type_table[TYPE_COUNT] = {
    [TYPE_NONE] = {"nothing", STORE_I64, 0, "no value"},
#define X(id, name, store, decimals, doc) [TYPE_##id] = {name, store, decimals, doc},
#include "value/types.def"
#undef X
};

const TypeInfo *type_info(TypeKind kind) {
  return &type_table[kind < TYPE_COUNT ? kind : TYPE_NONE];
}

int64_t type_scale(TypeKind kind) {
  int64_t scale = 1;
  for (int i = type_info(kind)->decimals; i > 0; i--) scale *= 10;
  return scale;
}

bool type_equal(Type a, Type b) {
  if (a.kind != b.kind) return false;
  if (a.kind == TYPE_MONEY) return memcmp(a.currency, b.currency, sizeof a.currency) == 0;
  if (a.kind == TYPE_ENUM || a.kind == TYPE_REF) return a.of == b.of;
  return true;
}

TypeKind type_named(Text name) {
  for (int kind = TYPE_NONE + 1; kind < TYPE_COUNT; kind++) {
    if (text_equal(name, text_of(type_table[kind].name))) return (TypeKind)kind;
  }
  return TYPE_NONE;
}

const char *store_name(Store store) {
  static const char *const names[STORE_COUNT] = {[STORE_I64] = "i64",
                                                 [STORE_F64] = "f64",
                                                 [STORE_I32] = "i32",
                                                 [STORE_TRUTH] = "truth",
                                                 [STORE_TEXT] = "text"};
  return store < STORE_COUNT ? names[store] : "?";
}

size_t store_size(Store store) {
  static const size_t sizes[STORE_COUNT] = {[STORE_I64] = sizeof(int64_t),
                                            [STORE_F64] = sizeof(double),
                                            [STORE_I32] = sizeof(int32_t),
                                            [STORE_TRUTH] = 1,
                                            [STORE_TEXT] = sizeof(Text)};
  return store < STORE_COUNT ? sizes[store] : 0;
}
