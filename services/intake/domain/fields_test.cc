#include "services/intake/domain/fields.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"

namespace redress::intake {
namespace {

using Check = void (*)(Violations&, absl::string_view, absl::string_view);

bool Accepts(Check check, absl::string_view value) {
  Violations violations;
  check(violations, "f", value);
  return violations.empty();
}

TEST_CASE("Phones are E.164, or digits with spaces and dashes", "[intake]") {
  CHECK(Accepts(CheckPhone, GENERATE("", "+8613800000000", "13800000000", "010-8888 8888", "12315", "400-800-1234")));
  CHECK_FALSE(Accepts(CheckPhone, GENERATE("1234", "+", "138-0000-000x", "(010)88888888", "１３８００００００００",
                                           "86+13800000000", "123456789012345678901")));
}

TEST_CASE("An e-mail field holds one address", "[intake]") {
  CHECK(Accepts(CheckEmail, GENERATE("", "li@example.com", "l.i+tag@mail.example.cn")));
  CHECK_FALSE(Accepts(CheckEmail, GENERATE("li", "li@", "@example.com", "li@example", "a b@example.com", "a@b@example.com",
                                           "Li <li@example.com>", "a@example.com,b@example.com", "a@.com", "a@com.")));
  CHECK_FALSE(Accepts(CheckEmail, absl::StrCat(std::string(250, 'a'), "@example.com")));
}

TEST_CASE("Languages are BCP 47 tags", "[intake]") {
  CHECK(Accepts(CheckLanguage, GENERATE("", "zh", "zh-CN", "en", "zh-Hant-TW", "yue")));
  CHECK_FALSE(Accepts(CheckLanguage, GENERATE("z", "zh_CN", "zh-", "1h", "toolonglanguage", "zh CN")));
}

TEST_CASE("Links have a scheme and no spaces", "[intake]") {
  const auto accepts = [](absl::string_view uri) {
    Violations violations;
    CheckUri(violations, "f", uri, Need::kRequired);
    return violations.empty();
  };
  CHECK(accepts(GENERATE("s3://bucket/key", "https://weibo.com/1/2?x=1", "oss://b/图.jpg")));
  CHECK_FALSE(accepts(GENERATE("", "bucket/key", "://x", "https://", "https://a b", "/etc/passwd", "javascript:alert(1)")));
  CHECK_FALSE(accepts("https://" + std::string(1'020, 'a')));
}

TEST_CASE("Text is counted in code points and must be valid UTF-8", "[intake]") {
  const auto violations_of = [](absl::string_view text, Need need) {
    Violations violations;
    CheckText(violations, "f", text, 3, need);
    return violations.all().size();
  };
  CHECK(violations_of("投诉啊", Need::kRequired) == 0);
  CHECK(violations_of("投诉啊啊", Need::kRequired) == 1);
  CHECK(violations_of("", Need::kOptional) == 0);
  CHECK(violations_of("", Need::kRequired) == 1);
  CHECK(violations_of(" \n", Need::kRequired) == 1);
  CHECK(violations_of("\xff", Need::kOptional) == 1);
  CHECK(violations_of("\xe6\x8a", Need::kOptional) == 1);
}

TEST_CASE("Amounts name a currency and are not negative; both faults are told", "[intake]") {
  Violations violations;
  CHECK(CheckAmount(violations, "f", DraftMoney{"CNY", 0}).value().minor == 0);
  CHECK_FALSE(CheckAmount(violations, "f", absl::nullopt).has_value());
  CHECK(violations.empty());
  CHECK_FALSE(CheckAmount(violations, "f", DraftMoney{"yuan", -1}).has_value());
  REQUIRE(violations.all().size() == 2);
  CHECK(violations.all()[0].field == "f.currency_code");
  CHECK(violations.all()[1].field == "f.amount_minor");
}

TEST_CASE("A time of receipt lies between 2000 and two minutes from now", "[intake]") {
  const BusinessTime now = BusinessTime::ParseRfc3339("2026-11-22T08:00:00Z").value();
  const int64_t seconds = now.micros() / 1'000'000;
  const auto accepts = [&](DraftTime time) {
    Violations violations;
    CheckReceivedTime(violations, "f", time, now);
    return violations.empty();
  };
  CHECK(accepts({seconds, 0}));
  CHECK(accepts({seconds + 120, 0}));
  CHECK_FALSE(accepts({seconds + 121, 0}));
  CHECK_FALSE(accepts({0, 0}));
  CHECK_FALSE(accepts({seconds, -1}));
  CHECK_FALSE(accepts({seconds, 1'000'000'000}));
  CHECK_FALSE(accepts({9'223'372'036'854'775'807, 0}));
  CHECK_FALSE(accepts({-9'223'372'036'854'775'807, 0}));
}

TEST_CASE("What happened is not after its receipt", "[intake]") {
  const BusinessTime received = BusinessTime::FromUnixMicros(1'700'000'000'000'000);
  Violations violations;
  CHECK(CheckEventTime(violations, "f", DraftTime{1'700'000'000, 0}, received) == received);
  CHECK(CheckEventTime(violations, "f", DraftTime{-86'400, 0}, received).has_value());
  CHECK(violations.empty());
  CHECK_FALSE(CheckEventTime(violations, "f", DraftTime{1'700'000'001, 0}, received).has_value());
  CHECK(violations.all().size() == 1);
}

TEST_CASE("Evidence names every bad part, and its hash is kept in lower case", "[intake]") {
  EvidenceFacts good{Secret("s3://b/k"), "image/jpeg", 1, std::string(64, 'A')};
  Violations violations;
  CheckEvidence(violations, "e", good);
  CHECK(violations.empty());
  CHECK(good.sha256 == std::string(64, 'a'));

  EvidenceFacts bad{Secret("k"), "jpeg", 0, std::string(63, 'a')};
  CheckEvidence(violations, "e", bad);
  REQUIRE(violations.all().size() == 4);
  CHECK(violations.all()[0].field == "e.uri");
  CHECK(violations.all()[1].field == "e.media_type");
  CHECK(violations.all()[2].field == "e.size_bytes");
  CHECK(violations.all()[3].field == "e.sha256");

  EvidenceFacts huge{Secret("s3://b/k"), "image/jpeg", (int64_t{1} << 40) + 1, std::string(64, 'g')};
  Violations others;
  CheckEvidence(others, "e", huge);
  CHECK(others.all().size() == 2);
}

}  // namespace
}  // namespace redress::intake
