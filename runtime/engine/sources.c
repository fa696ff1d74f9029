/* sources.c - where the rows of an entity are.
 *
 *   --data ENTITY=SOURCE               as it was given
 *   `from "NAME"`                      NAME in --data DIR, then beside the rule file
 *   otherwise                          ENTITY.csv, ENTITYs.csv in the same places
 *
 * What stands in a rule file may not lead out of the folder that it is looked up in: rule files
 * come from elsewhere. --include allows more folders. What was given on the command line may lead
 * anywhere.
 */
#include <string.h>

#include "base/file.h"
#include "engine/run_impl.h"

/* The places tried so far, for the message. */
typedef struct Search {
  Run *run;
  SourcePath *out;
  Buffer tried;
  bool outside;
} Search;

static bool may_be_read(const RunOptions *options, Text folder, const char *path) {
  bool may = file_is_inside(folder, path);
  for (size_t i = 0; !may && i < options->include_count; i++)
    may = file_is_inside(text_of(options->include[i]), path);
  return may;
}

/* Whether there is such a file; where it lies outside of the folder, that is noted. */
static bool try_file(Search *search, Text folder, Text name) {
  char *path = file_join(search->run->arena, folder, name);
  if (search->tried.len) buffer_str(&search->tried, ", ");
  buffer_printf(&search->tried, "`%s`", path);
  if (!file_exists(path)) return false;
  if (!may_be_read(&search->run->options, folder, path)) {
    search->outside = true;
    return false;
  }
  *search->out = (SourcePath){.path = path, .name = text_of(path)};
  return true;
}

static bool try_name(Search *search, Text name) {
  const RunOptions *options = &search->run->options;
  if (options->data_folder && try_file(search, text_of(options->data_folder), name)) return true;
  return try_file(search, text_of(options->rule_folder), name);
}

static bool try_default(Search *search, Text entity) {
  const RunOptions *options = &search->run->options;
  Arena *arena = search->run->arena;
  const Text one = text_of(arena_printf(arena, "%.*s.csv", TEXT_ARG(entity)));
  const Text many = text_of(arena_printf(arena, "%.*ss.csv", TEXT_ARG(entity)));
  const Text data = text_of(options->data_folder), rules = text_of(options->rule_folder);
  if (options->data_folder && (try_file(search, data, one) || try_file(search, data, many)))
    return true;
  return try_file(search, rules, one) || try_file(search, rules, many);
}

static bool complain(Search *search, Text entity, bool of_rules) {
  Run *run = search->run;
  const Text tried = buffer_view(&search->tried);
  Diag *diag;
  if (search->outside)
    diag = diag_add(run->diags, E_SOURCE_OUTSIDE, (Span){0},
                    "the data of `%.*s` lies outside of the folder of its rules (%.*s)",
                    TEXT_ARG(entity), TEXT_ARG(tried));
  else
    diag =
        diag_add(run->diags, E_NO_SOURCE, (Span){0}, "there is no data for `%.*s`: not found %.*s",
                 TEXT_ARG(entity), TEXT_ARG(tried));
  if (of_rules)
    diag_help(run->diags, diag, "a test names files beside the rule file, or below its folder");
  else
    diag_help(run->diags, diag, "name the file: --data %.*s=FILE", TEXT_ARG(entity));
  return false;
}

static bool take_standard_input(Run *run, Text entity, SourcePath *out) {
  if (run->standard_input) {
    diag_add(run->diags, E_SOURCE_TWICE, (Span){0},
             "`%.*s` is to be read from standard input, and so is another entity",
             TEXT_ARG(entity));
    return false;
  }
  run->standard_input = true;
  *out = (SourcePath){.path = "-", .name = TEXT("standard input")};
  return true;
}

/* What --data says of the entity; the last counts. */
static const DataSource *given_source(const Run *run, Text entity) {
  const DataSource *source = NULL;
  for (size_t i = 0; i < run->options.data_count; i++)
    if (text_equal(run->options.data[i].entity, entity)) source = &run->options.data[i];
  return source;
}

bool source_find(Run *run, uint32_t entity, SourcePath *out) {
  const EntitySchema *schema = &run->image->entities.at[entity];
  const DataSource *source = given_source(run, schema->name);
  if (source && !source->path) {
    *out = (SourcePath){.name = TEXT("given rows"), .content = source->content};
    return true;
  }
  Search search = {.run = run, .out = out, .tried = buffer_in(run->arena)};
  if (source && source->of_rules)
    return try_name(&search, text_of(source->path)) || complain(&search, schema->name, true);
  const char *given = source ? source->path : NULL;
  if (given && strcmp(given, "-") != 0) {
    *out = (SourcePath){.path = given, .name = text_of(given)};
    return true;
  }
  if (given || text_equal(schema->source, TEXT("-")))
    return take_standard_input(run, schema->name, out);
  const bool found =
      schema->source.len ? try_name(&search, schema->source) : try_default(&search, schema->name);
  return found || complain(&search, schema->name, false);
}

static bool is_entity(const Image *image, Text name) {
  for (size_t e = 1; e < image->entities.count; e++)
    if (text_equal(image->entities.at[e].name, name)) return true;
  return false;
}

bool source_check_options(Run *run) {
  bool ok = true;
  for (size_t i = 0; i < run->options.data_count; i++) {
    const Text name = run->options.data[i].entity;
    if (is_entity(run->image, name)) continue;
    Nearest nearest = nearest_start(name);
    for (size_t e = 1; e < run->image->entities.count; e++)
      nearest_offer(&nearest, run->image->entities.at[e].name);
    const Text meant = nearest_found(&nearest);
    Diag *diag = diag_add(run->diags, E_NO_ENTITY, (Span){0},
                          "--data names `%.*s`, which is no entity of the program",
                          TEXT_ARG(text_printable(run->arena, name)));
    if (meant.len) diag_help(run->diags, diag, "did you mean `%.*s`?", TEXT_ARG(meant));
    ok = false;
  }
  return ok;
}
