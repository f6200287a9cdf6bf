// Faults that protobuf lets through or answers without a word: strings that are no UTF-8, and enum numbers that the contract does
// not declare. Both are the caller's mistakes and are answered as INVALID_ARGUMENT naming the field.
//
// protobuf's generated parsers call google::protobuf::internal::VerifyUTF8 on every proto3 string and fail the whole message when
// it says no, whereupon gRPC answers INTERNAL without details before any handler runs. This library brings its own definition of
// that function, which notes the fault for the thread and lets the message through; the walk that finds the fields is then paid
// for only by bad requests. What comes in over gRPC must therefore pass a wire check: the Edge does it (edge.h).
// Why: docs/decisions/0006-the-kit-checks-utf8.md.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "libs/base/error.h"

namespace redress::rpc {

// Adds a violation for every string field with invalid UTF-8 and every enum field with an undeclared number, anywhere in
// `message`. Paths begin with `prefix` (`requests[3]`), which may be empty. Thread safe.
void CheckWire(const google::protobuf::Message& message, absl::string_view prefix, Violations* violations);

// Where a message type has enum fields, so that a request is looked at only there. Immutable once made.
struct EnumPlan {
  std::vector<const google::protobuf::FieldDescriptor*> enums;
  std::vector<std::pair<const google::protobuf::FieldDescriptor*, const EnumPlan*>> messages;
};

// The plans of a program. Plans live as long as this. Not thread safe; build them before serving.
class EnumPlans {
 public:
  // Null where no message of this type can hold an enum.
  const EnumPlan* Make(const google::protobuf::Descriptor* type);

 private:
  absl::flat_hash_map<const google::protobuf::Descriptor*, std::unique_ptr<EnumPlan>> plans_;
};

// CheckWire for a request that was just parsed on this thread, in as good as no time: strings are looked at only where the parser
// has met a bad one, enums only where the plan (null: nowhere) knows of them. Thread safe.
void CheckParsed(const google::protobuf::Message& request, const EnumPlan* plan, Violations* violations);

// INTERNAL where another definition of the parser's check has won at link time. Asked at start.
absl::Status WireCheckInPlace();

}  // namespace redress::rpc
