/* parse.y - Strata's grammar, LALR(1) without conflicts.
 *
 * Four things keep it so.
 * - Two expressions never stand side by side: every clause begins with a keyword. Hence nearly
 *   all keywords can be names (`name` below).
 * - A word directly followed by `:` arrives as LABEL.
 * - show, why, what and sweep arrive as keywords only as the first word of a question.
 * - A start token chooses between a file, a line of questions and a lone expression.
 *
 * It is a push parser: syntax.c owns the tokens and the loop, so it can put comments aside, go
 * back to the start of a broken declaration, and tell the session whether a line is complete.
 * There are no error rules: recovery is the loop's (see syntax.c). BREAK is pushed by it before a
 * word that opens a declaration and is taken only between declarations.
 *
 * `chain` takes more than the language allows: review.c reports `1 < x < 5` with the tree in hand.
 *
 * Memory is the arena's throughout. Bison's stack grows in yyoverflow; the stack of its
 * look-ahead correction holds only reductions of one look-ahead and never outgrows the first
 * 200 entries, so no request of it is ever answered.
 */
%require "3.8"
%define api.pure full
%define api.push-pull push
%define api.prefix {syn_}
%define api.token.prefix {TOK_}
%define api.value.type union
%define api.location.type {Span}
%define parse.error custom
%define parse.lac full
%define parse.lac.es-capacity-initial "200"
%locations
%expect 0
%param {Parser *p}

%code requires {
#include "syntax/parser.h"
}

%code {
#include <string.h>

#define YYLLOC_DEFAULT(at, rhs, n)                                                                 \
  ((at) = (n) ? (Span){YYRHSLOC(rhs, 1).lo, YYRHSLOC(rhs, n).hi}                                   \
              : (Span){YYRHSLOC(rhs, 0).hi, YYRHSLOC(rhs, 0).hi})

/* The automaton itself comes from automaton_new; see above for the rest. */
#define YYMALLOC(size) ((void)(size), NULL)
#define YYFREE(block) ((void)(block))
#define YYSTACK_ALLOC(size) ((void)(size), NULL)
#define YYINITDEPTH 200
#define YYMAXDEPTH PARSER_MAX_STACK
#define yyoverflow(message, states, state_bytes, values, value_bytes, places, place_bytes, size)   \
  do {                                                                                             \
    p->too_deep = *(size) * 2 > PARSER_MAX_STACK;                                                  \
    if (p->too_deep) break; /* the unchanged size ends the parse */                                \
    *(size) *= 2;                                                                                  \
    *(states) = stack_twice(p, *(states), (size_t)(state_bytes));                                  \
    *(values) = stack_twice(p, *(values), (size_t)(value_bytes));                                  \
    *(places) = stack_twice(p, *(places), (size_t)(place_bytes));                                  \
  } while (0)

static void *stack_twice(const Parser *p, const void *block, size_t size) {
  return memcpy(arena_alloc(p->arena, size * 2), block, size);
}
static void syn_error(const Span *at, Parser *p, const char *message);
}

%token <const Token *> END 0 "the end"
%token START_FILE START_QUESTION START_EXPR BREAK "the next declaration"
%token <const Token *> NAME "a name" LABEL "a name before `:`" STRING "a text" NUMBER "a number"
%token <const Token *> PERCENT_NUMBER "a percent" DATE_LITERAL "a date" CURRENCY "a currency"
%token <const Token *> UNIT "a unit of time" BAD_VALUE "a value"
%token DOTDOT ".." NE "!=" LE "<=" GE ">="
%token AND "and" OR "or" NOT "not" IN "in" IS "is" BETWEEN "between" IF "if" THEN "then"
%token ELSE "else" WHERE "where" OF "of" BY "by" FOR "for" WHEN "when" TRUE "true" FALSE "false"
%token <const Token *> PROGRAM "program" VERSION "version" USE "use" PARAM "param" SET "set"
%token <const Token *> FISCAL "fiscal" ENTITY "entity" FROM "from" KEY "key" REQUIRED "required"
%token <const Token *> REF "ref" ONE "one" INTEGER "integer" NUMBER_TYPE "number"
%token <const Token *> PERCENT "percent" MONEY "money" DATE "date" DURATION "duration" BOOL "bool"
%token <const Token *> TEXT "text" EACH "each" MEASURE "measure" DEFINE "define" SCORE "score"
%token <const Token *> GIVE "give" TAKE "take" TO "to" MISSING "missing" AS "as" OUT "out"
%token <const Token *> SEGMENTATION "segmentation" SEGMENT "segment" NEEDS "needs" KEEPS "keeps"
%token <const Token *> WHILE "while" AT "at" MOST "most" LEAST "least" RANKED "ranked"
%token <const Token *> EXCLUSIVE "exclusive" OTHERWISE "otherwise" CURRENT "current" KPI "kpi"
%token <const Token *> VALUE "value" GREEN "green" AMBER "amber" RED "red" OWNER "owner"
%token <const Token *> SOURCE "source" CADENCE "cadence" EVERY "every" SINCE "since" GRACE "grace"
%token <const Token *> PROCESS "process" EXTENDS "extends" HISTORY "history" STAGE "stage"
%token <const Token *> START "start" FINAL "final" ENTER "enter" LEAVE "leave" WITHIN "within"
%token <const Token *> NEXT "next" PRODUCES "produces" RULE "rule" REQUIRE "require"
%token <const Token *> SEVERITY "severity" SAY "say" FIX "fix" INFO "info" WARNING "warning"
%token <const Token *> ERROR "error" CHECKLIST "checklist" ITEM "item" WAIVE "waive" UNTIL "until"
%token <const Token *> BECAUSE "because" ASSUME "assume" TEST "test" GIVEN "given" EXPECT "expect"
%token <const Token *> KNOWN "known" UNKNOWN "unknown" LAST "last" THIS "this" ENDING "ending"
%token <const Token *> AGO "ago" VIA "via" WEIGHTED "weighted" CONTAINS "contains"
%token <const Token *> STARTS "starts" ENDS "ends" WITH "with" SORT "sort" ASC "asc" DESC "desc"
%token <const Token *> LIMIT "limit" FIXED "fixed" FULL "full"
%token SHOW "show" WHY "why" WHAT "what" SWEEP "sweep"

%nterm <const Token *> word type_word plain_type colour severity state which
%nterm <unsigned> field_flag stage_flag compare direction full not_in
%nterm <Ordering> order
%nterm <Node *> questions name path names doc label decl program use param setting
%nterm <Node *> entity source_opt fields field range bound field_tail type type_args type_arg_list
%nterm <Node *> type_arg members member meta subject measure measure_for measure_type define
%nterm <Node *> parameters parameter score components component if_missing segmentation segments
%nterm <Node *> segment needs need kpi kpi_clauses kpi_clause bands band cadence cadence_clauses
%nterm <Node *> cadence_clause process extends process_clauses process_clause stage_clauses
%nterm <Node *> stage_clause rule rule_clauses rule_clause checklist items item waive for_key
%nterm <Node *> assume test test_clauses test_clause cells cell_list cell text number date
%nterm <Node *> expr or_expr and_expr not_expr comparison chain window step sum product unary
%nterm <Node *> default postfix primary literal exprs arguments argument via_opt where_opt
%nterm <Node *> question of_opt group sort limit assignments assignment

%start start
%%
start
  : START_FILE decls
  | START_QUESTION questions              { p->result = $2; }
  | START_QUESTION questions ';'          { p->result = $2; }
  | START_EXPR expr                       { p->result = $2; }
  ;
questions: question { $$ = make_list(p, NODE_QUESTIONS, @$, $1); }
  | questions ';' question { $$ = append(p, $1, $3); } ;
decls
  : %empty
  | decls decl                            { declare(p, $2); }
  | decls BREAK
  ;

/* Names: any soft keyword may be one. */
name: word                                { $$ = make_name(p, $1); } ;
word
  : NAME | LABEL | UNIT | CURRENCY
  | PROGRAM | VERSION | USE | PARAM | SET | FISCAL | ENTITY | FROM | KEY | REQUIRED | REF | ONE
  | INTEGER | NUMBER_TYPE | PERCENT | MONEY | DATE | DURATION | BOOL | TEXT | EACH | MEASURE
  | DEFINE | SCORE | GIVE | TAKE | TO | MISSING | AS | OUT | SEGMENTATION | SEGMENT | NEEDS
  | KEEPS | WHILE | AT | MOST | LEAST | RANKED | EXCLUSIVE | OTHERWISE | CURRENT | KPI | VALUE
  | GREEN | AMBER | RED | OWNER | SOURCE | CADENCE | EVERY | SINCE | GRACE | PROCESS | EXTENDS
  | HISTORY | STAGE | START | FINAL | ENTER | LEAVE | WITHIN | NEXT | PRODUCES | RULE | REQUIRE
  | SEVERITY | SAY | FIX | INFO | WARNING | ERROR | CHECKLIST | ITEM | WAIVE | UNTIL | BECAUSE
  | ASSUME | TEST | GIVEN | EXPECT | KNOWN | UNKNOWN | LAST | THIS | ENDING | AGO | VIA
  | WEIGHTED | CONTAINS | STARTS | ENDS | WITH | SORT | ASC | DESC | LIMIT | FIXED | FULL
  ;
path
  : name
  | path '.' name                         { $$ = MAKE(PATH, @$, $1, $3); }
  ;
names: name { $$ = make_list(p, NODE_LIST, @$, $1); }
  | names ',' name { $$ = append(p, $1, $3); } ;
label: LABEL ':'                          { $$ = make_name(p, $1); } ;
doc: %empty { $$ = NULL; } | text ;
text: STRING                              { $$ = make_string(p, $1); } ;
number: NUMBER                            { $$ = make_literal(p, NODE_NUMBER, @$, $1, NULL); } ;
date: DATE_LITERAL                        { $$ = make_literal(p, NODE_DATE, @$, $1, NULL); } ;

decl
  : program | use | param | setting | entity | measure | define | score | segmentation | kpi
  | cadence | process | rule | checklist | waive | assume | test
  ;

program
  : PROGRAM text                          { $$ = MAKE(PROGRAM, @$, $2, NULL); }
  | PROGRAM text VERSION text             { $$ = MAKE(PROGRAM, @$, $2, $4); }
  ;
use
  : USE path                              { $$ = MAKE(USE, @$, $2); }
  | USE text                              { $$ = MAKE(USE, @$, $2); }
  ;
param
  : PARAM label type range '=' expr doc   { $$ = MAKE(PARAM, @$, $2, $3, $4, $6, $7); }
  | PARAM name '=' expr doc               { $$ = MAKE(PARAM, @$, $2, NULL, NULL, $4, $5); }
  ;
setting
  : SET path '=' expr                     { $$ = MAKE(SET, @$, $2, $4); }
  | FISCAL UNIT STARTS name               { $$ = MAKE(FISCAL, @$, make_unit(p, $2), $4); }
  ;

/* Data */
entity: ENTITY name doc source_opt '{' fields '}'
    { $$ = MAKE(ENTITY, @$, $2, $3, $4, $6); } ;
source_opt: %empty { $$ = NULL; } | FROM text { $$ = $2; } ;
fields
  : %empty                                { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | fields field                          { $$ = append(p, $1, $2); }
  | fields meta                           { $$ = append(p, $1, $2); }
  ;
field: label field_flag type range field_tail
    { $$ = make_field(p, @$, $1, $2, $3, $4, $5); } ;
field_flag
  : %empty                                { $$ = 0; }
  | KEY                                   { $$ = FLAG_KEY; }
  | REQUIRED                              { $$ = FLAG_REQUIRED; }
  | FIXED                                 { $$ = FLAG_FIXED; }
  ;
range
  : %empty                                { $$ = NULL; }
  | bound ".."                            { $$ = MAKE(RANGE, @$, $1, NULL); }
  | bound ".." bound                      { $$ = MAKE(RANGE, @$, $1, $3); }
  | ".." bound                            { $$ = MAKE(RANGE, @$, NULL, $2); }
  ;
bound
  : literal
  | '-' literal                           { $$ = MAKE(NEGATE, @$, $2); }
  ;
field_tail
  : %empty                                { $$ = make_node(p, NODE_FIELD, @$, NULL, 0); }
  | field_tail text                       { $$ = field_tail(p, $1, FIELD_DOC, $2); }
  | field_tail FROM text                  { $$ = field_tail(p, $1, FIELD_SOURCE, $3); }
  | field_tail REQUIRED                   { $$ = field_required(p, $1, @2); }
  ;
type
  : plain_type                            { $$ = make_type(p, @$, $1, NULL, NULL); }
  | type_word type_args                   { $$ = make_type(p, @$, $1, $2, NULL); }
  | ONE OF '(' members ')'                { $$ = make_type(p, @$, $1, $4, NULL); }
  | REF name                              { $$ = make_type(p, @$, $1, NULL, $2); }
  | EACH type                             { $$ = make_type(p, @$, $1, NULL, $2); }
  ;
plain_type: TEXT | INTEGER | BOOL ;
type_word: NUMBER_TYPE | PERCENT | MONEY | DATE | DURATION ;
type_args: %empty { $$ = NULL; } | '(' type_arg_list ')' { $$ = $2; } ;
type_arg_list: type_arg { $$ = make_list(p, NODE_LIST, @$, $1); }
  | type_arg_list ',' type_arg { $$ = append(p, $1, $3); } ;
type_arg: name | text ;
members: member { $$ = make_list(p, NODE_LIST, @$, $1); }
  | members ',' member { $$ = append(p, $1, $3); } ;
member
  : name                                  { $$ = MAKE(MEMBER, @$, $1, NULL); }
  | text AS name                          { $$ = MAKE(MEMBER, @$, $3, $1); }
  ;
meta
  : OWNER text                            { $$ = with_text(MAKE(META, @$, $2), $1->text); }
  | SOURCE text                           { $$ = with_text(MAKE(META, @$, $2), $1->text); }
  ;

/* Columns */
subject
  : %empty                                { $$ = NULL; }
  | FOR name                              { $$ = MAKE(SUBJECT, @$, $2, NULL); }
  | FOR name WHERE expr                   { $$ = MAKE(SUBJECT, @$, $2, $4); }
  ;
measure: MEASURE name doc measure_for measure_type '=' expr
    { $$ = MAKE(MEASURE, @$, $2, $3, $4, $5, $7); } ;
measure_for: %empty { $$ = NULL; } | FOR name { $$ = $2; } ;
measure_type: %empty { $$ = NULL; } | ':' type { $$ = $2; } ;
define: DEFINE name '(' parameters ')' doc '=' expr
    { $$ = MAKE(DEFINE, @$, $2, $4, $6, $8); } ;
parameters: parameter { $$ = make_list(p, NODE_LIST, @$, $1); }
  | parameters ',' parameter { $$ = append(p, $1, $3); } ;
parameter: label type                     { $$ = MAKE(PARAMETER, @$, $1, $2); } ;

score: SCORE name doc subject '{' components '}'
    { $$ = MAKE(SCORE, @$, $2, $3, $4, $6); } ;
components: %empty { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | components component { $$ = append(p, $1, $2); } ;
component
  : GIVE expr FOR expr FROM expr TO expr doc if_missing
                                          { $$ = MAKE(GIVE_RAMP, @$, $2, $4, $6, $8, $9, $10); }
  | GIVE expr WHEN expr doc if_missing    { $$ = MAKE(GIVE_WHEN, @$, $2, $4, $5, $6); }
  | TAKE expr WHEN expr doc if_missing
      { $$ = with_flags(MAKE(GIVE_WHEN, @$, $2, $4, $5, $6), FLAG_TAKE); }
  | OUT OF expr                           { $$ = MAKE(OUT_OF, @$, $3); }
  | meta
  ;
if_missing: %empty { $$ = NULL; } | MISSING AS expr { $$ = $3; } ;

segmentation: SEGMENTATION name doc subject '{' segments '}'
    { $$ = MAKE(SEGMENTATION, @$, $2, $3, $4, $6); } ;
segments: %empty { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | segments segment { $$ = append(p, $1, $2); } ;
segment
  : SEGMENT name doc '{' needs '}'        { $$ = MAKE(SEGMENT, @$, $2, $3, $5); }
  | SEGMENT name doc OTHERWISE
      { $$ = with_flags(MAKE(SEGMENT, @$, $2, $3, NULL), FLAG_OTHERWISE); }
  | CURRENT path                          { $$ = MAKE(CURRENT, @$, $2); }
  | EXCLUSIVE                             { $$ = make_list(p, NODE_EXCLUSIVE, @$, NULL); }
  | meta
  ;
needs: %empty { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | needs need { $$ = append(p, $1, $2); } ;
need
  : NEEDS expr doc                        { $$ = MAKE(NEEDS, @$, $2, $3); }
  | KEEPS WHILE expr                      { $$ = MAKE(KEEPS, @$, $3); }
  | AT MOST expr                          { $$ = MAKE(CAP, @$, $3, NULL); }
  | AT MOST expr RANKED BY expr           { $$ = MAKE(CAP, @$, $3, $6); }
  | meta
  ;

kpi: KPI name doc subject '{' kpi_clauses '}'
    { $$ = MAKE(KPI, @$, $2, $3, $4, $6); } ;
kpi_clauses: %empty { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | kpi_clauses kpi_clause { $$ = append(p, $1, $2); } ;
kpi_clause
  : VALUE expr                            { $$ = MAKE(VALUE, @$, $2); }
  | band
  | WHERE expr '{' bands '}'              { $$ = MAKE(BANDS_WHERE, @$, $2, $4); }
  | meta
  ;
bands: band { $$ = make_list(p, NODE_LIST, @$, $1); }
  | bands band { $$ = append(p, $1, $2); } ;
band
  : colour compare sum
      { $$ = with_text(with_op(MAKE(BAND, @$, $3, NULL), $2), $1->text); }
  | colour BETWEEN sum AND sum
      { $$ = with_text(with_op(MAKE(BAND, @$, $3, $5), COMPARE_BETWEEN), $1->text); }
  ;
colour: GREEN | AMBER | RED ;

cadence: CADENCE name doc subject '{' cadence_clauses '}'
    { $$ = MAKE(CADENCE, @$, $2, $3, $4, $6); } ;
cadence_clauses: %empty { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | cadence_clauses cadence_clause { $$ = append(p, $1, $2); } ;
cadence_clause
  : EVERY expr SINCE expr                 { $$ = MAKE(EVERY, @$, $2, $4); }
  | GRACE expr                            { $$ = MAKE(GRACE, @$, $2); }
  | meta
  ;

process: PROCESS name doc subject extends '{' process_clauses '}'
    { $$ = MAKE(PROCESS, @$, $2, $3, $4, $5, $7); } ;
extends: %empty { $$ = NULL; } | EXTENDS path { $$ = $2; } ;
process_clauses: %empty { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | process_clauses process_clause { $$ = append(p, $1, $2); } ;
process_clause
  : CURRENT path                          { $$ = MAKE(CURRENT, @$, $2); }
  | HISTORY path AT name                  { $$ = MAKE(HISTORY, @$, $2, $4); }
  | STAGE name stage_flag doc '{' stage_clauses '}'
      { $$ = with_flags(MAKE(STAGE, @$, $2, $4, $6), $3); }
  | meta
  ;
stage_flag
  : %empty                                { $$ = 0; }
  | START                                 { $$ = FLAG_START; }
  | FINAL                                 { $$ = FLAG_FINAL; }
  ;
stage_clauses: %empty { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | stage_clauses stage_clause { $$ = append(p, $1, $2); } ;
stage_clause
  : ENTER WHEN expr                       { $$ = MAKE(ENTER, @$, $3); }
  | LEAVE WHEN expr                       { $$ = MAKE(LEAVE, @$, $3); }
  | WITHIN expr                           { $$ = MAKE(WITHIN, @$, $2); }
  | NEXT names                            { $$ = as_kind($2, NODE_NEXT, @$); }
  | PRODUCES names                        { $$ = as_kind($2, NODE_PRODUCES, @$); }
  | meta
  ;

rule: RULE name doc subject '{' rule_clauses '}'
    { $$ = MAKE(RULE, @$, $2, $3, $4, $6); } ;
rule_clauses: %empty { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | rule_clauses rule_clause { $$ = append(p, $1, $2); } ;
rule_clause
  : REQUIRE expr                          { $$ = MAKE(REQUIRE, @$, $2); }
  | SEVERITY severity
      { $$ = with_text(make_list(p, NODE_SEVERITY, @$, NULL), $2->text); }
  | SAY text                              { $$ = MAKE(SAY, @$, $2); }
  | FIX text                              { $$ = MAKE(FIX, @$, $2); }
  | meta
  ;
severity: INFO | WARNING | ERROR ;

checklist: CHECKLIST name doc subject '{' items '}'
    { $$ = MAKE(CHECKLIST, @$, $2, $3, $4, $6); } ;
items: %empty { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | items item { $$ = append(p, $1, $2); } ;
item
  : ITEM name doc WHEN expr               { $$ = MAKE(ITEM, @$, $2, $3, $5); }
  | meta
  ;

waive: WAIVE path for_key UNTIL date BECAUSE text
    { $$ = MAKE(WAIVE, @$, $2, $3, $5, $7); } ;
assume
  : ASSUME name doc measure_for '=' expr  { $$ = MAKE(ASSUME, @$, $2, $3, $4, $6); }
  ;

test
  : TEST text '{' test_clauses '}'        { $$ = MAKE(TEST, @$, $2, $4); }
  ;
test_clauses: %empty { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | test_clauses test_clause { $$ = append(p, $1, $2); } ;
test_clause
  : AS OF date                            { $$ = MAKE(AS_OF, @$, $3); }
  | SET path '=' expr                     { $$ = MAKE(SET, @$, $2, $4); }
  | GIVEN name '{' cells '}'              { $$ = MAKE(GIVEN, @$, $2, $4, NULL); }
  | GIVEN name FROM text                  { $$ = MAKE(GIVEN, @$, $2, NULL, $4); }
  | EXPECT expr                           { $$ = MAKE(EXPECT, @$, $2, NULL); }
  | EXPECT expr FOR text                  { $$ = MAKE(EXPECT, @$, $2, $4); }
  ;
cells
  : %empty                                { $$ = make_list(p, NODE_LIST, @$, NULL); }
  | cell_list
  | cell_list ','
  ;
cell_list: cell { $$ = make_list(p, NODE_LIST, @$, $1); }
  | cell_list ',' cell { $$ = append(p, $1, $3); } ;
cell: label expr                          { $$ = MAKE(CELL, @$, $1, $2); } ;

/* Expressions, loosest first */
expr
  : or_expr
  | IF expr THEN expr ELSE expr           { $$ = MAKE(IF, @$, $2, $4, $6); }
  ;
or_expr
  : and_expr
  | or_expr OR and_expr                   { $$ = MAKE(OR, @$, $1, $3); }
  ;
and_expr
  : not_expr
  | and_expr AND not_expr                 { $$ = MAKE(AND, @$, $1, $3); }
  ;
not_expr
  : comparison
  | NOT not_expr                          { $$ = MAKE(NOT, @$, $2); }
  ;
comparison
  : sum
  | chain
  | sum BETWEEN sum AND sum               { $$ = MAKE(BETWEEN, @$, $1, $3, $5); }
  | sum not_in '(' exprs ')'              { $$ = with_flags(MAKE(IN_LIST, @$, $1, $4), $2); }
  | sum not_in window                     { $$ = with_flags(MAKE(IN_WINDOW, @$, $1, $3), $2); }
  | sum IS state                          { $$ = with_text(MAKE(IS_STATE, @$, $1), $3->text); }
  | sum IS NOT state
      { $$ = with_flags(with_text(MAKE(IS_STATE, @$, $1), $4->text), FLAG_NEGATED); }
  | sum CONTAINS sum
      { $$ = with_text(MAKE(TEXT_TEST, @$, $1, $3), TEXT("contains")); }
  | sum STARTS WITH sum
      { $$ = with_text(MAKE(TEXT_TEST, @$, $1, $4), TEXT("starts with")); }
  | sum ENDS WITH sum
      { $$ = with_text(MAKE(TEXT_TEST, @$, $1, $4), TEXT("ends with")); }
  ;
chain
  : sum compare sum                       { $$ = with_op(MAKE(COMPARE, @$, $1, $3), $2); }
  | chain compare sum                     { $$ = with_op(MAKE(COMPARE, @$, $1, $3), $2); }
  ;
not_in
  : IN                                    { $$ = 0; }
  | NOT IN                                { $$ = FLAG_NEGATED; }
  ;
state: KNOWN | MISSING | UNKNOWN ;
compare
  : '='                                   { $$ = COMPARE_EQ; }
  | "!="                                  { $$ = COMPARE_NE; }
  | '<'                                   { $$ = COMPARE_LT; }
  | "<="                                  { $$ = COMPARE_LE; }
  | '>'                                   { $$ = COMPARE_GT; }
  | ">="                                  { $$ = COMPARE_GE; }
  ;
window
  : LAST step                             { $$ = MAKE(WINDOW_LAST, @$, $2, NULL); }
  | LAST step ENDING step AGO             { $$ = MAKE(WINDOW_LAST, @$, $2, $4); }
  | NEXT step                             { $$ = MAKE(WINDOW_NEXT, @$, $2); }
  | which UNIT
      { $$ = with_text(MAKE(WINDOW_CALENDAR, @$, make_unit(p, $2)), $1->text); }
  | which FISCAL UNIT
      { $$ = with_flags(with_text(MAKE(WINDOW_CALENDAR, @$, make_unit(p, $3)), $1->text),
                        FLAG_FISCAL); }
  ;
step: NUMBER UNIT                         { $$ = make_literal(p, NODE_STEP, @$, $1, $2); } ;
which: THIS | LAST | NEXT ;
sum
  : product
  | sum '+' product                       { $$ = MAKE(ADD, @$, $1, $3); }
  | sum '-' product                       { $$ = MAKE(SUBTRACT, @$, $1, $3); }
  ;
product
  : unary
  | product '*' unary                     { $$ = MAKE(MULTIPLY, @$, $1, $3); }
  | product '/' unary                     { $$ = MAKE(DIVIDE, @$, $1, $3); }
  ;
unary
  : default
  | '-' unary                             { $$ = MAKE(NEGATE, @$, $2); }
  ;
default
  : postfix
  | postfix OTHERWISE unary               { $$ = MAKE(DEFAULT, @$, $1, $3); }
  ;
postfix
  : primary
  | postfix '.' name                      { $$ = MAKE(DOT, @$, $1, $3); }
  | postfix '(' ')'
      { $$ = MAKE(CALL, @$, $1, make_list(p, NODE_LIST, @3, NULL)); }
  | postfix '(' arguments ')'             { $$ = MAKE(CALL, @$, $1, $3); }
  ;
primary
  : name
  | literal
  | text
  | TRUE                                  { $$ = make_list(p, NODE_TRUE, @$, NULL); }
  | FALSE                                 { $$ = make_list(p, NODE_FALSE, @$, NULL); }
  | '(' expr ')'                          { $$ = MAKE(GROUP, @$, $2); }
  | AT LEAST number OF '(' exprs ')'      { $$ = MAKE(AT_LEAST, @$, $3, $6); }
  ;
literal
  : number
  | NUMBER CURRENCY                       { $$ = make_literal(p, NODE_MONEY, @$, $1, $2); }
  | step
  | PERCENT_NUMBER                        { $$ = make_literal(p, NODE_PERCENT, @$, $1, NULL); }
  | date
  | BAD_VALUE                             { $$ = make_list(p, NODE_BAD, @$, NULL); }
  ;
exprs: expr { $$ = make_list(p, NODE_LIST, @$, $1); }
  | exprs ',' expr { $$ = append(p, $1, $3); } ;
arguments: argument { $$ = make_list(p, NODE_LIST, @$, $1); }
  | arguments ',' argument { $$ = append(p, $1, $3); } ;
/* `f(entity where …)` is `f(expr where …)` until names are resolved. */
argument
  : expr                        { $$ = make_argument(p, @$, $1, NULL, NULL, NULL, (Ordering){0}); }
  | expr OF path via_opt where_opt order
                                          { $$ = make_argument(p, @$, $1, $3, $4, $5, $6); }
  | expr via_opt WHERE expr order         { $$ = make_argument(p, @$, $1, NULL, $2, $4, $5); }
  | expr VIA name order                   { $$ = make_argument(p, @$, $1, NULL, $3, NULL, $4); }
  ;
via_opt: %empty { $$ = NULL; } | VIA name { $$ = $2; } ;
where_opt: %empty { $$ = NULL; } | WHERE expr { $$ = $2; } ;
order
  : %empty                                { $$ = (Ordering){0}; }
  | BY expr                               { $$ = (Ordering){$2, false}; }
  | WEIGHTED BY expr                      { $$ = (Ordering){$3, true}; }
  ;

/* Questions */
question
  : SHOW exprs of_opt where_opt group sort limit
                                          { $$ = MAKE(SHOW, @$, $2, $3, $4, $5, $6, $7); }
  | WHY path for_key full                 { $$ = with_flags(MAKE(WHY, @$, $2, $3), $4); }
  | WHY NOT path for_key full
      { $$ = with_flags(MAKE(WHY, @$, $3, $4), $5 | FLAG_NEGATED); }
  | WHAT IF assignments for_key           { $$ = MAKE(WHAT_IF, @$, $3, $4); }
  | SWEEP path FROM expr TO expr BY expr  { $$ = MAKE(SWEEP, @$, $2, $4, $6, $8); }
  | expr for_key                          { $$ = MAKE(EVALUATE, @$, $1, $2); }
  ;
full: %empty { $$ = 0; } | IN FULL { $$ = FLAG_FULL; } ;
of_opt: %empty { $$ = NULL; } | OF name { $$ = $2; } ;
group: %empty { $$ = NULL; } | BY exprs { $$ = $2; } ;
sort: %empty { $$ = NULL; } | SORT BY expr direction { $$ = with_flags(MAKE(SORT, @$, $3), $4); } ;
direction
  : %empty                                { $$ = 0; }
  | ASC                                   { $$ = 0; }
  | DESC                                  { $$ = FLAG_DESC; }
  ;
limit: %empty { $$ = NULL; } | LIMIT number { $$ = $2; } ;
for_key: %empty { $$ = NULL; } | FOR text { $$ = $2; } ;
assignments: assignment { $$ = make_list(p, NODE_LIST, @$, $1); }
  | assignments ',' assignment { $$ = append(p, $1, $3); } ;
assignment: path '=' expr                 { $$ = MAKE(SET, @$, $1, $3); } ;
%%
yypstate *automaton_new(Arena *arena) {
  yypstate *automaton = ARENA_NEW(arena, yypstate);
  automaton->yystacksize = YYINITDEPTH;
  automaton->yyss = automaton->yyssa;
  automaton->yyvs = automaton->yyvsa;
  automaton->yyls = automaton->yylsa;
  automaton->yyes = automaton->yyesa;
  automaton->yyes_capacity = sizeof automaton->yyesa / sizeof *automaton->yyesa;
  yypstate_clear(automaton);
  return automaton;
}

yypstate *automaton_copy(Arena *arena, const yypstate *from) {
  yypstate *to = ARENA_NEW(arena, yypstate);
  const size_t room = (size_t)from->yystacksize, used = (size_t)(from->yyssp - from->yyss) + 1;
  memcpy(to, from, sizeof *to);
  to->yyss = memcpy(ARENA_ARRAY(arena, yy_state_t, room), from->yyss, used * sizeof *to->yyss);
  to->yyvs = memcpy(ARENA_ARRAY(arena, YYSTYPE, room), from->yyvs, used * sizeof *to->yyvs);
  to->yyls = memcpy(ARENA_ARRAY(arena, YYLTYPE, room), from->yyls, used * sizeof *to->yyls);
  to->yyssp = to->yyss + used - 1;
  to->yyvsp = to->yyvs + used - 1;
  to->yylsp = to->yyls + used - 1;
  to->yyes = to->yyesa;
  return to;
}

static int token_of(yysymbol_kind_t symbol) {
  for (int token = 0; token <= YYMAXUTOK; token++)
    if (YYTRANSLATE(token) == symbol) return token;
  return TOK_SYN_UNDEF;
}

static void take_expected(Expected *expected, const yysymbol_kind_t *symbols, int count) {
  expected->count = count;
  for (int i = 0; i < count; i++) expected->token[i] = token_of(symbols[i]);
}

static int yyreport_syntax_error(const yypcontext_t *context, Parser *p) {
  yysymbol_kind_t symbols[PARSER_MAX_EXPECTED];
  take_expected(&p->expected, symbols, yypcontext_expected_tokens(context, symbols, PARSER_MAX_EXPECTED));
  return 0;
}

void automaton_expected(yypstate *automaton, Expected *expected) {
  yysymbol_kind_t symbols[PARSER_MAX_EXPECTED];
  take_expected(expected, symbols, yypstate_expected_tokens(automaton, symbols, PARSER_MAX_EXPECTED));
}

/* Only the look-ahead's stack could end here, which never grows. */
static void syn_error(const Span *at, Parser *p, const char *message) {
  (void)at, (void)message;
  p->too_deep = true;
}
