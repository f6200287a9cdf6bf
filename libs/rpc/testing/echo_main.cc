// The smallest service there is, run as a real one is: for the test of RunMain.
#include "libs/rpc/service_definition.h"
#include "libs/rpc/testing/echo.grpc.pb.h"

namespace redress::rpc::testing {
namespace {

struct EchoConfig {
  std::string greeting = "hello";

  template <class V>
  void Visit(V& v) {
    v.Field("greeting", &greeting, "What everybody is told.", config::NotEmpty());
  }
};

struct Config {
  EchoConfig echo;

  template <class V>
  void Visit(V& v) {
    v.Group("echo", &echo, "The echo.");
  }
};

class Handler final : public EchoService::Service {
 public:
  Handler(Edge& edge, std::string greeting) : edge_(edge), greeting_(std::move(greeting)) {}
  grpc::Status EchoToAll(grpc::ServerContext* context, const EchoToAllRequest* request, EchoResponse* response) override {
    return edge_.Answer(*context, *request, response, [&](const Caller&) -> absl::StatusOr<EchoResponse> {
      EchoResponse answer;
      answer.set_text(greeting_);
      return answer;
    });
  }

 private:
  Edge& edge_;
  const std::string greeting_;
};

absl::Status Bind(const Config& config, Host& host) {
  host.AddService<EchoService>(host.Make<Handler>(host.edge(), config.echo.greeting));
  return absl::OkStatus();
}

}  // namespace
}  // namespace redress::rpc::testing

int main(int argc, char** argv) {
  using namespace redress::rpc;
  return RunMain(argc, argv, {Define<testing::Config>("echo", &testing::Bind)});
}
