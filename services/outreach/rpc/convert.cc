#include "services/outreach/rpc/convert.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/numbered_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_fields.h"

namespace redress::outreach {
namespace {

constexpr size_t kCommentMax = 1'000;  // code points

// The values of a repeated enum, each once.
template <class Value, class Repeated>
std::set<Value> Each(const Repeated& values, absl::string_view field, Violations* violations) {
  std::set<Value> all;
  for (int i = 0; i < values.size(); ++i) {
    const std::string at = absl::StrCat(field, "[", i, "]");
    if (values.Get(i) == 0) violations->Add(at, "which one");
    if (values.Get(i) != 0 && !all.insert(static_cast<Value>(values.Get(i))).second) violations->Add(at, "there already");
  }
  return all;
}

// A name that is wrong is told apart from other bad fields: WRONG_CHECK_DIGITS, MALFORMED_NAME.
template <class Command>
absl::StatusOr<Parsed<Command>> End(const Violations& violations, const Parsed<Command>& parsed) {
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

bool IsWord(const std::string& text) {
  return text.size() <= 63 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

absl::Status NoSurvey() {
  return Error(absl::StatusCode::kInvalidArgument, "MALFORMED_NAME", "name: cases/{case}/surveys/{closing}");
}

}  // namespace

v1::Notice ToProto(const Notice& notice) {
  v1::Notice proto;
  proto.set_name(NoticeName(notice.case_number, notice.id));
  proto.set_kind(static_cast<v1::NoticeKind>(notice.kind));
  proto.set_state(static_cast<v1::NoticeState>(notice.state));
  proto.set_way(static_cast<v1::NoticeWay>(notice.way));
  proto.set_template_(notice.template_name);
  *proto.mutable_create_time() = redress::ToProto(notice.create_time);
  *proto.mutable_send_after_time() = redress::ToProto(notice.send_after);
  *proto.mutable_useless_after_time() = redress::ToProto(notice.useless_after);
  if (notice.send_time.has_value()) *proto.mutable_send_time() = redress::ToProto(*notice.send_time);
  proto.set_attempt_count(notice.attempts);
  proto.set_possible_duplicate(notice.possible_duplicate);
  proto.set_reason(notice.reason);
  return proto;
}

v1::NoticeTemplate ToProto(const Template& of, absl::string_view language) {
  v1::NoticeTemplate proto;
  const Texts& texts = of.languages.at(std::string(language));
  proto.set_name(TemplateName(of, language));
  proto.set_kind(static_cast<v1::NoticeKind>(of.kind));
  proto.set_language_code(std::string(language));
  proto.set_version(of.version);
  for (const std::string& name : of.variables) proto.add_variables(name);
  proto.set_subject(texts.subject);
  proto.set_text(texts.text);
  proto.set_short_text(texts.short_text);
  return proto;
}

v1::NoticePreference ToProto(const PreferenceView& view) {
  v1::NoticePreference proto;
  proto.set_name(absl::StrCat("cases/", view.name));
  for (const NoticeKind kind : view.stored.wish.kinds) proto.add_opted_out_kinds(static_cast<v1::NoticeKind>(kind));
  for (const NoticeWay way : view.stored.wish.ways) proto.add_opted_out_ways(static_cast<v1::NoticeWay>(way));
  *proto.mutable_update_time() = redress::ToProto(view.stored.update_time);
  return proto;
}

v1::Survey ToProto(const SurveyView& view) {
  v1::Survey proto;
  proto.set_name(absl::StrCat("cases/", view.survey.case_number, "/surveys/", view.survey.closing));
  *proto.mutable_send_time() = redress::ToProto(view.survey.send_time);
  proto.set_score(view.survey.score);
  proto.set_commented(view.survey.commented);
  if (view.survey.answer_time.has_value()) *proto.mutable_answer_time() = redress::ToProto(*view.survey.answer_time);
  return proto;
}

v1::IntentAnswer ToProto(const IntentView& view) {
  v1::IntentAnswer proto;
  proto.set_name(absl::StrCat("cases/", view.name));
  proto.set_intent(view.state.intent);
  if (view.state.answer_time.has_value()) *proto.mutable_answer_time() = redress::ToProto(*view.state.answer_time);
  proto.set_solved(view.state.solved);
  if (view.state.judge_time.has_value()) *proto.mutable_judge_time() = redress::ToProto(*view.state.judge_time);
  return proto;
}

absl::StatusOr<std::string> CaseIn(const std::string& name, absl::string_view field) {
  ASSIGN_OR_RETURN(const ComplaintNumber number, ParseNumberedName(name, "cases/", field));
  return number.ToString();
}

absl::StatusOr<Parsed<SetPreferenceCommand>> FromProto(const v1::SetPreferenceRequest& request) {
  Parsed<SetPreferenceCommand> parsed;
  ASSIGN_OR_RETURN(parsed.command.case_number, CaseIn(request.name(), "name"));
  Violations violations;
  parsed.request_id = rpc::RequestIdOf(request, &violations);
  parsed.command.wish.kinds = Each<NoticeKind>(request.opted_out_kinds(), "opted_out_kinds", &violations);
  parsed.command.wish.ways = Each<NoticeWay>(request.opted_out_ways(), "opted_out_ways", &violations);
  return End(violations, parsed);
}

absl::StatusOr<Parsed<AnswerSurveyCommand>> FromProto(const v1::AnswerSurveyRequest& request) {
  Parsed<AnswerSurveyCommand> parsed;
  const std::vector<std::string> parts = absl::StrSplit(request.name(), '/');
  if (parts.size() != 4 || parts[2] != "surveys" || !absl::SimpleAtoi(parts[3], &parsed.command.closing)) return NoSurvey();
  if (parsed.command.closing < 1 || absl::StrCat(parsed.command.closing) != parts[3]) return NoSurvey();
  ASSIGN_OR_RETURN(parsed.command.case_number, CaseIn(absl::StrCat(parts[0], "/", parts[1]), "name"));
  Violations violations;
  rpc::CheckNoNul(request, &violations);
  parsed.request_id = rpc::RequestIdOf(request, &violations);
  parsed.command.score = request.score();
  parsed.command.comment = std::string(Trim(request.comment()));
  if (request.score() < 1 || request.score() > 5) violations.Add("score", "1 to 5");
  if (CodePointCount(request.comment()) > kCommentMax) violations.Add("comment", "at most 1000 characters");
  return End(violations, parsed);
}

absl::StatusOr<Parsed<JudgeCommand>> FromProto(const v1::JudgeIntentRequest& request) {
  Parsed<JudgeCommand> parsed;
  ASSIGN_OR_RETURN(parsed.command.case_number, CaseIn(request.name(), "name"));
  Violations violations;
  parsed.request_id = rpc::RequestIdOf(request, &violations);
  parsed.command.solved = request.solved();
  return End(violations, parsed);
}

absl::StatusOr<Receipt> FromProto(const v1::ReportReceiptRequest& request) {
  using Request = v1::ReportReceiptRequest;
  Receipt receipt;
  Violations violations;
  const absl::StatusOr<MessageRef> message = ParseMessageId(request.message_id());
  if (message.ok()) receipt.message = *message;
  rpc::AddViolations(message.status(), &violations);
  if (request.outcome() == Request::OUTCOME_UNSPECIFIED) violations.Add("outcome", "required");
  if (!IsWord(request.reason())) violations.Add("reason", "an upper-case word of [A-Z0-9_], at most 63");
  RETURN_IF_ERROR(violations.ToStatus());
  receipt.arrived = request.outcome() == Request::OUTCOME_DELIVERED;
  return receipt;
}

absl::StatusOr<PreviewWish> FromProto(const v1::PreviewNoticeRequest& request) {
  PreviewWish wish;
  ASSIGN_OR_RETURN(wish.case_number, CaseIn(request.parent(), "parent"));
  Violations violations;
  if (request.kind() == v1::NOTICE_KIND_UNSPECIFIED) violations.Add("kind", "required");
  const bool known = request.language_code().empty() || LanguageFor(request.language_code()) == request.language_code();
  if (!known) violations.Add("language_code", "zh-CN or en");
  RETURN_IF_ERROR(violations.ToStatus());
  wish.kind = static_cast<NoticeKind>(request.kind());
  wish.language = request.language_code();
  return wish;
}

absl::Status CheckLinked(const rpc::Caller& caller, const LinkedUse& use, BusinessTime now) {
  if (!caller.Is(auth::v1::ROLE_CUSTOMER)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const SignedLink link, ParseSignedLink(caller.subject));
  if (link.action != kAnswerSurvey && link.action != kJudgeIntent && link.action != kSetPreference) return NotALink();
  return CheckUse(link, use, now);
}

}  // namespace redress::outreach
