// The whole suite under faults: all eight services, PostgreSQL, Redis, the shop, the mail server and who takes SMS and pushes are
// killed in turn while complaints come in, agents work and cases are brought to their closing. What was promised by when, told,
// given, paid and counted afterwards is what one fold over the logs makes of it, each thing once.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>

#include "absl/strings/str_cat.h"
#include "libs/events/redis_client.h"
#include "tests/torture/case_proof.h"
#include "tests/torture/clock_proof.h"
#include "tests/torture/fact_proof.h"
#include "tests/torture/rig.h"
#include "tests/torture/told_proof.h"

namespace redress::torture {
namespace {

using test::PrivatePostgres;

Rig::Fault Killed(const std::string& program) {
  return {"kill -9 " + program, [program](Rig& rig) { rig.KillAndStart(program); }};
}

Rig::Fault PostgresStopped(PrivatePostgres::Stopping how, const std::string& name) {
  return {name, [how](Rig& rig) { rig.postgres.Restart(how); }};
}

Rig::Fault FlushAll() {
  return {"FLUSHALL", [](Rig& rig) {
            events::RedisClient redis({.address = rig.redis.address()});
            REQUIRE(redis.Run({"FLUSHALL"}).ok());
          }};
}

// Dialogues take a while, so that they are cut in the middle; what the server stored it stored.
Rig::Fault MailCut() {
  return {"mail cut in the middle of dialogues", [](Rig& rig) {
            rig.to_mail->SetLatency(absl::Milliseconds(20));
            const int before = rig.to_mail->cut_count();
            test::Eventually(absl::Seconds(3), [&] {  // there may be nothing to tell just now
              rig.to_mail->CutAll();
              return rig.to_mail->cut_count() > before + 5;
            });
            rig.to_mail->SetLatency(absl::ZeroDuration());
          }};
}

// Nobody takes mail, SMS or pushes until there is more to tell.
Rig::Fault ReceiverAway() {
  return {"the receiver away for a while", [](Rig& rig) {
            const int before = rig.load->acknowledged();
            rig.receiver->Kill();
            rig.load->WaitAcknowledged(before + 10, absl::Seconds(3));
            rig.receiver->Start();
          }};
}

Rig::Fault ReceiverKilled() {
  return {"kill -9 of the receiver", [](Rig& rig) {
            rig.receiver->Kill();
            rig.receiver->Start();
          }};
}

// Everything of ours, the shop and the receiver at once; Redis is empty when it comes back.
Rig::Fault AllAtOnce() {
  return {"kill -9 of everything but PostgreSQL", [](Rig& rig) {
            for (const std::string& program : rig.suite->programs()) {
              if (program != "platform") rig.suite->Kill(program);
            }
            rig.receiver->Kill();
            rig.redis.Restart();
            rig.KillAndStart("platform");
            rig.receiver->Start();
            rig.suite->StartAll();
          }};
}

std::vector<Rig::Fault> ManyFaults() {
  std::vector<Rig::Fault> faults;
  for (const char* service :
       {"intake", "classification", "routing", "casework", "compensation", "sla", "outreach", "analytics"}) {
    faults.push_back(Killed(service));
  }
  for (const char* again : {"sla", "outreach", "analytics", "platform"}) faults.push_back(Killed(again));
  faults.push_back(PostgresStopped(PrivatePostgres::Stopping::kImmediate, "PostgreSQL stopped immediate"));
  faults.push_back(PostgresStopped(PrivatePostgres::Stopping::kKill, "kill -9 PostgreSQL"));
  faults.push_back({"Redis restarted empty", [](Rig& rig) { rig.redis.Restart(); }});
  for (Rig::Fault& fault : std::vector<Rig::Fault>{FlushAll(), MailCut(), ReceiverAway(), ReceiverKilled(), AllAtOnce()}) {
    faults.push_back(std::move(fault));
  }
  faults = Repeated(faults);
  std::shuffle(faults.begin(), faults.end(), std::mt19937(5));
  return faults;
}

TEST_CASE("whatever of the whole suite is killed, nothing is lost and each thing is done, promised, told and counted once",
          "[torture]") {
  Rig rig({.complaints = 400, .cases = 40});
  rig.Suffer(ManyFaults());
  rig.Prove();
}

std::string FirstMail(const Rig& rig) {
  return std::filesystem::directory_iterator(rig.receiver->mail_folder())->path().string();
}

TEST_CASE("what the proofs of the whole suite look for is noticed when it is there", "[torture]") {
  Rig rig({.complaints = 100, .cases = 6});
  rig.Suffer({{"nothing", [](Rig&) {}}});
  rig.Prove();
  const std::string pg = rig.places().pg;
  Tamper(pg,
         "UPDATE analytics.clock_fact SET spent_ms = spent_ms + 1 WHERE clock = (SELECT min(clock) FROM analytics.clock_fact)");
  CHECK(ProveRebuild(*rig.suite).size() == 1);
  rig.KillAll();

  // Nobody tends timers any more: what is found from now on is compared with what is found already.
  const std::string clocks = pg + " dbname=replay_sla";
  const FaultList clocks_before = ProveClocks(pg), same_before = ProveSameClocks(pg, clocks);
  const std::string one_case = "(SELECT min(case_number) FROM casework.callback)";
  Tamper(pg,
         "INSERT INTO sla.event (partition, sequence, id, type, subject, time, traceparent, after, data) SELECT partition,"
         " (SELECT max(sequence) + 1 FROM sla.event x WHERE x.partition = e.partition), gen_random_uuid(), type, subject, time,"
         " traceparent, after, data FROM sla.event e WHERE type = 'redress.sla.v1.ClockBreached' LIMIT 1");
  CHECK(CountNew(clocks_before, ProveClocks(pg)) == 1);
  Tamper(pg, "DELETE FROM sla.clock WHERE clock = 'acceptance' AND case_number = " + one_case);
  CHECK(CountNew(clocks_before, ProveClocks(pg)) == 2);
  CHECK(CountNew(same_before, ProveSameClocks(pg, clocks)) == 1);
  const FaultList facts_before = ProveFacts(pg);
  Tamper(pg, "DELETE FROM analytics.grant_fact WHERE grant_id = (SELECT min(grant_id) FROM analytics.grant_fact)");
  CHECK(CountNew(facts_before, ProveFacts(pg)) == 1);

  Tamper(pg, "UPDATE outreach.notice SET possible_duplicate = false");  // so that no mail may be there twice
  const FaultList taken_before = ProveTaken(pg, rig.receiver->Taken());
  std::filesystem::copy_file(FirstMail(rig), rig.receiver->mail_folder() + "/twice");
  CHECK(CountNew(taken_before, ProveTaken(pg, rig.receiver->Taken())) == 1);
  std::filesystem::remove(rig.receiver->mail_folder() + "/twice");
  CHECK(CountNew(taken_before, ProveTaken(pg, rig.receiver->Taken())) == 0);
  std::ofstream(rig.receiver->messages_file("sms"), std::ios::app) << R"({"key": "cases/1/notices/accepted/sms"})" << std::endl;
  CHECK(CountNew(taken_before, ProveTaken(pg, rig.receiver->Taken())) == 1);

  const std::string notices = pg + " dbname=replay_outreach";
  const FaultList told_before = ProveTold(pg), told_same_before = ProveSameNotices(pg, notices);
  Tamper(pg, "DELETE FROM outreach.notice WHERE kind = 'ACCEPTED' AND case_number = " + one_case);
  CHECK(CountNew(told_before, ProveTold(pg)) == 2);  // it is missing, and its event is one too many
  CHECK(CountNew(told_same_before, ProveSameNotices(pg, notices)) == 1);
  CHECK(CountNew(taken_before, ProveTaken(pg, rig.receiver->Taken())) == 2);  // a message of no notice

  Tamper(pg, "DELETE FROM casework.audit WHERE what = 'CASE_CLOSED' AND case_number = " + one_case);
  CHECK(ProveCases(pg, rig.cases->cases()).size() == 1);
  Tamper(pg, "UPDATE casework.step SET amount_minor = amount_minor + 1 WHERE kind = 'REMEDY' AND case_number = " + one_case);
  CHECK(ProveKept(pg, 12).size() == 1);
  const FaultList logs_before = ProveLogs(rig.places(), SpineOfAll());
  Tamper(pg, "DELETE FROM analytics.consumer_offset WHERE source = 'compensation'");
  CHECK(CountNew(logs_before, ProveLogs(rig.places(), SpineOfAll())) == 1);
}

}  // namespace
}  // namespace redress::torture
