/* Accepted: the shell sees both sides. */
#include "sema/types.h"
#include "strata_run.h"
#include "table/column.h"
