#include "libs/base/personal.h"

#include <catch2/catch.hpp>
#include <concepts>
#include <ostream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace redress {
namespace {

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};
template <class T>
concept Formattable = requires(const T& value) {
  absl::StrCat(value);
};
static_assert(Streamable<std::string> && !Streamable<Personal<std::string>> && !Streamable<Personal<int>>);
static_assert(Formattable<std::string> && !Formattable<Personal<std::string>> && !Formattable<Personal<int>>);
static_assert(!std::convertible_to<Personal<std::string>, std::string>);
static_assert(!std::convertible_to<std::string, Personal<std::string>>);

TEST_CASE("Personal data is seen only by whoever asks for it", "[base]") {
  Personal<std::string> phone("13800138000");
  CHECK(phone.Reveal() == "13800138000");
  CHECK((phone == Personal<std::string>("13800138000")));
  const std::string taken = std::move(phone).Reveal();
  CHECK(taken == "13800138000");
}

}  // namespace
}  // namespace redress
