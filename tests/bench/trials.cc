#include "tests/bench/trials.h"

#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/compensation/app/built_in_policy.h"
#include "services/compensation/domain/dmn_policy.h"
#include "services/compensation/domain/options.h"
#include "services/compensation/domain/simulated_case.h"

namespace redress::bench {
namespace {

namespace comp = ::redress::compensation;

constexpr std::array<std::pair<const char*, const char*>, 12> kCauses = {{{"LOGISTICS", "DELAYED"},
                                                                          {"LOGISTICS", "LOST"},
                                                                          {"LOGISTICS", "DAMAGED_IN_TRANSIT"},
                                                                          {"PRODUCT_QUALITY", "DEFECTIVE"},
                                                                          {"PRODUCT_QUALITY", "EXPIRED"},
                                                                          {"ORDER_PROCESSING", "MISSING_ITEM"},
                                                                          {"ORDER_PROCESSING", "NOT_SHIPPED"},
                                                                          {"PRICE_DISPUTE", "PRICE_DROP"},
                                                                          {"PRICE_DISPUTE", "OVERCHARGED"},
                                                                          {"AFTER_SALES", "REFUND_DELAYED"},
                                                                          {"SERVICE_ATTITUDE", "RUDE"},
                                                                          {"OTHER", "ENQUIRY"}}};
constexpr std::array kChannels = {"APP", "CHAT", "HOTLINE", "WEB"};
constexpr std::array kTiers = {"GOLD", "SILVER", "BASIC"};
constexpr std::array kRegions = {"EAST", "SOUTH", "NORTH", "WEST"};
constexpr std::array kCategories = {"FOOD", "CLOTHES", "PHONES", "BOOKS", "TOYS"};

// What a shop's own page would know of a line that somebody complains about. Steps without a common divisor, so that all meet.
comp::NamedFacts FactsOf(size_t n) {
  const auto [l1, l2] = kCauses[n % kCauses.size()];
  const size_t paid = 500 + n * 37, late = n * 7 % 199;
  const bool delivered = n % 5 != 0;
  comp::NamedFacts facts = {{"l1", l1},
                            {"l2", l2},
                            {"channel", kChannels[n % kChannels.size()]},
                            {"region", kRegions[n / 3 % kRegions.size()]},
                            {"seller_tier", kTiers[n / 5 % kTiers.size()]},
                            {"category", kCategories[n % kCategories.size()]},
                            {"line_paid", absl::StrCat(paid)},
                            {"order_paid", absl::StrCat(paid + n % 11 * 1'000)},
                            {"quantity", absl::StrCat(1 + n % 3)},
                            {"lost", n % kCauses.size() == 1 ? "true" : "false"},
                            {"delivered", delivered ? "true" : "false"},
                            {"hours_late", absl::StrCat(late)},
                            {"hours_since_paid", absl::StrCat(48 + late + n % 720)}};
  if (delivered) facts.emplace_back("hours_since_delivered", absl::StrCat(n % 720));
  if (n % 7 == 0) facts.emplace_back("price_drop", absl::StrCat(paid / 10));
  if (n % 9 == 0) facts.emplace_back("claimed", absl::StrCat(paid / 20));
  if (n % 31 == 0) facts.emplace_back("counterfeit", "true");
  return facts;
}

std::vector<Trial::Given> GivenFor(const comp::Policy& policy, const comp::NamedFacts& facts) {
  Violations violations;
  const comp::NamedFacts complete = comp::SimulatedFacts(facts, "", &violations);
  const auto subjects = comp::SubjectsFrom(complete, policy.terms().currency).value();
  const comp::Offered offered = comp::OptionsOf(policy, subjects).value();
  std::vector<Trial::Given> given;
  for (const comp::Option& option : offered.options) {
    given.push_back(
        {static_cast<comp::v1::RemedyKind>(option.kind), option.amount.minor, static_cast<comp::v1::Authority>(option.required)});
  }
  return given;
}

}  // namespace

std::vector<Trial> MakeTrials(size_t count) {
  const comp::DmnPolicy policy = comp::DmnPolicy::Make("1", comp::BuiltInPolicy()).value();
  std::vector<Trial> trials(count);
  for (size_t n = 0; n < count; ++n) {
    const comp::NamedFacts facts = FactsOf(n);
    for (const auto& [name, value] : facts) {
      comp::v1::Quotation::Fact& fact = *trials[n].request.add_facts();
      fact.set_name(name);
      fact.set_value(value);
    }
    trials[n].given = GivenFor(policy, facts);
  }
  return trials;
}

bool IsAnswer(const Trial& trial, const compensation::v1::Quotation& answer) {
  if (static_cast<size_t>(answer.options_size()) != trial.given.size() || answer.decisions().empty()) return false;
  for (int i = 0; i < answer.options_size(); ++i) {
    const comp::v1::RemedyOption& option = answer.options(i);
    const Trial::Given& given = trial.given[static_cast<size_t>(i)];
    if (option.kind() != given.kind || option.amount().amount_minor() != given.amount_minor) return false;
    if (option.required_authority() != given.required || option.reason_zh().empty() || option.rules().empty()) return false;
  }
  return true;
}

}  // namespace redress::bench
