// A bad network: a TCP proxy on a free loopback port that passes everything on late, cuts connections when told, or lets none
// through. One thread; the order of bytes is kept. All functions are thread safe; the destructor cuts what is left.
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "absl/time/time.h"

namespace redress::test {

class TcpProxy {
 public:
  // Towards 127.0.0.1:`target_port`. Throws std::runtime_error where it cannot listen.
  explicit TcpProxy(int target_port);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  int port() const { return port_; }
  // Whatever arrives from now on is passed on so much later, each way.
  void SetLatency(absl::Duration each_way) { latency_us_ = absl::ToInt64Microseconds(each_way); }
  // Resets every connection; what was under way in either direction is lost.
  void CutAll();
  // False: whoever connects is reset at once. Existing connections stay.
  void SetOpen(bool open) { open_ = open; }
  // How many connections were cut so far.
  int cut_count() const { return cut_count_; }

 private:
  class Loop;
  void Wake() const;

  int listener_ = -1;
  int wake_ = -1;
  const int target_port_;
  int port_ = 0;
  std::atomic<int64_t> latency_us_{0};
  std::atomic<int> cuts_wanted_{0};
  std::atomic<int> cut_count_{0};
  std::atomic<bool> open_{true};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace redress::test
