// G1: the echo of bare_echo.cc inside the server kit: token, role, admission, deadline, checks, tracing, metrics; no store.
// `Echo` is synchronous, `EchoLater` a callback.
#include "echo.grpc.pb.h"
#include "libs/rpc/service_definition.h"

namespace redress::bench {
namespace {

struct Config {
  template <class V>
  void Visit(V&) {}
};

class KitEcho final : public v1::EchoService::WithCallbackMethod_EchoLater<v1::EchoService::Service> {
 public:
  explicit KitEcho(rpc::Edge& edge) : edge_(edge) {}

  grpc::Status Echo(grpc::ServerContext* context, const v1::EchoRequest* request, v1::EchoResponse* response) override {
    return edge_.Answer(*context, *request, response,
                        [&](const rpc::Caller&) -> absl::StatusOr<v1::EchoResponse> { return Reply(request->payload()); });
  }

  grpc::ServerUnaryReactor* EchoLater(grpc::CallbackServerContext* context, const v1::EchoLaterRequest* request,
                                      v1::EchoResponse* response) override {
    return edge_.Begin(*context, *request, response,
                       [&](rpc::Pending<v1::EchoResponse> pending) { pending.Finish(Reply(AnswerOf(*request))); });
  }

 private:
  static std::string AnswerOf(const v1::EchoLaterRequest& request) {
    const auto size = static_cast<size_t>(request.answer_bytes());
    return size == 0 ? request.payload() : std::string(size, 'x');
  }
  static v1::EchoResponse Reply(const std::string& payload) {
    v1::EchoResponse response;
    response.set_payload(payload);
    return response;
  }

  rpc::Edge& edge_;
};

absl::Status Bind(const Config&, rpc::Host& host) {
  auto& handler = host.Make<KitEcho>(host.edge());
  host.AddService<v1::EchoService>(handler);
  return absl::OkStatus();
}

}  // namespace
}  // namespace redress::bench

int main(int argc, char** argv) {
  return redress::rpc::RunMain(argc, argv, {redress::rpc::Define<redress::bench::Config>("bench", &redress::bench::Bind)});
}
