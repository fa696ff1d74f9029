/* notice.c - see notice.h.
 *
 * A fingerprint is a hash of
 *
 *   code · last part of the file's name · declaration · entity · key · anchor · n
 *
 * The folders above a file are left out, since they differ between machines. A row is known by its
 * entity and key; the anchor is what tells notices apart that have none: the text in the rule file
 * that the place covers, without its white space, or else the data file and the message, both
 * without their digits. Of notices that are alike so far, the n-th has n in it. The hash is the
 * same on every machine and in every version: baselines hold it.
 */
#include "report/notice.h"

#include "base/file.h"
#include "base/siphash.h"

/* ---- Fingerprints ---- */

/* How often a fingerprint came: open addressing by its low bits. A count of 0 is a free place. */
struct NoticeSeen {
  uint64_t *print;
  uint32_t *count;
  size_t used, room; /* a power of two */
};

static size_t seen_at(const NoticeSeen *seen, uint64_t print) {
  size_t at = (size_t)print & (seen->room - 1);
  while (seen->count[at] && seen->print[at] != print) at = (at + 1) & (seen->room - 1);
  return at;
}

static void seen_grow(Arena *arena, NoticeSeen *seen) {
  enum { ROOM_FIRST = 64 };
  const NoticeSeen old = *seen;
  seen->room = old.room ? 2 * old.room : ROOM_FIRST;
  seen->print = ARENA_ARRAY(arena, uint64_t, seen->room);
  seen->count = ARENA_ARRAY(arena, uint32_t, seen->room);
  for (size_t i = 0; i < old.room; i++) {
    if (!old.count[i]) continue;
    const size_t at = seen_at(seen, old.print[i]);
    seen->print[at] = old.print[i];
    seen->count[at] = old.count[i];
  }
}

/* How often it was there before. */
static uint32_t seen_before(Arena *arena, NoticeSeen *seen, uint64_t print) {
  if (2 * (seen->used + 1) > seen->room) seen_grow(arena, seen);
  const size_t at = seen_at(seen, print);
  if (!seen->count[at]) {
    seen->print[at] = print;
    seen->used++;
  }
  return seen->count[at]++;
}

static void add_part(Buffer *out, Text part) {
  buffer_text(out, part);
  buffer_char(out, '\0');
}

static void add_without(Buffer *out, Text part, bool digits, bool blanks) {
  for (size_t i = 0; i < part.len; i++) {
    const char c = part.at[i];
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!(digits && c >= '0' && c <= '9') && !(blanks && blank)) buffer_char(out, c);
  }
  buffer_char(out, '\0');
}

static bool is_of_one_row(const Notice *notice) { return notice->key.len || !notice->source.len; }

static uint64_t hash_of(const Buffer *parts) {
  static const SipKey key = {0x5374726174612c20, 0x6e6f74696365732e};
  return siphash_128(key, buffer_view(parts)).low;
}

static uint64_t fingerprint(Arena *arena, NoticeList *list, const Notice *notice) {
  Buffer *parts = &list->scratch;
  buffer_clear(parts);
  add_part(parts, text_of(notice->code));
  add_part(parts, file_name_of(notice->source.len ? TEXT("") : notice->place.file));
  add_part(parts, notice->name);
  add_part(parts, notice->entity);
  add_part(parts, notice->key);
  if (notice->covered.len) {
    add_without(parts, notice->covered, false, true);
  } else if (!notice->entity.len || !is_of_one_row(notice)) {
    add_without(parts, file_name_of(notice->source), true, false);
    add_without(parts, notice->message, true, false);
  }
  const uint32_t before = seen_before(arena, list->seen, hash_of(parts));
  if (before) buffer_printf(parts, "%u", before);
  return hash_of(parts);
}

char *notice_fingerprint_text(Arena *arena, uint64_t fingerprint) {
  return arena_printf(arena, "%016llx", (unsigned long long)fingerprint);
}

/* ---- The list ---- */

NoticeList *notice_list_new(Arena *arena) {
  NoticeList *list = ARENA_NEW(arena, NoticeList);
  list->seen = ARENA_NEW(arena, NoticeSeen);
  list->rest = map_new(arena);
  list->scratch = buffer_in(arena);
  return list;
}

/* How many of its code and name there are. */
static NoticeRest *rest_of(Arena *arena, NoticeList *list, const Notice *notice) {
  Buffer *both = &list->scratch;
  buffer_clear(both);
  add_part(both, text_of(notice->code));
  buffer_text(both, notice->name);
  const uint32_t found = map_get(list->rest, buffer_view(both));
  if (found != MAP_NONE) return &list->rests.at[found];
  map_add(list->rest, text_copy(arena, buffer_view(both)), (uint32_t)list->rests.count);
  NoticeRest *rest = VEC_PUSH(arena, &list->rests);
  *rest = (NoticeRest){.code = notice->code, .name = text_copy(arena, notice->name)};
  return rest;
}

Level notice_level(const Notice *notice) {
  static const Level levels[] = {
      [NOTICE_NOTE] = LEVEL_INFO, [NOTICE_WARNING] = LEVEL_WARNING, [NOTICE_ERROR] = LEVEL_ERROR};
  return notice->undecided ? LEVEL_UNKNOWN : levels[notice->level];
}

static void keep(Arena *arena, NoticeList *list, const Notice *notice) {
  Notice *kept = VEC_PUSH(arena, &list->notices);
  *kept = *notice;
  Text *const own[] = {&kept->because, &kept->message, &kept->help, &kept->place.file,
                       &kept->name,    &kept->entity,  &kept->key,  &kept->source,
                       &kept->owner,   &kept->covered};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) *own[i] = text_copy(arena, *own[i]);
}

void notice_add(Arena *arena, NoticeList *list, const Notice *notice) {
  Notice complete = *notice;
  complete.fingerprint = fingerprint(arena, list, notice);
  if (list->judge) list->judge(list->judge_context, &complete);
  list->level[complete.state][notice_level(&complete)]++;
  if (list->keeps_none) return;
  NoticeRest *rest = rest_of(arena, list, &complete);
  if (complete.state == NOTICE_NEW && list->most && rest->kept == list->most) {
    rest->left_out++;
    return;
  }
  rest->kept += complete.state == NOTICE_NEW;
  keep(arena, list, &complete);
}

uint64_t notices_at_least(const NoticeList *list, Level level) {
  uint64_t count = 0;
  for (Level at = level; at < LEVEL_COUNT; at++) count += list->level[NOTICE_NEW][at];
  return count;
}

uint64_t notices_left_out(const NoticeList *list) {
  uint64_t count = 0;
  for (size_t i = 0; i < list->rests.count; i++) count += list->rests.at[i].left_out;
  return count;
}

/* ---- Of diagnostics ---- */

static NoticePlace place_of(const SourceMap *sources, Span span) {
  const Place start = source_place(sources, span.lo), end = source_end(sources, span);
  if (!start.line) return (NoticePlace){.file = start.file};
  return (NoticePlace){start.file, start.line, start.column, end.line, end.column};
}

void notice_from_diag(Arena *arena, NoticeList *list, const Diag *diag, const SourceMap *sources) {
  static const NoticeLevel levels[] = {[SEVERITY_NOTE] = NOTICE_NOTE,
                                       [SEVERITY_WARNING] = NOTICE_WARNING,
                                       [SEVERITY_ERROR] = NOTICE_ERROR};
  const DiagInfo *info = diag_info(diag->code);
  Notice notice = {.code = info->code,
                   .title = info->title,
                   .page = info->page,
                   .level = levels[diag->severity],
                   .usual = levels[info->severity],
                   .state = list->state,
                   .because = list->because,
                   .message = diag->message,
                   .help = diag_advice(arena, diag, sources),
                   .place = place_of(sources, diag->span),
                   .covered = source_text(sources, diag->span)};
  if (list->name_of) notice.name = list->name_of(list->name_context, diag->span);
  for (size_t i = 0; i < diag->labels.count; i++)
    *VEC_PUSH(arena, &notice.related) =
        (NoticeRelated){place_of(sources, diag->labels.at[i].span), diag->labels.at[i].text};
  for (size_t i = 0; i < diag->notes.count; i++)
    *VEC_PUSH(arena, &notice.notes) = diag->notes.at[i];
  notice_add(arena, list, &notice);
}

/* ---- Of findings ---- */

/* What is wrong with data lies in the data, in a line of it; the number of a cell is no column of
 * its text. */
static NoticePlace place_of_finding(const FindingReport *finding) {
  const CodePlace *place = &finding->place;
  if (place->line)
    return (NoticePlace){.file = place->file, .line = place->line, .column = place->column};
  return (NoticePlace){.file = finding->source, .line = (uint32_t)finding->line};
}

void notice_from_finding(Arena *arena, NoticeList *list, const Image *image,
                         const FindingReport *finding) {
  static const NoticeLevel levels[] = {[LEVEL_INFO] = NOTICE_NOTE,
                                       [LEVEL_UNKNOWN] = NOTICE_NOTE,
                                       [LEVEL_WARNING] = NOTICE_WARNING,
                                       [LEVEL_ERROR] = NOTICE_ERROR};
  const FindingInfo *info = &finding_info[finding->kind];
  const Notice notice = {.code = info->code,
                         .title = info->name,
                         .page = info->page,
                         .level = levels[finding->level],
                         .usual = levels[info->level],
                         .undecided = finding->level == LEVEL_UNKNOWN,
                         .message = finding->text,
                         .help = finding->fix,
                         .place = place_of_finding(finding),
                         .name = finding->name,
                         .entity = finding->entity == SCHEMA_NONE
                                       ? TEXT("")
                                       : image->entities.at[finding->entity].name,
                         .key = finding->key,
                         .source = finding->source,
                         .source_line = finding->line,
                         .owner = finding->owner};
  notice_add(arena, list, &notice);
}
