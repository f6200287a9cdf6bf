#include "tools/redressctl/show.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "tools/client/words.h"

namespace redress::ctl {

std::string ToJson(const google::protobuf::Message& message, bool indented) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = indented;
  std::string text;
  google::protobuf::util::MessageToJsonString(message, &text, options);
  return text;
}

void PrintJson(const google::protobuf::Message& message) {
  const std::string text = ToJson(message);
  std::cout << text << (absl::EndsWith(text, "\n") ? "" : "\n");
}

void PrintFields(std::ostream& out, const Fields& fields) {
  size_t width = 0;
  for (const auto& [name, value] : fields) {
    if (!value.empty()) width = std::max(width, name.size());
  }
  for (const auto& [name, value] : fields) {
    if (!value.empty()) out << name << ": " << std::string(width - name.size(), ' ') << value << "\n";
  }
}

void PrintFields(const Fields& fields) {
  PrintFields(std::cout, fields);
}

void PrintTable(const client::Table& table) {
  if (table.empty()) {
    std::cout << "(none)\n";
    return;
  }
  table.Print(std::cout, client::ColoursOnStdout());
}

std::string ShowTime(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixSeconds(time.seconds()), absl::LocalTimeZone());
}

std::string ShowTag(const type::v1::Tag& tag) {
  return tag.l2().empty() ? tag.l1() : absl::StrCat(tag.l1(), "/", tag.l2());
}

std::string ShowMoney(const type::v1::Money& money) {
  if (money.currency_code().empty()) return "";
  const int64_t minor = std::abs(money.amount_minor());
  return absl::StrFormat("%s %s%d.%02d", money.currency_code(), money.amount_minor() < 0 ? "-" : "", minor / 100, minor % 100);
}

std::string ShowSums(const google::protobuf::RepeatedPtrField<type::v1::Money>& sums) {
  return absl::StrJoin(sums, ", ", [](std::string* out, const type::v1::Money& sum) { absl::StrAppend(out, ShowMoney(sum)); });
}

client::Cell ShowSeverity(type::v1::Severity severity) {
  const client::Colour colour = severity == type::v1::SEVERITY_CRITICAL ? client::Colour::kRed
                                : severity == type::v1::SEVERITY_URGENT ? client::Colour::kYellow
                                                                        : client::Colour::kNone;
  return client::Cell(client::Word(severity), colour);
}

std::string ShowSignals(const google::protobuf::RepeatedPtrField<type::v1::Signal>& signals) {
  return absl::StrJoin(signals, ", ", [](std::string* out, const type::v1::Signal& signal) {
    absl::StrAppend(out, signal.kind(), ":", signal.value());
  });
}

std::string ShortName(const std::string& name) {
  const size_t slash = name.find('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

std::string FullName(const std::string& collection, const std::string& given) {
  return given.empty() || absl::StartsWith(given, collection) ? given : absl::StrCat(collection, given);
}

}  // namespace redress::ctl
