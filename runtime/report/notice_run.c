/* notice_run.c - a run as notices: gathered while it goes on, printed at its end. */
#include "report/notice_impl.h"

typedef struct NoticeReport {
  Arena *arena;
  const Image *image;
  NoticeList *list;
  NoticeView *view;
  ReportOutput output;
} NoticeReport;

static void take_finding(void *context, const Run *run, const FindingReport *finding) {
  (void)run;
  const NoticeReport *report = context;
  notice_from_finding(report->arena, report->list, report->image, finding);
}

/* Where the rule file says that something is a finding; items stand for themselves. */
static const Finding *finding_of(const Image *image, size_t declaration) {
  for (size_t i = 0; i < image->findings.count; i++)
    if (image->findings.at[i].declaration == declaration) return &image->findings.at[i];
  return NULL;
}

static void add_cases(NoticeReport *report, Map *case_of) {
  const Image *image = report->image;
  for (size_t i = 0; i < image->declarations.count; i++) {
    const Declaration *declaration = &image->declarations.at[i];
    const Finding *finding = finding_of(image, i);
    if (!finding) continue;
    map_add(case_of, declaration->name, (uint32_t)report->view->cases.count);
    NoticeCase *item = VEC_PUSH(report->arena, &report->view->cases);
    *item = (NoticeCase){.suite = finding->place.file,
                         .name = declaration->name,
                         .group = text_of(declaration_kind_name[declaration->kind]),
                         .line = finding->place.line};
  }
}

/* Notices on data, which no declaration has, are together by field. */
static NoticeCase *data_case(NoticeReport *report, Map *case_of, const Notice *notice) {
  uint32_t found = map_get(case_of, notice->name);
  if (found == MAP_NONE) {
    found = (uint32_t)report->view->cases.count;
    map_add(case_of, notice->name, found);
    *VEC_PUSH(report->arena, &report->view->cases) =
        (NoticeCase){.suite = notice->source, .name = notice->name, .group = TEXT("data")};
  }
  return &report->view->cases.at[found];
}

static void finish(void *context, Run *run) {
  (void)run;
  NoticeReport *report = context;
  Map *case_of = map_new(report->arena);
  add_cases(report, case_of);
  for (size_t i = 0; i < report->list->notices.count; i++) {
    NoticeCase *item = data_case(report, case_of, &report->list->notices.at[i]);
    *VEC_PUSH(report->arena, &item->notices) = i;
  }
  notices_print(report->output.buffer, report->list, report->view);
}

Report report_notices(Arena *arena, const Image *image, NoticeList *list, NoticeView *view,
                      ReportOutput output) {
  NoticeReport *report = ARENA_NEW(arena, NoticeReport);
  *report = (NoticeReport){arena, image, list, view, output};
  return (Report){.sink = {.context = report, .finding = take_finding}, .finish = finish};
}
