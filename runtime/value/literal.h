/* literal.h - values as they are written in a rule file. */
#ifndef VALUE_LITERAL_H
#define VALUE_LITERAL_H

#include "value/scalar.h"

/* A constant that means the value: `8_240_000`, `-36.7%`, `"A0012"`, `strategic`, `missing`. */
void literal_put(Buffer *out, Scalar value, const EnumSchema *enums);
/* A text in its quotes. */
void literal_put_text(Buffer *out, Text text);

#endif
