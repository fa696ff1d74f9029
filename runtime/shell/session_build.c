/* session_build.c - the layers of a session made: rules compiled, data read or taken over,
 * parameters and the day set. */
#include "question/question.h"
#include "shell/evaluate.h"
#include "shell/load.h"
#include "shell/session_impl.h"

/* ---- Rules ---------------------------------------------------------------------------------- */

/* The file as it is now. */
static bool read_rules(Session *session) {
  Layer *next = &session->next;
  Shell shell = *session->shell;
  shell.arena = next->arena;
  if (!load_file(&shell, session->path, &next->content)) return false;
  if (!image_is(next->content)) return true;
  Diag *diag = diag_add(shell.diags, E_NEEDS_RULE_FILE, (Span){0, 0}, "`%s` is a compiled file",
                        session->path);
  diag_help(shell.diags, diag, "questions are asked of the rule file that it was made from");
  return false;
}

/* Questions may ask for any field. */
static bool compile(Session *session) {
  Layer *next = &session->next;
  Compilation *c = next->compilation = compile_new(next->arena);
  c->all_fields = true;
  c->resolver = module_resolver(session->shell, session->path);
  for (size_t i = 0; i < session->added.count; i++)
    *VEC_PUSH(c->arena, &c->added) = session->added.at[i];
  session_show(session, c);
  if (!compile_text(c, text_of(session->path), next->content, session->given, session->given_count,
                    COMPILE_IMAGE))
    return false;
  Shell shell = *session->shell;
  shell.arena = next->arena;
  shell.allowed = allow_list_new(next->arena);
  load_allowed(&shell, c);
  return true;
}

/* ---- Parameters ----------------------------------------------------------------------------- */

/* A value is typed as in `what if`, which knows all there is to say of it. */
static bool set_param(Session *session, const Compilation *c, const Setting *setting,
                      ParamValue *out) {
  const Text text = text_of(arena_printf(session->question, "what if %.*s = %.*s",
                                         TEXT_ARG(setting->name), TEXT_ARG(setting->expression)));
  Questions questions = {0};
  const bool done = question_compile(c, session->question, TEXT("set"), text, &questions);
  Compilation *shown = ARENA_NEW(session->question, Compilation);
  *shown = *c;
  shown->sources = questions.sources;
  shown->diags = questions.diags;
  session_show(session, shown);
  if (!done) return false;
  const QuestionChange *change = &questions.list.at[0].changes.at[0];
  *out = (ParamValue){change->index, change->value};
  if (out->value.type.kind == TYPE_TEXT && out->value.known)
    out->value.text = text_copy(session->next.arena, out->value.text);
  return true;
}

static bool set_params(Session *session, const Compilation *c) {
  Layer *next = &session->next;
  ParamValue *set = ARENA_ARRAY(next->arena, ParamValue, session->set.count);
  next->set = set;
  next->set_count = session->set.count;
  for (size_t i = 0; i < session->set.count; i++)
    if (!set_param(session, c, &session->set.at[i], &set[i])) return false;
  return true;
}

/* ---- Runs ----------------------------------------------------------------------------------- */

static Derivation derivation(const Session *session, const Layer *layer, const Image *image) {
  return (Derivation){.image = image,
                      .today = session->today,
                      .set = layer->set,
                      .set_count = layer->set_count,
                      .threads = session->options.threads,
                      .batch_rows = session->options.batch_rows,
                      .stop = session->options.stop};
}

Derivation session_derivation(const Session *session, const Image *image) {
  return derivation(session, session_top(session), image);
}

static bool read_data(Session *session) {
  Layer *next = &session->next;
  RunOptions options = session->options;
  options.whole = true;
  options.today = session->today;
  options.set = next->set;
  options.set_count = next->set_count;
  next->run =
      engine_run(next->arena, next->compilation->image, &options, NULL, session->shell->diags);
  terminal_progress_end(&session->shell->terminal);
  return next->run && evaluation_spares(session->shell, next->run);
}

bool session_load(Session *session) {
  return read_rules(session) && compile(session) && read_data(session);
}

/* ---- Rules over the data that is there ------------------------------------------------------ */

typedef struct Rebuilding {
  bool rereads; /* the file is read from where it lies */
  bool reads;   /* so is the data, because the fields differ */
} Rebuilding;

static bool rebuild_work(Session *session, void *context) {
  Rebuilding *r = context;
  Layer *next = &session->next;
  if (!r->rereads)
    next->content = text_copy(next->arena, session_rules(session)->content);
  else if (!read_rules(session))
    return false;
  if (!compile(session) || !set_params(session, next->compilation)) return false;
  const Derivation what = derivation(session, next, next->compilation->image);
  session_show(session, next->compilation);
  next->run = run_adopt(next->arena, session->loaded.run, next->compilation->image, &what,
                        &r->reads, next->compilation->diags);
  if (next->run || !r->reads) return next->run != NULL;
  return read_data(session);
}

static bool rebuild(Session *session, Rebuilding *r) {
  if (!session_guard(session, true, rebuild_work, r)) return false;
  session_replace(session, r->reads ? &session->loaded : &session->adopted);
  return true;
}

bool session_reload(Session *session, bool *reads_again) {
  Rebuilding r = {.rereads = true};
  const bool done = rebuild(session, &r);
  *reads_again = r.reads;
  return done;
}

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Behind blanks and comments. */
static Text skip(Text text) {
  text = text_strip(text);
  while (text.len && text.at[0] == '#') {
    size_t end = 0;
    while (end < text.len && text.at[end] != '\n') end++;
    text = text_strip(text_slice(text, end, text.len));
  }
  return text;
}

static Text word(Text text) {
  size_t end = 0;
  while (end < text.len && is_word(text.at[end])) end++;
  return text_slice(text, 0, end);
}

/* "big" of `measure big = …`. */
static Text declared_name(Text text) {
  text = skip(text);
  return word(skip(text_slice(text, word(text).len, text.len)));
}

static size_t find_declaration(const Session *session, Text name) {
  size_t i = 0;
  while (i < session->added.count && !text_equal(declared_name(session->added.at[i]), name)) i++;
  return i;
}

bool session_declare(Session *session, Text text) {
  Arena *arena = session->shell->arena;
  const size_t at = find_declaration(session, declared_name(text)), count = session->added.count;
  if (at == count) *VEC_PUSH(arena, &session->added) = TEXT("");
  const Text before = session->added.at[at];
  session->added.at[at] = text_copy(arena, text);
  Rebuilding r = {0};
  if (rebuild(session, &r)) return true;
  session->added.at[at] = before;
  session->added.count = count;
  return false;
}

/* ---- Another day, other parameters ---------------------------------------------------------- */

static bool state_work(Session *session, void *context) {
  const Layer *rules = session_rules(session);
  Layer *next = &session->next;
  (void)context;
  if (!set_params(session, rules->compilation)) return false;
  const Derivation what = derivation(session, next, rules->compilation->image);
  next->run = run_derive(next->arena, rules->run, &what, session->shell->diags);
  return next->run != NULL;
}

static bool restate(Session *session) {
  if (!session_guard(session, true, state_work, NULL)) return false;
  session_replace(session, &session->state);
  return true;
}

bool session_as_of(Session *session, int32_t day) {
  const int32_t before = session->today;
  session->today = day;
  if (restate(session)) return true;
  session->today = before;
  return false;
}

static size_t find_setting(const Session *session, Text name) {
  size_t i = 0;
  while (i < session->set.count && !text_equal(session->set.at[i].name, name)) i++;
  return i;
}

bool session_set(Session *session, Text name, Text expression) {
  const size_t at = find_setting(session, name), count = session->set.count;
  Arena *arena = session->shell->arena;
  if (at == count) *VEC_PUSH(arena, &session->set) = (Setting){0};
  const Setting before = session->set.at[at];
  session->set.at[at] = (Setting){text_copy(arena, name), text_copy(arena, expression)};
  if (restate(session)) return true;
  session->set.at[at] = before;
  session->set.count = count;
  return false;
}
