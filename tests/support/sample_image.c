/* sample_image.c - the tables of the sample, copied into an arena. */
#include "support/sample_image.h"

#include "code/crc.h"

#include <string.h>

#define T(literal)                                                                                 \
  { literal, sizeof(literal) - 1 }
#define NONE SCHEMA_NONE
#define MONEY_USD                                                                                  \
  { .kind = TYPE_MONEY, .currency = "USD" }
#define ONE_OF(index)                                                                              \
  { .kind = TYPE_ENUM, .of = index }
#define REF_TO(index)                                                                              \
  { .kind = TYPE_REF, .of = index }
#define AT(line)                                                                                   \
  { T("sample.strata"), line, 3 }
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- what the data looks like ---- */

static EnumMember region_members[] = {
    {T("emea"), T("emea")}, {T("amer"), T("amer")}, {T("apac"), T("Asia Pacific")}};
static EnumMember zone_members[] = {{T("west"), T("west")}, {T("east"), T("east")}};
static EnumMember tier_members[] = {{T("strategic"), T("strategic")},
                                    {T("key"), T("key")},
                                    {T("unplaced"), T("unplaced")},
                                    {T("not_applicable"), T("not_applicable")}};
static EnumMember rule_members[] = {{T("passes"), T("passes")},
                                    {T("fails"), T("fails")},
                                    {T("waived"), T("waived")},
                                    {T("not_applicable"), T("not_applicable")}};
static const EnumSchema enums[] = {{T("account.region"), region_members, COUNT(region_members)},
                                   {T("zone"), zone_members, COUNT(zone_members)},
                                   {T("tier"), tier_members, COUNT(tier_members)},
                                   {T("rule"), rule_members, COUNT(rule_members)}};

static FieldSchema manager_fields[] = {
    {.name = T("id"), .type = {.kind = TYPE_TEXT}, .key = true, .used = true, .slot = NONE},
    {.name = T("name"), .type = {.kind = TYPE_TEXT}, .used = true, .slot = SAMPLE_MANAGER_NAME}};
static FieldSchema account_fields[] = {
    {.name = T("id"), .type = {.kind = TYPE_TEXT}, .key = true, .used = true, .slot = NONE},
    {.name = T("name"), .type = {.kind = TYPE_TEXT}, .used = true, .slot = SAMPLE_NAME},
    {.name = T("region"), .type = ONE_OF(SAMPLE_ENUM_REGION), .used = true, .slot = SAMPLE_REGION},
    {.name = T("owner"), .type = REF_TO(SAMPLE_MANAGER), .used = true, .slot = SAMPLE_OWNER},
    {.name = T("revenue"),
     .header = T("Annual Revenue"),
     .doc = T("Trailing twelve months"),
     .type = MONEY_USD,
     .format = {.exponent = 6},
     .low = {.set = true},
     .required = true,
     .used = true,
     .slot = SAMPLE_REVENUE},
    {.name = T("mutual"), .type = {.kind = TYPE_BOOL}, .used = true, .slot = SAMPLE_MUTUAL},
    {.name = T("since"),
     .type = {.kind = TYPE_DATE},
     .format = {.date = T("%d.%m.%Y")},
     .fixed = true,
     .slot = NONE},
    {.name = T("weight"),
     .type = {.kind = TYPE_NUMBER},
     .high = {.set = true, .f = 2.5},
     .slot = NONE}};
static FieldSchema order_fields[] = {
    {.name = T("account"),
     .type = REF_TO(SAMPLE_ACCOUNT),
     .used = true,
     .slot = SAMPLE_ORDER_ACCOUNT},
    {.name = T("amount"), .type = MONEY_USD, .used = true, .slot = SAMPLE_AMOUNT},
    {.name = T("placed"), .type = {.kind = TYPE_DATE}, .used = true, .slot = SAMPLE_PLACED},
    {.name = T("on_time"), .type = {.kind = TYPE_BOOL}, .slot = NONE}};
static const EntitySchema entities[] = {
    {.name = T("program"), .key = NONE},
    {T("manager"), T("managers.csv"), T(""), manager_fields, COUNT(manager_fields), 0},
    {T("account"), T("accounts.csv"), T("Whom we sell to"), account_fields, COUNT(account_fields),
     0},
    {T("order"), T("orders.csv"), T(""), order_fields, COUNT(order_fields), NONE}};

static const Slot slots[] = {
    [SAMPLE_TODAY] = {IMAGE_PROGRAM, STORE_I32, SLOT_INPUT, T("today")},
    [SAMPLE_FLOOR] = {IMAGE_PROGRAM, STORE_I64, SLOT_INPUT, T("floor")},
    [SAMPLE_CAP] = {IMAGE_PROGRAM, STORE_I64, SLOT_INPUT, T("cap")},
    [SAMPLE_MANAGER_NAME] = {SAMPLE_MANAGER, STORE_TEXT, SLOT_FIELD, T("name")},
    [SAMPLE_NAME] = {SAMPLE_ACCOUNT, STORE_TEXT, SLOT_FIELD, T("name")},
    [SAMPLE_REGION] = {SAMPLE_ACCOUNT, STORE_I32, SLOT_FIELD, T("region")},
    [SAMPLE_OWNER] = {SAMPLE_ACCOUNT, STORE_I32, SLOT_FIELD, T("owner")},
    [SAMPLE_REVENUE] = {SAMPLE_ACCOUNT, STORE_I64, SLOT_FIELD, T("revenue")},
    [SAMPLE_MUTUAL] = {SAMPLE_ACCOUNT, STORE_TRUTH, SLOT_FIELD, T("mutual")},
    [SAMPLE_ORDER_ACCOUNT] = {SAMPLE_ORDER, STORE_I32, SLOT_FIELD, T("account")},
    [SAMPLE_AMOUNT] = {SAMPLE_ORDER, STORE_I64, SLOT_FIELD, T("amount")},
    [SAMPLE_PLACED] = {SAMPLE_ORDER, STORE_I32, SLOT_FIELD, T("placed")},
    [SAMPLE_COUNTS] = {SAMPLE_ORDER, STORE_TRUTH, SLOT_MAPPED, T("placed <= today")},
    [SAMPLE_ORDERED_LOW] = {SAMPLE_ACCOUNT, STORE_I64, SLOT_GROUPED, T("ordered.low")},
    [SAMPLE_ORDERED_HIGH] = {SAMPLE_ACCOUNT, STORE_I64, SLOT_GROUPED, T("ordered.high")},
    [SAMPLE_ZONE] = {SAMPLE_ACCOUNT, STORE_I32, SLOT_MAPPED, T("zone")},
    [SAMPLE_BOSS] = {SAMPLE_ACCOUNT, STORE_TEXT, SLOT_MAPPED, T("boss")},
    [SAMPLE_QUALIFIES] = {SAMPLE_ACCOUNT, STORE_TRUTH, SLOT_MAPPED, T("tier.strategic")},
    [SAMPLE_RULE] = {SAMPLE_ACCOUNT, STORE_I32, SLOT_MAPPED, T("mutual_only")},
    [SAMPLE_WITHIN_CAP] = {SAMPLE_ACCOUNT, STORE_TRUTH, SLOT_RANKED, T("tier.strategic.cap")},
    [SAMPLE_TIER] = {SAMPLE_ACCOUNT, STORE_I32, SLOT_MAPPED, T("tier")},
    [SAMPLE_IS_STRATEGIC] = {SAMPLE_ACCOUNT, STORE_TRUTH, SLOT_MAPPED, T("tier = strategic")},
    [SAMPLE_SHARE_LOW] = {IMAGE_PROGRAM, STORE_I64, SLOT_GROUPED, T("concentration.low")},
    [SAMPLE_SHARE_HIGH] = {IMAGE_PROGRAM, STORE_I64, SLOT_GROUPED, T("concentration.high")}};

static const Param params[] = {{.name = T("today"),
                                .type = {.kind = TYPE_DATE},
                                .value = {.type = {.kind = TYPE_DATE}},
                                .slot = SAMPLE_TODAY,
                                .doc = T("The as-of date of the run")},
                               {.name = T("floor"),
                                .type = MONEY_USD,
                                .value = {MONEY_USD, true, {.i = 10000000000}},
                                .has_low = true,
                                .low = {MONEY_USD, true, {.i = 0}},
                                .slot = SAMPLE_FLOOR,
                                .doc = T("Smallest revenue of a strategic account"),
                                .place = AT(1)},
                               {.name = T("cap"),
                                .type = {.kind = TYPE_INTEGER},
                                .value = {{.kind = TYPE_INTEGER}, true, {.i = 1}},
                                .slot = SAMPLE_CAP,
                                .place = AT(2)}};

/* ---- code ---- */

static const int64_t const_i64[] = {0, 10000};
static const double const_f64[] = {2.5};
static const Text const_text[] = {T("no \"owner\"")};
static const RecodeEntry recode_entries[] = {{0}, {0}, {1}};
static const Recode recodes[] = {{SAMPLE_ENUM_REGION, SAMPLE_ENUM_ZONE, {0, 3}}};

static const Instr order_code[] = {{.op = OP_LOAD_I32, .dst = 0, .imm = SAMPLE_PLACED},
                                   {.op = OP_SPREAD_I32, .dst = 1, .imm = SAMPLE_TODAY},
                                   {.op = OP_LE_I32, .dst = 2, .a = 0, .b = 1},
                                   {.op = OP_STORE_TRUTH, .a = 2, .imm = SAMPLE_COUNTS}};
static const uint8_t order_registers[] = {STORE_I32, STORE_I32, STORE_TRUTH};

static const Instr qualify_code[] = {
    {.op = OP_LOAD_I64, .dst = 0, .imm = SAMPLE_REVENUE},
    {.op = OP_SPREAD_I64, .dst = 1, .imm = SAMPLE_FLOOR},
    {.op = OP_LE_I64, .dst = 2, .a = 1, .b = 0},
    {.op = OP_LOAD_TRUTH, .dst = 3, .imm = SAMPLE_MUTUAL},
    {.op = OP_AND, .dst = 4, .a = 2, .b = 3},
    {.op = OP_STORE_TRUTH, .a = 4, .imm = SAMPLE_QUALIFIES},
    {.op = OP_LOAD_I32, .dst = 5, .imm = SAMPLE_REGION},
    {.op = OP_RECODE, .dst = 6, .a = 5, .imm = 0},
    {.op = OP_STORE_I32, .a = 6, .imm = SAMPLE_ZONE},
    {.op = OP_LOAD_I32, .dst = 7, .imm = SAMPLE_OWNER},
    {.op = OP_GATHER_TEXT, .dst = 8, .a = 7, .imm = SAMPLE_MANAGER_NAME},
    {.op = OP_CONST_TEXT, .dst = 9, .imm = 0},
    {.op = OP_OTHERWISE_TEXT, .dst = 10, .a = 8, .b = 9},
    {.op = OP_STORE_TEXT, .a = 10, .imm = SAMPLE_BOSS},
    {.op = OP_CONST_I32, .dst = 11, .imm = RULE_PASSES},
    {.op = OP_CONST_I32, .dst = 12, .imm = RULE_FAILS},
    {.op = OP_SELECT_I32, .dst = 13, .a = 3, .b = 11, .c = 12},
    {.op = OP_STORE_I32, .a = 13, .imm = SAMPLE_RULE}};
static const uint8_t qualify_registers[] = {
    STORE_I64, STORE_I64,  STORE_TRUTH, STORE_TRUTH, STORE_TRUTH, STORE_I32, STORE_I32,
    STORE_I32, STORE_TEXT, STORE_TEXT,  STORE_TEXT,  STORE_I32,   STORE_I32, STORE_I32};

static const Instr tier_code[] = {{.op = OP_LOAD_TRUTH, .dst = 0, .imm = SAMPLE_WITHIN_CAP},
                                  {.op = OP_LOAD_I64, .dst = 1, .imm = SAMPLE_ORDERED_LOW},
                                  {.op = OP_LOAD_I64, .dst = 2, .imm = SAMPLE_ORDERED_HIGH},
                                  {.op = OP_CONST_I64, .dst = 3, .imm = 0},
                                  {.op = OP_LT_I64, .dst = 4, .a = 3, .b = 1},
                                  {.op = OP_LT_I64, .dst = 5, .a = 3, .b = 2},
                                  {.op = OP_BOUNDS, .dst = 6, .a = 4, .b = 5},
                                  {.op = OP_CONST_I32, .dst = 7, .imm = 0},
                                  {.op = OP_CONST_I32, .dst = 8, .imm = 1},
                                  {.op = OP_CONST_I32, .dst = 9, .imm = 2},
                                  {.op = OP_SELECT_I32, .dst = 10, .a = 6, .b = 8, .c = 9},
                                  {.op = OP_SELECT_I32, .dst = 11, .a = 0, .b = 7, .c = 10},
                                  {.op = OP_STORE_I32, .a = 11, .imm = SAMPLE_TIER},
                                  {.op = OP_EQ_I32, .dst = 12, .a = 11, .b = 7},
                                  {.op = OP_STORE_TRUTH, .a = 12, .imm = SAMPLE_IS_STRATEGIC}};
static const uint8_t tier_registers[] = {
    STORE_TRUTH, STORE_I64, STORE_I64, STORE_I64, STORE_TRUTH, STORE_TRUTH, STORE_TRUTH,
    STORE_I32,   STORE_I32, STORE_I32, STORE_I32, STORE_I32,   STORE_TRUTH};

/* The last three lines are there for their immediates. */
static const Instr message_code[] = {
    {.op = OP_LOAD_TEXT, .dst = 0, .imm = SAMPLE_NAME},
    {.op = OP_LOAD_I64, .dst = 1, .imm = SAMPLE_REVENUE},
    {.op = OP_I64_TO_F64, .dst = 2, .a = 1, .imm = 1},
    {.op = OP_CONST_F64, .dst = 3, .imm = 0},
    {.op = OP_MUL_F64, .dst = 4, .a = 2, .b = 3},
    {.op = OP_ROUND_F64, .dst = 5, .a = 4, .imm = (uint32_t)-1},
    {.op = OP_SPREAD_I32, .dst = 6, .imm = SAMPLE_TODAY},
    {.op = OP_DATE_UNIT_START, .dst = 7, .a = 6, .imm = 3 | 4 << 8 | (128 - 1) << 16},
    {.op = OP_CONST_TRUTH, .dst = 8, .imm = TRUTH_TRUE}};
static const uint8_t message_registers[] = {STORE_TEXT, STORE_I64, STORE_F64, STORE_F64,  STORE_F64,
                                            STORE_F64,  STORE_I32, STORE_I32, STORE_TRUTH};

static const Group groups[] = {{.function = AGGREGATE_SUM,
                                .child = SAMPLE_ORDER,
                                .parent = SAMPLE_ACCOUNT,
                                .via = SAMPLE_ORDER_ACCOUNT,
                                .where = SAMPLE_COUNTS,
                                .value = SAMPLE_AMOUNT,
                                .value_high = NONE,
                                .by = NONE,
                                .fraction = NONE,
                                .type = MONEY_USD,
                                .low = SAMPLE_ORDERED_LOW,
                                .high = SAMPLE_ORDERED_HIGH,
                                .text = T("sum(amount of order where placed <= today)"),
                                .place = AT(13)},
                               {.function = AGGREGATE_SHARE,
                                .child = SAMPLE_ACCOUNT,
                                .parent = IMAGE_PROGRAM,
                                .via = NONE,
                                .where = NONE,
                                .value = SAMPLE_IS_STRATEGIC,
                                .value_high = NONE,
                                .by = NONE,
                                .fraction = NONE,
                                .type = {.kind = TYPE_PERCENT},
                                .low = SAMPLE_SHARE_LOW,
                                .high = SAMPLE_SHARE_HIGH,
                                .text = T("share(tier = strategic of account)"),
                                .place = AT(20)}};

static const Rank ranks[] = {{.entity = SAMPLE_ACCOUNT,
                              .qualifies = SAMPLE_QUALIFIES,
                              .applies = NONE,
                              .rank = SAMPLE_REVENUE,
                              .limit = SAMPLE_CAP,
                              .placed = SAMPLE_WITHIN_CAP,
                              .declaration = SAMPLE_DECLARED_TIER,
                              .text = T("at most cap ranked by revenue"),
                              .place = AT(17)}};

static const Step steps[] = {{STEP_READ, SAMPLE_MANAGER},
                             {STEP_READ, SAMPLE_ACCOUNT},
                             {STEP_READ, SAMPLE_ORDER},
                             {STEP_MAP, SAMPLE_BLOCK_ORDER},
                             {STEP_GROUP, 0},
                             {STEP_MAP, SAMPLE_BLOCK_QUALIFY},
                             {STEP_RANK, 0},
                             {STEP_MAP, SAMPLE_BLOCK_TIER},
                             {STEP_GROUP, 1},
                             {STEP_EMIT, SAMPLE_ACCOUNT}};

/* ---- what was declared ---- */

static const Declaration declarations[] = {
    [SAMPLE_ORDERED] = {.kind = DECLARATION_MEASURE,
                        .name = T("ordered"),
                        .entity = SAMPLE_ACCOUNT,
                        .columns = {0, 1},
                        .members = NONE,
                        .money = NONE,
                        .place = AT(13)},
    [SAMPLE_DECLARED_ZONE] = {.kind = DECLARATION_MEASURE,
                              .name = T("zone"),
                              .entity = SAMPLE_ACCOUNT,
                              .columns = {1, 1},
                              .members = NONE,
                              .money = NONE,
                              .place = AT(14)},
    [SAMPLE_DECLARED_BOSS] = {.kind = DECLARATION_MEASURE,
                              .name = T("boss"),
                              .entity = SAMPLE_ACCOUNT,
                              .doc = T("Who looks after it"),
                              .columns = {2, 1},
                              .members = NONE,
                              .money = NONE,
                              .place = AT(15)},
    [SAMPLE_DECLARED_TIER] = {.kind = DECLARATION_SEGMENTATION,
                              .name = T("tier"),
                              .entity = SAMPLE_ACCOUNT,
                              .columns = {3, 1},
                              .members = SAMPLE_ENUM_TIER,
                              .money = SAMPLE_REVENUE,
                              .place = AT(16)},
    [SAMPLE_CONCENTRATION] = {.kind = DECLARATION_MEASURE,
                              .name = T("concentration"),
                              .entity = IMAGE_PROGRAM,
                              .columns = {4, 1},
                              .members = NONE,
                              .money = NONE,
                              .place = AT(20)},
    [SAMPLE_MUTUAL_ONLY] = {.kind = DECLARATION_RULE,
                            .name = T("mutual_only"),
                            .entity = SAMPLE_ACCOUNT,
                            .owner = T("account manager"),
                            .source = T("Handbook, 3.2"),
                            .severity = LEVEL_ERROR,
                            .columns = {5, 1},
                            .members = SAMPLE_ENUM_RULE,
                            .money = NONE,
                            .place = AT(21)}};

static const Column columns[] = {
    {SAMPLE_ORDERED, T("ordered"), MONEY_USD, SAMPLE_ORDERED_LOW, SAMPLE_ORDERED_HIGH, NONE},
    {SAMPLE_DECLARED_ZONE, T("zone"), ONE_OF(SAMPLE_ENUM_ZONE), SAMPLE_ZONE, NONE, NONE},
    {SAMPLE_DECLARED_BOSS, T("boss"), {.kind = TYPE_TEXT}, SAMPLE_BOSS, NONE, NONE},
    {SAMPLE_DECLARED_TIER, T("tier"), ONE_OF(SAMPLE_ENUM_TIER), SAMPLE_TIER, NONE, 0},
    {SAMPLE_CONCENTRATION,
     T("concentration"),
     {.kind = TYPE_PERCENT},
     SAMPLE_SHARE_LOW,
     SAMPLE_SHARE_HIGH,
     NONE},
    {SAMPLE_MUTUAL_ONLY, T("mutual_only"), ONE_OF(SAMPLE_ENUM_RULE), SAMPLE_RULE, NONE, NONE}};

#define CLAUSE(kind_, parent_, text_, type_, block_, register_)                                    \
  .kind = CLAUSE_##kind_, .parent = parent_, .text = T(text_), .type = type_, .block = block_,     \
  .low = register_, .high = register_, .history = NONE
#define TRUTH_TYPE                                                                                 \
  { .kind = TYPE_BOOL }
static const Clause clauses[] = {
    {CLAUSE(COLUMN, NONE, "tier", ONE_OF(SAMPLE_ENUM_TIER), SAMPLE_BLOCK_TIER, 11), .group = NONE,
     .rank = NONE, .column = 3, .place = AT(16)},
    {CLAUSE(SEGMENT, 0, "strategic", TRUTH_TYPE, SAMPLE_BLOCK_TIER, 0), .group = NONE, .rank = NONE,
     .column = NONE, .place = AT(17)},
    {CLAUSE(NEEDS, 1, "revenue >= floor", TRUTH_TYPE, SAMPLE_BLOCK_QUALIFY, 2), .group = NONE,
     .rank = NONE, .column = NONE, .place = AT(17)},
    {CLAUSE(CAP, 1, "at most cap ranked by revenue", {.kind = TYPE_NONE}, NONE, 0), .group = NONE,
     .rank = 0, .column = NONE, .place = AT(17)},
    {.kind = CLAUSE_TERM,
     .parent = 0,
     .text = T("ordered"),
     .type = MONEY_USD,
     .block = SAMPLE_BLOCK_TIER,
     .low = 1,
     .high = 2,
     .group = 0,
     .rank = NONE,
     .history = NONE,
     .column = 0,
     .place = AT(18)}};

static const Piece pieces[] = {{.is_value = true, .type = {.kind = TYPE_TEXT}, .low = 0, .high = 0},
                               {.literal = T(" has ")},
                               {.is_value = true, .type = MONEY_USD, .low = 1, .high = 1},
                               {.literal = T("Sign the agreement")}};
static const Finding findings[] = {{.kind = FINDING_RULE_FAILS,
                                    .declaration = SAMPLE_MUTUAL_ONLY,
                                    .slot = SAMPLE_RULE,
                                    .value = RULE_FAILS,
                                    .block = SAMPLE_BLOCK_MESSAGE,
                                    .say = {0, 3},
                                    .fix = {3, 1},
                                    .place = AT(21)},
                                   {.kind = FINDING_RULE_UNKNOWN,
                                    .declaration = SAMPLE_MUTUAL_ONLY,
                                    .slot = SAMPLE_RULE,
                                    .when_missing = true,
                                    .block = NONE,
                                    .place = AT(21)}};
static const Waiver waivers[] = {{SAMPLE_MUTUAL_ONLY, T("A2"), 20818, T("a pilot"), AT(22)}};

/* ---- into an image ---- */

#define FILL(member)                                                                               \
  for (size_t i = 0; i < COUNT(member); i++) *VEC_PUSH(arena, &image->member) = member[i]

static void *copy(Arena *arena, const void *array, size_t size) {
  return arena_copy(arena, array, size);
}

static void add_block(Image *image, uint32_t entity, bool message, const Instr *code, size_t count,
                      const uint8_t *registers, size_t register_count) {
  *VEC_PUSH(image->arena, &image->blocks) =
      (Block){entity,
              message,
              {(uint32_t)image->code.count, (uint32_t)count},
              {(uint32_t)image->registers.count, (uint32_t)register_count}};
  for (size_t i = 0; i < count; i++) *VEC_PUSH(image->arena, &image->code) = code[i];
  for (size_t i = 0; i < register_count; i++)
    *VEC_PUSH(image->arena, &image->registers) = (Register){registers[i]};
}

#define BLOCK(entity, message, name)                                                               \
  add_block(image, entity, message, name##_code, COUNT(name##_code), name##_registers,             \
            COUNT(name##_registers))

/* Tests change what they get, so members and fields are copies too. */
static void fill_schemas(Image *image, Arena *arena) {
  FILL(enums);
  for (size_t i = 0; i < image->enums.count; i++) {
    EnumSchema *schema = &image->enums.at[i];
    schema->members = copy(arena, schema->members, schema->count * sizeof *schema->members);
  }
  FILL(entities);
  for (size_t i = 0; i < image->entities.count; i++) {
    EntitySchema *entity = &image->entities.at[i];
    entity->fields = copy(arena, entity->fields, entity->field_count * sizeof *entity->fields);
  }
}

Image *sample_image(Arena *arena) {
  Image *image = image_new(arena);
  image->program = TEXT("Sample: accounts");
  image->version = TEXT("2026.1");
  fill_schemas(image, arena);
  FILL(slots);
  FILL(params);
  FILL(const_i64);
  FILL(const_f64);
  FILL(const_text);
  FILL(recode_entries);
  FILL(recodes);
  BLOCK(SAMPLE_ORDER, false, order);
  BLOCK(SAMPLE_ACCOUNT, false, qualify);
  BLOCK(SAMPLE_ACCOUNT, false, tier);
  BLOCK(SAMPLE_ACCOUNT, true, message);
  FILL(groups);
  FILL(ranks);
  FILL(steps);
  FILL(declarations);
  FILL(columns);
  FILL(clauses);
  FILL(pieces);
  FILL(findings);
  FILL(waivers);
  return image;
}

static void add_slot(Image *image, uint32_t entity, Store store, SlotRole role, const char *name) {
  *VEC_PUSH(image->arena, &image->slots) =
      (Slot){entity, (uint8_t)store, (uint8_t)role, text_of(name)};
}

static void add_key(Image *image, uint32_t value, uint32_t result, Type type) {
  *VEC_PUSH(image->arena, &image->partition_keys) = (PartitionKey){value, result, type};
}

Image *sample_image_parted(Arena *arena) {
  Image *image = sample_image(arena);
  *VEC_PUSH(arena, &image->entities) = (EntitySchema){.name = TEXT("account group"), .key = NONE};
  add_slot(image, SAMPLE_ACCOUNT, STORE_I32, SLOT_PARTED, "group");
  add_slot(image, SAMPLE_ACCOUNT_GROUP, STORE_I32, SLOT_PARTED, "region");
  add_slot(image, SAMPLE_ACCOUNT_GROUP, STORE_TEXT, SLOT_PARTED, "boss");
  add_slot(image, SAMPLE_ACCOUNT_GROUP, STORE_I64, SLOT_GROUPED, "count()");
  add_slot(image, SAMPLE_ACCOUNT_GROUP, STORE_I64, SLOT_GROUPED, "count()");
  add_key(image, SAMPLE_REGION, SAMPLE_GROUP_REGION, (Type)ONE_OF(SAMPLE_ENUM_REGION));
  add_key(image, SAMPLE_BOSS, SAMPLE_GROUP_BOSS, (Type){.kind = TYPE_TEXT});
  *VEC_PUSH(arena, &image->partitions) = (Partition){.child = SAMPLE_ACCOUNT,
                                                     .parent = SAMPLE_ACCOUNT_GROUP,
                                                     .where = SAMPLE_MUTUAL,
                                                     .via = SAMPLE_GROUP_OF,
                                                     .keys = {0, 2},
                                                     .text = TEXT("region, boss"),
                                                     .place = AT(1)};
  *VEC_PUSH(arena, &image->groups) = (Group){.function = AGGREGATE_ROWS,
                                             .child = SAMPLE_ACCOUNT,
                                             .parent = SAMPLE_ACCOUNT_GROUP,
                                             .via = SAMPLE_GROUP_OF,
                                             .where = NONE,
                                             .value = NONE,
                                             .value_high = NONE,
                                             .by = NONE,
                                             .fraction = NONE,
                                             .type = {.kind = TYPE_INTEGER},
                                             .low = SAMPLE_GROUP_LOW,
                                             .high = SAMPLE_GROUP_HIGH,
                                             .text = TEXT("count()"),
                                             .place = AT(1)};
  image->steps.at[image->steps.count - 1] = (Step){STEP_PARTITION, 0};
  *VEC_PUSH(arena, &image->steps) = (Step){STEP_GROUP, 2};
  *VEC_PUSH(arena, &image->steps) = (Step){STEP_EMIT, SAMPLE_ACCOUNT};
  return image;
}

static void store(char *at, uint64_t value, size_t size) {
  for (size_t i = 0; i < size; i++) at[i] = (char)(value >> 8 * i);
}

void sample_seal(Buffer *file) {
  enum { CHECKSUM = 12, SIZE = 16 };
  store(file->data + SIZE, file->len, 8);
  store(file->data + CHECKSUM, crc32c(text_slice(buffer_view(file), SIZE, file->len)), 4);
}
