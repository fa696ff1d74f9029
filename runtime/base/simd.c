/* simd.c - what the processor says of itself. */
#include "base/simd.h"

#ifdef __x86_64__
static bool has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
}

static bool has_avx512(void) {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
         __builtin_cpu_supports("avx512bitalg");
}
#endif

bool simd_has(SimdLevel level) {
  switch (level) {
  case SIMD_AUTO:
  case SIMD_PORTABLE:
    return true;
#ifdef __x86_64__
  case SIMD_SSE2:
    return true;
  case SIMD_AVX2:
    return has_avx2();
  case SIMD_AVX512:
    return has_avx512();
#endif
#ifdef __aarch64__
  case SIMD_NEON:
    return true;
#endif
  default:
    return false;
  }
}

SimdLevel simd_choose(SimdLevel asked) {
  static const SimdLevel best_first[] = {SIMD_AVX512, SIMD_AVX2, SIMD_SSE2, SIMD_NEON};
  if (asked != SIMD_AUTO) return simd_has(asked) ? asked : SIMD_PORTABLE;
  for (unsigned i = 0; i < sizeof best_first / sizeof *best_first; i++)
    if (simd_has(best_first[i])) return best_first[i];
  return SIMD_PORTABLE;
}

const char *simd_name(SimdLevel level) {
  static const char *const names[SIMD_COUNT] = {
      [SIMD_AUTO] = "auto", [SIMD_PORTABLE] = "portable", [SIMD_SSE2] = "sse2",
      [SIMD_AVX2] = "avx2", [SIMD_AVX512] = "avx512",     [SIMD_NEON] = "neon"};
  return level < SIMD_COUNT ? names[level] : "";
}
