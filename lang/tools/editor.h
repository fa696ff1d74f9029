/* editor.h - the words of the language for editors that colour them: a syntax file for vim, a
 * grammar for TextMate and whatever reads its grammars (VS Code). Both follow from the tables that
 * the scanner and the parser are built from. */
#ifndef TOOLS_EDITOR_H
#define TOOLS_EDITOR_H

#include "base/buffer.h"

/* editor_vim.c: syntax/strata.vim, ftplugin/strata.vim, ftdetect/strata.vim. */
void editor_vim_syntax(Buffer *out);
void editor_vim_plugin(Buffer *out);
void editor_vim_detect(Buffer *out);

/* editor_textmate.c: a folder that VS Code takes for an extension; the grammar stands in
 * syntaxes/strata.tmLanguage.json, the brackets and comments in language-configuration.json. */
void editor_textmate(Buffer *out);
void editor_vscode_package(Buffer *out, const char *version);
void editor_vscode_language(Buffer *out);

#endif
