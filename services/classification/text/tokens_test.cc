#include "services/classification/text/tokens.h"

#include <catch2/catch.hpp>

#include "services/classification/text/normalise.h"
#include "services/classification/text/utf8.h"

namespace redress::classification {
namespace {

const char* KindName(TokenKind kind) {
  constexpr const char* kNames[] = {"", "w", "n", "money", "percent", "time", "date", "phone", "order", "url", "email", "emoji"};
  return kNames[static_cast<int>(kind)];
}

// Tokens as `kind:text`, a bar where a stretch ends.
std::string Cut(absl::string_view received) {
  static const auto& normaliser = *Normaliser::Create().value().release();
  const std::u32string text = normaliser.Normalise(received).chars;
  std::string out;
  for (const Token& token : Tokenise(text)) {
    if (!out.empty()) out += token.joined ? " " : " | ";
    const std::string kind = KindName(token.kind);
    out += (kind.empty() ? "" : kind + ":") + EncodeUtf8(text.substr(token.begin, token.end - token.begin));
  }
  return out;
}

TEST_CASE("text is cut into typed tokens", "[classification]") {
  const auto [text, tokens] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {"不退款", "不 退 款"},
      {"不退，款", "不 退 | 款"},
      {"不退 款", "不 退 | 款"},  // a blank between ideographs stands where others set a comma
      {"Where is my order?", "w:where w:is w:my w:order"},
      {"It's late, again", "w:it's w:late | w:again"},
      {"等了15天", "等 了 n:15 天"},
      {"扣了我299元", "扣 了 我 money:299元"},
      {"¥1,299.00", "money:¥1,299.00"},
      {"20块钱", "money:20块钱"},
      {"$ 5 off", "money:$ 5 w:off"},
      {"500 rupees", "money:500 rupees"},
      {"打8折5%", "打 n:8 折 percent:5%"},
      {"14:30送的", "time:14:30 送 的"},
      {"2026-11-22下单", "date:2026-11-22 下 单"},
      {"电话13800138000", "电 话 phone:13800138000"},
      {"010-12345678", "phone:010-12345678"},
      {"订单4822824042113", "订 单 order:4822824042113"},
      {"SF1234567890123", "order:sf1234567890123"},
      {"iphone15", "w:iphone n:15"},
      {"https://a.example/x?y=1 看", "url:https://a.example/x?y=1 看"},
      {"mail lei@example.com", "w:mail email:lei@example.com"},
      {"差评😡", "差 评 emoji:😡"},
  }));
  CAPTURE(text);
  CHECK(Cut(text) == tokens);
}

TEST_CASE("the kind and width of punctuation leave no trace in tokens", "[classification]") {
  const auto hashes = [](absl::string_view received) {
    static const auto& normaliser = *Normaliser::Create().value().release();
    std::vector<std::pair<uint64_t, bool>> result;
    for (const Token& token : Tokenise(normaliser.Normalise(received).chars)) result.emplace_back(token.hash, token.joined);
    return result;
  };
  const std::string expected = "快递员说:没空,自己来拿.太差了!还退吗?";
  const std::string other =
      GENERATE(as<std::string>(), "快递员说：没空，自己来拿。太差了！还退吗？", "快遞員說「沒空」自己來拿……太差了～還退嗎",
               "快递员说 没空 自己来拿 太差了 还退吗", "快递员说“没空”、自己来拿；太差了——还退吗!!!");
  CHECK(hashes(other) == hashes(expected));
}

TEST_CASE("numbers differ by their size alone", "[classification]") {
  const auto hash = [](const std::u32string& text) { return Tokenise(text).at(0).hash; };
  CHECK(hash(U"12") == hash(U"98"));
  CHECK(hash(U"1.5") == hash(U"2"));
  CHECK(hash(U"12") != hash(U"123"));
}

TEST_CASE("hostile text is cut in time that grows with its length", "[classification]") {
  for (const char32_t* piece : {U"1", U"a1", U"1.", U"¥", U"a'", U"a@", U"http://", U"www."}) {
    std::u32string text;
    while (text.size() < 20'000) text += piece;
    for (const Token& token : Tokenise(text)) REQUIRE(token.begin < token.end);
  }
}

TEST_CASE("a face of letters and marks is the emoji of its feeling", "[classification]") {
  const auto [face, emoji] = GENERATE(table<std::u32string, std::u32string>(
      {{U"t_t", U"😭"}, {U"qaq", U"😭"}, {U"orz", U"😭"}, {U"^_^", U"😊"}, {U"-_-||", U"😑"}, {U"ಠ_ಠ", U"😡"}, {U"o_o", U"😲"}}));
  const std::vector<Token> tokens = Tokenise(U"坏了 " + face + U"退款");
  REQUIRE(tokens.size() == 5);
  CHECK(tokens[2].kind == TokenKind::kEmoji);
  CHECK(tokens[2].hash == Tokenise(emoji)[0].hash);
}

TEST_CASE("letters within a word are no face", "[classification]") {
  for (const std::u32string text : {U"qaqs", U"forz", U"t_tx", U"oovo"}) {
    for (const Token& token : Tokenise(text)) CHECK(token.kind != TokenKind::kEmoji);
  }
}

}  // namespace
}  // namespace redress::classification
