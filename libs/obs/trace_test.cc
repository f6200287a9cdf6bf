#include "libs/obs/trace.h"

#include <catch2/catch.hpp>
#include <string>
#include <thread>

namespace redress::obs {
namespace {

constexpr absl::string_view kSampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST_CASE("A traceparent is read and written unchanged", "[obs]") {
  const absl::optional<TraceContext> context = TraceContext::Parse(kSampled);
  REQUIRE(context.has_value());
  CHECK(context->sampled);
  CHECK(context->TraceIdText() == "0af7651916cd43dd8448eb211c80319c");
  CHECK(context->ToTraceparent() == kSampled);
}

TEST_CASE("Of flags only `sampled` is known, and a later version is read by its known part", "[obs]") {
  const std::string ids = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";
  CHECK_FALSE(TraceContext::Parse("00-" + ids + "-00")->sampled);
  CHECK_FALSE(TraceContext::Parse("00-" + ids + "-fe")->sampled);
  CHECK(TraceContext::Parse("00-" + ids + "-ff")->sampled);
  CHECK(TraceContext::Parse("cc-" + ids + "-01-what-comes")->sampled);
  CHECK(TraceContext::Parse("cc-" + ids + "-01")->sampled);
}

TEST_CASE("A malformed traceparent is no trace", "[obs]") {
  const auto text = GENERATE(
      as<std::string>(), "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
      "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x", "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01");
  CHECK_FALSE(TraceContext::Parse(text).has_value());
}

TEST_CASE("A child keeps the trace and has a span of its own", "[obs]") {
  const TraceContext parent = TraceContext::NewTrace(true);
  const TraceContext child = parent.Child();
  CHECK(parent.valid());
  CHECK(child.trace_id == parent.trace_id);
  CHECK(child.span_id != parent.span_id);
  CHECK(child.sampled);
  CHECK(TraceContext::Parse(child.ToTraceparent()) == child);
}

TEST_CASE("Scopes nest, end, and belong to one thread", "[obs]") {
  CHECK_FALSE(CurrentTrace().valid());
  const TraceContext outer = TraceContext::NewTrace();
  {
    const TraceScope scope(outer);
    {
      const TraceScope inner(outer.Child());
      CHECK(CurrentTrace().span_id != outer.span_id);
    }
    CHECK(CurrentTrace() == outer);
    bool other_has_trace = true;
    std::thread([&] { other_has_trace = CurrentTrace().valid(); }).join();
    CHECK_FALSE(other_has_trace);
  }
  CHECK_FALSE(CurrentTrace().valid());
}

}  // namespace
}  // namespace redress::obs
