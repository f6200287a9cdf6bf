#include "libs/config/schema.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

namespace redress::config {
namespace {

bool IsWithin(absl::string_view path, absl::string_view group) {
  return absl::StartsWith(path, group) && path.size() > group.size() && path[group.size()] == '.';
}

// `pg` of `pg.pool_size`, empty for a key of the top level.
absl::string_view GroupOf(absl::string_view path) {
  const size_t dot = path.rfind('.');
  return dot == absl::string_view::npos ? absl::string_view() : path.substr(0, dot);
}

// A commented part of a YAML file, as deep as `path` says: `# <doc>`, then `<last word of path>:<rest>`.
void AppendYaml(std::string& yaml, absl::string_view path, absl::string_view doc, absl::string_view rest) {
  const std::string indent(2 * static_cast<size_t>(std::count(path.begin(), path.end(), '.')), ' ');
  if (!doc.empty()) absl::StrAppend(&yaml, indent, "# ", doc, "\n");
  absl::StrAppend(&yaml, indent, path.substr(path.rfind('.') + 1), ":", rest, "\n");
}

}  // namespace

std::vector<const Schema::Entry*> Schema::Find(absl::string_view path) const {
  std::vector<const Entry*> found;
  for (const Entry& entry : entries_) {
    if (entry.path == path) found.push_back(&entry);
  }
  return found;
}

bool Schema::IsGroup(absl::string_view path) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) { return IsWithin(entry.path, path); });
}

bool Schema::IsForeign(absl::string_view path) const {
  return std::any_of(foreign_.begin(), foreign_.end(),
                     [&](const std::string& group) { return path == group || IsWithin(path, group); });
}

std::string Schema::EnvironmentName(absl::string_view prefix, absl::string_view path) {
  return absl::StrCat(prefix, absl::AsciiStrToUpper(absl::StrReplaceAll(path, {{".", "_"}})));
}

std::vector<const Schema::Entry*> Schema::Listed() const {
  std::vector<const Entry*> listed;
  for (const Entry& entry : entries_) {
    if (Find(entry.path).front() == &entry) listed.push_back(&entry);
  }
  return listed;
}

std::string Schema::Help(absl::string_view program, absl::string_view env_prefix) const {
  std::string help =
      absl::StrCat("Usage: ", program, " [--config FILE] [--KEY=VALUE …]\n",
                   "A value is taken from its flag, else from the environment, else from the file, else the default.\n\n",
                   "  --config FILE             a YAML file\n",
                   "  --print-default-config    a YAML file with all defaults and their meaning\n",
                   "  --help                    this page\n\n");
  for (const Entry* entry : Listed()) {
    absl::StrAppend(&help, "  --", entry->path, "=", entry->type, "\n      ", entry->doc, "\n      Default ", entry->default_yaml,
                    "; environment ", EnvironmentName(env_prefix, entry->path), "\n");
  }
  return help;
}

std::string Schema::DefaultYaml() const {
  std::string yaml;
  AppendGroup(yaml, "");
  return yaml;
}

void Schema::AppendGroup(std::string& yaml, absl::string_view group) const {
  for (const Entry* entry : Listed()) {
    if (GroupOf(entry->path) == group) AppendYaml(yaml, entry->path, entry->doc, absl::StrCat(" ", entry->default_yaml));
  }
  for (auto inner = groups_.begin(); inner != groups_.end(); ++inner) {
    const auto same = [&](const GroupDoc& other) { return other.path == inner->path; };
    if (GroupOf(inner->path) != group || std::any_of(groups_.begin(), inner, same)) continue;
    AppendYaml(yaml, inner->path, inner->doc, "");
    AppendGroup(yaml, inner->path);
  }
}

}  // namespace redress::config
