/* complete.c - what a word of a command line may be, read off the tables. */
#include <string.h>

#include "shell/pages.h"
#include "syntax/standard.h"

/* Of a word of a usage: "FILE...", "[COLUMN]", "[COMMAND|CODE|std[.MODULE]]". */
static ArgumentKind kind_of(Text word) {
  static const struct {
    Text start;
    ArgumentKind kind;
  } kinds[] = {
      {{"FILE", 4}, ARGUMENT_RULES}, {{"OLD", 3}, ARGUMENT_RULES},     {{"NEW", 3}, ARGUMENT_RULES},
      {{"DATA", 4}, ARGUMENT_DATA},  {{"COMMAND", 7}, ARGUMENT_TOPIC},
  };
  if (word.len && word.at[0] == '[') word = text_slice(word, 1, word.len);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (text_starts(word, kinds[i].start)) return kinds[i].kind;
  return ARGUMENT_NOTHING;
}

/* The index-th word of a usage, options that stand in it and what they take left out, or the empty
 * text behind the last. */
static Text usage_word(const char *usage, size_t index) {
  bool value = false; /* the next word belongs to an option */
  while (*usage) {
    const Text word = {usage, strcspn(usage, " ")};
    const bool option = word.at[0] == '-';
    if (!option && !value && index-- == 0) return word;
    value = option;
    usage += word.len;
    usage += strspn(usage, " ");
  }
  return TEXT("");
}

size_t complete_arguments(const Command *command) {
  size_t count = 0;
  while (usage_word(command->usage, count).len) count++;
  return count;
}

ArgumentKind complete_argument(const Command *command, size_t index) {
  const size_t count = complete_arguments(command);
  if (index >= count) {
    const Text last = count ? usage_word(command->usage, count - 1) : TEXT("");
    return text_contains(last, TEXT("...")) ? kind_of(last) : ARGUMENT_NOTHING;
  }
  return kind_of(usage_word(command->usage, index));
}

ArgumentKind complete_option(const OptionSet *set, OptionId option) {
  const char *takes = option_takes(set, option);
  if (!takes) return ARGUMENT_NOTHING;
  if (option_is_choice(takes)) return ARGUMENT_CHOICE;
  if (strstr(takes, "SOURCE")) return ARGUMENT_DATA;
  if (strcmp(takes, "DIR") == 0) return ARGUMENT_FOLDER;
  return strstr(takes, "FILE") ? ARGUMENT_FILE : ARGUMENT_NOTHING;
}

void complete_topics(Buffer *out) {
  for (size_t i = 0; i < DIAG_CODE_COUNT; i++)
    buffer_printf(out, "%s ", diag_info((DiagCode)i)->code);
  for (size_t i = 0; i < FINDING_COUNT; i++) buffer_printf(out, "%s ", finding_info[i].code);
  buffer_str(out, "std ");
  for (size_t i = 0; i < standard_module_count; i++)
    buffer_printf(out, "std.%s ", standard_modules[i].name);
}
