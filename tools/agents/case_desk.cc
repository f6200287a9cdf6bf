#include "tools/agents/case_desk.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "redress/casework/v1/casework_service.pb.h"

namespace redress::agents {
namespace {

using casework::v1::Case;
constexpr char kCasework[] = "redress.casework.v1.CaseworkService.";

// Puts the request id, and the etag that was read, where the request has fields for them.
void Stamp(const std::string& etag, google::protobuf::Message* request) {
  const auto* descriptor = request->GetDescriptor();
  const auto set = [&](const char* field, const std::string& value) {
    const auto* found = descriptor->FindFieldByName(field);
    if (found != nullptr) request->GetReflection()->SetString(request, found, value);
  };
  set("request_id", Uuid::Random().ToString());
  set("etag", etag);
}

}  // namespace

bool WasRefused(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsAborted(status) || absl::IsNotFound(status) ||
         absl::IsPermissionDenied(status);
}

absl::StatusOr<Case> CaseDesk::ReadCase() const {
  casework::v1::GetCaseRequest request;
  request.set_name(item_.case_());
  return session_.Call<Case>(absl::StrCat(kCasework, "GetCase"), request, {"", person_.token});
}

absl::StatusOr<Move> CaseDesk::Next(const Case& one, BusinessTime now, absl::optional<absl::Duration> answer_within) {
  if (item_.kind() == routing::v1::WorkItem::KIND_TRIAGE) return NextTriage();
  while (true) {
    const Desk desk{one, person_.name, person_.supervisor, reading_, quotation_, now, answer_within};
    Move move = NextMove(item_.kind(), desk);
    if (move.kind == Move::Kind::kReadComplaint) {
      RETURN_IF_ERROR(ReadComplaint(one.complaints().empty() ? item_.complaint() : one.complaints(0)));
    } else if (move.kind == Move::Kind::kReadQuotation) {
      compensation::v1::GetQuotationRequest request;
      request.set_name(move.name);
      ASSIGN_OR_RETURN(quotation_, session_.Call<compensation::v1::Quotation>(
                                       "redress.compensation.v1.CompensationService.GetQuotation", request, {"", person_.token}));
    } else {
      return move;
    }
  }
}

// Says what the complaint is: as it reads, else as the model would have guessed.
absl::StatusOr<Move> CaseDesk::NextTriage() {
  if (!reading_) RETURN_IF_ERROR(ReadComplaint(item_.complaint()));
  auto request = std::make_shared<routing::v1::DecideTriageRequest>();
  request->set_name(item_.name());
  *request->mutable_tag() = reading_->tag.l1().empty() ? item_.prediction().tag() : reading_->tag;
  if (request->tag().l1().empty()) request->mutable_tag()->set_l1("AFTER_SALES");
  Move move;
  move.kind = Move::Kind::kTriage;
  move.request = std::move(request);
  return move;
}

absl::Status CaseDesk::Do(const Case& one, Move move) {
  switch (move.kind) {
    case Move::Kind::kQuote:
      return Quote(std::move(move));
    case Move::Kind::kTriage: {
      Stamp("", move.request.get());
      routing::v1::WorkItem answer;
      return session_.Call("redress.routing.v1.RoutingService.DecideTriage", *move.request, &answer, {"", person_.token});
    }
    case Move::Kind::kCall: {
      Stamp(one.etag(), move.request.get());
      Case answer;
      return session_.Call(absl::StrCat(kCasework, move.method), *move.request, &answer, {"", person_.token});
    }
    case Move::Kind::kDone:
      return Finish();
    default:
      return absl::OkStatus();
  }
}

absl::Status CaseDesk::ReadComplaint(const std::string& name) {
  intake::v1::GetComplaintRequest request;
  request.set_name(name);
  request.set_view(intake::v1::COMPLAINT_VIEW_FULL);
  request.set_read_reason("办理工单");
  intake::v1::Complaint complaint;
  RETURN_IF_ERROR(session_.Call("redress.intake.v1.IntakeService.GetComplaint", request, &complaint, {"", person_.token}));
  reading_ = reader_.Read(complaint);
  return absl::OkStatus();
}

absl::Status CaseDesk::Quote(Move move) {
  Stamp("", move.request.get());
  compensation::v1::Quotation quotation;
  const absl::Status status = session_.Call(absl::StrCat(kCasework, "QuoteCase"), *move.request, &quotation, {"", person_.token});
  // An order that the shop does not know, or a currency that the policy does not speak of: nothing is offered, people do the
  // rest.
  const bool nothing = absl::IsInvalidArgument(status) || ReasonOf(status) == "CURRENCY_NOT_COVERED";
  if (!status.ok() && !nothing) return status;
  quotation_ = std::move(quotation);
  return absl::OkStatus();
}

absl::Status CaseDesk::Finish() {
  routing::v1::CompleteWorkItemRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_name(item_.name());
  routing::v1::WorkItem answer;
  const absl::Status status =
      session_.Call("redress.routing.v1.RoutingService.CompleteWorkItem", request, &answer, {"", person_.token});
  return WasRefused(status) ? absl::OkStatus() : status;
}

}  // namespace redress::agents
