/* session_impl.h - what the parts of a session share.
 *
 *   session.c         its layers, and memory that runs out
 *   session_build.c   making a layer: rules, data, parameters
 *   session_ask.c     questions answered, declarations taken in
 */
#ifndef SHELL_SESSION_IMPL_H
#define SHELL_SESSION_IMPL_H

#include "engine/derive.h"
#include "shell/session.h"

/* Rules and a run of them, or (no compilation) another run of the layer below. */
typedef struct Layer {
  Arena *arena; /* NULL: the layer is not there */
  Compilation *compilation;
  Text content;          /* of the rule file, when it was compiled */
  const ParamValue *set; /* what differs from the image's defaults */
  size_t set_count;
  Run *run;
} Layer;

struct Session {
  Shell *shell;
  Arena *arena;       /* of what lasts as long as the session */
  const char *path;   /* of the rule file */
  VEC(Text) added;    /* declarations taken in */
  RunOptions options; /* of the command line, and */
  Setting *given;     /* its --set */
  size_t given_count;
  VEC(Setting) set; /* parameters set since, in order; of each the last */
  int32_t today;
  Layer loaded, adopted, state;
  Layer next;      /* under construction */
  Arena *question; /* of the operation under work, and of what it left to be printed */
  Buffer subject;  /* the key of the row asked about last */
  SessionSubject about;
};

/* An operation on a session; `context` is its own. */
typedef bool SessionWork(Session *session, void *context);
/* Does the work with a new arena for what is gone by the next operation, and an empty sink in
 * shell->diags; `builds`: and with one for session->next, which also goes then unless it has become
 * a layer. Where memory runs out, in whichever layer, both are freed, a diagnostic says so, and the
 * result is false. */
bool session_guard(Session *session, bool builds, SessionWork *work, void *context);

/* The compilation whose sources and diagnostics are printed. */
void session_show(Session *session, Compilation *compilation);
/* The layer that questions are asked of, and the one that has its compilation. */
const Layer *session_top(const Session *session);
const Layer *session_rules(const Session *session);
/* `next` takes the place of a layer; what lay on it is freed. */
void session_replace(Session *session, Layer *layer);

/* --- session_build.c --- */

/* Reads the file and the data: into `next`. */
bool session_load(Session *session);
/* What holds now, for a run of the image, which extends that of the rules. */
Derivation session_derivation(const Session *session, const Image *image);
/* Takes a declaration in. */
bool session_declare(Session *session, Text text);

#endif
