// What several methods read from their requests in the same way: names, ids, pages. Every fault is a violation of its field.
// Pure functions, thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "libs/base/error.h"
#include "libs/rpc/caller.h"
#include "services/intake/app/add.h"
#include "services/intake/app/read.h"

namespace redress::intake {

// `request_id`, caller and hash of the body of a mutation. A bad id is added to `violations`.
AdditionRequest ToAdditionRequest(const rpc::Caller& caller, const google::protobuf::Message& request,
                                  const std::string& request_id, Violations& violations);

// A page of contacts or evidence. `bound_to`: what the token belongs to, the complaint's name.
absl::StatusOr<PageRequest> ToPageRequest(int32_t page_size, const std::string& page_token, const std::string& bound_to);
std::string NextPageToken(const absl::optional<Uuid>& next, const std::string& bound_to);

// What a page of complaints begins below; nothing for the first page.
absl::StatusOr<absl::optional<ListPosition>> ToPosition(const std::string& page_token, const std::string& filter);
std::string NextPageToken(const absl::optional<ListPosition>& next, const std::string& filter);

// CLASSIFY for PURPOSE_CLASSIFY. PERMISSION_DENIED, reason PURPOSE_NOT_ALLOWED, where the purpose is not that service's;
// INVALID_ARGUMENT naming `purpose` where there is none.
absl::StatusOr<std::string> ToPurpose(int purpose, const std::string& service);

}  // namespace redress::intake
