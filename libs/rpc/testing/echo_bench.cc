// Measures what the kit costs (goal G1): requests a second of an echo behind the edge, callback and synchronous, beside a bare
// callback echo. Server and client are processes of their own.
//   redress-rpc-bench serve bare|kit               prints `ADDRESS TOKEN`, serves until its standard input ends
//   redress-rpc-bench load ADDRESS TOKEN later|sync SECONDS   prints `{"calls_per_s": …, "errors": …, "p50_us": …}`
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "libs/base/machine_time.h"
#include "libs/rpc/process.h"
#include "libs/rpc/testing/echo.grpc.pb.h"

namespace redress::rpc::testing {
namespace {

constexpr int kChannels = 4;
constexpr int kInFlight = 64;

class BareHandler final : public EchoService::WithCallbackMethod_EchoLater<EchoService::Service> {
 public:
  grpc::ServerUnaryReactor* EchoLater(grpc::CallbackServerContext* context, const EchoLaterRequest* request,
                                      EchoResponse* response) override {
    response->set_text(request->text());
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

class KitHandler final : public EchoService::WithCallbackMethod_EchoLater<EchoService::Service> {
 public:
  explicit KitHandler(Edge& edge) : edge_(edge) {}
  grpc::ServerUnaryReactor* EchoLater(grpc::CallbackServerContext* context, const EchoLaterRequest* request,
                                      EchoResponse* response) override {
    return edge_.Begin(*context, *request, response, [&](Pending<EchoResponse> pending) {
      EchoResponse answer;
      answer.set_text(request->text());
      pending.Finish(std::move(answer));
    });
  }
  grpc::Status Echo(grpc::ServerContext* context, const EchoRequest* request, EchoResponse* response) override {
    return edge_.Answer(*context, *request, response, [&](const Caller&) -> absl::StatusOr<EchoResponse> {
      EchoResponse answer;
      answer.set_text(request->text());
      return answer;
    });
  }

 private:
  Edge& edge_;
};

void WaitForEndOfInput() {
  while (std::cin.get() != std::char_traits<char>::eof()) {
  }
}

int ServeBare() {
  BareHandler handler;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&handler);
  const auto server = builder.BuildAndStart();
  std::cout << "127.0.0.1:" << port << " none" << std::endl;
  WaitForEndOfInput();
  server->Shutdown();
  return 0;
}

int ServeKit() {
  HostConfig config;
  config.admission.caller_calls_per_s = config.admission.caller_burst = 1'000'000;  // reached by nobody, paid for by every call
  config.metrics.address = "";
  TokenClaims claims;
  claims.subject = "agents/a-li";
  claims.roles = {"SPECIALIST"};
  claims.issued = SystemTimeSource().Now().ToAbsl();
  claims.expires = claims.issued + absl::Hours(1);
  auto process = Process::Create(config);
  if (!process.ok()) return 1;
  const auto bound = (*process)->Bind("echo", [&](Host& host) {
    host.AddService<EchoService>(host.Make<KitHandler>(host.edge()));
    return absl::OkStatus();
  });
  if (!bound.ok() || !(*process)->Start().ok()) return 1;
  const auto token = (*process)->SignForTest(claims);
  if (!token.ok()) return 1;
  std::cout << (*process)->address() << " " << *token << std::endl;
  WaitForEndOfInput();
  return 0;
}

// Keeps calls in flight on one channel; every answer starts the next call.
class Client {
 public:
  Client(std::string address, std::string token, bool later, absl::BlockingCounter& done)
      : token_(std::move(token)), later_(later), done_(done) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
    stub_ = EchoService::NewStub(grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
    later_request_.set_text(std::string(100, 'x'));
    request_.set_text(std::string(100, 'x'));
  }
  void Go() {
    for (int i = 0; i < kInFlight; ++i) Next();
  }
  void Stop() { stopping_ = true; }
  int64_t calls() const { return calls_; }
  int64_t errors() const { return errors_; }
  // Of every 64th call, in µs.
  std::vector<int64_t> Latencies() const {
    const size_t count = std::min<size_t>(sampled_, kSamples);
    return std::vector<int64_t>(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(count));
  }

 private:
  struct Call {
    grpc::ClientContext context;
    EchoResponse response;
    MachineTime begin;
  };
  static constexpr size_t kSamples = 1 << 16;

  void Next() {
    auto* call = new Call;
    call->begin = MachineClock::Now();
    if (token_ != "none") {
      call->context.AddMetadata("authorization", "Bearer " + token_);
      call->context.AddMetadata("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
    }
    const auto finished = [this, call](const grpc::Status& status) { Finished(call, status); };
    if (later_) {
      stub_->async()->EchoLater(&call->context, &later_request_, &call->response, finished);
    } else {
      stub_->async()->Echo(&call->context, &request_, &call->response, finished);
    }
  }
  void Finished(Call* call, const grpc::Status& status) {
    if (!status.ok()) ++errors_;
    if (++calls_ % 64 == 0) {
      const size_t place = sampled_++;
      if (place < kSamples) samples_[place] = absl::ToInt64Microseconds(MachineClock::Now() - call->begin);
    }
    delete call;
    if (stopping_) {
      if (++stopped_ == kInFlight) done_.DecrementCount();
    } else {
      Next();
    }
  }

  const std::string token_;
  const bool later_;
  absl::BlockingCounter& done_;
  std::unique_ptr<EchoService::Stub> stub_;
  EchoLaterRequest later_request_;
  EchoRequest request_;
  std::atomic<bool> stopping_{false};
  std::atomic<int64_t> calls_{0}, errors_{0};
  std::atomic<int> stopped_{0};
  std::atomic<size_t> sampled_{0};
  std::vector<int64_t> samples_ = std::vector<int64_t>(kSamples);
};

int Load(const std::string& address, const std::string& token, bool later, double seconds) {
  absl::BlockingCounter done(kChannels);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < kChannels; ++i) clients.push_back(std::make_unique<Client>(address, token, later, done));
  for (const auto& client : clients) client->Go();
  const auto sum = [&](int64_t (Client::*of)() const) {
    int64_t total = 0;
    for (const auto& client : clients) total += (client.get()->*of)();
    return total;
  };
  Stopper never;
  never.WaitFor(absl::Seconds(1));  // connections, caches, threads
  const MachineTime begin = MachineClock::Now();
  const int64_t before = sum(&Client::calls);
  never.WaitFor(absl::Seconds(seconds));
  const int64_t calls = sum(&Client::calls) - before;
  const double took = absl::ToDoubleSeconds(MachineClock::Now() - begin);
  for (const auto& client : clients) client->Stop();
  done.Wait();
  std::vector<int64_t> latencies;
  for (const auto& client : clients) {
    for (const int64_t latency : client->Latencies()) latencies.push_back(latency);
  }
  std::sort(latencies.begin(), latencies.end());
  std::printf("{\"calls_per_s\": %.0f, \"errors\": %lld, \"p50_us\": %lld}\n", calls / took,
              static_cast<long long>(sum(&Client::errors)),
              static_cast<long long>(latencies.empty() ? 0 : latencies[latencies.size() / 2]));
  return sum(&Client::errors) == 0 ? 0 : 1;
}

int Run(const std::vector<std::string>& words) {
  if (words.size() == 2 && words[0] == "serve" && words[1] == "bare") return ServeBare();
  if (words.size() == 2 && words[0] == "serve" && words[1] == "kit") return ServeKit();
  if (words.size() == 5 && words[0] == "load") return Load(words[1], words[2], words[3] == "later", std::stod(words[4]));
  std::cerr << "usage: redress-rpc-bench serve bare|kit | load ADDRESS TOKEN later|sync SECONDS\n";
  return 2;
}

}  // namespace
}  // namespace redress::rpc::testing

int main(int argc, char** argv) {
  return redress::rpc::testing::Run({argv + 1, argv + argc});
}
