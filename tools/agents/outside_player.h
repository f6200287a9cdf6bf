// Plays the people outside: customers, sellers, carriers and departments. Each gets a signed link, as outreach would send it, and
// answers with that link and nothing else, after as long as people take. What waits for whom is read from the cases themselves,
// so a player that was killed goes on where it was.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/machine_time.h"
#include "redress/casework/v1/casework_service.pb.h"
#include "tools/client/keys.h"
#include "tools/client/session.h"

namespace redress::agents {

// One thing that somebody outside may do about a case.
struct Chore {
  std::string party;    // CUSTOMER, SELLER, CARRIER, DEPARTMENT
  std::string action;   // ANSWER_PLAN, ANSWER_EVIDENCE_REQUEST, ANSWER_TASK, APPEAL
  std::string subject;  // of IssueLink: `e1`, `t1`, or empty
  std::string key;      // names it among all of the case's: done once
};
// What those outside will do about the case as it is; pure. What somebody keeps silent about, or tells on the phone, is not among
// it.
std::vector<Chore> ChoresOf(const casework::v1::Case& one);

class OutsidePlayer {
 public:
  // `signer`: the stack's key. All must outlive the player.
  OutsidePlayer(client::Session& session, const client::Signer& signer, double pace)
      : session_(session), signer_(signer), pace_(pace) {}

  // Looks once at all cases that wait for somebody outside, and does what is due. The first failure; the next look goes on.
  absl::Status Look();
  int answered() const { return answered_; }

 private:
  struct Ready {
    std::string case_name;
    Chore chore;
    absl::Status status;  // of doing it
  };
  // What is due of all that waits; what is seen for the first time gets its time.
  absl::StatusOr<std::vector<Ready>> Due();
  absl::Status Do(const std::string& case_name, const Chore& chore) const;
  absl::StatusOr<std::string> LinkFor(const std::string& case_name, const Chore& chore) const;

  client::Session& session_;
  const client::Signer& signer_;
  const double pace_;
  std::string outreach_;                    // the token of services/outreach
  std::map<std::string, MachineTime> due_;  // by case and chore: when it is done; the far end of time: it was
  int answered_ = 0;
};

}  // namespace redress::agents
