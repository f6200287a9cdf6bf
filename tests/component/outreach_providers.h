// The other side of outreach's wire, in this process: an HTTP server that takes webhooks and an SMTP server that takes mail, both
// on a free port of 127.0.0.1, with the faults that a test asks for. They keep what they took, as a provider does: of what comes
// twice under one idempotency key, the first.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"

namespace redress::test {

// What a server does with one message.
enum class WireFault {
  kNone,
  kRefuse,      // for good: 422, 550
  kLater,       // 503, 451
  kDropBefore,  // closes the connection, nothing was taken
  kDropAfter,   // takes it, closes the connection without a word
  kSlow,        // takes it, answers nothing until the other side hangs up
};

// Accepts connections on a free port and serves each in a thread of its own. The connection is closed after `serve`.
class TestServer {
 public:
  TestServer();
  virtual ~TestServer() = default;
  int port() const { return port_; }
  void SetFault(WireFault fault) { fault_ = fault; }

 protected:
  virtual void Serve(int socket) = 0;
  WireFault fault() const { return fault_; }
  // Ends the threads; to be called by the destructor of the class that serves.
  void Stop();
  // Reads until `end` stands in `buffer`; the part up to and with it is taken out of the buffer. Empty: the other side hung up.
  static std::string ReadThrough(int socket, absl::string_view end, std::string* buffer);
  static std::string ReadBytes(int socket, size_t count, std::string* buffer);
  static void Write(int socket, absl::string_view text);
  // Waits until the other side hangs up.
  static void WaitForHangUp(int socket);

 private:
  void Accept();

  int listener_ = -1;
  int port_ = 0;
  std::atomic<WireFault> fault_{WireFault::kNone};
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::set<int> open_;                // under mutex_
  std::vector<std::thread> serving_;  // under mutex_
  std::thread accepting_;
};

class TestWebhook final : public TestServer {
 public:
  struct Post {
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
  };
  ~TestWebhook() override { Stop(); }
  std::string url() const;
  // All that came, and what was taken by key.
  std::vector<Post> posts() const;
  std::map<std::string, std::string> taken() const;

 private:
  void Serve(int socket) override;
  mutable std::mutex kept_mutex_;
  std::vector<Post> posts_;
  std::map<std::string, std::string> taken_;
};

class TestMailBox final : public TestServer {
 public:
  ~TestMailBox() override { Stop(); }
  std::string url() const;
  // Whole mails, headers and body, as they came.
  std::vector<std::string> mails() const;

 private:
  void Serve(int socket) override;
  mutable std::mutex kept_mutex_;
  std::vector<std::string> mails_;
};

}  // namespace redress::test
