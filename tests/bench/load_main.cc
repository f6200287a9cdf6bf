// bench-load: makes load on one method and prints one line of JSON; tools/bench runs it against us and against the floor.
#include <CLI/CLI.hpp>
#include <cstring>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "echo.grpc.pb.h"
#include "libs/base/uuid.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "tests/bench/load.h"

namespace redress::bench {
namespace {

// One call with everything that must live until it ends.
template <typename Request, typename Response>
struct Call {
  std::unique_ptr<grpc::ClientContext> context;
  Request request;
  Response response;
};

uint64_t RandomNumber() {
  uint64_t number = 0;
  const Uuid uuid = Uuid::Random();
  std::memcpy(&number, uuid.bytes().data(), sizeof(number));
  return number;
}

StartCall EchoCalls(bool later, const std::string& payload) {
  return [later, payload](const std::shared_ptr<grpc::Channel>& channel, std::unique_ptr<grpc::ClientContext> context,
                          std::function<void(const grpc::Status&)> done) {
    const auto stub = v1::EchoService::NewStub(channel);
    if (later) {
      auto call = std::make_shared<Call<v1::EchoLaterRequest, v1::EchoResponse>>();
      call->context = std::move(context);
      call->request.set_payload(payload);
      stub->async()->EchoLater(call->context.get(), &call->request, &call->response,
                               [call, done](const grpc::Status& status) { done(status); });
      return;
    }
    auto call = std::make_shared<Call<v1::EchoRequest, v1::EchoResponse>>();
    call->context = std::move(context);
    call->request.set_payload(payload);
    stub->async()->Echo(call->context.get(), &call->request, &call->response,
                        [call, done](const grpc::Status& status) { done(status); });
  };
}

// A complaint of the size of floor A's row, of one of a million customers, each with an order of its own.
void FillComplaint(intake::v1::SubmitComplaintRequest& request, const std::string& text, bool with_order) {
  request.set_request_id(Uuid::Random().ToString());
  auto& complaint = *request.mutable_complaint();
  complaint.set_channel(redress::type::v1::CHANNEL_APP);
  complaint.set_text(text);
  complaint.mutable_customer()->set_id(absl::StrCat("c", RandomNumber() % 1000000));
  if (with_order) complaint.add_orders(absl::StrCat("o", RandomNumber()));
}

StartCall SubmitCalls(const std::string& text) {
  return [text](const std::shared_ptr<grpc::Channel>& channel, std::unique_ptr<grpc::ClientContext> context,
                std::function<void(const grpc::Status&)> done) {
    const auto stub = intake::v1::IntakeService::NewStub(channel);
    auto call = std::make_shared<Call<intake::v1::SubmitComplaintRequest, intake::v1::Complaint>>();
    call->context = std::move(context);
    FillComplaint(call->request, text, true);
    stub->async()->SubmitComplaint(call->context.get(), &call->request, &call->response,
                                   [call, done](const grpc::Status& status) { done(status); });
  };
}

int Main(int argc, char** argv) {
  CLI::App app{"Makes load on one method and prints one line of JSON."};
  LoadPlan plan;
  std::string method = "echo";
  std::string token_file;
  std::string text;
  double seconds = 10;
  double warm_up_seconds = 2;
  for (int i = 0; i < 34; ++i) text += "投诉";
  app.add_option("--target", plan.target, "host:port")->required();
  app.add_option("--method", method, "echo, echo-later or submit")->check(CLI::IsMember({"echo", "echo-later", "submit"}));
  app.add_option("--channels", plan.channels, "connections");
  app.add_option("--in-flight", plan.in_flight, "calls in flight on each connection");
  app.add_option("--seconds", seconds, "measured time");
  app.add_option("--warm-up", warm_up_seconds, "time before it");
  app.add_option("--rate", plan.rate, "calls a second; 0: closed loop");
  app.add_option("--token-file", token_file, "file with the bearer token");
  app.add_option("--text", text, "text of a complaint, payload of an echo");
  CLI11_PARSE(app, argc, argv);
  plan.duration = absl::Seconds(seconds);
  plan.warm_up = absl::Seconds(warm_up_seconds);
  if (!token_file.empty()) {
    std::ifstream(token_file) >> plan.token;
    if (plan.token.empty()) {
      std::cerr << "bench-load: no token in " << token_file << "\n";
      return 2;
    }
  }
  const LoadResult result = RunLoad(plan, method == "submit" ? SubmitCalls(text) : EchoCalls(method == "echo-later", text));
  std::cout << ToJson(result) << "\n";
  return result.answered > 0 ? 0 : 1;
}

}  // namespace
}  // namespace redress::bench

int main(int argc, char** argv) {
  return redress::bench::Main(argc, argv);
}
