#include "libs/feel/evaluation.h"

#include "absl/strings/str_cat.h"

namespace redress::feel {
namespace {

// Of the eight megabytes that a thread has.
constexpr std::ptrdiff_t kMaxStack = 2 << 20;

}  // namespace

bool Evaluation::Enter() {
  const auto* const here = static_cast<const char*>(__builtin_frame_address(0));
  if (depth_ == 0) stack_ = here;
  if (++depth_ > limits_.depth || stack_ - here > kMaxStack) return Exhaust("depth");
  return status_.ok();
}

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
