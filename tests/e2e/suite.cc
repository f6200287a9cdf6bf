#include "tests/e2e/suite.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "libs/base/hash.h"
#include "libs/base/machine_time.h"
#include "libs/base/uuid.h"
#include "redress/events/v1/events.pb.h"
#include "tools/demo_client/roster.h"

namespace redress::e2e {
namespace {

constexpr absl::Duration kItemPatience = absl::Seconds(45);

std::string Needed(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(absl::StrCat(name, " is not set: run it by ctest"));
  return value;
}

std::string Mode() {
  const char* mode = std::getenv("REDRESS_E2E_MODE");
  return mode == nullptr ? "services" : mode;
}

}  // namespace

ShellResult Shell(const std::string& command) {
  ShellResult result;
  FILE* pipe = ::popen(absl::StrCat("{ ", command, "\n} 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("popen");
  std::array<char, 4096> part;
  for (size_t size; (size = std::fread(part.data(), 1, part.size(), pipe)) > 0;) result.output.append(part.data(), size);
  const int status = ::pclose(pipe);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return result;
}

std::string Quote(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

std::string Ctl(const std::string& arguments) {
  return absl::StrCat(Quote(Needed("REDRESS_BIN_DIR") + "/redressctl"), " --stack ", Quote(Suite::Get().session().stack().file()),
                      " ", arguments);
}

nlohmann::json CtlJson(const std::string& arguments) {
  const ShellResult result = Shell(Ctl("--json " + arguments + " 2>/dev/null"));
  INFO(arguments << ": " << result.output);
  REQUIRE(result.code == 0);
  return nlohmann::json::parse(result.output);
}

Suite& Suite::Get() {
  static Suite suite;
  return suite;
}

// `tools/stack VERB --name …` with the environment that keeps this stack apart from a person's own.
std::string Suite::Stack(const std::string& verb) const {
  return absl::StrCat("REDRESS_STACK_HOME=", Quote(home_), " ", Quote(Needed("REDRESS_SOURCE_DIR") + "/tools/stack"), " ", verb,
                      " --name e2e");
}

Suite::Suite() {
  const std::string bin = Needed("REDRESS_BIN_DIR");
  home_ = absl::StrFormat("/tmp/redress-e2e-%d-%012x", ::geteuid(), StableHash64(bin + Mode()) & 0xffffffffffff);
  Remove();
  std::filesystem::create_directory(home_);
  ::chmod(home_.c_str(), 0755);
  const ShellResult up = Shell(
      absl::StrCat(Stack("up"), " --", Mode(), " --access-log-all --build ", Quote(std::filesystem::path(bin).parent_path())));
  std::cerr << up.output;
  if (up.code != 0) {
    Remove();
    throw std::runtime_error("tools/stack up failed");
  }
  const std::string env = home_ + "/e2e/stack.env";
  session_.flags().stack = direct_.flags().stack = env;
  direct_.flags().intake = Env("REDRESS_INTAKE_GRPC");
  direct_.flags().classification = Env("REDRESS_CLASSIFICATION_GRPC");
  direct_.flags().routing = Env("REDRESS_ROUTING_GRPC");
  direct_.flags().casework = Env("REDRESS_CASEWORK_GRPC");
  direct_.flags().compensation = Env("REDRESS_COMPENSATION_GRPC");
  direct_.flags().sla = Env("REDRESS_SLA_GRPC");
  direct_.flags().outreach = Env("REDRESS_OUTREACH_GRPC");
  direct_.flags().analytics = Env("REDRESS_ANALYTICS_GRPC");
  signer_ = std::make_unique<client::Signer>(client::Signer::Load(Env("REDRESS_KEYS_DIR")).value());
  const auto roster = demo::ReadRoster(Needed("REDRESS_SOURCE_DIR") + "/services/routing/data/roster.yaml");
  if (!roster.ok()) throw std::runtime_error(std::string(roster.status().message()));
  const auto counts = demo::LoadRoster(session_, *roster);
  if (!counts.ok()) throw std::runtime_error(absl::StrCat("the staff does not come: ", counts.status().ToString()));
}

void Suite::Remove() {
  if (!std::filesystem::exists(home_)) return;
  const ShellResult reset = Shell(Stack("reset --yes"));
  if (reset.code != 0) std::cerr << reset.output;
  std::error_code ignored;
  std::filesystem::remove_all(home_, ignored);
}

Suite::~Suite() {
  Remove();
}

std::string Suite::Token(const std::string& subject, const std::vector<std::string>& roles,
                         const std::vector<std::string>& teams) {
  client::Claims claims;
  claims.subject = subject;
  claims.roles = roles;
  claims.teams = teams;
  return signer_->Mint(claims).value();
}

int64_t Suite::EventCount(const std::string& source) {
  events::v1::GetHeadRequest request;
  request.set_source(source);
  const auto head = session_.Call<events::v1::Head>("redress.events.v1.EventFeedService.GetHead", request, {source, ""});
  REQUIRE(head.status() == absl::OkStatus());
  int64_t count = 0;
  for (const int64_t sequence : head->sequences()) count += sequence;
  return count;
}

bool Await(absl::Duration patience, const std::function<bool()>& ask) {
  const Deadline deadline = Deadline::After(patience);
  Stopper stopper;
  while (!ask()) {
    if (deadline.Expired()) return false;
    stopper.WaitFor(absl::Milliseconds(50));
  }
  return true;
}

intake::v1::SubmitComplaintRequest NewSubmission(const std::string& text) {
  intake::v1::SubmitComplaintRequest request;
  request.set_request_id(Uuid::Random().ToString());
  intake::v1::Complaint& complaint = *request.mutable_complaint();
  complaint.set_channel(type::v1::CHANNEL_APP);
  complaint.set_text(text);
  complaint.mutable_customer()->set_id(absl::StrCat("u-", Uuid::Random().ToString()));
  complaint.add_orders(absl::StrCat("o-", Uuid::Random().ToString()));
  return request;
}

intake::v1::Complaint Submit(const intake::v1::SubmitComplaintRequest& request) {
  client::Session& session = Suite::Get().session();
  const auto stored = session.Call<intake::v1::Complaint>("redress.intake.v1.IntakeService.SubmitComplaint", request,
                                                          {"", session.TokenOf("BACKEND").value()});
  INFO(stored.status());
  REQUIRE(stored.ok());
  return *stored;
}

routing::v1::WorkItem AwaitItem(const std::string& complaint, routing::v1::WorkItem::State state) {
  client::Session& session = Suite::Get().session();
  const std::string manager = session.TokenOf("MANAGER").value();
  routing::v1::ListWorkItemsRequest request;
  request.set_filter(absl::StrCat("complaint = \"", complaint, "\""));
  routing::v1::ListWorkItemsResponse answer;
  const bool reached = Await(kItemPatience, [&] {
    const absl::Status status = session.Call("redress.routing.v1.RoutingService.ListWorkItems", request, &answer, {"", manager});
    return status.ok() && answer.work_items_size() > 0 && answer.work_items(0).state() == state;
  });
  INFO(complaint << ": " << answer.ShortDebugString());
  REQUIRE(reached);
  REQUIRE(answer.work_items_size() == 1);
  return answer.work_items(0);
}

}  // namespace redress::e2e
