/* lexical.h - what the rules of scan.l do with a match. Internal to the scanner. */
#ifndef SYNTAX_LEXICAL_H
#define SYNTAX_LEXICAL_H

#include "syntax/scan.h"

/* lexical.c: the language */
void lexical_begin(Scanner *s);
void lexical_end(Scanner *s);
void lexical_line(Scanner *s);
void lexical_comment(Scanner *s);
void lexical_mark(Scanner *s); /* a byte order mark */
void lexical_word(Scanner *s);
void lexical_back_quoted(Scanner *s);
void lexical_number(Scanner *s, int kind);
void lexical_date(Scanner *s);
void lexical_string(Scanner *s);
/* Adds a token of the kind for the match. */
Token *lexical_token(Scanner *s, int kind);
/* The token of a keyword or name. */
int lexical_kind(Text word);
/* The match, and the span of bytes lo..hi of the text. */
Text lexical_match(const Scanner *s);
Span lexical_span(const Scanner *s, uint32_t lo, uint32_t hi);

/* lexical_value.c: what literals stand for */
typedef enum { NUMBER_FITS, NUMBER_TOO_LARGE, NUMBER_TOO_FINE } NumberFit;
/* Digits with `_`, a point and K, M or B. */
NumberFit value_of_number(Text digits, Decimal *out);
/* The value of what stands between quotes at byte `lo` of the text; reports bad escapes unless
 * `quiet`. */
Text value_of_string(Scanner *s, uint32_t lo, uint32_t hi);

/* lexical_fault.c: slips. fault_report marks the next token as faulty. */
Diag *fault_report(Scanner *s, DiagCode code, uint32_t lo, uint32_t hi, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void fault_glued(Scanner *s);
void fault_leading_point(Scanner *s);
void fault_date(Scanner *s);
void fault_unterminated(Scanner *s);
void fault_quotes(Scanner *s);
void fault_back_quoted(Scanner *s);
void fault_letters(Scanner *s);
/* An arrow that is not one of the operators' slips. */
void fault_arrow(Scanner *s);
void fault_operator(Scanner *s, int kind, const char *meant);
void fault_comment(Scanner *s);
void fault_currency_sign(Scanner *s);
void fault_thousands(Scanner *s);
void fault_character(Scanner *s);
/* The value of the match does not fit. */
void fault_number(Scanner *s, NumberFit fit);
void fault_no_such_day(Scanner *s);

#endif
