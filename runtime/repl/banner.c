/* banner.c - the first lines of a session, and its prompts. */
#include "repl/banner.h"

#include <inttypes.h>
#include <string.h>

#include "base/file.h"
#include "repl/settings.h"
#include "report/grid.h"

enum {
  WIDTH_UNLESS_TOLD = 80,
  WIDTH_FOR_ADVICE = 62,
  STEM_MOST = 24,
  ROOM_FOR_REST = sizeof ", 99 more"
};

/* That are worth a look. */
static uint64_t findings_on_data(const Repl *repl) {
  const ReadLog *log = run_summary(session_loaded(repl->session))->log;
  uint64_t found = 0;
  for (size_t i = 0; log && i < log->counts.count; i++)
    if (finding_info[log->counts.at[i].kind].level > LEVEL_INFO) found += log->counts.at[i].count;
  return found;
}

Scalar banner_today(const Run *run) {
  return (Scalar){.type = {.kind = TYPE_DATE}, .known = true, .i = run_options(run)->today};
}

/* A text and what comes behind it, cut in the text where the terminal is not so wide. */
static void put_line(const Repl *repl, Buffer *out, Text text, Text behind, size_t width) {
  const Text shown = text_printable(repl->work, text);
  const size_t room = width > text_width(behind) ? width - text_width(behind) : 1;
  const size_t fits = text_fit(shown, room);
  buffer_text(out, fits < shown.len ? text_slice(shown, 0, text_fit(shown, room - 1)) : shown);
  if (fits < shown.len) buffer_str(out, "…");
  buffer_text(out, behind);
  buffer_char(out, '\n');
}

/* "account 412, contact 1,852, 3 more": as many as fit. */
static void put_rows(const Repl *repl, Buffer *line, size_t width) {
  const Run *run = session_loaded(repl->session);
  const Image *image = run_image(run);
  uint32_t left = (uint32_t)image->entities.count - 1;
  buffer_str(line, "Rows: ");
  for (uint32_t e = IMAGE_PROGRAM + 1; e < image->entities.count; e++, left--) {
    const Text rows = count_text(repl->work, run_summary(run)->entity[e].rows);
    const char *part = arena_printf(repl->work, "%s%.*s %.*s", e > 1 ? ", " : "",
                                    TEXT_ARG(image->entities.at[e].name), TEXT_ARG(rows));
    if (line->len + strlen(part) + ROOM_FOR_REST > width) break;
    buffer_str(line, part);
  }
  if (left) buffer_printf(line, ", %" PRIu32 " more", left);
}

static Text findings_line(const Repl *repl, bool advice) {
  const uint64_t findings = findings_on_data(repl);
  if (!findings) return TEXT("; nothing wrong with them");
  return text_of(arena_printf(repl->work, "; %.*s finding%s%s",
                              TEXT_ARG(count_text(repl->work, findings)), findings == 1 ? "" : "s",
                              advice ? ", see `.data`" : ""));
}

void banner_print(const Repl *repl, Buffer *out) {
  const Run *run = session_run(repl->session);
  const Image *image = run_image(run);
  const size_t told = repl->shell->terminal.width;
  const size_t width = told ? told : WIDTH_UNLESS_TOLD;
  Buffer line = buffer_in(repl->work), behind = buffer_in(repl->work);
  buffer_text(&line, image->program.len ? image->program : text_of(session_path(repl->session)));
  if (image->version.len) buffer_printf(&line, " %.*s", TEXT_ARG(image->version));
  buffer_str(&behind, ", as of ");
  scalar_print(&behind, banner_today(run), image->enums.at, PRINT_PEOPLE);
  put_line(repl, out, buffer_view(&line), buffer_view(&behind), width);
  buffer_clear(&line);
  const Text wrong = findings_line(repl, width >= WIDTH_FOR_ADVICE);
  put_rows(repl, &line, width > wrong.len ? width - wrong.len : 0);
  put_line(repl, out, buffer_view(&line), wrong, width);
  buffer_str(out, width >= WIDTH_FOR_ADVICE
                      ? "`.help` tells what can be asked, Tab completes, Ctrl-D leaves\n"
                      : "`.help` helps, Ctrl-D leaves\n");
}

const char *banner_prompt(const Repl *repl, bool begun) {
  const Text name = file_stem(session_path(repl->session), TEXT(".strata"));
  const Text stem = text_printable(repl->work, text_slice(name, 0, text_fit(name, STEM_MOST)));
  const bool differs = settings_differ(repl);
  const char *prompt = arena_printf(repl->work, "%.*s%s> ", TEXT_ARG(stem), differs ? "*" : "");
  const size_t width = text_width(text_of(prompt));
  const size_t dots = strlen("... ");
  if (!begun) return prompt;
  return arena_printf(repl->work, "%*s... ", (int)(width > dots ? width - dots : 0), "");
}
