/* manual.c - the table of commands as manual pages: strata(1), and strata-COMMAND(1) of each.
 *
 * What stands in back quotes, and options wherever they are mentioned, come out bold. Everything
 * else is text: no character of it reaches troff as a request or an escape.
 */
#include <string.h>

#include "shell/pages.h"

typedef struct Entry {
  const char *term, *text;
} Entry;

static const Entry environment[] = {
    {"NO_COLOR", "no colours, on a terminal either, when it is set to anything"},
    {"TERM", "`dumb`: neither colours nor control sequences"},
    {"PAGER", "what `strata repl` shows long answers with; `less` unless set"},
    {"XDG_STATE_HOME", "where `strata repl` keeps its histories; `~/.local/state` unless set"},
    {"TMPDIR",
     "where files without a name are made that hold what does not fit; `/tmp` unless set"},
};

static const Entry files[] = {
    {"X.strata", "rules, in the language that docs/language.md describes"},
    {"X.stc", "rules in their compiled form, from `strata compile`"},
    {"ENTITY.csv, ENTITYs.csv", "where the rows of an entity without `from` come from"},
    {"~/.local/state/strata/", "histories of `strata repl`, one for each rule file"},
};

/* --- Text --- */

static void put_char(Buffer *out, char c) {
  switch (c) {
  case '\\':
    buffer_str(out, "\\e");
    break;
  case '-':
    buffer_str(out, "\\-");
    break;
  case '\'':
    buffer_str(out, "\\(aq");
    break;
  case '`':
    buffer_str(out, "\\(ga");
    break;
  case '^':
    buffer_str(out, "\\(ha");
    break;
  case '~':
    buffer_str(out, "\\(ti");
    break;
  default:
    buffer_char(out, c);
  }
}

static void put_verbatim(Buffer *out, Text line) {
  if (line.len && line.at[0] == '.') buffer_str(out, "\\&");
  for (size_t i = 0; i < line.len; i++) put_char(out, line.at[i]);
}

/* How many characters at the start are an option: `--max-memory`. */
static size_t option_length(Text text) {
  if (!text_starts(text, TEXT("--"))) return 0;
  size_t len = 2;
  while (len < text.len && (text.at[len] == '-' || (text.at[len] >= 'a' && text.at[len] <= 'z')))
    len++;
  return len > 2 ? len : 0;
}

static void put_prose(Buffer *out, Text line) {
  bool bold = false;
  if (line.len && line.at[0] == '.') buffer_str(out, "\\&");
  for (size_t i = 0; i < line.len; i++) {
    const size_t option = bold ? 0 : option_length(text_slice(line, i, line.len));
    if (line.at[i] == '`') {
      bold = !bold;
      buffer_str(out, bold ? "\\fB" : "\\fR");
    } else if (option) {
      buffer_str(out, "\\fB");
      put_verbatim(out, text_slice(line, i, i + option));
      buffer_str(out, "\\fR");
      i += option - 1;
    } else {
      put_char(out, line.at[i]);
    }
  }
  if (bold) buffer_str(out, "\\fR");
}

/* Lines, each by `put`; an empty one begins a paragraph. */
static void put_lines(Buffer *out, const char *text, void (*put)(Buffer *, Text), bool fill) {
  while (*text) {
    size_t len = strcspn(text, "\n");
    if (len || !fill)
      put(out, (Text){text, len});
    else
      buffer_str(out, ".PP");
    buffer_char(out, '\n');
    text += len + (text[len] == '\n');
  }
}

static void put_entry(Buffer *out, const char *term, const char *text) {
  buffer_str(out, ".TP\n.B ");
  put_verbatim(out, text_of(term));
  buffer_char(out, '\n');
  put_lines(out, text, put_prose, true);
}

static void put_entries(Buffer *out, const char *title, const Entry *entries, size_t count) {
  buffer_printf(out, ".SH %s\n", title);
  for (size_t i = 0; i < count; i++) put_entry(out, entries[i].term, entries[i].text);
}

/* --- Pages --- */

/* `name` in capitals heads the page; the date is that of the release. */
static void head(Buffer *out, const char *name, const char *summary) {
  const Text title = text_upper(out->arena, text_of(name));
  buffer_str(out, ".TH ");
  put_verbatim(out, title);
  buffer_str(out, " 1 " STRATA_RELEASED " \"strata " STRATA_VERSION "\" \"User Commands\"\n"
                  ".SH NAME\n");
  put_verbatim(out, text_of(name));
  buffer_str(out, " \\- ");
  put_prose(out, text_of(summary));
  buffer_str(out, "\n.SH SYNOPSIS\n");
}

static void options(Buffer *out, const OptionSet *set) {
  buffer_str(out, ".SH OPTIONS\n");
  for (size_t i = 0; i < set->count; i++) {
    const OptionInfo *info = &option_info[set->at[i]];
    const char *takes = option_takes(set, set->at[i]);
    if (!info->help) continue;
    buffer_str(out, ".TP\n");
    if (info->letter) buffer_printf(out, "\\fB\\-%c\\fR, ", info->letter);
    buffer_str(out, "\\fB\\-\\-");
    put_verbatim(out, text_of(info->name));
    buffer_str(out, "\\fR");
    if (takes) {
      buffer_str(out, " \\fI");
      put_verbatim(out, text_of(takes));
      buffer_str(out, "\\fR");
    }
    buffer_char(out, '\n');
    put_lines(out, info->help, put_prose, true);
  }
  put_entry(out, "-h, --help", "the same as this page, shorter");
}

static void command_page(Buffer *out, const Command *command) {
  head(out, arena_printf(out->arena, "strata-%s", command->name), command->summary);
  buffer_printf(out, ".B strata %s\n", command->name);
  if (command->options.count) buffer_str(out, "[options]\n");
  buffer_str(out, ".I ");
  put_verbatim(out, text_of(command->usage));
  buffer_str(out, "\n.SH DESCRIPTION\n");
  put_lines(out, command->details, put_prose, true);
  options(out, &command->options);
  buffer_str(out, ".SH EXIT STATUS\n");
  for (int status = STATUS_DONE; status <= STATUS_FAILED; status++)
    if (command_status(command, status))
      put_entry(out, arena_printf(out->arena, "%d", status), command_status(command, status));
  buffer_str(out, ".SH EXAMPLES\n.EX\n");
  put_lines(out, command->example, put_verbatim, false);
  buffer_str(out, ".EE\n.SH SEE ALSO\n.BR strata (1)\n");
}

/* Every command that people are told of, `.BR strata\-check (1)`. */
static void see_also(Buffer *out) {
  buffer_str(out, ".SH SEE ALSO\n");
  size_t last = command_count;
  for (size_t i = 0; i < command_count; i++)
    if (!commands[i]->hidden) last = i;
  for (size_t i = 0; i < command_count; i++)
    if (!commands[i]->hidden)
      buffer_printf(out, ".BR strata\\-%s (1)%s\n", commands[i]->name, i == last ? "" : ",");
}

static void overview(Buffer *out) {
  static const Entry statuses[] = {
      {"0", "done, and nothing was found that the command looks for"},
      {"1", "something was found: findings at or over the level of --fail-on, a test that failed, "
            "an error by proof; the page of the command says what"},
      {"2", "it could not be done: the rules do not compile, data cannot be read, or the command "
            "line is wrong"},
  };
  head(out, "strata", "rules for account management, checked and explained");
  buffer_str(out, ".B strata\n.I COMMAND\n[options] ...\n.br\n"
                  ".B strata help\n[\\fICOMMAND\\fR|\\fICODE\\fR]\n.br\n.B strata \\-\\-version\n"
                  ".SH DESCRIPTION\n");
  put_lines(
      out,
      "Strata is a small declarative language in which one writes down which accounts "
      "deserve which\ntreatment, and what good looks like. `strata` proves what can be proven "
      "of these rules before\nit sees any data, evaluates them over CSV files, and explains "
      "every outcome down to the line\nthat decided it. Where data is missing it says so, and "
      "never guesses.\n\nEvery message has a code such as E0401, and `strata help E0401` "
      "prints the page on it.\n",
      put_prose, true);
  buffer_str(out, ".SH COMMANDS\n");
  for (size_t i = 0; i < command_count; i++) {
    if (commands[i]->hidden) continue;
    buffer_printf(out, ".TP\n.BR strata\\-%s (1)\n", commands[i]->name);
    put_lines(out, commands[i]->summary, put_prose, true);
  }
  put_entries(out, "EXIT STATUS", statuses, sizeof statuses / sizeof *statuses);
  put_entries(out, "ENVIRONMENT", environment, sizeof environment / sizeof *environment);
  put_entries(out, "FILES", files, sizeof files / sizeof *files);
  see_also(out);
}

void manual_page(Buffer *out, const Command *command) {
  if (command)
    command_page(out, command);
  else
    overview(out);
}
