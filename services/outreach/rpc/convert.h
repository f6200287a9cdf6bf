// Proto ↔ domain: names become bare ids and back; every bad field of a request is named at once. Pure functions; what is allowed
// on business grounds is decided elsewhere.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/signed_link.h"
#include "libs/base/uuid.h"
#include "libs/rpc/caller.h"
#include "redress/outreach/v1/outreach_service.pb.h"
#include "services/outreach/app/answers.h"
#include "services/outreach/domain/template.h"

namespace redress::outreach {

v1::Notice ToProto(const Notice& notice);
v1::NoticeTemplate ToProto(const Template& of, absl::string_view language);
v1::NoticePreference ToProto(const PreferenceView& view);
v1::Survey ToProto(const SurveyView& view);
v1::IntentAnswer ToProto(const IntentView& view);

// The request id along with the command, so that all bad fields are named together.
template <class Command>
struct Parsed {
  Uuid request_id;
  Command command;
};
absl::StatusOr<Parsed<SetPreferenceCommand>> FromProto(const v1::SetPreferenceRequest& request);
absl::StatusOr<Parsed<AnswerSurveyCommand>> FromProto(const v1::AnswerSurveyRequest& request);
struct JudgeCommand {
  std::string case_number;
  bool solved = false;
};
absl::StatusOr<Parsed<JudgeCommand>> FromProto(const v1::JudgeIntentRequest& request);
absl::StatusOr<Receipt> FromProto(const v1::ReportReceiptRequest& request);
struct PreviewWish {
  std::string case_number;
  NoticeKind kind = NoticeKind::kAccepted;
  std::string language;
};
absl::StatusOr<PreviewWish> FromProto(const v1::PreviewNoticeRequest& request);
absl::StatusOr<std::string> CaseIn(const std::string& name, absl::string_view field);

// OK for whoever is no CUSTOMER, and for a CUSTOMER whose link is for that; else what libs/base/signed_link.h says.
absl::Status CheckLinked(const rpc::Caller& caller, const LinkedUse& use, BusinessTime now);

}  // namespace redress::outreach
