/* html_page.c - the frame and the look that pages have in common. */
#include "report/html_page.h"

#include "report/html.h"

/* Line by line, since C promises no longer string than 4095 bytes. */
static const char *const common[] = {
    ":root{--ink:#1c2430;--soft:#5b6675;--line:#dbe0e7;--page:#fff;--card:#f6f8fa;--good:#23744a;"
    "--fair:#9a6700;--bad:#b3332b;--none:#8a94a2}\n",
    "*{box-sizing:border-box}\n",
    "body{margin:0;background:var(--page);color:var(--ink);"
    "font:1rem/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Liberation Sans\",sans-serif}\n",
    "main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem}\n",
    "h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem}\n",
    "h2{font-size:1.375rem;line-height:1.25;margin:2.5rem 0 .25rem;padding-top:1.25rem;"
    "border-top:2px solid var(--ink)}\n",
    "p{margin:0 0 .5rem}\n",
    ".soft{color:var(--soft);font-size:.9375rem}\n",
    "a{color:inherit;text-decoration-color:var(--none);text-underline-offset:.2em}\n",
    "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\n",
    "th,td{text-align:left;vertical-align:baseline;padding:.5rem .75rem .5rem 0;"
    "border-bottom:1px solid var(--line);font-weight:400}\n",
    "th{overflow-wrap:anywhere}\n",
    "tr>:last-child{padding-right:0}\n",
    "thead th{color:var(--soft);font-size:.8125rem;padding-bottom:.25rem}\n",
    ".n{text-align:right;white-space:nowrap}\n",
    "code{font:.8125rem/1.4 ui-monospace,\"SF Mono\",Menlo,Consolas,\"DejaVu Sans Mono\",monospace;"
    "color:var(--soft)}\n",
    "@media (max-width:40rem){main{padding:1.25rem 1rem 3rem}}\n",
    "@media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--none:#777}"
    "html{font-size:75%}main{max-width:none;padding:0}a{text-decoration:none}}\n",
};

void html_page_begin(Buffer *out, Text title, const char *const *style, size_t lines) {
  buffer_str(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'\">\n<title>");
  html_text(out, title);
  buffer_str(out, "</title>\n<style>\n");
  for (size_t i = 0; i < sizeof common / sizeof *common; i++) buffer_str(out, common[i]);
  for (size_t i = 0; i < lines; i++) buffer_str(out, style[i]);
  buffer_str(out, "</style>\n</head>\n<body>\n<main>\n");
}

void html_page_end(Buffer *out) { buffer_str(out, "</main>\n</body>\n</html>\n"); }
