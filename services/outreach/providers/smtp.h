// E-mail: one SMTP transaction a message. SMTP knows no idempotency: a message whose outcome is not known is sent again under the
// same Message-ID, by which mail boxes may tell. Thread safe.
#pragma once

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "services/outreach/app/providers.h"

namespace redress::outreach {

struct SmtpOptions {
  std::string url;             // `smtp://host:port`
  std::string from;            // an address
  std::string user, password;  // empty: none
  absl::Duration timeout = absl::Seconds(30);
};

class Smtp final : public Provider {
 public:
  explicit Smtp(SmtpOptions options) : options_(std::move(options)) {}
  Outcome Send(const Message& message) override;

 private:
  const SmtpOptions options_;
};

// What the end of a transaction means: the last reply of the server (0: none), whether the whole message was given to it, whether
// the call ended well.
struct SmtpEnd {
  bool ok = false;
  int reply = 0;
  bool all_given = false;
};
Outcome OutcomeOfEnd(const SmtpEnd& end);

}  // namespace redress::outreach
