#include "libs/events/rpc/parked_service.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "libs/events/envelope.h"

namespace redress::events {
namespace {

constexpr PageSizes kPageSizes = {50, 500};
constexpr int64_t kMicros = 1'000'000;

// What every decision must name.
template <class Request>
Violations CheckNamed(const Request& request) {
  Violations violations;
  if (request.consumer().empty()) {
    violations.Add("consumer", "required");
  }
  if (request.subject().empty()) {
    violations.Add("subject", "required");
  }
  return violations;
}

void Render(const ParkedEvent& parked, v1::ParkedEvent* out) {
  out->set_consumer(parked.consumer);
  out->set_subject(parked.subject);
  ToProto(parked.event, out->mutable_event());
  out->set_reason(parked.reason);
  out->mutable_parked_time()->set_seconds(parked.parked_time.micros() / kMicros);
  out->mutable_parked_time()->set_nanos(static_cast<int32_t>(parked.parked_time.micros() % kMicros * 1000));
}

}  // namespace

ParkedService& ParkedService::Of(rpc::Host& host) {
  return host.Shared<ParkedService>([&] {
    auto service = std::make_unique<ParkedService>(host.edge());
    host.AddService<v1::ParkedEventService>(*service);
    return service;
  });
}

void ParkedService::Declare(const std::string& service) {
  absl::MutexLock lock(&mutex_);
  desks_.try_emplace(service, nullptr);
}

void ParkedService::Serve(const std::string& service, ParkedDesk& desk) {
  absl::MutexLock lock(&mutex_);
  desks_[service] = &desk;
}

absl::StatusOr<ParkedDesk*> ParkedService::Find(const std::string& service) const {
  absl::MutexLock lock(&mutex_);
  const auto found = desks_.find(service);
  if (found == desks_.end()) {
    return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_SERVICE", "this process does not run that service");
  }
  if (found->second == nullptr) {
    return Error(absl::StatusCode::kUnavailable, "STARTING", "the consumers do not run yet");
  }
  return found->second;
}

absl::StatusOr<v1::ListParkedEventsResponse> ParkedService::List(const v1::ListParkedEventsRequest& request) {
  ASSIGN_OR_RETURN(const int32_t limit, PageSize(request.page_size(), kPageSizes));
  const std::string filter = absl::StrCat(request.service(), "/", request.subject());
  ASSIGN_OR_RETURN(const std::string key, ReadPageToken(request.page_token(), filter));
  ParkedQuery query{request.subject(), 0, limit};
  if (!key.empty() && !absl::SimpleAtoi(key, &query.after)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "not a page token of this listing");
  }
  ASSIGN_OR_RETURN(ParkedDesk* const desk, Find(request.service()));
  ASSIGN_OR_RETURN(const std::vector<ParkedEvent> parked, desk->List(query));
  v1::ListParkedEventsResponse response;
  for (const ParkedEvent& one : parked) {
    Render(one, response.add_parked_events());
  }
  if (static_cast<int>(parked.size()) == limit) {
    response.set_next_page_token(MakePageToken(absl::StrCat(parked.back().ordinal), filter));
  }
  return response;
}

absl::StatusOr<v1::RetryParkedEventsResponse> ParkedService::Retry(const v1::RetryParkedEventsRequest& request) {
  RETURN_IF_ERROR(CheckNamed(request).ToStatus());
  ASSIGN_OR_RETURN(ParkedDesk* const desk, Find(request.service()));
  ASSIGN_OR_RETURN(const ParkedResult result, desk->Retry(request.consumer(), request.subject()));
  v1::RetryParkedEventsResponse response;
  response.set_applied_count(result.done);
  response.set_remaining_count(result.remaining);
  return response;
}

absl::StatusOr<v1::DiscardParkedEventsResponse> ParkedService::Discard(const v1::DiscardParkedEventsRequest& request,
                                                                       const std::string& by) {
  Violations violations = CheckNamed(request);
  if (request.reason().empty()) {
    violations.Add("reason", "required");
  }
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(ParkedDesk* const desk, Find(request.service()));
  ASSIGN_OR_RETURN(const int discarded, desk->Discard(request.consumer(), request.subject(), by, request.reason()));
  v1::DiscardParkedEventsResponse response;
  response.set_discarded_count(discarded);
  return response;
}

grpc::Status ParkedService::ListParkedEvents(grpc::ServerContext* context, const v1::ListParkedEventsRequest* request,
                                             v1::ListParkedEventsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) { return List(*request); });
}

grpc::Status ParkedService::RetryParkedEvents(grpc::ServerContext* context, const v1::RetryParkedEventsRequest* request,
                                              v1::RetryParkedEventsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) { return Retry(*request); });
}

grpc::Status ParkedService::DiscardParkedEvents(grpc::ServerContext* context, const v1::DiscardParkedEventsRequest* request,
                                                v1::DiscardParkedEventsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) { return Discard(*request, caller.subject); });
}

}  // namespace redress::events
