#include "services/casework/store/vaulting.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "libs/vault/seal.h"

namespace redress::casework {
namespace {

const CaseSeal::Place kPlace = {"check_item.finding", "ORDER"};

TEST_CASE("Words open with the key of their case, in their own cell, and nowhere else", "[casework]") {
  const vault::KeyRing ring = vault::KeyRing::Ephemeral();
  const Vaulting vault(ring);
  const std::string key = vault.NewCaseKey();
  const CaseSeal seal = vault.SealOf("c-1", key, false).value();
  const std::string sealed = seal.Seal(kPlace, "破损").value();
  CHECK(sealed.size() == std::string("破损").size() + vault::kSealOverhead);
  CHECK(sealed.find("破损") == std::string::npos);
  CHECK(seal.Open(kPlace, sealed).value() == "破损");
  CHECK(sealed != seal.Seal(kPlace, "破损").value());
  const auto refused = [&](const CaseSeal& by, const CaseSeal::Place& place) {
    return ReasonOf(by.Open(place, sealed).status()) == "UNSEAL_FAILED";
  };
  CHECK(refused(seal, {"check_item.finding", "DELIVERY_RECORD"}));
  CHECK(refused(seal, {"task.answer", "ORDER"}));
  CHECK(refused(vault.SealOf("c-2", key, false).value(), kPlace));
  CHECK(refused(vault.SealOf("c-1", vault.NewCaseKey(), false).value(), kPlace));
}

TEST_CASE("No words are no cell; without the key there are words no more, nor new ones", "[casework]") {
  const vault::KeyRing ring = vault::KeyRing::Ephemeral();
  const Vaulting vault(ring);
  const CaseSeal seal = vault.SealOf("c-1", vault.NewCaseKey(), false).value();
  CHECK_FALSE(seal.erased());
  CHECK_FALSE(seal.Seal(kPlace, "").has_value());
  CHECK(seal.Open(kPlace, "").value().empty());
  const CaseSeal erased = vault.SealOf("c-1", "", true).value();
  CHECK(erased.erased());
  CHECK(erased.Open(kPlace, seal.Seal(kPlace, "破损").value()).value().empty());
  CHECK(erased.Seal(kPlace, "破损") == std::string());
  CHECK(erased.Seal(kPlace, "") == std::string());
}

TEST_CASE("A key that was changed, or wrapped by another ring, opens no case", "[casework]") {
  const vault::KeyRing ring = vault::KeyRing::Ephemeral(), other = vault::KeyRing::Ephemeral();
  std::string key = Vaulting(ring).NewCaseKey();
  CHECK(ReasonOf(Vaulting(other).SealOf("c-1", key, false).status()) == "UNKNOWN_KEY");
  key.back() = static_cast<char>(key.back() ^ 1);
  CHECK(ReasonOf(Vaulting(ring).SealOf("c-1", key, false).status()) == "UNSEAL_FAILED");
}

TEST_CASE("The body of a request is told again without being kept, by one ring only", "[casework]") {
  const vault::KeyRing ring = vault::KeyRing::Ephemeral(), other = vault::KeyRing::Ephemeral();
  CHECK(Vaulting(ring).BodyIndex("hash") == Vaulting(ring).BodyIndex("hash"));
  CHECK(Vaulting(ring).BodyIndex("hash") != Vaulting(ring).BodyIndex("other"));
  CHECK(Vaulting(ring).BodyIndex("hash") != Vaulting(other).BodyIndex("hash"));
}

}  // namespace
}  // namespace redress::casework
