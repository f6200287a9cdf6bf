#include "libs/base/complaint_number.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/error.h"

namespace redress {
namespace {

constexpr size_t kDashes[] = {6, 15};

bool IsDash(size_t position) {
  return position == kDashes[0] || position == kDashes[1];
}

// Numbers of all kinds: first, last, round, repeated digits, a leap day.
std::vector<std::string> Samples() {
  std::vector<std::string> samples;
  for (const absl::CivilDay day :
       {absl::CivilDay(2000, 1, 1), absl::CivilDay(2026, 11, 22), absl::CivilDay(2024, 2, 29), absl::CivilDay(2099, 12, 31)}) {
    for (const int64_t sequence : {int64_t{0}, int64_t{1}, int64_t{12345}, int64_t{7654321}, ComplaintNumber::kSequenceMax}) {
      samples.push_back(ComplaintNumber::Make(day, sequence)->ToString());
    }
  }
  return samples;
}

std::string ReasonFor(const std::string& text) {
  const absl::Status status = ComplaintNumber::Parse(text).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  return ReasonOf(status);
}

TEST_CASE("A number shows its date, its sequence and its check digits", "[base]") {
  const ComplaintNumber number = ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), 12345).value();
  CHECK(number.ToString() == "261122-00012345-21");
  CHECK(number.day() == absl::CivilDay(2026, 11, 22));
  CHECK(number.sequence() == 12345);
}

TEST_CASE("What is written is read back", "[base]") {
  for (const std::string& text : Samples()) CHECK(ComplaintNumber::Parse(text)->ToString() == text);
}

TEST_CASE("The check digits are those of ISO 7064 MOD 97-10", "[base]") {
  for (const std::string& text : Samples()) {
    int remainder = 0;
    for (const char c : text) remainder = c == '-' ? remainder : (remainder * 10 + (c - '0')) % 97;
    CHECK(remainder == 1);
  }
}

TEST_CASE("Every single wrong digit is caught", "[base]") {
  for (const std::string& text : Samples()) {
    for (size_t i = 0; i < text.size(); ++i) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        if (IsDash(i) || digit == text[i]) continue;
        std::string wrong = text;
        wrong[i] = digit;
        REQUIRE(ReasonFor(wrong) == "WRONG_CHECK_DIGITS");
      }
    }
  }
}

TEST_CASE("Every swap of two neighbouring digits is caught", "[base]") {
  for (const std::string& text : Samples()) {
    for (size_t i = 0; i + 1 < text.size(); ++i) {
      const size_t next = IsDash(i + 1) ? i + 2 : i + 1;
      if (IsDash(i) || text[i] == text[next]) continue;
      std::string wrong = text;
      std::swap(wrong[i], wrong[next]);
      REQUIRE(ReasonFor(wrong) == "WRONG_CHECK_DIGITS");
    }
  }
}

TEST_CASE("Every double swap across one digit is caught", "[base]") {
  for (const std::string& text : Samples()) {
    std::string digits;
    for (const char c : text) digits += c == '-' ? "" : std::string(1, c);
    for (size_t i = 0; i + 2 < digits.size(); ++i) {
      if (digits[i] == digits[i + 2]) continue;
      std::string wrong = digits;
      std::swap(wrong[i], wrong[i + 2]);
      REQUIRE(ReasonFor(wrong) == "WRONG_CHECK_DIGITS");
    }
  }
}

TEST_CASE("Spaces and dashes may stand anywhere or be missing", "[base]") {
  const auto text =
      GENERATE(as<std::string>(), "2611220001234521", "261122 00012345 21", " 26-11-22 0001 2345 21 ", "261122-0001234521");
  CHECK(ComplaintNumber::Parse(text)->ToString() == "261122-00012345-21");
}

TEST_CASE("What is no number is refused as malformed", "[base]") {
  const auto text = GENERATE(as<std::string>(), "", "-", "261122-00012345", "261122-00012345-211", "261122-00012345-2l",
                             "261122_00012345_21", "２６1122-00012345-21", "99999999999999999999999999999999", "complaints/1");
  CHECK(ReasonFor(text) == "MALFORMED_COMPLAINT_NUMBER");
}

TEST_CASE("A day that does not exist is refused even with fitting check digits", "[base]") {
  const auto date = GENERATE(as<std::string>(), "261301", "260230", "260100", "250229", "260001");
  std::string reason;
  for (int check = 2; check <= 98 && reason != "MALFORMED_COMPLAINT_NUMBER"; ++check) {
    reason = ReasonFor(date + "00000001" + (check < 10 ? "0" : "") + std::to_string(check));
  }
  CHECK(reason == "MALFORMED_COMPLAINT_NUMBER");
}

TEST_CASE("A number is not made outside its range", "[base]") {
  CHECK(ReasonOf(ComplaintNumber::Make(absl::CivilDay(1999, 12, 31), 1).status()) == "COMPLAINT_NUMBER_RANGE");
  CHECK(ReasonOf(ComplaintNumber::Make(absl::CivilDay(2100, 1, 1), 1).status()) == "COMPLAINT_NUMBER_RANGE");
  CHECK(ReasonOf(ComplaintNumber::Make(absl::CivilDay(2026, 1, 1), -1).status()) == "COMPLAINT_NUMBER_RANGE");
  CHECK(ComplaintNumber::Make(absl::CivilDay(2026, 1, 1), 100'000'000).status().code() == absl::StatusCode::kOutOfRange);
}

TEST_CASE("Numbers are ordered by day, then by sequence", "[base]") {
  const auto make = [](int day, int64_t sequence) {
    return ComplaintNumber::Make(absl::CivilDay(2026, 11, day), sequence).value();
  };
  CHECK(make(21, 99'999'999) < make(22, 0));
  CHECK(make(22, 1) < make(22, 2));
  CHECK(make(22, 2) == make(22, 2));
}

}  // namespace
}  // namespace redress
