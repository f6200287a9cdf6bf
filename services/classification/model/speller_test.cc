#include "services/classification/model/speller.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

const Speller& Shared() {
  static const auto& speller = *new Speller({U"refund", U"never", U"received", U"parcel", U"fever", U"part", U"late"});
  return speller;
}

TEST_CASE("a word that is one slip away is put right", "[classification]") {
  const auto [typed, right] = GENERATE(table<std::u32string, std::u32string>({{U"refud", U"refund"},
                                                                              {U"reffund", U"refund"},
                                                                              {U"refunf", U"refund"},
                                                                              {U"refnud", U"refund"},
                                                                              {U"recieved", U"received"},
                                                                              {U"parcell", U"parcel"},
                                                                              {U"refun", U"refund"},
                                                                              {U"nevr", U"never"},
                                                                              {U"laate", U"late"}}));
  const std::u32string* said = Shared().Right(typed);
  REQUIRE(said != nullptr);
  CHECK(*said == right);
}

TEST_CASE("of several words that it may have been, the commonest is taken", "[classification]") {
  const Speller speller({U"boot", U"boat"});
  CHECK(*speller.Right(U"bost") == U"boot");
  CHECK(*Speller({U"boat", U"boot"}).Right(U"bost") == U"boat");
}

TEST_CASE("what is known, short, far from all words, or begins otherwise stays", "[classification]") {
  const std::u32string word = GENERATE(as<std::u32string>(), U"never", U"fever", U"part", U"pat", U"lat", U"refnudd", U"rfndue",
                                       U"kefund", U"", U"a", U"refund2", U"日本語ですよ", U"zzzzzzzzzzzzzzzzzzzzzzzzzzzz");
  CHECK(Shared().Right(word) == nullptr);
}

TEST_CASE("every slip inside of a word is found", "[classification]") {
  const std::u32string word = U"received";
  for (size_t i = 1; i < word.size(); ++i) {
    std::u32string without = word, twice = word, wrong = word, swapped = word;
    without.erase(i, 1);
    twice.insert(i, 1, word[i]);
    wrong[i] = U'z';
    if (i + 1 < word.size()) std::swap(swapped[i], swapped[i + 1]);
    for (const std::u32string& typed : {without, twice, wrong, swapped}) {
      if (typed == word) continue;
      const std::u32string* said = Shared().Right(typed);
      REQUIRE(said != nullptr);
      CHECK(*said == word);
    }
  }
}

TEST_CASE("a text keeps the places of what was put right, and one with ideographs stays as it is", "[classification]") {
  const std::unique_ptr<Normaliser> normaliser = Normaliser::Create().value();
  const auto none = [](uint64_t) { return false; };
  const NormalText text = normaliser->Normalise("My Refnud is laate!");
  const std::optional<NormalText> right = Shared().Correct(text, Tokenise(text.chars), none);
  REQUIRE(right);
  CHECK(right->chars == U"my refund is late!");
  CHECK(right->SourceOf(3, 9) == Span{3, 9});
  CHECK(right->SourceOf(13, 17) == Span{13, 18});
  const NormalText chinese = normaliser->Normalise("refnud 太慢");
  CHECK_FALSE(Shared().Correct(chinese, Tokenise(chinese.chars), none));
  const NormalText fine = normaliser->Normalise("my refund is late");
  CHECK_FALSE(Shared().Correct(fine, Tokenise(fine.chars), none));
  const uint64_t laate = Tokenise(U"laate")[0].hash;
  CHECK(Shared().Correct(text, Tokenise(text.chars), [&](uint64_t word) { return word == laate; })->chars ==
        U"my refund is laate!");
}

}  // namespace
}  // namespace redress::classification
