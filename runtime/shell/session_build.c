/* session_build.c - the layers of a session made: rules compiled, data read or taken over. */
#include "shell/load.h"
#include "shell/session_impl.h"

/* Questions may ask for any field. */
static bool compile(Session *session, Text content) {
  Layer *next = &session->next;
  Compilation *c = next->compilation = compile_new(next->arena);
  c->all_fields = true;
  c->resolver = module_resolver(session->shell, session->path);
  session_show(session, c);
  return compile_text(c, text_of(session->path), content, session->given, session->given_count,
                      COMPILE_IMAGE);
}

static bool read_data(Session *session) {
  Layer *next = &session->next;
  RunOptions options = session->options;
  options.whole = true;
  options.today = session->today;
  next->run =
      engine_run(next->arena, next->compilation->image, &options, NULL, next->compilation->diags);
  terminal_progress_end(&session->shell->terminal);
  return next->run != NULL;
}

bool session_load(Session *session, Text content) {
  return compile(session, content) && read_data(session);
}
