#include "services/casework/domain/canonical.h"

#include <catch2/catch.hpp>

namespace redress::casework {
namespace {

TEST_CASE("SHA-256 gives the values of its standard", "[casework]") {
  CHECK(Sha256Hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("The canonical form is these bytes for ever", "[casework]") {
  CHECK(Canonical().Add("退款").Add(-7).Add("").Add(BusinessTime::FromUnixMicros(5)).bytes() == "6:退款,2:-7,0:,1:5,");
}

TEST_CASE("Fields that meet at another place have other bytes", "[casework]") {
  CHECK(Canonical().Add("ab").Add("c").bytes() != Canonical().Add("a").Add("bc").bytes());
  CHECK(Canonical().Add("a").bytes() != Canonical().Add("a").Add("").bytes());
  CHECK(Canonical().Add("1:a,").bytes() != Canonical().Add("a").bytes());
}

}  // namespace
}  // namespace redress::casework
