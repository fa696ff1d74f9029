/* dot_session.c - .help, .history, .save, .quit. */
#include <string.h>

#include "repl/dot.h"
#include "repl/list.h"
#include "repl/saved_test.h"

/* ---- .help ---- */

/* What can be asked: a name for `.help`, an example, what it tells. */
static const struct {
  const char *name, *example, *tells, *page;
} questions[] = {
    {"show", "show name, tier of account where tier = key", "which rows, and what is in them",
     "    show name, revenue of account where tier = key sort by revenue desc limit 20\n"
     "    show count(), sum(revenue), share(on_time = red) of account by tier, region\n"
     "\n"
     "`of`, `where`, `by`, `sort by` and `limit` may be left out. With `by`, a line for each\n"
     "combination; then the columns are aggregates. Any expression may be shown or sorted by."},
    {"value", "count(account where tier = strategic)", "a value, of the whole or a row",
     "    count(account where tier = strategic)\n"
     "    program.concentration\n"
     "    revenue / 12 for \"A0012\"\n"
     "\n"
     "Any expression of the language is a question."},
    {"why", "why tier for \"A0012\"", "how a value came about",
     "    why tier for \"A0012\"\n"
     "    why tier for \"A0012\" in full\n"
     "    why for \"A0012\"\n"
     "\n"
     "Each clause with its value, its line in the rule file, and what was missing. Without `in\n"
     "full`, what did not matter is folded."},
    {"why not", "why not strategic for \"A0012\"", "what it would take",
     "    why not strategic for \"A0012\"\n"
     "\n"
     "The needs that do not hold with the distance of each, the smallest change of one field that\n"
     "would turn each, and the fewest fields that give the whole."},
    {"what if", "what if strategic_floor = 3M", "what would change",
     "    what if revenue = 6M, mutual = true for \"A0012\"\n"
     "    what if strategic_floor = 3M\n"
     "\n"
     "Of one account: every outcome that changes. Of a parameter: who moves from where to where.\n"
     "Nothing is changed by asking."},
    {"sweep", "sweep strategic_floor from 3M to 8M by 1M", "the same, step by step",
     "    sweep strategic_floor from 3M to 8M by 1M"},
    {"measure", "measure size = revenue / 1M", "a column of your own",
     "    measure per_order = revenue / count(order)\n"
     "\n"
     "Any declaration may be added, `define` too. It is gone when the session ends; `.save FILE`\n"
     "keeps it."},
};
enum { QUESTIONS = sizeof questions / sizeof *questions };

enum { EXAMPLES = 44 };

static void put_row(List *list, const char *written, const char *tells) {
  const Text cells[] = {text_of(written), text_of(tells)};
  list_row(list, cells, NULL);
}

static void put_list(Repl *repl, Buffer *out) {
  const AnswerView view = repl_view(repl);
  List *asked = list_new(repl->work, 2, &view), *told = list_new(repl->work, 2, &view);
  list_cap(asked, 0, EXAMPLES);
  list_line(asked, TEXT("Questions"), PAINT_STRONG);
  for (size_t i = 0; i < QUESTIONS; i++)
    put_row(asked, arena_printf(repl->work, "  %s", questions[i].example), questions[i].tells);
#define GROUP(title) list_line(told, TEXT(title), PAINT_STRONG);
#define X(name, takes, summary, page)                                                              \
  put_row(told, *takes ? "  ." #name " " takes : "  ." #name, summary);
#include "repl/dots.def"
#undef X
#undef GROUP
  list_print(out, asked, 0);
  list_print(out, told, 0);
  buffer_str(out, "`.help NAME` tells more of each.\n");
}

/* "what if" of ".help what if" and of ".help .what". */
static bool put_page(Buffer *out, Text name) {
  const Text bare = text_starts(name, TEXT(".")) ? text_slice(name, 1, name.len) : name;
  for (size_t i = 0; i < DOT_COUNT; i++) {
    const DotInfo *info = &dot_info[i];
    if (!text_equal(bare, text_of(info->name))) continue;
    buffer_printf(out, ".%s%s%s\n%s\n\n%s\n", info->name, *info->arguments ? " " : "",
                  info->arguments, info->summary, info->page);
    return true;
  }
  for (size_t i = 0; i < QUESTIONS; i++) {
    if (!text_equal(bare, text_of(questions[i].name))) continue;
    buffer_printf(out, "%s: %s\n\n%s\n", questions[i].name, questions[i].tells, questions[i].page);
    return true;
  }
  const DiagInfo *info = diag_find(name);
  if (info) buffer_printf(out, "%s: %s\n\n%s\n", info->code, info->title, info->page);
  return info != NULL;
}

bool dot_help(Repl *repl, Text argument) {
  Buffer out = buffer_in(repl->work);
  if (!argument.len) {
    put_list(repl, &out);
  } else if (!put_page(&out, argument)) {
    Nearest nearest = nearest_start(argument);
    for (size_t i = 0; i < DOT_COUNT; i++) nearest_offer(&nearest, text_of(dot_info[i].name));
    for (size_t i = 0; i < QUESTIONS; i++) nearest_offer(&nearest, text_of(questions[i].name));
    const Text meant = nearest_found(&nearest);
    const char *help = meant.len
                           ? arena_printf(repl->work, "did you mean `.help %.*s`?", TEXT_ARG(meant))
                           : "`.help` lists what there is; `.describe` tells of names in the rules";
    return repl_refuse(repl, E_UNKNOWN_TOPIC, argument, help, "there is no help on `%.*s`",
                       TEXT_ARG(argument));
  }
  repl_tell(repl, buffer_view(&out));
  return true;
}

/* ---- .history ---- */

bool dot_history(Repl *repl, Text argument) {
  enum { UNLESS_TOLD = 20 };
  size_t count = UNLESS_TOLD;
  if (argument.len && !option_size(text_copy(repl->work, argument).at, &count))
    return repl_refuse(repl, E_OPTION_VALUE, argument, "write a number of statements",
                       "`.history` does not take `%.*s`", TEXT_ARG(argument));
  Buffer lines = buffer_in(repl->work);
  if (repl->editor) line_editor_history(repl->editor, count, &lines);
  if (lines.len) repl_tell(repl, buffer_view(&lines));
  return true;
}

/* ---- .save ---- */

static bool save_script(Repl *repl, Text file) {
  const char *why;
  const Text path = text_copy(repl->work, file);
  if (!repl->worked.len)
    return repl_refuse(repl, E_ARGUMENTS, TEXT(""), NULL, "nothing was asked yet");
  if (!file_write(path.at, buffer_view(&repl->worked), &why))
    return repl_refuse(repl, E_OUTPUT_FAILED, file, NULL, "cannot write `%.*s`: %s", TEXT_ARG(file),
                       why);
  repl_say(repl, "written to %.*s; `strata repl %s < %.*s` asks it again", TEXT_ARG(file),
           session_path(repl->session), TEXT_ARG(file));
  return true;
}

bool dot_save(Repl *repl, Text argument) {
  const Text test = TEXT("test");
  const bool is_test =
      text_starts(argument, test) && (argument.len == test.len || argument.at[test.len] == ' ');
  if (is_test) return saved_test(repl, text_strip(text_slice(argument, test.len, argument.len)));
  if (argument.len) return save_script(repl, argument);
  return repl_refuse(repl, E_ARGUMENTS, argument, "write `.save FILE`, or `.save test FILE`",
                     "`.save` wants a file");
}

bool dot_quit(Repl *repl, Text argument) {
  (void)argument;
  repl->quit = true;
  return true;
}
