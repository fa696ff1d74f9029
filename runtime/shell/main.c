/* main.c - from the command line to a command.
 *
 * Memory comes in two arenas: one for reading the command line, then one for the command, because
 * how much that one may hold is itself an option. Wherever memory runs out, the program comes back
 * to `guarded`, says so and ends with status 2; files that are being written then stay as they
 * were.
 */
#include <stdio.h>
#include <string.h>

#include "shell/shell.h"

static int out_of_memory(const Shell *shell) {
  output_complain(TEXT("error[E0900]: out of memory\n"));
  if (arena_hit_limit(shell->arena))
    output_complain(TEXT("  = help: raise the limit given with --max-memory\n"));
  return STATUS_FAILED;
}

/* Nothing that changes may be local here: after a jump it would be lost. */
static int guarded(Shell *shell, int (*work)(Shell *)) {
  if (!shell->arena || !ARENA_TRY(shell->arena)) {
    terminal_progress_end(&shell->terminal);
    return out_of_memory(shell);
  }
  return work(shell);
}

static int run_command(Shell *shell) {
  shell->compilation = compile_new(shell->arena);
  shell->diags = shell->compilation->diags;
  shell->allowed = allow_list_new(shell->arena);
  return shell->command->run(shell);
}

/* The command line, as it was given; what `parse` reads. */
typedef struct CommandLine {
  Shell shell;
  int argc;
  char **argv;
  size_t limit; /* of the command's arena */
  int status;   /* where nothing is to be run */
} CommandLine;

static int usage(Shell *shell) {
  Buffer out = buffer_in(shell->arena);
  command_list(&out);
  output_complain(buffer_view(&out));
  return STATUS_FAILED;
}

static int check_count(Shell *shell) {
  const Command *command = shell->command;
  size_t words = shell->arguments.words.count;
  if (words >= command->least && words <= command->most) return STATUS_DONE;
  Diag *diag = words < command->least
                   ? diag_add(shell->diags, E_ARGUMENTS, (Span){0, 0}, "`strata %s` wants %s",
                              command->name, command->usage)
                   : diag_add(shell->diags, E_ARGUMENTS, (Span){0, 0},
                              "`strata %s` does not know what to do with `%s`", command->name,
                              shell->arguments.words.at[command->most]);
  diag_help(shell->diags, diag, "usage: strata %s [options] %s", command->name, command->usage);
  return STATUS_FAILED;
}

static int parse_options(CommandLine *line) {
  Shell *shell = &line->shell;
  bool done = options_parse(shell->arena, shell->diags, &shell->command->options, line->argc - 2,
                            line->argv + 2, &shell->arguments);
  if (shell->arguments.help) {
    Buffer out = buffer_in(shell->arena);
    command_help(&out, shell->command);
    shell->command = NULL;
    return shell_finish(shell, &out, STATUS_DONE);
  }
  const char *limit = shell_option(shell, OPTION_MAX_MEMORY);
  if (limit && !option_size(limit, &line->limit)) {
    Diag *diag = diag_add(shell->diags, E_OPTION_VALUE, (Span){0, 0},
                          "`--max-memory` does not take `%s`", limit);
    diag_help(shell->diags, diag, "write a number of bytes, with K, M or G: `--max-memory 512M`");
    done = false;
  }
  done &= include_check(shell);
  if (done && check_count(shell) == STATUS_DONE) return STATUS_DONE;
  shell->command = NULL;
  return shell_fail(shell);
}

/* Sets the command, or leaves it NULL with what there is to say said. */
static int parse(Shell *shell) {
  CommandLine *line = (CommandLine *)shell;
  shell->diags = diag_sink_new(shell->arena);
  if (line->argc < 2) return usage(shell);
  const char *name = line->argv[1];
  if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
    Buffer out = buffer_in(shell->arena);
    buffer_str(&out, "strata " STRATA_VERSION "\n");
    return shell_finish(shell, &out, STATUS_DONE);
  }
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) name = "help";
  shell->command = command_find(text_of(name));
  if (shell->command) return parse_options(line);
  command_unknown(shell->diags, name);
  return shell_fail(shell);
}

int main(int argc, char **argv) {
  CommandLine line = {.argc = argc, .argv = argv};
  Shell *shell = &line.shell;
  terminal_prepare(&shell->terminal);
  Arena *words = arena_new(NULL);
  shell->arena = words;
  int status = guarded(shell, parse);
  Arena *work = NULL;
  if (shell->command) {
    ArenaOptions options = {.limit = line.limit};
    shell->arena = work = arena_new(&options);
    shell->output.path = shell_option(shell, OPTION_OUTPUT);
    status = guarded(shell, run_command);
  }
  arena_free(work);
  arena_free(words);
  terminal_die_if_interrupted();
  return status;
}
