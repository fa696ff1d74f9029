/* notice_impl.h - what the forms of a list of notices share; nobody else includes it. */
#ifndef REPORT_NOTICE_IMPL_H
#define REPORT_NOTICE_IMPL_H

#include "report/notice_print.h"
#include "report/report_impl.h"

/* Whether it fails the case that it is of. */
bool notice_fails(const NoticeView *view, const Notice *notice);

/* The file as CI knows it: from the root, without "./". */
Text notice_file(const NoticeView *view, Text file);
/* Where it is, or else what the command was about: without a line. */
NoticePlace notice_place(const NoticeView *view, const Notice *notice);
/* "account A0012", "contacts.csv:17"; "" where it is about no row, or its place is the row. */
Text notice_row(Arena *arena, const Notice *notice);
/* The message, the row before it. */
Text notice_sentence(Arena *arena, const Notice *notice);
/* What else there is to say, a line each: notes, help, the owner, why it is allowed. */
Text notice_details(Arena *arena, const Notice *notice);
/* "3 errors, 1 warning, 12 unknown; 2 known, 1 allowed". */
Text notice_totals(Arena *arena, const NoticeList *list);
/* "40 more of F0101 has_owner". */
Text notice_rest(Arena *arena, const NoticeRest *rest);

/* Indices of the notices, the new ones first, the worst first among them; otherwise in order. */
size_t *notices_by_weight(Arena *arena, const NoticeList *list);

void notices_sarif(Buffer *out, const NoticeList *list, const NoticeView *view);
void notices_junit(Buffer *out, const NoticeList *list, const NoticeView *view);
void notices_github(Buffer *out, const NoticeList *list, const NoticeView *view);
void notices_markdown(Buffer *out, const NoticeList *list, const NoticeView *view);

#endif
