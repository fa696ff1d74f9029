/* completion.c - what Tab offers.
 *
 * What may stand in a question is the compiler's to say (question/complete.h). This file knows what
 * commands take, which keys there are, and which files.
 */
#include "repl/completion.h"

#include <string.h>

#include "base/folder.h"
#include "question/complete.h"
#include "question/question.h"
#include "repl/candidates.h"
#include "repl/dot.h"
#include "value/literal.h"

typedef struct Offer {
  Repl *repl;
  Arena *arena;
  Candidates candidates;
  Text word;   /* as far as it is written */
  size_t from; /* where it begins in the line */
  Text behind; /* the rest of the line */
} Offer;

static void add(Offer *offer, Text text, Text kind, Text doc, char ending) {
  if (text_starts(text, offer->word))
    candidates_add(offer->arena, &offer->candidates, (Candidate){text, kind, doc, ending});
}

/* ---- Questions ---- */

/* What tells a person which row a key stands for: its first text. */
static uint32_t label_field(const EntitySchema *entity) {
  for (uint32_t f = 0; f < entity->field_count; f++)
    if (entity->fields[f].type.kind == TYPE_TEXT && f != entity->key) return f;
  return SCHEMA_NONE;
}

static void add_keys(Offer *offer, uint32_t entity) {
  const Run *run = session_run(offer->repl->session);
  const Table *table = run_table(run, entity);
  const EntitySchema *schema = &run_image(run)->entities.at[entity];
  const uint32_t label = label_field(schema);
  if (!table || !table->keys) return;
  for (uint32_t row = 0; row < key_index_count(table->keys); row++) {
    const Text key = key_index_text(table->keys, row);
    if (!text_starts(key, offer->word) || candidates_count(&offer->candidates, key)) continue;
    Buffer quoted = buffer_in(offer->arena);
    Scalar name = {0};
    literal_put_text(&quoted, key);
    const Text inside = text_slice(buffer_view(&quoted), 1, quoted.len - 1);
    const bool named = label != SCHEMA_NONE && run_field(run, entity, label, row, &name);
    add(offer, inside, schema->name, named && name.known ? name.text : TEXT(""), '"');
  }
}

/* What is likely to follow a name at once, such as a comma or a dot, decides whether a blank is
 * written behind it. */
static char ending_of(CompletionKind kind) {
  switch (kind) {
  case COMPLETE_KEYWORD:
  case COMPLETE_ENTITY:
  case COMPLETE_PARAM:
    return ' ';
  case COMPLETE_FUNCTION:
    return '(';
  default:
    return 0;
  }
}

static void add_found(Offer *offer, const Completions *found, bool keywords) {
  for (size_t i = 0; i < found->list.count; i++) {
    const Completion *completion = &found->list.at[i];
    if ((completion->kind == COMPLETE_KEYWORD) == keywords)
      add(offer, completion->text, completion->detail, completion->doc,
          ending_of(completion->kind));
  }
}

/* `begun`: the lines above the cursor's; `before`: this one up to it, or what stands behind a
 * command. */
static void offer_question(Offer *offer, Text begun, Text before, size_t base) {
  const Compilation *compilation = session_compilation(offer->repl->session);
  Buffer text = buffer_in(offer->arena);
  buffer_text(&text, begun);
  buffer_text(&text, before);
  const size_t cursor = text.len;
  buffer_text(&text, offer->behind);
  const bool declares = question_is_declaration(compilation, buffer_view(&text));
  Completions found = {0};
  complete_at(compilation, offer->arena, buffer_view(&text), cursor,
              declares ? SYNTAX_FILE : SYNTAX_QUESTIONS, &found);
  if (found.from < begun.len) return;
  offer->word = found.prefix;
  offer->from = base + found.from - begun.len;
  if (found.wants_key && found.in_text) add_keys(offer, found.key_entity);
  /* Where nothing is written yet, the words that a question begins with come before the names. */
  const bool blank = text_strip(buffer_view(&text)).len == 0;
  if (blank) add_found(offer, &found, true);
  add_found(offer, &found, false);
  if (!blank) add_found(offer, &found, true);
  if (found.wants_key && !found.in_text && !found.list.count && !found.prefix.len)
    add(offer, TEXT("\""), TEXT("key"), TEXT(""), 0);
}

/* ---- Commands ---- */

static void add_commands(Offer *offer, const char *dot) {
  for (size_t i = 0; i < DOT_COUNT; i++)
    add(offer, text_of(arena_printf(offer->arena, "%s%s", dot, dot_info[i].name)), TEXT("command"),
        text_of(dot_info[i].summary), *dot_info[i].arguments ? ' ' : 0);
}

static void add_files(Offer *offer) {
  const Text folder = file_folder(offer->arena, text_copy(offer->arena, offer->word).at);
  FolderList list;
  const char *why;
  if (!folder_list(offer->arena, folder.len ? folder.at : ".", &list, &why)) return;
  for (size_t i = 0; i < list.count; i++) {
    const char *path = file_join(offer->arena, folder, text_of(list.at[i].name));
    add(offer, text_of(path), list.at[i].folder ? TEXT("folder") : TEXT("file"), TEXT(""),
        list.at[i].folder ? '/' : ' ');
  }
}

static void add_entities(Offer *offer) {
  const Image *image = run_image(session_run(offer->repl->session));
  for (uint32_t e = 0; e < image->entities.count; e++)
    add(offer, image->entities.at[e].name, TEXT("entity"), image->entities.at[e].doc, 0);
}

static void add_params(Offer *offer) {
  const Image *image = run_image(session_run(offer->repl->session));
  for (uint32_t i = IMAGE_TODAY + 1; i < image->params.count; i++)
    add(offer, image->params.at[i].name, TEXT("parameter"), image->params.at[i].doc, ' ');
}

static void add_names(Offer *offer) {
  const Image *image = run_image(session_run(offer->repl->session));
  add_entities(offer);
  add_params(offer);
  for (uint32_t c = 0; c < image->columns.count; c++) {
    const Declaration *declaration = &image->declarations.at[image->columns.at[c].declaration];
    const bool first = declaration->columns.first == c;
    add(offer, image->columns.at[c].name, TEXT("column"), first ? declaration->doc : TEXT(""), 0);
  }
  for (uint32_t e = 0; e < image->entities.count; e++)
    for (uint32_t f = 0; f < image->entities.at[e].field_count; f++)
      add(offer, image->entities.at[e].fields[f].name, TEXT("field"),
          image->entities.at[e].fields[f].doc, 0);
}

static void add_words(Offer *offer, const char *const *words) {
  for (; *words; words++) add(offer, text_of(*words), TEXT(""), TEXT(""), 0);
}

/* Where the word behind the one at `from` begins. */
static size_t second_word(Text line, size_t from) {
  while (from < line.len && line.at[from] == ' ') from++;
  while (from < line.len && line.at[from] != ' ') from++;
  while (from < line.len && line.at[from] == ' ') from++;
  return from;
}

static DotId dot_of(Text line) {
  for (size_t i = 0; i < DOT_COUNT; i++) {
    const Text name = text_of(dot_info[i].name);
    if (text_starts(text_slice(line, 1, line.len), name) && line.len > name.len + 1 &&
        line.at[name.len + 1] == ' ')
      return (DotId)i;
  }
  return DOT_COUNT;
}

/* Behind the file of `.export`, or of a command with a question alone. */
static void offer_question_at(Offer *offer, Text line, size_t at, size_t base) {
  offer_question(offer, TEXT(""), text_slice(line, at, line.len), base + at);
}

/* A line that begins with a dot. */
static void offer_command(Offer *offer, Text line, size_t base) {
  static const char *const forms[] = {"table", "line", "csv", "json", "jsonl", "markdown", NULL};
  static const char *const switches[] = {"on", "off", NULL};
  size_t word = line.len;
  while (word > 0 && line.at[word - 1] != ' ' && line.at[word - 1] != '\t') word--;
  offer->word = text_slice(line, word, line.len);
  offer->from = base + word;
  size_t words = 0;
  for (size_t i = 1; i < word; i++) words += line.at[i] == ' ' && line.at[i - 1] != ' ';
  const DotId command = dot_of(line);
  const size_t behind = command < DOT_COUNT ? strlen(dot_info[command].name) + 2 : 0;
  switch (command) {
  case DOT_COUNT:
    if (!word) add_commands(offer, ".");
    break;
  case DOT_plot:
    offer_question_at(offer, line, behind, base);
    break;
  case DOT_export:
    if (words == 1)
      add_files(offer);
    else
      offer_question_at(offer, line, second_word(line, behind), base);
    break;
  case DOT_save:
    if (words == 1) add(offer, TEXT("test"), TEXT("an account as a test"), TEXT(""), ' ');
    add_files(offer);
    break;
  case DOT_load:
  case DOT_data:
  case DOT_output:
    add_files(offer);
    break;
  case DOT_schema:
  case DOT_columns:
    add_entities(offer);
    break;
  case DOT_describe:
    add_names(offer);
    break;
  case DOT_set:
  case DOT_param:
    if (words == 1) add_params(offer);
    break;
  case DOT_mode:
    add_words(offer, forms);
    break;
  case DOT_timer:
    add_words(offer, switches);
    break;
  case DOT_help:
    add_commands(offer, "");
    break;
  default:
    break;
  }
}

/* ---- Tab ---- */

static void replace(const Offer *offer, LineCompletion *out) {
  const Candidates *candidates = &offer->candidates;
  const Text common = candidates->common;
  if (!candidates->list.count) return;
  const bool only = candidates->list.count == 1 && !candidates->more;
  if (!only && common.len <= offer->word.len) return;
  Buffer text = buffer_in(offer->arena);
  buffer_text(&text, common);
  if (only && candidates->list.at[0].ending) buffer_char(&text, candidates->list.at[0].ending);
  if (text_equal(buffer_view(&text), offer->word)) return;
  *out = (LineCompletion){.replaces = true, .from = offer->from, .replacement = buffer_view(&text)};
}

void completion_offer(void *context, Arena *arena, Text before, Text behind, bool again,
                      LineCompletion *out) {
  Repl *repl = context;
  Offer offer = {.repl = repl, .arena = arena, .behind = behind};
  const Text begun = statements_begun(repl->statements);
  size_t blanks = 0;
  while (blanks < before.len && before.at[blanks] == ' ') blanks++;
  const Text line = text_slice(before, blanks, before.len);
  if (!begun.len && text_starts(line, TEXT(".")))
    offer_command(&offer, line, blanks);
  else
    offer_question(&offer, begun, before, 0);
  replace(&offer, out);
  if (out->replaces || !again || !offer.candidates.list.count) return;
  Terminal *terminal = &repl->shell->terminal;
  Buffer listing = buffer_in(arena);
  terminal_measure(terminal);
  candidates_list(&offer.candidates, terminal->width, terminal->height, terminal->out_colour,
                  &listing);
  out->listing = buffer_view(&listing);
}
