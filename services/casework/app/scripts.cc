#include "services/casework/app/scripts.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"
#include "libs/base/text_file.h"

namespace redress::casework {
namespace {

using Strings = std::vector<std::string>;

constexpr size_t kTextMax = 500;  // code points
constexpr std::array<absl::string_view, 3> kEmotions = {"calm", "upset", "furious"};
constexpr std::array<absl::string_view, 7> kBlanks = {"customer", "agent", "number", "time", "remedy", "reference", "reason"};

template <class Words>
bool IsOneOf(const Words& words, absl::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsUpperWord(absl::string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_isupper(c) || c == '_'; });
}

bool IsTag(const std::string& tag) {
  const std::vector<absl::string_view> levels = absl::StrSplit(tag, '/');
  return levels.size() <= 2 && std::all_of(levels.begin(), levels.end(), IsUpperWord);
}

bool IsId(const std::string& id) {
  return !id.empty() && id.size() <= 63 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

// Every `{word}` is one that is filled in, and every brace belongs to one.
bool BlanksAreKnown(absl::string_view text) {
  while (true) {
    const size_t open = text.find_first_of("{}");
    if (open == absl::string_view::npos) return true;
    const size_t close = text.find('}', open);
    if (text[open] == '}' || close == absl::string_view::npos) return false;
    if (!IsOneOf(kBlanks, text.substr(open + 1, close - open - 1))) return false;
    text.remove_prefix(close + 1);
  }
}

void CheckText(Violations* violations, const std::string& path, const Script& script) {
  if (script.title.empty() || script.text.empty()) violations->Add(path, "title and text in zh and en");
  if (CodePointCount(script.text) > kTextMax) violations->Add(path, "at most 500 characters");
  if (!BlanksAreKnown(script.text)) violations->Add(path, "a blank that nobody fills in");
}

// What both languages of a script share.
Script CommonOf(const YAML::Node& node, const std::string& path, Violations* violations) {
  Script script;
  script.id = node["id"].as<std::string>("");
  script.emotions = node["emotions"].as<Strings>(Strings());
  script.tags = node["tags"].as<Strings>(Strings());
  if (!IsId(script.id)) violations->Add(path, "an id of [a-z0-9-]");
  for (const std::string& word : node["states"].as<Strings>(Strings())) {
    const absl::optional<CaseState> state = ValueOf<CaseState>(word);
    if (state.has_value()) script.states.push_back(*state);
    if (!state.has_value()) violations->Add(path, "a state that is none");
  }
  for (const std::string& emotion : script.emotions) {
    if (!IsOneOf(kEmotions, emotion)) violations->Add(path, "calm, upset or furious");
  }
  for (const std::string& tag : script.tags) {
    if (!IsTag(tag)) violations->Add(path, "tags are L1 or L1/L2");
  }
  return script;
}

void ReadScript(const YAML::Node& node, ScriptLibrary* library, std::set<std::string>* ids, Violations* violations) {
  const std::string path = absl::StrCat("scripts[", library->scripts.size() / 2, "]");
  Script script = CommonOf(node, path, violations);
  if (!ids->insert(script.id).second) violations->Add(path, "its id is taken");
  for (const char* language : {"zh", "en"}) {
    const YAML::Node words = node[language];
    script.language = language;
    script.title = words ? words["title"].as<std::string>("") : "";
    script.text = words ? words["text"].as<std::string>("") : "";
    CheckText(violations, absl::StrCat(path, ".", language), script);
    library->scripts.push_back(script);
  }
}

}  // namespace

absl::StatusOr<ScriptLibrary> ParseScripts(const std::string& yaml) {
  ScriptLibrary library;
  Violations violations;
  std::set<std::string> ids;
  try {
    const YAML::Node root = YAML::Load(yaml);
    library.version = root["version"].as<std::string>("");
    for (const YAML::Node& node : root["scripts"]) ReadScript(node, &library, &ids, &violations);
  } catch (const YAML::Exception& error) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_SCRIPTS", error.what());
  }
  if (library.version.empty()) violations.Add("version", "required");
  if (library.scripts.empty()) violations.Add("scripts", "at least one");
  RETURN_IF_ERROR(violations.ToStatus());
  return library;
}

absl::StatusOr<ScriptLibrary> LoadScriptsFile(const std::string& path) {
  if (path.empty()) return ParseScripts(kDefaultScripts);
  const absl::optional<std::string> text = ReadTextFile(path);
  if (!text.has_value()) return Error(absl::StatusCode::kNotFound, "SCRIPTS_FILE", "the library of scripts cannot be read");
  return ParseScripts(*text);
}

}  // namespace redress::casework
