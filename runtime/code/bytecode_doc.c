/* bytecode_doc.c - docs/bytecode.md: the prose stands here, every list comes from opcodes.def and
 * image.def. A test holds the page against this. */
#include "code/bytecode_doc.h"

#include "code/image.h"

static const char introduction[] =
    "# The bytecode\n"
    "\n"
    "What `strata compile` writes and `strata disasm` lists. This page is made from the tables "
    "that\n"
    "the program itself is built from; `make unit ONLY=bytecode UPDATE=1` writes it anew.\n"
    "\n"
    "A compiled program is an *image*. It has two levels:\n"
    "\n"
    "- **Steps** work on whole columns, in order: `read` an entity's data, `map` a block of code "
    "over\n"
    "  its rows, `group` related rows into an aggregate, `rank` rows for a cap, `trace`\n"
    "  a history of stages, `part` rows into groups, `emit` findings.\n"
    "- **Blocks** work on batches of rows: typed instructions over registers. A block has no "
    "jumps,\n"
    "  and each register is written once, before it is read, so that `why` can show every one.\n"
    "\n"
    "A column in memory is a *slot*. It belongs to one entity and is filled by one thing alone: a\n"
    "field of the data, an input of the program, a `STORE` of a block, a group, a rank, a\n"
    "history or a partition. Entity 0\n"
    "is the program itself, with one row and no data; its inputs are `today` and the parameters.\n"
    "\n"
    "## Stores\n"
    "\n"
    "Registers and slots have one of five forms. Whether a value is known stands beside it; of a\n"
    "truth value, unknown is the missing value.\n"
    "\n";

static const char file_prose[] =
    "\n"
    "## The file\n"
    "\n"
    "All numbers are little-endian.\n"
    "\n"
    "| offset | size | what |\n"
    "|---|---|---|\n"
    "| 0 | 8 | `STRATA`, a zero byte, a line feed |\n"
    "| 8 | 4 | version of the format |\n"
    "| 12 | 4 | CRC-32C of all that follows |\n"
    "| 16 | 8 | size of the whole file |\n"
    "| 24 | | every text once: a count, then each as its length and its bytes in UTF-8 |\n"
    "| | | name and version of the program, enumerations, entities, constants, and the tables "
    "above |\n"
    "\n"
    "Counts, lengths and positions are 32 bits wide; a text in a row is its position among the\n"
    "texts. A file of another version is refused: compile the program again.\n"
    "\n"
    "## What is proved before an image runs\n"
    "\n"
    "- Every position lies in its table, every type names an enumeration or entity that is there,\n"
    "  every constant is finite, every day one of the calendar.\n"
    "- Every slot is filled by exactly one thing, of its own entity, role and store.\n"
    "- In a block every register is written once, before it is read, and every operand has the\n"
    "  store that its instruction asks for.\n"
    "- What an i32 can hold is followed through the code: a `GATHER` goes through a reference to "
    "the\n"
    "  very entity whose slot it reads, a `RECODE` takes a member of its enumeration, the "
    "calendar\n"
    "  takes days, and a column whose type is an enumeration holds members of that enumeration.\n"
    "- All data is read first; no slot is read before a step has filled it; no step is taken "
    "twice.\n"
    "- An aggregate's slots and result are what its function takes and gives.\n"
    "- From clause to clause `why` comes to an end.\n";

static void describe_stores(Buffer *out) {
  static const char *const words[STORE_COUNT] = {
      [STORE_I64] = "whole numbers and everything exact, scaled by its type's power of ten",
      [STORE_F64] = "doubles, always finite",
      [STORE_I32] = "days, members of enumerations, rows of other entities",
      [STORE_TRUTH] = "false, unknown, true",
      [STORE_TEXT] = "UTF-8"};
  buffer_str(out, "| store | holds |\n|---|---|\n");
  for (int i = 0; i < STORE_COUNT; i++)
    buffer_printf(out, "| `%s` | %s |\n", store_name((Store)i), words[i]);
}

static void describe_immediates(Buffer *out) {
  static const char *const words[][2] = {
      [IMM_NONE] = {"", ""},
      [IMM_SLOT] = {"slot", "a slot of the block's entity"},
      [IMM_PROGRAM_SLOT] = {"program slot", "a slot of the program"},
      [IMM_OTHER_SLOT] = {"other slot", "a slot of the entity that the reference in `a` leads to"},
      [IMM_CONST_I64] = {"i64", "a constant, by its position"},
      [IMM_CONST_F64] = {"f64", "likewise"},
      [IMM_CONST_TEXT] = {"text", "likewise"},
      [IMM_POSITIVE_I64] = {"positive", "a constant above zero, by its position"},
      [IMM_VALUE] = {"value", "the signed number itself"},
      [IMM_TRUTH] = {"truth", "0 false, 1 unknown, 2 true"},
      [IMM_CALENDAR] = {"calendar",
                        "a calendar unit, how many units to move, the first fiscal month"},
      [IMM_RECODE] = {"recode", "a table from the members of one enumeration to those of another"}};
  buffer_str(out, "| immediate | means |\n|---|---|\n");
  for (size_t i = 1; i < sizeof words / sizeof *words; i++)
    buffer_printf(out, "| %s | %s |\n", words[i][0], words[i][1]);
}

/* A line of opcodes.def: a section or an instruction. */
typedef struct Line {
  const char *title, *note; /* NULL for an instruction */
  Opcode op;
  const char *immediate;
} Line;

static const Line lines[] = {
#define SECTION(title, note) {title, note, OP_COUNT, NULL},
#define X(name, dst, a, b, c, d, imm, effect) {NULL, NULL, OP_##name, #imm},
#include "code/opcodes.def"
#undef X
};

/* PROGRAM_SLOT as "program slot". */
static void print_words(Buffer *out, const char *name) {
  for (; *name; name++) {
    const bool letter = *name >= 'A' && *name <= 'Z';
    buffer_char(out, *name == '_' ? ' ' : letter ? (char)(*name - 'A' + 'a') : *name);
  }
}

static void describe_instruction(Buffer *out, const Line *line) {
  const OpInfo *info = &op_info[line->op];
  buffer_printf(out, "| `%s` | ", info->name);
  for (int i = 0; i < 4 && info->operand[i] != OPERAND_NONE; i++)
    buffer_printf(out, "%s%c: %s", i ? ", " : "", 'a' + i, store_name((Store)info->operand[i]));
  buffer_str(out, " | ");
  if (info->imm == IMM_POSITIVE_I64)
    buffer_str(out, "positive");
  else if (info->imm >= IMM_CONST_I64 && info->imm <= IMM_CONST_TEXT)
    print_words(out, line->immediate + sizeof "CONST_" - 1);
  else if (info->imm != IMM_NONE)
    print_words(out, line->immediate);
  buffer_printf(out, " | %s | %s |\n",
                info->dst == OPERAND_NONE ? "" : store_name((Store)info->dst), info->effect);
}

static void describe_instructions(Buffer *out) {
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    const Line *line = &lines[i];
    if (!line->title) {
      describe_instruction(out, line);
      continue;
    }
    buffer_printf(out, "\n### %s\n\n", line->title);
    if (*line->note) buffer_printf(out, "%s\n\n", line->note);
    buffer_str(out, "| instruction | operands | immediate | result | what it gives |\n"
                    "|---|---|---|---|---|\n");
  }
}

/* The forms that fields of rows have, with `arg` as image.def gives it. */
#define FORM_U16(arg) "u16"
#define FORM_U32(arg) "u32"
#define FORM_I32(arg) "i32"
#define FORM_TEXT(arg) "text"
#define FORM_TYPE(arg) "type"
#define FORM_BOOL(arg) "yes or no"
#define FORM_SCALAR(arg) "value with its type"
#define FORM_ENUM(arg) "below `" #arg "`"
#define FORM_INDEX(arg) "row of `" #arg "`"
#define FORM_OPTIONAL(arg) "row of `" #arg "`, or none"
#define FORM_LIST(arg) "run of `" #arg "`"
#define FORM_PLACE(arg) "place in the source"

static void describe_tables(Buffer *out) {
#define TABLE(Struct, member)                                                                      \
  buffer_str(out, "\n### " #member "\n\n| field | form | meaning |\n|---|---|---|\n");
#define FIELD(codec, arg, name, comment)                                                           \
  buffer_printf(out, "| `%s` | %s | %s |\n", #name, FORM_##codec(arg), comment);
#define END(Struct, member)
#include "code/image.def"
#undef TABLE
#undef FIELD
#undef END
}

void bytecode_document(Buffer *out) {
  buffer_str(out, introduction);
  describe_stores(out);
  buffer_str(out, "\n## Instructions\n\n"
                  "An instruction takes up to four registers, `a` to `d`, and an immediate. Its "
                  "result is missing\nwhere an operand that it needs is missing, unless the table "
                  "says otherwise.\n\n");
  describe_immediates(out);
  describe_instructions(out);
  buffer_str(out, "\n## Tables\n\n"
                  "An image is these tables, besides enumerations, entities with their fields, and "
                  "constants. A row\nis named by its position.\n");
  describe_tables(out);
  buffer_str(out, file_prose);
}
