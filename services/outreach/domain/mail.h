// One mail as the bytes that SMTP carries: UTF-8 in base64, headers that nothing can be smuggled into. Pure functions, thread
// safe.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "libs/base/time.h"

namespace redress::outreach {

struct Mail {
  std::string from;        // an address
  std::string to;          // an address
  std::string subject;     // UTF-8; line breaks become blanks
  std::string text;        // UTF-8
  std::string message_id;  // without angle brackets; the same for every attempt
  BusinessTime date;
};

// True for one plain address `local@domain`: no blanks, no brackets, no control characters, no second `@`.
bool IsMailAddress(absl::string_view address);
// The message, lines ended by CRLF. The addresses must be such.
std::string FormatMail(const Mail& mail);
// `cases/…/notices/accepted@redress.example`: a notice's Message-ID in the domain of the sender.
std::string MessageIdFor(absl::string_view notice_name, absl::string_view from);

}  // namespace redress::outreach
