/* baseline.h - which notices are known: a file of fingerprints, kept beside the rules.
 *
 *   {
 *     "strata_baseline": 1,
 *     "command": "run",
 *     "findings": [
 *       {"fingerprint": "9f…", "code": "F0101", "file": "acme.strata", "name": "still_buying",
 *        "entity": "account", "key": "C4", "message": "…"},           (all of that on one line)
 *       ...
 *     ]
 *   }
 *
 * A finding is a line, and lines are in the order of what they are about, so that what changes
 * between two of them can be read in a difference. The fingerprint alone counts; the rest is for
 * people. `"count": 3` stands for three findings with the same fingerprint.
 *
 * A baseline judges the notices of one command: those that it knows, as often as it knows them,
 * are not new. What it knows and nobody has found is fixed.
 */
#ifndef REPORT_BASELINE_H
#define REPORT_BASELINE_H

#include "report/notice.h"

typedef struct BaselineEntry {
  uint64_t fingerprint;
  uint64_t count;
  Text code, file, name, entity, key, message;
} BaselineEntry;

typedef struct Baseline Baseline;

/* Knows nothing yet. `records`: remembers what it judges, for baseline_write. */
Baseline *baseline_new(Arena *arena, bool records);
/* Takes in a file that was written for the command. False where it is none: *why. */
bool baseline_read(Baseline *baseline, Text content, const char *command, Text *why);

/* For NoticeList.judge: sets a new notice to NOTICE_KNOWN where it is known. */
void baseline_judge(void *baseline, Notice *notice);
/* New ones of the level or above, and known ones of every level, that were judged. */
uint64_t baseline_new_at_least(const Baseline *baseline, Level level);
uint64_t baseline_known(const Baseline *baseline);

typedef struct BaselineList {
  VEC(BaselineEntry) entries;
} BaselineList;
/* What was known and not judged, as far as `looked` says that it was looked for. */
BaselineList baseline_fixed(const Baseline *baseline, Arena *arena,
                            bool (*looked)(void *context, const BaselineEntry *entry),
                            void *context);

/* The file for what was judged. */
void baseline_write(Buffer *out, Baseline *baseline, const char *command);
/* How many findings that holds. */
uint64_t baseline_recorded(const Baseline *baseline);

#endif
