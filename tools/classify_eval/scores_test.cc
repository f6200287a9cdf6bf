#include "tools/classify_eval/scores.h"

#include <catch2/catch.hpp>

namespace redress::classify_eval {
namespace {

Gold Text(const std::string& l1, const std::string& l2, const std::vector<std::string>& also = {}) {
  Gold gold;
  gold.l1 = l1;
  gold.l2 = l2;
  gold.also = also;
  gold.is_complaint = l1 != "OTHER";
  return gold;
}

Guess Said(const std::string& l1, const std::string& l2, double confidence, bool abstained = false) {
  return {l1, l2, confidence, abstained, l1 != "OTHER"};
}

// Six texts of three classes, small enough to count by hand.
struct Six {
  std::vector<Gold> gold = {Text("A", "X"),        Text("A", "Y"), Text("A", ""),
                            Text("B", "Z", {"A"}), Text("B", "Z"), Text("OTHER", "P")};
  std::vector<Judgement> judgements = {{&gold[0], Said("A", "X", 0.95)},       {&gold[1], Said("A", "X", 0.85)},
                                       {&gold[2], Said("B", "Z", 0.55, true)}, {&gold[3], Said("A", "X", 0.65, true)},
                                       {&gold[4], Said("B", "Z", 0.95)},       {&gold[5], Said("A", "Y", 0.98)}};
  std::vector<const Judgement*> all() const {
    std::vector<const Judgement*> pointers;
    for (const Judgement& judgement : judgements) pointers.push_back(&judgement);
    return pointers;
  }
};

TEST_CASE("shares are counted as a careful reader would", "[classify-eval]") {
  const Six six;
  const Scores scores = Score(six.all());
  CHECK(scores.texts == 6);
  CHECK(scores.l1_strict.value() == Approx(3.0 / 6));
  CHECK(scores.l1_lenient.value() == Approx(4.0 / 6));
  CHECK(scores.l2_given_l1.of == 3);
  CHECK(scores.l2_given_l1.right == 2);
  CHECK(scores.decided.value() == Approx(4.0 / 6));
  CHECK(scores.decided_lenient.value() == Approx(3.0 / 4));
}

TEST_CASE("further grievances count against what a reader finds beside the said one", "[classify-eval]") {
  const std::vector<Gold> gold = {Text("A", "X", {"B", "C"}), Text("A", "X"), Text("A", "X", {"B"}), Text("A", "X", {"B"})};
  std::vector<Judgement> judgements = {{&gold[0], Said("A", "X", 0.9)},         // B told, C not
                                       {&gold[1], Said("A", "X", 0.9)},         // C told, nothing there
                                       {&gold[2], Said("B", "Z", 0.9)},         // A told: the main grievance behind the said one
                                       {&gold[3], Said("A", "X", 0.4, true)}};  // nothing is told of what a person decides
  judgements[0].guess.further = {"B"};
  judgements[1].guess.further = {"C"};
  judgements[2].guess.further = {"A"};
  std::vector<const Judgement*> all;
  for (const Judgement& judgement : judgements) all.push_back(&judgement);
  const Scores scores = Score(all);
  CHECK(scores.further_right.of == 3);
  CHECK(scores.further_right.right == 2);
  CHECK(scores.further_found.of == 3);
  CHECK(scores.further_found.right == 2);
}

TEST_CASE("classes have precision, recall and F1", "[classify-eval]") {
  const Six six;
  const Scores scores = Score(six.all());
  const ClassScore& a = scores.l1.at("A");
  CHECK(a.precision() == Approx(2.0 / 4));
  CHECK(a.recall() == Approx(2.0 / 3));
  CHECK(a.f1() == Approx(4.0 / 7));
  CHECK(scores.l1.at("OTHER").f1() == 0);
  CHECK(scores.macro_f1 == Approx((4.0 / 7 + 0.5 + 0) / 3));
  CHECK(scores.l2.at("A/X").precision() == Approx(1.0 / 3));
  CHECK(scores.l2.at("B/Z").gold == 2);
  CHECK(scores.complaint.gold == 5);
  CHECK(scores.complaint.f1() == Approx(10.0 / 11));
  CHECK(scores.no_complaint.f1() == 0);
  CHECK(scores.confusion.at("B").at("A") == 1);
}

TEST_CASE("calibration compares what was promised with what was right", "[classify-eval]") {
  const Six six;
  const Scores scores = Score(six.all());
  // The last tenth holds three texts, two of them right; each other one holds one.
  const double last = std::abs((0.95 + 0.95 + 0.98) - 2);
  CHECK(scores.calibration_error == Approx((last + 0.15 + 0.55 + 0.35) / 6));
  CHECK(scores.calibration_error_strict == Approx((last + 0.15 + 0.55 + 0.65) / 6));
  CHECK(scores.bins.size() == 10);
  CHECK(scores.bins.back().count == 3);
}

TEST_CASE("nothing measured is nothing, not a division by zero", "[classify-eval]") {
  const Scores scores = Score({});
  CHECK(scores.l1_lenient.value() == 0);
  CHECK(scores.macro_f1 == 0);
  CHECK(scores.calibration_error == 0);
}

TEST_CASE("slices hold what they are named for, and empty ones do not exist", "[classify-eval]") {
  Six six;
  six.gold[0].selection = "random";
  six.gold[1].tags = {"short", "multi_issue", "sarcasm_marker"};
  six.gold[2].source = "chat";
  six.gold[3].lang = "en";
  const auto slices = Slices(six.judgements);
  CHECK(slices.size() == 5);
  CHECK(slices.at("random") == std::vector<const Judgement*>{&six.judgements[0]});
  CHECK(slices.at("short") == std::vector<const Judgement*>{&six.judgements[1]});
  CHECK(slices.count("multi_issue") == 1);
  CHECK(slices.count("source:chat") == 1);
  CHECK(slices.count("lang:en") == 1);
}

TEST_CASE("the worst errors are those that it was surest of", "[classify-eval]") {
  const Six six;
  CHECK(WorstErrors(six.judgements, 9) == std::vector<const Judgement*>{&six.judgements[5], &six.judgements[2]});
  CHECK(WorstErrors(six.judgements, 1).size() == 1);
}

}  // namespace
}  // namespace redress::classify_eval
