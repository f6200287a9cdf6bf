// The words of clocks, with the numbers of the contract and the words of the database, in one place.
#pragma once

#include <array>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace redress::sla {

// Numbers as in redress.type.v1.Severity; nothing is known below kOrdinary.
enum class Severity { kOrdinary = 1, kUrgent, kCritical };
inline constexpr std::array<absl::string_view, 3> kSeverityWords = {"ORDINARY", "URGENT", "CRITICAL"};

// Numbers as in redress.type.v1.Channel; 0: all that have no rule of their own.
enum class Channel { kAny = 0, kApp, kWeb, kPlatformEntry, kChat, kHotline, kEmail, kSocial, kStore, kRegulator };
inline constexpr std::array<absl::string_view, 10> kChannelWords = {"ANY",     "APP",   "WEB",    "PLATFORM_ENTRY", "CHAT",
                                                                    "HOTLINE", "EMAIL", "SOCIAL", "STORE",          "REGULATOR"};

// Numbers as in redress.sla.v1.ClockKind.
enum class ClockKind {
  kFirstResponse = 1,
  kAcceptance,
  kFirstFeedback,
  kResolution,
  kProgress,
  kTask,
  kEvidence,
  kApproval,
  kReship,
  kRefund,
  kCallback,
};
inline constexpr int kClockKinds = 11;
inline constexpr std::array<absl::string_view, kClockKinds> kClockKindWords = {
    "FIRST_RESPONSE", "ACCEPTANCE", "FIRST_FEEDBACK", "RESOLUTION", "PROGRESS", "TASK",
    "EVIDENCE",       "APPROVAL",   "RESHIP",         "REFUND",     "CALLBACK"};

// Numbers as in redress.sla.v1.ClockState.
enum class ClockState { kRunning = 1, kPaused, kMet, kBreached, kCancelled };
inline constexpr std::array<absl::string_view, 5> kClockStateWords = {"RUNNING", "PAUSED", "MET", "BREACHED", "CANCELLED"};

inline absl::string_view Word(Severity severity) {
  return kSeverityWords[static_cast<size_t>(severity) - 1];
}
inline absl::string_view Word(Channel channel) {
  return kChannelWords[static_cast<size_t>(channel)];
}
inline absl::string_view Word(ClockKind kind) {
  return kClockKindWords[static_cast<size_t>(kind) - 1];
}
inline absl::string_view Word(ClockState state) {
  return kClockStateWords[static_cast<size_t>(state) - 1];
}

namespace internal {
template <class Value, size_t kCount>
absl::optional<Value> Find(const std::array<absl::string_view, kCount>& words, absl::string_view word, int first) {
  for (size_t i = 0; i < kCount; ++i) {
    if (words[i] == word) return static_cast<Value>(static_cast<int>(i) + first);
  }
  return absl::nullopt;
}
}  // namespace internal

// What a word stands for; nothing for one that is none.
inline absl::optional<ClockKind> ClockKindOf(absl::string_view word) {
  return internal::Find<ClockKind>(kClockKindWords, word, 1);
}
inline absl::optional<ClockState> ClockStateOf(absl::string_view word) {
  return internal::Find<ClockState>(kClockStateWords, word, 1);
}
inline absl::optional<Channel> ChannelOf(absl::string_view word) {
  return internal::Find<Channel>(kChannelWords, word, 0);
}

}  // namespace redress::sla
