/* image_format_impl.h - how an image lies in a file; shared by writer and reader.
 *
 *   offset  0  8 bytes  IMAGE_MAGIC
 *           8  u32      IMAGE_VERSION
 *          12  u32      CRC-32C of all that follows
 *          16  u64      size of the whole file
 *          24  texts    u32 count, then each text as u32 length and its bytes: every text that
 *                       occurs in the image once, in the order of first use
 *              names    program, version
 *              enums    u32 count, then each: name, u32 members, then each: name, text
 *              entities u32 count, then each: see write_entity
 *              pools    i64, f64 and text constants, each as u32 count and the values
 *              tables   those of image.def in its order, each as u32 count and the rows
 *
 * All numbers are little-endian. In rows a text is the u32 position in `texts`; a Type is its kind
 * (u8) and, of money, three letters or, of enumerations and references, u32 `of`; a Scalar is its
 * Type, whether it is known (u8), and then the value in the form of its store; a Place is its file
 * and two u32. Whatever changes this form raises IMAGE_VERSION.
 */
#ifndef CODE_IMAGE_FORMAT_IMPL_H
#define CODE_IMAGE_FORMAT_IMPL_H

#include "code/image.h"

#define IMAGE_MAGIC TEXT("STRATA\0\n")
enum {
  IMAGE_AT_VERSION = 8,
  IMAGE_AT_CHECKSUM = 12,
  IMAGE_AT_SIZE = 16, /* the checksum begins here */
  IMAGE_AT_TEXTS = 24
};

/* The fewest bytes that a value of each codec takes, so that a count that the rest of the file
 * cannot hold is refused before memory is taken for it. */
enum {
  LEAST_U8 = 1,
  LEAST_U16 = 2,
  LEAST_U32 = 4,
  LEAST_I32 = 4,
  LEAST_I64 = 8,
  LEAST_F64 = 8,
  LEAST_TEXT = 4,
  LEAST_TYPE = 1,
  LEAST_BOOL = 1,
  LEAST_SCALAR = LEAST_TYPE + LEAST_BOOL,
  LEAST_ENUM = 1,
  LEAST_INDEX = 4,
  LEAST_OPTIONAL = 4,
  LEAST_LIST = 8,
  LEAST_PLACE = LEAST_TEXT + 8
};

#endif
