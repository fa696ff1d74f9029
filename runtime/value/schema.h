/* schema.h - what the data of one program looks like: enumerations, entities, fields.
 * It is part of the image, and what a reader binds headers and cells to. */
#ifndef VALUE_SCHEMA_H
#define VALUE_SCHEMA_H

#include "value/type.h"

#define SCHEMA_NONE UINT32_MAX

typedef struct EnumMember {
  Text name; /* as written in rules */
  Text text; /* as it stands in the data; equal to name unless `"..." as name` */
} EnumMember;

typedef struct EnumSchema {
  Text name; /* "account.region", or of the built-in ones "kpi" ... */
  EnumMember *members;
  uint32_t count;
} EnumSchema;

typedef enum { PERCENT_SIGNED, PERCENT_RATIO, PERCENT_POINTS } PercentForm;

/* How cells of a field are written. */
typedef struct CellFormat {
  PercentForm percent;
  bool comma;             /* decimal comma, groups by dots or blanks */
  uint8_t exponent;       /* money(USD, thousands) 3, millions 6, billions 9; number formats too */
  uint32_t duration_unit; /* seconds of one unit: duration(hours) 3600 */
  Text date;              /* "" = ISO */
} CellFormat;

/* The end of a range: by the store of the field's type (i64 scaled, f64, or a day). */
typedef struct Bound {
  bool set;
  int64_t i; /* STORE_I64 and STORE_I32 */
  double f;  /* STORE_F64 */
} Bound;

typedef struct FieldSchema {
  Text name;
  Text header; /* after `from`, or "" : the name itself is looked for */
  Text doc;
  Type type;
  CellFormat format;
  Bound low, high;
  bool key, required, fixed;
  bool optional; /* the data may lack it: for tests, never in a file */
  bool used;     /* read by the program (keys, references and required fields always are) */
  uint32_t slot; /* the slot that it is loaded into, SCHEMA_NONE when not used */
} FieldSchema;

typedef struct EntitySchema {
  Text name;
  Text source; /* after `from`, or "" */
  Text doc;
  FieldSchema *fields;
  uint32_t field_count;
  uint32_t key; /* index of the key field, or SCHEMA_NONE */
} EntitySchema;

/* Index of the member whose text (data) or name is this, or -1. */
int32_t enum_member_by_text(const EnumSchema *schema, Text text);
int32_t enum_member_by_name(const EnumSchema *schema, Text name);
uint32_t schema_field(const EntitySchema *entity, Text name); /* SCHEMA_NONE when there is none */

#endif
