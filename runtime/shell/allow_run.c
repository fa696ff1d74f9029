/* allow_run.c - what comments allow of the findings of a run.
 *
 * The compiled program knows no comments, but of each finding its place in the rule file.
 */
#include <string.h>

#include "shell/allow.h"

static bool is_before(CodePlace a, Place b) {
  return a.line < b.line || (a.line == b.line && a.column < b.column);
}

static Allow *of_finding(const AllowList *list, const SourceMap *sources, const Finding *finding) {
  for (size_t i = 0; i < list->list.count; i++) {
    Allow *allow = list->list.at[i];
    if (strcmp(allow->code, finding_info[finding->kind].code) != 0) continue;
    const Place from = source_place(sources, allow->over.lo), to = source_end(sources, allow->over);
    if (!text_equal(finding->place.file, from.file)) continue;
    if (!is_before(finding->place, from) && is_before(finding->place, to)) return allow;
  }
  return NULL;
}

const bool *allow_findings(const AllowList *list, const SourceMap *sources, const Image *image) {
  bool *allowed = ARENA_ARRAY(list->arena, bool, image->findings.count), any = false;
  for (size_t i = 0; i < image->findings.count; i++) {
    allowed[i] = of_finding(list, sources, &image->findings.at[i]) != NULL;
    any |= allowed[i];
  }
  return any ? allowed : NULL;
}

void allow_count_findings(const AllowList *list, const SourceMap *sources, const Image *image,
                          const uint64_t *found) {
  for (size_t i = 0; i < image->findings.count; i++) {
    Allow *allow = of_finding(list, sources, &image->findings.at[i]);
    if (allow) allow->first->silenced += found[i];
  }
}
