// Does what people outside do about a case: each gets a signed link, as outreach would send it, and answers with that link and
// nothing else. Thread safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/agents/chores.h"
#include "tools/agents/inbox.h"
#include "tools/client/keys.h"
#include "tools/client/session.h"

namespace redress::agents {

class OutsideDesk {
 public:
  // `signer`: the stack's key. Both must outlive the desk.
  OutsideDesk(client::Session& session, const client::Signer& signer) : session_(session), signer_(signer) {}

  // Once, before Do.
  absl::Status Open();
  // A refusal (WasRefused) is no failure: it was answered meanwhile, or its time is over.
  absl::Status Do(const std::string& case_name, const Chore& chore) const;
  // Answers a survey by the link that came with a message, as the page behind it would: JSON over the gateway.
  absl::Status Answer(const SurveyLink& survey) const;

 private:
  absl::StatusOr<std::string> LinkFor(const std::string& case_name, const Chore& chore) const;

  client::Session& session_;
  const client::Signer& signer_;
  std::string outreach_;  // the token of services/outreach
};

}  // namespace redress::agents
