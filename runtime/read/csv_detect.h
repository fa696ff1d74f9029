/* csv_detect.h - how a CSV file is written, from its beginning. */
#ifndef READ_CSV_DETECT_H
#define READ_CSV_DETECT_H

#include "read/csv_scan.h"

typedef enum { CSV_UTF8, CSV_UTF16 } CsvEncoding;

/* By the byte order mark; *skip is its length. */
CsvEncoding csv_encoding(const char *bytes, size_t size, size_t *skip);

/* `sep=;` as a first line, which spreadsheets write and read: its length with its end, and the
 * delimiter that it names; 0 where there is none. */
size_t csv_declared(const char *bytes, size_t from, size_t to, char *delimiter);

/* The delimiter that splits the header, and the rows behind it alike: `,`, `;` or a tab. Leaves
 * the scan as that of the beginning, by this delimiter. True where more bytes could not change it:
 * no other delimiter stands in the header, or there are rows enough. */
bool csv_detect(CsvScan *scan, const char *bytes, size_t from, size_t to, bool last);

#endif
