// For the tests of rpc/: requests that are in order, and which fields a refusal names.
#pragma once

#include <set>
#include <string>

#include "absl/status/status.h"
#include "libs/base/error.h"

namespace redress::casework::testing {

inline constexpr char kRequestId[] = "0d3c1c2e-8f6a-4a6e-9a57-1f8f5e0b7a11";
inline constexpr char kNumber[] = "261122-00012345-21";
inline constexpr char kOtherNumber[] = "261122-00012399-53";
inline constexpr char kName[] = "cases/261122-00012345-21";
inline constexpr char kOtherName[] = "cases/261122-00012399-53";

// A request about kName, with nothing else in it.
template <class Request>
Request Good() {
  Request request;
  request.set_request_id(kRequestId);
  request.set_name(kName);
  if constexpr (requires { request.set_etag("7"); }) request.set_etag("7");
  return request;
}

using Fields = std::set<std::string>;
inline Fields FieldsOf(const absl::Status& status) {
  Fields fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.insert(violation.field);
  return fields;
}

}  // namespace redress::casework::testing
