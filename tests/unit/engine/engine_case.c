/* engine_case.c - a temporary folder per test. */
#include "engine_case.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "support/sample_image.h"
#include "support/unit.h"
#include "support/vm_image.h"

enum { TODAY = 20634 }; /* 2026-06-30 */

Arena *arena;
static char folder[64];

void case_setup(void) {
  arena = arena_new(NULL);
  snprintf(folder, sizeof folder, "/tmp/strata-engine-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
}

void case_teardown(void) {
  DIR *dir = opendir(folder);
  for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
    unlink(case_path(entry->d_name));
  closedir(dir);
  rmdir(folder);
  arena_free(arena);
}

const char *case_path(const char *name) { return arena_printf(arena, "%s/%s", folder, name); }

void case_file(const char *name, const char *content) {
  const char *why = NULL;
  ck_assert_msg(file_write(case_path(name), text_of(content), &why), "%s", why);
}

void case_sample_files(void) {
  case_file("managers.csv", "id,name\nM1,Ann\nM2,Bob\n");
  case_file("accounts.csv", "id,name,region,owner,Annual Revenue,mutual\n"
                            "A1,Alpha,emea,M1,5,true\n"
                            "A2,Beta,amer,M2,3,no\n"
                            "A3,Gamma,Asia Pacific,M9,,\n"
                            "A4,Delta,emea,,2,yes\n");
  case_file("orders.csv", "account,amount,placed\n"
                          "A1,100,2026-01-01\n"
                          "A1,50,\n"
                          "A2,10,2026-02-01\n"
                          "A3,7,2027-01-01\n");
}

/* ---- Running -------------------------------------------------------------------------------- */

typedef struct Record {
  Buffer rows, findings;
} Record;

static void format_rows(const void *context, Run *run, uint32_t entity, size_t row, size_t count,
                        Buffer *out) {
  (void)context;
  for (size_t i = row; i < row + count; i++)
    buffer_printf(out, "%.*s %.*s\n", TEXT_ARG(run_image(run)->entities.at[entity].name),
                  TEXT_ARG(run_key(run, entity, i)));
}

static void write_rows(void *context, uint32_t entity, Text formatted) {
  (void)entity;
  buffer_text(&((Record *)context)->rows, formatted);
}

static void record_finding(void *context, const Run *run, const FindingReport *finding) {
  Record *record = context;
  (void)run;
  buffer_printf(&record->findings, "%s %d %.*s [%.*s]", finding_info[finding->kind].code,
                finding->level, TEXT_ARG(finding->name), TEXT_ARG(finding->key));
  if (finding->line) buffer_printf(&record->findings, " line %u", (unsigned)finding->line);
  buffer_printf(&record->findings, " %.*s", TEXT_ARG(finding->text));
  if (finding->fix.len) buffer_printf(&record->findings, " / %.*s", TEXT_ARG(finding->fix));
  for (size_t i = 0; i < finding->deciding_count; i++)
    buffer_printf(&record->findings, " {%.*s}", TEXT_ARG(finding->deciding[i]));
  buffer_char(&record->findings, '\n');
}

CaseRun case_run(const Image *image, RunOptions options) {
  Record record = {buffer_in(arena), buffer_in(arena)};
  const RunSink sink = {&record, format_rows, write_rows, record_finding};
  Buffer diagnostics = buffer_in(arena);
  DiagSink *diags = diag_sink_new(arena);
  if (!options.today) options.today = TODAY;
  if (!options.rule_folder) options.rule_folder = folder;
  CaseRun out = {.run = engine_run(arena, image, &options, &sink, diags)};
  for (size_t i = 0; i < diag_count(diags); i++) {
    const Diag *diag = diag_at(diags, i);
    buffer_printf(&diagnostics, "%s %.*s\n", diag_info(diag->code)->code, TEXT_ARG(diag->message));
  }
  out.rows = buffer_view(&record.rows);
  out.findings = buffer_view(&record.findings);
  out.diagnostics = buffer_view(&diagnostics);
  return out;
}

void case_expect(Text got, const char *wanted) {
  ck_assert_msg(text_equal(got, text_of(wanted)), "got:\n%.*s\nwanted:\n%s", TEXT_ARG(got), wanted);
}

/* ---- Images --------------------------------------------------------------------------------- */

Image *case_image(void) {
  Image *image = vm_image_new(arena);
  const uint32_t today = vm_image_slot(image, IMAGE_PROGRAM, STORE_I32);
  image->slots.at[today].role = SLOT_INPUT;
  *VEC_PUSH(arena, &image->params) = (Param){.name = TEXT("today"),
                                             .type = {.kind = TYPE_DATE},
                                             .value = {.type = {.kind = TYPE_DATE}},
                                             .slot = today};
  return image;
}

void case_step(Image *image, StepKind kind, uint32_t operand) {
  *VEC_PUSH(arena, &image->steps) = (Step){(uint8_t)kind, operand};
}

uint32_t case_slot(const Image *image, uint32_t entity, const char *field) {
  const EntitySchema *schema = &image->entities.at[entity];
  return schema->fields[schema_field(schema, text_of(field))].slot;
}

uint32_t case_column(Image *image, const char *name, uint32_t entity, Type type, uint32_t low,
                     uint32_t high) {
  const uint32_t column = (uint32_t)image->columns.count;
  const uint32_t declaration = (uint32_t)image->declarations.count;
  *VEC_PUSH(arena, &image->declarations) = (Declaration){.kind = DECLARATION_MEASURE,
                                                         .name = text_of(name),
                                                         .entity = entity,
                                                         .columns = {column, 1},
                                                         .members = SCHEMA_NONE,
                                                         .money = SCHEMA_NONE};
  *VEC_PUSH(arena, &image->columns) =
      (Column){declaration, text_of(name), type, low, high, SCHEMA_NONE};
  return column;
}

Text case_deciding(Run *run, uint32_t column, size_t row) {
  Text *names;
  Buffer out = buffer_in(arena);
  const size_t count = run_deciding(run, column, row, arena, &names);
  for (size_t i = 0; i < count; i++)
    buffer_printf(&out, "%s%.*s", i ? "; " : "", TEXT_ARG(names[i]));
  return buffer_view(&out);
}
