/* Refused: the other side, a private header, a header without its folder, an unknown folder. */
#include "outside/thing.h"
#include "syntax/tree.h"
#include "table.h"
#include "table/column.h"
#include "table/column_impl.h"

#include <stdio.h>
