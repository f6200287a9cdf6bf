#include "tools/demo_client/result.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace redress::demo {
namespace {

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

}  // namespace

std::string BareId(const std::string& name) {
  return name.substr(name.find('/') + 1);
}

absl::optional<absl::Duration> TimeToAcceptance(const Result& result) {
  for (const ClockTold& clock : result.outcome.clocks) {
    if (clock.kind == "ACCEPTANCE" && (clock.state == "MET" || clock.state == "BREACHED")) return clock.spent;
  }
  if (!result.accepted() || !result.watched.item.has_accept_time()) return absl::nullopt;
  const absl::Time received = TimeOf(result.complaint().received_time());
  return std::max(TimeOf(result.watched.item.accept_time()) - received, absl::ZeroDuration());
}

absl::Duration AcceptanceTarget(type::v1::Severity severity) {
  switch (severity) {
    case type::v1::SEVERITY_CRITICAL:
      return absl::Minutes(5);
    case type::v1::SEVERITY_URGENT:
      return absl::Minutes(15);
    default:
      return absl::Hours(1);
  }
}

std::string ShowDuration(absl::Duration duration) {
  struct Unit {
    absl::Duration size;
    const char* name;
  };
  static const Unit kUnits[] = {
      {absl::Hours(24), "d"}, {absl::Hours(1), "h"}, {absl::Minutes(1), "min"}, {absl::Seconds(1), "s"}};
  for (size_t i = 0; i < std::size(kUnits); ++i) {
    if (duration < kUnits[i].size) continue;
    absl::Duration rest;
    const int64_t whole = absl::IDivDuration(duration, kUnits[i].size, &rest);
    const int64_t next = i + 1 < std::size(kUnits) ? absl::IDivDuration(rest, kUnits[i + 1].size, &rest) : 0;
    return absl::StrCat(whole, " ", kUnits[i].name, next > 0 ? absl::StrCat(" ", next, " ", kUnits[i + 1].name) : "");
  }
  return "< 1 s";
}

std::vector<std::string> SignalWords(const classification::v1::Prediction& prediction) {
  std::vector<std::string> words;
  for (const type::v1::Signal& signal : prediction.signals()) words.push_back(absl::StrCat(signal.kind(), ":", signal.value()));
  return words;
}

}  // namespace redress::demo
