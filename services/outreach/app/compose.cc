#include "services/outreach/app/compose.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"
#include "services/outreach/domain/mail.h"
#include "services/outreach/store/case_store.h"

namespace redress::outreach {
namespace {

constexpr absl::string_view kRemedies[] = {"", "refund", "reship", "exchange", "difference", "gift", "coupon", "damages", ""};

absl::Status Nothing(absl::string_view why) {
  return Error(absl::StatusCode::kFailedPrecondition, "NOTHING_TO_TELL", why);
}

absl::Status Over(absl::string_view why) {
  return Error(absl::StatusCode::kFailedPrecondition, "SUPERSEDED", why);
}

// Gathers what one notice tells.
class Composer {
 public:
  Composer(const Context& context, const Notice& notice, const Addressed& addressed)
      : context_(context), notice_(notice), addressed_(addressed) {
    facts_.name = addressed.who.name;
    facts_.number = notice.case_number;
    facts_.asks = notice.asks;
    facts_.hotline = context.sending.hotline;
    facts_.reply_hours = context.sending.reply_hours;
    facts_.intent = notice.subject;
    if (notice.kind == NoticeKind::kAccepted) facts_.number = notice.complaint;
  }

  absl::StatusOr<MessageFacts> Gather() {
    switch (notice_.kind) {
      case NoticeKind::kInformationRequested:
        RETURN_IF_ERROR(Question());
        break;
      case NoticeKind::kPlanOffered:
        RETURN_IF_ERROR(Plan());
        break;
      case NoticeKind::kProgress:
        RETURN_IF_ERROR(Tracking(false));
        RETURN_IF_ERROR(Own(kSetPreference, "", &facts_.optout));
        break;
      case NoticeKind::kResult:
        RETURN_IF_ERROR(Result());
        break;
      case NoticeKind::kRejected:
        RETURN_IF_ERROR(Rejection());
        break;
      case NoticeKind::kSurvey:
        RETURN_IF_ERROR(Own(kAnswerSurvey, notice_.subject, &facts_.link));
        RETURN_IF_ERROR(Own(kSetPreference, "", &facts_.optout));
        break;
      case NoticeKind::kIntentAnswered:
        RETURN_IF_ERROR(Tracking(true));
        RETURN_IF_ERROR(Own(kJudgeIntent, "", &facts_.link));
        break;
      case NoticeKind::kAccepted:
      case NoticeKind::kUnreached:
        break;
    }
    return facts_;
  }

 private:
  Deadline Patience() const { return Deadline::After(context_.sending.ask_timeout); }
  BusinessTime LinkEnd() const { return context_.time.Now() + context_.sending.link_life; }

  std::string UrlOf(const std::string& token) const { return absl::StrCat(context_.sending.link_base, token); }

  // A link of our own.
  absl::Status Own(const std::string& action, const std::string& subject, std::string* url) {
    ASSIGN_OR_RETURN(const std::string token, context_.sign({notice_.case_number, action, subject, LinkEnd()}));
    *url = UrlOf(token);
    return absl::OkStatus();
  }

  // A link of casework's. Nothing to answer any more: the fact is over.
  absl::Status Issued(const std::string& action, const std::string& subject) {
    const absl::StatusOr<std::string> token =
        context_.sources.IssueLink({notice_.case_number, action, subject, LinkEnd()}, Patience());
    if (ReasonOf(token.status()) == "NOTHING_TO_ANSWER") return Over("there is nothing to answer any more");
    RETURN_IF_ERROR(token.status());
    facts_.link = UrlOf(*token);
    return absl::OkStatus();
  }

  absl::Status Question() {
    ASSIGN_OR_RETURN(const CaseFacts of, context_.sources.ReadCase(notice_.case_number, Patience()));
    const auto asked =
        std::find_if(of.asked.begin(), of.asked.end(), [this](const CaseFacts::Asked& one) { return one.id == notice_.subject; });
    if (asked == of.asked.end() || !asked->open) return Over("the request has ended");
    facts_.question = asked->question;
    facts_.default_on_silence = asked->default_on_silence;
    facts_.due_time = asked->due_time;
    return Issued("ANSWER_EVIDENCE_REQUEST", notice_.subject);
  }

  absl::Status Plan() {
    ASSIGN_OR_RETURN(const CaseFacts of, context_.sources.ReadCase(notice_.case_number, Patience()));
    if (!of.offered || absl::StrCat(of.plan) != notice_.subject) return Over("the plan does not lie with the customer any more");
    facts_.steps = of.steps;
    return Issued("ANSWER_PLAN", "");
  }

  absl::Status Result() {
    ASSIGN_OR_RETURN(const CaseFacts of, context_.sources.ReadCase(notice_.case_number, Patience()));
    facts_.steps = of.steps;
    std::vector<Given> given;
    RETURN_IF_ERROR(context_.pool.Read([&](pqxx::transaction_base& transaction) {
      given = ListGiven(transaction, notice_.case_number);
      return absl::OkStatus();
    }));
    for (const Given& one : given) facts_.given.push_back({std::string(kRemedies[one.kind]), one.amount, one.reference});
    const bool something =
        !given.empty() || std::any_of(of.steps.begin(), of.steps.end(), [](const StepFacts& s) { return s.done; });
    return something ? absl::OkStatus() : Nothing("nothing was given or done");
  }

  absl::Status Rejection() {
    ASSIGN_OR_RETURN(const CaseFacts of, context_.sources.ReadCase(notice_.case_number, Patience()));
    facts_.reason = of.rejection_reason;
    return Issued("APPEAL", "");
  }

  // Where the parcels are; `needed`: without an order there is nothing to tell.
  absl::Status Tracking(bool needed) {
    const absl::StatusOr<std::vector<OrderFacts>> orders =
        addressed_.orders.has_value() ? *addressed_.orders : context_.sources.ReadOrders(ComplaintsOf(notice_), Patience());
    if (orders.ok()) facts_.orders = *orders;
    if (!needed) return absl::OkStatus();
    RETURN_IF_ERROR(orders.status());
    return orders->empty() ? Nothing("the platform knows no order of this complaint") : absl::OkStatus();
  }

  const Context& context_;
  const Notice& notice_;
  const Addressed& addressed_;
  MessageFacts facts_;
};

Composed Render(const Context& context, const Notice& notice, const MessageFacts& facts, absl::string_view language) {
  const Template& of = context.library.templates.at(notice.kind);
  const Texts& texts = of.languages.at(std::string(language));
  const Voice voice{context.library.words.at(std::string(language)), context.sending.quiet.zone};
  const Values values = ValuesOf(notice.kind, facts, voice);
  Composed composed;
  composed.template_name = TemplateName(of, language);
  composed.message.notice = NoticeName(notice.case_number, notice.id);
  composed.message.language = std::string(language);
  composed.message.subject = Fill(texts.subject, values);
  composed.message.text = Fill(texts.text, values);
  composed.message.short_text = Fill(texts.short_text, values);
  composed.message.time = context.time.Now();
  return composed;
}

// What the case has not is shown as a blank.
void ShowBlanks(MessageFacts* facts) {
  const std::string blank = "…";
  for (std::string* value : {&facts->question, &facts->reason, &facts->link, &facts->hotline}) {
    if (value->empty()) *value = blank;
  }
  if (facts->steps.empty()) facts->steps.push_back({blank, BusinessTime(), true, false, ""});
}

}  // namespace

std::vector<std::string> ComplaintsOf(const Notice& notice) {
  std::vector<std::string> complaints = {notice.complaint};
  if (notice.complaint != notice.case_number) complaints.push_back(notice.case_number);
  return complaints;
}

absl::StatusOr<Addressed> Address(const Context& context, const Notice& notice) {
  const Deadline deadline = Deadline::After(context.sending.ask_timeout);
  ASSIGN_OR_RETURN(Recipient who, context.sources.ReadRecipient(ComplaintsOf(notice), deadline));
  return AddressTo(context, notice, std::move(who));
}

Addressed AddressTo(const Context& context, const Notice& notice, Recipient who) {
  const Deadline deadline = Deadline::After(context.sending.ask_timeout);
  Addressed addressed;
  addressed.who = std::move(who);
  addressed.ways.by_mail = addressed.who.by_mail;
  addressed.ways.by_app = addressed.who.by_app;
  for (const auto& [way, provider] : context.providers) addressed.ways.provided.insert(way);
  if (!addressed.who.phone.empty()) addressed.ways.known.insert(NoticeWay::kSms);
  if (IsMailAddress(addressed.who.email)) addressed.ways.known.insert(NoticeWay::kEmail);
  if (addressed.who.by_app && context.providers.count(NoticeWay::kPush) > 0) {
    // The app is reached by the platform's own name of the customer. Whoever cannot be found so is told by another way.
    absl::StatusOr<std::vector<OrderFacts>> orders = context.sources.ReadOrders(ComplaintsOf(notice), deadline);
    if (orders.ok()) addressed.orders = *std::move(orders);
    if (addressed.orders.has_value() && !addressed.orders->empty()) addressed.push = addressed.orders->front().customer;
    if (!addressed.push.empty()) addressed.ways.known.insert(NoticeWay::kPush);
  }
  return addressed;
}

std::string DestinationOf(const Addressed& addressed, NoticeWay way) {
  if (way == NoticeWay::kEmail) return addressed.who.email;
  return way == NoticeWay::kPush ? addressed.push : addressed.who.phone;
}

absl::StatusOr<Composed> Compose(const Context& context, const Notice& notice, const Addressed& addressed) {
  ASSIGN_OR_RETURN(const MessageFacts facts, Composer(context, notice, addressed).Gather());
  return Render(context, notice, facts, LanguageFor(addressed.who.language_code));
}

absl::StatusOr<Composed> ComposePreview(const Context& context, const Notice& notice, const Addressed& addressed,
                                        absl::string_view language) {
  absl::StatusOr<MessageFacts> gathered = Composer(context, notice, addressed).Gather();
  if (absl::IsUnavailable(gathered.status())) return gathered.status();
  MessageFacts facts;
  if (gathered.ok()) facts = *std::move(gathered);
  facts.number = notice.case_number;
  facts.name = MaskName(addressed.who.name);
  facts.hotline = context.sending.hotline;
  facts.reply_hours = context.sending.reply_hours;
  if (!facts.link.empty()) facts.link = absl::StrCat(context.sending.link_base, "…");
  if (!facts.optout.empty()) facts.optout = absl::StrCat(context.sending.link_base, "…");
  ShowBlanks(&facts);
  return Render(context, notice, facts,
                LanguageFor(language.empty() ? absl::string_view(addressed.who.language_code) : language));
}

}  // namespace redress::outreach
