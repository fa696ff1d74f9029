/* standard.h - the standard modules: Strata source from stdlib/, which the build puts in. */
#ifndef SYNTAX_STANDARD_H
#define SYNTAX_STANDARD_H

#include "base/text.h"

typedef struct StandardModule {
  const char *name; /* "loyalty" */
  const unsigned char *content;
  size_t size;
} StandardModule;

extern const StandardModule standard_modules[];
extern const size_t standard_module_count;

static inline Text standard_text(const StandardModule *module) {
  return (Text){(const char *)module->content, module->size};
}

#endif
