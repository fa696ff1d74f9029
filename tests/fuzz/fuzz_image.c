/* fuzz_image.c - a compiled program from anybody, whose checksum is in order.
 *
 * It is refused, or it can be run over data that fits it, be reported and explained, be listed,
 * and be written and read again without a change. What the fuzzer tries next is made of bytes or
 * of rows of the tables in turn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/exercise.h"
#include "support/image_mutation.h"
#include "support/sample_image.h"

enum { HEADER = 24, MEMORY = 256 << 20 };

static void must(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", what);
  abort();
}

/* With size and checksum in order, or NULL and the reason. */
static Image *read_sealed(Arena *arena, Text bytes, Text *why) {
  Buffer file = buffer_in(arena);
  buffer_text(&file, bytes);
  if (file.len >= HEADER) sample_seal(&file);
  return image_read(arena, buffer_view(&file), why);
}

static void use(Arena *arena, const Image *image, size_t turn) {
  Buffer listing = buffer_in(arena);
  image_disassemble(&listing, image);
  exercise(arena, image, fitting_data(arena, image), (Exercise)(turn % EXERCISE_COUNT),
           turn % 3 ? (uint32_t)(turn % 3) : 1024);
}

static void try(Arena *arena, Text bytes) {
  Text why = TEXT("");
  const Image *image = read_sealed(arena, bytes, &why);
  must(image || why.len, "a reason for refusing the file");
  if (!image) return;

  Buffer first = buffer_in(arena), second = buffer_in(arena);
  image_write(image, &first);
  const Image *again = image_read(arena, buffer_view(&first), &why);
  must(again, "what was written can be read");
  image_write(again, &second);
  must(text_equal(buffer_view(&first), buffer_view(&second)), "the same bytes again");

  const bool verified = image_verify(image, arena, &why);
  must(verified || why.len, "a reason for refusing the image");
  must(verified == image_verify(again, arena, &why), "the same verdict again");
  if (verified) use(arena, image, first.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Arena *arena = arena_new(&(ArenaOptions){.limit = MEMORY});
  if (!arena) return 0;
  if (ARENA_TRY(arena)) try(arena, (Text){(const char *)bytes, size});
  arena_free(arena);
  return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t most, unsigned seed);
/* The fuzzer's own; not there when the corpus is replayed. */
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t most);

static size_t mutate_tables(Arena *arena, uint8_t *bytes, size_t size, size_t most, unsigned seed) {
  Text why;
  Image *image = read_sealed(arena, (Text){(const char *)bytes, size}, &why);
  if (!image || !image_verify(image, arena, &why)) return 0;
  uint64_t state = seed;
  for (uint32_t n = 1 + mutation_chance(&state, 3); n > 0; n--) image_mutate(image, &state);
  Buffer file = buffer_in(arena);
  image_write(image, &file);
  if (file.len > most) return 0;
  memcpy(bytes, file.data, file.len);
  return file.len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t most, unsigned seed) {
  Arena *arena = arena_new(NULL);
  volatile size_t made = 0;
  if (arena && seed % 3 && ARENA_TRY(arena)) made = mutate_tables(arena, bytes, size, most, seed);
  arena_free(arena);
  return made ? made : LLVMFuzzerMutate(bytes, size, most);
}
