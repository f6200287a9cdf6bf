#include "tests/support/tcp_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <list>
#include <stdexcept>
#include <vector>

#include "libs/base/machine_time.h"

namespace redress::test {
namespace {

constexpr size_t kBufferedMax = 1 << 20;  // of one direction; then the sender waits

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

void Reset(int socket) {
  const linger now{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  close(socket);
}

void NoDelay(int socket) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

struct Chunk {
  MachineTime due;
  std::string bytes;
};

// One direction of a connection.
struct Flow {
  int from;
  int to;
  std::deque<Chunk> chunks = {};
  size_t buffered = 0;
  bool ended = false;
  bool stuck = false;  // the receiver takes no more at present
};

struct Link {
  Flow flows[2];
};

}  // namespace

// What the thread owns.
class TcpProxy::Loop {
 public:
  explicit Loop(TcpProxy& proxy) : proxy_(proxy) {}
  ~Loop() { CutAll(); }

  void Run() {
    while (!proxy_.stopping_) {
      Wait();
      if (proxy_.cuts_wanted_.exchange(0) > 0) {
        CutAll();
      }
      for (auto link = links_.begin(); link != links_.end();) {
        const auto next = std::next(link);
        if (!Pump(*link)) {
          CloseLink(link);
        }
        link = next;
      }
      Accept();
    }
  }

 private:
  void Wait() {
    std::vector<pollfd> polled = {{proxy_.listener_, POLLIN, 0}, {proxy_.wake_, POLLIN, 0}};
    MachineTime next = MachineClock::Now() + absl::Milliseconds(200);
    for (const Link& link : links_) {
      for (const Flow& flow : link.flows) {
        if (!flow.ended && flow.buffered < kBufferedMax) {
          polled.push_back({flow.from, POLLIN, 0});
        }
        if (flow.stuck) {
          polled.push_back({flow.to, POLLOUT, 0});
        } else if (!flow.chunks.empty()) {
          next = std::min(next, flow.chunks.front().due);
        }
      }
    }
    const timespec timeout = absl::ToTimespec(std::max(next - MachineClock::Now(), absl::ZeroDuration()));
    ppoll(polled.data(), polled.size(), &timeout, nullptr);
    uint64_t woken = 0;
    if ((polled[1].revents & POLLIN) != 0 && read(proxy_.wake_, &woken, sizeof(woken)) < 0) {
      return;
    }
  }

  void Accept() {
    const int client = accept4(proxy_.listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) {
      return;
    }
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in target = Loopback(proxy_.target_port_);
    if (!proxy_.open_ || connect(server, reinterpret_cast<const sockaddr*>(&target), sizeof(target)) != 0) {
      Reset(client);
      close(server);
      return;
    }
    NoDelay(client);
    NoDelay(server);
    links_.push_back({{{client, server}, {server, client}}});
  }

  // False once the link is over.
  bool Pump(Link& link) const {
    for (Flow& flow : link.flows) {
      if (!Receive(flow) || !Send(flow) || (flow.ended && flow.chunks.empty())) {
        return false;
      }
    }
    return true;
  }

  bool Receive(Flow& flow) const {
    char buffer[65536];
    while (!flow.ended && flow.buffered < kBufferedMax) {
      const ssize_t count = recv(flow.from, buffer, sizeof(buffer), MSG_DONTWAIT);
      if (count < 0) {
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
      }
      flow.ended = count == 0;
      if (count > 0) {
        flow.chunks.push_back({MachineClock::Now() + absl::Microseconds(proxy_.latency_us_.load()), std::string(buffer, count)});
        flow.buffered += count;
      }
    }
    return true;
  }

  static bool Send(Flow& flow) {
    flow.stuck = false;
    while (!flow.chunks.empty() && flow.chunks.front().due <= MachineClock::Now()) {
      std::string& bytes = flow.chunks.front().bytes;
      const ssize_t count = send(flow.to, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0) {
        flow.stuck = errno == EAGAIN || errno == EWOULDBLOCK;
        return flow.stuck || errno == EINTR;
      }
      flow.buffered -= count;
      bytes.erase(0, count);
      if (bytes.empty()) {
        flow.chunks.pop_front();
      }
    }
    return true;
  }

  void CloseLink(std::list<Link>::iterator link) {
    close(link->flows[0].from);
    close(link->flows[0].to);
    links_.erase(link);
  }

  void CutAll() {
    for (const Link& link : links_) {
      Reset(link.flows[0].from);
      Reset(link.flows[0].to);
      ++proxy_.cut_count_;
    }
    links_.clear();
  }

  TcpProxy& proxy_;
  std::list<Link> links_;
};

TcpProxy::TcpProxy(int target_port) : target_port_(target_port) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, SOMAXCONN) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Loop(*this).Run(); });
}

TcpProxy::~TcpProxy() {
  stopping_ = true;
  Wake();
  thread_.join();
  close(listener_);
  close(wake_);
}

void TcpProxy::CutAll() {
  ++cuts_wanted_;
  Wake();
}

void TcpProxy::Wake() const {
  const uint64_t one = 1;
  if (write(wake_, &one, sizeof(one)) < 0) {
    return;  // full: it is awake
  }
}

}  // namespace redress::test
