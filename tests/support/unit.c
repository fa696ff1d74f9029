/* unit.c - runs the tests of one file with Check. */
#include "support/unit.h"

#include <stdlib.h>

/* Sanitizers slow a test down many times, and so does a busy machine: only hanging matters. */
enum { TEST_SECONDS = 300 };

int unit_run(const char *file, void (*setup)(void), void (*teardown)(void),
             const TTest *const tests[], size_t count) {
  Suite *suite = suite_create(file);
  TCase *group = tcase_create(file);
  tcase_set_timeout(group, TEST_SECONDS);
  if (setup || teardown) tcase_add_checked_fixture(group, setup, teardown);
  for (size_t i = 0; i < count; i++) tcase_add_test(group, tests[i]);
  suite_add_tcase(suite, group);

  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
