// The two-level classes of a complaint. A tag is two strings everywhere outside; inside classification it is a place in one
// version of the taxonomy, so a class that the taxonomy does not know cannot be predicted, stored or answered. Immutable.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"

namespace redress::classification {

// A class as it is written outside. `l2` is empty where the text does not say.
struct TagName {
  std::string l1;
  std::string l2;
  friend bool operator==(const TagName&, const TagName&) = default;
};

// A class of a Taxonomy. Only a Taxonomy makes one that holds anything; `l2` −1: the first level alone.
class Tag {
 public:
  constexpr int l1() const { return l1_; }
  constexpr int l2() const { return l2_; }
  friend constexpr bool operator==(Tag, Tag) = default;

 private:
  friend class Taxonomy;
  constexpr Tag(int l1, int l2) : l1_(l1), l2_(l2) {}
  int l1_;
  int l2_;
};

class Taxonomy {
 public:
  struct Level2 {
    std::string id;
    std::string name_zh;
    std::string name_en;
    std::string description;
    std::vector<std::string> examples;
  };
  struct Level1 {
    std::string id;
    std::string name_zh;
    std::string name_en;
    bool complaint = true;
    std::string team;  // bare id: `logistics`
    std::vector<Level2> level2;
    std::string routing_hint;
  };
  // A class of older versions that is no more, and what became of it, in the order of the taxonomy: one class where it was
  // renamed or merged into another, several where it was split.
  struct Former {
    TagName tag;
    std::vector<TagName> successors;
    friend bool operator==(const Former&, const Former&) = default;
  };

  // INVALID_ARGUMENT, reason INVALID_TAXONOMY, naming what is wrong: an id that is not UPPER_SNAKE_CASE or stands twice under one
  // parent, a class without a name, team or second level, a former class that is still one or whose successor is none.
  static absl::StatusOr<Taxonomy> Make(std::string version, std::vector<Level1> level1, std::vector<Former> former = {});

  const std::string& version() const { return version_; }
  const std::vector<Level1>& level1() const { return level1_; }
  const std::vector<Former>& former() const { return former_; }

  // The class of that name; INVALID_ARGUMENT, reason UNKNOWN_TAG where there is none.
  absl::StatusOr<Tag> Find(const TagName& name) const;
  TagName NameOf(Tag tag) const;
  const Level1& Level1Of(Tag tag) const { return level1_[static_cast<size_t>(tag.l1())]; }
  // What a tag of this or of any older version is called now: itself, or its successors; nothing for a class that never was. A
  // second level under a former first level keeps its name where the successor has it.
  std::vector<TagName> NowCalled(const TagName& name) const;
  // `tag` without its second level.
  Tag Parent(Tag tag) const { return {tag.l1(), -1}; }

 private:
  Taxonomy(std::string version, std::vector<Level1> level1, std::vector<Former> former)
      : version_(std::move(version)), level1_(std::move(level1)), former_(std::move(former)) {}
  const Former* FindFormer(const TagName& name) const;

  std::string version_;
  std::vector<Level1> level1_;
  std::vector<Former> former_;
};

}  // namespace redress::classification
