// One evaluation: what it may cost, the time that it sees, and what it told on the way. Expressions and functions that call each
// other share one. Not thread safe: each thread has its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/feel/value.h"

namespace redress::feel {

// What a model may cost at most, so that a hostile one ends.
struct Limits {
  int64_t steps = 2'000'000;      // nodes evaluated, items made, characters handled by built-ins (about)
  int depth = 256;                // functions that wait for another one
  size_t list_items = 200'000;    // items of one list
  size_t string_bytes = 1 << 22;  // of one string
};

// Told of each variable of the scope that is read, for explanations.
class ReadObserver {
 public:
  virtual ~ReadObserver() = default;
  // `slot` is that of the scope with which the running program was compiled.
  virtual void OnRead(int slot, const Value& value) = 0;
};

class Evaluation {
 public:
  // Why a value became null, for people: where in which text, and what was wrong.
  struct Note {
    int position = -1;  // byte in the expression; -1 unknown
    std::string message;
  };
  static constexpr size_t kMaxNotes = 32;

  // `now` and `zone` are what `now()` and `today()` tell.
  Evaluation(const Limits& limits, absl::Time now, absl::TimeZone zone) : limits_(limits), now_(now), zone_(zone) {}
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  const Limits& limits() const { return limits_; }
  absl::Time now() const { return now_; }
  absl::TimeZone zone() const { return zone_; }

  // Counts; false once the budget is spent, and from then on always. What gets a false returns null at once.
  bool Spend(int64_t steps = 1) {
    steps_ += steps;
    if (steps_ <= limits_.steps) return status_.ok();
    return Exhaust("steps");
  }
  int64_t steps() const { return steps_; }
  // Around each call of a function; false if there are too many, or if they have used up the stack that they may have.
  bool Enter();
  void Leave() { --depth_; }
  // Marks the evaluation as failed by a limit: `what` is its name. Always false.
  bool Exhaust(absl::string_view what);
  // RESOURCE_EXHAUSTED once a limit was passed. Results count only while this is OK.
  const absl::Status& status() const { return status_; }

  // Keeps the first kMaxNotes. Always null, so that `return evaluation.Null(…)` reads well.
  Value Null(int position, absl::string_view message);
  const std::vector<Note>& notes() const { return notes_; }
  void ClearNotes() { notes_.clear(); }

  // May be null; not owned.
  ReadObserver* observer() const { return observer_; }
  void set_observer(ReadObserver* observer) { observer_ = observer; }

 private:
  const Limits limits_;
  const absl::Time now_;
  const absl::TimeZone zone_;
  int64_t steps_ = 0;
  int depth_ = 0;
  const char* stack_ = nullptr;  // of the outermost call
  absl::Status status_;
  std::vector<Note> notes_;
  ReadObserver* observer_ = nullptr;
};

}  // namespace redress::feel
