// What can be configured: the keys of a process, each with the variable that it sets, a line of documentation and a check.
// A configuration struct states its keys in one function, and its defaults where it declares its members:
//   struct PgConfig {
//     std::string connection;
//     int32_t pool_size = 8;
//     template <class V>
//     void Visit(V& v) {
//       v.Field("connection", &connection, "How to reach the database (libpq connection string).", config::NotEmpty());
//       v.Field("pool_size", &pool_size, "Connections of this process.", config::InRange(1, 64));
//     }
//   };
// A schema points into the structs that it was given: they outlive it and do not move. Not thread safe.
#pragma once

#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/config/checks.h"
#include "libs/config/value.h"

namespace redress::config {

class Schema {
 public:
  // One variable under a key. Several services in one process may have a variable each under the same key.
  struct Entry {
    std::string path;  // `pg.pool_size`
    std::string doc;
    absl::string_view type;    // the word for its type in --help
    std::string default_yaml;  // the default as YAML
    std::function<bool(const RawValue&)> read;
    std::function<std::string()> check;  // what is wrong with the present value; empty: nothing
  };

  // The key `name` of the present group. The present value of `*target` is its default.
  template <class T>
  void Field(absl::string_view name, T* target, absl::string_view doc, std::type_identity_t<Check<T>> check = nullptr) {
    entries_.push_back({PathOf(name), std::string(doc), TypeWord(*target), WriteValue(*target),
                        [target](const RawValue& raw) { return ReadValue(raw, target); },
                        [target, check] { return check == nullptr ? std::string() : check(*target); }});
  }

  // The keys of `*group`, under `name`. `doc` stands above them in --print-default-config.
  template <class G>
  void Group(absl::string_view name, G* group, absl::string_view doc = "") {
    const std::string outer = group_;
    group_ = PathOf(name);
    groups_.push_back({group_, std::string(doc)});
    group->Visit(*this);
    group_ = outer;
  }

  // A group of a program that may share this file: in YAML it is passed over, whatever it holds. It does not hide the keys
  // that this program has itself under that name.
  void ForeignGroup(absl::string_view name) { foreign_.push_back(PathOf(name)); }

  const std::vector<Entry>& entries() const { return entries_; }
  // The variables under a key, none for an unknown one.
  std::vector<const Entry*> Find(absl::string_view path) const;
  bool IsGroup(absl::string_view path) const;
  // True for everything in a foreign group.
  bool IsForeign(absl::string_view path) const;

  // `REDRESS_` and `pg.pool_size` → `REDRESS_PG_POOL_SIZE`.
  static std::string EnvironmentName(absl::string_view prefix, absl::string_view path);
  // The keys, one paragraph each.
  std::string Help(absl::string_view program, absl::string_view env_prefix) const;
  // A YAML file that says the defaults, with the documentation as comments.
  std::string DefaultYaml() const;

 private:
  struct GroupDoc {
    std::string path;
    std::string doc;
  };

  std::string PathOf(absl::string_view name) const {
    return group_.empty() ? std::string(name) : absl::StrCat(group_, ".", name);
  }
  // The entries without those whose key an earlier one has, groups kept together.
  std::vector<const Entry*> Listed() const;
  void AppendGroup(std::string& yaml, absl::string_view group) const;

  std::string group_;  // the path of the group whose keys are being stated
  std::vector<Entry> entries_;
  std::vector<GroupDoc> groups_;
  std::vector<std::string> foreign_;
};

}  // namespace redress::config
