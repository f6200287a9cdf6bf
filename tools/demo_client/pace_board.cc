#include "tools/demo_client/pace_board.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/proto/values.h"

namespace redress::demo {
namespace {

using events::v1::ConsumerPosition;
using events::v1::Pace;
constexpr char kShop[] = "platform";

// What of `consumer`'s reading is not done yet; empty: nothing.
std::string JudgeConsumer(const Paces& paces, const ConsumerPosition& consumer) {
  const auto found = paces.find(consumer.source());
  if (found == paces.end()) return "";  // a service that this stack does not run
  const Pace& source = found->second;
  if (!consumer.epoch().empty() && consumer.epoch() != source.epoch()) {
    return absl::StrCat(consumer.consumer(), " follows another epoch of ", consumer.source());
  }
  int64_t behind = 0;
  for (int i = 0; i < source.head_sequences_size(); ++i) {
    const int64_t applied = i < consumer.sequences_size() ? consumer.sequences(i) : 0;
    behind += std::abs(source.head_sequences(i) - applied);  // ahead: it went on while we asked
  }
  if (behind == 0) return "";
  return absl::StrCat(consumer.consumer(), " has ", behind, " events of ", consumer.source(), " to apply");
}

bool EndsLater(const Paces& paces, BusinessTime now) {
  const auto shop = paces.find(kShop);
  return shop != paces.end() && shop->second.has_next_due_time() && TimeOf(shop->second.next_due_time()) > now;
}

}  // namespace

Standing StandingOf(const Paces& paces, BusinessTime now) {
  Standing standing;
  const bool excused = EndsLater(paces, now);
  const auto wait = [&standing](const std::string& service, const std::string& other, std::string why) {
    standing.waits_for.push_back(std::move(why));
    standing.of.insert({service, other});
  };
  for (const auto& [service, pace] : paces) {
    if (TimeOf(pace.business_time()) < now) wait(service, service, absl::StrCat(service, " was asked too early"));
    if (pace.has_next_due_time()) {
      const BusinessTime due = TimeOf(pace.next_due_time());
      if (due <= now) {
        wait(service, service, absl::StrCat(service, " has a timer that was due at ", due.ToRfc3339()));
      } else {
        standing.next_due = std::min(standing.next_due.value_or(due), due);
      }
    }
    for (const events::v1::PendingWork& work : pace.pending()) {
      if (work.elsewhere() && excused) continue;
      const bool by_shop = work.elsewhere() && paces.count(kShop) > 0;
      wait(service, by_shop ? kShop : service, absl::StrCat(service, " has ", work.count(), " ", work.kind()));
    }
    for (const ConsumerPosition& consumer : pace.consumers()) {
      std::string why = JudgeConsumer(paces, consumer);
      if (!why.empty()) wait(service, consumer.source(), std::move(why));
    }
  }
  return standing;
}

std::string ReasonWithoutFigures(const std::string& wait) {
  std::string reason;
  for (const char c : wait) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) reason.push_back(c);
  }
  return reason;
}

bool SameMoment(const Paces& before, const Paces& after) {
  const auto same = [](const Pace& a, const Pace& b) {
    const auto positions = [](const ConsumerPosition& x, const ConsumerPosition& y) {
      return x.epoch() == y.epoch() &&
             std::equal(x.sequences().begin(), x.sequences().end(), y.sequences().begin(), y.sequences().end());
    };
    return std::equal(a.head_sequences().begin(), a.head_sequences().end(), b.head_sequences().begin(),
                      b.head_sequences().end()) &&
           std::equal(a.consumers().begin(), a.consumers().end(), b.consumers().begin(), b.consumers().end(), positions);
  };
  return std::equal(before.begin(), before.end(), after.begin(), after.end(),
                    [&](const auto& a, const auto& b) { return a.first == b.first && same(a.second, b.second); });
}

}  // namespace redress::demo
