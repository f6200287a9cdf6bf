#include "libs/base/resource_name.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress {
namespace {

using Ids = std::vector<std::string>;

TEST_CASE("A name gives what stands for each star of its pattern", "[base]") {
  CHECK(MatchName("complaints/*", "complaints/261122-00012345-21").value() == Ids{"261122-00012345-21"});
  CHECK(MatchName("complaints/*/contacts/*", "complaints/1/contacts/a_b.c~d").value() == Ids{"1", "a_b.c~d"});
  CHECK(MatchName("settings", "settings").value().empty());
  CHECK(MatchName("agents/*", absl::StrCat("agents/", std::string(128, 'a'))).ok());
}

TEST_CASE("A name that does not match its pattern is refused", "[base]") {
  const auto name = GENERATE(as<std::string>(), "", "complaints", "complaints/", "complaints//", "/complaints/1", "complaints/1/",
                             "complaints/1/contacts", "Complaints/1", "cases/1", "complaints/1 ", "complaints/a b",
                             "complaints/投诉", "complaints/..%2f", "complaints/*", "complaints/1\n",
                             absl::StrCat("complaints/", std::string(129, 'a')), std::string("complaints/a\0b", 14));
  const absl::Status refused = MatchName("complaints/*", name).status();
  CHECK(refused.code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(refused) == "INVALID_RESOURCE_NAME");
}

}  // namespace
}  // namespace redress
