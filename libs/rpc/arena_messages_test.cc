#include "libs/rpc/arena_messages.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <thread>

#include "libs/rpc/testing/echo.pb.h"

namespace redress::rpc {
namespace {

using Messages = ArenaMessages<testing::EchoResponse, testing::EchoResponse, 1'024>;

TEST_CASE("The messages of a call are empty, however the memory was used before", "[rpc]") {
  Messages messages;
  for (int round = 0; round < 3; ++round) {
    auto* const one = messages.AllocateMessages();
    auto* const two = messages.AllocateMessages();
    for (auto* const held : {one, two}) {
      CHECK(held->request()->text().empty());
      CHECK(held->response()->text().empty());
      CHECK(held->request()->GetArena() != nullptr);
      CHECK(held->request()->GetArena() == held->response()->GetArena());
      held->request()->set_text(std::string(100, 'q'));
      held->response()->set_text(std::string(100'000, 'a'));  // more than there is
    }
    CHECK(one->request()->GetArena() != two->request()->GetArena());
    one->Release();
    two->Release();
  }
}

TEST_CASE("Calls begin and end in any thread", "[rpc]") {
  Messages messages;
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&messages, &wrong, t] {
      for (int i = 0; i < 1'000; ++i) {
        auto* const held = messages.AllocateMessages();
        const std::string text = std::to_string(t * 1'000 + i);
        held->response()->set_text(text);
        if (held->response()->text() != text) ++wrong;
        if (i % 100 == 0) {
          std::thread([held] { held->Release(); }).join();
        } else {
          held->Release();
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  // Everything came back: the memory that was used last is used next.
  auto* const last = messages.AllocateMessages();
  last->Release();
  auto* const again = messages.AllocateMessages();
  CHECK(again == last);
  again->Release();
}

}  // namespace
}  // namespace redress::rpc
