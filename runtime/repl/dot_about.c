/* dot_about.c - .schema, .columns, .describe: what there is to ask about. */
#include <string.h>

#include "repl/dot.h"
#include "repl/list.h"
#include "sema/program.h"

static Program *program_of(const Repl *repl) { return session_compilation(repl->session)->program; }

/* "acme.strata:57". */
static void put_place(const Repl *repl, Buffer *out, const Node *node) {
  const Place place = source_place(program_of(repl)->sources, node->span.lo);
  if (place.line) buffer_printf(out, " (%.*s:%u)", TEXT_ARG(place.file), place.line);
  buffer_char(out, '\n');
}

/* As it stands in the file. Its first line may stand to the right there; the others do as in the
 * file. */
static void put_source(const Repl *repl, Buffer *out, const Node *node) {
  const Text text = source_text(program_of(repl)->sources, node->span);
  size_t from = 0;
  for (size_t i = 0; i <= text.len; i++) {
    if (i < text.len && text.at[i] != '\n') continue;
    buffer_text(out, text_printable(repl->work, text_slice(text, from, i)));
    buffer_char(out, '\n');
    from = i + 1;
  }
}

/* The entity of that name; SCHEMA_NONE after a report. */
static uint32_t entity_named(Repl *repl, Text name) {
  const Program *program = program_of(repl);
  Nearest nearest = nearest_start(name);
  for (uint32_t e = 0; e < program->entities.count; e++) {
    if (text_equal(program->entities.at[e].name, name)) return e;
    nearest_offer(&nearest, program->entities.at[e].name);
  }
  const Text meant = nearest_found(&nearest);
  const char *help =
      meant.len ? arena_printf(repl->work, "did you mean `%.*s`?", TEXT_ARG(meant)) : NULL;
  repl_refuse(repl, E_UNKNOWN_ENTITY, name, help, "there is no entity `%.*s`", TEXT_ARG(name));
  return SCHEMA_NONE;
}

static void between(Buffer *out) {
  if (out->len) buffer_char(out, '\n');
}

/* ---- .schema ---- */

static void put_entity(Repl *repl, Buffer *out, uint32_t entity) {
  const Node *node = program_of(repl)->entity_nodes.at[entity];
  if (node) put_source(repl, out, node);
}

bool dot_schema(Repl *repl, Text argument) {
  const Program *program = program_of(repl);
  Buffer out = buffer_in(repl->work);
  if (argument.len) {
    const uint32_t entity = entity_named(repl, argument);
    if (entity == SCHEMA_NONE) return false;
    put_entity(repl, &out, entity);
    if (entity == IMAGE_PROGRAM)
      buffer_str(&out,
                 "The program as a whole has no fields; `.columns program` lists its columns.\n");
  }
  for (uint32_t e = IMAGE_PROGRAM + 1; e < program->entities.count && !argument.len; e++) {
    between(&out);
    put_entity(repl, &out, e);
  }
  repl_tell(repl, buffer_view(&out));
  return true;
}

/* ---- .columns ---- */

/* "strategic, key, standard" of an enumeration, else the type's name. */
static Text type_words(const Repl *repl, Type type) {
  const Program *program = program_of(repl);
  return type.kind == TYPE_ENUM ? TEXT("") : type_text(repl->work, program, type, false);
}

static Text members_of(const Repl *repl, Type type) {
  Buffer out = buffer_in(repl->work);
  if (type.kind != TYPE_ENUM) return TEXT("");
  const EnumSchema *members = &program_of(repl)->enums.at[type.of];
  for (uint32_t i = 0; i < members->count; i++)
    buffer_printf(&out, "%s%.*s", i ? ", " : "", TEXT_ARG(members->members[i].name));
  return buffer_view(&out);
}

static void put_column(const Repl *repl, List *list, uint32_t index) {
  const Image *image = run_image(session_run(repl->session));
  const Column *column = &image->columns.at[index];
  const Declaration *declaration = &image->declarations.at[column->declaration];
  const bool is_part = declaration->columns.first != index;
  const Text type = type_words(repl, column->type), members = members_of(repl, column->type);
  const Text doc = is_part ? TEXT("") : declaration->doc;
  Buffer about = buffer_in(repl->work);
  buffer_printf(&about, doc.len ? "%.*s (" : "%.*s", TEXT_ARG(doc));
  buffer_printf(&about, "%.*s%.*s%s", TEXT_ARG(type), TEXT_ARG(members), doc.len ? ")" : "");
  const char *name =
      arena_printf(repl->work, "%s%.*s", is_part ? "  " : "", TEXT_ARG(column->name));
  const Text cells[] = {text_of(name),
                        is_part ? TEXT("") : text_of(declaration_kind_name[declaration->kind]),
                        buffer_view(&about)};
  const Paint paint = is_part ? PAINT_FAINT : PAINT_PLAIN;
  const Paint paints[] = {paint, PAINT_FAINT, paint};
  list_row(list, cells, paints);
}

static void put_columns(const Repl *repl, Buffer *out, uint32_t entity) {
  const Image *image = run_image(session_run(repl->session));
  const AnswerView view = repl_view(repl);
  List *list = list_new(repl->work, 3, &view);
  bool any = false;
  for (uint32_t c = 0; c < image->columns.count; c++) {
    if (image->declarations.at[image->columns.at[c].declaration].entity != entity) continue;
    put_column(repl, list, c);
    any = true;
  }
  if (!any) return;
  between(out);
  paint_text(out, image->entities.at[entity].name, PAINT_STRONG, view.colour);
  buffer_char(out, '\n');
  list_print(out, list, 2);
}

bool dot_columns(Repl *repl, Text argument) {
  const Program *program = program_of(repl);
  Buffer out = buffer_in(repl->work);
  uint32_t only = SCHEMA_NONE;
  if (argument.len) {
    only = entity_named(repl, argument);
    if (only == SCHEMA_NONE) return false;
  }
  for (uint32_t e = IMAGE_PROGRAM + 1; e < program->entities.count; e++)
    if (!argument.len || e == only) put_columns(repl, &out, e);
  if (!argument.len || only == IMAGE_PROGRAM) put_columns(repl, &out, IMAGE_PROGRAM);
  if (!out.len) buffer_str(&out, "No column is declared.\n");
  repl_tell(repl, buffer_view(&out));
  return true;
}

/* ---- .describe ---- */

static void put_doc(const Repl *repl, Buffer *out, Text doc) {
  if (!doc.len) return;
  buffer_text(out, text_printable(repl->work, doc));
  buffer_char(out, '\n');
}

/* What its values are in this data, as an ordinary question tells it. */
static void put_values(Repl *repl, Buffer *out, uint32_t entity, Text name, Type type) {
  const Text of = program_of(repl)->entities.at[entity].name;
  AnswerView view = repl_view(repl);
  Buffer question = buffer_in(repl->work);
  switch (type.kind) {
  case TYPE_ENUM:
  case TYPE_BOOL:
    buffer_printf(&question, "show count() of %.*s by %.*s", TEXT_ARG(of), TEXT_ARG(name));
    view.form = ANSWER_TABLE;
    break;
  case TYPE_INTEGER:
  case TYPE_NUMBER:
  case TYPE_PERCENT:
  case TYPE_MONEY:
  case TYPE_DATE:
  case TYPE_SCORE:
    buffer_printf(&question,
                  "show count(%.*s where %.*s is known), count(%.*s where %.*s is missing), "
                  "min(%.*s), max(%.*s) of %.*s",
                  TEXT_ARG(of), TEXT_ARG(name), TEXT_ARG(of), TEXT_ARG(name), TEXT_ARG(name),
                  TEXT_ARG(name), TEXT_ARG(of));
    view.form = ANSWER_LINE;
    break;
  default:
    return;
  }
  if (entity == IMAGE_PROGRAM) {
    buffer_clear(&question);
    buffer_printf(&question, "program.%.*s", TEXT_ARG(name));
    view.form = ANSWER_LINE;
  }
  Buffer values = buffer_in(repl->work);
  /* Not every column can be asked for in this way; that is no mistake of the reader's. */
  if (!session_ask(repl->session, TEXT("describe"), buffer_view(&question), &view, &values)) return;
  buffer_char(out, '\n');
  buffer_text(out, buffer_view(&values));
}

static void describe_column(Repl *repl, Buffer *out, uint32_t index) {
  const Image *image = run_image(session_run(repl->session));
  const Column *column = &image->columns.at[index];
  const Declaration *declaration = &image->declarations.at[column->declaration];
  const Program *program = program_of(repl);
  const Node *node = NULL;
  for (size_t i = 0; i < program->columns.count && !node; i++)
    if (text_equal(program->columns.at[i].name, declaration->name))
      node = program->columns.at[i].node;
  const bool is_part = declaration->columns.first != index;
  between(out);
  buffer_printf(out, "%.*s: %s%s of %.*s", TEXT_ARG(column->name), is_part ? "part of a " : "",
                declaration_kind_name[declaration->kind],
                TEXT_ARG(program->entities.at[declaration->entity].name));
  const Text members = members_of(repl, column->type);
  const Text type = type_words(repl, column->type);
  buffer_printf(out, ", %.*s%.*s", TEXT_ARG(type), TEXT_ARG(members));
  if (node)
    put_place(repl, out, node);
  else
    buffer_char(out, '\n');
  put_doc(repl, out, declaration->doc);
  if (declaration->owner.len) {
    buffer_str(out, "Owner: ");
    put_doc(repl, out, declaration->owner);
  }
  if (node) {
    buffer_char(out, '\n');
    put_source(repl, out, node);
  }
  put_values(repl, out, declaration->entity, column->name, column->type);
}

static void describe_entity(Repl *repl, Buffer *out, uint32_t entity) {
  between(out);
  put_entity(repl, out, entity);
}

static void describe_field(Repl *repl, Buffer *out, uint32_t entity, uint32_t index) {
  const Program *program = program_of(repl);
  const FieldSchema *field = &program->entities.at[entity].fields[index];
  const Text type = type_text(repl->work, program, field->type, false);
  between(out);
  buffer_printf(out, "%.*s: field of %.*s, %.*s%s%s%s\n", TEXT_ARG(field->name),
                TEXT_ARG(program->entities.at[entity].name), TEXT_ARG(type),
                field->key ? ", the key" : "", field->required ? ", required" : "",
                field->fixed ? ", fixed" : "");
  put_doc(repl, out, field->doc);
  if (field->header.len) {
    buffer_printf(out, "In the data: %.*s\n", TEXT_ARG(text_printable(repl->work, field->header)));
  }
  put_values(repl, out, entity, field->name, field->type);
}

static void describe_param(Repl *repl, Buffer *out, const DeclaredParam *param) {
  const Text type = type_text(repl->work, program_of(repl), param->type, false);
  between(out);
  buffer_printf(out, "%.*s: parameter, %.*s", TEXT_ARG(param->name), TEXT_ARG(type));
  put_place(repl, out, param->node);
  put_doc(repl, out, param->doc);
  buffer_char(out, '\n');
  put_source(repl, out, param->node);
}

static void describe_builtin(Buffer *out, Text name) {
  static const struct {
    const char *name, *doc;
  } functions[] = {
#define X(id, name, least, most, doc) {name, doc},
#include "sema/builtins.def"
#undef X
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (text_equal(name, text_of(functions[i].name))) {
      between(out);
      buffer_printf(out, "%s: function: %s\n", functions[i].name, functions[i].doc);
    }
}

/* "owner.name" is the field of what `owner` refers to; what counts is its last name. */
static Text last_name(const Repl *repl, Text name) {
  const Image *image = run_image(session_run(repl->session));
  for (uint32_t c = 0; c < image->columns.count; c++)
    if (text_equal(image->columns.at[c].name, name)) return name;
  size_t dot = name.len;
  while (dot > 0 && name.at[dot - 1] != '.') dot--;
  return text_slice(name, dot, name.len);
}

/* Names in several places are all told. */
static void describe(Repl *repl, Buffer *out, Text name) {
  const Image *image = run_image(session_run(repl->session));
  const Program *program = program_of(repl);
  for (uint32_t c = 0; c < image->columns.count; c++)
    if (text_equal(image->columns.at[c].name, name)) describe_column(repl, out, c);
  for (size_t i = 0; i < program->params.count; i++)
    if (text_equal(program->params.at[i].name, name))
      describe_param(repl, out, &program->params.at[i]);
  for (uint32_t e = IMAGE_PROGRAM + 1; e < program->entities.count; e++) {
    if (text_equal(program->entities.at[e].name, name)) describe_entity(repl, out, e);
    const uint32_t field = schema_field(&program->entities.at[e], name);
    if (field != SCHEMA_NONE) describe_field(repl, out, e, field);
  }
  describe_builtin(out, name);
}

static bool no_such_name(Repl *repl, Text name) {
  const Image *image = run_image(session_run(repl->session));
  const Program *program = program_of(repl);
  Nearest nearest = nearest_start(name);
  for (uint32_t c = 0; c < image->columns.count; c++)
    nearest_offer(&nearest, image->columns.at[c].name);
  for (size_t i = 0; i < program->params.count; i++)
    nearest_offer(&nearest, program->params.at[i].name);
  for (uint32_t e = 0; e < program->entities.count; e++) {
    nearest_offer(&nearest, program->entities.at[e].name);
    for (uint32_t f = 0; f < program->entities.at[e].field_count; f++)
      nearest_offer(&nearest, program->entities.at[e].fields[f].name);
  }
  const Text meant = nearest_found(&nearest);
  const char *help = meant.len ? arena_printf(repl->work, "did you mean `%.*s`?", TEXT_ARG(meant))
                               : "`.columns` lists the declared columns, `.schema` the fields";
  return repl_refuse(repl, E_UNKNOWN_NAME, name, help, "there is no `%.*s`", TEXT_ARG(name));
}

bool dot_describe(Repl *repl, Text argument) {
  Buffer out = buffer_in(repl->work);
  if (!argument.len)
    return repl_refuse(repl, E_ARGUMENTS, argument, "write it as `.describe tier`",
                       "`.describe` wants a name");
  describe(repl, &out, last_name(repl, argument));
  if (!out.len) return no_such_name(repl, argument);
  repl_tell(repl, buffer_view(&out));
  return true;
}
