#include "services/outreach/domain/mail.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/text.h"

namespace redress::outreach {
namespace {

constexpr size_t kLine = 76;
// Of one encoded word, so that the first line with its name stays within 78 characters: 42 bytes are 56 characters of base64.
constexpr size_t kWordBytes = 42;

bool IsPlainAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
}

// RFC 2047: words of whole code points.
std::string EncodedSubject(absl::string_view subject) {
  std::string clean(subject);
  for (char& c : clean) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
  }
  if (IsPlainAscii(clean) && clean.size() < kLine && clean.find("=?") == std::string::npos) return clean;
  std::string out;
  absl::string_view left = clean;
  while (!left.empty()) {
    size_t size = std::min(left.size(), kWordBytes);
    while (size > 0 && size < left.size() && (static_cast<unsigned char>(left[size]) & 0xc0) == 0x80) --size;
    if (size == 0) size = std::min(left.size(), kWordBytes);  // no UTF-8: cut anywhere
    absl::StrAppend(&out, out.empty() ? "" : "\r\n ", "=?UTF-8?B?", absl::Base64Escape(left.substr(0, size)), "?=");
    left.remove_prefix(size);
  }
  return out;
}

std::string Body(absl::string_view text) {
  std::string lines;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) lines.push_back('\r');
    lines.push_back(text[i]);
  }
  const std::string encoded = absl::Base64Escape(lines);
  std::string out;
  for (size_t at = 0; at < encoded.size(); at += kLine) absl::StrAppend(&out, encoded.substr(at, kLine), "\r\n");
  return out;
}

}  // namespace

bool IsMailAddress(absl::string_view address) {
  const size_t at = address.find('@');
  if (address.size() > 254 || at == 0 || at == absl::string_view::npos || at + 1 == address.size()) return false;
  if (address.find('@', at + 1) != absl::string_view::npos) return false;
  return std::all_of(address.begin(), address.end(), [](unsigned char c) {
    return c > 0x20 && c < 0x7f && c != '<' && c != '>' && c != '"' && c != ',' && c != ';' && c != ':' && c != '\\' &&
           c != '(' && c != ')';
  });
}

std::string FormatMail(const Mail& mail) {
  return absl::StrCat("From: <", mail.from, ">\r\nTo: <", mail.to, ">\r\nSubject: ", EncodedSubject(mail.subject),
                      "\r\nMessage-ID: <", mail.message_id,
                      ">\r\nDate: ", absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000", mail.date.ToAbsl(), absl::UTCTimeZone()),
                      "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n"
                      "Auto-Submitted: auto-generated\r\n\r\n",
                      Body(mail.text));
}

std::string MessageIdFor(absl::string_view notice_name, absl::string_view from) {
  return absl::StrCat(notice_name, "@", from.substr(from.find('@') + 1));
}

}  // namespace redress::outreach
