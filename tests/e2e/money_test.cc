// A remedy from quotation to payment in a running stack: the shop pays and tells, and redressctl shows what was given and that
// the books agree with the shop's. Casework's part is played with a token of its name.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/uuid.h"
#include "redress/compensation/v1/compensation_service.pb.h"
#include "redress/platform/control/v1/control_service.pb.h"
#include "tests/e2e/suite.h"

namespace redress::e2e {
namespace {

namespace v1 = compensation::v1;
constexpr char kService[] = "redress.compensation.v1.CompensationService.";
constexpr absl::Duration kPatience = absl::Seconds(45);

void SetFen(int64_t fen, type::v1::Money* money) {
  money->set_currency_code("CNY");
  money->set_amount_minor(fen);
}

// An order of ¥80 that was never delivered; its id.
std::string PutOrder() {
  const std::string id = absl::StrCat("m-", Uuid::Random().ToString());
  platform::control::v1::PutOrderRequest request;
  platform::v1::Order& order = *request.mutable_order();
  order.set_name("orders/" + id);
  order.set_customer("customers/u-money");
  order.mutable_create_time()->set_seconds(1'764'000'000);
  *order.mutable_pay_time() = order.create_time();
  SetFen(8'000, order.mutable_paid());
  platform::v1::OrderLine& line = *order.add_lines();
  line.set_id("1");
  line.set_product("p-money");
  line.set_title("tea");
  line.set_quantity(1);
  line.set_category("FOOD");
  SetFen(8'000, line.mutable_paid());
  client::Session& session = Suite::Get().session();
  const auto put = session.Call<platform::v1::Order>("redress.platform.control.v1.ControlService.PutOrder", request,
                                                     {"", session.TokenOf("ADMIN").value()});
  INFO(put.status());
  REQUIRE(put.ok());
  return id;
}

template <class Response>
Response AsCasework(const std::string& method, const google::protobuf::Message& request) {
  Suite& suite = Suite::Get();
  const auto answer =
      suite.direct().Call<Response>(absl::StrCat(kService, method), request, {"", suite.Token("services/casework", {"SERVICE"})});
  INFO(method << ": " << answer.status());
  REQUIRE(answer.ok());
  return *answer;
}

v1::Grant Refund(const std::string& order) {
  v1::QuoteRequest quote;
  quote.set_request_id(Uuid::Random().ToString());
  quote.set_case_("cases/" + order);
  quote.mutable_cause()->set_l1("LOGISTICS");
  quote.mutable_cause()->set_l2("LOST");
  quote.add_lines()->set_order("orders/" + order);
  const auto quotation = AsCasework<v1::Quotation>("Quote", quote);
  v1::CommitGrantRequest commit;
  commit.set_request_id(Uuid::Random().ToString());
  commit.set_quotation(quotation.name());
  commit.set_proposer("agents/demo-specialist");
  commit.set_plan_hash(std::string(64, 'e'));
  commit.set_partition(5);
  for (const v1::RemedyOption& option : quotation.options()) {
    if (option.kind() != v1::REMEDY_KIND_REFUND) continue;
    commit.set_option(option.id());
    *commit.mutable_case_total() = option.amount();
  }
  return AsCasework<v1::Grant>("CommitGrant", commit);
}

// How many of the shop's reports compensation has taken.
double ReportsTaken() {
  client::HttpClient http;
  const auto metrics = http.Send({"GET", Suite::Get().Env("REDRESS_COMPENSATION_METRICS")});
  REQUIRE(metrics.ok());
  for (const absl::string_view line : absl::StrSplit(metrics->body, '\n')) {
    if (!absl::StartsWith(line, "redress_rpc_requests_total{") || !absl::StrContains(line, "\"OK\"") ||
        !absl::StrContains(line, "CompensationService/ReportOperation")) {
      continue;
    }
    double count = 0;
    REQUIRE(absl::SimpleAtod(line.substr(line.rfind(' ') + 1), &count));
    return count;
  }
  return 0;
}

}  // namespace

TEST_CASE("The shop pays a grant and tells of it; redressctl shows it, and that both books agree", "[e2e]") {
  const double before = ReportsTaken();
  const v1::Grant grant = Refund(PutOrder());
  const std::string id = grant.name().substr(grant.name().find('/') + 1);
  REQUIRE(Await(kPatience, [&] { return CtlJson("grants get " + id)["state"] == "STATE_PAID"; }));
  CHECK(Await(kPatience, [&] { return ReportsTaken() > before; }));

  CHECK(CtlJson("quotes get " + grant.quotation())["options"].size() >= 2);
  CHECK(CtlJson("grants list --filter 'case = \"" + grant.case_() + "\"'")["grants"].size() == 1);
  CHECK(CtlJson("ledger entries --filter 'grant = \"" + grant.name() + "\"'")["ledgerEntries"].size() == 2);
  CHECK(CtlJson("ledger accounts")["accounts"].size() >= 3);
  CHECK(CtlJson("ledger budgets")["budgets"].size() == 4);
  CHECK(Shell(Ctl("claims list")).code == 0);
  CHECK_FALSE(CtlJson("ledger verify --platform").contains("faults"));

  const ShellResult seen = Shell(Ctl("--as agents/demo-specialist grants list"));
  CHECK(absl::StrContains(seen.output, id));
  const ShellResult unseen = Shell(Ctl("--as agents/somebody-else grants get " + id));
  CHECK(unseen.code == 5);
  CHECK(absl::StrContains(unseen.output, "a specialist sees what it proposed"));

  CHECK(CtlJson("grants reverse " + id + " --reason 'the parcel came after all'")["state"] == "STATE_REVERSED");
  const ShellResult twice = Shell(Ctl("grants reverse " + id + " --reason again"));
  CHECK(twice.code == 6);
  CHECK(absl::StrContains(twice.output, "ILLEGAL_TRANSITION"));
  CHECK(Shell(Ctl("ledger verify --platform")).code == 0);
}

}  // namespace redress::e2e
