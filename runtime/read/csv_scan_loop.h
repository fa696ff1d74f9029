/* csv_scan_loop.h - the loop over steps of 64 bytes; included by one file a SIMD level.
 *
 * That file has defined
 *
 *   LOOP                      the name of the function
 *   TARGET                    the attribute that allows the level's instructions
 *   step_masks(at, delimiter) masks of 64 bytes
 *   step_parity(bits)         bit i is the parity of the bits 0..i
 *   step_count(bits)          how many are set
 *   step_offsets(to, bits, n, base)
 *                             base + i for each of the n bits i, in order; may write STEP_SLACK
 * more
 *
 * What goes from one step to the next is in four words: whether the byte before opens or is inside
 * of quotes (all ones), and whether it ends a cell, closes quotes or is a CR (one or zero).
 */
#ifndef READ_CSV_SCAN_LOOP_H
#define READ_CSV_SCAN_LOOP_H

#include "read/csv_scan_impl.h"

typedef struct Carry {
  uint64_t quoted, ended, closed, cr;
} Carry;

/* One step of the `valid` bytes at s->at. False, with nothing changed, where its quotes are not
 * regular: where one opens, but not at the start of a cell, or closes, but not at its end. */
TARGET static inline bool scan_step(Scanner *s, Carry *carry, uint64_t valid) {
  const uint32_t base = (uint32_t)s->at;
  const CsvMasks masks = step_masks(s->bytes + s->at, s->delimiter);
  const uint64_t quotes = masks.quote & valid, cr = masks.cr & valid, lf = masks.lf & valid;
  const uint64_t structural = (masks.delimiter & valid) | cr | lf;
  const uint64_t quoted = step_parity(quotes) ^ carry->quoted;
  const uint64_t closed = quotes & ~quoted, outside = structural & ~quoted;
  const uint64_t closed_before = closed << 1 | carry->closed;
  const uint64_t may_open = outside << 1 | carry->ended | closed_before;
  const uint64_t may_follow = structural | quotes | ~valid;
  if ((quotes & quoted & ~may_open) | (closed_before & ~may_follow)) return false;

  const uint64_t second = lf & (cr << 1 | carry->cr); /* of CR LF */
  const uint64_t breaks = (cr | lf) & ~second;
  const uint64_t ends = outside & ~second;
  const uint32_t ends_before = (uint32_t)s->end_count, count = step_count(ends);
  step_offsets(s->ends + s->end_count, ends, count, base);
  s->end_count += count;
  for (uint64_t rows = breaks & ~quoted; rows; rows &= rows - 1) {
    const uint64_t up_to = rows ^ (rows - 1);
    scan_end_row(s, base + (uint32_t)__builtin_ctzll(rows), ends_before + step_count(ends & up_to),
                 s->breaks + step_count(breaks & up_to));
  }
  s->breaks += step_count(breaks);
  *carry = (Carry){.quoted = (uint64_t)((int64_t)quoted >> 63),
                   .ended = outside >> 63,
                   .closed = closed >> 63,
                   .cr = cr >> 63};
  return true;
}

TARGET void LOOP(Scanner *scanner) {
  Scanner s = *scanner;
  Carry carry = {.quoted = s.state == QUOTED ? ~UINT64_C(0) : 0,
                 .ended = s.state == START,
                 .closed = s.state == CLOSED,
                 .cr = s.cr};
  bool regular = true;
  while (s.row_count < s.want && scan_has_room(&s) && s.to - s.at >= STEP_BYTES) {
    regular = scan_step(&s, &carry, ~UINT64_C(0));
    if (!regular) break;
    s.at += STEP_BYTES;
  }
  const size_t left = s.to - s.at;
  if (regular && left > 0 && left < STEP_BYTES && s.row_count < s.want && scan_has_room(&s) &&
      scan_step(&s, &carry, (UINT64_C(1) << left) - 1))
    s.at = s.to;
  s.cr = carry.cr;
  s.state = carry.quoted ? QUOTED : carry.closed ? CLOSED : carry.ended ? START : PLAIN;
  *scanner = s;
}

#endif
