#include "services/classification/text/normalise.h"

#include <catch2/catch.hpp>

#include "services/classification/text/utf8.h"

namespace redress::classification {
namespace {

const Normaliser& Shared() {
  static const auto& normaliser = *Normaliser::Create().value().release();
  return normaliser;
}

std::string Normal(absl::string_view text) {
  return EncodeUtf8(Shared().Normalise(text).chars);
}

TEST_CASE("text is brought to one form", "[classification]") {
  const auto [received, normal] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {"  退款  ", "退款"},
      {"退款\r\n\t 还没到", "退款 还没到"},
      {"ＡＢＣ１２３", "abc123"},
      {"快遞員態度惡劣", "快递员态度恶劣"},
      {"退貨，換貨！", "退货,换货!"},
      {"退货,换货!", "退货,换货!"},
      {"“假货”。", "\"假货\"."},
      {"「假貨」．", "\"假货\"."},
      {"Café ﬁne", "café fine"},
      {"Cafe\u0301", "café"},
      {"气死我了！！！！！！", "气死我了!!"},
      {"啊啊啊啊啊", "啊啊"},
      {"sooooo slow", "soo slow"},
      {"赔我10000元", "赔我10000元"},
      {"don’t", "don't"},
      {"假\u200B货", "假货"},
      {"½杯", "1⁄2杯"},
      {"㎏", "kg"},
      {"😡😡😡", "😡😡"},
      {"好👍🏻", "好👍🏻"},
  }));
  CAPTURE(received);
  CHECK(Normal(received) == normal);
}

TEST_CASE("every normalised code point knows where it came from", "[classification]") {
  const auto [received, begin, end, expected] = GENERATE(table<std::string, size_t, size_t, Span>({
      {"ab", 0, 1, {0, 1}},
      {"  退貨", 0, 2, {2, 4}},
      {"退   款", 0, 3, {0, 5}},        // blanks in between belong to it
      {"Cafe\u0301 好", 0, 4, {0, 5}},  // a base and its mark
      {"½杯", 0, 3, {0, 1}},            // one becomes three
      {"啊啊啊啊啊疼", 0, 2, {0, 5}},   // the shortened run stands for all of it
      {"假\u200B货", 0, 2, {0, 3}},     // what vanishes inside is inside
      {"😡退款", 1, 3, {1, 3}},          // code points, not bytes
  }));
  CAPTURE(received);
  CHECK(Shared().Normalise(received).SourceOf(begin, end) == expected);
}

TEST_CASE("positions are within the text and ascend, whatever arrives", "[classification]") {
  const std::string received = GENERATE(as<std::string>(), "\xff\xfe退\xc3", "a\u0301\u0301\u0301\u0301b",
                                        std::string(3, '\0') + "x", "\u0344\u0958\uFB2C", "한국어 ｶﾞ", "\U0010FFFF\U000E0001x");
  const NormalText text = Shared().Normalise(received);
  REQUIRE(text.sources.size() == text.chars.size());
  int32_t last = 0;
  for (const Span& source : text.sources) {
    CHECK(source.begin >= last);
    CHECK(source.begin < source.end);
    CHECK(source.end <= text.received_length);
    last = source.begin;
  }
}

TEST_CASE("a base with thousands of marks is cut into short sequences and keeps its length", "[classification]") {
  std::string hostile = "a";
  for (int i = 0; i < 20'000; ++i) hostile += i % 2 == 0 ? "\u0316" : "\u0301";
  CHECK(Shared().Normalise(hostile).received_length == 20'001);
}

// What is done for a part of the text depends on no more than 32 code points of it, whatever stands around: so the work is
// linear.
TEST_CASE("a megabyte of combining marks is cut into short pieces, each worked on alone", "[classification]") {
  const std::unique_ptr<Normaliser> normaliser = Normaliser::Create().value();
  std::string text;
  for (int i = 0; i < 250'000; ++i) text += "\u0316\u0301";
  const NormalText normal = normaliser->Normalise(text);
  CHECK(normal.received_length == 500'000);
  CHECK(normal.chars.size() <= 500'000);
  for (const Span& source : normal.sources) REQUIRE(source.end - source.begin <= 64);
}

}  // namespace
}  // namespace redress::classification
