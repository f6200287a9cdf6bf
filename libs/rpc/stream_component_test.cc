// Streams behind a real gRPC server: who gets in, what arrives, and that none holds a thread, a place, or the end of the process.
#include <algorithm>
#include <catch2/catch.hpp>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "libs/base/error.h"
#include "libs/rpc/status.h"
#include "libs/rpc/testing/harness.h"

namespace redress::rpc::testing {
namespace {

using Opened = std::shared_ptr<Stream<EchoResponse>>;

EchoResponse Text(const std::string& text) {
  EchoResponse response;
  response.set_text(text);
  return response;
}

struct Reading {
  std::vector<std::string> texts;
  absl::Status status;
};
Reading Read(EchoProcess& echo, const std::string& token, absl::Duration timeout = absl::Seconds(20)) {
  grpc::ClientContext context;
  Prepare(&context, token, timeout);
  const auto reader = echo.stub().EchoStream(&context, EchoStreamRequest());
  Reading reading;
  for (EchoResponse response; reader->Read(&response);) reading.texts.push_back(response.text());
  reading.status = FromGrpc(reader->Finish());
  return reading;
}

TEST_CASE("whoever may not call opens no stream", "[rpc]") {
  EchoProcess echo;
  bool opened = false;
  echo.handler().stream = [&](const Opened& stream) {
    opened = true;
    stream->End(absl::OkStatus());
  };
  CHECK(ReasonOf(Read(echo, "").status) == "TOKEN_MISSING");
  CHECK(ReasonOf(Read(echo, echo.keys().Token("backends/shop", "BACKEND")).status) == "ROLE_NOT_ALLOWED");
  CHECK_FALSE(opened);
  CHECK(Read(echo, echo.keys().Token("agents/a-li", "SPECIALIST")).status.ok());
  CHECK(opened);
}

TEST_CASE("what is told arrives in its order, the last of it always, and then the end", "[rpc]") {
  EchoProcess echo;
  std::thread teller;
  echo.handler().stream = [&](const Opened& stream) {
    teller = std::thread([stream] {
      for (int i = 0; i <= 1'000; ++i) stream->Send(Text(absl::StrCat(i)));
      stream->End(Error(absl::StatusCode::kNotFound, "GONE", "no more"));
      stream->Send(Text("after the end"));
    });
  };
  const Reading reading = Read(echo, echo.keys().Token("agents/a-li", "SPECIALIST"));
  teller.join();
  REQUIRE_FALSE(reading.texts.empty());
  CHECK(reading.texts.front() == "0");
  CHECK(reading.texts.back() == "1000");
  for (size_t i = 1; i < reading.texts.size(); ++i) CHECK(std::stoi(reading.texts[i - 1]) < std::stoi(reading.texts[i]));
  CHECK(ReasonOf(reading.status) == "GONE");
}

TEST_CASE("open streams take neither threads nor places, and end when nobody waits or the process drains", "[rpc]") {
  HostConfig config;
  config.admission.concurrent_calls_max = 1;
  EchoProcess echo(config);
  std::mutex mutex;
  std::vector<Opened> streams;
  echo.handler().stream = [&](Opened stream) {
    const std::lock_guard<std::mutex> lock(mutex);
    stream->Send(Text("open"));
    streams.push_back(std::move(stream));
  };
  const std::string token = echo.keys().Token("agents/a-li", "SPECIALIST");
  constexpr int kStreams = 20;
  std::vector<grpc::ClientContext> contexts(kStreams);
  std::vector<std::unique_ptr<grpc::ClientReader<EchoResponse>>> readers;
  readers.reserve(kStreams);
  EchoResponse response;
  for (grpc::ClientContext& context : contexts) {
    Prepare(&context, token);
    readers.push_back(echo.stub().EchoStream(&context, EchoStreamRequest()));
    REQUIRE(readers.back()->Read(&response));
    CHECK(FromGrpc(echo.Echo(token)).ok());  // beside all of them
  }
  const auto over = [&] {
    const std::lock_guard<std::mutex> lock(mutex);
    return std::count_if(streams.begin(), streams.end(), [](const Opened& stream) { return stream->EndIfOver(); });
  };
  CHECK(over() == 0);
  contexts[0].TryCancel();
  CHECK_FALSE(readers[0]->Read(&response));
  CHECK(readers[0]->Finish().error_code() == grpc::StatusCode::CANCELLED);
  absl::Notification ended;
  std::thread ender([&] {
    Stopper pause;
    while (over() < kStreams) pause.WaitFor(absl::Milliseconds(10));
    ended.Notify();
  });
  echo.process().Drain();
  ender.join();
  CHECK(ended.HasBeenNotified());
  for (size_t i = 1; i < readers.size(); ++i) {
    CHECK_FALSE(readers[i]->Read(&response));
    CHECK(ReasonOf(FromGrpc(readers[i]->Finish())) == "DRAINING");
  }
}

TEST_CASE("a stream ends with its caller's deadline", "[rpc]") {
  EchoProcess echo;
  Opened kept;
  echo.handler().stream = [&](Opened stream) { kept = std::move(stream); };
  const Reading reading = Read(echo, echo.keys().Token("agents/a-li", "SPECIALIST"), absl::Milliseconds(300));
  CHECK(reading.status.code() == absl::StatusCode::kDeadlineExceeded);
  Stopper pause;
  while (!kept->EndIfOver()) pause.WaitFor(absl::Milliseconds(5));
  CHECK(kept->EndIfOver());
}

}  // namespace
}  // namespace redress::rpc::testing
