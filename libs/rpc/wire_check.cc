#include "libs/rpc/wire_check.h"

#include <google/protobuf/parse_context.h>
#include <google/protobuf/stubs/common.h>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/status.pb.h"

namespace redress::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kBadText[] = "must be valid UTF-8";
constexpr char kBadEnum[] = "is not a declared value of the enum";

// Whether the parser has met invalid UTF-8 on this thread since this was last cleared.
thread_local bool bad_text_parsed = false;

bool Declared(const FieldDescriptor& field, int number) {
  return field.enum_type()->FindValueByNumber(number) != nullptr;
}

bool ValidText(const std::string& text) {
  return google::protobuf::internal::IsStructurallyValidUTF8(text.data(), static_cast<int>(text.size()));
}

std::string PathOf(absl::string_view prefix, const FieldDescriptor& field, int index = -1) {
  const absl::string_view dot = prefix.empty() ? "" : ".";
  return index < 0 ? absl::StrCat(prefix, dot, field.name()) : absl::StrCat(prefix, dot, field.name(), "[", index, "]");
}

// Looks at one value of a field; `index` −1 where it is not repeated.
void CheckValue(const Message& message, const FieldDescriptor& field, int index, absl::string_view prefix,
                Violations* violations) {
  const Reflection& reflection = *message.GetReflection();
  std::string scratch;
  switch (field.type()) {
    case FieldDescriptor::TYPE_STRING: {
      const std::string& text = index < 0 ? reflection.GetStringReference(message, &field, &scratch)
                                          : reflection.GetRepeatedStringReference(message, &field, index, &scratch);
      if (!ValidText(text)) violations->Add(PathOf(prefix, field, index), kBadText);
      break;
    }
    case FieldDescriptor::TYPE_ENUM: {
      const int number =
          index < 0 ? reflection.GetEnumValue(message, &field) : reflection.GetRepeatedEnumValue(message, &field, index);
      if (!Declared(field, number)) violations->Add(PathOf(prefix, field, index), kBadEnum);
      break;
    }
    case FieldDescriptor::TYPE_MESSAGE:
      CheckWire(index < 0 ? reflection.GetMessage(message, &field) : reflection.GetRepeatedMessage(message, &field, index),
                PathOf(prefix, field, index), violations);
      break;
    default:
      break;
  }
}

// True where every enum number that the plan leads to is declared; makes no path, for it is the usual case.
bool EnumsDeclared(const Message& message, const EnumPlan& plan) {
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : plan.enums) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const int number =
          field->is_repeated() ? reflection.GetRepeatedEnumValue(message, field, i) : reflection.GetEnumValue(message, field);
      if (number != 0 && !Declared(*field, number)) return false;
    }
  }
  for (const auto& [field, inner] : plan.messages) {
    if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        if (!EnumsDeclared(reflection.GetRepeatedMessage(message, field, i), *inner)) return false;
      }
    } else if (reflection.HasField(message, field) && !EnumsDeclared(reflection.GetMessage(message, field), *inner)) {
      return false;
    }
  }
  return true;
}

// Enums of protobuf's own types (NullValue) are not a caller's to get wrong.
bool OfTheSuite(const Descriptor& type) {
  return !absl::StartsWith(type.full_name(), "google.protobuf.");
}

bool ReachesEnum(const Descriptor* type, absl::flat_hash_set<const Descriptor*>* seen) {
  if (!OfTheSuite(*type) || !seen->insert(type).second) return false;
  for (int i = 0; i < type->field_count(); ++i) {
    if (type->field(i)->enum_type() != nullptr) return true;
    if (type->field(i)->message_type() != nullptr && ReachesEnum(type->field(i)->message_type(), seen)) return true;
  }
  return false;
}

}  // namespace

void CheckWire(const Message& message, absl::string_view prefix, Violations* violations) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!field->is_repeated()) {
      CheckValue(message, *field, -1, prefix, violations);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) CheckValue(message, *field, i, prefix, violations);
  }
}

const EnumPlan* EnumPlans::Make(const Descriptor* type) {
  absl::flat_hash_set<const Descriptor*> seen;
  if (!ReachesEnum(type, &seen)) return nullptr;
  const auto [place, added] = plans_.try_emplace(type, nullptr);
  if (!added) return place->second.get();
  place->second = std::make_unique<EnumPlan>();
  EnumPlan& plan = *place->second;  // stays where it is, also while the map grows below
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* const field = type->field(i);
    if (field->enum_type() != nullptr) plan.enums.push_back(field);
    if (field->message_type() == nullptr) continue;
    if (const EnumPlan* inner = Make(field->message_type()); inner != nullptr) plan.messages.emplace_back(field, inner);
  }
  return &plan;
}

void CheckParsed(const Message& request, const EnumPlan* plan, Violations* violations) {
  const bool suspect = std::exchange(bad_text_parsed, false);
  if (suspect || (plan != nullptr && !EnumsDeclared(request, *plan))) CheckWire(request, "", violations);
}

absl::Status WireCheckInPlace() {
  const bool before = std::exchange(bad_text_parsed, false);
  google::rpc::Status probe;
  const bool parsed = probe.ParseFromString("\x12\x01\xff");  // message = "\xff"
  const bool noted = std::exchange(bad_text_parsed, before);
  return parsed && noted ? absl::OkStatus() : absl::InternalError("the parser's UTF-8 check is not the server kit's");
}

}  // namespace redress::rpc

// Takes the place of libprotobuf's function of this name (see the header).
bool google::protobuf::internal::VerifyUTF8(StringPiece text, const char* /*field_name*/) {
  if (!IsStructurallyValidUTF8(text.data(), static_cast<int>(text.size()))) redress::rpc::bad_text_parsed = true;
  return true;
}
