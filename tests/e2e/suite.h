// The whole suite under test, as an operator runs it: started by tools/stack under a folder of its own, with its gateway, the
// demo's staff present, and removed at the end. One a process, started at first use; REDRESS_E2E_MODE says whether it is
// `services` (one process each) or `all-in-one`. A run that was killed is cleaned up by the next one of the same build and mode.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/client/http.h"
#include "tools/client/keys.h"
#include "tools/client/session.h"

namespace redress::e2e {

struct ShellResult {
  int code = 0;
  std::string output;  // standard output and error
};
// Runs a command line of our own making.
ShellResult Shell(const std::string& command);
// `'text'` for a shell.
std::string Quote(const std::string& text);

// The command line of redressctl with these arguments, on the suite under test.
std::string Ctl(const std::string& arguments);
// What it prints with --json; fails the test where it does not end with 0.
nlohmann::json CtlJson(const std::string& arguments);

class Suite {
 public:
  // Starts it, or throws std::runtime_error with what tools/stack said.
  static Suite& Get();
  ~Suite();

  // Through the gateway; its calls take the token that they are given, or the stack's.
  client::Session& session() { return session_; }
  // Past the gateway, to the service that owns the method.
  client::Session& direct() { return direct_; }
  std::string Env(const std::string& name) { return session_.stack().Get(name); }
  std::string gateway() { return session_.Gateway().value(); }
  // A token signed by the stack's key.
  std::string Token(const std::string& subject, const std::vector<std::string>& roles,
                    const std::vector<std::string>& teams = {});
  const client::Signer& signer() const { return *signer_; }
  // Everything that the stack has written to its folder.
  std::string folder() { return Env("REDRESS_STACK_DIR"); }
  // All events of a log so far.
  int64_t EventCount(const std::string& source);

 private:
  Suite();
  void Remove();
  std::string Stack(const std::string& verb) const;

  std::string home_;
  client::Session session_;
  client::Session direct_;
  std::unique_ptr<client::Signer> signer_;
};

// Asks again until it is true, for so long at most.
bool Await(absl::Duration patience, const std::function<bool()>& ask);

// A complaint of a customer of its own, with a fresh request id.
intake::v1::SubmitComplaintRequest NewSubmission(const std::string& text);
// Submits by gRPC through the gateway as a back end; fails the test otherwise.
intake::v1::Complaint Submit(const intake::v1::SubmitComplaintRequest& request);
// The only work item of the complaint, once it is in `state`; fails the test where it is none or several.
routing::v1::WorkItem AwaitItem(const std::string& complaint, routing::v1::WorkItem::State state);

}  // namespace redress::e2e
