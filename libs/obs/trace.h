// W3C trace context: which request a piece of work belongs to, carried through RPC metadata and event envelopes as
// `traceparent`, and through a thread by TraceScope. Every log line names the current trace. A value; functions are thread safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace redress::obs {

struct TraceContext {
  std::array<uint8_t, 16> trace_id{};
  std::array<uint8_t, 8> span_id{};
  bool sampled = false;

  // A trace that begins here.
  static TraceContext NewTrace(bool sampled = false);
  // Reads `00-<32 hex>-<16 hex>-<2 hex>` (and later versions by their known part); nothing where it is malformed or an id is 0:
  // the standard asks to begin a new trace then.
  static absl::optional<TraceContext> Parse(absl::string_view traceparent);

  std::string ToTraceparent() const;
  // The same trace with a span of its own, for work that this one causes.
  TraceContext Child() const;
  // 32 hexadecimal digits.
  std::string TraceIdText() const;
  bool valid() const { return trace_id != std::array<uint8_t, 16>{}; }

  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

// The trace of what this thread is doing; not valid() outside every TraceScope.
const TraceContext& CurrentTrace();

// Makes `context` the current one of this thread until the end of the scope. Scopes nest; destroy them on their own thread.
class TraceScope {
 public:
  explicit TraceScope(const TraceContext& context);
  ~TraceScope();
  TraceScope(const TraceScope&) = delete;
  TraceScope& operator=(const TraceScope&) = delete;

 private:
  const TraceContext outer_;
};

}  // namespace redress::obs
