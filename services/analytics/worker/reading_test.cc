#include "services/analytics/worker/reading.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/time_util.h"
#include "libs/base/error.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/outreach/v1/outreach_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "redress/sla/v1/sla_events.pb.h"

namespace redress::analytics {
namespace {

constexpr char kCase[] = "cases/261127-00000001-11";
constexpr const char* kSources[] = {"intake", "routing", "casework", "compensation", "sla", "outreach"};

const google::protobuf::FileDescriptor& FileOf(absl::string_view source) {
  static const std::map<absl::string_view, const google::protobuf::FileDescriptor*> files = {
      {"intake", intake::v1::ComplaintReceived::descriptor()->file()},
      {"routing", routing::v1::WorkItemCreated::descriptor()->file()},
      {"casework", casework::v1::CaseOpened::descriptor()->file()},
      {"compensation", compensation::v1::GrantCommitted::descriptor()->file()},
      {"sla", sla::v1::ClocksStarted::descriptor()->file()},
      {"outreach", outreach::v1::NoticeSent::descriptor()->file()}};
  return *files.at(source);
}

google::protobuf::Timestamp At(int hours) {
  google::protobuf::Timestamp time;
  time.set_seconds(1'764'000'000 + hours * 3'600);
  return time;
}

template <class Message>
events::Event Said(const std::string& source, const Message& message) {
  events::Event event;
  event.source = source;
  event.type = message.GetTypeName();
  event.partition = 5;
  event.data = message.SerializeAsString();
  return event;
}

Facts FoldAll(const std::vector<events::Event>& said) {
  Facts facts;
  for (const events::Event& event : said) {
    const absl::StatusOr<Updates> updates = UpdatesOf(event);
    REQUIRE(updates.ok());
    for (const Update& update : *updates) Fold(update, &facts);
  }
  return facts;
}

// The present value of a column, times and numbers as text; empty where there is no such fact.
std::string Of(const Facts& facts, TableId table, const std::string& id, absl::string_view column) {
  const auto found = facts.find({table, 5, id});
  if (found == facts.end()) return "";
  const Cell& cell = found->second.at(static_cast<size_t>(TableOf(table).IndexOf(column)));
  return cell.number.has_value() ? std::to_string(*cell.number) : cell.text;
}
std::string OfCase(const Facts& facts, absl::string_view column) {
  return Of(facts, TableId::kCase, "261127-00000001-11", column);
}

casework::v1::CaseOpened Opening() {
  casework::v1::CaseOpened opened;
  opened.set_case_(kCase);
  opened.set_complaint("complaints/261127-00000001-11");
  *opened.mutable_received_time() = At(0);
  *opened.mutable_open_time() = At(0);
  return opened;
}
casework::v1::CaseStateChanged Moving(casework::v1::Case::State to, int hours) {
  casework::v1::CaseStateChanged moved;
  moved.set_case_(kCase);
  moved.set_to_state(to);
  *moved.mutable_change_time() = At(hours);
  return moved;
}
casework::v1::CaseClosed Closing(casework::v1::Closing::Finding finding, int hours) {
  casework::v1::CaseClosed closed;
  closed.set_case_(kCase);
  closed.set_state(casework::v1::Case::STATE_CLOSED);
  closed.mutable_closing()->set_finding(finding);
  *closed.mutable_close_time() = At(hours);
  return closed;
}
casework::v1::CaseReopened Reopening(const std::string& reason) {
  casework::v1::CaseReopened reopened;
  reopened.set_case_(kCase);
  reopened.set_reason(reason);
  return reopened;
}

TEST_CASE("Every event that a source publishes is read", "[analytics]") {
  const std::string source = GENERATE(from_range(std::begin(kSources), std::end(kSources)));
  std::set<std::string> published, read;
  const google::protobuf::FileDescriptor& file = FileOf(source);
  for (int i = 0; i < file.message_type_count(); ++i) published.insert(file.message_type(i)->full_name());
  for (const Meaning& meaning : MeaningsOf(source)) read.insert(std::string(meaning.type));
  CHECK(read == published);
  CHECK(MeaningsOf("classification").empty());
}

TEST_CASE("What cannot be read is a bad event, whatever its type", "[analytics]") {
  const std::string source = GENERATE(from_range(std::begin(kSources), std::end(kSources)));
  for (const Meaning& meaning : MeaningsOf(source)) {
    events::Event event;
    event.source = source;
    event.type = std::string(meaning.type);
    event.data = "\x0a\x05no";  // a text that ends early
    CHECK(ReasonOf(UpdatesOf(event).status()) == "BAD_EVENT");
    event.data.clear();  // no case
    const absl::Status status = UpdatesOf(event).status();
    CAPTURE(event.type);
    CHECK((status.ok() || ReasonOf(status) == "BAD_EVENT"));
  }
}

TEST_CASE("A case keeps what happened first and shows what is so now", "[analytics]") {
  using casework::v1::Case;
  const std::vector<events::Event> said = {
      Said("casework", Opening()),
      Said("casework", Moving(Case::STATE_VERIFYING, 1)),
      Said("casework", Moving(Case::STATE_CALLBACK_DUE, 20)),
      Said("casework", Moving(Case::STATE_CLOSED, 30)),
      Said("casework", Closing(casework::v1::Closing::FINDING_SUBSTANTIATED, 30)),
  };
  Facts facts = FoldAll(said);
  CHECK(OfCase(facts, "state") == "CLOSED");
  CHECK(OfCase(facts, "finding") == "SUBSTANTIATED");
  CHECK(OfCase(facts, "resolve_time") == std::to_string((1'764'000'000LL + 20 * 3'600) * 1'000'000));
  CHECK(OfCase(facts, "close_count") == "1");
  std::vector<events::Event> more = said;
  more.push_back(Said("casework", Reopening("REPEAT")));
  more.push_back(Said("casework", Moving(Case::STATE_REOPENED, 100)));
  facts = FoldAll(more);
  CHECK(OfCase(facts, "state") == "REOPENED");
  CHECK(OfCase(facts, "finding").empty());
  CHECK(OfCase(facts, "close_time").empty());
  CHECK(OfCase(facts, "reopen_count") == "1");
  CHECK(OfCase(facts, "repeat_count") == "1");
  CHECK(OfCase(facts, "resolve_time") == std::to_string((1'764'000'000LL + 20 * 3'600) * 1'000'000));
  more.push_back(Said("casework", Closing(casework::v1::Closing::FINDING_PARTLY, 120)));
  facts = FoldAll(more);
  CHECK(OfCase(facts, "close_count") == "2");
  CHECK(OfCase(facts, "first_close_time") == std::to_string((1'764'000'000LL + 30 * 3'600) * 1'000'000));
}

TEST_CASE("A merge can be undone", "[analytics]") {
  casework::v1::CaseMerged merged;
  merged.set_case_(kCase);
  merged.set_into("cases/261127-00000002-22");
  casework::v1::CaseUnmerged unmerged;
  unmerged.set_case_(kCase);
  unmerged.set_state(casework::v1::Case::STATE_VERIFYING);
  std::vector<events::Event> said = {Said("casework", Opening()), Said("casework", merged)};
  CHECK(OfCase(FoldAll(said), "merged_into") == "261127-00000002-22");
  CHECK(OfCase(FoldAll(said), "state") == "MERGED");
  said.push_back(Said("casework", unmerged));
  CHECK(OfCase(FoldAll(said), "merged_into").empty());
  CHECK(OfCase(FoldAll(said), "state") == "VERIFYING");
}

TEST_CASE("A stop in time takes a breach back, a late one does not", "[analytics]") {
  const bool met = GENERATE(true, false);
  sla::v1::ClocksStarted started;
  started.add_clocks()->set_clock(std::string(kCase) + "/clocks/acceptance");
  started.mutable_clocks(0)->set_kind(sla::v1::CLOCK_KIND_ACCEPTANCE);
  *started.mutable_start_time() = At(0);
  sla::v1::ClockBreached breached;
  breached.set_clock(started.clocks(0).clock());
  breached.set_kind(started.clocks(0).kind());
  breached.set_level(sla::v1::ESCALATION_LEVEL_SUPERVISOR);
  *breached.mutable_breach_time() = At(1);
  sla::v1::ClockStopped stopped;
  stopped.set_clock(started.clocks(0).clock());
  stopped.set_kind(started.clocks(0).kind());
  stopped.set_met(met);
  *stopped.mutable_stop_time() = At(met ? 0 : 2);
  const Facts facts = FoldAll({Said("sla", started), Said("sla", breached), Said("sla", stopped)});
  const std::string id = "261127-00000001-11/acceptance";
  CHECK(Of(facts, TableId::kClock, id, "state") == (met ? "MET" : "BREACHED"));
  CHECK(Of(facts, TableId::kClock, id, "level") == (met ? "" : "SUPERVISOR"));
  CHECK(Of(facts, TableId::kClock, id, "case_number") == "261127-00000001-11");
}

// Any event of any source, about one of a few cases, with arbitrary content where names are not needed.
events::Event Any(std::mt19937& random) {
  const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  const std::string number = "261127-0000000" + std::to_string(pick(3)) + "-00";
  const std::string name = "cases/" + number;
  switch (pick(10)) {
    case 0: {
      intake::v1::ComplaintReceived message;
      message.set_complaint("complaints/" + number);
      message.set_case_(name);
      message.set_channel(static_cast<type::v1::Channel>(1 + pick(9)));
      message.set_evidence_count(pick(5));
      *message.mutable_received_time() = At(pick(100));
      return Said("intake", message);
    }
    case 1: {
      intake::v1::ContactAdded message;
      message.set_case_(name);
      message.set_kind(static_cast<intake::v1::ContactKind>(1 + pick(3)));
      *message.mutable_received_time() = At(pick(100));
      return Said("intake", message);
    }
    case 2: {
      routing::v1::WorkItemCreated message;
      message.set_case_(name);
      message.set_kind("HANDLE_CASE");
      message.set_team("teams/t" + std::to_string(pick(4)));
      message.set_severity(static_cast<type::v1::Severity>(1 + pick(3)));
      return Said("routing", message);
    }
    case 3: {
      casework::v1::CaseTagged message;
      message.set_case_(name);
      message.mutable_tag()->set_l1("L" + std::to_string(pick(4)));
      return Said("casework", message);
    }
    case 4: {
      casework::v1::CaseStateChanged message = Moving(static_cast<casework::v1::Case::State>(1 + pick(13)), pick(100));
      message.set_case_(name);
      return Said("casework", message);
    }
    case 5: {
      compensation::v1::GrantCommitted message;
      message.set_grant("grants/g" + std::to_string(pick(4)));
      message.set_case_(name);
      message.mutable_amount()->set_amount_minor(pick(1'000));
      return Said("compensation", message);
    }
    case 6: {
      sla::v1::ClockBreached message;
      message.set_clock(name + "/clocks/acceptance");
      *message.mutable_breach_time() = At(pick(100));
      return Said("sla", message);
    }
    case 7: {
      sla::v1::ClockStopped message;
      message.set_clock(name + "/clocks/acceptance");
      message.set_met(pick(2) == 0);
      return Said("sla", message);
    }
    case 8: {
      intake::v1::CallReported message;
      message.set_call("calls/k" + std::to_string(pick(4)));
      if (pick(2) == 0) message.set_case_(name);
      message.set_outcome(static_cast<intake::v1::CallOutcome>(1 + pick(2)));
      *message.mutable_offered_time() = *message.mutable_outcome_time() = At(pick(100));
      return Said("intake", message);
    }
    default: {
      outreach::v1::SurveyAnswered message;
      message.set_case_(name);
      message.set_closing(1);
      message.set_score(1 + pick(5));
      return Said("outreach", message);
    }
  }
}

TEST_CASE("A call is one fact, with a case where it became a complaint", "[analytics]") {
  intake::v1::CallReported call;
  call.set_call("calls/k1");
  call.set_outcome(intake::v1::CALL_OUTCOME_ABANDONED);
  *call.mutable_offered_time() = At(0);
  *call.mutable_outcome_time() = At(1);
  Facts facts = FoldAll({Said("intake", call)});
  REQUIRE(facts.size() == 1);
  CHECK(Of(facts, TableId::kCall, "k1", "outcome") == "ABANDONED");
  CHECK(Of(facts, TableId::kCall, "k1", "case_number").empty());
  call.set_case_(kCase);
  call.set_outcome(intake::v1::CALL_OUTCOME_ANSWERED);
  call.set_talk_seconds(9);
  intake::v1::ChatTurnReported turn;
  turn.set_turn("chatTurns/t1");
  facts = FoldAll({Said("intake", call), Said("intake", turn)});
  CHECK(facts.size() == 1);
  CHECK(Of(facts, TableId::kCall, "k1", "outcome") == "ANSWERED");
  CHECK(Of(facts, TableId::kCall, "k1", "case_number") == "261127-00000001-11");
  CHECK(Of(facts, TableId::kCall, "k1", "talk_seconds") == "9");
  call.set_case_("cases");
  CHECK(ReasonOf(UpdatesOf(Said("intake", call)).status()) == "BAD_EVENT");
}

TEST_CASE("Facts do not depend on the order in which sources are read", "[analytics]") {
  std::mt19937 random(GENERATE(range(0u, 40u)));
  std::map<std::string, std::vector<events::Event>> logs;
  std::vector<events::Event> as_said;
  for (int i = 0; i < 200; ++i) {
    as_said.push_back(Any(random));
    logs[as_said.back().source].push_back(as_said.back());
  }
  // Each log in its order, mixed anew.
  std::vector<events::Event> shuffled;
  std::map<std::string, size_t> next;
  while (shuffled.size() < as_said.size()) {
    const auto log = std::next(logs.begin(), static_cast<int64_t>(random() % logs.size()));
    size_t& at = next[log->first];
    if (at < log->second.size()) shuffled.push_back(log->second[at++]);
  }
  CHECK(FoldAll(shuffled) == FoldAll(as_said));
}

}  // namespace
}  // namespace redress::analytics
