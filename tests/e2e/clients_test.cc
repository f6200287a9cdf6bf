// Retries, and the ways in for other clients: gRPC-Web, grpcurl, redressctl.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "tests/e2e/suite.h"

namespace redress::e2e {
namespace {

constexpr char kSubmit[] = "redress.intake.v1.IntakeService.SubmitComplaint";

std::string Grpcurl() {
  const char* home = std::getenv("REDRESS_TOOLS_HOME");
  const std::string tools = home != nullptr ? home : absl::StrCat(std::getenv("HOME"), "/.cache/redress/tools");
  return tools + "/bin/grpcurl";
}

}  // namespace

TEST_CASE("The same request id fifty times at once is one complaint; with another body it is refused", "[e2e]") {
  Suite& suite = Suite::Get();
  const int64_t before = suite.EventCount("intake");
  intake::v1::SubmitComplaintRequest request = NewSubmission("同一个请求发了五十次");
  const std::string token = suite.session().TokenOf("BACKEND").value();
  std::vector<absl::Status> statuses(50);
  std::vector<std::string> names(50);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < 50; ++i) {
    threads.emplace_back([&, i] {
      intake::v1::Complaint answer;
      if (i % 2 == 0) {
        statuses[i] = suite.session().Call(kSubmit, request, &answer, {"", token});
      } else {
        client::HttpClient http;
        statuses[i] = http.Call({"POST", suite.gateway() + "/v1/complaints", token}, &request, &answer);
      }
      names[i] = answer.name();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& status : statuses) CHECK(status == absl::OkStatus());
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == 1);
  CHECK(suite.EventCount("intake") == before + 1);

  request.mutable_complaint()->set_text("另一段话");
  intake::v1::Complaint answer;
  const absl::Status reused = suite.session().Call(kSubmit, request, &answer, {"", token});
  CHECK(absl::IsAlreadyExists(reused));
  CHECK(ReasonOf(reused) == "REQUEST_ID_REUSED");
}

TEST_CASE("A browser's gRPC-Web call is answered", "[e2e]") {
  client::HttpClient http;
  client::HttpRequest request{"POST", Suite::Get().gateway() + "/redress.intake.v1.IntakeService/ListChannels"};
  request.content_type = "application/grpc-web+proto";
  request.body = std::string(5, '\0');  // an uncompressed message of no bytes
  const auto answer = http.Send(request);
  REQUIRE(answer.ok());
  REQUIRE(answer->status == 200);
  REQUIRE(answer->body.size() > 5);
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(answer->body[i]); };
  const size_t size = (size_t{byte(1)} << 24) + (size_t{byte(2)} << 16) + (size_t{byte(3)} << 8) + byte(4);
  REQUIRE(byte(0) == 0);
  intake::v1::ListChannelsResponse channels;
  REQUIRE(channels.ParseFromString(answer->body.substr(5, size)));
  CHECK(channels.channels_size() == 9);
  CHECK(absl::StrContains(answer->body.substr(5 + size), "grpc-status:0"));
}

TEST_CASE("grpcurl, a client that is not ours, finds its way by reflection", "[e2e]") {
  if (!std::filesystem::exists(Grpcurl())) {
    WARN("grpcurl is not installed (tools/install lint)");
    return;
  }
  Suite& suite = Suite::Get();
  const std::string address = suite.Env("REDRESS_ROUTING_GRPC");
  const ShellResult listed = Shell(absl::StrCat(Quote(Grpcurl()), " -plaintext ", address, " list"));
  CHECK(absl::StrContains(listed.output, "redress.routing.v1.RoutingService"));
  const ShellResult called = Shell(absl::StrCat(Quote(Grpcurl()), " -plaintext -H ",
                                                Quote("authorization: Bearer " + suite.session().TokenOf("ADMIN").value()),
                                                " -d '{}' ", address, " redress.routing.v1.RoutingService/ListTeams"));
  INFO(called.output);
  CHECK(called.code == 0);
  CHECK(absl::StrContains(called.output, "teams/logistics"));
}

TEST_CASE("grpcurl calls through the gateway with the stack's contracts", "[e2e]") {
  if (!std::filesystem::exists(Grpcurl())) {
    WARN("grpcurl is not installed (tools/install lint)");
    return;
  }
  Suite& suite = Suite::Get();
  const std::string address(absl::StripPrefix(suite.Env("REDRESS_GATEWAY"), "http://"));
  const ShellResult called =
      Shell(absl::StrCat(Quote(Grpcurl()), " -plaintext -protoset ", Quote(suite.Env("REDRESS_DESCRIPTOR_SET")), " -H ",
                         Quote("authorization: Bearer " + suite.session().TokenOf("BACKEND").value()),
                         " -d '{\"page_size\": 1}' ", address, " redress.intake.v1.IntakeService/ListComplaints"));
  INFO(called.output);
  CHECK(called.code == 0);
}

TEST_CASE("redressctl does an agent's and an operator's work", "[e2e]") {
  const auto stored = CtlJson("submit --channel APP --text '快递员把包裹扔门口，打电话还骂人' --customer u-ctl --order o-ctl");
  const std::string number = stored["name"].get<std::string>().substr(11);
  CHECK(CtlJson("complaints get " + number)["case"] == "cases/" + number);
  const auto item = AwaitItem("complaints/" + number, routing::v1::WorkItem::STATE_OFFERED);
  const std::string id = item.name().substr(10);
  CHECK(CtlJson("work-items get " + id)["state"] == "STATE_OFFERED");
  CHECK(CtlJson("work-items why " + id)["decisions"][0]["agent"] == item.agent());
  CHECK(CtlJson("--as " + item.agent() + " work-items accept " + id)["state"] == "STATE_ACCEPTED");
  // Casework has the case, and says when its work is done.
  const ShellResult completed = Shell(Ctl("--as " + item.agent() + " work-items complete " + id + " 2>&1"));
  CHECK(completed.code != 0);
  CHECK(absl::StrContains(completed.output, "ENDED_BY_ITS_CASE"));
  CHECK(CtlJson("classify '退款一直不到账'")["tag"]["l1"] == "AFTER_SALES");
  CHECK(CtlJson("taxonomy")["level1"].size() == 9);
  CHECK(CtlJson("teams list")["teams"].size() >= 9);
  CHECK(CtlJson("agents list")["agents"].size() == 104);
  CHECK(CtlJson("events head routing")["sequences"].size() == 64);
  CHECK_FALSE(CtlJson("parked list").contains("parkedEvents"));
  const ShellResult events = Shell(Ctl("events read routing --limit 0 --case " + number));
  CHECK(absl::StrContains(events.output, "WorkItemAccepted"));
}

TEST_CASE("redressctl tries a policy on a file of cases, says how far it is, and names every line that is none", "[e2e]") {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / absl::StrCat("cases-", Uuid::Random().ToString());
  std::ofstream cases(file);
  for (int i = 0; i < 3'000; ++i)
    cases << R"({"l1": "LOGISTICS", "l2": "LOST", "line_paid": 8000, "seller_tier": "GOLD"})"
          << "\n";
  cases.close();
  const auto found = CtlJson("policy simulate 1 --baseline 1 --file " + file.string());
  CHECK(found["state"] == "STATE_DONE");
  CHECK(found["doneCount"] == "3000");
  CHECK(found["candidateResult"]["cost"] == found["baselineResult"]["cost"]);
  const ShellResult shown = Shell(Ctl("policy simulation --watch " + found["name"].get<std::string>()));
  CHECK(shown.code == 0);
  CHECK(absl::StrContains(shown.output, "3000 of 3000"));
  std::ofstream(file, std::ios::app)
      << "{\"l1\": \"LOGISTICS\", \"customer\": \"u-1\"}\n{\"l1\": \"LOGISTICS\", \"hours_late\": \"soon\"}\n";
  const ShellResult refused = Shell(Ctl("policy simulate 1 --file " + file.string()));
  CHECK(refused.code == 3);
  CHECK(absl::StrContains(refused.output, ":3001 customer"));
  CHECK(absl::StrContains(refused.output, ":3002 hours_late"));
  std::filesystem::remove(file);
}

TEST_CASE("redressctl asks what the policy gives for facts, by the version that decides or another one", "[e2e]") {
  const std::string facts = "policy evaluate --fact l1=LOGISTICS --fact l2=LOST --fact line_paid=8000";
  const auto made = CtlJson(facts);
  CHECK(made["policyVersion"] == "1");
  CHECK(made["options"].size() >= 3);
  CHECK(made["options"][0]["amount"]["amountMinor"] == "8000");
  CHECK_FALSE(made.contains("name"));
  const ShellResult shown = Shell(Ctl("--role MANAGER " + facts + " --version 1"));
  CHECK(shown.code == 0);
  CHECK(absl::StrContains(shown.output, "make-good/lost-reship"));
  const ShellResult forbidden = Shell(Ctl("--role SUPERVISOR " + facts + " --version 1"));
  CHECK(forbidden.code == 4);
  CHECK(absl::StrContains(forbidden.output, "VERSION_NOT_ALLOWED"));
  const ShellResult refused = Shell(Ctl(facts + " --fact hours_late=soon --fact customer=u-1"));
  CHECK(refused.code == 3);
  CHECK(absl::StrContains(refused.output, "--fact hours_late"));
  CHECK(absl::StrContains(refused.output, "--fact customer"));
}

TEST_CASE("redressctl says what to do about an error, by text and exit code", "[e2e]") {
  const ShellResult mistyped = Shell(Ctl("complaints get 261122-00000001-00"));
  CHECK(mistyped.code == 3);
  CHECK(absl::StrContains(mistyped.output, "WRONG_CHECK_DIGITS"));
  CHECK(absl::StrContains(mistyped.output, "read it again"));
  const ShellResult forbidden = Shell(Ctl("--role ANALYST agents list"));
  CHECK(forbidden.code == 4);
  const ShellResult invalid = Shell(Ctl("submit --channel APP --text x --phone abc --email abc --amount 5 --currency yuan"));
  CHECK(invalid.code == 3);
  for (const char* field : {"complaint.customer.phone: ", "complaint.customer.email: ", "complaint.amount_paid"}) {
    CHECK(absl::StrContains(invalid.output, field));
  }
  CHECK(Shell(Ctl("work-items get 261122-00000001-00-9")).code != 0);
  CHECK(Shell(Ctl("agents get a-nobody-here")).code == 5);
  CHECK(Shell(Ctl("nonsense")).code == 2);
}

}  // namespace redress::e2e
