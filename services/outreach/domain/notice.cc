#include "services/outreach/domain/notice.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/base/complaint_number.h"
#include "libs/base/error.h"

namespace redress::outreach {
namespace {

constexpr std::array<absl::string_view, 9> kKindWords = {
    "ACCEPTED", "INFORMATION_REQUESTED", "PLAN_OFFERED", "PROGRESS", "RESULT", "REJECTED", "UNREACHED",
    "SURVEY",   "INTENT_ANSWERED"};
constexpr std::array<absl::string_view, 4> kWayWords = {"", "SMS", "PUSH", "EMAIL"};
constexpr std::array<absl::string_view, 8> kStateWords = {"PENDING", "SENDING", "SENT",       "DELIVERED",
                                                          "FAILED",  "USELESS", "SUPPRESSED", "UNKNOWN"};
constexpr std::array<absl::string_view, 8> kEventWords = {"hand over", "take",     "return", "fail",
                                                          "arrive",    "get lost", "expire", "suppress"};

template <class All>
auto Find(const All& all, absl::string_view word) -> absl::optional<typename All::value_type> {
  for (const auto value : all) {
    if (Word(value) == word) return value;
  }
  return absl::nullopt;
}

std::string SlugOf(absl::string_view word) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(word), {{"_", "-"}});
}

}  // namespace

absl::StatusOr<NoticeState> Next(NoticeState from, NoticeEvent event) {
  std::vector<absl::string_view> legal;
  for (const NoticeTransition& transition : kNoticeTransitions) {
    if (transition.from != from) continue;
    if (transition.event == event) return transition.to;
    legal.push_back(Word(transition.event));
  }
  return Error(absl::StatusCode::kFailedPrecondition, "ILLEGAL_TRANSITION",
               absl::StrCat("a notice that is ", Word(from), " does not allow `", Word(event),
                            "`; allowed: ", legal.empty() ? "nothing" : absl::StrJoin(legal, ", ")));
}

std::string NoticeId(NoticeKind kind, absl::string_view occurrence) {
  const std::string slug = SlugOf(Word(kind));
  return occurrence.empty() ? slug : absl::StrCat(slug, "-", occurrence);
}

std::string NoticeName(absl::string_view case_number, absl::string_view id) {
  return absl::StrCat("cases/", case_number, "/notices/", id);
}

std::string MessageId(const Notice& notice, NoticeWay way) {
  return absl::StrCat(NoticeName(notice.case_number, notice.id), "/", SlugOf(Word(way)));
}

absl::StatusOr<MessageRef> ParseMessageId(absl::string_view id) {
  const std::vector<absl::string_view> parts = absl::StrSplit(id, '/');
  Violations violations;
  violations.Add("message_id", "cases/{case}/notices/{notice}/{way}, as we sent it");
  if (parts.size() != 5 || parts[0] != "cases" || parts[2] != "notices" || parts[3].empty()) return violations.ToStatus();
  const absl::StatusOr<ComplaintNumber> number = ComplaintNumber::Parse(parts[1]);
  for (const NoticeWay way : kNoticeWays) {
    if (SlugOf(Word(way)) == parts[4] && number.ok()) return MessageRef{number->ToString(), std::string(parts[3]), way};
  }
  return violations.ToStatus();
}

bool IsOver(NoticeState state) {
  return state != NoticeState::kPending && state != NoticeState::kSending && state != NoticeState::kSent;
}

absl::string_view Word(NoticeKind kind) {
  return kKindWords[static_cast<size_t>(kind) - 1];
}

absl::string_view Word(NoticeWay way) {
  return kWayWords[static_cast<size_t>(way)];
}

absl::string_view Word(NoticeState state) {
  return kStateWords[static_cast<size_t>(state) - 1];
}

absl::string_view Word(NoticeEvent event) {
  return kEventWords[static_cast<size_t>(event)];
}

absl::optional<NoticeKind> NoticeKindOf(absl::string_view word) {
  return Find(kNoticeKinds, word);
}

absl::optional<NoticeWay> NoticeWayOf(absl::string_view word) {
  return Find(kNoticeWays, word);
}

absl::optional<NoticeState> NoticeStateOf(absl::string_view word) {
  return Find(kNoticeStates, word);
}

}  // namespace redress::outreach
