/* image.c - an empty image, a copy, and the kinds of findings as data. */
#include "code/image.h"

const FindingInfo finding_info[FINDING_COUNT] = {
#define X(id, code, level, name) [FINDING_##id] = {code, LEVEL_##level, name},
#include "code/findings.def"
#undef X
};

Image *image_new(Arena *arena) {
  Image *image = ARENA_NEW(arena, Image);
  image->arena = arena;
  return image;
}

/* A table without room: what is pushed goes to memory of the copy's own. */
#define SEALED(table) ((table).capacity = (table).count)

Image *image_copy(Arena *arena, const Image *image) {
  Image *copy = ARENA_NEW(arena, Image);
  *copy = *image;
  copy->arena = arena;
  SEALED(copy->enums);
  SEALED(copy->entities);
  SEALED(copy->const_i64);
  SEALED(copy->const_f64);
  SEALED(copy->const_text);
#define TABLE(Struct, member) SEALED(copy->member);
#define FIELD(codec, arg, name, comment)
#define END(Struct, member)
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END
  return copy;
}
