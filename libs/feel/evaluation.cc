#include "libs/feel/evaluation.h"

#include "absl/strings/str_cat.h"

namespace redress::feel {

bool Evaluation::Exhaust(absl::string_view what) {
  if (status_.ok()) {
    status_ = absl::ResourceExhaustedError(absl::StrCat("the evaluation passed its limit of ", what));
  }
  return false;
}

Value Evaluation::Null(int position, absl::string_view message) {
  if (notes_.size() < kMaxNotes) notes_.push_back({position, std::string(message)});
  return {};
}

}  // namespace redress::feel
