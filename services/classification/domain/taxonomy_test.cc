#include "services/classification/domain/taxonomy.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::classification {
namespace {

Taxonomy::Level1 LogisticsClass() {
  return {"LOGISTICS", "物流服务",  "Logistics",
          true,        "logistics", {{"LOST", "丢失", "Lost", ""}, {"DELAYED", "延迟", "Delayed", ""}}};
}

TEST_CASE("a tag is found by its name and gives it back", "[classification]") {
  const Taxonomy taxonomy = Taxonomy::Make("1", {LogisticsClass()}).value();
  const TagName name = GENERATE(TagName{"LOGISTICS", "LOST"}, TagName{"LOGISTICS", "DELAYED"}, TagName{"LOGISTICS", ""});
  const Tag tag = taxonomy.Find(name).value();
  CHECK(taxonomy.NameOf(tag) == name);
  CHECK(taxonomy.Level1Of(tag).team == "logistics");
  CHECK(taxonomy.NameOf(taxonomy.Parent(tag)) == TagName{"LOGISTICS", ""});
}

TEST_CASE("a class that the taxonomy does not have is no tag", "[classification]") {
  const Taxonomy taxonomy = Taxonomy::Make("1", {LogisticsClass()}).value();
  const TagName name =
      GENERATE(TagName{"", ""}, TagName{"logistics", "LOST"}, TagName{"LOGISTICS", "REFUND"}, TagName{"REFUND", ""});
  CHECK(ReasonOf(taxonomy.Find(name).status()) == "UNKNOWN_TAG");
}

TEST_CASE("a taxonomy that is wrong is refused", "[classification]") {
  Taxonomy::Level1 level1 = LogisticsClass();
  std::string version = "1";
  std::vector<Taxonomy::Level1> more;
  SECTION("no version") {
    version = "";
  }
  SECTION("an id in lower case") {
    level1.id = "logistics";
  }
  SECTION("an empty id") {
    level1.level2[0].id = "";
  }
  SECTION("a class twice") {
    level1.level2[0].id = level1.level2[1].id;
  }
  SECTION("a first level twice") {
    more.push_back(LogisticsClass());
  }
  SECTION("no second level") {
    level1.level2.clear();
  }
  SECTION("no name") {
    level1.name_zh = "";
  }
  SECTION("no team") {
    level1.team = "";
  }
  more.push_back(level1);
  CHECK(ReasonOf(Taxonomy::Make(version, more).status()) == "INVALID_TAXONOMY");
}

TEST_CASE("a tag of an older version has its name of now", "[classification]") {
  using Names = std::vector<TagName>;
  const Taxonomy taxonomy = Taxonomy::Make("2", {LogisticsClass()},
                                           {{{"LOGISTICS", "GONE"}, {{"LOGISTICS", "LOST"}}},
                                            {{"LOGISTICS", "VANISHED"}, {{"LOGISTICS", "LOST"}}},
                                            {{"LOGISTICS", "TROUBLE"}, {{"LOGISTICS", "DELAYED"}, {"LOGISTICS", "LOST"}}},
                                            {{"SHIPPING", ""}, {{"LOGISTICS", ""}}}})
                                .value();
  struct Case {
    const char* what;
    TagName name;
    Names now;
  };
  const Case c = GENERATE(Case{"still one", {"LOGISTICS", "LOST"}, {{"LOGISTICS", "LOST"}}},
                          Case{"renamed", {"LOGISTICS", "GONE"}, {{"LOGISTICS", "LOST"}}},
                          Case{"merged", {"LOGISTICS", "VANISHED"}, {{"LOGISTICS", "LOST"}}},
                          Case{"split", {"LOGISTICS", "TROUBLE"}, {{"LOGISTICS", "DELAYED"}, {"LOGISTICS", "LOST"}}},
                          Case{"first level renamed", {"SHIPPING", ""}, {{"LOGISTICS", ""}}},
                          Case{"its second level", {"SHIPPING", "LOST"}, {{"LOGISTICS", "LOST"}}},
                          Case{"its second level, gone", {"SHIPPING", "SUNK"}, {{"LOGISTICS", ""}}},
                          Case{"never was", {"LOGISTICS", "SUNK"}, {}}, Case{"never was", {"SUNK", ""}, {}});
  CAPTURE(c.what);
  CHECK(taxonomy.NowCalled(c.name) == c.now);
}

TEST_CASE("a former class that is none is refused", "[classification]") {
  const std::vector<Taxonomy::Former> former =
      GENERATE(std::vector<Taxonomy::Former>{{{"LOGISTICS", "LOST"}, {{"LOGISTICS", "DELAYED"}}}},
               std::vector<Taxonomy::Former>{{{"LOGISTICS", "GONE"}, {}}},
               std::vector<Taxonomy::Former>{{{"LOGISTICS", "gone"}, {{"LOGISTICS", "LOST"}}}},
               std::vector<Taxonomy::Former>{{{"LOGISTICS", "GONE"}, {{"LOGISTICS", "SUNK"}}}},
               std::vector<Taxonomy::Former>{{{"A", "B"}, {{"LOGISTICS", "LOST"}}}, {{"A", "B"}, {{"LOGISTICS", "LOST"}}}});
  CHECK_FALSE(Taxonomy::Make("2", {LogisticsClass()}, former).ok());
}

TEST_CASE("a taxonomy without classes is refused", "[classification]") {
  CHECK(ReasonOf(Taxonomy::Make("1", {}).status()) == "INVALID_TAXONOMY");
}

}  // namespace
}  // namespace redress::classification
