/* Refused: a higher level. */
#include "value/money.h"
