// proto ↔ domain, field by field. No rule is decided here: what a caller sent is handed on as drafts that the domain checks.
// Pure functions, thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "libs/base/error.h"
#include "libs/rpc/caller.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "services/intake/app/channels.h"
#include "services/intake/domain/access.h"
#include "services/intake/domain/check_complaint.h"
#include "services/intake/domain/check_contact.h"
#include "services/intake/domain/complaint.h"

namespace redress::intake {

// What the access rules need to know of a caller.
Reader ToReader(const rpc::Caller& caller);

ComplaintDraft ToDraft(const v1::Complaint& complaint);
ContactDraft ToDraft(const v1::Contact& contact);
EvidenceFacts ToFacts(const v1::Evidence& evidence);
FullView ToView(v1::ComplaintView view, const std::string& reason);
absl::optional<BusinessTime> ToTime(bool present, const google::protobuf::Timestamp& time);

v1::Complaint ToProto(const Complaint& complaint);
v1::Contact ToProto(const Contact& contact);
v1::Evidence ToProto(const ComplaintNumber& complaint, const Evidence& evidence);
v1::ChannelInfo ToProto(const ChannelDescription& channel, BusinessTime now);
google::protobuf::Timestamp ToProto(BusinessTime time);
// What would be stored, without a name; masked. For validate_only.
v1::Complaint ToPreview(Submission said);

}  // namespace redress::intake
