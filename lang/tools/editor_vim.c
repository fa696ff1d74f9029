/* editor_vim.c - the files that vim colours and indents rules by.
 *
 * Nearly every keyword may be a name, too, so words are matched by pattern and not with `syntax
 * keyword`, which would win over everything: what stands before a colon or behind a dot is a name.
 */
#include "tools/editor.h"
#include "tools/editor_impl.h"

static void put_group(Buffer *out, EditorGroup group) {
  const EditorGroupInfo *info = &editor_groups[group];
  buffer_printf(out, "syntax match strata%s /%s\\<\\%%(", info->name,
                info->place == EDITOR_LINE_START ? "^\\s*\\zs" : "");
  editor_words(out, group, "\\|");
  buffer_printf(out, "\\)\\>%s/%s\n", info->place == EDITOR_CALL ? "\\ze\\s*(" : "",
                info->names ? " nextgroup=strataName skipwhite" : "");
}

/* A word that cannot stand for a name: what is reserved. */
static void put_name(Buffer *out) {
  buffer_str(out, "syntax match strataName /\\%(\\<\\%(");
  editor_words(out, EDITOR_OPERATOR, "\\|");
  buffer_str(out, "\\)\\>\\)\\@!\\<\\h\\w*\\>/ contained\n");
}

void editor_vim_syntax(Buffer *out) {
  buffer_str(out, "\" Strata, rules for account management; made by `strata docs vim`.\n"
                  "if exists('b:current_syntax')\n  finish\nendif\n"
                  "syntax case match\n\n"
                  "syntax match strataSign /!=\\|<=\\|>=\\|\\.\\.\\|[-=<>+*\\/]/\n"
                  "syntax match strataCurrency /\\%(money(\\|\\d[KMB]\\?\\s\\)\\@<=\\u\\{3}\\>/\n");
  for (EditorGroup group = 0; group < EDITOR_GROUPS; group++) put_group(out, group);
  put_name(out);
  buffer_str(
      out, "syntax match strataLabel /\\<\\h\\w*\\ze\\s*:/\n"
           "syntax match strataMember /\\.\\@<!\\.\\h\\w*/\n"
           "syntax match strataQuoted /`[^`]*`/\n"
           "syntax match strataNumber "
           "/\\<\\d\\+\\%(_\\d\\+\\)*\\%(\\.\\d\\+\\%(_\\d\\+\\)*\\)\\?\\%([KMB]\\>\\|%\\|\\>\\)/\n"
           "syntax match strataDate /\\<\\d\\{4}-\\d\\{2}-\\d\\{2}\\>/\n"
           "syntax match strataEscape /\\\\./ contained\n"
           "syntax region strataHole matchgroup=strataBrace start=/{/ end=/}/ oneline contained "
           "contains=TOP,strataComment\n"
           "syntax region strataString start=/\"/ skip=/\\\\./ end=/\"/ oneline "
           "contains=strataEscape,strataHole,@Spell\n"
           "syntax match strataAllow /strata:\\s*allow\\s\\+[A-Z]\\d\\{4}/ contained\n"
           "syntax match strataComment /#.*$/ contains=strataAllow,@Spell\n"
           "syntax sync minlines=1\n\n");
  for (EditorGroup group = 0; group < EDITOR_GROUPS; group++)
    buffer_printf(out, "highlight default link strata%s %s\n", editor_groups[group].name,
                  editor_groups[group].vim);
  buffer_str(out, "highlight default link strataSign Operator\n"
                  "highlight default link strataCurrency Constant\n"
                  "highlight default link strataName Identifier\n"
                  "highlight default link strataNumber Number\n"
                  "highlight default link strataDate Constant\n"
                  "highlight default link strataEscape SpecialChar\n"
                  "highlight default link strataBrace Delimiter\n"
                  "highlight default link strataString String\n"
                  "highlight default link strataAllow PreProc\n"
                  "highlight default link strataComment Comment\n"
                  "let b:current_syntax = 'strata'\n");
}

void editor_vim_plugin(Buffer *out) {
  buffer_str(out,
             "\" Strata: indentation, comments, formatting, checking; made by `strata docs "
             "vim-plugin`.\n"
             "if exists('b:did_ftplugin')\n  finish\nendif\n"
             "let b:did_ftplugin = 1\n"
             "setlocal expandtab shiftwidth=2 softtabstop=2 textwidth=100 autoindent\n"
             "setlocal comments=:# commentstring=#\\ %s\n"
             "\" `gggqG` gives the file its layout, `:make` checks it.\n"
             "setlocal formatprg=strata\\ fmt\\ - makeprg=strata\\ check\\ %:S\n"
             "setlocal errorformat=%Eerror[E%n]:\\ %m,%Wwarning[W%n]:\\ %m\n"
             "setlocal errorformat+=%C%*\\\\s-->\\ %f:%l:%c,%-G%.%#\n"
             "let b:undo_ftplugin = 'setlocal expandtab< shiftwidth< softtabstop< textwidth< '\n"
             "  \\ . 'autoindent< comments< commentstring< formatprg< '\n"
             "  \\ . 'makeprg< errorformat<'\n");
}

void editor_vim_detect(Buffer *out) {
  buffer_str(out, "autocmd BufNewFile,BufRead *.strata setfiletype strata\n");
}
