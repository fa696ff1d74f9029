/* options.c - from the words of a command line to values, by table.
 *
 * `--name value`, `--name=value`, `-o value` and `-ovalue` mean the same; behind `--` nothing is an
 * option, and neither is a lone dash.
 */
#include "shell/options.h"

#include <string.h>

const OptionInfo option_info[OPTION_COUNT] = {
#define X(id, name, letter, value, help) [OPTION_##id] = {name, letter, value, help},
#include "shell/options.def"
#undef X
};

static const Span nowhere = {0, 0};

typedef struct Parse {
  Arena *arena;
  DiagSink *diags;
  const OptionSet *set;
  Arguments *out;
  char **argv;
  int argc, next;
  bool failed;
} Parse;

const char *option_takes(const OptionSet *set, OptionId option) {
  return option == OPTION_FORMAT && set->formats ? set->formats : option_info[option].value;
}

bool option_is_choice(const char *takes) {
  return strchr(takes, '|') && takes[0] >= 'a' && takes[0] <= 'z';
}

Text option_choice(const char *takes, size_t index) {
  for (;;) {
    size_t len = strcspn(takes, "|");
    if (index-- == 0) return (Text){takes, len};
    if (!takes[len]) return TEXT("");
    takes += len + 1;
  }
}

static void check_choice(Parse *p, OptionId option, const char *value) {
  const char *takes = option_takes(p->set, option);
  if (!option_is_choice(takes)) return;
  Nearest nearest = nearest_start(text_of(value));
  for (size_t i = 0;; i++) {
    Text choice = option_choice(takes, i);
    if (!choice.len) break;
    if (text_equal(choice, text_of(value))) return;
    nearest_offer(&nearest, choice);
  }
  p->failed = true;
  Diag *diag = diag_add(p->diags, E_OPTION_VALUE, nowhere, "`--%s` does not take `%s`",
                        option_info[option].name, value);
  Text meant = nearest_found(&nearest);
  if (meant.len)
    diag_help(p->diags, diag, "did you mean `--%s %.*s`?", option_info[option].name,
              TEXT_ARG(meant));
  else
    diag_help(p->diags, diag, "it takes one of %s", takes);
}

static void store(Parse *p, OptionId option, const char *value) {
  p->out->value[option] = value;
  *VEC_PUSH(p->arena, &p->out->given) = (OptionValue){option, value};
  if (option_info[option].value) check_choice(p, option, value);
}

/* An option whose value, if it takes one, is `attached` or else the next word. */
static void take(Parse *p, OptionId option, const char *attached, const char *written) {
  const OptionInfo *info = &option_info[option];
  if (!info->value && !attached) {
    store(p, option, "");
    return;
  }
  if (info->value && !attached && p->next < p->argc) attached = p->argv[p->next++];
  if (info->value && attached && (*attached || option == OPTION_DATA)) {
    store(p, option, attached);
    return;
  }
  p->failed = true;
  if (info->value) {
    Diag *diag = diag_add(p->diags, E_OPTION_VALUE, nowhere, "`%s` wants a value", written);
    diag_help(p->diags, diag, "write `--%s %s`", info->name, option_takes(p->set, option));
  } else {
    Diag *diag = diag_add(p->diags, E_OPTION_VALUE, nowhere, "`--%s` takes no value", info->name);
    diag_help(p->diags, diag, "write `--%s` alone", info->name);
  }
}

static void unknown(Parse *p, Text name, const char *written) {
  p->failed = true;
  Nearest nearest = nearest_start(name);
  nearest_offer(&nearest, TEXT("help"));
  for (size_t i = 0; i < p->set->count; i++)
    if (option_info[p->set->at[i]].help)
      nearest_offer(&nearest, text_of(option_info[p->set->at[i]].name));
  Text meant = nearest_found(&nearest);
  Diag *diag = diag_add(p->diags, E_UNKNOWN_OPTION, nowhere, "there is no option `%s`", written);
  if (meant.len)
    diag_help(p->diags, diag, "did you mean `--%.*s`?", TEXT_ARG(meant));
  else
    diag_help(p->diags, diag, "`--help` lists the options of this command");
}

static void take_long(Parse *p, const char *word) {
  const char *name = word + 2, *equals = strchr(name, '=');
  Text text = {name, equals ? (size_t)(equals - name) : strlen(name)};
  if (text_equal(text, TEXT("help")) && !equals) {
    p->out->help = true;
    return;
  }
  for (size_t i = 0; i < p->set->count; i++) {
    OptionId option = p->set->at[i];
    if (!text_equal(text, text_of(option_info[option].name))) continue;
    take(p, option, equals ? equals + 1 : NULL, word);
    return;
  }
  unknown(p, text, arena_printf(p->arena, "--%.*s", TEXT_ARG(text)));
}

static void take_short(Parse *p, const char *word) {
  if (strcmp(word, "-h") == 0) {
    p->out->help = true;
    return;
  }
  for (size_t i = 0; i < p->set->count; i++) {
    OptionId option = p->set->at[i];
    if (option_info[option].letter != word[1]) continue;
    take(p, option, word[2] ? word + 2 : NULL, word);
    return;
  }
  unknown(p, text_of(word + 1), word);
}

bool options_parse(Arena *arena, DiagSink *diags, const OptionSet *set, int argc, char **argv,
                   Arguments *out) {
  *out = (Arguments){0};
  Parse p = {.arena = arena, .diags = diags, .set = set, .out = out, .argv = argv, .argc = argc};
  bool only_words = false;
  while (p.next < argc) {
    const char *word = argv[p.next++];
    if (only_words || word[0] != '-' || word[1] == 0)
      *VEC_PUSH(arena, &out->words) = word;
    else if (strcmp(word, "--") == 0)
      only_words = true;
    else if (word[1] == '-')
      take_long(&p, word);
    else
      take_short(&p, word);
  }
  return !p.failed;
}

bool option_size(const char *text, size_t *out) {
  size_t value = 0, digits = 0;
  for (; text[digits] >= '0' && text[digits] <= '9'; digits++)
    if (__builtin_mul_overflow(value, (size_t)10, &value) ||
        __builtin_add_overflow(value, (size_t)(text[digits] - '0'), &value))
      return false;
  const char *unit = text + digits;
  unsigned shift = 0;
  if (*unit == 'K' || *unit == 'k') shift = 10;
  if (*unit == 'M' || *unit == 'm') shift = 20;
  if (*unit == 'G' || *unit == 'g') shift = 30;
  if (shift) unit++;
  if (!digits || *unit || __builtin_mul_overflow(value, (size_t)1 << shift, out)) return false;
  return *out > 0;
}
