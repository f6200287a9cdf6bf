#include "libs/rpc/testing/harness.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"
#include "libs/obs/trace.h"

namespace redress::rpc::testing {

absl::StatusOr<EchoResponse> EchoHandler::Reply(const Caller& caller, const std::string& text) {
  EchoResponse response;
  response.set_text(text);
  response.set_subject(caller.subject);
  response.set_deadline_ms(absl::ToInt64Milliseconds(caller.deadline.Remaining()));
  response.set_trace_id(obs::CurrentTrace().TraceIdText());
  return response;
}

grpc::Status EchoHandler::Echo(grpc::ServerContext* context, const EchoRequest* request, EchoResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const Caller& caller) { return body(caller, request->text()); });
}

grpc::ServerUnaryReactor* EchoHandler::EchoLater(grpc::CallbackServerContext* context, const EchoLaterRequest* request,
                                                 EchoResponse* response) {
  return edge_.Begin(*context, *request, response, [&](Pending<EchoResponse> pending) { later(std::move(pending)); });
}

grpc::ServerWriteReactor<EchoResponse>* EchoHandler::EchoStream(grpc::CallbackServerContext* context,
                                                                const EchoStreamRequest* request) {
  return Stream<EchoResponse>::Begin(edge_, *context, *request, [&](auto opened) { stream(std::move(opened)); });
}

grpc::Status EchoHandler::EchoOfService(grpc::ServerContext* context, const EchoOfServiceRequest* request,
                                        EchoResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const Caller& caller) { return body(caller, request->text()); });
}

grpc::Status EchoHandler::EchoToAll(grpc::ServerContext* context, const EchoToAllRequest* request, EchoResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const Caller& caller) { return body(caller, request->text()); });
}

Keys::Keys() : dir_(std::filesystem::temp_directory_path() / ("redress-rpc-" + Uuid::Random().ToString())) {
  auto pair = GenerateKeyPair();
  REQUIRE(pair.ok());
  pair_ = *std::move(pair);
  std::filesystem::create_directory(dir_);
  std::ofstream(dir_ / "k1.pem") << pair_.public_pem;
  std::ofstream(dir_ / "private.key") << pair_.private_pem;
}

Keys::~Keys() {
  std::filesystem::remove_all(dir_);
}

TokenClaims Keys::Claims(const std::string& subject, const std::string& role) {
  TokenClaims claims;
  claims.subject = subject;
  claims.roles = {role};
  claims.issued = SystemTimeSource().Now().ToAbsl();
  claims.expires = claims.issued + absl::Minutes(10);
  return claims;
}

std::string Keys::Sign(const TokenClaims& claims) const {
  const auto token = SignToken({"k1", pair_.private_pem}, claims);
  REQUIRE(token.ok());
  return *token;
}

EchoProcess::EchoProcess(HostConfig config) {
  config.auth.keys_dir = keys_.dir();
  config.metrics.address = "";  // its server takes two seconds to stop
  auto process = Process::Create(config);
  REQUIRE(process.ok());
  process_ = *std::move(process);
  REQUIRE(process_
              ->Bind("echo",
                     [&](Host& host) {
                       handler_ = &host.Make<EchoHandler>(host.edge());
                       host.AddService<EchoService>(*handler_);
                       return absl::OkStatus();
                     })
              .ok());
  REQUIRE(process_->Start().ok());
  REQUIRE(process_->WaitReady(Deadline::After(absl::Seconds(20))));
  stub_ = EchoService::NewStub(grpc::CreateChannel(process_->address(), grpc::InsecureChannelCredentials()));
}

grpc::Status EchoProcess::Echo(const std::string& token, const EchoRequest& request, EchoResponse* response) {
  grpc::ClientContext context;
  Prepare(&context, token);
  EchoResponse ignored;
  return stub_->Echo(&context, request, response == nullptr ? &ignored : response);
}

void Prepare(grpc::ClientContext* context, const std::string& token, absl::Duration timeout) {
  if (!token.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", token));
  context->set_deadline(
      gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(absl::ToInt64Microseconds(timeout), GPR_TIMESPAN)));
}

}  // namespace redress::rpc::testing
