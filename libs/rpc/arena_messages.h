// Request and answer of a callback method on one arena, whose memory serves one call after the other: for a method that is asked
// thousands of times a second and whose messages have a hundred small parts, which would be allocated and freed one by one
// otherwise. The handler installs it (SetMessageAllocatorFor_…) and fills the answer in place (Pending::response). Thread safe;
// must outlive the server's calls.
#pragma once

#include <google/protobuf/arena.h>
#include <grpcpp/support/message_allocator.h>

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/types/optional.h"

namespace redress::rpc {

// `kBytes`: what both messages usually take; more is allocated where they take more.
template <class Request, class Response, size_t kBytes>
class ArenaMessages final : public grpc::MessageAllocator<Request, Response> {
 public:
  grpc::MessageHolder<Request, Response>* AllocateMessages() override {
    std::unique_ptr<Held> held = Take();
    held->Begin();
    return held.release();  // comes back by Release
  }

 private:
  static constexpr size_t kKeptMax = 64;

  class Held final : public grpc::MessageHolder<Request, Response> {
   public:
    explicit Held(ArenaMessages& owner) : owner_(owner) {}
    // In the thread that handles the call, to which the arena's first block belongs then.
    void Begin() {
      google::protobuf::ArenaOptions options;
      options.initial_block = block_.data();
      options.initial_block_size = block_.size();
      arena_.emplace(options);
      this->set_request(google::protobuf::Arena::CreateMessage<Request>(&*arena_));
      this->set_response(google::protobuf::Arena::CreateMessage<Response>(&*arena_));
    }
    void Release() override {
      arena_.reset();
      owner_.Keep(std::unique_ptr<Held>(this));
    }
    void FreeRequest() override {}  // it goes with the answer

   private:
    ArenaMessages& owner_;
    alignas(std::max_align_t) std::array<char, kBytes> block_;
    absl::optional<google::protobuf::Arena> arena_;
  };

  std::unique_ptr<Held> Take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return std::make_unique<Held>(*this);
    std::unique_ptr<Held> held = std::move(free_.back());
    free_.pop_back();
    return held;
  }

  void Keep(std::unique_ptr<Held> held) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (free_.size() < kKeptMax) free_.push_back(std::move(held));
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Held>> free_;  // the last one used is used next: it is in the caches
};

}  // namespace redress::rpc
