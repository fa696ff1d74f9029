/* editor_textmate.c - a TextMate grammar, and what makes a folder with it an extension of VS Code.
 *
 * Its patterns are tried in their order wherever the text before was used up, so names that stand
 * before a colon or behind a dot come before the words that they may be spelt like. They stay
 * within what every engine of regular expressions understands alike.
 */
#include "base/json.h"
#include "tools/editor.h"
#include "tools/editor_impl.h"

static const char name_pattern[] = "[A-Za-z_][A-Za-z0-9_]*";

/* {"name": SCOPE.strata, "match": PATTERN}, left open for what else belongs to it. */
static void begin_match(JsonWriter *json, const char *scope, const char *pattern) {
  json_begin_object(json, NULL);
  if (scope) json_str(json, "name", arena_printf(json->out->arena, "%s.strata", scope));
  json_str(json, "match", pattern);
}

static void put_match(JsonWriter *json, const char *scope, const char *pattern) {
  begin_match(json, scope, pattern);
  json_end(json);
}

static void put_capture(JsonWriter *json, const char *number, const char *scope) {
  json_begin_object(json, number);
  json_str(json, "name", arena_printf(json->out->arena, "%s.strata", scope));
  json_end(json);
}

/* The words in their place; where they name something, the name too. */
static void put_group(JsonWriter *json, EditorGroup group) {
  const EditorGroupInfo *info = &editor_groups[group];
  Buffer pattern = buffer_in(json->out->arena);
  buffer_str(&pattern, info->place == EDITOR_LINE_START ? "^\\s*(" : "\\b(");
  editor_words(&pattern, group, "|");
  buffer_str(&pattern, info->place == EDITOR_CALL ? ")(?=\\s*\\()" : ")\\b(?!\\s*:)");
  if (info->names) {
    buffer_str(&pattern, "(?:\\s+(?!(?:");
    editor_words(&pattern, EDITOR_OPERATOR, "|");
    buffer_printf(&pattern, ")\\b)(%s))?", name_pattern);
  }
  begin_match(json, NULL, pattern.data);
  json_begin_object(json, "captures");
  put_capture(json, "1", info->scope);
  if (info->names) put_capture(json, "2", "entity.name.type");
  json_end(json);
  json_end(json);
}

static void put_include(JsonWriter *json, const char *what) {
  json_begin_object(json, NULL);
  json_str(json, "include", what);
  json_end(json);
}

static void put_string(JsonWriter *json) {
  json_begin_object(json, NULL);
  json_str(json, "name", "string.quoted.double.strata");
  json_str(json, "begin", "\"");
  json_str(json, "end", "\"|$");
  json_begin_array(json, "patterns");
  put_match(json, "constant.character.escape", "\\\\.");
  json_begin_object(json, NULL);
  json_str(json, "name", "meta.embedded.hole.strata");
  json_str(json, "begin", "\\{");
  json_str(json, "end", "\\}|(?=\")|$");
  json_begin_array(json, "patterns");
  put_include(json, "#expression");
  json_end(json);
  json_end(json);
  json_end(json);
  json_end(json);
}

static void put_comment(JsonWriter *json) {
  begin_match(json, "comment.line.number-sign", "#\\s*(strata:\\s*allow\\s+[A-Z][0-9]{4})?.*$");
  json_begin_object(json, "captures");
  put_capture(json, "1", "keyword.control.directive");
  json_end(json);
  json_end(json);
}

static void put_expression(JsonWriter *json) {
  json_begin_object(json, "expression");
  json_begin_array(json, "patterns");
  put_match(json, "variable.other.quoted", "`[^`]*`");
  put_match(json, "variable.other.property", "(?<!\\.)\\.[A-Za-z_][A-Za-z0-9_]*");
  put_match(json, "constant.other.date", "\\b[0-9]{4}-[0-9]{2}-[0-9]{2}\\b");
  put_match(json, "constant.other.currency", "(?<=money\\()[A-Z]{3}\\b|(?<=[0-9KMB] )[A-Z]{3}\\b");
  put_match(json, "constant.numeric",
            "\\b[0-9]+(?:_[0-9]+)*(?:\\.[0-9]+(?:_[0-9]+)*)?(?:[KMB]\\b|%|\\b)");
  for (EditorGroup group = EDITOR_GROUPS; group-- > 0;)
    if (editor_groups[group].place != EDITOR_LINE_START) put_group(json, group);
  put_match(json, "keyword.operator", "!=|<=|>=|\\.\\.|[-=<>+*/]");
  json_end(json);
  json_end(json);
}

void editor_textmate(Buffer *out) {
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_str(&json, "information_for_contributors", "Made by `strata docs textmate`.");
  json_str(&json, "name", "Strata");
  json_str(&json, "scopeName", "source.strata");
  json_begin_array(&json, "fileTypes");
  json_str(&json, NULL, "strata");
  json_end(&json);
  json_begin_array(&json, "patterns");
  put_comment(&json);
  put_string(&json);
  for (EditorGroup group = EDITOR_GROUPS; group-- > 0;)
    if (editor_groups[group].place == EDITOR_LINE_START) put_group(&json, group);
  put_match(&json, "variable.other.member",
            arena_printf(out->arena, "\\b%s(?=\\s*:)", name_pattern));
  put_include(&json, "#expression");
  json_end(&json);
  json_begin_object(&json, "repository");
  put_expression(&json);
  json_end(&json);
  json_end(&json);
  buffer_char(out, '\n');
}

void editor_vscode_package(Buffer *out, const char *version) {
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_str(&json, "name", "strata");
  json_str(&json, "displayName", "Strata");
  json_str(&json, "description", "Colours of Strata, rules for account management");
  json_str(&json, "version", version);
  json_str(&json, "publisher", "strata");
  json_str(&json, "license", "MIT");
  json_begin_object(&json, "engines");
  json_str(&json, "vscode", "^1.60.0");
  json_end(&json);
  json_begin_object(&json, "contributes");
  json_begin_array(&json, "languages");
  json_begin_object(&json, NULL);
  json_str(&json, "id", "strata");
  json_begin_array(&json, "extensions");
  json_str(&json, NULL, ".strata");
  json_end(&json);
  json_str(&json, "configuration", "./language-configuration.json");
  json_end(&json);
  json_end(&json);
  json_begin_array(&json, "grammars");
  json_begin_object(&json, NULL);
  json_str(&json, "language", "strata");
  json_str(&json, "scopeName", "source.strata");
  json_str(&json, "path", "./syntaxes/strata.tmLanguage.json");
  json_end(&json);
  json_end(&json);
  json_end(&json);
  json_end(&json);
  buffer_char(out, '\n');
}

static void put_pairs(JsonWriter *json, const char *key, const char *const (*pairs)[2],
                      size_t count) {
  json_begin_array(json, key);
  for (size_t i = 0; i < count; i++) {
    json_begin_array(json, NULL);
    json_str(json, NULL, pairs[i][0]);
    json_str(json, NULL, pairs[i][1]);
    json_end(json);
  }
  json_end(json);
}

void editor_vscode_language(Buffer *out) {
  static const char *const pairs[][2] = {{"{", "}"}, {"(", ")"}, {"\"", "\""}, {"`", "`"}};
  JsonWriter json = json_writer(out, true);
  json_begin_object(&json, NULL);
  json_begin_object(&json, "comments");
  json_str(&json, "lineComment", "#");
  json_end(&json);
  put_pairs(&json, "brackets", pairs, 2);
  put_pairs(&json, "autoClosingPairs", pairs, 4);
  put_pairs(&json, "surroundingPairs", pairs, 4);
  json_str(&json, "wordPattern", name_pattern);
  json_end(&json);
  buffer_char(out, '\n');
}
