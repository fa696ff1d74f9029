/* data_schema.h - entities for tests of what reads data, from a line a field.
 *
 *   uint32_t account = data_entity(image, "account", "id: key text; revenue: money low=0");
 *
 * A field is its name with a colon and words in any order: a type (text integer number percent
 * ratio points money date bool hours enum=a|b ref=entity), key, required, unused, comma, millions,
 * low=N, high=N (as the type is scaled), date=FORMAT, from=HEADER. In words `_` stands for a blank
 * where it follows `=`. Fields are separated by `;`. Every field but an unused one gets a slot.
 */
#ifndef SUPPORT_DATA_SCHEMA_H
#define SUPPORT_DATA_SCHEMA_H

#include "read/read.h"

/* An image with the entity `program` alone. */
Image *data_image(Arena *arena);
/* Adds an entity; a `ref` goes to one that is there already or to itself. Returns its index. */
uint32_t data_entity(Image *image, const char *name, const char *fields);
/* A table for every entity. */
Table **data_tables(Image *image);
/* Slot of a field. */
Vector *data_slot(Table *table, const char *field);

#endif
