/* disasm.c - a whole image as a listing that people read: the schema, then what happens in which
 * order, then the code, then what reports are made from. The image was verified before. */
#include "code/disasm_impl.h"

static const char *const role_names[SLOT_ROLE_COUNT] = {
    [SLOT_FIELD] = "field",     [SLOT_INPUT] = "input",   [SLOT_MAPPED] = "mapped",
    [SLOT_GROUPED] = "grouped", [SLOT_RANKED] = "ranked", [SLOT_TRACED] = "traced",
    [SLOT_PARTED] = "parted"};
static const char *const aggregate_names[AGGREGATE_COUNT] = {[AGGREGATE_ROWS] = "count",
                                                             [AGGREGATE_SUM] = "sum",
                                                             [AGGREGATE_AVG] = "avg",
                                                             [AGGREGATE_MIN] = "min",
                                                             [AGGREGATE_MAX] = "max",
                                                             [AGGREGATE_MEDIAN] = "median",
                                                             [AGGREGATE_PERCENTILE] = "percentile",
                                                             [AGGREGATE_SHARE] = "share",
                                                             [AGGREGATE_ANY] = "any",
                                                             [AGGREGATE_ALL] = "all",
                                                             [AGGREGATE_NONE] = "none",
                                                             [AGGREGATE_LATEST] = "latest",
                                                             [AGGREGATE_EARLIEST] = "earliest"};
const char *const declaration_kind_name[DECLARATION_COUNT] = {
    [DECLARATION_MEASURE] = "measure",
    [DECLARATION_SCORE] = "score",
    [DECLARATION_SEGMENTATION] = "segmentation",
    [DECLARATION_KPI] = "kpi",
    [DECLARATION_RULE] = "rule",
    [DECLARATION_CADENCE] = "cadence",
    [DECLARATION_PROCESS] = "process",
    [DECLARATION_CHECKLIST] = "checklist",
    [DECLARATION_ASSUME] = "assume",
    [DECLARATION_ITEM] = "item",
    [DECLARATION_EXPECTATION] = "expectation"};
static const char *const level_names[LEVEL_COUNT] = {[LEVEL_INFO] = "info",
                                                     [LEVEL_UNKNOWN] = "unknown",
                                                     [LEVEL_WARNING] = "warning",
                                                     [LEVEL_ERROR] = "error"};
static const char *const join_names[JOIN_KINDS] = {[JOIN_NONE] = "",
                                                   [JOIN_ALL] = " of all",
                                                   [JOIN_ANY] = " of any",
                                                   [JOIN_COUNT] = " of some",
                                                   [JOIN_NOT] = " not"};
static const char *const clause_names[CLAUSE_COUNT] = {
    [CLAUSE_COLUMN] = "column",       [CLAUSE_WHERE] = "where",
    [CLAUSE_SEGMENT] = "segment",     [CLAUSE_NEEDS] = "needs",
    [CLAUSE_KEEPS] = "keeps",         [CLAUSE_CAP] = "cap",
    [CLAUSE_COMPONENT] = "component", [CLAUSE_VALUE] = "value",
    [CLAUSE_BAND] = "band",           [CLAUSE_REQUIRE] = "require",
    [CLAUSE_WAIVER] = "waiver",       [CLAUSE_EVERY] = "every",
    [CLAUSE_GRACE] = "grace",         [CLAUSE_ITEM] = "item",
    [CLAUSE_STAGE] = "stage",         [CLAUSE_ENTER] = "enter",
    [CLAUSE_LEAVE] = "leave",         [CLAUSE_PRODUCES] = "produces",
    [CLAUSE_WITHIN] = "within",       [CLAUSE_HISTORY] = "history",
    [CLAUSE_CONDITION] = "condition", [CLAUSE_TERM] = "term",
    [CLAUSE_POINTS] = "points",       [CLAUSE_FIXED] = "fixed"};

/* A heading, unless nothing would stand below it. */
static void section(Buffer *out, const char *title, size_t count) {
  if (count) buffer_printf(out, "\n%s\n", title);
}

static void print_scalar(Buffer *out, const Image *image, Scalar value) {
  if (value.known && type_store(value.type) == STORE_TEXT)
    print_quoted(out, value.text);
  else
    scalar_print(out, value, image->enums.at, PRINT_PEOPLE);
}

static void list_enumerations(Buffer *out, const Image *image) {
  section(out, "enumerations", image->enums.count);
  for (size_t i = 0; i < image->enums.count; i++) {
    const EnumSchema *schema = &image->enums.at[i];
    buffer_printf(out, "  e%zu %.*s:", i, TEXT_ARG(schema->name));
    for (uint32_t m = 0; m < schema->count; m++) {
      const EnumMember *member = &schema->members[m];
      buffer_printf(out, "%s %.*s", m ? "," : "", TEXT_ARG(member->name));
      if (text_equal(member->name, member->text)) continue;
      buffer_char(out, ' ');
      print_quoted(out, member->text);
    }
    buffer_char(out, '\n');
  }
}

static void list_field(Buffer *out, const Image *image, const FieldSchema *field) {
  buffer_printf(out, "    %.*s: ", TEXT_ARG(field->name));
  print_type(out, image, field->type);
  if (field->key) buffer_str(out, " key");
  if (field->required) buffer_str(out, " required");
  if (field->fixed) buffer_str(out, " fixed");
  if (field->header.len) {
    buffer_str(out, " from ");
    print_quoted(out, field->header);
  }
  if (field->slot != SCHEMA_NONE)
    buffer_printf(out, " -> s%u", field->slot);
  else
    buffer_str(out, field->used ? ", checked only" : ", unused");
  buffer_char(out, '\n');
}

static void list_entities(Buffer *out, const Image *image) {
  section(out, "entities", image->entities.count);
  for (size_t i = 0; i < image->entities.count; i++) {
    const EntitySchema *entity = &image->entities.at[i];
    buffer_printf(out, "  %.*s", TEXT_ARG(entity->name));
    if (entity->source.len) {
      buffer_str(out, " from ");
      print_quoted(out, entity->source);
    }
    buffer_char(out, '\n');
    for (uint32_t f = 0; f < entity->field_count; f++) list_field(out, image, &entity->fields[f]);
  }
}

static void list_inputs(Buffer *out, const Image *image) {
  section(out, "inputs", image->params.count);
  for (size_t i = 0; i < image->params.count; i++) {
    const Param *param = &image->params.at[i];
    buffer_printf(out, "  %.*s: ", TEXT_ARG(param->name));
    print_type(out, image, param->type);
    buffer_str(out, " = ");
    print_scalar(out, image, param->value);
    if (param->has_low) buffer_str(out, ", from "), print_scalar(out, image, param->low);
    if (param->has_high) buffer_str(out, ", to "), print_scalar(out, image, param->high);
    buffer_printf(out, " -> s%u\n", param->slot);
  }
}

static void list_slots(Buffer *out, const Image *image) {
  section(out, "slots", image->slots.count);
  for (size_t i = 0; i < image->slots.count; i++) {
    const Slot *slot = &image->slots.at[i];
    buffer_printf(out, "  s%-3zu %-5s %-7s %.*s: %.*s\n", i, store_name((Store)slot->store),
                  role_names[slot->role], TEXT_ARG(entity_name(image, slot->entity)),
                  TEXT_ARG(slot->name));
  }
}

static void list_steps(Buffer *out, const Image *image) {
  section(out, "steps", image->steps.count);
  for (size_t i = 0; i < image->steps.count; i++) {
    const uint32_t operand = image->steps.at[i].operand;
    switch ((StepKind)image->steps.at[i].kind) {
    case STEP_READ:
      buffer_printf(out, "  read  %.*s\n", TEXT_ARG(entity_name(image, operand)));
      break;
    case STEP_MAP:
      buffer_printf(out, "  map   b%u over %.*s\n", operand,
                    TEXT_ARG(entity_name(image, image->blocks.at[operand].entity)));
      break;
    case STEP_GROUP:
      buffer_printf(out, "  group g%u %.*s\n", operand, TEXT_ARG(image->groups.at[operand].text));
      break;
    case STEP_RANK:
      buffer_printf(out, "  rank  k%u %.*s\n", operand, TEXT_ARG(image->ranks.at[operand].text));
      break;
    case STEP_HISTORY:
      buffer_printf(out, "  trace h%u %.*s\n", operand,
                    TEXT_ARG(image->histories.at[operand].text));
      break;
    case STEP_PARTITION:
      buffer_printf(out, "  part  p%u %.*s\n", operand,
                    TEXT_ARG(image->partitions.at[operand].text));
      break;
    case STEP_EMIT:
      buffer_printf(out, "  emit  %.*s\n", TEXT_ARG(entity_name(image, operand)));
      break;
    case STEP_COUNT:
      break;
    }
  }
}

/* "word s3 (revenue)", where there is a slot. */
static void print_use(Buffer *out, const Image *image, const char *word, uint32_t slot) {
  if (slot == SCHEMA_NONE) return;
  buffer_printf(out, " %s ", word);
  print_slot(out, image, slot);
}

static void list_groups(Buffer *out, const Image *image) {
  section(out, "groups", image->groups.count);
  for (size_t i = 0; i < image->groups.count; i++) {
    const Group *group = &image->groups.at[i];
    buffer_printf(out, "  g%zu %.*s\n    per %.*s: s%u", i, TEXT_ARG(group->text),
                  TEXT_ARG(entity_name(image, group->parent)), group->low);
    if (group->high != SCHEMA_NONE) buffer_printf(out, " to s%u", group->high);
    buffer_printf(out, " = %s of %.*s", aggregate_names[group->function],
                  TEXT_ARG(entity_name(image, group->child)));
    print_use(out, image, "via", group->via);
    print_use(out, image, "value", group->value);
    print_use(out, image, "to", group->value_high);
    print_use(out, image, "by", group->by);
    print_use(out, image, "at", group->fraction);
    print_use(out, image, "where", group->where);
    buffer_str(out, ": ");
    print_type(out, image, group->type);
    buffer_char(out, '\n');
  }
}

static void list_ranks(Buffer *out, const Image *image) {
  section(out, "ranks", image->ranks.count);
  for (size_t i = 0; i < image->ranks.count; i++) {
    const Rank *rank = &image->ranks.at[i];
    buffer_printf(out, "  k%zu %.*s\n    s%u = the", i, TEXT_ARG(rank->text), rank->placed);
    print_use(out, image, "first", rank->limit);
    if (rank->percent) buffer_str(out, " percent");
    print_use(out, image, "of", rank->applies);
    print_use(out, image, "by", rank->rank);
    print_use(out, image, "where", rank->qualifies);
    buffer_char(out, '\n');
  }
}

static void list_ways(Buffer *out, const Image *image, const History *history) {
  for (uint32_t i = 0; i < history->stages.count; i++) {
    const HistoryStage *stage = &image->history_stages.at[history->stages.first + i];
    buffer_printf(out, "    %u%s ->", i, stage->start ? " start" : "");
    for (uint32_t w = 0; w < stage->ways.count; w++)
      buffer_printf(out, " %u", image->history_ways.at[stage->ways.first + w].to);
    buffer_char(out, '\n');
  }
}

static void list_histories(Buffer *out, const Image *image) {
  section(out, "histories", image->histories.count);
  for (size_t i = 0; i < image->histories.count; i++) {
    const History *history = &image->histories.at[i];
    buffer_printf(out, "  h%zu %.*s\n    per %.*s of %.*s:", i, TEXT_ARG(history->text),
                  TEXT_ARG(entity_name(image, history->parent)),
                  TEXT_ARG(entity_name(image, history->child)));
    print_use(out, image, "via", history->via);
    print_use(out, image, "stage", history->stage);
    print_use(out, image, "at", history->at);
    print_use(out, image, "recorded", history->recorded);
    print_use(out, image, "-> last", history->last);
    print_use(out, image, "-> since", history->since);
    print_use(out, image, "-> path", history->path);
    buffer_char(out, '\n');
    list_ways(out, image, history);
  }
}

static void list_partitions(Buffer *out, const Image *image) {
  section(out, "partitions", image->partitions.count);
  for (size_t i = 0; i < image->partitions.count; i++) {
    const Partition *partition = &image->partitions.at[i];
    buffer_printf(out, "  p%zu %.*s\n    s%u = %.*s of %.*s", i, TEXT_ARG(partition->text),
                  partition->via, TEXT_ARG(entity_name(image, partition->parent)),
                  TEXT_ARG(entity_name(image, partition->child)));
    print_use(out, image, "where", partition->where);
    buffer_char(out, '\n');
    for (uint32_t k = 0; k < partition->keys.count; k++) {
      const PartitionKey *key = &image->partition_keys.at[partition->keys.first + k];
      buffer_printf(out, "    s%u =", key->result);
      print_use(out, image, "each", key->value);
      buffer_str(out, ": ");
      print_type(out, image, key->type);
      buffer_char(out, '\n');
    }
  }
}

static void list_blocks(Buffer *out, const Image *image) {
  for (size_t i = 0; i < image->blocks.count; i++) {
    const Block *block = &image->blocks.at[i];
    buffer_printf(out, "\nblock b%zu over %.*s%s\n", i, TEXT_ARG(entity_name(image, block->entity)),
                  block->message ? ", for messages" : "");
    for (uint32_t n = 0; n < block->code.count; n++) {
      buffer_str(out, "  ");
      instr_print(out, image, block, &image->code.at[block->code.first + n]);
      buffer_char(out, '\n');
    }
  }
}

static void list_column(Buffer *out, const Image *image, const Column *column) {
  buffer_printf(out, "    %.*s: ", TEXT_ARG(column->name));
  print_type(out, image, column->type);
  buffer_printf(out, " = s%u", column->low);
  if (column->high != SCHEMA_NONE) buffer_printf(out, " to s%u", column->high);
  if (column->clause != SCHEMA_NONE) buffer_printf(out, ", why c%u", column->clause);
  buffer_char(out, '\n');
}

static void list_declarations(Buffer *out, const Image *image) {
  section(out, "declarations", image->declarations.count);
  for (size_t i = 0; i < image->declarations.count; i++) {
    const Declaration *row = &image->declarations.at[i];
    buffer_printf(out, "  d%zu %s %.*s for %.*s, %s, line %u\n", i,
                  declaration_kind_name[row->kind], TEXT_ARG(row->name),
                  TEXT_ARG(entity_name(image, row->entity)), level_names[row->severity],
                  row->place.line);
    for (uint32_t c = 0; c < row->columns.count; c++)
      list_column(out, image, &image->columns.at[row->columns.first + c]);
  }
}

static void list_clauses(Buffer *out, const Image *image) {
  section(out, "clauses", image->clauses.count);
  uint32_t *depths = ARENA_ARRAY(out->arena, uint32_t, image->clauses.count);
  for (size_t i = 0; i < image->clauses.count; i++) {
    const Clause *clause = &image->clauses.at[i];
    depths[i] = clause->parent == SCHEMA_NONE ? 1 : depths[clause->parent] + 1;
    buffer_repeat(out, ' ', 2 * (size_t)depths[i]);
    buffer_printf(out, "c%zu %s%s ", i, clause_names[clause->kind], join_names[clause->join]);
    print_quoted(out, clause->text);
    if (clause->block != SCHEMA_NONE) {
      buffer_str(out, ": ");
      print_type(out, image, clause->type);
      buffer_printf(out, " = b%u r%u", clause->block, clause->low);
      if (clause->high != clause->low) buffer_printf(out, " to r%u", clause->high);
    }
    if (clause->group != SCHEMA_NONE) buffer_printf(out, ", g%u", clause->group);
    if (clause->rank != SCHEMA_NONE) buffer_printf(out, ", k%u", clause->rank);
    /* Where a column begins, the clause is no reader of it. */
    if (clause->column != SCHEMA_NONE && image->columns.at[clause->column].clause != i)
      buffer_printf(out, ", reads %.*s", TEXT_ARG(image->columns.at[clause->column].name));
    buffer_char(out, '\n');
  }
}

/* The text as a template: what is filled in stands in braces. */
static void list_pieces(Buffer *out, const Image *image, const char *word, IndexList run) {
  if (!run.count) return;
  Buffer text = buffer_in(out->arena);
  for (uint32_t i = run.first; i < run.first + run.count; i++) {
    const Piece *piece = &image->pieces.at[i];
    if (!piece->is_value)
      buffer_text(&text, piece->literal);
    else if (piece->low == piece->high)
      buffer_printf(&text, "{r%u}", piece->low);
    else
      buffer_printf(&text, "{r%u to r%u}", piece->low, piece->high);
  }
  buffer_printf(out, "    %s ", word);
  print_quoted(out, buffer_view(&text));
  buffer_char(out, '\n');
}

/* The member or truth value that makes a finding; members have names where a column shows the slot.
 */
static void print_finding_value(Buffer *out, const Image *image, const Finding *finding) {
  Scalar value = {.type = {.kind = TYPE_INTEGER}, .known = true, .i = finding->value};
  if (image->slots.at[finding->slot].store == STORE_TRUTH) {
    value = (Scalar){.type = {.kind = TYPE_BOOL}, .known = finding->value != TRUTH_UNKNOWN};
    value.truth = (Truth)finding->value;
  }
  const IndexList run = image->declarations.at[finding->declaration].columns;
  for (uint32_t i = run.first; i < run.first + run.count; i++) {
    const Column *column = &image->columns.at[i];
    if (column->low != finding->slot || column->type.kind != TYPE_ENUM) continue;
    if ((uint32_t)finding->value < image->enums.at[column->type.of].count)
      value.type = column->type;
  }
  scalar_print(out, value, image->enums.at, PRINT_PEOPLE);
}

static void list_findings(Buffer *out, const Image *image) {
  section(out, "findings", image->findings.count);
  for (size_t i = 0; i < image->findings.count; i++) {
    const Finding *finding = &image->findings.at[i];
    const FindingInfo *info = &finding_info[finding->kind];
    buffer_printf(out, "  %s %s: d%u where ", info->code, info->name, finding->declaration);
    print_slot(out, image, finding->slot);
    buffer_str(out, finding->when_missing ? " is missing" : " = ");
    if (!finding->when_missing) print_finding_value(out, image, finding);
    if (finding->block != SCHEMA_NONE) buffer_printf(out, ", text by b%u", finding->block);
    buffer_char(out, '\n');
    list_pieces(out, image, "say", finding->say);
    list_pieces(out, image, "fix", finding->fix);
  }
}

static void list_waivers(Buffer *out, const Image *image) {
  section(out, "waivers", image->waivers.count);
  for (size_t i = 0; i < image->waivers.count; i++) {
    const Waiver *waiver = &image->waivers.at[i];
    buffer_printf(out, "  d%u for ", waiver->declaration);
    print_quoted(out, waiver->key);
    buffer_str(out, " until ");
    scalar_print(out, (Scalar){{.kind = TYPE_DATE}, true, {.i = waiver->until}}, NULL,
                 PRINT_PEOPLE);
    buffer_str(out, " because ");
    print_quoted(out, waiver->because);
    buffer_char(out, '\n');
  }
}

static void list_all(Buffer *out, const Image *image) {
  buffer_str(out, "program ");
  print_quoted(out, image->program);
  buffer_str(out, " version ");
  print_quoted(out, image->version);
  buffer_char(out, '\n');
  list_enumerations(out, image);
  list_entities(out, image);
  list_inputs(out, image);
  list_slots(out, image);
  list_steps(out, image);
  list_groups(out, image);
  list_ranks(out, image);
  list_histories(out, image);
  list_partitions(out, image);
  list_blocks(out, image);
  list_declarations(out, image);
  list_clauses(out, image);
  list_findings(out, image);
  list_waivers(out, image);
}

/* Names come from a file that anybody may have written: they must not drive a terminal. */
void image_disassemble(Buffer *out, const Image *image) {
  Buffer listing = buffer_in(out->arena);
  list_all(&listing, image);
  size_t line = 0;
  for (size_t i = 0; i < listing.len; i++) {
    if (listing.data[i] != '\n') continue;
    buffer_text(out, text_printable(out->arena, text_slice(buffer_view(&listing), line, i)));
    buffer_char(out, '\n');
    line = i + 1;
  }
}
