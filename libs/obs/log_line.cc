#include "libs/obs/log_line.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/error.h"

namespace redress::obs {
namespace {

constexpr size_t kIdSizeMax = 128;

void AppendQuoted(std::string& line, absl::string_view text) {
  line += '"';
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&line, "\\u%04x", c);
      continue;
    }
    if (c == '"' || c == '\\') line += '\\';
    line += c;
  }
  line += '"';
}

bool LooksLikeId(absl::string_view id) {
  return !id.empty() && id.size() <= kIdSizeMax && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("._~:/+-", c);
  });
}

absl::string_view LevelText(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

// Writes each kind of value as JSON.
struct Appender {
  std::string& line;
  void operator()(int64_t number) const { absl::StrAppend(&line, number); }
  void operator()(bool truth) const { absl::StrAppend(&line, truth ? "true" : "false"); }
  void operator()(double number) const {
    if (std::isfinite(number)) {
      absl::StrAppendFormat(&line, "%.9g", number);
    } else {
      absl::StrAppend(&line, "null");
    }
  }
  void operator()(const Literal& literal) const { AppendQuoted(line, literal.view()); }
  void operator()(const Id& id) const { AppendQuoted(line, LooksLikeId(id.view()) ? id.view() : "(not an id)"); }
  void operator()(const std::string& code) const { AppendQuoted(line, code); }
};

std::string CodeAndReason(const absl::Status& status) {
  const std::string code = absl::StatusCodeToString(status.code());
  const std::string reason = ReasonOf(status);
  return LooksLikeId(reason) ? absl::StrCat(code, "/", reason) : code;
}

}  // namespace

FieldValue::FieldValue(const absl::Status& status) : value_(CodeAndReason(status)) {}

void FieldValue::AppendTo(std::string& line) const {
  absl::visit(Appender{line}, value_);
}

std::string FormatLine(const LogLine& line, Fields fields) {
  std::string text =
      absl::StrCat("{\"time\":\"", line.time.ToRfc3339(), "\",\"level\":\"", LevelText(line.level), "\",\"event\":");
  AppendQuoted(text, line.event.view());
  absl::StrAppend(&text, ",\"service\":");
  AppendQuoted(text, line.service);
  if (line.trace.valid()) absl::StrAppend(&text, ",\"trace_id\":\"", line.trace.TraceIdText(), "\"");
  if (line.suppressed > 0) absl::StrAppend(&text, ",\"suppressed\":", line.suppressed);
  for (const Field& field : fields) {
    text += ',';
    AppendQuoted(text, field.key.view());
    text += ':';
    field.value.AppendTo(text);
  }
  text += '}';
  return text;
}

absl::optional<int64_t> LineLimiter::Admit(absl::string_view event, MachineTime now) {
  Window& window = windows_[event];
  if (now - window.begin >= absl::Seconds(1)) {
    window.begin = now;
    window.passed = 0;
  }
  if (window.passed >= kBurst) {
    ++window.suppressed;
    return absl::nullopt;
  }
  ++window.passed;
  return std::exchange(window.suppressed, 0);
}

}  // namespace redress::obs
