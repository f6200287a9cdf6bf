#include "libs/base/page_token.h"

#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <tuple>

#include "libs/base/error.h"

namespace redress {
namespace {

TEST_CASE("A token gives its key back to the listing that it was made for", "[base]") {
  const auto key = GENERATE(as<std::string>(), "", "2026-11-22T08:27:00Z|7", std::string("\0\xff", 2), std::string(500, 'k'));
  const std::string token = MakePageToken(key, "state = QUEUED");
  CHECK(ReadPageToken(token, "state = QUEUED").value() == key);
  CHECK(ReasonOf(ReadPageToken(token, "state = DONE").status()) == "INVALID_PAGE_TOKEN");
  CHECK(ReasonOf(ReadPageToken(token, "").status()) == "INVALID_PAGE_TOKEN");
}

TEST_CASE("No token is the first page", "[base]") {
  CHECK(ReadPageToken("", "anything").value().empty());
}

TEST_CASE("A key and a filter do not run into each other", "[base]") {
  const std::string token = MakePageToken("ab", "c");
  CHECK_FALSE(ReadPageToken(token, "bc").ok());
  CHECK(MakePageToken("a", "bc") != MakePageToken("ab", "c"));
}

TEST_CASE("A token that was made up or changed is refused", "[base]") {
  const std::string token = MakePageToken("7", "");
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK(ReadPageToken(changed, "").status().code() == absl::StatusCode::kInvalidArgument);
    CHECK((i == 0 || !ReadPageToken(token.substr(0, i), "").ok()));
  }
  CHECK_FALSE(ReadPageToken("next", "").ok());
  CHECK_FALSE(ReadPageToken("投诉", "").ok());
}

TEST_CASE("A page size is the usual one for 0, cut to the most, and never negative", "[base]") {
  const auto [requested, size] = GENERATE(table<int32_t, int32_t>({
      {0, 50},
      {1, 1},
      {50, 50},
      {499, 499},
      {500, 500},
      {501, 500},
      {std::numeric_limits<int32_t>::max(), 500},
  }));
  CHECK(PageSize(requested, {.usual = 50, .most = 500}).value() == size);
  const absl::Status negative = PageSize(-1, {.usual = 50, .most = 500}).status();
  CHECK(ViolationsOf(negative).front().field == "page_size");
}

}  // namespace
}  // namespace redress
