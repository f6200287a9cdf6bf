#include "tests/support/receiver.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "absl/strings/str_cat.h"

namespace redress::test {
namespace {

namespace fs = std::filesystem;
constexpr absl::Duration kPatience = absl::Seconds(60);

std::string TextOf(const fs::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// `cases/…/notices/…` of a mail; the header may go on in a second line.
std::string MessageIdIn(const std::string& mail) {
  const size_t header = mail.find("Message-ID:");
  const size_t begin = mail.find('<', header);
  const size_t end = mail.find('@', begin);
  if (header == std::string::npos || begin == std::string::npos || end == std::string::npos) {
    throw std::runtime_error("a mail without a Message-ID");
  }
  return mail.substr(begin + 1, end - begin - 1);
}

}  // namespace

Receiver::Receiver() {
  std::ofstream(secret_file()) << "a secret of the test\n";
  do {
    http_port_ = FreePort();
  } while (http_port_ == smtp_port_);
  Start();
}

std::string Receiver::http_url() const {
  return absl::StrCat("http://127.0.0.1:", http_port_);
}

void Receiver::Start() {
  const char* const source = getenv("REDRESS_SOURCE_DIR");
  ChildProcess::Options options;
  options.argv = {"python3",       absl::StrCat(source == nullptr ? "." : source, "/tools/receiver"),
                  "--http",        absl::StrCat("127.0.0.1:", http_port_),
                  "--smtp",        absl::StrCat("127.0.0.1:", smtp_port_),
                  "--folder",      folder_.path() + "/got",
                  "--secret-file", secret_file()};
  options.log_file = folder_.path() + "/receiver.log";
  const bool listens = Eventually(kPatience, [&] {
    if (process_ == nullptr || process_->Exited()) process_ = std::make_unique<ChildProcess>(options);
    return Listens(smtp_port_) && Listens(http_port_);
  });
  if (!listens) throw std::runtime_error("the receiver does not start; its log is " + options.log_file);
  for (const std::string& fault : faults_) Ask("PUT", fault);
}

void Receiver::Disturb(const std::vector<std::string>& faults) {
  faults_ = faults;
  Ask("DELETE", "");
  for (const std::string& fault : faults_) Ask("PUT", fault);
}

void Receiver::Ask(const std::string& verb, const std::string& body) const {
  const int connection = ConnectTo(http_port_);
  const std::string request = absl::StrCat(
      verb, " /faults HTTP/1.1\r\nHost: receiver\r\nConnection: close\r\nContent-Length: ", body.size(), "\r\n\r\n", body);
  send(connection, request.data(), request.size(), MSG_NOSIGNAL);
  std::string answer(64, '\0');  // `HTTP/1.1 200 OK`
  const ssize_t size = recv(connection, answer.data(), answer.size(), MSG_WAITALL);
  close(connection);
  if (size < 12 || answer.substr(9, 3) != "200") throw std::runtime_error("the receiver does not take a fault: " + body);
}

void Receiver::Kill() {
  process_->Signal(SIGKILL);
  if (!process_->WaitFor(kPatience)) throw std::runtime_error("the receiver outlives kill -9");
}

std::map<std::string, int> Receiver::Taken() const {
  std::map<std::string, int> taken;
  if (fs::exists(mail_folder())) {
    for (const auto& entry : fs::directory_iterator(mail_folder())) ++taken[MessageIdIn(TextOf(entry.path())) + "/email"];
  }
  for (const char* way : {"sms", "push"}) {
    std::ifstream lines(messages_file(way));
    for (std::string line; std::getline(lines, line);) ++taken[nlohmann::json::parse(line).at("key").get<std::string>()];
  }
  return taken;
}

}  // namespace redress::test
