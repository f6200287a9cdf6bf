// SMS and push: one signed POST of a JSON object a message. `Idempotency-Key` is the message's id; a provider keeps a message
// that comes again under its key apart, whatever its body. Thread safe.
#pragma once

#include <string>
#include <utility>

#include "absl/time/time.h"
#include "services/outreach/app/providers.h"

namespace redress::outreach {

struct WebhookOptions {
  std::string url;
  std::string secret;
  absl::Duration timeout = absl::Seconds(10);
};

// {"message_id", "notice", "to", "language", "title", "text"}.
std::string WebhookBody(const Message& message);
// What an answer of that status means. 409: the key is taken, so the provider has the message.
Outcome OutcomeOfStatus(int status);

class Webhook final : public Provider {
 public:
  explicit Webhook(WebhookOptions options) : options_(std::move(options)) {}
  Outcome Send(const Message& message) override;

 private:
  const WebhookOptions options_;
};

}  // namespace redress::outreach
