#include "services/outreach/app/template_file.h"

#include <yaml-cpp/yaml.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_file.h"

namespace redress::outreach {
namespace {

using Strings = std::vector<std::string>;

Texts TextsOf(const YAML::Node& node) {
  Texts texts;
  texts.subject = node["subject"].as<std::string>("");
  texts.text = node["text"].as<std::string>("");
  texts.short_text = std::string(absl::StripAsciiWhitespace(node["short"].as<std::string>("")));
  return texts;
}

Template TemplateOf(NoticeKind kind, const YAML::Node& node) {
  Template of;
  of.kind = kind;
  of.version = node["version"].as<int>(0);
  if (!absl::ParseDuration(node["useless_after"].as<std::string>(""), &of.useless_after)) of.useless_after = absl::ZeroDuration();
  of.variables = node["variables"].as<Strings>(Strings());
  for (const absl::string_view language : kLanguages) {
    if (const YAML::Node texts = node[std::string(language)]; texts) of.languages[std::string(language)] = TextsOf(texts);
  }
  return of;
}

void ReadWords(const YAML::Node& node, TemplateLibrary* library) {
  for (const absl::string_view language : kLanguages) {
    for (const auto& word : node[std::string(language)]) {
      library->words[std::string(language)][word.first.as<std::string>()] = word.second.as<std::string>();
    }
  }
}

absl::Status Named(const Violations& violations) {
  if (violations.empty()) return absl::OkStatus();
  // Whoever starts the process reads the message alone.
  const std::string all = absl::StrJoin(violations.all(), "; ", [](std::string* out, const FieldViolation& violation) {
    absl::StrAppend(out, violation.field, ": ", violation.description);
  });
  return WithViolations(Error(absl::StatusCode::kInvalidArgument, "INVALID_TEMPLATES", absl::StrCat("templates: ", all)),
                        violations.all());
}

}  // namespace

absl::StatusOr<TemplateLibrary> ParseTemplates(const std::string& yaml) {
  TemplateLibrary library;
  Violations violations;
  try {
    const YAML::Node root = YAML::Load(yaml);
    library.banned = root["banned"].as<Strings>(Strings());
    for (const auto& entry : root["templates"]) {
      const auto word = entry.first.as<std::string>();
      const absl::optional<NoticeKind> kind = NoticeKindOf(word);
      if (kind.has_value()) library.templates[*kind] = TemplateOf(*kind, entry.second);
      if (!kind.has_value()) violations.Add(absl::StrCat("templates.", word), "no kind of notice");
    }
    ReadWords(root["words"], &library);
  } catch (const YAML::Exception& error) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_TEMPLATES", error.what());
  }
  CheckLibrary(library, &violations);
  RETURN_IF_ERROR(Named(violations));
  return library;
}

absl::StatusOr<TemplateLibrary> LoadTemplatesFile(const std::string& path) {
  if (path.empty()) return ParseTemplates(kDefaultTemplates);
  const absl::optional<std::string> text = ReadTextFile(path);
  if (!text.has_value()) return Error(absl::StatusCode::kNotFound, "TEMPLATES_FILE", "the templates cannot be read");
  return ParseTemplates(*text);
}

}  // namespace redress::outreach
