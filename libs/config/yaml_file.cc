#include "libs/config/yaml_file.h"

#include <yaml-cpp/yaml.h>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"

namespace redress::config {
namespace {

std::string LineOf(const YAML::Mark& mark) {
  return absl::StrCat("line ", mark.line + 1);
}

// The value of a key; nothing for what is neither a scalar nor a list of scalars.
absl::optional<RawValue> ToRaw(const YAML::Node& node) {
  if (node.IsScalar()) return RawValue{false, {node.Scalar()}};
  if (!node.IsSequence()) return absl::nullopt;
  RawValue raw{true, {}};
  for (const YAML::Node& item : node) {
    if (!item.IsScalar()) return absl::nullopt;
    raw.items.push_back(item.Scalar());
  }
  return raw;
}

// Walks the mapping of one group and of those within it.
class Walker {
 public:
  Walker(const Schema& schema, Violations& problems) : schema_(schema), problems_(problems) {}

  void Group(const YAML::Node& node, const std::string& path) {
    if (node.IsNull()) return;
    if (!node.IsMap()) return Problem(path, "must be a group of keys", node.Mark());
    absl::flat_hash_set<std::string> seen;
    for (const auto& member : node) {
      if (!member.first.IsScalar() || absl::StrContains(member.first.Scalar(), '.')) {
        Problem(path, "a key must be one word", member.first.Mark());
        continue;
      }
      const std::string& name = member.first.Scalar();
      const std::string inner = path.empty() ? name : absl::StrCat(path, ".", name);
      if (!seen.insert(name).second) Problem(inner, "is given twice", member.first.Mark());
      Member(inner, member.first, member.second);
    }
  }

 private:
  void Member(const std::string& path, const YAML::Node& name, const YAML::Node& node) {
    if (!schema_.Find(path).empty()) return Key(path, node);
    if (schema_.IsGroup(path)) return Group(node, path);
    if (!schema_.IsForeign(path)) Problem(path, "unknown key", name.Mark());
  }

  void Key(const std::string& path, const YAML::Node& node) {
    const absl::optional<RawValue> raw = ToRaw(node);
    if (!raw) return Problem(path, "must have a value", node.Mark());
    SetKey(schema_, path, *raw, LineOf(node.Mark()), problems_);
  }

  void Problem(const std::string& path, absl::string_view what, const YAML::Mark& mark) {
    problems_.Add(path.empty() ? "config" : path, absl::StrCat(what, " (", LineOf(mark), ")"));
  }

  const Schema& schema_;
  Violations& problems_;
};

}  // namespace

void ReadYaml(const std::string& text, const Schema& schema, Violations& problems) {
  try {
    Walker(schema, problems).Group(YAML::Load(text), "");
  } catch (const YAML::Exception& error) {
    problems.Add("config", absl::StrCat("is not YAML: ", error.msg, " (", LineOf(error.mark), ")"));
  }
}

void SetKey(const Schema& schema, absl::string_view path, const RawValue& raw, absl::string_view source, Violations& problems) {
  const std::vector<const Schema::Entry*> entries = schema.Find(path);
  for (const Schema::Entry* entry : entries) {
    if (entry->read(raw)) continue;
    problems.Add(path, absl::StrCat("must be ", entry->type, " (", source, ")"));
    return;
  }
}

}  // namespace redress::config
