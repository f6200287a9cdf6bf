// Outreach as a process beside everything that it asks: from the complaint to the survey over gRPC, events and real webhooks;
// links are taken from what the customer got.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "redress/outreach/v1/outreach_service.grpc.pb.h"
#include "services/outreach/bind.h"
#include "tests/component/casework_suite.h"
#include "tests/component/outreach_providers.h"

namespace redress::test {
namespace {

namespace ov = outreach::v1;
using Stub = ov::OutreachService::Stub;
using Casework = cw::CaseworkService;
using Intake = intake::v1::IntakeService;

constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr char kPhone[] = "+8613800138000";
const As kConnector = {"connectors/sms", "CONNECTOR"};

// Casework's suite with outreach, and providers that are ours.
class OutreachSuite {
 public:
  OutreachSuite() : suite_([this](rpc::Process& process, const CaseworkSuite::Ends& ends) { Bind(process, ends); }) {}
  CaseworkSuite& suite() { return suite_; }
  TestWebhook& sms() { return sms_; }

  // A complaint of somebody with a telephone.
  std::string Complain(const std::string& order) {
    intake::v1::SubmitComplaintRequest request;
    request.set_request_id(Uuid::Random().ToString());
    intake::v1::Complaint& complaint = *request.mutable_complaint();
    complaint.set_channel(type::v1::CHANNEL_WEB);
    complaint.set_text("快递一直没到");
    complaint.add_orders(order);
    complaint.mutable_customer()->set_id("u-" + order);
    complaint.mutable_customer()->set_phone(kPhone);
    complaint.mutable_customer()->set_display_name("张小明");
    const auto stored = Must(suite_.CallAs<Intake>(kShop, &Intake::Stub::SubmitComplaint, request));
    cw::GetCaseRequest get;
    get.set_name(stored.case_());
    if (!Eventually(kPatience, [&] { return suite_.Call(kSun, &Casework::Stub::GetCase, get).ok(); })) {
      throw std::runtime_error("the case does not open");
    }
    return stored.case_();
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Call(const As& who, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    return suite_.CallAs<ov::OutreachService>(who, method, request);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> ByLink(const std::string& token,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  const Request& request) {
    return suite_.CallWith<ov::OutreachService>(token, method, request);
  }
  // The notice of that id, once it is in the state.
  ov::Notice WaitFor(const std::string& name, const std::string& id, ov::NoticeState state) {
    ov::ListNoticesRequest request;
    request.set_parent(name);
    ov::ListNoticesResponse all;
    ov::Notice found;
    const bool there = Eventually(kPatience, [&] {
      const auto answer = Call(kLi, &Stub::ListNotices, request);
      if (!answer.ok()) return false;
      all = *answer;
      for (const ov::Notice& notice : all.notices()) {
        if (notice.name() == absl::StrCat(name, "/notices/", id) && notice.state() == state) found = notice;
      }
      return !found.name().empty();
    });
    if (!there) throw std::runtime_error(absl::StrCat("no such notice: ", id, " ", all.ShortDebugString()));
    return found;
  }
  // What the customer read under that message id.
  std::string TextOf(const std::string& name, const std::string& id) {
    return nlohmann::json::parse(sms_.taken().at(absl::StrCat(name, "/notices/", id, "/sms")))["text"];
  }
  // The token of the link in it.
  std::string TokenOf(const std::string& name, const std::string& id) {
    const std::string text = TextOf(name, id);
    const size_t begin = text.find("answer#") + 7;
    return text.substr(begin, text.find_first_of(" \n", begin) - begin);
  }

 private:
  void Bind(rpc::Process& process, const CaseworkSuite::Ends& ends) {
    std::ofstream(folder_.path() + "/secret") << "secret\n";
    outreach::Config config;
    config.pg.connection = ends.pg;
    config.redis.address = ends.redis;
    config.vault.key_ring = ends.key_ring;
    config.outreach.sms_url = sms_.url();
    config.outreach.webhook_secret_file = folder_.path() + "/secret";
    config.outreach.quiet.begin_minute = config.outreach.quiet.end_minute = 0;
    config.outreach.sweep_every = config.outreach.retry_first = config.outreach.retry_max = absl::Milliseconds(20);
    Must(process.Bind("outreach", [&](rpc::Host& host) { return outreach::Bind(config, host); }));
  }

  PrivateFolder folder_{"outreach"};
  TestWebhook sms_;
  CaseworkSuite suite_;
};

OutreachSuite& TheSuite() {
  static OutreachSuite* const suite = new OutreachSuite();
  static const struct Ender {
    ~Ender() { delete suite; }
  } ender;
  return *suite;
}

// The customer's yes, by the link that came; then everything up to the closing.
void Walk(OutreachSuite& outreach, const std::string& name) {
  CaseworkSuite& suite = outreach.suite();
  suite.Investigate(name);
  const cw::Case offered = suite.Propose(name, {compensation::v1::REMEDY_KIND_REFUND});
  outreach.WaitFor(name, "plan-offered-1", ov::NOTICE_STATE_SENT);
  auto yes = About<cw::AnswerPlanRequest>(name);
  yes.set_plan_hash(offered.plan().hash());
  yes.set_answer(cw::Plan::ANSWER_ACCEPTED);
  Must(suite.CallWith<Casework>(outreach.TokenOf(name, "plan-offered-1"), &Casework::Stub::AnswerPlan, yes));
  const std::string last = offered.plan().steps(offered.plan().steps_size() - 1).id();
  suite.WaitFor(name, [](const cw::Case& file) {
    return file.plan().steps(file.plan().steps_size() - 1).state() == cw::PlanStep::STATE_RUNNING;
  });
  auto step = About<cw::CompleteStepRequest>(name);
  step.set_step(last);
  step.set_result("已道歉");
  Must(suite.Call(kSun, &Casework::Stub::CompleteStep, step));
  outreach.WaitFor(name, "result-1", ov::NOTICE_STATE_SENT);
  auto callback = About<cw::RecordCallbackRequest>(name);
  callback.set_outcome(cw::Callback::OUTCOME_SATISFIED);
  Must(suite.Call(kSun, &Casework::Stub::RecordCallback, callback));
  auto close = About<cw::CloseCaseRequest>(name);
  close.mutable_closing()->set_finding(cw::Closing::FINDING_SUBSTANTIATED);
  close.mutable_closing()->set_responsible_party(cw::PARTY_CARRIER);
  close.mutable_closing()->set_root_cause("PARCEL_LOST");
  close.mutable_closing()->set_remedy_sought("REFUND");
  Must(suite.Call(kSun, &Casework::Stub::CloseCase, close));
}

ov::AnswerSurveyRequest SurveyOf(const std::string& name, int score) {
  auto request = About<ov::AnswerSurveyRequest>(absl::StrCat(name, "/surveys/1"));
  request.set_score(score);
  request.set_comment("请回电 13900139000");
  return request;
}

TEST_CASE("From the complaint to the survey: told once each, answered by the links that came", "[outreach]") {
  OutreachSuite& outreach = TheSuite();
  CaseworkSuite& suite = outreach.suite();
  suite.PutOrder("w1");
  suite.PutOrder("w2");
  const std::string name = outreach.Complain("w1"), other = outreach.Complain("w2");
  outreach.WaitFor(name, "accepted", ov::NOTICE_STATE_SENT);
  CHECK(absl::StrContains(outreach.TextOf(name, "accepted"), name.substr(6)));

  Walk(outreach, name);
  CHECK(absl::StrContains(outreach.TextOf(name, "result-1"), "退款 ¥80.00"));

  suite.Advance(absl::Hours(24));
  outreach.WaitFor(name, "survey-1", ov::NOTICE_STATE_SENT);
  const std::string token = outreach.TokenOf(name, "survey-1");
  CHECK(ReasonOf(outreach.ByLink(token, &Stub::AnswerSurvey, SurveyOf(other, 5)).status()) == "LINK_OF_ANOTHER_CASE");
  auto judge = About<ov::JudgeIntentRequest>(name);
  CHECK(ReasonOf(outreach.ByLink(token, &Stub::JudgeIntent, judge).status()) == "LINK_FOR_ANOTHER_ACTION");
  const ov::Survey answered = Must(outreach.ByLink(token, &Stub::AnswerSurvey, SurveyOf(name, 4)));
  CHECK(answered.score() == 4);
  CHECK(answered.commented());
  CHECK(ReasonOf(outreach.ByLink(token, &Stub::AnswerSurvey, SurveyOf(name, 1)).status()) == "SURVEY_ANSWERED");
  // A plan's link opens nothing here.
  const std::string plan_link = outreach.TokenOf(name, "plan-offered-1");
  CHECK(ReasonOf(outreach.ByLink(plan_link, &Stub::AnswerSurvey, SurveyOf(name, 1)).status()) == "NOT_A_LINK");

  // Everything once, and nothing personal stored, sealed or not.
  for (const auto& [key, count] : [&] {
         std::map<std::string, int> counts;
         for (const TestWebhook::Post& post : outreach.sms().posts()) ++counts[post.headers.at("idempotency-key")];
         return counts;
       }()) {
    INFO(key);
    CHECK(count == 1);
  }
  for (const char* personal : {"张小明", "13800138000", "13900139000"}) {
    for (const char* table : {"notice", "case_view", "survey", "given", "event"}) {
      INFO(personal << " in " << table);
      const std::string sql = absl::StrCat("SELECT count(*) FROM outreach.", table, " t WHERE t::text LIKE '%", personal, "%'");
      CHECK(suite.Sql(sql) == "0");
    }
  }
  CHECK(suite.Sql("SELECT count(*) FROM outreach.event WHERE type = 'redress.outreach.v1.SurveyAnswered'") == "1");
}

TEST_CASE("A connector's receipt moves the notice, and what staff may see it sees", "[outreach]") {
  OutreachSuite& outreach = TheSuite();
  outreach.suite().PutOrder("r1");
  const std::string name = outreach.Complain("r1");
  const ov::Notice sent = outreach.WaitFor(name, "accepted", ov::NOTICE_STATE_SENT);
  ov::ReportReceiptRequest receipt;
  receipt.set_message_id(absl::StrCat(sent.name(), "/sms"));
  receipt.set_outcome(ov::ReportReceiptRequest::OUTCOME_DELIVERED);
  for (int i = 0; i < 2; ++i) {
    CHECK(Must(outreach.Call(kConnector, &Stub::ReportReceipt, receipt)).state() == ov::NOTICE_STATE_DELIVERED);
  }
  CHECK(absl::IsPermissionDenied(outreach.Call(kShop, &Stub::ReportReceipt, receipt).status()));

  ov::PreviewNoticeRequest preview;
  preview.set_parent(name);
  preview.set_kind(ov::NOTICE_KIND_SURVEY);
  preview.set_language_code("en");
  const ov::NoticePreview shown = Must(outreach.Call(kSun, &Stub::PreviewNotice, preview));
  CHECK(shown.way() == ov::NOTICE_WAY_SMS);
  CHECK(absl::StrContains(shown.text(), "张**"));
  CHECK(absl::IsPermissionDenied(outreach.Call(kLi, &Stub::PreviewNotice, preview).status()));
  CHECK(Must(outreach.Call(kLi, &Stub::ListTemplates, ov::ListTemplatesRequest())).templates_size() == 18);

  auto wish = About<ov::SetPreferenceRequest>(name);
  wish.add_opted_out_kinds(ov::NOTICE_KIND_SURVEY);
  CHECK(Must(outreach.Call(kShop, &Stub::SetPreference, wish)).opted_out_kinds_size() == 1);
  const ov::NoticePreview unwanted = Must(outreach.Call(kSun, &Stub::PreviewNotice, preview));
  CHECK(unwanted.reason() == "OPTED_OUT");
}

TEST_CASE("A process that ends in the middle leaves nothing untold and nothing told twice", "[outreach]") {
  OutreachSuite& outreach = TheSuite();
  outreach.suite().PutOrder("k1");
  outreach.sms().SetFault(WireFault::kDropAfter);
  const std::string name = outreach.Complain("k1");
  const std::string key = absl::StrCat(name, "/notices/accepted/sms");
  REQUIRE(Eventually(kPatience, [&] { return outreach.sms().taken().count(key) == 1; }));
  outreach.suite().Restart();
  outreach.sms().SetFault(WireFault::kNone);
  const ov::Notice sent = outreach.WaitFor(name, "accepted", ov::NOTICE_STATE_SENT);
  CHECK_FALSE(sent.possible_duplicate());
  CHECK(sent.attempt_count() >= 2);
}

}  // namespace
}  // namespace redress::test
