/* session.c - the layers of a session, and what becomes of them when memory runs out. */
#include "shell/evaluate.h"
#include "shell/session_impl.h"

/* ---- Layers --------------------------------------------------------------------------------- */

static void free_layer(Layer *layer) {
  arena_free(layer->arena);
  *layer = (Layer){0};
}

static void free_question(Session *session) {
  arena_free(session->question);
  session->question = NULL;
}

/* What was made last is freed first: it looks into what is below. */
static void free_all(void *context) {
  Session *session = context;
  free_question(session);
  free_layer(&session->next);
  free_layer(&session->state);
  free_layer(&session->adopted);
  free_layer(&session->loaded);
  arena_free(session->arena);
}

static Arena *new_arena(Session *session) {
  Arena *arena = arena_beside(session->shell->arena);
  if (!arena) arena_fail(session->shell->arena);
  return arena;
}

const Layer *session_rules(const Session *session) {
  return session->adopted.arena ? &session->adopted : &session->loaded;
}

const Layer *session_top(const Session *session) {
  return session->state.arena ? &session->state : session_rules(session);
}

void session_replace(Session *session, Layer *layer) {
  const Layer next = session->next;
  session->next = (Layer){0};
  free_layer(&session->state);
  if (layer != &session->state) free_layer(&session->adopted);
  if (layer == &session->loaded) free_layer(&session->loaded);
  *layer = next;
}

/* ---- Memory --------------------------------------------------------------------------------- */

static void begin(Session *session, bool builds) {
  free_question(session);
  free_layer(&session->next);
  session->question = new_arena(session);
  if (builds) session->next.arena = new_arena(session);
}

void session_show(Session *session, Compilation *compilation) {
  session->shell->compilation = compilation;
  session->shell->diags = compilation->diags;
}

/* What is printed from, until something else is said. */
static void empty_sink(Session *session) {
  Compilation *shown = ARENA_NEW(session->question, Compilation);
  if (session->loaded.arena)
    *shown = *session_rules(session)->compilation;
  else
    shown->sources = source_map_new(session->question);
  shown->diags = diag_sink_new(session->question);
  session_show(session, shown);
}

static void out_of_memory(Session *session) {
  begin(session, false);
  if (!ARENA_TRY(session->question)) arena_fail(session->shell->arena);
  empty_sink(session);
  DiagSink *diags = session->shell->diags;
  Diag *diag = diag_add(diags, E_OUT_OF_MEMORY, (Span){0, 0}, "out of memory");
  if (arena_hit_limit(session->shell->arena))
    diag_help(diags, diag, "raise the limit given with --max-memory");
}

/* Nothing that changes may be local here: after a jump it would be lost. */
static bool guarded(Session *session, SessionWork *work, void *context) {
  Arena *const arenas[] = {session->arena,       session->loaded.arena, session->adopted.arena,
                           session->state.arena, session->next.arena,   session->question};
  for (volatile size_t i = 0; i < sizeof arenas / sizeof *arenas; i++) {
    if (!arenas[i] || ARENA_TRY(arenas[i])) continue;
    out_of_memory(session);
    return false;
  }
  empty_sink(session);
  return work(session, context);
}

bool session_guard(Session *session, bool builds, SessionWork *work, void *context) {
  begin(session, builds);
  return guarded(session, work, context);
}

/* ---- Beginning and end ---------------------------------------------------------------------- */

static bool open_work(Session *session, void *context) {
  Shell *shell = session->shell;
  (void)context;
  bool done = evaluation_options(shell, session->path, &session->options);
  done &= load_settings(shell, &session->given, &session->given_count);
  session->today = session->options.today;
  return done && session_load(session);
}

Session *session_open(Shell *shell, const char *path) {
  Arena *arena = arena_beside(shell->arena);
  if (!arena) arena_fail(shell->arena);
  /* Taken from the shell's arena, whose end is the session's. */
  Session *session = ARENA_NEW(shell->arena, Session);
  *session = (Session){.shell = shell, .arena = arena, .path = path};
  arena_defer(shell->arena, free_all, session);
  session->subject = buffer_in(arena);
  shell->least = SEVERITY_WARNING;
  if (!session_guard(session, true, open_work, NULL)) return NULL;
  session_replace(session, &session->loaded);
  return session;
}

void session_close(Session *session) { arena_close(session->shell->arena, session); }

/* ---- What it is now ------------------------------------------------------------------------- */

Run *session_run(const Session *session) { return session_top(session)->run; }
Run *session_loaded(const Session *session) { return session->loaded.run; }
Compilation *session_compilation(const Session *session) {
  return session_rules(session)->compilation;
}
DiagSink *session_diags(const Session *session) { return session->shell->diags; }
const char *session_path(const Session *session) { return session->path; }
SessionSubject session_subject(const Session *session) { return session->about; }
size_t session_declarations(const Session *session, const Text **texts) {
  *texts = session->added.at;
  return session->added.count;
}
