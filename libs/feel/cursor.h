// A place in the text of an expression: skips white space and comments, takes tokens, and keeps the first error. Inside of this
// library only.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace redress::feel {

class Cursor {
 public:
  explicit Cursor(absl::string_view text) : text_(text) {}

  // White space, `// …` to the end of the line and `/* … */`.
  void SkipSpace();
  // True at the end, space aside.
  bool AtEnd();
  // The rest after white space.
  absl::string_view Rest();
  // Takes a symbol (space aside) if the text goes on with it.
  bool Take(absl::string_view symbol);
  bool Sees(absl::string_view symbol);
  // The same for a word: what follows it does not go on with the name.
  bool TakeWord(absl::string_view word);
  bool SeesWord(absl::string_view word);

  size_t position() const { return position_; }
  void set_position(size_t position) { position_ = position; }
  absl::string_view text() const { return text_; }

  // Keeps the first error only. Always false.
  bool Fail(absl::string_view message) { return FailAt(position_, message); }
  bool FailAt(size_t position, absl::string_view message);
  bool failed() const { return failed_; }
  // Forgets an error, to read the text in another way.
  void Reset(size_t position);
  // INVALID_ARGUMENT with line and column of the error, counted in code points from 1.
  absl::Status status() const;

 private:
  const absl::string_view text_;
  size_t position_ = 0;
  bool failed_ = false;
  size_t error_position_ = 0;
  std::string error_;
};

// How many bytes of `text`, from its beginning, are that name: its spaces stand for any white space, and the text's name goes not
// on behind it. 0 if they are not.
size_t MatchName(absl::string_view text, absl::string_view name);
// How many bytes are words one after the other, none of them a keyword that goes on with an expression: the name that the text
// must mean, since FEEL has nothing else where two words meet. 0 if there is none.
size_t MatchWords(absl::string_view text);

}  // namespace redress::feel
