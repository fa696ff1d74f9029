/* bytecode_doc.h - docs/bytecode.md, written from the tables that the program is built from. */
#ifndef CODE_BYTECODE_DOC_H
#define CODE_BYTECODE_DOC_H

#include "base/buffer.h"

/* Appends the whole page. */
void bytecode_document(Buffer *out);

#endif
