/* select.c - see select.h. One table; its columns are the five stores. */
#include "emit/select.h"

#define NONE OPCODE_NONE

typedef struct Row {
  bool by_operand; /* the store that decides is the first operand's */
  Opcode i64, f64, i32, truth, text;
} Row;

static const Row rows[PLAN_OP_COUNT] = {
    [PLAN_ADD] = {false, OP_ADD_I64, OP_ADD_F64, NONE, NONE, NONE},
    [PLAN_SUBTRACT] = {false, OP_SUB_I64, OP_SUB_F64, NONE, NONE, NONE},
    [PLAN_NEGATE] = {false, OP_NEG_I64, OP_NEG_F64, NONE, NONE, NONE},
    [PLAN_ABS] = {false, OP_ABS_I64, OP_ABS_F64, NONE, NONE, NONE},
    [PLAN_MIN] = {false, OP_MIN_I64, OP_MIN_F64, OP_MIN_I32, NONE, NONE},
    [PLAN_MAX] = {false, OP_MAX_I64, OP_MAX_F64, OP_MAX_I32, NONE, NONE},
    [PLAN_MULTIPLY] = {false, OP_MUL_I64, OP_MUL_F64, NONE, NONE, NONE},
    [PLAN_DIVIDE] = {false, OP_DIV_I64, OP_DIV_F64, NONE, NONE, NONE},
    [PLAN_MULTIPLY_DOUBLE] = {false, OP_MUL_I64_F64, NONE, NONE, NONE, NONE},
    [PLAN_DIVIDE_DOUBLE] = {false, OP_DIV_I64_F64, NONE, NONE, NONE, NONE},
    [PLAN_ROUND] = {false, OP_ROUND_I64, OP_ROUND_F64, NONE, NONE, NONE},
    [PLAN_FLOOR] = {false, OP_FLOOR_I64, OP_FLOOR_F64, NONE, NONE, NONE},
    [PLAN_CEIL] = {false, OP_CEIL_I64, OP_CEIL_F64, NONE, NONE, NONE},
    [PLAN_TO_NUMBER] = {true, OP_I64_TO_F64, NONE, NONE, NONE, NONE},
    [PLAN_DAY_NUMBER] = {true, NONE, NONE, OP_I32_TO_I64, NONE, NONE},
    [PLAN_RAMP] = {true, OP_RAMP_I64, OP_RAMP_F64, NONE, NONE, NONE},
    [PLAN_DATE_DIFF] = {true, NONE, NONE, OP_DATE_DIFF, NONE, NONE},
    [PLAN_ADD_SECONDS] = {true, NONE, NONE, OP_DATE_ADD_SECONDS, NONE, NONE},
    [PLAN_ADD_MONTHS] = {true, NONE, NONE, OP_DATE_ADD_MONTHS, NONE, NONE},
    [PLAN_UNIT_START] = {true, NONE, NONE, OP_DATE_UNIT_START, NONE, NONE},
    [PLAN_YEAR] = {true, NONE, NONE, OP_DATE_YEAR, NONE, NONE},
    [PLAN_QUARTER] = {true, NONE, NONE, OP_DATE_QUARTER, NONE, NONE},
    [PLAN_MONTH] = {true, NONE, NONE, OP_DATE_MONTH, NONE, NONE},
    [PLAN_WEEKDAY] = {true, NONE, NONE, OP_DATE_WEEKDAY, NONE, NONE},
    [PLAN_MONTHS_BETWEEN] = {true, NONE, NONE, OP_MONTHS_BETWEEN, NONE, NONE},
    [PLAN_YEARS_BETWEEN] = {true, NONE, NONE, OP_YEARS_BETWEEN, NONE, NONE},
    [PLAN_EQ] = {true, OP_EQ_I64, OP_EQ_F64, OP_EQ_I32, OP_EQ_TRUTH, OP_EQ_TEXT},
    [PLAN_LT] = {true, OP_LT_I64, OP_LT_F64, OP_LT_I32, NONE, OP_LT_TEXT},
    [PLAN_LE] = {true, OP_LE_I64, OP_LE_F64, OP_LE_I32, NONE, OP_LE_TEXT},
    [PLAN_CONTAINS] = {true, NONE, NONE, NONE, NONE, OP_CONTAINS},
    [PLAN_STARTS] = {true, NONE, NONE, NONE, NONE, OP_STARTS},
    [PLAN_ENDS] = {true, NONE, NONE, NONE, NONE, OP_ENDS},
    [PLAN_AND] = {false, NONE, NONE, NONE, OP_AND, NONE},
    [PLAN_OR] = {false, NONE, NONE, NONE, OP_OR, NONE},
    [PLAN_NOT] = {false, NONE, NONE, NONE, OP_NOT, NONE},
    [PLAN_BOUNDS] = {false, NONE, NONE, NONE, OP_BOUNDS, NONE},
    [PLAN_SURELY] = {false, NONE, NONE, NONE, OP_SURELY, NONE},
    [PLAN_MAYBE] = {false, NONE, NONE, NONE, OP_MAYBE, NONE},
    [PLAN_KNOWN] = {true, OP_KNOWN_I64, OP_KNOWN_F64, OP_KNOWN_I32, OP_KNOWN_TRUTH, OP_KNOWN_TEXT},
    [PLAN_SELECT] = {false, OP_SELECT_I64, OP_SELECT_F64, OP_SELECT_I32, OP_SELECT_TRUTH,
                     OP_SELECT_TEXT},
    [PLAN_CHOOSE] = {false, OP_CHOOSE_I64, NONE, NONE, NONE, NONE},
    [PLAN_OTHERWISE] = {false, OP_OTHERWISE_I64, OP_OTHERWISE_F64, OP_OTHERWISE_I32,
                        OP_OTHERWISE_TRUTH, OP_OTHERWISE_TEXT},
    [PLAN_BOUND] = {false, OP_BOUND_I64, NONE, NONE, NONE, NONE},
    [PLAN_POINT] = {false, OP_POINT_I64, OP_POINT_F64, NONE, NONE, NONE},
    [PLAN_WITH] = {false, OP_WITH_I64, OP_WITH_F64, NONE, NONE, NONE},
    [PLAN_LOWER] = {false, NONE, NONE, NONE, NONE, OP_LOWER},
    [PLAN_UPPER] = {false, NONE, NONE, NONE, NONE, OP_UPPER},
    [PLAN_TRIM] = {false, NONE, NONE, NONE, NONE, OP_TRIM},
    [PLAN_LENGTH] = {true, NONE, NONE, NONE, NONE, OP_LENGTH},
    [PLAN_RECODE] = {false, NONE, NONE, OP_RECODE, NONE, NONE},
    [PLAN_SPREAD] = {false, OP_SPREAD_I64, OP_SPREAD_F64, OP_SPREAD_I32, OP_SPREAD_TRUTH,
                     OP_SPREAD_TEXT},
    [PLAN_GATHER] = {false, OP_GATHER_I64, OP_GATHER_F64, OP_GATHER_I32, OP_GATHER_TRUTH,
                     OP_GATHER_TEXT},
    [PLAN_FIELD] = {false, OP_LOAD_I64, OP_LOAD_F64, OP_LOAD_I32, OP_LOAD_TRUTH, OP_LOAD_TEXT},
    [PLAN_CONST] = {false, OP_CONST_I64, OP_CONST_F64, OP_CONST_I32, OP_CONST_TRUTH, OP_CONST_TEXT},
};

static const Opcode stores[STORE_COUNT] = {[STORE_I64] = OP_STORE_I64,
                                           [STORE_F64] = OP_STORE_F64,
                                           [STORE_I32] = OP_STORE_I32,
                                           [STORE_TRUTH] = OP_STORE_TRUTH,
                                           [STORE_TEXT] = OP_STORE_TEXT};

static Opcode of_store(const Row *row, Store store) {
  switch (store) {
  case STORE_I64:
    return row->i64;
  case STORE_F64:
    return row->f64;
  case STORE_I32:
    return row->i32;
  case STORE_TRUTH:
    return row->truth;
  case STORE_TEXT:
    return row->text;
  default:
    return NONE;
  }
}

Opcode select_opcode(PlanOp op, Store result, Store operand) {
  return of_store(&rows[op], rows[op].by_operand ? operand : result);
}

Opcode select_load(Store store) { return of_store(&rows[PLAN_FIELD], store); }
Opcode select_store(Store store) { return stores[store]; }
Opcode select_spread(Store store) { return of_store(&rows[PLAN_SPREAD], store); }
Opcode select_gather(Store store) { return of_store(&rows[PLAN_GATHER], store); }
