/* xml.h - text from anywhere as text in XML 1.0, and nothing but text. */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/buffer.h"

/* Between two tags. What XML cannot hold at all (control characters, U+FFFE, bytes that are no
 * UTF-8) becomes U+FFFD. */
void xml_text(Buffer *out, Text text);
/* ` name="value"`; line ends and tabs of the value are kept. */
void xml_attribute(Buffer *out, const char *name, Text value);
void xml_attribute_number(Buffer *out, const char *name, uint64_t value);

#endif
