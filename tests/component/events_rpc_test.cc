// The spine bound into services of one process, and read over gRPC: what one service says another applies; operators see and deal
// with what is parked.
#include <atomic>
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/rpc/grpc_feed_reader.h"
#include "libs/events/rpc/spine.h"
#include "libs/rpc/process.h"
#include "libs/rpc/status.h"
#include "tests/component/events_fixture.h"

namespace redress::test {
namespace {

using events::v1::EventFeedService;
using events::v1::ParkedEventService;

// `asking` says things; `answering` records them. One process, real servers.
class TwoServices {
 public:
  TwoServices() {
    auto created = rpc::Process::Create(Config());
    REQUIRE(created.ok());
    process_ = *std::move(created);
    handler_.fault = [this](const events::Event& event) {
      return broken && event.data == "poison" ? Error(absl::StatusCode::kFailedPrecondition, "BROKEN", "no") : absl::OkStatus();
    };
    REQUIRE(process_->Bind("asking", [&](rpc::Host& host) { return Bind(host, &asking_, nullptr); }).ok());
    REQUIRE(process_->Bind("answering", [&](rpc::Host& host) { return Bind(host, &answering_, &handler_); }).ok());
    REQUIRE(process_->Start() == absl::OkStatus());
    REQUIRE(process_->WaitReady(Deadline::After(kPatience)));
    channel_ = grpc::CreateChannel(process_->address(), grpc::InsecureChannelCredentials());
  }

  absl::Status Say(const std::string& subject, const std::string& data) {
    events::NewEvent event;
    event.partition = 1;
    event.type = kType;
    event.subject = subject;
    event.data = data;
    RETURN_IF_ERROR(asking_.pool->Transact([&](pqxx::work& transaction) { return events::Append(transaction, {event}); }));
    asking_.spine->Committed(std::vector<int>{1});
    return absl::OkStatus();
  }

  std::string Recorded() {
    std::string text;
    const absl::Status status = answering_.pool->Read([&](pqxx::transaction_base& transaction) {
      text = transaction.exec1("SELECT coalesce(string_agg(data, ',' ORDER BY ordinal), '') FROM recorded")[0].as<std::string>();
      return absl::OkStatus();
    });
    return status.ok() ? text : status.ToString();
  }

  template <class Stub, class Request, class Response>
  grpc::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*), const std::string& role,
                    const Request& request, Response* response) {
    rpc::TokenClaims claims;
    claims.subject = "agents/somebody";
    claims.roles = {role};
    claims.issued = SystemTimeSource().Now().ToAbsl();
    claims.expires = claims.issued + absl::Minutes(5);
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", process_->SignForTest(claims).value()));
    Stub stub(channel_);
    return (stub.*method)(&context, request, response);
  }

  std::atomic<bool> broken{true};

 private:
  struct Bound {
    pg::Pool* pool = nullptr;
    events::Spine* spine = nullptr;
  };

  static rpc::HostConfig Config() {
    rpc::HostConfig config;
    config.metrics.address = "";
    return config;
  }

  static absl::Status Bind(rpc::Host& host, Bound* bound, events::Handler* handler) {
    pg::PoolOptions pool;
    pool.connection = Postgres().connection();
    pool.schema = host.service();
    bound->pool = &host.Make<pg::Pool>(pool);
    events::SpineOptions options;
    options.redis.address = Redis().address();
    options.partitions = kPartitions;
    options.migrations = {RecordedTable()};
    bound->spine = &host.Make<events::Spine>(host, *bound->pool, options);
    if (handler != nullptr) {
      bound->spine->AddConsumer(*handler, {.name = "answering", .sources = {"asking"}});
      bound->spine->OnPace([] {
        events::PaceFacts facts;
        facts.DueAt(BusinessTime::FromUnixMicros(2'000'000));
        facts.Add("nothing", 0);
        facts.Add("letters", 3);
        return facts;
      });
      bound->spine->OnPace([] {
        events::PaceFacts facts;
        facts.DueAt(BusinessTime::FromUnixMicros(1'000'000));
        facts.DueAt(BusinessTime::FromUnixMicros(3'000'000));
        facts.Add("answers", 1, /*elsewhere=*/true);
        return facts;
      });
    }
    return absl::OkStatus();
  }

  RecordingHandler handler_;
  Bound asking_, answering_;
  std::unique_ptr<rpc::Process> process_;
  std::shared_ptr<grpc::Channel> channel_;
};

std::string ReasonOfGrpc(const grpc::Status& status) {
  return ReasonOf(rpc::FromGrpc(status));
}

}  // namespace

TEST_CASE("Services of one process hear each other; feed and park are served to those who may", "[events][rpc]") {
  TwoServices services;
  REQUIRE(services.Say("cases/1", "first") == absl::OkStatus());
  REQUIRE(services.Say("cases/2", "poison") == absl::OkStatus());
  REQUIRE(services.Say("cases/2", "behind") == absl::OkStatus());
  REQUIRE(services.Say("cases/1", "second") == absl::OkStatus());
  CHECK(Eventually(kPatience, [&] { return services.Recorded() == "first,second"; }));

  events::v1::ReadEventsRequest read;
  events::v1::ReadEventsResponse page;
  read.set_source("asking");
  read.set_partition(1);
  read.set_after_sequence(1);
  read.set_page_size(2);
  REQUIRE(services.Call(&EventFeedService::Stub::ReadEvents, "BACKEND", read, &page).ok());
  REQUIRE(page.events_size() == 2);
  CHECK(page.events(0).data() == "poison");
  CHECK(page.head_sequence() == 4);
  CHECK(services.Call(&EventFeedService::Stub::ReadEvents, "SPECIALIST", read, &page).error_code() ==
        grpc::StatusCode::PERMISSION_DENIED);
  read.set_epoch("ffffffffffffffff");
  CHECK(ReasonOfGrpc(services.Call(&EventFeedService::Stub::ReadEvents, "BACKEND", read, &page)) == "UNKNOWN_EPOCH");
  events::v1::GetHeadRequest ask;
  events::v1::Head head;
  ask.set_source("asking");
  REQUIRE(services.Call(&EventFeedService::Stub::GetHead, "ADMIN", ask, &head).ok());
  CHECK((head.sequences_size() == kPartitions && head.sequences(1) == 4));
  ask.set_source("nobody");
  CHECK(ReasonOfGrpc(services.Call(&EventFeedService::Stub::GetHead, "ADMIN", ask, &head)) == "UNKNOWN_SOURCE");

  events::v1::ListParkedEventsRequest list;
  events::v1::ListParkedEventsResponse parked;
  list.set_service("answering");
  list.set_page_size(1);
  REQUIRE(services.Call(&ParkedEventService::Stub::ListParkedEvents, "ADMIN", list, &parked).ok());
  REQUIRE(parked.parked_events_size() == 1);
  CHECK(parked.parked_events(0).event().data() == "poison");
  CHECK(parked.parked_events(0).reason() == "BROKEN");
  list.set_page_token(parked.next_page_token());
  REQUIRE(services.Call(&ParkedEventService::Stub::ListParkedEvents, "ADMIN", list, &parked).ok());
  REQUIRE(parked.parked_events_size() == 1);
  CHECK(parked.parked_events(0).event().data() == "behind");
  list.set_service("nobody");
  list.clear_page_token();
  CHECK(ReasonOfGrpc(services.Call(&ParkedEventService::Stub::ListParkedEvents, "ADMIN", list, &parked)) == "UNKNOWN_SERVICE");

  services.broken = false;
  events::v1::RetryParkedEventsRequest retry;
  events::v1::RetryParkedEventsResponse retried;
  retry.set_service("answering");
  CHECK(
      ViolationsOf(rpc::FromGrpc(services.Call(&ParkedEventService::Stub::RetryParkedEvents, "ADMIN", retry, &retried))).size() ==
      2);
  retry.set_consumer("answering");
  retry.set_subject("cases/2");
  REQUIRE(services.Call(&ParkedEventService::Stub::RetryParkedEvents, "ADMIN", retry, &retried).ok());
  CHECK((retried.applied_count() == 2 && retried.remaining_count() == 0));
  CHECK(services.Recorded() == "first,second,poison,behind");

  events::v1::DiscardParkedEventsRequest discard;
  events::v1::DiscardParkedEventsResponse discarded;
  discard.set_service("answering");
  discard.set_consumer("answering");
  discard.set_subject("cases/2");
  CHECK(ViolationsOf(rpc::FromGrpc(services.Call(&ParkedEventService::Stub::DiscardParkedEvents, "ADMIN", discard, &discarded)))
            .size() == 1);
  discard.set_reason("none are left");
  REQUIRE(services.Call(&ParkedEventService::Stub::DiscardParkedEvents, "ADMIN", discard, &discarded).ok());
  CHECK(discarded.discarded_count() == 0);
}

TEST_CASE("The pace of every service of a process is told as its database has it, to those who may ask", "[events][rpc]") {
  TwoServices services;
  const auto pace_of = [&](const std::string& service) {
    events::v1::GetPaceRequest request;
    request.set_service(service);
    events::v1::Pace pace;
    REQUIRE(services.Call(&events::v1::PaceService::Stub::GetPace, "ADMIN", request, &pace).ok());
    return pace;
  };
  const auto lag = [&] {
    const events::v1::Pace behind = pace_of("answering"), ahead = pace_of("asking");
    REQUIRE(behind.consumers_size() == 1);
    REQUIRE((behind.consumers(0).epoch().empty() || behind.consumers(0).epoch() == ahead.epoch()));
    int64_t sum = 0;
    for (int i = 0; i < kPartitions; ++i) sum += ahead.head_sequences(i) - behind.consumers(0).sequences(i);
    return sum;
  };
  const int64_t before = pace_of("asking").head_sequences(1);
  REQUIRE(services.Say("cases/1", "first") == absl::OkStatus());
  REQUIRE(services.Say("cases/2", "poison") == absl::OkStatus());
  CHECK(Eventually(kPatience, [&] { return lag() == 0; }));
  const events::v1::Pace asking = pace_of("asking");
  CHECK(asking.service() == "asking");
  CHECK(asking.has_business_time());
  CHECK((asking.head_sequences_size() == kPartitions && asking.head_sequences(1) == before + 2));
  CHECK_FALSE(asking.has_next_due_time());
  CHECK((asking.pending().empty() && asking.consumers().empty()));

  const events::v1::Pace answering = pace_of("answering");
  CHECK(answering.next_due_time().seconds() == 1);
  REQUIRE(answering.pending_size() == 2);
  CHECK((answering.pending(0).kind() == "letters" && answering.pending(0).count() == 3 && !answering.pending(0).elsewhere()));
  CHECK((answering.pending(1).kind() == "answers" && answering.pending(1).elsewhere()));
  CHECK((answering.consumers(0).consumer() == "answering" && answering.consumers(0).source() == "asking"));
  CHECK(answering.parked_count() == 1);  // the poison: it waits for a person, and holds up nobody

  events::v1::GetPaceRequest nobody;
  events::v1::Pace pace;
  nobody.set_service("nobody");
  CHECK(ReasonOfGrpc(services.Call(&events::v1::PaceService::Stub::GetPace, "AUDITOR", nobody, &pace)) == "UNKNOWN_SERVICE");
  CHECK(services.Call(&events::v1::PaceService::Stub::GetPace, "SPECIALIST", nobody, &pace).error_code() ==
        grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace redress::test
