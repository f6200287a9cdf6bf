// A value that is personal data (a name, a phone number, the text of a complaint). It cannot be streamed, formatted, compared
// into an index or logged by accident: whoever needs the value writes Reveal(), which is easy to find in a review.
#pragma once

#include <ostream>
#include <utility>

namespace redress {

template <class T>
class Personal {
 public:
  Personal() = default;
  explicit Personal(T value) : value_(std::move(value)) {}

  // The value itself. Never passed on to a log, a metric, an event or an error message.
  const T& Reveal() const& { return value_; }
  T&& Reveal() && { return std::move(value_); }

  friend bool operator==(const Personal&, const Personal&) = default;
  friend std::ostream& operator<<(std::ostream&, const Personal&) = delete;

 private:
  T value_{};
};

}  // namespace redress
