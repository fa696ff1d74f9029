/* expected.c - the comparison, line by line for a message that helps. */
#include "support/expected.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "support/unit.h"

static Text take_line(Text *rest) {
  const char *end = rest->len ? memchr(rest->at, '\n', rest->len) : NULL;
  const size_t length = end ? (size_t)(end - rest->at) : rest->len;
  const Text line = text_slice(*rest, 0, length);
  *rest = text_slice(*rest, length + (end != NULL), rest->len);
  return line;
}

void expect_file(const char *path, Text text) {
  const char *update = getenv("UPDATE"), *why = "";
  if (update && *update) {
    ck_assert_msg(file_write(path, text, &why), "%s: %s", path, why);
    return;
  }
  Arena *arena = arena_new(NULL);
  Text expected;
  ck_assert_msg(file_read(arena, path, &expected, &why), "%s: %s", path, why);
  for (int line = 1; text.len || expected.len; line++) {
    const Text is = take_line(&text), should = take_line(&expected);
    ck_assert_msg(text_equal(is, should), "%s:%d: '%.*s' should be '%.*s'", path, line,
                  TEXT_ARG(is), TEXT_ARG(should));
  }
  arena_free(arena);
}
