/* type.h - what a value is, and how it lies in memory. */
#ifndef VALUE_TYPE_H
#define VALUE_TYPE_H

#include "base/text.h"

/* The five physical forms. A register, a column and an output use the same one. */
typedef enum {
  STORE_I64,   /* int64_t beside a validity byte */
  STORE_F64,   /* double beside a validity byte; never NaN or infinite where valid */
  STORE_I32,   /* int32_t beside a validity byte */
  STORE_TRUTH, /* one byte, a Truth; unknown is the missing value, so there is no validity */
  STORE_TEXT,  /* Text beside a validity byte */
  STORE_COUNT
} Store;

typedef enum {
  TYPE_NONE, /* no type: an error that was reported already, or no value */
#define X(id, name, store, decimals, doc) TYPE_##id,
#include "value/types.def"
#undef X
  TYPE_COUNT
} TypeKind;

typedef struct Type {
  TypeKind kind;
  char currency[4]; /* MONEY: three letters and a zero; all zero = any currency (in definitions) */
  uint32_t of;      /* ENUM: index of the enumeration; REF: index of the entity */
} Type;

typedef struct TypeInfo {
  const char *name;
  Store store;
  int decimals;
  const char *doc;
} TypeInfo;

const TypeInfo *type_info(TypeKind kind);
static inline Store type_store(Type type) { return type_info(type.kind)->store; }
/* 10^decimals of an exact type: 1 for integers, 10000 for money and scores, 100000000 for percent.
 */
int64_t type_scale(TypeKind kind);
bool type_equal(Type a, Type b);
/* The kind whose name this is ("money"), or TYPE_NONE. */
TypeKind type_named(Text name);
/* "STORE_I64" as "i64", for listings. */
const char *store_name(Store store);
/* Bytes of one value: 8, 8, 4, 1, sizeof(Text). */
size_t store_size(Store store);

#endif
