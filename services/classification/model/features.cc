#include "services/classification/model/features.h"

#include <algorithm>

#include "libs/base/hash.h"
#include "services/classification/text/sounds.h"

namespace redress::classification {
namespace {

// Kinds of features never meet: each is mixed with a salt of its own.
constexpr uint64_t kPieceSalt = 0x51ED270B0FE1u;
constexpr uint64_t kConceptSalt = 0xC02CE970u;
constexpr uint64_t kPairSalt = 0x9A1250u;
constexpr uint64_t kSoundSalt = 0x50D9D5u;

// Emoji say little about what a complaint is about, and there are too many to know: a text must not look strange for having some.
constexpr float kEmojiWeight = 0.4f;

}  // namespace

FeatureExtractor::FeatureExtractor(FeatureOptions options, std::vector<Concept> concepts)
    : options_(options), concepts_(std::move(concepts)) {
  for (size_t i = 0; i < concepts_.size(); ++i) {
    concept_hashes_.push_back(CombineHashes(kConceptSalt, StableHash64(concepts_[i].name)));
    // All in one list: of overlapping concepts the longest phrase says what is meant.
    for (const std::u32string& phrase : concepts_[i].phrases) matcher_.Add(phrase, 0, static_cast<int>(i));
  }
}

void FeatureExtractor::Extract(const std::u32string& text, const std::vector<Token>& tokens,
                               std::vector<Feature>* features) const {
  const size_t count = std::min(tokens.size(), kTokensMax);
  AddTokens(tokens, count, features);
  if (options_.word_piece_min > 0) {
    for (size_t i = 0; i < count; ++i) {
      if (tokens[i].kind == TokenKind::kWord) AddWordPieces(text, tokens[i], static_cast<uint32_t>(i), features);
    }
  }
  if (options_.sound_weight > 0) AddSounds(text, tokens, count, features);
  if (options_.concepts > 0 && !concepts_.empty()) AddConcepts(text, tokens, count, features);
}

void FeatureExtractor::AddTokens(const std::vector<Token>& tokens, size_t count, std::vector<Feature>* features) const {
  for (uint32_t i = 0; i < count; ++i) {
    uint64_t hash = tokens[i].hash;
    const bool emoji = tokens[i].kind == TokenKind::kEmoji;
    features->push_back({hash, i, i + 1, emoji ? kEmojiWeight : 1.0f});
    for (uint32_t end = i + 1; end < count && end < i + options_.ngram_max && tokens[end].joined; ++end) {
      if (emoji || tokens[end].kind == TokenKind::kEmoji) break;
      hash = CombineHashes(hash, tokens[end].hash);
      features->push_back({hash, i, end + 1, options_.ngram_weight});
    }
  }
}

void FeatureExtractor::AddSounds(const std::u32string& text, const std::vector<Token>& tokens, size_t count,
                                 std::vector<Feature>* features) const {
  const auto ideograph = [&](size_t i) { return tokens[i].kind == TokenKind::kIdeograph; };
  uint64_t previous = 0;
  uint32_t previous_at = 0;
  const auto add = [&](uint64_t sound, uint32_t at) {
    if (sound != 0 && previous != 0) {
      features->push_back(
          {CombineHashes(CombineHashes(kSoundSalt, previous), sound), previous_at, at + 1, options_.sound_weight});
    }
    previous = sound, previous_at = at;
  };
  for (uint32_t i = 0; i < count; ++i) {
    if (!tokens[i].joined) previous = 0;
    if (ideograph(i)) {
      add(SoundOf(text[tokens[i].begin]), i);
    } else if (tokens[i].kind == TokenKind::kWord && ((i > 0 && ideograph(i - 1)) || (i + 1 < count && ideograph(i + 1)))) {
      // Syllables in Latin letters beside characters: people leave what their keyboard does not offer at once.
      const std::vector<uint64_t> sounds = SoundsOfWord({text.data() + tokens[i].begin, tokens[i].end - tokens[i].begin});
      if (sounds.empty()) previous = 0;
      for (const uint64_t sound : sounds) add(sound, i);
    } else {
      previous = 0;
    }
  }
}

void FeatureExtractor::AddWordPieces(const std::u32string& text, const Token& token, uint32_t index,
                                     std::vector<Feature>* features) const {
  // The word's edges are characters too: `<refund>`.
  constexpr size_t kWordMax = 32;
  const size_t length = std::min<size_t>(token.end - token.begin, kWordMax);
  const auto at = [&](size_t i) { return i == 0 ? U'<' : i == length + 1 ? U'>' : text[token.begin + i - 1]; };
  if (length < options_.word_piece_min) return;
  for (size_t begin = 0; begin + options_.word_piece_min <= length + 2; ++begin) {
    uint64_t hash = kPieceSalt;
    for (size_t size = 1; size <= options_.word_piece_max && begin + size <= length + 2; ++size) {
      hash = CombineHashes(hash, at(begin + size - 1));
      if (size >= options_.word_piece_min) features->push_back({hash, index, index + 1, options_.word_piece_weight});
    }
  }
}

void FeatureExtractor::AddConcepts(const std::u32string& text, const std::vector<Token>& tokens, size_t count,
                                   std::vector<Feature>* features) const {
  // Positions of the text → tokens, moving forward with the hits.
  uint32_t first = 0;
  uint64_t previous = 0;
  uint32_t previous_begin = 0;
  for (const PhraseHit& hit : matcher_.Find(text)) {
    while (first < count && tokens[first].end <= hit.begin) ++first;
    uint32_t end = first;
    while (end < count && tokens[end].begin < hit.end) ++end;
    if (end == first) continue;
    const uint64_t hash = concept_hashes_[static_cast<size_t>(hit.value)];
    features->push_back({hash, first, end, options_.concept_weight});
    if (options_.concept_pairs > 0 && previous != 0 && previous != hash) {
      features->push_back(
          {CombineHashes(CombineHashes(kPairSalt, previous), hash), previous_begin, end, options_.concept_pair_weight});
    }
    previous = hash;
    previous_begin = first;
  }
}

}  // namespace redress::classification
