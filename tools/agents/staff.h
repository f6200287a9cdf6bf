// The staff of a stack: who there is, with tokens of their own, the shifts of the week, and who is present. Thread safe but for
// Open.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/agents/case_desk.h"
#include "tools/agents/tempo.h"
#include "tools/client/keys.h"
#include "tools/client/session.h"

namespace redress::agents {

struct Colleague {
  Person person;
  Shift shift = Shift::kAlways;
};

// The roles of an agent's token: everybody a specialist, supervisors by the roster, managers and legal by their team.
std::vector<std::string> RolesOf(const routing::v1::Agent& agent);

// Shifts of these agents by name, whatever their order: by their place in their first team.
std::map<std::string, Shift> ShiftsOf(std::vector<routing::v1::Agent> agents);

class Staff {
 public:
  // Both must outlive the staff.
  Staff(client::Session& session, const client::Signer& signer) : session_(session), signer_(signer) {}

  // Learns who there is, present or not, and mints their tokens; those who are known stay as they are. kLively: nobody has a
  // shift.
  absl::Status Open(Tempo tempo);
  // Null for nobody of the staff.
  const Colleague* Find(const std::string& agent) const;

  // Tells routing who is present at `now` by their shifts: those in it are there; of the others those who have something
  // (`busy`) keep it and take nothing new, the rest are away.
  absl::Status ChangeShift(BusinessTime now, const std::map<std::string, int>& busy) const;

 private:
  absl::Status SetPresence(const std::string& agent, routing::v1::Presence presence, const std::string& admin) const;

  client::Session& session_;
  const client::Signer& signer_;
  std::map<std::string, Colleague> colleagues_;  // by name; never removed
};

}  // namespace redress::agents
