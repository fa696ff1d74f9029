/* Accepted: its own folder, and lower ones. */
#include "base/arena.h"
#include "table/column_impl.h"
