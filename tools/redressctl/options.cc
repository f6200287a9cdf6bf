#include "tools/redressctl/options.h"

#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/proto/values.h"

namespace redress::ctl {

void RequestId::AddTo(CLI::App* command) {
  command->add_option("--request-id", given_, "UUID that makes a retry harmless; default: a new one, told on standard error");
}

std::string RequestId::Get() {
  if (given_.empty()) {
    given_ = Uuid::Random().ToString();
    std::cerr << "request id: " << given_ << "\n";
  }
  return given_;
}

absl::Status BadFlag(absl::string_view flag, absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", absl::StrCat(flag, ": ", what));
}

type::v1::Tag TagFlag(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
  type::v1::Tag tag;
  tag.set_l1(absl::AsciiStrToUpper(parts.first));
  tag.set_l2(absl::AsciiStrToUpper(parts.second));
  return tag;
}

absl::StatusOr<type::v1::Money> MoneyFlag(absl::string_view flag, const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(' ', 1));
  const std::pair<std::string, std::string> amount = absl::StrSplit(parts.first, absl::MaxSplits('.', 1));
  int64_t whole = 0, hundredths = 0;
  const bool has_point = parts.first.find('.') != std::string::npos;
  const bool good =
      amount.first.size() <= 15 && absl::SimpleAtoi(amount.first, &whole) && whole >= 0 &&
      (!has_point || (amount.second.size() == 2 && absl::SimpleAtoi(amount.second, &hundredths) && hundredths >= 0));
  if (!good) return BadFlag(flag, "an amount such as 12.30, or 12.30 CNY");
  type::v1::Money money;
  money.set_amount_minor(whole * 100 + hundredths);
  money.set_currency_code(parts.second.empty() ? "CNY" : absl::AsciiStrToUpper(parts.second));
  return money;
}

absl::StatusOr<google::protobuf::Timestamp> TimeFlag(absl::string_view flag, const std::string& text, BusinessTime now) {
  BusinessTime time;
  if (absl::Duration after; absl::ParseDuration(text, &after)) {
    time = now + after;
  } else if (const auto stated = BusinessTime::ParseRfc3339(text); stated.ok()) {
    time = *stated;
  } else {
    return BadFlag(flag, "a duration such as 24h, or a time such as 2026-11-22T08:00:00+08:00");
  }
  return ToProto(time);
}

void ListFlags::AddTo(CLI::App* command, const std::string& filter_help) {
  if (!filter_help.empty()) command->add_option("--filter", filter, filter_help);
  command->add_option("--limit", limit, "Show at most so many")->capture_default_str()->check(CLI::Range(1, 100'000));
}

}  // namespace redress::ctl
