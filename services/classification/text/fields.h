// The parts of a text that name something: order numbers, waybills, phones, amounts, dates (from its tokens) and goods (from a
// list that people edit), each with its place in the text as received and its value in one form. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/classification/domain/intents.h"
#include "services/classification/text/normalise.h"
#include "services/classification/text/phrase_matcher.h"
#include "services/classification/text/tokens.h"

namespace redress::classification {

class FieldFinder {
 public:
  // `goods`: the normalised names of goods. INVALID_ARGUMENT, reason INVALID_SIGNALS, for an empty one.
  absl::Status AddGoods(const std::u32string& name);

  // The fields of a text by position, at most kFieldsMax. Linear.
  std::vector<TextField> Find(const NormalText& text, const std::vector<Token>& tokens) const;

  // A text that names more is a list, and nobody's question.
  static constexpr size_t kFieldsMax = 32;

 private:
  PhraseMatcher goods_;
};

}  // namespace redress::classification
