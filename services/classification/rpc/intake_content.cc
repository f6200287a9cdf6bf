#include "services/classification/rpc/intake_content.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "services/classification/rpc/convert.h"

namespace redress::classification {

absl::StatusOr<std::vector<absl::optional<Content>>> IntakeContent::Read(absl::Span<const ComplaintNumber> complaints,
                                                                         Purpose purpose, Deadline deadline) {
  intake::v1::BatchReadContentRequest request;
  for (const ComplaintNumber& complaint : complaints) request.add_complaints(absl::StrCat("complaints/", complaint.ToString()));
  request.set_purpose(purpose);
  intake::v1::BatchReadContentResponse response;
  const absl::Status status =
      intake_.Call({deadline}, [&](const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext* context) {
        return intake::v1::IntakeService::NewStub(channel)->BatchReadContent(context, request, &response);
      });
  // gRPC itself refuses an answer that is too large, without a reason.
  if (absl::IsResourceExhausted(status) && ReasonOf(status).empty() && complaints.size() > 1) {
    const size_t half = complaints.size() / 2;
    ASSIGN_OR_RETURN(std::vector<absl::optional<Content>> contents, Read(complaints.first(half), purpose, deadline));
    ASSIGN_OR_RETURN(std::vector<absl::optional<Content>> rest, Read(complaints.subspan(half), purpose, deadline));
    std::move(rest.begin(), rest.end(), std::back_inserter(contents));
    return contents;
  }
  RETURN_IF_ERROR(status);
  if (response.contents_size() != request.complaints_size()) {
    return Error(absl::StatusCode::kInternal, "PEER_INVALID", "intake answered another number of contents than was asked for");
  }
  std::vector<absl::optional<Content>> contents;
  for (intake::v1::BatchReadContentResponse::Content& content : *response.mutable_contents()) {
    contents.push_back(content.found() ? absl::optional<Content>(FromProto(std::move(content))) : absl::nullopt);
  }
  return contents;
}

}  // namespace redress::classification
