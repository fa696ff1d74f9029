/* dot.c - the commands of a session, which begin with a dot: a table. */
#include "repl/dot.h"

const DotInfo dot_info[DOT_COUNT] = {
#define GROUP(title)
#define X(id, takes, line, text)                                                                   \
  [DOT_##id] = {.name = #id, .arguments = takes, .summary = line, .page = text, .run = dot_##id},
#include "repl/dots.def"
#undef X
#undef GROUP
};

/* The name behind the dot. */
static Text name_of(Text line) {
  size_t length = line.len > 0;
  while (length < line.len && line.at[length] >= 'a' && line.at[length] <= 'z') length++;
  return text_slice(line, 1, length);
}

static const DotInfo *find(Text name) {
  for (size_t i = 0; i < DOT_COUNT; i++)
    if (text_equal(name, text_of(dot_info[i].name))) return &dot_info[i];
  return NULL;
}

bool dot_is_named(Text line) { return text_starts(line, TEXT(".")) && find(name_of(line)); }

bool dot_run(Repl *repl, Text line) {
  const Text first = text_slice(line, 0, 1 + name_of(line).len);
  const DotInfo *command = find(name_of(line));
  /* ".setx" is no `.set x`. */
  const char *behind = line.at + first.len;
  const bool apart = first.len == line.len || *behind == ' ' || *behind == '\t';
  if (command && apart)
    return command->run(repl, text_strip(text_slice(line, first.len, line.len)));
  const char *help = "`.help` lists the commands";
  Nearest nearest = nearest_start(name_of(line));
  for (size_t i = 0; i < DOT_COUNT; i++) nearest_offer(&nearest, text_of(dot_info[i].name));
  const Text meant = nearest_found(&nearest);
  if (meant.len) help = arena_printf(repl->work, "did you mean `.%.*s`?", TEXT_ARG(meant));
  return repl_refuse(repl, E_UNKNOWN_COMMAND, first, help, "there is no command `%.*s`",
                     TEXT_ARG(first));
}
