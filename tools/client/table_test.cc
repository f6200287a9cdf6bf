#include "tools/client/table.h"

#include <catch2/catch.hpp>
#include <sstream>

namespace redress::client {

TEST_CASE("DisplayWidth counts places, not bytes or code points", "[client]") {
  CHECK(DisplayWidth("abc") == 3);
  CHECK(DisplayWidth("快递没到") == 8);
  CHECK(DisplayWidth("ok👍") == 4);
  CHECK(DisplayWidth("e\u0301") == 1);
  CHECK(DisplayWidth("，") == 2);
}

TEST_CASE("Shorten keeps to the width, breaks no character and tells that it cut", "[client]") {
  CHECK(Shorten("abc", 3) == "abc");
  CHECK(Shorten("abcd", 3) == "ab…");
  CHECK(Shorten("快递三天没动静", 14) == "快递三天没动静");
  CHECK(Shorten("快递三天没动静", 7) == "快递三…");
  CHECK(Shorten("快递三天没动静", 6) == "快递…");
  CHECK(Shorten("a\nb\tc", 9) == "a b c");
  CHECK(Shorten("快", 1) == "…");
  CHECK(Shorten("快", 0).empty());
}

TEST_CASE("Table aligns columns of mixed scripts", "[client]") {
  Table table({{"name", 0, false}, {"n", 0, true}, {"text", 6, false}});
  table.Add({"王磊", "7", "快递没到"});
  table.Add({"Li", "12", "ok"});
  std::ostringstream out;
  table.Print(out, /*colours=*/false);
  CHECK(out.str() == "name   n  text\n王磊   7  快递…\nLi    12  ok\n");
}

}  // namespace redress::client
