#include "services/classification/files/data_files.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/classification/files/yaml_reader.h"

namespace redress::classification {
namespace {

using Strings = std::vector<std::string>;

std::string Text(const YAML::Node& map, const char* key) {
  return map[key] ? map[key].as<std::string>() : "";
}

Strings List(const YAML::Node& map, const char* key) {
  return map[key] ? map[key].as<Strings>() : Strings();
}

// Notes that `tag` was formerly called by the names under `formerly`; a class that was split stands under several.
void AddFormer(const YAML::Node& node, const TagName& tag, std::vector<Taxonomy::Former>* former) {
  for (const std::string& name : List(node, "formerly")) {
    const size_t slash = name.find('/');
    const TagName old{name.substr(0, slash), slash == std::string::npos ? "" : name.substr(slash + 1)};
    auto known = std::find_if(former->begin(), former->end(), [&](const Taxonomy::Former& one) { return one.tag == old; });
    if (known == former->end()) known = former->insert(former->end(), {old, {}});
    known->successors.push_back(tag);
  }
}

absl::StatusOr<Taxonomy::Level1> Level1Of(const YAML::Node& node, std::vector<Taxonomy::Former>* former) {
  RETURN_IF_ERROR(CheckKeys(node, {"id", "name_zh", "name_en", "complaint", "team", "routing_hint_en", "formerly", "level2"}));
  Taxonomy::Level1 level1{Text(node, "id"),
                          Text(node, "name_zh"),
                          Text(node, "name_en"),
                          node["complaint"].as<bool>(),
                          Text(node, "team"),
                          {},
                          Text(node, "routing_hint_en")};
  AddFormer(node, {level1.id, ""}, former);
  for (const YAML::Node& child : node["level2"]) {
    RETURN_IF_ERROR(CheckKeys(child, {"id", "name_zh", "name_en", "description_en", "examples", "formerly"}));
    level1.level2.push_back({Text(child, "id"), Text(child, "name_zh"), Text(child, "name_en"), Text(child, "description_en"),
                             List(child, "examples")});
    AddFormer(child, {level1.id, Text(child, "id")}, former);
  }
  return level1;
}

absl::Status ReadLevel(const YAML::Node& node, SeverityRule* rule) {
  RETURN_IF_ERROR(CheckKeys(node, {"severity", "any"}));
  const absl::optional<Severity> severity = SeverityOf(Text(node, "severity"));
  if (!severity) return YamlError(node, "severity is critical, urgent or ordinary");
  rule->levels.push_back({*severity, node["any"].as<Strings>()});
  return absl::OkStatus();
}

// Reads word lists of one (kind, value); `not` under a kind without value counts for all of its values.
class SignalReader {
 public:
  SignalReader(const Normaliser& normaliser, SignalLexicon* lexicon) : normaliser_(normaliser), lexicon_(*lexicon) {}

  absl::Status Kind(const std::string& kind, const YAML::Node& node) {
    if (!node.IsMap()) return YamlError(node, "a map is expected");
    if (node["zh"] || node["en"]) {
      RETURN_IF_ERROR(CheckKeys(node, {"zh", "en", "not"}));
      return Value(kind, "", node);
    }
    for (const auto& entry : node) {
      const auto value = entry.first.as<std::string>();
      if (value == "not") {
        RETURN_IF_ERROR(Lists(kind, "", entry.second, false));
      } else {
        RETURN_IF_ERROR(CheckKeys(entry.second, {"zh", "en", "not"}));
        RETURN_IF_ERROR(Value(kind, value, entry.second));
      }
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Value(const std::string& kind, const std::string& value, const YAML::Node& node) {
    RETURN_IF_ERROR(Lists(kind, value, node, true));
    return node["not"] ? Lists(kind, value, node["not"], false) : absl::OkStatus();
  }

  absl::Status Lists(const std::string& kind, const std::string& value, const YAML::Node& node, bool counts) {
    for (const char* language : {"zh", "en"}) {
      if (!node[language]) continue;
      for (const YAML::Node& entry : node[language]) {
        std::u32string normal = normaliser_.Normalise(entry.as<std::string>()).chars;
        std::replace(normal.begin(), normal.end(), U'#', PhraseMatcher::kAnyNumber);
        absl::Status status = lexicon_.Add(kind, value, normal, counts);
        if (!status.ok()) return YamlError(entry, status.message());
      }
    }
    return absl::OkStatus();
  }

  const Normaliser& normaliser_;
  SignalLexicon& lexicon_;
};

}  // namespace

absl::StatusOr<Taxonomy> ReadTaxonomy(const std::string& path) {
  std::string version;
  std::vector<Taxonomy::Level1> level1;
  std::vector<Taxonomy::Former> former;
  RETURN_IF_ERROR(ReadYaml(path, [&](const YAML::Node& root) -> absl::Status {
    RETURN_IF_ERROR(CheckKeys(root, {"version", "level1"}));
    version = Text(root, "version");
    for (const YAML::Node& node : root["level1"]) {
      ASSIGN_OR_RETURN(Taxonomy::Level1 one, Level1Of(node, &former));
      level1.push_back(std::move(one));
    }
    return absl::OkStatus();
  }));
  return Taxonomy::Make(std::move(version), std::move(level1), std::move(former));
}

absl::StatusOr<SeverityRule> ReadSeverityRule(const std::string& path) {
  SeverityRule rule;
  RETURN_IF_ERROR(ReadYaml(path, [&](const YAML::Node& root) -> absl::Status {
    RETURN_IF_ERROR(CheckKeys(root, {"version", "thresholds", "levels", "non_complaint"}));
    rule.version = Text(root, "version");
    const YAML::Node& thresholds = root["thresholds"];
    RETURN_IF_ERROR(CheckKeys(thresholds, {"vip_level_min", "amount_minor_min", "currency"}));
    rule.vip_level_min = thresholds["vip_level_min"].as<int>();
    ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(Text(thresholds, "currency")));
    rule.amount_min = {thresholds["amount_minor_min"].as<int64_t>(), currency};
    for (const YAML::Node& node : root["levels"]) RETURN_IF_ERROR(ReadLevel(node, &rule));
    const YAML::Node& non_complaint = root["non_complaint"];
    RETURN_IF_ERROR(CheckKeys(non_complaint, {"severity", "raised_by"}));
    const absl::optional<Severity> severity = SeverityOf(Text(non_complaint, "severity"));
    if (!severity) return YamlError(non_complaint, "severity is critical, urgent or ordinary");
    rule.non_complaint = *severity;
    rule.non_complaint_raised_by = non_complaint["raised_by"].as<Strings>();
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(CheckSeverityRule(rule));
  return rule;
}

absl::StatusOr<SignalLexicon> ReadSignals(const std::string& path, const Normaliser& normaliser) {
  SignalLexicon lexicon;
  RETURN_IF_ERROR(ReadYaml(path, [&](const YAML::Node& root) -> absl::Status {
    if (!root.IsMap()) return YamlError(root, "a map is expected");
    SignalReader reader(normaliser, &lexicon);
    for (const auto& entry : root) {
      const auto kind = entry.first.as<std::string>();
      if (kind != "version") RETURN_IF_ERROR(reader.Kind(kind, entry.second));
    }
    return absl::OkStatus();
  }));
  return lexicon;
}

absl::StatusOr<FieldFinder> ReadGoods(const std::string& path, const Normaliser& normaliser) {
  FieldFinder finder;
  RETURN_IF_ERROR(ReadYaml(path, [&](const YAML::Node& root) -> absl::Status {
    RETURN_IF_ERROR(CheckKeys(root, {"goods"}));
    RETURN_IF_ERROR(CheckKeys(root["goods"], {"zh", "en"}));
    for (const auto& language : root["goods"]) {
      for (const YAML::Node& name : language.second) {
        const absl::Status status = finder.AddGoods(normaliser.Normalise(name.as<std::string>()).chars);
        if (!status.ok()) return YamlError(name, status.message());
      }
    }
    return absl::OkStatus();
  }));
  return finder;
}

absl::StatusOr<std::vector<Concept>> ReadConcepts(const std::string& path, const Normaliser& normaliser) {
  std::vector<Concept> concepts;
  absl::flat_hash_map<std::u32string, std::string> owners;
  RETURN_IF_ERROR(ReadYaml(path, [&](const YAML::Node& root) -> absl::Status {
    RETURN_IF_ERROR(CheckKeys(root, {"concepts"}));
    for (const auto& entry : root["concepts"]) {
      Concept concept_{entry.first.as<std::string>(), {}};
      for (const YAML::Node& phrase : entry.second) {
        std::u32string normal = normaliser.Normalise(phrase.as<std::string>()).chars;
        if (normal.empty()) return YamlError(phrase, "an empty phrase");
        const auto [owner, is_new] = owners.emplace(normal, concept_.name);
        if (!is_new) return YamlError(phrase, absl::StrCat("this phrase stands under ", owner->second, " already"));
        concept_.phrases.push_back(std::move(normal));
      }
      concepts.push_back(std::move(concept_));
    }
    return absl::OkStatus();
  }));
  return concepts;
}

}  // namespace redress::classification
