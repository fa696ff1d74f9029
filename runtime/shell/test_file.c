/* test_file.c - files with nothing but tests, beside the rules that they are of. */
#include "shell/test_file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "format/format.h"
#include "value/literal.h"

bool test_file_begin(Arena *arena, const char *path, const char *rules, Text *out) {
  const Text folder = file_folder(arena, path);
  char real_rules[PATH_MAX], real_folder[PATH_MAX];
  if (!file_is_inside(folder, rules) || !realpath(rules, real_rules) ||
      !realpath(folder.len ? folder.at : ".", real_folder))
    return false;
  const Text inside = text_of(real_rules + strlen(real_folder));
  Buffer use = buffer_in(arena);
  buffer_str(&use, "use ");
  literal_put_text(&use,
                   text_starts(inside, TEXT("/")) ? text_slice(inside, 1, inside.len) : inside);
  buffer_char(&use, '\n');
  *out = buffer_view(&use);
  return true;
}

Text test_file_layout(Arena *arena, Text text) {
  const Syntax syntax = {arena, intern_new(arena), source_map_new(arena), diag_sink_new(arena)};
  const uint32_t base = source_add(syntax.sources, TEXT("test"), text);
  Text out;
  return base != UINT32_MAX && format_source(&syntax, base, &out) ? out : text;
}
