/* check_test.c - tests: the day, parameters, and on which row each expectation is.
 *
 * An expectation does not say whose columns it reads. The first declared column in it tells; where
 * there is none, the fields of the rows that the test gives do.
 */
#include "sema/infer_impl.h"

/* ---- On which rows ---- */

static bool gives(const DeclaredTest *test, uint32_t entity) {
  for (size_t i = 0; i < test->given.count; i++)
    if (test->given.at[i].entity == entity) return true;
  return false;
}

/* Without a declared column: the entity of the key, of the field, the usual one, the program. */
static uint32_t entity_of_rows(const Sema *s, const DeclaredTest *test, const Owner *owner,
                               Text key) {
  for (size_t i = 0; i < test->given.count && key.len; i++)
    if (text_equal(test->given.at[i].key, key)) return test->given.at[i].entity;
  for (size_t i = 0; i < test->given.count && owner->field; i++) {
    const uint32_t entity = test->given.at[i].entity;
    const EntitySchema *schema = &s->program->entities.at[entity];
    if (schema_field(schema, owner->field->text) != SCHEMA_NONE) return entity;
  }
  const Name *account = name_find(s, TEXT("account"));
  const bool usual = account && account->kind == NAME_ENTITY;
  if (usual && gives(test, account->index) && !owner->aggregate) return account->index;
  if (!owner->aggregate && test->given.count) return test->given.at[0].entity;
  return IMAGE_PROGRAM;
}

static uint32_t expected_entity(Sema *s, const DeclaredTest *test, const Expectation *expectation) {
  Owner owner = {.entity = SCHEMA_NONE};
  owner_see(s, expectation->condition, &owner);
  if (!owner.other)
    return owner.entity != SCHEMA_NONE ? owner.entity
                                       : entity_of_rows(s, test, &owner, expectation->key);
  const Name *found = name_find(s, owner.other->text);
  const uint32_t other = s->program->columns.at[found->index].entity;
  Diag *d = sema_report(s, E_EXPECT_ENTITIES, owner.other->span, "`%.*s` is a column of %.*s",
                        TEXT_ARG(owner.other->text), TEXT_ARG(s->program->entities.at[other].name));
  sema_label(s, d, owner.column->span, "a column of %.*s",
             TEXT_ARG(s->program->entities.at[owner.entity].name));
  sema_help(s, d, "write an `expect` for each of them");
  return SCHEMA_NONE;
}

/* ---- On which row ---- */

static void report_no_key(Sema *s, const DeclaredTest *test, const Expectation *expectation) {
  const Node *key = node_child(expectation->node, EXPECT_KEY);
  Nearest nearest = nearest_start(expectation->key);
  for (size_t i = 0; i < test->given.count; i++)
    if (test->given.at[i].entity == expectation->entity)
      nearest_offer(&nearest, test->given.at[i].key);
  Diag *d = sema_report(s, E_EXPECT_ROW, key->span, "the test gives no %.*s \"%.*s\"",
                        TEXT_ARG(s->program->entities.at[expectation->entity].name),
                        TEXT_ARG(expectation->key));
  const Text best = nearest_found(&nearest);
  if (best.len)
    sema_offer(s, d, key->span, "\"%.*s\"", TEXT_ARG(best));
  else
    sema_help(s, d, "give that row, or name one that is given");
}

static void check_program_row(Sema *s, const Expectation *expectation) {
  const Node *key = node_child(expectation->node, EXPECT_KEY);
  if (!key) return;
  Diag *d = sema_report(s, E_EXPECT_ROW, key->span, "the program has no rows to name");
  sema_help(s, d, "leave `for` and the key out");
  sema_edit(s, d, (Span){expectation->condition->span.hi, key->span.hi}, "%s", "");
}

static void check_row(Sema *s, const DeclaredTest *test, const Expectation *expectation) {
  const Node *key = node_child(expectation->node, EXPECT_KEY);
  const Text entity = s->program->entities.at[expectation->entity].name;
  size_t rows = 0;
  bool file = false, named = false;
  const GivenRows *keyed = NULL;
  for (size_t i = 0; i < test->given.count; i++) {
    const GivenRows *given = &test->given.at[i];
    if (given->entity != expectation->entity) continue;
    rows++;
    file |= given->file.len > 0;
    named |= key && text_equal(given->key, expectation->key);
    if (given->key.len) keyed = given;
  }
  if (key && rows && !file && !named) report_no_key(s, test, expectation);
  if (rows == 1 && (key || !file)) return;
  if (key && rows) return;
  const Span at = expectation->condition->span;
  if (!rows) {
    Diag *d = sema_report(s, E_EXPECT_ROW, at, "the test gives no %.*s to expect this of",
                          TEXT_ARG(entity));
    sema_help(s, d, "give one: `given %.*s { ... }`", TEXT_ARG(entity));
    return;
  }
  Diag *d = sema_report(s, E_EXPECT_ROW, at, "the test gives %s of %.*s: say which row",
                        file ? "a file" : "several rows", TEXT_ARG(entity));
  if (keyed) {
    sema_help(s, d, "name it by its key: `... for \"%.*s\"`", TEXT_ARG(keyed->key));
    sema_edit(s, d, span_after(at), " for \"%.*s\"", TEXT_ARG(keyed->key));
  } else if (file) {
    sema_help(s, d, "write `for` and its key behind");
  } else
    sema_help(s, d, "give the row a key, and write `for` and the key behind");
}

static void add_expectation(Sema *s, DeclaredTest *test, Node *node) {
  Expectation expectation = {.node = node,
                             .condition = node_child(node, EXPECT_CONDITION),
                             .key = text_strip(string_text(node_child(node, EXPECT_KEY))),
                             .column = SCHEMA_NONE};
  if (!expectation.condition) return;
  expectation.entity = expected_entity(s, test, &expectation);
  if (expectation.entity != SCHEMA_NONE) {
    const Scope scope = {.entity = expectation.entity};
    const bool sound = infer_condition(s, &scope, expectation.condition, "`expect`");
    const size_t errors = diag_errors(s->diags);
    if (sound && !test->broken) {
      if (expectation.entity == IMAGE_PROGRAM)
        check_program_row(s, &expectation);
      else
        check_row(s, test, &expectation);
    }
    /* one wrong key of a row would be told of each expectation */
    test->broken |= diag_errors(s->diags) > errors;
  }
  *VEC_PUSH(s->arena, &test->expectations) = expectation;
}

/* ---- The rest ---- */

static void check_name(Sema *s, const DeclaredTest *test) {
  const Node *name = node_child(test->node, TEST_NAME);
  for (size_t i = 0; name && i < s->program->tests.count; i++) {
    const DeclaredTest *other = &s->program->tests.at[i];
    if (!text_equal(other->name, test->name)) continue;
    Diag *d = sema_report(s, E_TEST_TWICE, name->span, "two tests are called %.*s",
                          TEXT_ARG(sema_source(s, name)));
    sema_label(s, d, node_child(other->node, TEST_NAME)->span, "first used here");
    sema_help(s, d, "say what this one tries that the other does not");
    return;
  }
}

static void declare_test(Sema *s, const Node *node) {
  const Node *body = node_child(node, TEST_BODY), *day = NULL;
  DeclaredTest test = {.node = node, .name = string_text(node_child(node, TEST_NAME))};
  if (!body) return;
  check_name(s, &test);
  const size_t errors = diag_errors(s->diags);
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *clause = body->child[i];
    if (clause->kind == NODE_SET) test_set_param(s, &test, clause);
    if (clause->kind == NODE_GIVEN) given_declare(s, &test, clause);
    if (clause->kind != NODE_AS_OF || !node_child(clause, AS_OF_DATE)) continue;
    day = clause_once(s, day, clause, "as of");
    test.has_day = true;
    test.day = node_child(clause, AS_OF_DATE)->day;
  }
  if (diag_errors(s->diags) == errors) given_check(s, &test);
  test.broken = s->broken || diag_errors(s->diags) > errors;
  for (uint32_t i = 0; i < body->count; i++)
    if (body->child[i]->kind == NODE_EXPECT) add_expectation(s, &test, body->child[i]);
  if (!test.expectations.count && !s->broken && !declaration_has_slip(s, node)) {
    Diag *d = sema_report(s, E_TEST_EMPTY, node_child(node, TEST_NAME)->span,
                          "this test expects nothing: it cannot fail");
    sema_help(s, d, "say what must come out: `expect COLUMN = VALUE`");
  }
  *VEC_PUSH(s->arena, &s->program->tests) = test;
}

void tests_declare(Sema *s) {
  const Node *file = s->program->file;
  for (uint32_t i = 0; i < file->count; i++)
    if (file->child[i] && file->child[i]->kind == NODE_TEST) declare_test(s, file->child[i]);
}
