#include "libs/obs/trace.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "libs/base/random.h"

namespace redress::obs {
namespace {

constexpr size_t kSize = 55;  // of version 00
constexpr uint8_t kSampledFlag = 1;

thread_local TraceContext current;

template <size_t N>
std::string Hex(const std::array<uint8_t, N>& bytes) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes.data()), N));
}

bool IsLowerHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// Reads 2·N digits; false unless they are lower-case hexadecimal and not all zero.
template <size_t N>
bool ReadId(absl::string_view text, std::array<uint8_t, N>& id) {
  if (!IsLowerHex(text)) return false;
  const std::string bytes = absl::HexStringToBytes(text);
  std::copy(bytes.begin(), bytes.end(), id.begin());
  return id != std::array<uint8_t, N>{};
}

}  // namespace

TraceContext TraceContext::NewTrace(bool sampled) {
  TraceContext context;
  FillUnique(absl::MakeSpan(context.trace_id));
  FillUnique(absl::MakeSpan(context.span_id));
  context.sampled = sampled;
  return context;
}

absl::optional<TraceContext> TraceContext::Parse(absl::string_view traceparent) {
  if (traceparent.size() < kSize) return absl::nullopt;
  const absl::string_view version = traceparent.substr(0, 2);
  const absl::string_view flags = traceparent.substr(53, 2);
  const bool dashes = traceparent[2] == '-' && traceparent[35] == '-' && traceparent[52] == '-';
  const bool ends = traceparent.size() == kSize || (version != "00" && traceparent[kSize] == '-');
  if (!dashes || !ends || !IsLowerHex(version) || version == "ff" || !IsLowerHex(flags)) return absl::nullopt;
  TraceContext context;
  if (!ReadId(traceparent.substr(3, 32), context.trace_id)) return absl::nullopt;
  if (!ReadId(traceparent.substr(36, 16), context.span_id)) return absl::nullopt;
  context.sampled = (static_cast<uint8_t>(absl::HexStringToBytes(flags)[0]) & kSampledFlag) != 0;
  return context;
}

std::string TraceContext::ToTraceparent() const {
  return absl::StrCat("00-", Hex(trace_id), "-", Hex(span_id), sampled ? "-01" : "-00");
}

TraceContext TraceContext::Child() const {
  TraceContext child = *this;
  FillUnique(absl::MakeSpan(child.span_id));
  return child;
}

std::string TraceContext::TraceIdText() const {
  return Hex(trace_id);
}

const TraceContext& CurrentTrace() {
  return current;
}

TraceScope::TraceScope(const TraceContext& context) : outer_(current) {
  current = context;
}

TraceScope::~TraceScope() {
  current = outer_;
}

}  // namespace redress::obs
