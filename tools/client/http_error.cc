#include "tools/client/http_error.h"

#include <google/protobuf/util/json_util.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "google/rpc/status.pb.h"
#include "libs/base/error.h"
#include "libs/rpc/status.h"

namespace redress::client {

absl::Status FromHttpError(int http_status, absl::string_view body) {
  google::rpc::Status status;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  const std::string text(body);
  if (google::protobuf::util::JsonStringToMessage(text, &status, options).ok() && status.code() != 0)
    return rpc::FromRpcStatus(status);
  return Error(absl::StatusCode::kUnknown, absl::StrCat("HTTP_", http_status), absl::StrCat("the answer was HTTP ", http_status));
}

}  // namespace redress::client
