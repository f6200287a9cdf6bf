#include "services/intake/worker/casework_handler.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/events/reading.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "services/intake/app/follow_casework.h"
#include "services/intake/domain/names.h"

namespace redress::intake {
namespace {

namespace cw = casework::v1;
using events::BadEvent;

absl::StatusOr<int64_t> CaseIn(const std::string& name) {
  const absl::StatusOr<ComplaintNumber> number = ParseCaseName(name, "case");
  if (!number.ok()) return BadEvent("a name in the event is none");
  return ToStored(*number);
}

// What the events of a batch say.
struct Heard {
  std::vector<CaseNews> news;
  std::vector<OwnCase> opened;
};

absl::Status Hear(const cw::CaseOpened& message, CaseNews news, Heard* heard) {
  const absl::StatusOr<ComplaintNumber> complaint = ParseComplaintName(message.complaint(), "complaint");
  if (!complaint.ok()) return BadEvent("a name in the event is none");
  if (ToStored(*complaint) == news.case_number) heard->opened.push_back({news.case_number, news.time});
  return absl::OkStatus();
}

absl::Status Hear(const cw::CaseClosed& message, CaseNews news, Heard* heard) {
  news.kind = CaseNews::Kind::kClosed;
  if (message.has_close_time()) news.time = TimeOf(message.close_time());
  heard->news.push_back(news);
  return absl::OkStatus();
}

absl::Status Hear(const cw::CaseReopened&, CaseNews news, Heard* heard) {
  news.kind = CaseNews::Kind::kReopened;
  heard->news.push_back(news);
  return absl::OkStatus();
}

absl::Status Hear(const cw::CaseMerged& message, CaseNews news, Heard* heard) {
  news.kind = CaseNews::Kind::kMerged;
  ASSIGN_OR_RETURN(news.other, CaseIn(message.into()));
  if (news.other == news.case_number) return BadEvent("a case was merged into itself");
  heard->news.push_back(news);
  return absl::OkStatus();
}

absl::Status Hear(const cw::CaseUnmerged& message, CaseNews news, Heard* heard) {
  news.kind = CaseNews::Kind::kUnmerged;
  news.live = message.state() != cw::Case::STATE_CLOSED && message.state() != cw::Case::STATE_REJECTED;
  heard->news.push_back(news);
  return absl::OkStatus();
}

template <class Message>
absl::Status Read(const events::Event& event, Heard* heard) {
  ASSIGN_OR_RETURN(const auto message, events::Parse<Message>(event));
  CaseNews news;
  news.time = event.time;
  ASSIGN_OR_RETURN(news.case_number, CaseIn(message.case_()));
  return Hear(message, news, heard);
}

struct Meaning {
  absl::string_view type;
  absl::Status (*read)(const events::Event&, Heard*);
};
constexpr Meaning kMeanings[] = {
    {"CaseOpened", &Read<cw::CaseOpened>}, {"CaseClosed", &Read<cw::CaseClosed>},     {"CaseReopened", &Read<cw::CaseReopened>},
    {"CaseMerged", &Read<cw::CaseMerged>}, {"CaseUnmerged", &Read<cw::CaseUnmerged>},
};
constexpr absl::string_view kPackage = "redress.casework.v1.";

}  // namespace

std::vector<std::string> CaseworkHandler::Types() const {
  std::vector<std::string> types;
  for (const Meaning& meaning : kMeanings) types.push_back(absl::StrCat(kPackage, meaning.type));
  return types;
}

absl::Status CaseworkHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                                    std::vector<events::NewEvent>* out) {
  Heard heard;
  for (const events::Event& event : events) {
    for (const Meaning& meaning : kMeanings) {
      if (absl::StripPrefix(event.type, kPackage) == meaning.type) RETURN_IF_ERROR(meaning.read(event, &heard));
    }
  }
  ASSIGN_OR_RETURN(*out, FollowCasework(transaction, heard.news, heard.opened));
  return absl::OkStatus();
}

}  // namespace redress::intake
