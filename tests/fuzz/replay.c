/* replay.c - runs a fuzz entry once over each file named on the command line.
 *
 * So the corpus is part of the ordinary tests, with any compiler and under any sanitizer.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A block of exactly the file's size, so that a sanitizer sees a read behind it. */
static uint8_t *read_whole(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  uint8_t *bytes = NULL;
  if (fseek(file, 0, SEEK_END) != 0) goto done;
  const long length = ftell(file);
  if (length < 0 || fseek(file, 0, SEEK_SET) != 0) goto done;
  *size = (size_t)length;
  bytes = malloc(*size ? *size : 1);
  if (bytes && fread(bytes, 1, *size, file) != *size) {
    free(bytes);
    bytes = NULL;
  }
done:
  fclose(file);
  return bytes;
}

int main(int count, char **paths) {
  for (int i = 1; i < count; i++) {
    size_t size = 0;
    uint8_t *bytes = read_whole(paths[i], &size);
    if (!bytes) {
      fprintf(stderr, "cannot read %s\n", paths[i]);
      return EXIT_FAILURE;
    }
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
  }
  return EXIT_SUCCESS;
}
