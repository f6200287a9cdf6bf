// What every service reads from its requests in the same way: the request id, names, pages, filters. Whatever is wrong becomes a
// violation of its field, so that a handler names all bad fields of a request at once. Pure functions, thread safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "libs/base/error.h"
#include "libs/base/filter.h"
#include "libs/base/page_token.h"
#include "libs/base/uuid.h"

namespace redress::rpc {

// The violations that a status carries, along with the rest; none of an OK one.
void AddViolations(const absl::Status& status, Violations* violations);

// The field `request_id`; nil where it is none.
Uuid RequestIdOf(const google::protobuf::Message& request, Violations* violations);
// The bare id in `name`, which must be like `pattern` (`agents/*`); empty where it is not.
std::string IdIn(absl::string_view pattern, absl::string_view name, absl::string_view field, Violations* violations);
// A text of 1 to `most` code points that is not blank.
void CheckText(absl::string_view text, size_t most, absl::string_view field, Violations* violations);
// How many rows a page has; 0 for a negative `page_size`.
int LimitOf(int32_t page_size, const PageSizes& sizes, Violations* violations);

// A field by which a listing can be filtered, and what a condition on it does: false for a value that cannot be, or a second one.
struct FilterTerm {
  FilterField field;
  std::function<bool(const Condition& condition)> take;
};
// Takes every condition of the filter.
void ApplyFilter(absl::string_view filter, const std::vector<FilterTerm>& terms, Violations* violations);
// Puts the id in a name into `target`, once.
std::function<bool(const Condition&)> NameInto(absl::string_view pattern, std::string* target);

// Names every text of a request, however deep, that has a NUL in it: well-formed UTF-8, and nothing that PostgreSQL can store.
void CheckNoNul(const google::protobuf::Message& request, Violations* violations);

}  // namespace redress::rpc
