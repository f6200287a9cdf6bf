#include "services/classification/text/utf8.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

TEST_CASE("code points survive the way there and back", "[classification]") {
  const std::string text = GENERATE(as<std::string>(), "", "a", "é", "退", "😡", "a退😡é");
  CHECK(EncodeUtf8(DecodeUtf8(text)) == text);
}

TEST_CASE("each bad byte is one replacement character", "[classification]") {
  const auto [bytes, count] = GENERATE(table<std::string, size_t>({
      {"\x80", 1},              // a continuation alone
      {"\xC3", 1},              // cut short
      {"\xE9\x80", 2},          // cut short
      {"\xC0\x80", 2},          // overlong
      {"\xED\xA0\x80", 3},      // a surrogate
      {"\xF4\x90\x80\x80", 4},  // above the last code point
  }));
  const std::u32string decoded = DecodeUtf8(bytes);
  CHECK(decoded == std::u32string(count, U'\uFFFD'));
}

}  // namespace
}  // namespace redress::classification
