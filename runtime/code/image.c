/* image.c - an empty image, a copy, and the kinds of findings as data. */
#include "code/image.h"

const FindingInfo finding_info[FINDING_COUNT] = {
#define X(id, code, level, name, page) [FINDING_##id] = {code, LEVEL_##level, name, page},
#include "code/findings.def"
#undef X
};

Image *image_new(Arena *arena) {
  Image *image = ARENA_NEW(arena, Image);
  image->arena = arena;
  return image;
}

Image *image_copy(Arena *arena, const Image *image) {
  Image *copy = ARENA_NEW(arena, Image);
  *copy = *image;
  copy->arena = arena;
  VEC_OWN(arena, &copy->enums);
  VEC_OWN(arena, &copy->entities);
  VEC_OWN(arena, &copy->const_i64);
  VEC_OWN(arena, &copy->const_f64);
  VEC_OWN(arena, &copy->const_text);
#define TABLE(Struct, member) VEC_OWN(arena, &copy->member);
#define FIELD(codec, arg, name, comment)
#define END(Struct, member)
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END
  return copy;
}
