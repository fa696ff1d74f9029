/* image.c - an empty image, and the kinds of findings as data. */
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
