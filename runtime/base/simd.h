/* simd.h - which vector instructions there are to choose from on this machine.
 *
 * A loop that gains from wider vectors is compiled once a level, and the level is chosen when it
 * is called. So one program runs everywhere, and a test can run all that its machine has.
 */
#ifndef BASE_SIMD_H
#define BASE_SIMD_H

#include <stdbool.h>

typedef enum SimdLevel {
  SIMD_AUTO,     /* the best that the machine has */
  SIMD_PORTABLE, /* ordinary registers only */
  SIMD_SSE2,     /* what every 64-bit x86 has */
  SIMD_AVX2,     /* with PCLMUL, BMI2 and POPCNT */
  SIMD_AVX512,   /* with BW, DQ, VL, VBMI2 and BITALG: from Ice Lake and Zen 4 on */
  SIMD_NEON,     /* what every 64-bit ARM has */
  SIMD_COUNT
} SimdLevel;

/* For attributes of functions that hold the code of a level. */
#define SIMD_TARGET_AVX2 __attribute__((target("avx2,pclmul,bmi,bmi2,popcnt")))
#define SIMD_TARGET_AVX512                                                                         \
  __attribute__((                                                                                  \
      target("avx2,pclmul,bmi,bmi2,popcnt,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,"          \
             "avx512vbmi2,avx512bitalg")))

/* Whether the machine (and the compiler) has it; AUTO and PORTABLE are always there. */
bool simd_has(SimdLevel level);
/* Never AUTO; PORTABLE for a level that the machine does not have. */
SimdLevel simd_choose(SimdLevel asked);
const char *simd_name(SimdLevel level);

#endif
