#include "services/casework/domain/scripts.h"

#include <catch2/catch.hpp>

namespace redress::casework {
namespace {

Script ScriptOf(const std::string& id, std::vector<CaseState> states, std::vector<std::string> emotions,
                std::vector<std::string> tags, const std::string& language = "zh") {
  return {id, language, id, id, std::move(states), std::move(emotions), std::move(tags)};
}

std::vector<std::string> IdsFor(const std::vector<Script>& scripts, const Situation& situation, size_t limit = 10) {
  std::vector<std::string> ids;
  for (const Script& script : Suggest({"1", scripts}, situation, limit)) ids.push_back(script.id);
  return ids;
}

using Ids = std::vector<std::string>;
const Situation kLost = {CaseState::kOpen, "furious", {"LOGISTICS", "LOST"}, "zh"};

TEST_CASE("The most particular script comes first, equals in the order of the library", "[casework]") {
  const std::vector<Script> scripts = {
      ScriptOf("any", {}, {}, {}),
      ScriptOf("state", {CaseState::kOpen}, {}, {}),
      ScriptOf("emotion", {}, {"furious"}, {}),
      ScriptOf("state-emotion", {CaseState::kOpen}, {"upset", "furious"}, {}),
      ScriptOf("l1", {}, {}, {"LOGISTICS"}),
      ScriptOf("l1-state-emotion", {CaseState::kOpen}, {"furious"}, {"LOGISTICS"}),
      ScriptOf("l2", {}, {}, {"MARKETING", "LOGISTICS/LOST"}),
      ScriptOf("l2-again", {}, {}, {"LOGISTICS/LOST"}),
  };
  CHECK(IdsFor(scripts, kLost) == Ids{"l2", "l2-again", "l1-state-emotion", "l1", "state-emotion", "emotion", "state", "any"});
  CHECK(IdsFor(scripts, kLost, 2) == Ids{"l2", "l2-again"});
}

TEST_CASE("What is meant for something else is left out, and what is not known fits only what is meant for all", "[casework]") {
  const std::vector<Script> scripts = {
      ScriptOf("closed", {CaseState::kClosed}, {}, {}),
      ScriptOf("calm", {}, {"calm"}, {}),
      ScriptOf("other-l1", {}, {}, {"MARKETING"}),
      ScriptOf("other-l2", {}, {}, {"LOGISTICS/DELAYED"}),
      ScriptOf("en", {}, {}, {}, "en"),
      ScriptOf("any", {}, {}, {}),
  };
  CHECK(IdsFor(scripts, kLost) == Ids{"any"});
  CHECK(IdsFor(scripts, {CaseState::kVerifying, "", {}, ""}) == Ids{"en", "any"});
}

}  // namespace
}  // namespace redress::casework
