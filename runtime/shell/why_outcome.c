/* why_outcome.c - from the word behind --not to a column and a member. */
#include "shell/why_outcome.h"

static const Span nowhere = {0, 0};

typedef struct Search {
  DiagSink *diags;
  const Image *image;
  uint32_t entity, column;
  Text wanted;
  WhyOutcome found;
  size_t count;
  Buffer ways; /* to write those that were found */
  Nearest nearest;
} Search;

/* The member that the word means for the column: itself, or behind the column's name. */
static bool is_meant(Text wanted, Text column, Text member, bool bare) {
  if (bare && text_equal(wanted, member)) return true;
  return wanted.len == column.len + 1 + member.len && text_starts(wanted, column) &&
         wanted.at[column.len] == '.' && text_ends(wanted, member);
}

static void found(Search *s, uint32_t column, int32_t member, Text name) {
  s->found = (WhyOutcome){column, member};
  buffer_printf(&s->ways, "%s`%.*s.%.*s`", s->count++ ? ", " : "",
                TEXT_ARG(s->image->columns.at[column].name), TEXT_ARG(name));
}

/* A condition holds or not: it is named itself, or what it should come out as behind its name. */
static void look_at_condition(Search *s, uint32_t index) {
  const Text name = s->image->columns.at[index].name;
  const bool named = s->column == index;
  nearest_offer(&s->nearest, name);
  if (text_equal(s->wanted, name) || is_meant(s->wanted, name, TEXT("true"), named))
    found(s, index, TRUTH_TRUE, TEXT("true"));
  else if (is_meant(s->wanted, name, TEXT("false"), named))
    found(s, index, TRUTH_FALSE, TEXT("false"));
}

/* What is no declaration's own outcome (`sam.fit`) has to be named. */
static void look_at(Search *s, uint32_t index) {
  const Column *column = &s->image->columns.at[index];
  const bool own = s->image->declarations.at[column->declaration].columns.first == index;
  if (column->type.kind == TYPE_BOOL) {
    look_at_condition(s, index);
    return;
  }
  if (column->type.kind != TYPE_ENUM) return;
  const EnumSchema *members = &s->image->enums.at[column->type.of];
  for (uint32_t i = 0; i < members->count; i++) {
    const Text member = members->members[i].name;
    if (own || s->column == index) nearest_offer(&s->nearest, member);
    if (is_meant(s->wanted, column->name, member, own || s->column == index))
      found(s, index, (int32_t)i, member);
  }
}

static bool refuse(Search *s) {
  const Text entity = s->image->entities.at[s->entity].name;
  if (s->count) {
    Diag *diag =
        diag_add(s->diags, E_OPTION_VALUE, nowhere,
                 "`--not %.*s` may mean an outcome of several columns", TEXT_ARG(s->wanted));
    diag_help(s->diags, diag, "write one of %.*s", TEXT_ARG(buffer_view(&s->ways)));
    return false;
  }
  Diag *diag = s->column == SCHEMA_NONE
                   ? diag_add(s->diags, E_OPTION_VALUE, nowhere,
                              "no column of `%.*s` can come out as `%.*s`", TEXT_ARG(entity),
                              TEXT_ARG(s->wanted))
                   : diag_add(s->diags, E_OPTION_VALUE, nowhere, "`%.*s` cannot come out as `%.*s`",
                              TEXT_ARG(s->image->columns.at[s->column].name), TEXT_ARG(s->wanted));
  const Text meant = nearest_found(&s->nearest);
  if (meant.len) diag_help(s->diags, diag, "did you mean `%.*s`?", TEXT_ARG(meant));
  return false;
}

bool why_outcome_find(Arena *arena, DiagSink *diags, const Image *image, uint32_t entity,
                      uint32_t column, Text wanted, WhyOutcome *out) {
  Search s = {.diags = diags,
              .image = image,
              .entity = entity,
              .column = column,
              .wanted = text_strip(wanted),
              .ways = buffer_in(arena),
              .nearest = nearest_start(text_strip(wanted))};
  for (uint32_t i = 0; i < image->columns.count; i++) {
    const bool asked = column == SCHEMA_NONE || column == i;
    if (asked && image->declarations.at[image->columns.at[i].declaration].entity == entity)
      look_at(&s, i);
  }
  if (s.count != 1) return refuse(&s);
  *out = s.found;
  return true;
}
