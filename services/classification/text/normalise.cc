#include "services/classification/text/normalise.h"

#include <array>
#include <utility>

#include "services/classification/text/slang.h"
#include "services/classification/text/utf8.h"

namespace redress::classification {
namespace {

// A base with more marks than this is not writing: the rest of the marks stands alone (UAX 15 calls 30 stream-safe). Keeps
// ICU's reordering of marks, which is quadratic, short.
constexpr size_t kSequenceMax = 32;
constexpr size_t kRepeatMax = 2;

bool IsDigit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

// Takes normalised code points in order; shortens runs and blanks as they come.
class Builder {
 public:
  explicit Builder(size_t capacity) {
    text_.chars.reserve(capacity);
    text_.sources.reserve(capacity);
  }

  void Add(char32_t c, Span source) {
    std::u32string& chars = text_.chars;
    const bool same = !chars.empty() && chars.back() == c;
    if (c == U' ' && (chars.empty() || same)) return;
    run_ = same ? run_ + 1 : 1;
    if (run_ > kRepeatMax && !IsDigit(c)) {
      text_.sources.back().end = source.end;
      return;
    }
    chars.push_back(c);
    text_.sources.push_back(source);
  }

  NormalText Finish(int32_t received_length) {
    if (!text_.chars.empty() && text_.chars.back() == U' ') {
      text_.chars.pop_back();
      text_.sources.pop_back();
    }
    text_.received_length = received_length;
    return std::move(text_);
  }

 private:
  NormalText text_;
  size_t run_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Normaliser>> Normaliser::Create() {
  absl::StatusOr<std::unique_ptr<CharTable>> table = CharTable::Create();
  if (!table.ok()) return table.status();
  return std::unique_ptr<Normaliser>(new Normaliser(*std::move(table)));
}

NormalText Normaliser::Normalise(absl::string_view text) const {
  Builder builder(text.size() / 2 + 8);
  const auto add_all = [&](const auto& mapped, Span source) {
    for (const char32_t m : mapped) builder.Add(m, source);
  };
  int32_t position = 0;
  size_t i = 0;
  char32_t next = text.empty() ? 0 : NextCodePoint(text, &i);
  for (bool more = !text.empty(); more;) {
    const char32_t c = next;
    const int32_t begin = position++;
    more = i < text.size();
    next = more ? NextCodePoint(text, &i) : 0;
    if (!more || !table_->Joins(next)) {
      add_all(table_->Map(c), {begin, position});
      continue;
    }
    std::array<char32_t, kSequenceMax> sequence{c};
    size_t length = 1;
    while (more && table_->Joins(next) && length < kSequenceMax) {
      sequence[length++] = next;
      ++position;
      more = i < text.size();
      next = more ? NextCodePoint(text, &i) : 0;
    }
    add_all(table_->MapSequence({sequence.data(), length}), {begin, position});
  }
  NormalText normal = builder.Finish(position);
  ExpandSlang(&normal);
  return normal;
}

}  // namespace redress::classification
