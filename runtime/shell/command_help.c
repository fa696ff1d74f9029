/* command_help.c - the table of commands as help on the terminal. */
#include <string.h>

#include "shell/shell.h"

char *command_option(Arena *arena, const OptionSet *set, OptionId option) {
  const OptionInfo *info = &option_info[option];
  const char *takes = option_takes(set, option);
  char letter[] = {'-', info->letter, ',', ' ', 0};
  return arena_printf(arena, "%s--%s%s%s", info->letter ? letter : "", info->name, takes ? " " : "",
                      takes ? takes : "");
}

static void print_options(Buffer *out, const OptionSet *set) {
  buffer_str(out, "\noptions:\n");
  for (size_t i = 0; i < set->count; i++)
    if (option_info[set->at[i]].help)
      buffer_printf(out, "  %s\n      %s\n", command_option(out->arena, set, set->at[i]),
                    option_info[set->at[i]].help);
}

/* Each line of the text behind two blanks. */
static void print_indented(Buffer *out, const char *text) {
  while (*text) {
    size_t len = strcspn(text, "\n");
    buffer_printf(out, "%s%.*s\n", len ? "  " : "", (int)len, text);
    text += len + (text[len] == '\n');
  }
}

void command_help(Buffer *out, const Command *command) {
  buffer_printf(out, "strata %s - %s\n\nusage: strata %s%s %s\n\n%s\n", command->name,
                command->summary, command->name, command->options.count ? " [options]" : "",
                command->usage, command->details);
  if (command->options.count) print_options(out, &command->options);
  buffer_str(out, "\nexit status:\n");
  for (int status = STATUS_DONE; status <= STATUS_FAILED; status++)
    if (command_status(command, status))
      buffer_printf(out, "  %d  %s\n", status, command_status(command, status));
  buffer_str(out, "\nexample:\n");
  print_indented(out, command->example);
}

const char *command_status(const Command *command, int status) {
  if (status == STATUS_DONE) return "done";
  if (status == STATUS_FINDINGS) return command->findings;
  return command->failure ? command->failure : "it could not be done";
}

void command_list(Buffer *out) {
  buffer_str(out, "strata - rules for account management, checked and explained\n\n"
                  "usage: strata COMMAND [options] ...\n\n");
  for (size_t i = 0; i < command_count; i++)
    if (!commands[i]->hidden)
      buffer_printf(out, "  %-8s  %s\n", commands[i]->name, commands[i]->summary);
  buffer_str(out, "\n`strata COMMAND --help` tells more of each.\n");
}
