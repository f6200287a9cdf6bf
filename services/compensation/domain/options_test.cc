#include "services/compensation/domain/options.h"

#include <catch2/catch.hpp>

namespace redress::compensation {
namespace {

constexpr Currency kCny = Currency::Cny();

// Offers the same whatever the facts: what is tested are the bounds that hold for every policy.
class Fixed final : public Policy {
 public:
  explicit Fixed(std::vector<Offer> offers) : offers_(std::move(offers)) {
    terms_.currency = kCny;
    terms_.specialist_max = 10'000;
    terms_.supervisor_max = 100'000;
  }
  const Terms& terms() const override { return terms_; }
  absl::StatusOr<Verdict> Decide(const FactMap&) const override { return Verdict{offers_, {}}; }
  absl::StatusOr<Authority> Required(RemedyKind kind, int64_t amount, Explained*) const override {
    return kind == RemedyKind::kDamages ? Authority::kLegal : BandOf(amount, terms_);
  }

 private:
  Terms terms_;
  const std::vector<Offer> offers_;
};

Offer AnOffer(const std::string& rule, RemedyKind kind, int64_t amount) {
  return {rule, kind, amount, absl::Hours(24), "理由", "reason", ""};
}

Subject ALine(const std::string& line, int64_t paid, int64_t order_left = 1'000'000) {
  Subject subject;
  subject.order = "orders/1";
  subject.line = line;
  subject.quantity = 2;
  subject.line_quantity = 2;
  subject.paid = subject.line_paid = {paid, kCny};
  subject.line_left = paid;
  subject.order_paid = {1'000'000, kCny};
  subject.order_left = {order_left, kCny};
  subject.facts = {{"l1", std::string("LOGISTICS")}};
  return subject;
}

std::vector<Option> OptionsFor(std::vector<Offer> offers, const std::vector<Subject>& subjects) {
  return OptionsOf(Fixed(std::move(offers)), subjects).value().options;
}

TEST_CASE("Money back is never above what was paid, nor what is left of the order", "[compensation]") {
  const auto kind = GENERATE(RemedyKind::kRefund, RemedyKind::kDifference);
  CHECK(OptionsFor({AnOffer("r", kind, 9'000)}, {ALine("1", 5'000)})[0].amount.minor == 5'000);
  CHECK(OptionsFor({AnOffer("r", kind, 9'000)}, {ALine("1", 5'000, 3'000)})[0].amount.minor == 3'000);
  CHECK(OptionsFor({AnOffer("r", kind, 2'000)}, {ALine("1", 5'000)})[0].amount.minor == 2'000);
  CHECK(OptionsFor({AnOffer("r", kind, 9'000)}, {ALine("1", 5'000, 0)}).empty());
}

TEST_CASE("What the platform refunded of a line already is not offered again", "[compensation]") {
  Subject line = ALine("1", 5'000);
  line.line_left = 1'200;
  CHECK(OptionsFor({AnOffer("r", RemedyKind::kRefund, 5'000)}, {line})[0].amount.minor == 1'200);
}

TEST_CASE("Damages and goodwill are not bounded by what was paid", "[compensation]") {
  CHECK(OptionsFor({AnOffer("d", RemedyKind::kDamages, 50'000)}, {ALine("1", 100)})[0].amount.minor == 50'000);
  CHECK(OptionsFor({AnOffer("c", RemedyKind::kCoupon, 3'000)}, {ALine("1", 100)})[0].amount.minor == 3'000);
}

TEST_CASE("The largest goodwill stands once per order, with the rules of all", "[compensation]") {
  const auto options = OptionsFor({AnOffer("a", RemedyKind::kCoupon, 3'000), AnOffer("b", RemedyKind::kCoupon, 5'000),
                                   AnOffer("c", RemedyKind::kCoupon, 4'000)},
                                  {ALine("1", 100), ALine("2", 100)});
  REQUIRE(options.size() == 1);
  CHECK(options[0].amount.minor == 5'000);
  CHECK(options[0].line.empty());
  CHECK(options[0].order == "orders/1");
  CHECK(options[0].rules == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("Make-good stands once per line and kind", "[compensation]") {
  const auto options = OptionsFor(
      {AnOffer("a", RemedyKind::kRefund, 50), AnOffer("b", RemedyKind::kRefund, 80), AnOffer("c", RemedyKind::kReship, 100)},
      {ALine("1", 100), ALine("2", 60)});
  REQUIRE(options.size() == 4);
  CHECK(options[0].amount.minor == 80);
  CHECK(options[0].quantity == 0);
  CHECK(options[1].quantity == 2);
  CHECK(options[2].line == "2");
  CHECK(options[2].amount.minor == 60);
  for (size_t i = 0; i < options.size(); ++i) CHECK(options[i].id == std::to_string(i + 1));
}

TEST_CASE("Without an order there is an apology and nothing else", "[compensation]") {
  Subject alone;
  alone.facts = {{"l1", std::string("SERVICE_ATTITUDE")}};
  const auto options = OptionsFor({AnOffer("c", RemedyKind::kCoupon, 3'000), AnOffer("s", RemedyKind::kApology, 0)}, {alone});
  REQUIRE(options.size() == 1);
  CHECK(options[0].kind == RemedyKind::kApology);
}

TEST_CASE("An apology is offered once", "[compensation]") {
  CHECK(OptionsFor({AnOffer("s", RemedyKind::kApology, 0)}, {ALine("1", 1), ALine("2", 1)}).size() == 1);
}

TEST_CASE("What costs nothing is not offered", "[compensation]") {
  CHECK(OptionsFor({AnOffer("r", RemedyKind::kReship, 100), AnOffer("d", RemedyKind::kDifference, 0)}, {ALine("1", 0)}).empty());
}

TEST_CASE("An option needs the authority of its amount, damages legal's", "[compensation]") {
  const auto [kind, amount, required] =
      GENERATE(table<RemedyKind, int64_t, Authority>({{RemedyKind::kRefund, 10'000, Authority::kSpecialist},
                                                      {RemedyKind::kRefund, 10'001, Authority::kSupervisor},
                                                      {RemedyKind::kRefund, 100'001, Authority::kManager},
                                                      {RemedyKind::kDamages, 1, Authority::kLegal}}));
  CHECK(OptionsFor({AnOffer("r", kind, amount)}, {ALine("1", 1'000'000)})[0].required == required);
}

TEST_CASE("Facts are named by their line, in order", "[compensation]") {
  Subject alone;
  alone.facts = {{"l1", std::string("OTHER")}};
  CHECK(NamedFactsOf({alone}) == NamedFacts{{"l1", "OTHER"}});
  CHECK(NamedFactsOf({ALine("2", 1), ALine("1", 1)}) ==
        NamedFacts{{"orders/1/lines/1:l1", "LOGISTICS"}, {"orders/1/lines/2:l1", "LOGISTICS"}});
}

TEST_CASE("The hash is of everything that is given, and the same for ever", "[compensation]") {
  Quotation quotation;
  quotation.id = "q";
  quotation.case_number = "c";
  quotation.cause = {"LOGISTICS", "LOST"};
  quotation.policy_version = "1";
  quotation.options = OptionsFor({AnOffer("r", RemedyKind::kRefund, 500)}, {ALine("1", 500)});
  const std::string hash = HashOf(quotation);
  CHECK(hash == "f4ff797f7d8d3d609df75b186c5c947ec21601e271db18879f2381af001e544b");
  const auto changed = [&](auto change) {
    Quotation other = quotation;
    change(&other);
    return HashOf(other) != hash;
  };
  CHECK(changed([](Quotation* q) { q->id = "r"; }));
  CHECK(changed([](Quotation* q) { q->case_number = "d"; }));
  CHECK(changed([](Quotation* q) { q->cause.l2 = ""; }));
  CHECK(changed([](Quotation* q) { q->policy_version = "2"; }));
  CHECK(changed([](Quotation* q) { q->options[0].amount.minor = 501; }));
  CHECK(changed([](Quotation* q) { q->options[0].kind = RemedyKind::kCoupon; }));
  CHECK(changed([](Quotation* q) { q->options[0].line = "2"; }));
  CHECK(changed([](Quotation* q) { q->options[0].required = Authority::kLegal; }));
  CHECK(changed([](Quotation* q) { q->options.clear(); }));
  CHECK_FALSE(changed([](Quotation* q) { q->options[0].reason_en = "other words"; }));
}

}  // namespace
}  // namespace redress::compensation
