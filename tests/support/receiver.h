// Whoever takes what outreach sends, as a process: tools/receiver, with a mail box, an SMS and a push provider on free ports. It
// is started again in the same folder on the same ports, so it knows what it took before. Main thread only (child_process.h);
// needs what `tools/install stack` brings. Functions throw std::runtime_error.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/child_process.h"

namespace redress::test {

class Receiver {
 public:
  // Starts it, and waits until it takes mail and messages.
  Receiver();
  void Start();
  void Kill();  // kill -9
  // What it does wrong from now on, also after it was killed: objects of JSON as tools/receiver takes them. None: all is well.
  void Disturb(const std::vector<std::string>& faults);

  int smtp_port() const { return smtp_port_; }
  std::string http_url() const;  // without a path
  // What messages are signed with.
  std::string secret_file() const { return folder_.path() + "/secret"; }
  // Where mail lies, one file a message.
  std::string mail_folder() const { return folder_.path() + "/got/mail/new"; }
  // Where messages of `way` (`sms`, `push`) lie, one line each.
  std::string messages_file(const std::string& way) const { return folder_.path() + "/got/messages/" + way + ".jsonl"; }

  // How often each message was taken, by its id: a mail's Message-ID without its domain, the key of SMS and push.
  std::map<std::string, int> Taken() const;

 private:
  void Ask(const std::string& verb, const std::string& body) const;

  PrivateFolder folder_{"receiver"};
  const int smtp_port_ = FreePort();
  int http_port_ = 0;
  std::vector<std::string> faults_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace redress::test
