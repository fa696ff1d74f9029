/* command.c - the commands as data. */
#include "shell/shell.h"

#define OPTIONS(formats, ...)                                                                      \
  {                                                                                                \
    (const OptionId[]){__VA_ARGS__}, sizeof((const OptionId[]){__VA_ARGS__}) / sizeof(OptionId),   \
        formats                                                                                    \
  }

static const Command init = {
    .name = "init",
    .usage = "DATA...",
    .summary = "write a first rule file from CSV files",
    .details =
        "DATA are CSV files, and folders of them. Types, ranges, keys, references between tables\n"
        "and enumerations are found in all of the rows. What they leave open is decided by what\n"
        "speaks for it, and marked CHOICE with the reason. The result checks and runs as it is.\n"
        "Rules read nothing outside of their folder: with -o, a copy of data that lies elsewhere\n"
        "is put beside them, up to 64 MiB a file; larger files are named with `run --data`.",
    .failure = "a file cannot be read, or is no table",
    .example = "$ strata init exports/ -o first.strata\n"
               "$ strata run first.strata --as-of 2026-06-30\n"
               "exports 1, as of 2026-06-30\n"
               "  account  6 rows  exports/accounts.csv\n"
               "…",
    .options = OPTIONS(NULL, OPTION_OUTPUT, OPTION_MAX_MEMORY),
    .least = 1,
    .most = SIZE_MAX,
    .run = cmd_init,
};

static const Command check = {
    .name = "check",
    .usage = "FILE...",
    .summary = "tell what is wrong with rule files",
    .details =
        "Compiles each file and prints every diagnostic with the line it is about and what to\n"
        "write instead. Of a file without errors it proves what can be proven for every possible\n"
        "account and every day: that no account belongs to two stages, that each belongs to one,\n"
        "that every segment can be given; what is refuted comes with a row that shows it.",
    .findings = "an error was found by proof",
    .failure = "a file does not compile or cannot be read",
    .example = "$ strata check draft.strata\n"
               "error[E0401]: a percent is written with its `%`\n"
               "  --> draft.strata:29:59\n"
               "   |\n"
               "29 |   segment partner { needs revenue >= big  needs growth >= 5 }\n"
               "   |                                                 ------    ^ a bare number\n"
               "   |                                                 |\n"
               "   |                                                 this is a percent\n"
               "   = help: write `5%`\n"
               "\n"
               "1 error, 0 warnings",
    .options = OPTIONS("text|json|sarif|junit|github|markdown", OPTION_ALL, OPTION_BASELINE,
                       OPTION_WRITE_BASELINE, OPTION_NO_PROOFS, OPTION_REQUIRE_PROOF,
                       OPTION_PROOF_TIMEOUT, OPTION_EMIT_TESTS, OPTION_AS_OF, OPTION_FORMAT,
                       OPTION_DUMP, OPTION_SET, OPTION_INCLUDE, OPTION_OUTPUT, OPTION_MAX_MEMORY),
    .least = 1,
    .most = SIZE_MAX,
    .run = cmd_check,
};

static const Command test = {
    .name = "test",
    .usage = "FILE...",
    .summary = "run the tests that stand in rule files",
    .details =
        "Each `test` gives a few rows and says what must come of them. What fails is printed with\n"
        "its values and its why. A test that is unknown fails, unless it expects that. No data is\n"
        "read but the files that tests name.",
    .findings = "a test failed",
    .failure = "the rules do not compile or a file cannot be read",
    .example = "$ strata test acme.strata --filter strategic --format junit -o tests.xml\n"
               "$ strata test coffee.strata --coverage\n"
               "coverage of coffee.strata: 0 of 7 outcomes\n"
               "  tier          segmentation  0 of 2 segments  never: partner, regular\n"
               "  punctual      kpi           0 of 3 bands     never: green, amber, red\n"
               "  still_buying  rule          0 of 2 outcomes  never: passes, fails\n"
               "\n"
               "0 tests: 0 passed, 0 failed",
    .options = OPTIONS("text|json|sarif|junit|github|markdown", OPTION_COVERAGE, OPTION_FILTER,
                       OPTION_SET, OPTION_INCLUDE, OPTION_FORMAT, OPTION_OUTPUT, OPTION_MAX_MEMORY),
    .least = 1,
    .most = SIZE_MAX,
    .run = cmd_test,
};

static const Command run = {
    .name = "run",
    .usage = "FILE",
    .summary = "evaluate the rules over the data: findings and a summary",
    .details =
        "FILE is a rule file or one compiled with `strata compile`. An entity's rows come from\n"
        "--data ENTITY=SOURCE, else from the file named behind `from` (in the folder of\n"
        "--data DIR, then beside FILE), else from ENTITY.csv or ENTITYs.csv there. --format csv\n"
        "writes one entity's table, --format json everything.",
    .findings = "there are findings at or over the level of --fail-on",
    .failure = "the rules do not compile or data cannot be read",
    .example = "$ strata run acme.strata --data exports/ --set strategic_floor=6M\n"
               "$ strata run coffee.strata --as-of 2026-06-30\n"
               "Harbour Coffee 1, as of 2026-06-30\n"
               "  account  6 rows  accounts.csv\n"
               "  order    9 rows  orders.csv\n"
               "\n"
               "error    still_buying  C4  University Canteen has not ordered for three months  "
               "coffee.strata:39:1\n"
               "         fix: Call them this week\n"
               "…",
    .options = OPTIONS("text|json|csv|sarif|junit|github|markdown", OPTION_DATA, OPTION_AS_OF,
                       OPTION_SET, OPTION_INCLUDE, OPTION_FORMAT, OPTION_ENTITY, OPTION_FIELDS,
                       OPTION_FAIL_ON, OPTION_BASELINE, OPTION_WRITE_BASELINE, OPTION_ALL,
                       OPTION_ALL_COLUMNS, OPTION_OUTPUT, OPTION_MAX_MEMORY, OPTION_THREADS,
                       OPTION_BLOCK_BYTES, OPTION_BATCH_ROWS, OPTION_SIMD),
    .least = 1,
    .most = 1,
    .run = cmd_run,
};

static const Command why = {
    .name = "why",
    .usage = "FILE KEY [COLUMN]",
    .summary = "explain one row: each clause, its value, its line in the rule file",
    .details =
        "Without COLUMN all declared columns of the row are explained. A column of the program,\n"
        "which has no key, is asked for by its name alone: `strata why FILE COLUMN`. With --not,\n"
        "what it would take for another outcome: what fails, by how much, and the fewest changes.",
    .failure = "the rules do not compile, data cannot be read, or there is no such row or column",
    .example = "$ strata why acme.strata A0012 --not strategic\n"
               "$ strata why coffee.strata C3 tier --as-of 2026-06-30\n"
               "account C3 on 2026-06-30\n"
               "\n"
               "tier                                          unknown     coffee.strata:28\n"
               "  segment partner                             unknown     coffee.strata:29\n"
               "    needs fit >= 60                           unknown     coffee.strata:29\n"
               "      fit                                     36–76       coffee.strata:29\n"
               "…\n"
               "  open because of what is missing: growth",
    .options = OPTIONS("text|json|jsonl|csv|markdown", OPTION_DATA, OPTION_AS_OF, OPTION_SET,
                       OPTION_INCLUDE, OPTION_FORMAT, OPTION_ENTITY, OPTION_FULL, OPTION_NOT,
                       OPTION_OUTPUT, OPTION_MAX_MEMORY, OPTION_THREADS, OPTION_BLOCK_BYTES,
                       OPTION_BATCH_ROWS, OPTION_SIMD),
    .least = 2,
    .most = 3,
    .run = cmd_why,
};

static const Command query = {
    .name = "query",
    .usage = "FILE [QUESTION...]",
    .summary = "ask questions of the data under the rules",
    .details =
        "QUESTION is what the language knows as one: `show`, a value, `why`, `why not`,\n"
        "`what if`, `sweep`; several stand between `;` or in arguments of their own. A `measure`\n"
        "or a `define` may come before them. Without QUESTION, or with `-`, they are read from\n"
        "standard input. Nothing is changed, neither rules nor data.",
    .failure = "the rules do not compile, data cannot be read, or a question has no answer",
    .example = "$ strata query coffee.strata 'show count(), sum(revenue) by tier' --format csv\n"
               "tier,count(),sum(revenue)\n"
               "partner,2,215000\n"
               "regular,2,63500\n"
               ",2,64000\n"
               "$ strata query coffee.strata 'show name, revenue of account where tier = regular'\n"
               "id  name              revenue\n"
               "──  ─────────────  ──────────\n"
               "C2  Station Kiosk   8,500 EUR\n"
               "C5  Hotel Anker    55,000 EUR\n"
               "2 rows; 2 more where `tier = regular` is unknown",
    .options = OPTIONS("table|csv|json|jsonl|markdown|line", OPTION_DATA, OPTION_AS_OF, OPTION_SET,
                       OPTION_INCLUDE, OPTION_FORMAT, OPTION_OUTPUT, OPTION_MAX_MEMORY,
                       OPTION_THREADS, OPTION_BLOCK_BYTES, OPTION_BATCH_ROWS, OPTION_SIMD),
    .least = 1,
    .most = SIZE_MAX,
    .run = cmd_query,
};

static const Command checkup = {
    .name = "checkup",
    .usage = "FILE",
    .summary = "tell how mature the processes of a rule file are, from evidence",
    .details =
        "Each process is looked at in eight dimensions: whether it is formal, unambiguous,\n"
        "complete, repeatable, followed, measured, taught and reviewed. The evidence is what is\n"
        "written down, what is proven, what tests show, and what the data comes to, where there\n"
        "is data; what nothing is known of is not measured, and counts neither way. With each\n"
        "score stands what it rests on and which lines to mend; docs/checkup.md tells how it is\n"
        "worked out.",
    .findings = "a process has fewer points than --fail-under asks for",
    .failure = "the rules do not compile or declare no process, or data cannot be read",
    .example = "$ strata checkup acme.strata --format html -o checkup.html\n"
               "$ strata checkup maturity/mature.strata --as-of 2026-06-30\n"
               "check-up of Northlight: service, as of 2026-06-30\n"
               "…\n"
               "dimension    score  level         self\n"
               "formal         100  ●●●●● whole     87  Is it written down who does what, until "
               "when, and what for?\n"
               "…",
    .options = OPTIONS("text|json|html|markdown", OPTION_DATA, OPTION_AS_OF, OPTION_SET,
                       OPTION_INCLUDE, OPTION_FORMAT, OPTION_BY, OPTION_ALL, OPTION_FAIL_UNDER,
                       OPTION_PROOF_TIMEOUT, OPTION_OUTPUT, OPTION_MAX_MEMORY, OPTION_THREADS,
                       OPTION_BLOCK_BYTES, OPTION_BATCH_ROWS, OPTION_SIMD),
    .least = 1,
    .most = 1,
    .run = cmd_checkup,
};

static const Command doc = {
    .name = "doc",
    .usage = "FILE",
    .summary = "write the handbook of the people who live by the rules",
    .details =
        "One page that stands alone, for a browser, a telephone and paper: what each segment\n"
        "needs, each process as a picture and stage by stage, figures with their bands, rules and\n"
        "cadences by owner, checklists, scores, parameters, waivers, and a glossary, all in plain\n"
        "words. No data is read. A name that ends in `.md` gives Markdown; docs/handbook.md says\n"
        "what stands where.",
    .failure = "the rules do not compile, or the page cannot be written",
    .example = "$ strata doc acme.strata --as-of 2026-06-30 -o handbook.html\n"
               "$ strata doc coffee.strata --as-of 2026-06-30 --format markdown\n"
               "# Harbour Coffee\n"
               "…",
    .options = OPTIONS("html|markdown", OPTION_AS_OF, OPTION_SET, OPTION_INCLUDE, OPTION_FORMAT,
                       OPTION_OUTPUT, OPTION_MAX_MEMORY),
    .least = 1,
    .most = 1,
    .run = cmd_doc,
};

static const Command repl = {
    .name = "repl",
    .usage = "FILE",
    .summary = "ask questions of the rules and the data, one after the other",
    .details =
        "The rules are compiled and the data is read once. Then each line is a question (`show`,\n"
        "`why`, `why not`, `what if`, `sweep`, or any expression), a declaration such as "
        "`measure`,\n"
        "or a command that begins with a dot; `.help` lists them. Tab completes, Ctrl-C stops a\n"
        "question, Ctrl-D leaves. Where standard input is no terminal it is a script: nothing is\n"
        "echoed, and the first error, told with its line, ends it.",
    .failure = "the rules do not compile, data cannot be read, or a script has an error",
    .example = "$ strata repl coffee.strata --format csv < questions.txt\n"
               "tier,count()\n"
               "partner,2\n"
               "regular,2\n"
               ",2\n"
               "\n"
               "$ strata repl acme.strata --as-of 2026-06-30\n"
               "acme> show name, revenue of account where on_time = red\n"
               "acme> why on_time for \"A0012\"",
    .options = OPTIONS("table|csv|json|jsonl|markdown|line", OPTION_DATA, OPTION_AS_OF, OPTION_SET,
                       OPTION_INCLUDE, OPTION_FORMAT, OPTION_ALL_COLUMNS, OPTION_MAX_MEMORY,
                       OPTION_THREADS, OPTION_BLOCK_BYTES, OPTION_BATCH_ROWS, OPTION_SIMD),
    .least = 1,
    .most = 1,
    .run = cmd_repl,
};

static const Command diff = {
    .name = "diff",
    .usage = "OLD [NEW]",
    .summary = "what changes in meaning: two rule files, two data folders, two days",
    .details =
        "OLD and NEW are rule files. What was edited is listed, and each declaration is proven\n"
        "the same for every possible row, or shown to differ with a row that proves it. With\n"
        "--data (as with `run`) the rows that move are told, with their money. --data-before and\n"
        "--data-after compare two states of the data, --as-of-before and --as-of-after two days;\n"
        "one rule file is enough then. Where several of these differ, each move is attributed to\n"
        "the rules, the data, the calendar, or what only several of them do together.",
    .findings = "something changes in meaning, or is not settled",
    .failure = "the rules do not compile or data cannot be read",
    .example = "$ strata diff acme.strata --data-before may/ --data-after june/ \\\n"
               "    --as-of-before 2026-05-31 --as-of-after 2026-06-30 --format markdown\n"
               "$ strata diff coffee.strata stricter.strata\n"
               "rules  coffee.strata → stricter.strata\n"
               "\n"
               "definitions\n"
               "changed      needs  tier.partner  needs fit >= 60 → needs fit >= 80\n"
               "…",
    .options = OPTIONS("text|json|markdown", OPTION_DATA, OPTION_DATA_BEFORE, OPTION_DATA_AFTER,
                       OPTION_AS_OF, OPTION_AS_OF_BEFORE, OPTION_AS_OF_AFTER, OPTION_SET,
                       OPTION_INCLUDE, OPTION_FORMAT, OPTION_ALL, OPTION_NO_PROOFS,
                       OPTION_PROOF_TIMEOUT, OPTION_OUTPUT, OPTION_MAX_MEMORY, OPTION_THREADS,
                       OPTION_BLOCK_BYTES, OPTION_BATCH_ROWS, OPTION_SIMD),
    .least = 1,
    .most = 2,
    .run = cmd_diff,
};

static const Command compile = {
    .name = "compile",
    .usage = "FILE -o X.stc",
    .summary = "write the program in its compiled form",
    .details =
        "The compiled file runs without the rule file and gives the same results to the last\n"
        "byte. It is verified each time before it runs.",
    .failure = "the rules do not compile, or X.stc cannot be written",
    .example = "$ strata compile coffee.strata -o coffee.stc\n"
               "$ strata run coffee.stc --as-of 2026-06-30 --format csv\n"
               "…\n"
               "C2,1,1,1,40,40,40,regular,not_applicable,,,,not_applicable\n"
               "…",
    .options = OPTIONS(NULL, OPTION_INCLUDE, OPTION_OUTPUT, OPTION_MAX_MEMORY),
    .least = 1,
    .most = 1,
    .run = cmd_compile,
};

static const Command disasm = {
    .name = "disasm",
    .usage = "FILE",
    .summary = "print what a compiled file, or a rule file once compiled, says",
    .details = "Its steps, its code and its tables; docs/bytecode.md tells how to read them.",
    .failure = "the rules do not compile, or the compiled file does not pass its verification",
    .example = "$ strata disasm coffee.strata\n"
               "program \"Harbour Coffee\" version \"1\"\n"
               "…\n"
               "entities\n"
               "  program\n"
               "  account from \"accounts.csv\"\n"
               "    id: text key -> s2\n"
               "…",
    .options = OPTIONS(NULL, OPTION_INCLUDE, OPTION_OUTPUT, OPTION_MAX_MEMORY),
    .least = 1,
    .most = 1,
    .run = cmd_disasm,
};

static const Command fmt = {
    .name = "fmt",
    .usage = "FILE...",
    .summary = "give rule files their one layout",
    .details =
        "Rewrites each file in place; `-` formats standard input to standard output, a folder\n"
        "stands for the rule files in it and below. Comments and the blank lines that group\n"
        "clauses are kept, and what the rules mean never changes. A file with errors of syntax is\n"
        "left alone. With --check or --diff nothing is written.",
    .findings = "with --check or --diff: a file has another layout",
    .failure = "a file has errors of syntax, or cannot be read or written",
    .example = "$ strata fmt --check rules/\n"
               "$ strata fmt --diff loose.strata\n"
               "--- loose.strata\n"
               "+++ loose.strata\n"
               "@@ -1 +1,4 @@\n"
               "-entity account{id:key text revenue:money(EUR)}\n"
               "+entity account {\n"
               "+  id:       key text\n"
               "+  revenue:  money(EUR)\n"
               "+}",
    .options = OPTIONS(NULL, OPTION_CHECK, OPTION_DIFF, OPTION_MAX_MEMORY),
    .least = 1,
    .most = SIZE_MAX,
    .run = cmd_fmt,
};

static const Command help = {
    .name = "help",
    .usage = "[COMMAND|CODE|std[.MODULE]]",
    .summary = "this list, a command in full, or the page on a code like E0312",
    .details =
        "Every diagnostic has a code. Its page says what it means and how to mend it. `std`\n"
        "lists the standard modules, and `std.NAME` what one of them has.",
    .failure = "there is no such page",
    .example = "$ strata help E0401\n"
               "E0401  error: percent without its sign\n"
               "\n"
               "    needs growth >= 5    # wrong\n"
               "    needs growth >= 5%   # right\n"
               "…",
    .options = {0},
    .most = 1,
    .run = cmd_help,
};

static const Command docs = {
    .name = "docs",
    .usage = "PAGE [COMMAND]",
    .summary = "print a page of the reference that is made from the program's own tables",
    .details =
        "`make docs` writes `bytecode`, `diagnostics` and `types` into docs/. `make install`\n"
        "puts manual pages, completion and files for editors where `strata docs files` says.",
    .example = "$ strata docs diagnostics\n"
               "$ strata docs manual run | man -l -",
    .options = {0},
    .least = 1,
    .most = 2,
    .run = cmd_docs,
    .hidden = true,
};

const Command *const commands[] = {&init, &check,   &test, &run,     &why,    &query, &repl, &fmt,
                                   &diff, &checkup, &doc,  &compile, &disasm, &help,  &docs};
const size_t command_count = sizeof commands / sizeof *commands;

const Command *command_find(Text name) {
  for (size_t i = 0; i < command_count; i++)
    if (text_equal(name, text_of(commands[i]->name))) return commands[i];
  return NULL;
}

int command_unknown(DiagSink *diags, const char *name) {
  Nearest nearest = nearest_start(text_of(name));
  for (size_t i = 0; i < command_count; i++)
    if (!commands[i]->hidden) nearest_offer(&nearest, text_of(commands[i]->name));
  Text meant = nearest_found(&nearest);
  Diag *diag = diag_add(diags, E_UNKNOWN_COMMAND, (Span){0, 0}, "there is no command `%s`", name);
  if (meant.len)
    diag_help(diags, diag, "did you mean `strata %.*s`?", TEXT_ARG(meant));
  else if (text_ends(text_of(name), TEXT(".strata")))
    diag_help(diags, diag, "write `strata run %s`", name);
  else
    diag_help(diags, diag, "`strata help` lists the commands");
  return STATUS_FAILED;
}
