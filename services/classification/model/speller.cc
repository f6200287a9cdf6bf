#include "services/classification/model/speller.h"

#include <algorithm>
#include <utility>

namespace redress::classification {
namespace {

constexpr size_t kNone = Speller::kLettersMax + 1;

// Of the word without its letter `left_out`; kNone: of all of it.
uint64_t HashWithout(std::u32string_view word, size_t left_out) {
  uint64_t hash = word.size() - (left_out < word.size() ? 1 : 0);
  for (size_t i = 0; i < word.size(); ++i) {
    if (i != left_out) hash = CombineHashes(hash, word[i]);
  }
  return hash;
}

// Whether one slip makes `typed` of `right`, which differ.
bool OneSlip(std::u32string_view right, std::u32string_view typed) {
  const size_t shorter = std::min(right.size(), typed.size());
  size_t same = 0;
  while (same < shorter && right[same] == typed[same]) ++same;
  right.remove_prefix(same);
  typed.remove_prefix(same);
  if (right.size() == typed.size()) {
    if (right.substr(1) == typed.substr(1)) return true;
    return right.size() > 1 && right[0] == typed[1] && right[1] == typed[0] && right.substr(2) == typed.substr(2);
  }
  return right.size() > typed.size() ? right.substr(1) == typed : right == typed.substr(1);
}

}  // namespace

bool Speller::Fits(std::u32string_view word) {
  return word.size() >= kLettersMin && word.size() <= kLettersMax &&
         std::all_of(word.begin(), word.end(), [](char32_t c) { return c >= U'a' && c <= U'z'; });
}

Speller::Speller(std::vector<std::u32string> words) : words_(std::move(words)) {
  constexpr size_t kSameMax = 8;  // keeps a look-up short
  known_.reserve(words_.size());
  for (uint32_t i = 0; i < words_.size(); ++i) {
    known_.emplace(HashWithout(words_[i], kNone), i);
    for (size_t left_out = 1; left_out < words_[i].size(); ++left_out) {
      std::vector<uint32_t>& same = shortened_[HashWithout(words_[i], left_out)];
      if (same.size() < kSameMax && (same.empty() || same.back() != i)) same.push_back(i);
    }
  }
}

const std::u32string* Speller::Right(std::u32string_view word) const {
  if (words_.empty() || !Fits(word)) return nullptr;
  const uint64_t whole = HashWithout(word, kNone);
  if (known_.contains(whole)) return nullptr;
  uint32_t best = static_cast<uint32_t>(words_.size());
  const auto look = [&](uint64_t hash) {
    const auto found = shortened_.find(hash);
    if (found == shortened_.end()) return;
    for (const uint32_t i : found->second) {
      if (i < best && OneSlip(words_[i], word)) best = i;
    }
  };
  look(whole);  // a letter was left out
  for (size_t i = 1; i < word.size(); ++i) {
    const uint64_t shorter = HashWithout(word, i);
    look(shorter);  // a wrong letter, or two changed places
    if (const auto found = known_.find(shorter); found != known_.end()) best = std::min(best, found->second);  // one too many
  }
  return best < words_.size() ? &words_[best] : nullptr;
}

std::optional<NormalText> Speller::Correct(const NormalText& text, const std::vector<Token>& tokens,
                                           absl::FunctionRef<bool(uint64_t)> known) const {
  std::vector<std::pair<const Token*, const std::u32string*>> wrong;
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::kIdeograph) return std::nullopt;
    if (token.kind != TokenKind::kWord || known(token.hash)) continue;
    const std::u32string* right = Right({text.chars.data() + token.begin, token.end - token.begin});
    if (right != nullptr) wrong.emplace_back(&token, right);
  }
  if (wrong.empty()) return std::nullopt;
  NormalText out;
  out.received_length = text.received_length;
  out.chars.reserve(text.chars.size() + wrong.size());
  out.sources.reserve(out.chars.capacity());
  size_t at = 0;
  const auto copy_to = [&](size_t end) {
    out.chars.append(text.chars, at, end - at);
    out.sources.insert(out.sources.end(), text.sources.begin() + static_cast<std::ptrdiff_t>(at),
                       text.sources.begin() + static_cast<std::ptrdiff_t>(end));
    at = end;
  };
  for (const auto& [token, right] : wrong) {
    copy_to(token->begin);
    out.chars.append(*right);
    out.sources.insert(out.sources.end(), right->size(), text.SourceOf(token->begin, token->end));
    at = token->end;
  }
  copy_to(text.chars.size());
  return out;
}

}  // namespace redress::classification
