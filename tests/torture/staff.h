// A handful of agents at work through the public API: they accept what they are offered, decline some of it, and close the cases
// of what cannot come back, which ends their work. Places are few, so that capacity is always contended. Every answer is asked
// for until it is given.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "redress/casework/v1/casework_service.grpc.pb.h"
#include "redress/routing/v1/routing_service.grpc.pb.h"
#include "tests/support/suite.h"
#include "tests/torture/calls.h"

namespace redress::torture {

class Staff {
 public:
  static constexpr int kCaseLimit = 25;

  // Creates the agents and has them present; throws std::runtime_error if routing refuses.
  Staff(const test::Suite& suite, int agents);
  // Ends their work.
  ~Staff();
  // They begin to work.
  void Start();
  void Stop();
  // Everybody goes offline: what they are offered goes back at once, and nothing is offered any more.
  void GoHome();

  // (item, agent) of every acceptance that was acknowledged, in bare ids.
  std::vector<std::pair<std::string, std::string>> accepted() const;
  std::vector<std::string> faults() const { return faults_.all(); }

 private:
  struct Member;
  void Hire(const Member& member);
  grpc::Status SetPresence(const Member& member, routing::v1::Presence presence);
  void Work(Member& member);
  std::vector<routing::v1::WorkItem> List(Member& member, const std::string& state);
  void AnswerOffer(Member& member, const routing::v1::WorkItem& item);
  void CloseCase(Member& member, const routing::v1::WorkItem& item);
  void Note(const grpc::Status& status, const char* what);

  const std::string admin_token_;
  std::vector<std::unique_ptr<Member>> members_;
  Stopper stopper_, never_;
  Faults faults_;
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, std::string>> accepted_;
  std::vector<std::thread> threads_;
};

}  // namespace redress::torture
