// How the requests that change one case are read: each has `request_id`, `name` and mostly `etag`. For parse.cc and its parts.
#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/base/status_macros.h"
#include "services/casework/rpc/parse.h"
#include "services/casework/rpc/request_reader.h"

namespace redress::casework {

inline constexpr size_t kReasonMax = 500;  // code points, as the contract says

template <class Draft, class Request>
Asked<Draft> BeginAsked(const Request& request, RequestReader* reader) {
  Asked<Draft> asked;
  asked.request_id = reader->RequestId();
  asked.target.number = reader->Number("cases/", request.name(), "name");
  if constexpr (requires { request.etag(); }) asked.target.etag = request.etag();
  return asked;
}

template <class Draft>
absl::StatusOr<Asked<Draft>> EndAsked(const RequestReader& reader, Asked<Draft> asked) {
  RETURN_IF_ERROR(reader.Finish());
  return asked;
}

}  // namespace redress::casework
