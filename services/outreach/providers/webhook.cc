#include "services/outreach/providers/webhook.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"
#include "services/outreach/providers/curl.h"
#include "services/outreach/providers/signature.h"

namespace redress::outreach {
namespace {

size_t Ignore(char*, size_t size, size_t count, void*) {
  return size * count;
}

}  // namespace

std::string WebhookBody(const Message& message) {
  const nlohmann::json body = {{"message_id", message.message_id}, {"notice", message.notice}, {"to", message.to},
                               {"language", message.language},     {"title", message.subject}, {"text", message.short_text}};
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Outcome OutcomeOfStatus(int status) {
  if (status >= 200 && status < 300) return Outcome::kTaken;
  if (status == 409) return Outcome::kTaken;
  // Not taken, and our own mistake or a bad moment: somebody mends it.
  if (status == 401 || status == 403 || status == 404 || status == 408 || status == 425 || status == 429 || status == 503) {
    return Outcome::kLater;
  }
  if (status >= 400 && status < 500) return Outcome::kRefused;
  return Outcome::kUnknown;
}

Outcome Webhook::Send(const Message& message) {
  CurlHandle handle = NewCurl(options_.timeout);
  if (handle == nullptr) return Outcome::kLater;
  const std::string body = WebhookBody(message);
  const std::string signature = SignatureOf(options_.secret, body, SystemTimeSource().Now());
  CurlList headers = Append(nullptr, "Content-Type: application/json");
  for (const std::string& line : {absl::StrCat("Idempotency-Key: ", message.message_id),
                                  absl::StrCat("Redress-Signature: ", signature), std::string("Expect:")}) {
    if (headers == nullptr) return Outcome::kLater;
    headers = Append(std::move(headers), line.c_str());
  }
  if (headers == nullptr) return Outcome::kLater;
  curl_easy_setopt(handle.get(), CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &Ignore);
  const CURLcode code = curl_easy_perform(handle.get());
  if (NeverReached(code)) return Outcome::kLater;
  if (code != CURLE_OK) return Outcome::kUnknown;
  long status = 0;  // NOLINT(google-runtime-int): what libcurl asks for
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  return OutcomeOfStatus(static_cast<int>(status));
}

}  // namespace redress::outreach
