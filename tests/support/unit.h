/* unit.h - the frame of a unit test program.
 *
 *   #include "support/unit.h"
 *
 *   START_TEST(grows) { ck_assert_int_eq(1 + 1, 2); }
 *   END_TEST
 *
 *   UNIT_MAIN(NULL, NULL, grows, shrinks)
 *
 * The first two are run before and after each test (Check's fixtures); NULL for none.
 */
#ifndef SUPPORT_UNIT_H
#define SUPPORT_UNIT_H

#include <check.h>
#include <stddef.h>

/* Runs the tests and reports on standard output; the value is main's. */
int unit_run(const char *file, void (*setup)(void), void (*teardown)(void),
             const TTest *const tests[], size_t count);

#define UNIT_MAIN(setup, teardown, ...)                                                            \
  int main(void) {                                                                                 \
    const TTest *const tests[] = {__VA_ARGS__};                                                    \
    return unit_run(__FILE__, setup, teardown, tests, sizeof tests / sizeof *tests);               \
  }

#endif
