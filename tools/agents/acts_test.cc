#include "tools/agents/acts.h"

#include <catch2/catch.hpp>

namespace redress::agents {
namespace {

namespace v1 = casework::v1;

Move CallOf(const char* method) {
  Move move;
  move.kind = Move::Kind::kCall;
  move.method = method;
  return move;
}

}  // namespace

TEST_CASE("What takes time is the work, not the clicks in the course of it", "[agents]") {
  v1::Case one;
  one.set_name("cases/261123-00001000-11");
  one.set_state(v1::Case::STATE_OPEN);
  CHECK(ActOf(CallOf("AdvanceCase"), one) == Act::kTakeUp);
  one.set_state(v1::Case::STATE_VERIFYING);
  CHECK(ActOf(CallOf("AdvanceCase"), one) == Act::kAtOnce);
  CHECK(ActOf(CallOf("FillChecklist"), one) == Act::kVerify);
  CHECK(ActOf(CallOf("CheckItem"), one) == Act::kAtOnce);
  CHECK(ActOf(CallOf("ProposePlan"), one) == Act::kPropose);
  CHECK(ActOf(CallOf("RecordCallback"), one) == Act::kCallBack);
  Move quote;
  quote.kind = Move::Kind::kQuote;
  CHECK(ActOf(quote, one) == Act::kInvestigate);
  Move triage;
  triage.kind = Move::Kind::kTriage;
  CHECK(ActOf(triage, one) == Act::kTriage);
}

TEST_CASE("A move has one name as long as it is to be made, and another one once it was", "[agents]") {
  v1::Case one;
  one.set_state(v1::Case::STATE_CALLBACK_DUE);
  const std::string first = KeyOf(CallOf("RecordCallback"), one);
  CHECK(first == KeyOf(CallOf("RecordCallback"), one));
  one.add_callbacks()->set_attempt(1);
  CHECK(first != KeyOf(CallOf("RecordCallback"), one));
  CHECK(KeyOf(CallOf("ProposePlan"), one) != KeyOf(CallOf("RecordCallback"), one));
  Move triage;
  triage.kind = Move::Kind::kTriage;
  CHECK(KeyOf(triage, one) == KeyOf(triage, v1::Case()));  // who triages does not read the case
}

}  // namespace redress::agents
