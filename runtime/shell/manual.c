/* manual.c - the table of commands as help on the terminal and as the manual page strata(1). */
#include <string.h>

#include "shell/shell.h"

/* "-o, --output FILE". */
static char *option_words(Arena *arena, const OptionSet *set, OptionId option) {
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
      buffer_printf(out, "  %s\n      %s\n", option_words(out->arena, set, set->at[i]),
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
  buffer_str(out, "\nexample:\n");
  print_indented(out, command->example);
}

void command_list(Buffer *out) {
  buffer_str(out, "strata - rules for account management, checked and explained\n\n"
                  "usage: strata COMMAND [options] ...\n\n");
  for (size_t i = 0; i < command_count; i++)
    if (!commands[i]->hidden)
      buffer_printf(out, "  %-8s  %s\n", commands[i]->name, commands[i]->summary);
  buffer_str(out, "\n`strata COMMAND --help` tells more of each.\n");
}

/* --- strata(1) --- */

/* One line; what troff would take for a command or a hyphen is none. */
static void manual_line(Buffer *out, Text line) {
  if (line.len && (line.at[0] == '.' || line.at[0] == '\'')) buffer_str(out, "\\&");
  for (size_t i = 0; i < line.len; i++) {
    if (line.at[i] == '\\')
      buffer_str(out, "\\e");
    else if (line.at[i] == '-')
      buffer_str(out, "\\-");
    else
      buffer_char(out, line.at[i]);
  }
  buffer_char(out, '\n');
}

static void manual_text(Buffer *out, const char *text) {
  while (*text) {
    size_t len = strcspn(text, "\n");
    manual_line(out, (Text){text, len});
    text += len + (text[len] == '\n');
  }
}

static void manual_command(Buffer *out, const Command *command) {
  const OptionSet *set = &command->options;
  buffer_str(out, ".SS ");
  manual_text(out, arena_printf(out->arena, "strata %s%s %s", command->name,
                                set->count ? " [options]" : "", command->usage));
  manual_text(out, command->details);
  for (size_t i = 0; i < set->count; i++) {
    if (!option_info[set->at[i]].help) continue;
    buffer_str(out, ".TP\n");
    manual_text(out, option_words(out->arena, set, set->at[i]));
    manual_text(out, option_info[set->at[i]].help);
  }
  buffer_str(out, ".PP\nExample:\n.PP\n.nf\n");
  manual_text(out, command->example);
  buffer_str(out, ".fi\n");
}

void command_manual(Buffer *out) {
  buffer_str(out, ".TH STRATA 1 \"\" \"strata " STRATA_VERSION "\" \"User Commands\"\n"
                  ".SH NAME\nstrata \\- rules for account management, checked and explained\n"
                  ".SH SYNOPSIS\n.B strata\n.I COMMAND\n[options] ...\n.SH COMMANDS\n");
  for (size_t i = 0; i < command_count; i++)
    if (!commands[i]->hidden) manual_command(out, commands[i]);
  buffer_str(out, ".SH EXIT STATUS\n"
                  ".TP\n0\ndone, and nothing at or over the level of \\-\\-fail\\-on\n"
                  ".TP\n1\nthere are such findings\n"
                  ".TP\n2\nthe rules do not compile, data cannot be read, or the command is wrong\n"
                  ".SH ENVIRONMENT\n.TP\nNO_COLOR\nno colours, on a terminal either\n");
}
