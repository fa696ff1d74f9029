/* fuzz_image.c - a compiled program from anybody, whose checksum is in order.
 *
 * It is refused, or it can be walked over, and written and read again without a change.
 */
#include <stdio.h>
#include <stdlib.h>

#include "support/sample_image.h"

static void must(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", what);
  abort();
}

static void try(Arena *arena, Text bytes) {
  enum { HEADER = 24 };
  Buffer file = buffer_in(arena);
  buffer_text(&file, bytes);
  if (file.len >= HEADER) sample_seal(&file);
  Text why = TEXT("");
  const Image *image = image_read(arena, buffer_view(&file), &why);
  must(image || why.len, "a reason for refusing the file");
  if (!image) return;

  Buffer first = buffer_in(arena), second = buffer_in(arena), listing = buffer_in(arena);
  image_write(image, &first);
  const Image *again = image_read(arena, buffer_view(&first), &why);
  must(again, "what was written can be read");
  image_write(again, &second);
  must(text_equal(buffer_view(&first), buffer_view(&second)), "the same bytes again");

  const bool verified = image_verify(image, arena, &why);
  must(verified || why.len, "a reason for refusing the image");
  must(verified == image_verify(again, arena, &why), "the same verdict again");
  if (verified) image_disassemble(&listing, image);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  Arena *arena = arena_new(NULL);
  if (!arena) return 0;
  if (ARENA_TRY(arena)) try(arena, (Text){(const char *)bytes, size});
  arena_free(arena);
  return 0;
}
