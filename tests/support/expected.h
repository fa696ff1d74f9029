/* expected.h - long texts are held against a file that people can read. */
#ifndef SUPPORT_EXPECTED_H
#define SUPPORT_EXPECTED_H

#include "base/text.h"

/* Fails the test where `text` is not what the file (from the root of the project) holds, and says
 * which line differs. With UPDATE=1 in the environment the file is written instead. */
void expect_file(const char *path, Text text);

#endif
