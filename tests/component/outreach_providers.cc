#include "tests/component/outreach_providers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace redress::test {

TestServer::TestServer() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("a test's server cannot listen");
  }
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { Accept(); });
}

void TestServer::Stop() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  if (accepting_.joinable()) accepting_.join();
  close(listener_);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const int socket : open_) shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& thread : serving_) thread.join();
  serving_.clear();
}

void TestServer::Accept() {
  while (!stopping_) {
    const int socket = accept(listener_, nullptr, nullptr);
    if (socket < 0) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    open_.insert(socket);
    serving_.emplace_back([this, socket] {
      Serve(socket);
      const std::lock_guard<std::mutex> closing(mutex_);
      open_.erase(socket);
      close(socket);
    });
  }
}

std::string TestServer::ReadThrough(int socket, absl::string_view end, std::string* buffer) {
  size_t at;
  while ((at = buffer->find(end.data(), 0, end.size())) == std::string::npos) {
    char part[4096];
    const ssize_t count = recv(socket, part, sizeof(part), 0);
    if (count <= 0) return "";
    buffer->append(part, static_cast<size_t>(count));
  }
  std::string taken = buffer->substr(0, at + end.size());
  buffer->erase(0, at + end.size());
  return taken;
}

std::string TestServer::ReadBytes(int socket, size_t count, std::string* buffer) {
  while (buffer->size() < count) {
    char part[4096];
    const ssize_t got = recv(socket, part, sizeof(part), 0);
    if (got <= 0) return "";
    buffer->append(part, static_cast<size_t>(got));
  }
  std::string taken = buffer->substr(0, count);
  buffer->erase(0, count);
  return taken;
}

void TestServer::Write(int socket, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t count = send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    text.remove_prefix(static_cast<size_t>(count));
  }
}

void TestServer::WaitForHangUp(int socket) {
  char part[256];
  while (recv(socket, part, sizeof(part), 0) > 0) continue;
}

std::string TestWebhook::url() const {
  return absl::StrCat("http://127.0.0.1:", port(), "/v1/sms");
}

std::vector<TestWebhook::Post> TestWebhook::posts() const {
  const std::lock_guard<std::mutex> lock(kept_mutex_);
  return posts_;
}

std::map<std::string, std::string> TestWebhook::taken() const {
  const std::lock_guard<std::mutex> lock(kept_mutex_);
  return taken_;
}

void TestWebhook::Serve(int socket) {
  std::string buffer;
  const std::string head = ReadThrough(socket, "\r\n\r\n", &buffer);
  if (head.empty()) return;
  Post post;
  for (const absl::string_view line : absl::StrSplit(head, "\r\n")) {
    const size_t colon = line.find(": ");
    if (colon == absl::string_view::npos) continue;
    post.headers[absl::AsciiStrToLower(line.substr(0, colon))] = std::string(line.substr(colon + 2));
  }
  size_t length = 0;
  if (!absl::SimpleAtoi(post.headers["content-length"], &length)) return;
  post.body = ReadBytes(socket, length, &buffer);
  const WireFault fault = this->fault();
  int status = 200;
  if (fault == WireFault::kRefuse) status = 422;
  if (fault == WireFault::kLater) status = 503;
  {
    const std::lock_guard<std::mutex> lock(kept_mutex_);
    posts_.push_back(post);
    const bool takes = status == 200 && fault != WireFault::kDropBefore;
    const std::string& key = post.headers["idempotency-key"];
    if (takes && !taken_.emplace(key, post.body).second && taken_[key] != post.body) status = 409;
  }
  if (fault == WireFault::kDropBefore || fault == WireFault::kDropAfter) return;
  if (fault == WireFault::kSlow) return WaitForHangUp(socket);
  Write(socket, absl::StrCat("HTTP/1.1 ", status, " X\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"));
}

std::string TestMailBox::url() const {
  return absl::StrCat("smtp://127.0.0.1:", port());
}

std::vector<std::string> TestMailBox::mails() const {
  const std::lock_guard<std::mutex> lock(kept_mutex_);
  return mails_;
}

void TestMailBox::Serve(int socket) {
  std::string buffer;
  Write(socket, "220 test\r\n");
  while (true) {
    const std::string line = ReadThrough(socket, "\r\n", &buffer);
    if (line.empty()) return;
    if (absl::StartsWith(line, "QUIT")) return Write(socket, "221 bye\r\n");
    if (absl::StartsWith(line, "RCPT") && fault() == WireFault::kRefuse) {
      Write(socket, "550 5.1.1 no such box\r\n");
      continue;
    }
    if (!absl::StartsWith(line, "DATA")) {
      Write(socket, "250 ok\r\n");
      continue;
    }
    if (fault() == WireFault::kDropBefore) return;
    Write(socket, "354 go on\r\n");
    const std::string mail = ReadThrough(socket, "\r\n.\r\n", &buffer);
    if (mail.empty()) return;
    if (fault() == WireFault::kLater) {
      Write(socket, "451 4.3.0 later\r\n");
      continue;
    }
    {
      const std::lock_guard<std::mutex> lock(kept_mutex_);
      mails_.push_back(mail);
    }
    if (fault() == WireFault::kDropAfter) return;
    if (fault() == WireFault::kSlow) return WaitForHangUp(socket);
    Write(socket, "250 taken\r\n");
  }
}

}  // namespace redress::test
