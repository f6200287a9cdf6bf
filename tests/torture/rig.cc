#include "tests/torture/rig.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/torture/case_proof.h"
#include "tests/torture/clock_proof.h"
#include "tests/torture/fact_proof.h"
#include "tests/torture/payment_proof.h"
#include "tests/torture/told_proof.h"

namespace redress::torture {
namespace {

constexpr int kAgents = 6;
constexpr int kHandlers = 8;
constexpr absl::Duration kPatience = absl::Minutes(4);  // for a machine that does other things too

// Promises of seconds, so that a minute keeps, warns of and breaks many of them.
constexpr char kPolicy[] = R"(version: torture-1
warn_percents: [50, 75, 90]
pause_max: 72h
progress_tags: [LOGISTICS/DELAYED]
targets:
  first_response: {ordinary: 2s, urgent: 2s, critical: 1s}
  acceptance: {ordinary: 4s, urgent: 3s, critical: 2s}
  first_feedback: {ordinary: 8s, urgent: 6s, critical: 4s, pauses: true}
  resolution: {ordinary: 12s, urgent: 10s, critical: 8s, pauses: true}
  progress: {ordinary: 10s, urgent: 10s, critical: 10s}
  task: {ordinary: 2s, urgent: 2s, critical: 2s}
  evidence: {ordinary: 2s, urgent: 2s, critical: 2s}
  approval: {ordinary: 1s, urgent: 1s, critical: 1s}
  reship: {ordinary: 2s, urgent: 2s, critical: 2s}
  refund: {ordinary: 1s, urgent: 1s, critical: 1s}
  callback: {ordinary: 1s, urgent: 1s, critical: 1s}
)";

// What the shop does wrong.
const std::vector<Mishap> kMishaps = {{platform::control::v1::Fault::KIND_ERROR_AFTER, .2},
                                      {platform::control::v1::Fault::KIND_LOST_REPORT, .3},
                                      {platform::control::v1::Fault::KIND_DUPLICATE_REPORT, .3}};
// What the receiver does wrong: it takes a message, and nobody hears that it did.
const std::vector<std::string> kLostAnswers = {R"({"kind": "ERROR_AFTER", "way": "email", "probability": 0.2})",
                                               R"({"kind": "ERROR_AFTER", "way": "sms", "probability": 0.1})",
                                               R"({"kind": "ERROR_AFTER", "way": "push", "probability": 0.1})"};

}  // namespace

int Rounds() {
  const char* const value = getenv("REDRESS_TORTURE_ROUNDS");
  int rounds = 1;
  return value != nullptr && absl::SimpleAtoi(value, &rounds) && rounds > 0 ? rounds : 1;
}

std::vector<Rig::Fault> Repeated(const std::vector<Rig::Fault>& faults) {
  std::vector<Rig::Fault> all;
  for (int round = 0; round < Rounds(); ++round) {
    all.insert(all.end(), faults.begin(), faults.end());
  }
  return all;
}

Rig::Rig(const Options& options) : complaints_(options.complaints * Rounds()), cases_(options.cases * Rounds()) {
  if (options.bad_network) {
    to_postgres = std::make_unique<test::TcpProxy>(postgres.port());
    to_redis = std::make_unique<test::TcpProxy>(redis.port());
  }
  if (cases_ > 0) {
    receiver = std::make_unique<test::Receiver>();
    receiver->Disturb(kLostAnswers);
    to_mail = std::make_unique<test::TcpProxy>(receiver->smtp_port());
  }
  suite = std::make_unique<test::Suite>(SuiteOptions(options));
  suite->StartAll();
  if (cases_ > 0) {
    shop_ = std::make_unique<Shop>(*suite);
    shop_->Disturb(kMishaps);
    cases = std::make_unique<CaseLoad>(*suite, cases_, kHandlers);
  }
  staff = std::make_unique<Staff>(*suite, kAgents);
  staff->Start();
  Load::Options load_options;
  load_options.addresses = suite->Addresses("intake");
  load_options.token = suite->Token("backends/torture", "BACKEND");
  load_options.complaints = complaints_;
  load = std::make_unique<Load>(load_options);
}

test::Suite::Options Rig::SuiteOptions(const Options& options) {
  test::Suite::Options made;
  made.all_in_one = options.all_in_one;
  made.replicas = options.replicas;
  made.pg = postgres.connection();
  made.redis = redis.address();
  if (options.bad_network) {
    made.pg = absl::StrCat(postgres.connection(), " port=", to_postgres->port());
    made.redis = absl::StrCat("127.0.0.1:", to_redis->port());
  }
  if (cases_ > 0) {
    made.analytics = made.platform = true;
    made.more_yaml = WholeConfig();
  }
  return made;
}

std::string Rig::WholeConfig() const {
  const std::string policy = files_.path() + "/policy.yaml";
  std::ofstream(policy) << kPolicy;
  return absl::StrCat(
      "casework: {sweep_every: 100ms, ask_timeout: 1s, retry_first: 50ms, retry_max: 500ms}\n"
      "compensation: {sweep_every: 50ms, ask_timeout: 1s, poll_every: 200ms, retry_first: 50ms, retry_max: 500ms}\n"
      "sla: {sweep_every: 50ms, policy_file: '",
      policy, "'}\noutreach: {smtp_url: 'smtp://127.0.0.1:", to_mail->port(), "', from: 'redress@shop.example', sms_url: '",
      receiver->http_url(), "/v1/sms', push_url: '", receiver->http_url(), "/v1/push', webhook_secret_file: '",
      receiver->secret_file(),
      "', quiet: {begin_minute: 0, end_minute: 0}, survey_after: 1m, sender_batch: 1, sweep_every: 100ms, ask_timeout: 700ms,"
      " send_timeout: 700ms, retry_first: 50ms, retry_max: 500ms, lease_slack: 100ms}\n");
}

void Rig::WaitForCases(int count) {
  if (!cases->WaitClosed(count, kPatience)) {
    for (const std::string& fault : cases->faults()) {
      UNSCOPED_INFO(fault);
    }
    FAIL("only " << cases->closed() << " of " << count << " cases are closed; logs are in " << suite->folder());
  }
}

void Rig::WaitForWave(int count) {
  if (!load->WaitAcknowledged(count, kPatience)) {
    for (const std::string& fault : load->faults()) {
      UNSCOPED_INFO(fault);
    }
    FAIL("only " << load->acknowledged() << " of " << count << " complaints are acknowledged; logs are in " << suite->folder());
  }
}

void Rig::Suffer(const std::vector<Fault>& faults) {
  const int waves = static_cast<int>(faults.size());
  for (int wave = 0; wave < waves; ++wave) {
    const int begin = complaints_ * wave / waves;
    const int end = complaints_ * (wave + 1) / waves;
    load->Allow(end);
    WaitForWave(begin + (end - begin) / 4);
    if (cases != nullptr) {  // those of the wave are under way, in every state
      cases->Allow(cases_ * (wave + 1) / waves);
      WaitForCases(cases_ * wave / waves);
    }
    std::cout << "fault: " << faults[wave].name << " after " << load->acknowledged() << " complaints" << std::endl;
    faults[wave].happen(*this);
    ++faults_;
  }
  load->Allow(complaints_);
  WaitForWave(complaints_);
  if (cases != nullptr) {
    cases->Allow(cases_);
    WaitForCases(cases_);
    shop_->Calm();
    receiver->Disturb({});
  }
}

void Rig::KillAndStart(const std::string& program) {
  const bool shop = shop_ != nullptr && program == "platform";
  if (shop) shop_->NoteHits();
  suite->Kill(program);
  suite->Start(program);
  if (shop) shop_->Disturb(kMishaps);
}

void Rig::KillAll() {
  for (const std::string& program : suite->programs()) suite->Kill(program);
  CHECK(test::Eventually(kPatience, [&] { return NobodyWrites(places().pg); }));
}

std::string Rig::Replay(const Follower& follower, const std::vector<std::string>& more) {
  const std::string pg = CreateDatabase(places().pg, "replay_" + follower.service);
  suite->Add("replay-" + follower.service, follower.service, pg, more);
  suite->Start("replay-" + follower.service);
  CHECK(CatchUp(places().pg, pg, follower, kPatience) == FaultList());
  return pg;
}

void Rig::Prove() {
  const FaultList none;
  CHECK(load->faults() == none);
  CHECK(test::Eventually(kPatience, [&] { return !staff->accepted().empty(); }));  // else nothing would be proved of it
  staff->Stop();
  staff->GoHome();
  CHECK(Settle(places(), kPatience));
  CHECK(staff->faults() == none);
  const auto accepted = staff->accepted();
  std::vector<std::string> names = load->names();
  if (cases != nullptr) Append(cases->complaints(), &names);
  CHECK(ProveStored(places(), names) == none);
  CHECK(ProveAssignments(places(), accepted) == none);
  const std::string items = Replay(Routing());
  // Casework may be late in saying what it made of routing's events, and either routing in hearing it: at one moment all have.
  FaultList faults;
  test::Eventually(kPatience, [&] {
    faults = ProveItems(places());
    Append(ProveReplay(places(), items), &faults);
    return faults.empty();
  });
  CHECK(faults == none);
  suite->Kill("replay-routing");
  if (cases != nullptr) {
    ProveRest();
  } else {
    // Offers expire and casework answers what routing says, so there is no last event: at one moment everything is at its head.
    FaultList of_logs;
    test::Eventually(kPatience, [&] { return (of_logs = ProveLogs(places(), SpineOfRouting())).empty(); });
    CHECK(of_logs == none);
  }
  std::cout << "proved after " << faults_ << " faults: " << load->acknowledged() << " complaints, " << accepted.size()
            << " acceptances" << std::endl;
}

void Rig::ProveRest() {
  const FaultList none;
  const std::string pg = places().pg;
  CHECK(cases->faults() == none);
  CHECK(test::Eventually(kPatience, [&] { return CountUnsettled(pg) == 0; }));
  const std::string clocks = Replay(Sla());
  const std::string notices = Replay(Outreach(), {"--outreach.smtp_url=", "--outreach.sms_url=", "--outreach.push_url="});
  // Time goes on and moves clocks and notices: at one moment everything is as it should be.
  FaultList faults;
  test::Eventually(kPatience, [&] {
    faults = ProveLogs(places(), SpineOfAll());
    Append(ProveOnTime(pg), &faults);
    Append(ProveClocks(pg), &faults);
    Append(ProveSameClocks(pg, clocks), &faults);
    Append(ProveTold(pg), &faults);
    Append(ProveTaken(pg, receiver->Taken()), &faults);
    Append(ProveSameNotices(pg, notices), &faults);
    Append(ProveFacts(pg), &faults);
    return faults.empty();
  });
  CHECK(faults == none);
  CHECK(ProveCases(pg, cases->cases()) == none);
  CHECK(ProveKept(pg, 2 * cases_) == none);
  CHECK(ProvePaidOnce(pg) == none);
  CHECK(ProveBooks(pg) == none);
  CHECK(ProveBySelf(*suite) == none);
  CHECK(ProveRebuild(*suite) == none);
  const Taken taken = receiver->Taken();
  std::cout << cases_ << " cases closed, " << 2 * cases_ << " remedies given; " << AskOne(pg, "SELECT count(*) FROM sla.clock")
            << " clocks, " << AskOne(pg, "SELECT count(*) FROM sla.clock WHERE state = 4") << " of them broken; " << taken.size()
            << " messages taken, " << CountCopies(taken) << " copies of mails (of "
            << AskOne(pg, "SELECT count(*) FROM outreach.notice WHERE possible_duplicate") << " marked); the shop failed "
            << shop_->hits().at("KIND_ERROR_AFTER") << " times after it had done what it was asked" << std::endl;
}

}  // namespace redress::torture
