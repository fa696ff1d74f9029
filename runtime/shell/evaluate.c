/* evaluate.c - what `run` and `why` have in common: from the options to a run. */
#include "shell/evaluate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "shell/output.h"
#include "value/date.h"

enum { BATCH_MOST = 65536, THREADS_MOST = 256, BLOCK_MOST = 1 << 26 };

static const Span nowhere = {0, 0};

static bool is_folder(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool as_of(Shell *shell, RunOptions *options) {
  const char *given = shell_option(shell, OPTION_AS_OF);
  options->today = given ? 0 : date_today();
  if (!given || date_parse_iso(text_of(given), &options->today)) return true;
  Diag *diag =
      diag_add(shell->diags, E_OPTION_VALUE, nowhere, "`--as-of` does not take `%s`", given);
  diag_help(shell->diags, diag, "write a day of the calendar like `--as-of 2026-06-30`");
  return false;
}

/* Whether what stands before `=` may be an entity: paths may hold that sign, too. */
static bool names_entity(const char *given, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", given[i]))
      return false;
  return len > 0;
}

static bool data(Shell *shell, RunOptions *options, const char *file) {
  const Arguments *arguments = &shell->arguments;
  DataSource *sources = ARENA_ARRAY(shell->arena, DataSource, arguments->given.count);
  bool done = true;
  for (size_t i = 0; i < arguments->given.count; i++) {
    const char *given = arguments->given.at[i].value, *equals = strchr(given, '=');
    if (arguments->given.at[i].option != OPTION_DATA) continue;
    size_t len = equals ? (size_t)(equals - given) : 0;
    if (equals && !equals[1] && names_entity(given, len)) {
      Diag *diag =
          diag_add(shell->diags, E_OPTION_VALUE, nowhere, "`--data %s` names no file", given);
      diag_help(shell->diags, diag, "write `--data %.*s=FILE`", (int)len, given);
      done = false;
    } else if (equals && names_entity(given, len)) {
      sources[options->data_count++] = (DataSource){.entity = {given, len}, .path = equals + 1};
      if (strcmp(equals + 1, "-") != 0 || strcmp(file, "-") != 0) continue;
      diag_add(shell->diags, E_STANDARD_INPUT_TWICE, nowhere,
               "the rule file and the data of `%.*s` cannot both be standard input", (int)len,
               given);
      done = false;
    } else if (is_folder(given)) {
      options->data_folder = given;
    } else {
      Diag *diag =
          diag_add(shell->diags, E_OPTION_VALUE, nowhere, "`--data %s` names no folder", given);
      diag_help(shell->diags, diag, "for the file of one entity write `--data ENTITY=%s`", given);
      done = false;
    }
  }
  options->data = sources;
  return done;
}

/* How the run is divided: by an option, or for tests the environment. Nothing that comes out
 * depends on it. `out` is left alone where nothing is said. */
static bool division(Shell *shell, OptionId option, const char *variable, size_t most,
                     const char *whole, const char *parts, size_t *out) {
  const char *given = shell_option(shell, option), *environment = getenv(variable);
  const char *text = given ? given : environment;
  if (!text || !*text) return true;
  size_t value;
  if (option_size(text, &value) && value <= most) {
    *out = value;
    return true;
  }
  diag_add(shell->diags, E_OPTION_VALUE, nowhere, "%s has 1 to %zu %s, not `%s`", whole, most,
           parts, text);
  return false;
}

static size_t processors(void) {
  const long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : (size_t)count < THREADS_MOST ? (size_t)count : THREADS_MOST;
}

static bool divide(Shell *shell, RunOptions *options) {
  size_t batch_rows = 0;
  options->threads = processors();
  bool done = division(shell, OPTION_BATCH_ROWS, "STRATA_BATCH_ROWS", BATCH_MOST, "a batch", "rows",
                       &batch_rows);
  done &= division(shell, OPTION_THREADS, "STRATA_THREADS", THREADS_MOST, "a run", "threads",
                   &options->threads);
  done &= division(shell, OPTION_BLOCK_BYTES, "STRATA_BLOCK_BYTES", BLOCK_MOST, "a block", "bytes",
                   &options->block_bytes);
  options->batch_rows = (uint32_t)batch_rows;
  return done;
}

static bool set_params(Shell *shell, Evaluation *e, const Setting *settings, size_t count) {
  ParamValue *values = ARENA_ARRAY(shell->arena, ParamValue, count);
  bool done = true;
  for (size_t i = 0; i < count; i++) {
    bool sound = setting_value(shell, e->image, settings[i], &values[i].param, &values[i].value);
    for (size_t before = 0; before < i && sound; before++) {
      if (values[before].param != values[i].param) continue;
      diag_add(shell->diags, E_SET_TWICE, nowhere, "`%.*s` is set twice",
               TEXT_ARG(settings[i].name));
      sound = false;
    }
    done &= sound;
  }
  e->options.set = values;
  e->options.set_count = count;
  return done;
}

/* --simd, for tests: ordinary registers in place of vectors. */
static SimdLevel simd_level(const Shell *shell) {
  const char *given = shell_option(shell, OPTION_SIMD);
  return given && strcmp(given, "portable") == 0 ? SIMD_PORTABLE : SIMD_AUTO;
}

bool evaluation_options(Shell *shell, const char *path, RunOptions *out) {
  *out = (RunOptions){.rule_folder = file_folder(shell->arena, path).at,
                      .temp_folder = output_spool_folder(),
                      .simd = simd_level(shell),
                      .all_columns = shell_option(shell, OPTION_ALL_COLUMNS) != NULL,
                      .progress = shell->terminal.err ? terminal_progress : NULL,
                      .progress_context = &shell->terminal,
                      .stop = terminal_stop_flag()};
  out->include = include_folders(shell, &out->include_count);
  bool done = as_of(shell, out);
  done &= data(shell, out, path);
  done &= divide(shell, out);
  return done;
}

bool evaluation_prepare(Shell *shell, const char *path, Evaluation *out) {
  shell->least = SEVERITY_WARNING;
  *out = (Evaluation){0};
  Setting *settings;
  size_t count;
  bool done = evaluation_options(shell, path, &out->options);
  done &= load_settings(shell, &settings, &count);
  if (!done) return false;
  bool compiled;
  const char *table = shell_option(shell, OPTION_ENTITY);
  if (table) shell->compilation->table = text_of(table);
  shell->compilation->all_fields = shell_option(shell, OPTION_ALL_COLUMNS) != NULL;
  out->image = load_image(shell, path, settings, count, shell_option(shell, OPTION_FIELDS) != NULL,
                          &compiled);
  if (!out->image) return false;
  return !compiled || set_params(shell, out, settings, count);
}

bool evaluation_spares(Shell *shell, const Run *run) {
  for (size_t i = 0; i < run_image(run)->entities.count; i++) {
    const EntitySummary *entity = &run_summary(run)->entity[i];
    if (entity->read && !shell_spares(shell, text_copy(shell->arena, entity->source).at))
      return false;
  }
  return true;
}

uint32_t evaluation_entity(Shell *shell, const Image *image, uint32_t otherwise) {
  const char *given = shell_option(shell, OPTION_ENTITY);
  if (!given) return otherwise;
  Nearest nearest = nearest_start(text_of(given));
  for (uint32_t i = 0; i < image->entities.count; i++) {
    if (text_equal(image->entities.at[i].name, text_of(given))) return i;
    nearest_offer(&nearest, image->entities.at[i].name);
  }
  Diag *diag = diag_add(shell->diags, E_UNKNOWN_ENTITY, nowhere, "there is no entity `%s`", given);
  Text meant = nearest_found(&nearest);
  if (meant.len) diag_help(shell->diags, diag, "did you mean `%.*s`?", TEXT_ARG(meant));
  return SCHEMA_NONE;
}

AnswerView evaluation_view(const Shell *shell) {
  static const char *const forms[] = {
      [ANSWER_TABLE] = "table", [ANSWER_CSV] = "csv",           [ANSWER_JSON] = "json",
      [ANSWER_JSONL] = "jsonl", [ANSWER_MARKDOWN] = "markdown", [ANSWER_LINE] = "line"};
  AnswerView view = {.width = shell->output.path ? 0 : shell->terminal.width,
                     .colour = shell->terminal.out_colour && !shell->output.path};
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (shell_format_is(shell, forms[i])) view.form = (AnswerForm)i;
  return view;
}
