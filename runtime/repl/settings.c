/* settings.c - .param, .set, .asof, .mode, .timer: what answers depend on. */
#include <string.h>

#include "repl/banner.h"
#include "repl/dot.h"
#include "repl/list.h"
#include "repl/settings.h"
#include "value/date.h"
#include "value/literal.h"

/* ---- Parameters ---- */

/* Its value now. */
static Scalar value_of(const Repl *repl, uint32_t param) {
  const Run *run = session_run(repl->session);
  const RunOptions *options = run_options(run);
  for (size_t i = options->set_count; i-- > 0;)
    if (options->set[i].param == param) return options->set[i].value;
  return run_image(run)->params.at[param].value;
}

static bool is_set(const Repl *repl, uint32_t param) {
  const Image *image = run_image(session_run(repl->session));
  return !scalar_equal(value_of(repl, param), image->params.at[param].value);
}

bool settings_differ(const Repl *repl) {
  const Image *image = run_image(session_run(repl->session));
  for (uint32_t i = IMAGE_TODAY + 1; i < image->params.count; i++)
    if (is_set(repl, i)) return true;
  return false;
}

static uint32_t param_named(Repl *repl, Text name) {
  const Image *image = run_image(session_run(repl->session));
  Nearest nearest = nearest_start(name);
  for (uint32_t i = IMAGE_TODAY + 1; i < image->params.count; i++) {
    if (text_equal(image->params.at[i].name, name)) return i;
    nearest_offer(&nearest, image->params.at[i].name);
  }
  const Text meant = nearest_found(&nearest);
  const char *help = meant.len ? arena_printf(repl->work, "did you mean `%.*s`?", TEXT_ARG(meant))
                               : "`.param` lists the parameters";
  repl_refuse(repl, E_UNKNOWN_NAME, name, help, "there is no parameter `%.*s`", TEXT_ARG(name));
  return SCHEMA_NONE;
}

static Text range_of(const Repl *repl, const Param *param) {
  const Image *image = run_image(session_run(repl->session));
  Buffer range = buffer_in(repl->work);
  if (param->has_low) literal_put(&range, param->low, image->enums.at);
  buffer_str(&range, param->has_low || param->has_high ? ".." : "");
  if (param->has_high) literal_put(&range, param->high, image->enums.at);
  return buffer_view(&range);
}

static void put_param(const Repl *repl, List *list, uint32_t index) {
  const Image *image = run_image(session_run(repl->session));
  const Param *param = &image->params.at[index];
  const bool set = is_set(repl, index);
  Buffer now = buffer_in(repl->work), note = buffer_in(repl->work);
  scalar_print(&now, value_of(repl, index), image->enums.at, PRINT_PEOPLE);
  if (set) {
    buffer_str(&note, "set; in the file it is ");
    scalar_print(&note, param->value, image->enums.at, PRINT_PEOPLE);
  }
  const Text cells[] = {param->name, buffer_view(&now), range_of(repl, param),
                        set ? buffer_view(&note) : param->doc};
  const Paint paints[] = {PAINT_STRONG, PAINT_PLAIN, PAINT_FAINT, set ? PAINT_FAIR : PAINT_PLAIN};
  list_row(list, cells, paints);
}

bool dot_param(Repl *repl, Text argument) {
  const Image *image = run_image(session_run(repl->session));
  const AnswerView view = repl_view(repl);
  uint32_t only = SCHEMA_NONE;
  if (argument.len) {
    only = param_named(repl, argument);
    if (only == SCHEMA_NONE) return false;
  }
  List *list = list_new(repl->work, 4, &view);
  list_to_right(list, 1);
  for (uint32_t i = IMAGE_TODAY + 1; i < image->params.count; i++)
    if (!argument.len || i == only) put_param(repl, list, i);
  Buffer out = buffer_in(repl->work);
  list_print(&out, list, 0);
  if (!out.len) buffer_str(&out, "The rules have no parameter.\n");
  repl_tell(repl, buffer_view(&out));
  return true;
}

/* ---- .set ---- */

/* The file's value again. */
static bool reset(Repl *repl, uint32_t index) {
  const Image *image = run_image(session_run(repl->session));
  Buffer value = buffer_in(repl->work);
  const Text name = text_copy(repl->work, image->params.at[index].name);
  literal_put(&value, image->params.at[index].value, image->enums.at);
  if (!session_set(repl->session, name, buffer_view(&value))) return repl_fail(repl);
  return true;
}

static bool reset_all(Repl *repl) {
  size_t count = 0;
  for (uint32_t i = IMAGE_TODAY + 1; i < run_image(session_run(repl->session))->params.count; i++) {
    if (!is_set(repl, i)) continue;
    if (!reset(repl, i)) return false;
    count++;
  }
  repl_say(repl, count ? "all parameters are as in the file again"
                       : "nothing is set; `.set NAME VALUE` sets a parameter");
  return true;
}

static void say_param(Repl *repl, uint32_t index) {
  const Image *image = run_image(session_run(repl->session));
  Buffer line = buffer_in(repl->work);
  buffer_printf(&line, "%.*s = ", TEXT_ARG(image->params.at[index].name));
  scalar_print(&line, value_of(repl, index), image->enums.at, PRINT_PEOPLE);
  if (!is_set(repl, index)) {
    buffer_str(&line, ", as in the file");
  } else {
    buffer_str(&line, "; in the file it is ");
    scalar_print(&line, image->params.at[index].value, image->enums.at, PRINT_PEOPLE);
  }
  repl_say(repl, "%.*s", TEXT_ARG(buffer_view(&line)));
}

/* `NAME VALUE` or `NAME = VALUE`. */
bool dot_set(Repl *repl, Text argument) {
  size_t length = 0;
  while (length < argument.len && !strchr(" \t=", argument.at[length])) length++;
  const Text name = text_slice(argument, 0, length);
  Text value = text_strip(text_slice(argument, length, argument.len));
  if (text_starts(value, TEXT("="))) value = text_strip(text_slice(value, 1, value.len));
  if (!argument.len) return reset_all(repl);
  const uint32_t index = param_named(repl, name);
  if (index == SCHEMA_NONE) return false;
  if (!value.len ? !reset(repl, index) : !session_set(repl->session, name, value))
    return value.len ? repl_fail(repl) : false;
  say_param(repl, index);
  return true;
}

bool dot_asof(Repl *repl, Text argument) {
  int32_t day;
  if (argument.len && !date_parse_iso(argument, &day))
    return repl_refuse(repl, E_OPTION_VALUE, argument,
                       "write a day of the calendar, like `.asof 2026-06-30`",
                       "`.asof` does not take `%.*s`", TEXT_ARG(argument));
  if (argument.len && !session_as_of(repl->session, day)) return repl_fail(repl);
  Buffer line = buffer_in(repl->work);
  scalar_print(&line, banner_today(session_run(repl->session)), NULL, PRINT_PEOPLE);
  repl_say(repl, "today is %.*s", TEXT_ARG(buffer_view(&line)));
  return true;
}

/* ---- Forms ---- */

static const char *const form_names[] = {
    [ANSWER_TABLE] = "table", [ANSWER_CSV] = "csv",           [ANSWER_JSON] = "json",
    [ANSWER_JSONL] = "jsonl", [ANSWER_MARKDOWN] = "markdown", [ANSWER_LINE] = "line",
};
enum { FORMS = sizeof form_names / sizeof *form_names };

bool form_named(Text name, AnswerForm *form) {
  for (size_t i = 0; i < FORMS; i++) {
    if (!text_equal(name, text_of(form_names[i]))) continue;
    *form = (AnswerForm)i;
    return true;
  }
  return false;
}

bool dot_mode(Repl *repl, Text argument) {
  if (argument.len && !form_named(argument, &repl->form)) {
    Nearest nearest = nearest_start(argument);
    for (size_t i = 0; i < FORMS; i++) nearest_offer(&nearest, text_of(form_names[i]));
    const Text meant = nearest_found(&nearest);
    const char *help = meant.len
                           ? arena_printf(repl->work, "did you mean `.mode %.*s`?", TEXT_ARG(meant))
                           : "it takes table, line, csv, json, jsonl or markdown";
    return repl_refuse(repl, E_OPTION_VALUE, argument, help, "`.mode` does not take `%.*s`",
                       TEXT_ARG(argument));
  }
  if (!argument.len) repl_say(repl, "answers are printed as %s", form_names[repl->form]);
  return true;
}

bool dot_timer(Repl *repl, Text argument) {
  if (argument.len && !text_equal(argument, TEXT("on")) && !text_equal(argument, TEXT("off")))
    return repl_refuse(repl, E_OPTION_VALUE, argument, "write `.timer on` or `.timer off`",
                       "`.timer` does not take `%.*s`", TEXT_ARG(argument));
  repl->timer = argument.len ? text_equal(argument, TEXT("on")) : !repl->timer;
  if (!argument.len) repl_say(repl, "the timer is %s", repl->timer ? "on" : "off");
  return true;
}
