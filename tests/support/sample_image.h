/* sample_image.h - a small valid image, built by hand, that has at least a row in every table.
 *
 * It is what a compiler could make of this program:
 *
 *   param floor: money(USD) = 1M 0..
 *   param cap: integer = 1
 *   entity manager { id: key text  name: text }
 *   entity account {
 *     id: key text  name: text  region: one of (emea, amer, "Asia Pacific" as apac)
 *     owner: ref manager  revenue: money(USD) 0..  mutual: bool  since: date  weight: number
 *   }
 *   entity order { account: ref account  amount: money(USD)  placed: date  on_time: bool }
 *
 *   measure ordered = sum(amount of order where placed <= today)
 *   measure zone = the region's half of the world
 *   measure boss = owner.name
 *   segmentation tier {
 *     segment strategic { needs revenue >= floor  needs mutual  at most cap ranked by revenue }
 *     segment key { needs ordered > 0 }
 *   }
 *   measure concentration for program = share(tier = strategic of account)
 *   rule mutual_only { require mutual  say "{name} has {revenue}" }
 *   waive mutual_only for "A2" until 2026-12-31 because "a pilot"
 */
#ifndef SUPPORT_SAMPLE_IMAGE_H
#define SUPPORT_SAMPLE_IMAGE_H

#include "code/image.h"

enum { SAMPLE_MANAGER = 1, SAMPLE_ACCOUNT, SAMPLE_ORDER };
enum { SAMPLE_ENUM_REGION, SAMPLE_ENUM_ZONE, SAMPLE_ENUM_TIER, SAMPLE_ENUM_RULE };

enum {
  SAMPLE_TODAY, /* program, INPUT */
  SAMPLE_FLOOR,
  SAMPLE_CAP,
  SAMPLE_MANAGER_NAME, /* FIELD */
  SAMPLE_NAME,         /* account, FIELD */
  SAMPLE_REGION,
  SAMPLE_OWNER,
  SAMPLE_REVENUE,
  SAMPLE_MUTUAL,
  SAMPLE_ORDER_ACCOUNT, /* order, FIELD */
  SAMPLE_AMOUNT,
  SAMPLE_PLACED,
  SAMPLE_COUNTS,      /* order, MAPPED: truth */
  SAMPLE_ORDERED_LOW, /* account, GROUPED */
  SAMPLE_ORDERED_HIGH,
  SAMPLE_ZONE, /* account, MAPPED: i32 */
  SAMPLE_BOSS, /* text */
  SAMPLE_QUALIFIES,
  SAMPLE_RULE,
  SAMPLE_WITHIN_CAP, /* account, RANKED */
  SAMPLE_TIER,       /* account, MAPPED: i32 */
  SAMPLE_IS_STRATEGIC,
  SAMPLE_SHARE_LOW, /* program, GROUPED */
  SAMPLE_SHARE_HIGH
};

enum { SAMPLE_BLOCK_ORDER, SAMPLE_BLOCK_QUALIFY, SAMPLE_BLOCK_TIER, SAMPLE_BLOCK_MESSAGE };

enum {
  SAMPLE_ORDERED,
  SAMPLE_DECLARED_ZONE,
  SAMPLE_DECLARED_BOSS,
  SAMPLE_DECLARED_TIER,
  SAMPLE_CONCENTRATION,
  SAMPLE_MUTUAL_ONLY
};

Image *sample_image(Arena *arena);

/* The sample with a question behind it: how many mutual accounts there are by region and boss. */
enum { SAMPLE_ACCOUNT_GROUP = SAMPLE_ORDER + 1 };
enum {
  SAMPLE_GROUP_OF = SAMPLE_SHARE_HIGH + 1, /* account, PARTED */
  SAMPLE_GROUP_REGION,                     /* account group, PARTED */
  SAMPLE_GROUP_BOSS,
  SAMPLE_GROUP_LOW, /* account group, GROUPED */
  SAMPLE_GROUP_HIGH
};
Image *sample_image_parted(Arena *arena);

/* Puts size and checksum of a changed file in order, so that what was changed is looked at. */
void sample_seal(Buffer *file);

#endif
