/* Accepted: what both sides share, and the level below. */
#ifndef SEMA_TYPES_H
#define SEMA_TYPES_H

#include "syntax/tree.h"
#include "value/money.h"

#endif
