// Reads a library of scripts from YAML and checks all of it at once, so that a bad file stops the start and not a conversation.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/casework/domain/scripts.h"

namespace redress::casework {

// The library that comes with this build (data/scripts.yaml).
extern const char* const kDefaultScripts;

// INVALID_ARGUMENT, reason INVALID_SCRIPTS where it is no such file, INVALID_FIELDS naming every script at fault: an id that is
// none or taken, a language that is missing, a text longer than 500 code points, a state or emotion that is none, a tag of
// another form, a `{word}` that nobody fills in.
absl::StatusOr<ScriptLibrary> ParseScripts(const std::string& yaml);

// `path` empty: the default. NOT_FOUND, reason SCRIPTS_FILE, where it cannot be read.
absl::StatusOr<ScriptLibrary> LoadScriptsFile(const std::string& path);

}  // namespace redress::casework
