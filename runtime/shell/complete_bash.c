/* complete_bash.c - completion for bash. The tables come out as three functions of `case`s: the
 * options of a command, what the value of an option may be, what an argument may be. What reads
 * the command line stands below them and knows no command. It needs no more than bash itself. */
#include "shell/pages.h"

static const char *const kinds[] = {
    [ARGUMENT_NOTHING] = "nothing", [ARGUMENT_RULES] = "rules",   [ARGUMENT_DATA] = "data",
    [ARGUMENT_FILE] = "file",       [ARGUMENT_FOLDER] = "folder", [ARGUMENT_CHOICE] = "choice",
    [ARGUMENT_TOPIC] = "topic",
};

static void put_choices(Buffer *out, const char *takes) {
  for (size_t i = 0; option_choice(takes, i).len; i++)
    buffer_printf(out, "%s%.*s", i ? " " : "", TEXT_ARG(option_choice(takes, i)));
}

static void put_options(Buffer *out, const Command *command) {
  const OptionSet *set = &command->options;
  buffer_printf(out, "  %s) echo '--help", command->name);
  for (size_t i = 0; i < set->count; i++)
    if (option_info[set->at[i]].help) buffer_printf(out, " --%s", option_info[set->at[i]].name);
  buffer_str(out, "' ;;\n");
}

static void put_values(Buffer *out, const Command *command) {
  const OptionSet *set = &command->options;
  for (size_t i = 0; i < set->count; i++) {
    const OptionInfo *info = &option_info[set->at[i]];
    const ArgumentKind kind = complete_option(set, set->at[i]);
    if (!info->value) continue;
    buffer_printf(out, "  '%s --%s'", command->name, info->name);
    if (info->letter) buffer_printf(out, "|'%s -%c'", command->name, info->letter);
    buffer_printf(out, ") echo '%s", kinds[kind]);
    if (kind == ARGUMENT_CHOICE) {
      buffer_char(out, ' ');
      put_choices(out, option_takes(set, set->at[i]));
    }
    buffer_str(out, "' ;;\n");
  }
}

/* "'why 0'", and "'why '*" for all that come behind. */
static void put_arguments(Buffer *out, const Command *command) {
  const size_t count = complete_arguments(command);
  for (size_t i = 0; i <= count; i++) {
    if (i < count)
      buffer_printf(out, "  '%s %zu'", command->name, i);
    else
      buffer_printf(out, "  '%s '*", command->name);
    buffer_printf(out, ") echo %s ;;\n", kinds[complete_argument(command, i)]);
  }
}

static void put_table(Buffer *out, const char *head, void (*put)(Buffer *, const Command *)) {
  buffer_str(out, head);
  for (size_t i = 0; i < command_count; i++)
    if (!commands[i]->hidden) put(out, commands[i]);
  buffer_str(out, "  esac\n}\n\n");
}

static const char reader[] =
    "# Adds the lines of standard input.\n"
    "_strata_add() {\n"
    "  local line\n"
    "  while IFS= read -r line; do COMPREPLY+=(\"$line\"); done\n"
    "}\n"
    "\n"
    "# KIND [CHOICE...]: adds what may stand here instead of $current.\n"
    "_strata_offer() {\n"
    "  local kind=$1 pattern\n"
    "  shift\n"
    "  case $kind in\n"
    "  choice) _strata_add < <(compgen -W \"$*\" -- \"$current\") ;;\n"
    "  topic) _strata_add < <(compgen -W \"$_strata_commands $_strata_topics\" -- \"$current\") "
    ";;\n"
    "  rules|data|file|folder)\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    _strata_add < <(compgen -d -- \"$current\")\n"
    "    case $kind in\n"
    "    rules) set -- '*.strata' '*.stc' ;;\n"
    "    data) set -- '*.csv' '*.tsv' ;;\n"
    "    file) set -- '*' ;;\n"
    "    esac\n"
    "    for pattern; do\n"
    "      _strata_add < <(compgen -f -X \"!$pattern\" -- \"$current\" |\n"
    "        while IFS= read -r name; do [ -d \"$name\" ] || printf '%s\\n' \"$name\"; done)\n"
    "    done ;;\n"
    "  esac\n"
    "}\n"
    "\n"
    "# The words up to the cursor. Readline breaks them at `=`, where it is not told otherwise:\n"
    "# `--format=json` comes in three, and what is offered stands for the last of them.\n"
    "_strata() {\n"
    "  local words=() word name raw=${COMP_WORDS[COMP_CWORD]} joins= current option= command "
    "index=0 i front=\n"
    "  COMPREPLY=()\n"
    "  for ((i = 0; i <= COMP_CWORD; i++)); do\n"
    "    word=${COMP_WORDS[i]}\n"
    "    if [ \"$word\" = '=' ] || [ -n \"$joins\" ]; then\n"
    "      words[${#words[@]} - 1]+=$word\n"
    "    else\n"
    "      words+=(\"$word\")\n"
    "    fi\n"
    "    joins=\n"
    "    [ \"$word\" != '=' ] || joins=1\n"
    "  done\n"
    "  current=${words[${#words[@]} - 1]} command=${words[1]}\n"
    "  if ((${#words[@]} == 2)); then\n"
    "    _strata_add < <(compgen -W \"$_strata_commands --help --version\" -- \"$current\")\n"
    "    return\n"
    "  fi\n"
    "  for word in \"${words[@]:2:${#words[@]}-3}\"; do\n"
    "    if [ -n \"$option\" ]; then\n"
    "      option=\n"
    "    elif [[ $word == -* ]] && [ -n \"$(_strata_value \"$command $word\")\" ]; then\n"
    "      option=$word\n"
    "    elif [[ $word != -?* ]]; then\n"
    "      ((index++))\n"
    "    fi\n"
    "  done\n"
    "  if [ -z \"$option\" ] && [[ $current == --*=* ]]; then\n"
    "    option=${current%%=*} current=${current#*=}\n"
    "  fi\n"
    "  if [ -n \"$option\" ]; then\n"
    "    case $(_strata_value \"$command $option\") in data) current=${current#*=} ;; esac\n"
    "    [[ $raw != ?*=* ]] || front=${raw%\"$current\"}\n"
    "    _strata_offer $(_strata_value \"$command $option\")\n"
    "    for i in \"${!COMPREPLY[@]}\"; do COMPREPLY[i]=$front${COMPREPLY[i]}; done\n"
    "  elif [[ $current == -* ]]; then\n"
    "    _strata_add < <(compgen -W \"$(_strata_options \"$command\")\" -- \"$current\")\n"
    "  else\n"
    "    _strata_offer $(_strata_argument \"$command $index\")\n"
    "  fi\n"
    "}\n"
    "\n"
    "complete -F _strata strata\n";

void complete_bash(Buffer *out) {
  buffer_str(out, "# Completion of `strata` for bash, made by `strata docs bash`.\n\n"
                  "_strata_commands='");
  for (size_t i = 0; i < command_count; i++)
    if (!commands[i]->hidden) buffer_printf(out, "%s%s", i ? " " : "", commands[i]->name);
  buffer_str(out, "'\n_strata_topics='");
  complete_topics(out);
  buffer_str(out, "'\n\n");
  put_table(out, "# COMMAND: its options.\n_strata_options() {\n  case $1 in\n", put_options);
  put_table(out,
            "# COMMAND OPTION: what kind of value it takes; nothing for a flag.\n"
            "_strata_value() {\n  case $1 in\n",
            put_values);
  put_table(out,
            "# COMMAND INDEX: what kind of argument that is.\n_strata_argument() {\n  case $1 in\n",
            put_arguments);
  buffer_str(out, reader);
}
