/* complete_zsh.c - completion for zsh: for each command the specifications that _arguments, zsh's
 * own reader of command lines, works from. */
#include <string.h>

#include "shell/pages.h"

/* What zsh calls to list values of a kind, behind `:message:`. */
static const char *const actions[] = {
    [ARGUMENT_NOTHING] = " ",
    [ARGUMENT_RULES] = "_files -g \"*.(strata|stc)(-.)\"",
    [ARGUMENT_DATA] = "_files -g \"*.(csv|tsv)(-.)\"",
    [ARGUMENT_FILE] = "_files",
    [ARGUMENT_FOLDER] = "_files -/",
    [ARGUMENT_TOPIC] = "_strata_topics",
};

/* Within single quotes, in a part of a specification that ends at a bracket or a colon. */
static void put_escaped(Buffer *out, const char *text) {
  for (; *text; text++) {
    if (*text == '\'')
      buffer_str(out, "'\\''");
    else if (strchr("[]:\\", *text))
      buffer_printf(out, "\\%c", *text);
    else
      buffer_char(out, *text);
  }
}

static void put_choices(Buffer *out, const char *takes) {
  for (size_t i = 0; option_choice(takes, i).len; i++)
    buffer_printf(out, "%s%.*s", i ? " " : "", TEXT_ARG(option_choice(takes, i)));
}

/* '*--data=[where ...]:ENTITY=SOURCE|DIR:_files'; with a letter '(-o
 * --output)'{-o+,--output=}'[...'. */
static void put_option(Buffer *out, const OptionSet *set, OptionId option) {
  const OptionInfo *info = &option_info[option];
  const ArgumentKind kind = complete_option(set, option);
  const char *equals = info->value ? "=" : "";
  buffer_str(out, "      ");
  if (info->letter)
    buffer_printf(out, "'(-%c --%s)'{-%c%s,--%s%s}'", info->letter, info->name, info->letter,
                  info->value ? "+" : "", info->name, equals);
  else
    buffer_printf(out, "'%s--%s%s", strstr(info->help, "repeatable") ? "*" : "", info->name,
                  equals);
  buffer_char(out, '[');
  put_escaped(out, info->help);
  buffer_char(out, ']');
  if (info->value) {
    buffer_char(out, ':');
    put_escaped(out, kind == ARGUMENT_CHOICE ? info->name : info->value);
    buffer_char(out, ':');
    if (kind == ARGUMENT_CHOICE) {
      buffer_char(out, '(');
      put_choices(out, option_takes(set, option));
      buffer_char(out, ')');
    } else {
      buffer_str(out, option == OPTION_DATA ? "_strata_data" : actions[kind]);
    }
  }
  buffer_str(out, "' \\\n");
}

static void put_command(Buffer *out, const Command *command) {
  const OptionSet *set = &command->options;
  const size_t count = complete_arguments(command);
  buffer_printf(out, "    %s)\n      _arguments -s -S \\\n", command->name);
  for (size_t i = 0; i < set->count; i++)
    if (option_info[set->at[i]].help) put_option(out, set, set->at[i]);
  for (size_t i = 0; i < count; i++)
    buffer_printf(out, "      '%zu:argument:%s' \\\n", i + 1,
                  actions[complete_argument(command, i)]);
  buffer_printf(out, "      '*:argument:%s' \\\n", actions[complete_argument(command, count)]);
  buffer_str(out, "      '(- *)'{-h,--help}'[tell more of this command]'\n      ;;\n");
}

void complete_zsh(Buffer *out) {
  buffer_str(out, "#compdef strata\n"
                  "# Completion of `strata` for zsh, made by `strata docs zsh`.\n\n"
                  "_strata_commands() {\n  local -a commands=(\n");
  for (size_t i = 0; i < command_count; i++) {
    if (commands[i]->hidden) continue;
    buffer_printf(out, "    '%s:", commands[i]->name);
    put_escaped(out, commands[i]->summary);
    buffer_str(out, "'\n");
  }
  buffer_str(out, "  )\n  _describe -t commands command commands\n}\n\n"
                  "_strata_topics() {\n  _strata_commands\n  local -a topics=(");
  complete_topics(out);
  buffer_str(out, ")\n  compadd -a topics\n}\n\n"
                  "# ENTITY=SOURCE or a folder: behind `=` a table.\n"
                  "_strata_data() {\n"
                  "  compset -P '*=' && _files -g '*.(csv|tsv)(-.)' || _files -/\n"
                  "}\n\n"
                  "_strata() {\n"
                  "  local curcontext=$curcontext state line ret=1\n"
                  "  typeset -A opt_args\n"
                  "  _arguments -C '(- *)'{-h,--help}'[list the commands]' \\\n"
                  "    '(- *)'{-V,--version}'[print the version]' \\\n"
                  "    '1:command:_strata_commands' '*::argument:->argument' && ret=0\n"
                  "  [[ $state == argument ]] || return ret\n"
                  "  case $words[1] in\n");
  for (size_t i = 0; i < command_count; i++)
    if (!commands[i]->hidden) put_command(out, commands[i]);
  buffer_str(out, "  esac\n}\n\n_strata \"$@\"\n");
}
