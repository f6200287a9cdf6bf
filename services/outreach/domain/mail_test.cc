#include "services/outreach/domain/mail.h"

#include <catch2/catch.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace redress::outreach {
namespace {

const BusinessTime kTime = BusinessTime::ParseRfc3339("2026-11-27T10:30:00Z").value();

Mail Any() {
  return {"redress@shop.example",
          "li@example.com",
          "您的反馈已收到，编号 261122-00012345-21，我们会在二十四小时之内给您答复",
          "第一行\n第二行",
          "cases/1/notices/accepted@shop.example",
          kTime};
}

// The lines before the empty one.
std::vector<std::string> Headers(const std::string& mail) {
  return absl::StrSplit(mail.substr(0, mail.find("\r\n\r\n")), "\r\n");
}

TEST_CASE("A mail is UTF-8 in base64, its headers one line each of at most 78 characters", "[outreach]") {
  const std::string mail = FormatMail(Any());
  for (const std::string& line : Headers(mail)) CHECK(line.size() <= 78);
  CHECK(absl::StrContains(mail, "\r\nMessage-ID: <cases/1/notices/accepted@shop.example>\r\n"));
  CHECK(absl::StrContains(mail, "\r\nDate: Fri, 27 Nov 2026 10:30:00 +0000\r\n"));
  CHECK(absl::StrContains(mail, "Content-Type: text/plain; charset=UTF-8"));
  std::string body;
  REQUIRE(absl::Base64Unescape(mail.substr(mail.find("\r\n\r\n") + 4), &body));
  CHECK(body == "第一行\r\n第二行");
}

TEST_CASE("An encoded subject reads back, cut between characters", "[outreach]") {
  const Mail mail = Any();
  std::string subject;
  for (const std::string& line : Headers(FormatMail(mail))) {
    const size_t begin = line.find("=?UTF-8?B?");
    if (begin == std::string::npos) continue;
    std::string part;
    REQUIRE(absl::Base64Unescape(line.substr(begin + 10, line.find("?=", begin + 10) - begin - 10), &part));
    CHECK((static_cast<unsigned char>(part[0]) & 0xc0) != 0x80);
    subject += part;
  }
  CHECK(subject == mail.subject);
}

TEST_CASE("A plain subject stays as it is", "[outreach]") {
  Mail mail = Any();
  mail.subject = "Where we are with 1";
  CHECK(absl::StrContains(FormatMail(mail), "\r\nSubject: Where we are with 1\r\n"));
}

TEST_CASE("Nothing can be smuggled into the headers", "[outreach]") {
  Mail mail = Any();
  const std::string evil =
      GENERATE("hello\r\nBcc: all@example.com", "hello\nBcc: all@example.com", "hello\r\n\r\nbody", "=?UTF-8?B?QQ==?=");
  mail.subject = evil;
  const std::vector<std::string> headers = Headers(FormatMail(mail));
  CHECK(headers.size() == Headers(FormatMail({mail.from, mail.to, "x", mail.text, mail.message_id, mail.date})).size());
  for (const std::string& line : headers) CHECK_FALSE(absl::StartsWith(line, "Bcc"));
}

TEST_CASE("Only one plain address is an address", "[outreach]") {
  for (const char* good : {"a@b", "li.lei+x@example.com", "a_b-c@sub.example.com"}) CHECK(IsMailAddress(good));
  for (const char* bad :
       {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "<a@b>", "a@b,c@d", "\"a\"@b", "李@example.com"}) {
    INFO(bad);
    CHECK_FALSE(IsMailAddress(bad));
  }
  CHECK_FALSE(IsMailAddress(std::string(250, 'a') + "@b.example"));
}

TEST_CASE("A notice has one Message-ID", "[outreach]") {
  CHECK(MessageIdFor("cases/1/notices/accepted", "redress@shop.example") == "cases/1/notices/accepted@shop.example");
}

}  // namespace
}  // namespace redress::outreach
