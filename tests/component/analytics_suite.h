// Analytics as a process beside the logs of all its sources, which are nothing but logs: a test says what they say. One suite a
// program; every test adds cases of its own days. Functions throw where a test cannot go on.
#pragma once

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/uuid.h"
#include "libs/events/rpc/spine.h"
#include "libs/rpc/process.h"
#include "libs/rpc/status.h"
#include "redress/analytics/v1/analytics_service.grpc.pb.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "tests/support/private_servers.h"

namespace redress::test {

namespace v1 = analytics::v1;
using Stub = v1::AnalyticsService::Stub;
constexpr absl::Duration kPatience = absl::Seconds(60);
// The first day of the tests, at eight in Shanghai.
inline const BusinessTime kStart = BusinessTime::ParseRfc3339("2026-11-01T00:00:00Z").value();

inline void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}
template <class T>
T Must(absl::StatusOr<T> value) {
  Must(value.status());
  return *std::move(value);
}

// What becomes of a case; hours after its receipt, −1: never.
struct CaseStory {
  std::string number;
  BusinessTime received;
  type::v1::Channel channel = type::v1::CHANNEL_APP;
  std::string seller = "s-1";
  std::string l1 = "LOGISTICS";
  std::string l2 = "LOST";
  int told_after_h = 10;  // and the checklist complete an hour before
  int resolved_after_h = 40;
  int closed_after_h = 60;
  casework::v1::Closing::Finding finding = casework::v1::Closing::FINDING_SUBSTANTIATED;
  std::string reopened = {};  // why
  std::string merged_into = {};
  bool malicious = false;
  int score = 0;  // of the survey; 0: not answered
  bool surveyed = false;
  int64_t granted = 0;  // fen
  bool grant_fails = false;
  int acceptance = 1;  // the clock: 1 met, 0 breached, −1 none
};

// A call to the hotline.
struct CallStory {
  std::string number;  // of the case; the call's id, too
  BusinessTime offered;
  int waited_s = 0;
  bool answered = true;
  bool complained = true;  // it is about the case
};

class AnalyticsSuite {
 public:
  AnalyticsSuite();
  // Ends the process, whatever it is at, and starts another on the same tables.
  void Restart();

  template <class Request, class Response>
  absl::StatusOr<Response> CallAs(const std::string& subject, const std::string& role,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  const Request& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + Token(subject, role));
    Response response;
    const auto stub = v1::AnalyticsService::NewStub(process_->InProcessChannel());
    const absl::Status status = rpc::FromGrpc((stub.get()->*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  template <class Request, class Response>
  Response Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*), const Request& request) {
    return Must(CallAs("agents/m-zhao", "MANAGER", method, request));
  }

  // Says everything of the story in the logs of all sources, `noise` moved between them.
  void Tell(const CaseStory& story);
  void TellCall(const CallStory& story);
  // Until every consumer has applied everything.
  void WaitUntilHeard();
  v1::Rebuild RebuildAndWait(bool swap);
  BusinessTime Now() const { return time_->Now(); }
  void SetNow(BusinessTime now) { time_->Set(now); }
  // Runs a statement on the database; the first field of its first row.
  std::string Sql(const std::string& statement);
  std::string connection() const { return postgres_.connection(); }
  std::string Metrics() { return process_->metrics().ToText(); }

 private:
  struct Log {
    pg::Pool* pool = nullptr;
    events::Spine* spine = nullptr;
  };
  void Start();
  void BindLog(const std::string& source);
  template <class Message>
  void Say(const std::string& source, const CaseStory& story, Message message);
  std::string Token(const std::string& subject, const std::string& role) const;

  PrivatePostgres postgres_;
  PrivateRedis redis_;
  PrivateFolder folder_{"analytics"};
  std::unique_ptr<SharedTimeSource> time_;
  std::map<std::string, Log> logs_;
  std::unique_ptr<rpc::Process> process_;
};

// The one of this program.
AnalyticsSuite& TheAnalytics();

}  // namespace redress::test
