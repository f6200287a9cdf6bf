#include "libs/base/text.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <tuple>

namespace redress {
namespace {

// The UTF-8 of a code point, also of those that must not be written.
std::string Encode(uint32_t point) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((point >> shift) & 0x3f)); };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xc0 | point >> 6), tail(0)};
  if (point < 0x10000) return {static_cast<char>(0xe0 | point >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | point >> 18), tail(12), tail(6), tail(0)};
}

TEST_CASE("Every code point but the surrogates is well-formed, and nothing beyond the last", "[base]") {
  for (uint32_t point = 0; point < 0x120000; ++point) {
    const bool valid = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    const std::string text = Encode(point);
    if (ValidUtf8(text) != valid) FAIL("code point " << point);
    if (valid && CodePointCount(text) != 1) FAIL("count of " << point);
  }
}

TEST_CASE("Malformed UTF-8 is found wherever it stands", "[base]") {
  const auto bad = GENERATE(as<std::string>(), "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf",
                            "\xf8\x88\x80\x80\x80", "\xff", "\xfe", "\xe6\x8a", "\xe6", "\xf0\x9f\x98", "\xe6\x8a\x28",
                            "\xc3\x28", "\xed\xa0\x80");
  CHECK_FALSE(ValidUtf8(bad));
  CHECK_FALSE(ValidUtf8("投诉" + bad));
  CHECK_FALSE(ValidUtf8(bad + "投诉"));
}

TEST_CASE("Well-formed text of all lengths is accepted", "[base]") {
  CHECK(ValidUtf8(""));
  CHECK(ValidUtf8("我的快递丢了 😡 parcel lost"));
  CHECK(ValidUtf8(absl::string_view("a\0b", 3)));
}

TEST_CASE("Text is counted and cut in code points", "[base]") {
  const std::string text = "快递a😡";
  CHECK(CodePointCount("") == 0);
  CHECK(CodePointCount(text) == 4);
  CHECK(TruncateCodePoints(text, 0).empty());
  CHECK(TruncateCodePoints(text, 1) == "快");
  CHECK(TruncateCodePoints(text, 3) == "快递a");
  CHECK(TruncateCodePoints(text, 4) == text);
  CHECK(TruncateCodePoints(text, 99) == text);
  CHECK(TruncateCodePoints("", 1).empty());
}

TEST_CASE("White space of ASCII and of Chinese text is trimmed at both ends only", "[base]") {
  CHECK(Trim(" \t\r\n\u3000投 诉\u00a0\u200b \ufeff") == "投 诉");
  CHECK(Trim("\ufeff\u3000 ").empty());
  CHECK(Trim("a\u3000b") == "a\u3000b");
  CHECK(Trim("").empty());
}

TEST_CASE("Masks show enough to recognise and no more", "[base]") {
  const auto [mask, text, masked] = GENERATE(table<std::string (*)(absl::string_view), std::string, std::string>({
      {MaskName, "张小明", "张**"},
      {MaskName, "张三", "张**"},
      {MaskName, "欧", "**"},
      {MaskName, "J. Smith", "J**"},
      {MaskName, "", ""},
      {MaskPhone, "13812345678", "138****5678"},
      {MaskPhone, "+86 138-1234-5678", "138****5678"},
      {MaskPhone, "01012345678", "010****5678"},
      {MaskPhone, "62345678", "****5678"},
      {MaskPhone, "6234567", "****67"},
      {MaskPhone, "12345", "****45"},
      {MaskPhone, "12", "****"},
      {MaskPhone, "none", "****"},
      {MaskPhone, "", ""},
      {MaskEmail, "li.lei@example.com", "l**@example.com"},
      {MaskEmail, "李雷@例子.cn", "李**@例子.cn"},
      {MaskEmail, "a@b@example.com", "a**@example.com"},
      {MaskEmail, "a@example.com", "**@example.com"},
      {MaskEmail, "@example.com", "***"},
      {MaskEmail, "nobody", "***"},
      {MaskEmail, "", ""},
  }));
  CHECK(mask(text) == masked);
}

}  // namespace
}  // namespace redress
