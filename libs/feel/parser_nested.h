// Guards of the parser's recursion. Inside of parser*.cc only.
#pragma once

#include "libs/feel/parser.h"

namespace redress::feel {

// The limits of nesting, and of the height of a tree that long chains of operators build.
inline constexpr int kMaxParsing = 200;
inline constexpr int kMaxTree = 1000;

// One more level; false if there are too many, and then the error is told.
class Parser::Nested {
 public:
  // `plain`: within brackets, where the end of a range is no longer near. These count only where no expression within does.
  explicit Nested(Parser& parser) : Nested(parser, false, true) {}
  Nested(Parser& parser, bool plain, bool counts = false)
      : parser_(parser), range_end_(parser.range_end_), counts_(counts ? 1 : 0) {
    if (plain) parser_.range_end_ = false;
    parser_.nesting_ += counts_;
    ok_ = parser_.nesting_ <= kMaxParsing || parser_.cursor_.Fail("nested too deeply");
  }
  ~Nested() {
    parser_.nesting_ -= counts_;
    parser_.range_end_ = range_end_;
  }
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;

  bool ok() const { return ok_; }

 private:
  Parser& parser_;
  const bool range_end_;
  const int counts_;
  bool ok_;
};

}  // namespace redress::feel
