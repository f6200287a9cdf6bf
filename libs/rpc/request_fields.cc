#include "libs/rpc/request_fields.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"
#include "libs/base/text.h"
#include "libs/rpc/request_hash.h"

namespace redress::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void LookForNul(const Message& message, const std::string& prefix, Violations* violations);

// One value of a field; `index` −1 where it is not repeated.
void LookForNul(const Message& message, const FieldDescriptor* field, int index, const std::string& path,
                Violations* violations) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (field->message_type() != nullptr) {
    LookForNul(index < 0 ? reflection.GetMessage(message, field) : reflection.GetRepeatedMessage(message, field, index),
               path + ".", violations);
  } else if (field->type() == FieldDescriptor::TYPE_STRING) {
    std::string scratch;
    const std::string& text = index < 0 ? reflection.GetStringReference(message, field, &scratch)
                                        : reflection.GetRepeatedStringReference(message, field, index, &scratch);
    if (absl::StrContains(text, '\0')) violations->Add(path, "must not contain NUL");
  }
}

void LookForNul(const Message& message, const std::string& prefix, Violations* violations) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = absl::StrCat(prefix, field->name());
    if (!field->is_repeated()) {
      LookForNul(message, field, -1, path, violations);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      LookForNul(message, field, i, absl::StrCat(path, "[", i, "]"), violations);
    }
  }
}

}  // namespace

void AddViolations(const absl::Status& status, Violations* violations) {
  for (const FieldViolation& violation : ViolationsOf(status)) violations->Add(violation.field, violation.description);
}

Uuid RequestIdOf(const Message& request, Violations* violations) {
  const absl::StatusOr<Uuid> id = RequireRequestId(request);
  AddViolations(id.status(), violations);
  return id.ok() ? *id : Uuid();
}

std::string IdIn(absl::string_view pattern, absl::string_view name, absl::string_view field, Violations* violations) {
  absl::StatusOr<std::vector<std::string>> ids = MatchName(pattern, name);
  if (ids.ok()) return std::move(ids->front());
  violations->Add(field, absl::StrCat("must be ", pattern));
  return "";
}

void CheckText(absl::string_view text, size_t most, absl::string_view field, Violations* violations) {
  if (Trim(text).empty() || CodePointCount(text) > most) {
    violations->Add(field, absl::StrCat("must have 1 to ", most, " code points"));
  }
}

int LimitOf(int32_t page_size, const PageSizes& sizes, Violations* violations) {
  const absl::StatusOr<int32_t> limit = PageSize(page_size, sizes);
  AddViolations(limit.status(), violations);
  return limit.ok() ? *limit : 0;
}

void ApplyFilter(absl::string_view filter, const std::vector<FilterTerm>& terms, Violations* violations) {
  std::vector<FilterField> fields;
  fields.reserve(terms.size());
  for (const FilterTerm& term : terms) fields.push_back(term.field);
  const absl::StatusOr<std::vector<Condition>> conditions = ParseFilter(filter, fields);
  if (!conditions.ok()) return AddViolations(conditions.status(), violations);
  for (const Condition& condition : *conditions) {
    for (const FilterTerm& term : terms) {
      if (term.field.name == condition.field && !term.take(condition)) {
        violations->Add("filter", absl::StrCat("`", condition.field, "` has a value that cannot be, or comes twice"));
      }
    }
  }
}

std::function<bool(const Condition&)> NameInto(absl::string_view pattern, std::string* target) {
  return [pattern, target](const Condition& condition) {
    absl::StatusOr<std::vector<std::string>> ids = MatchName(pattern, condition.value);
    if (!ids.ok() || !target->empty()) return false;
    *target = std::move(ids->front());
    return true;
  };
}

void CheckNoNul(const Message& request, Violations* violations) {
  LookForNul(request, "", violations);
}

}  // namespace redress::rpc
