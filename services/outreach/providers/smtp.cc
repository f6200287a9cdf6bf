#include "services/outreach/providers/smtp.h"

#include "absl/strings/str_cat.h"
#include "services/outreach/domain/mail.h"
#include "services/outreach/providers/curl.h"

namespace redress::outreach {
namespace {

// What is left to be given.
struct Upload {
  std::string text;
  size_t at = 0;
};

size_t Give(char* buffer, size_t size, size_t count, void* upload_pointer) {
  auto& upload = *static_cast<Upload*>(upload_pointer);
  const size_t part = upload.text.copy(buffer, size * count, upload.at);
  upload.at += part;
  return part;
}

}  // namespace

Outcome OutcomeOfEnd(const SmtpEnd& end) {
  if (end.ok) return Outcome::kTaken;
  // A reply says what became of it, whenever it comes. Without one, what was not wholly given was not taken.
  const bool about_us = end.reply == 530 || end.reply == 534 || end.reply == 535 || end.reply == 538;  // who we are, not the mail
  if (end.reply >= 500 && end.reply < 600) return about_us ? Outcome::kLater : Outcome::kRefused;
  if (end.reply >= 400 && end.reply < 500) return Outcome::kLater;
  return end.all_given ? Outcome::kUnknown : Outcome::kLater;
}

Outcome Smtp::Send(const Message& message) {
  CurlHandle handle = NewCurl(options_.timeout);
  const std::string to = absl::StrCat("<", message.to, ">"), from = absl::StrCat("<", options_.from, ">");
  CurlList recipients = Append(nullptr, to.c_str());
  if (handle == nullptr || recipients == nullptr) return Outcome::kLater;
  Upload upload;
  upload.text = FormatMail(
      {options_.from, message.to, message.subject, message.text, MessageIdFor(message.notice, options_.from), message.time});
  curl_easy_setopt(handle.get(), CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle.get(), CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));  // NOLINT(google-runtime-int)
  if (!options_.user.empty()) {
    curl_easy_setopt(handle.get(), CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_PASSWORD, options_.password.c_str());
  }
  curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, &Give);
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, &upload);
  const CURLcode code = curl_easy_perform(handle.get());
  if (NeverReached(code)) return Outcome::kLater;
  SmtpEnd end;
  end.ok = code == CURLE_OK;
  long reply = 0;  // NOLINT(google-runtime-int): what libcurl asks for
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply);
  end.all_given = upload.at == upload.text.size();
  // Of a connection that broke after the text the last reply is the one that asked for it (354).
  end.reply = static_cast<int>(reply);
  return OutcomeOfEnd(end);
}

}  // namespace redress::outreach
