/* power_of_ten.h - the powers of ten below 2^63; here, so that compilers see their values. */
#ifndef VALUE_POWER_OF_TEN_H
#define VALUE_POWER_OF_TEN_H

#include <stdint.h>

enum { POWER_OF_TEN_MOST = 18 };

static const uint64_t power_of_ten[POWER_OF_TEN_MOST + 1] = {UINT64_C(1),
                                                             UINT64_C(10),
                                                             UINT64_C(100),
                                                             UINT64_C(1000),
                                                             UINT64_C(10000),
                                                             UINT64_C(100000),
                                                             UINT64_C(1000000),
                                                             UINT64_C(10000000),
                                                             UINT64_C(100000000),
                                                             UINT64_C(1000000000),
                                                             UINT64_C(10000000000),
                                                             UINT64_C(100000000000),
                                                             UINT64_C(1000000000000),
                                                             UINT64_C(10000000000000),
                                                             UINT64_C(100000000000000),
                                                             UINT64_C(1000000000000000),
                                                             UINT64_C(10000000000000000),
                                                             UINT64_C(100000000000000000),
                                                             UINT64_C(1000000000000000000)};

#endif
