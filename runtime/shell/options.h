/* options.h - from the words of a command line to values, by table. */
#ifndef SHELL_OPTIONS_H
#define SHELL_OPTIONS_H

#include "base/diag.h"

typedef enum {
#define X(id, name, letter, value, help) OPTION_##id,
#include "shell/options.def"
#undef X
  OPTION_COUNT
} OptionId;

typedef struct OptionInfo {
  const char *name;  /* without the dashes */
  char letter;       /* `-o`, or 0 */
  const char *value; /* what it takes, NULL for a flag */
  const char *help;  /* NULL: hidden */
} OptionInfo;

extern const OptionInfo option_info[OPTION_COUNT];

typedef struct OptionValue {
  OptionId option;
  const char *value;
} OptionValue;

typedef struct Arguments {
  bool help;                       /* --help or -h */
  const char *value[OPTION_COUNT]; /* the last one given; "" for a flag; NULL = not given */
  VEC(OptionValue) given;          /* all, in order */
  VEC(const char *) words;         /* what is no option */
} Arguments;

/* What a command takes of them. */
typedef struct OptionSet {
  const OptionId *at;
  size_t count;
  const char *formats; /* of --format, "text|json" */
} OptionSet;

/* Parses argv[0..argc). False after a diagnostic; all mistakes are reported. */
bool options_parse(Arena *arena, DiagSink *diags, const OptionSet *set, int argc, char **argv,
                   Arguments *out);
/* What an option takes in this set: its choices, or a word that stands for a value. */
const char *option_takes(const OptionSet *set, OptionId option);
/* Whether that is choices, words with bars between them. */
bool option_is_choice(const char *takes);
/* The index-th of the choices, or the empty text. */
Text option_choice(const char *takes, size_t index);

/* "512M" in bytes: digits with K, M, G or nothing behind them. False where it is none. */
bool option_size(const char *text, size_t *out);

#endif
