/* dot_data.c - .load, .reload, .data: other rules, other data. */
#include <inttypes.h>
#include <string.h>

#include "repl/banner.h"
#include "repl/dot.h"
#include "repl/history.h"
#include "repl/list.h"

/* ---- Words of a line, as a shell takes them ---- */

typedef VEC(char *) Words;

/* Quotes keep blanks together. False when one is left open. */
static bool split(Arena *arena, Text line, Words *words) {
  size_t i = 0;
  while (i < line.len) {
    if (line.at[i] == ' ' || line.at[i] == '\t') {
      i++;
      continue;
    }
    Buffer word = buffer_in(arena);
    buffer_str(&word, "");
    char quote = 0;
    for (; i < line.len && (quote || (line.at[i] != ' ' && line.at[i] != '\t')); i++) {
      if (line.at[i] == quote)
        quote = 0;
      else if (!quote && (line.at[i] == '"' || line.at[i] == '\''))
        quote = line.at[i];
      else
        buffer_char(&word, line.at[i]);
    }
    if (quote) return false;
    *VEC_PUSH(arena, words) = word.data ? word.data : arena_copy(arena, "", 0);
  }
  return true;
}

/* ---- Another session in place of this one ---- */

static bool open_other(Repl *repl, const char *path, Arguments arguments) {
  Shell *shell = repl->shell;
  const Arguments before = shell->arguments;
  shell->arguments = arguments;
  Session *session = session_open(shell, path);
  if (!session) {
    shell->arguments = before;
    return repl_fail(repl);
  }
  shell_print_diags(shell);
  session_close(repl->session);
  repl->session = session;
  shell->compilation = session_compilation(session);
  buffer_clear(&repl->asked);
  if (repl->editor) line_editor_keep(repl->editor, history_file(repl->arena, path));
  Buffer out = buffer_in(repl->work);
  banner_print(repl, &out);
  if (repl->editor) repl_tell(repl, buffer_view(&out));
  return true;
}

/* Paths and options live as long as the session that was opened with them. */
bool dot_load(Repl *repl, Text argument) {
  Arena *arena = repl->shell->arena;
  Words words = {0};
  Arguments arguments = {0};
  if (!split(arena, argument, &words))
    return repl_refuse(repl, E_ARGUMENTS, argument, NULL, "a quote is never closed");
  DiagSink *diags = diag_sink_new(repl->work);
  if (!options_parse(arena, diags, &repl->shell->command->options, (int)words.count, words.at,
                     &arguments)) {
    const Diag *first = diag_at(diags, 0);
    return repl_refuse(repl, first->code, argument, text_copy(repl->work, first->help).at, "%.*s",
                       TEXT_ARG(first->message));
  }
  if (arguments.words.count != 1)
    return repl_refuse(repl, E_ARGUMENTS, argument, "write `.load FILE`, then options",
                       "`.load` wants one rule file");
  return open_other(repl, arguments.words.at[0], arguments);
}

bool dot_reload(Repl *repl, Text argument) {
  bool again = false;
  if (argument.len)
    return repl_refuse(repl, E_ARGUMENTS, argument, "`.load FILE` loads another file",
                       "`.reload` takes nothing");
  if (!session_reload(repl->session, &again)) return repl_fail(repl);
  shell_print_diags(repl->shell);
  repl_say(repl, again ? "compiled, and the data was read again, since its fields differ"
                       : "compiled; the data is what it was");
  return true;
}

/* ---- Where the data is from ---- */

static bool read_other(Repl *repl, Text source) {
  Shell *shell = repl->shell;
  Arguments arguments = shell->arguments;
  const OptionValue value = {OPTION_DATA, text_copy(shell->arena, source).at};
  /* The last one that names an entity counts. */
  arguments.given.at = ARENA_ARRAY(shell->arena, OptionValue, arguments.given.count + 1);
  arguments.given.capacity = arguments.given.count + 1;
  for (size_t i = 0; i < arguments.given.count; i++)
    arguments.given.at[i] = shell->arguments.given.at[i];
  arguments.given.at[arguments.given.count++] = value;
  arguments.value[OPTION_DATA] = value.value;
  return open_other(repl, session_path(repl->session), arguments);
}

static void put_sources(Repl *repl, Buffer *out) {
  const Run *run = session_loaded(repl->session);
  const Image *image = run_image(run);
  const AnswerView view = repl_view(repl);
  List *list = list_new(repl->work, 4, &view);
  list_to_right(list, 1);
  for (uint32_t e = IMAGE_PROGRAM + 1; e < image->entities.count; e++) {
    const EntitySummary *read = &run_summary(run)->entity[e];
    Buffer from = buffer_in(repl->work);
    buffer_printf(&from, "from %.*s", TEXT_ARG(read->source));
    if (read->left_out) buffer_printf(&from, ", %" PRIu64 " left out", read->left_out);
    const Text cells[] = {image->entities.at[e].name, count_text(repl->work, read->rows),
                          read->rows == 1 ? TEXT("row") : TEXT("rows"), buffer_view(&from)};
    const Paint paints[] = {PAINT_STRONG, PAINT_PLAIN, PAINT_PLAIN, PAINT_PLAIN};
    list_row(list, cells, paints);
  }
  list_print(out, list, 0);
}

static const Paint paint_of[LEVEL_COUNT] = {
    [LEVEL_INFO] = PAINT_FAINT,
    [LEVEL_UNKNOWN] = PAINT_OPEN,
    [LEVEL_WARNING] = PAINT_FAIR,
    [LEVEL_ERROR] = PAINT_BAD,
};
static const char *const level_names[LEVEL_COUNT] = {"info", "unknown", "warning", "error"};

/* How many of the kind and field were counted only. */
static uint64_t not_given(const ReadLog *log, const DataFinding *like) {
  uint64_t given = 0;
  for (size_t i = 0; i < log->findings.count; i++) {
    const DataFinding *other = &log->findings.at[i];
    given +=
        other->kind == like->kind && other->entity == like->entity && other->field == like->field;
  }
  for (size_t i = 0; i < log->counts.count; i++) {
    const DataCount *count = &log->counts.at[i];
    if (count->kind == like->kind && count->entity == like->entity && count->field == like->field)
      return count->count - given;
  }
  return 0;
}

static bool is_last_of_kind(const ReadLog *log, size_t index) {
  const DataFinding *like = &log->findings.at[index];
  for (size_t i = index + 1; i < log->findings.count; i++) {
    const DataFinding *other = &log->findings.at[i];
    if (other->kind == like->kind && other->entity == like->entity && other->field == like->field)
      return false;
  }
  return true;
}

static Text base_name(Text path) {
  size_t slash = path.len;
  while (slash > 0 && path.at[slash - 1] != '/') slash--;
  return text_slice(path, slash, path.len);
}

/* "account.revenue", or the entity where it is about a row as a whole. */
static Text about(const Repl *repl, const DataFinding *found) {
  const EntitySchema *entity =
      &run_image(session_loaded(repl->session))->entities.at[found->entity];
  if (found->field == SCHEMA_NONE) return entity->name;
  return text_of(arena_printf(repl->work, "%.*s.%.*s", TEXT_ARG(entity->name),
                              TEXT_ARG(entity->fields[found->field].name)));
}

static void put_finding(const Repl *repl, List *list, const DataFinding *found) {
  const Level level = finding_info[found->kind].level;
  const Text file = base_name(found->source);
  const Text place =
      found->line ? text_of(arena_printf(repl->work, "%.*s:%" PRIu64, TEXT_ARG(file), found->line))
                  : file;
  const Text cells[] = {text_of(level_names[level]), place, about(repl, found), found->text};
  const Paint paints[] = {paint_of[level], PAINT_PLAIN, PAINT_FAINT, PAINT_PLAIN};
  list_row(list, cells, paints);
}

static void put_findings(Repl *repl, Buffer *out) {
  const ReadLog *log = run_summary(session_loaded(repl->session))->log;
  const AnswerView view = repl_view(repl);
  if (!log || !log->findings.count) {
    buffer_str(out, "Nothing was wrong with them.\n");
    return;
  }
  buffer_char(out, '\n');
  List *list = list_new(repl->work, 4, &view);
  for (size_t i = 0; i < log->findings.count; i++) {
    put_finding(repl, list, &log->findings.at[i]);
    const uint64_t more = is_last_of_kind(log, i) ? not_given(log, &log->findings.at[i]) : 0;
    if (more)
      list_line(list,
                text_of(arena_printf(repl->work, "… and %.*s more of this kind",
                                     TEXT_ARG(count_text(repl->work, more)))),
                PAINT_FAINT);
  }
  list_print(out, list, 0);
}

bool dot_data(Repl *repl, Text argument) {
  if (argument.len) return read_other(repl, argument);
  Buffer out = buffer_in(repl->work);
  put_sources(repl, &out);
  put_findings(repl, &out);
  repl_tell(repl, buffer_view(&out));
  return true;
}
