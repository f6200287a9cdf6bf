#include "services/classification/domain/taxonomy.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::classification {
namespace {

absl::Status Invalid(absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_TAXONOMY", absl::StrCat("taxonomy: ", what));
}

bool IsId(absl::string_view id) {
  return !id.empty() && id.size() <= 64 && absl::ascii_isupper(static_cast<unsigned char>(id[0])) &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_isupper(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                  c == '_';
         });
}

template <class Level>
absl::Status CheckLevel(const std::vector<Level>& classes, absl::string_view parent) {
  if (classes.empty()) return Invalid(absl::StrCat("no class under ", parent));
  absl::flat_hash_set<std::string> ids;
  for (const Level& one : classes) {
    if (!IsId(one.id)) return Invalid(absl::StrCat("`", one.id, "` under ", parent, " is not an UPPER_SNAKE_CASE id"));
    if (!ids.insert(one.id).second) return Invalid(absl::StrCat(one.id, " stands twice under ", parent));
    if (one.name_zh.empty() || one.name_en.empty()) return Invalid(absl::StrCat(one.id, " lacks name_zh or name_en"));
  }
  return absl::OkStatus();
}

template <class Level>
int IndexOf(const std::vector<Level>& classes, absl::string_view id) {
  const auto found = std::find_if(classes.begin(), classes.end(), [&](const Level& one) { return one.id == id; });
  return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
}

}  // namespace

absl::StatusOr<Taxonomy> Taxonomy::Make(std::string version, std::vector<Level1> level1, std::vector<Former> former) {
  if (version.empty() || version.size() > 64) return Invalid("version is missing or longer than 64 characters");
  RETURN_IF_ERROR(CheckLevel(level1, "the root"));
  for (const Level1& one : level1) {
    if (one.team.empty()) return Invalid(absl::StrCat(one.id, " has no team"));
    RETURN_IF_ERROR(CheckLevel(one.level2, one.id));
  }
  Taxonomy taxonomy(std::move(version), std::move(level1), std::move(former));
  for (const Former& one : taxonomy.former_) {
    const std::string name = absl::StrCat(one.tag.l1, "/", one.tag.l2);
    if (!IsId(one.tag.l1) || !(one.tag.l2.empty() || IsId(one.tag.l2))) return Invalid(absl::StrCat(name, " is no former tag"));
    if (taxonomy.Find(one.tag).ok()) return Invalid(absl::StrCat(name, " is said to be former and still is a class"));
    if (taxonomy.FindFormer(one.tag) != &one) return Invalid(absl::StrCat(name, " stands twice among the former classes"));
    for (const TagName& successor : one.successors) RETURN_IF_ERROR(taxonomy.Find(successor).status());
    if (one.successors.empty()) return Invalid(absl::StrCat(name, " has no successor"));
  }
  return taxonomy;
}

absl::StatusOr<Tag> Taxonomy::Find(const TagName& name) const {
  const int l1 = IndexOf(level1_, name.l1);
  const int l2 = l1 < 0 || name.l2.empty() ? -1 : IndexOf(level1_[static_cast<size_t>(l1)].level2, name.l2);
  if (l1 < 0 || (l2 < 0 && !name.l2.empty())) {
    return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_TAG",
                 absl::StrCat("taxonomy ", version_, " has no class ", name.l1, "/", name.l2));
  }
  return Tag(l1, l2);
}

const Taxonomy::Former* Taxonomy::FindFormer(const TagName& name) const {
  const auto found = std::find_if(former_.begin(), former_.end(), [&](const Former& one) { return one.tag == name; });
  return found == former_.end() ? nullptr : &*found;
}

std::vector<TagName> Taxonomy::NowCalled(const TagName& name) const {
  if (Find(name).ok()) return {name};
  if (const Former* former = FindFormer(name)) return former->successors;
  std::vector<TagName> now;
  if (const Former* former = name.l2.empty() ? nullptr : FindFormer({name.l1, ""})) {
    for (const TagName& successor : former->successors) {
      const TagName same{successor.l1, name.l2};
      now.push_back(successor.l2.empty() && Find(same).ok() ? same : successor);
    }
  }
  return now;
}

TagName Taxonomy::NameOf(Tag tag) const {
  const Level1& level1 = Level1Of(tag);
  return {level1.id, tag.l2() < 0 ? "" : level1.level2[static_cast<size_t>(tag.l2())].id};
}

}  // namespace redress::classification
