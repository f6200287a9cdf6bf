#include "tools/classify_eval/report.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace redress::classify_eval {
namespace {

using Json = nlohmann::json;

constexpr size_t kTextShown = 60;  // characters

double Percent(double share) {
  return 100 * share;
}

// The beginning of a text on one line.
std::string Beginning(const std::string& text) {
  std::string shown;
  size_t characters = 0;
  for (const char c : text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    if (begins && ++characters > kTextShown) return shown + "…";
    shown += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return shown;
}

Json ClassJson(const ClassScore& score) {
  return {{"texts", score.gold}, {"precision", score.precision()}, {"recall", score.recall()}, {"f1", score.f1()}};
}

Json ScoresJson(const Scores& scores) {
  Json json = {{"texts", scores.texts},
               {"l1_strict", scores.l1_strict.value()},
               {"l1_lenient", scores.l1_lenient.value()},
               {"l1_macro_f1", scores.macro_f1},
               {"l2_given_right_l1", scores.l2_given_l1.value()},
               {"l2_given_right_l1_texts", scores.l2_given_l1.of},
               {"complaint", ClassJson(scores.complaint)},
               {"no_complaint", ClassJson(scores.no_complaint)},
               {"coverage", scores.decided.value()},
               {"precision_decided", scores.decided_lenient.value()},
               {"ece", scores.calibration_error},
               {"ece_strict", scores.calibration_error_strict},
               {"further_precision", scores.further_right.value()},
               {"further_told", scores.further_right.of},
               {"further_recall", scores.further_found.value()},
               {"further_there", scores.further_found.of},
               {"l1", Json::object()},
               {"l2", Json::object()},
               {"confusion", scores.confusion},
               {"reliability", Json::array()}};
  for (const auto& [name, score] : scores.l1) json["l1"][name] = ClassJson(score);
  for (const auto& [name, score] : scores.l2) json["l2"][name] = ClassJson(score);
  for (const Bin& bin : scores.bins)
    json["reliability"].push_back({{"texts", bin.count}, {"confidence", bin.confidence}, {"right", bin.right}});
  return json;
}

std::string Line(const std::string& name, const Scores& s) {
  return absl::StrFormat("%-22s %5d  %6.1f  %6.1f  %6.1f  %6.1f  %6.1f  %6.1f  %6.1f  %6.1f  %6.1f  %6.1f  %6.1f  %6.1f\n", name,
                         s.texts, Percent(s.l1_lenient.value()), Percent(s.l1_strict.value()), Percent(s.macro_f1),
                         Percent(s.l2_given_l1.value()), Percent(s.complaint.f1()), Percent(s.no_complaint.f1()),
                         Percent(s.decided.value()), Percent(s.decided_lenient.value()), Percent(s.calibration_error),
                         Percent(s.calibration_error_strict), Percent(s.further_right.value()), Percent(s.further_found.value()));
}

std::string ClassLine(const std::string& name, const ClassScore& score) {
  return absl::StrFormat("  %-38s %5d  %9.1f  %6.1f  %6.1f\n", name, score.gold, Percent(score.precision()),
                         Percent(score.recall()), Percent(score.f1()));
}

std::string ConfusionText(const Scores& scores) {
  std::vector<std::string> names;
  for (const auto& [name, score] : scores.l1) names.push_back(name);
  std::string text = "\nConfusion (rows: right, columns: said, in the same order)\n";
  for (const std::string& gold : names) {
    absl::StrAppendFormat(&text, "  %-18s", gold);
    const auto row = scores.confusion.find(gold);
    for (const std::string& said : names) {
      const auto cell = row == scores.confusion.end() ? std::map<std::string, int>::const_iterator() : row->second.find(said);
      const int count = row == scores.confusion.end() || cell == row->second.end() ? 0 : cell->second;
      absl::StrAppendFormat(&text, " %4d", count);
    }
    text += '\n';
  }
  return text;
}

// By class, what was taken for what, and by confidence.
std::string DetailsText(const Scores& scores) {
  std::string text = absl::StrFormat("\n  %-38s %5s  %9s  %6s  %6s\n", "class", "texts", "precision", "recall", "F1");
  for (const auto& [name, score] : scores.l1) text += ClassLine(name, score);
  for (const auto& [name, score] : scores.l2) text += ClassLine(name, score);
  text += ClassLine("a complaint", scores.complaint);
  text += ClassLine("no complaint", scores.no_complaint);
  text += ConfusionText(scores);
  text += "\nConfidence: texts, mean, right\n";
  for (const Bin& bin : scores.bins) {
    if (bin.count > 0)
      absl::StrAppendFormat(&text, "  %5d  %5.1f  %5.1f\n", bin.count, Percent(bin.confidence), Percent(bin.right));
  }
  return text;
}

}  // namespace

Report MakeReport(std::string model_version, const std::vector<Judgement>& judgements, size_t worst_count) {
  std::vector<const Judgement*> all;
  all.reserve(judgements.size());
  for (const Judgement& judgement : judgements) all.push_back(&judgement);
  Report report{std::move(model_version), Score(all), {}, WorstErrors(judgements, worst_count)};
  for (const auto& [name, slice] : Slices(judgements)) report.slices[name] = Score(slice);
  return report;
}

std::string TextOf(const Report& report) {
  const Scores& all = report.all;
  std::string text = absl::StrCat("model ", report.model_version, "; percent\n\n");
  absl::StrAppendFormat(&text, "%-22s %5s  %6s  %6s  %6s  %6s  %6s  %6s  %6s  %6s  %6s  %6s  %6s  %6s\n", "", "texts", "L1 len",
                        "L1 str", "macroF", "L2|L1", "compl", "noncmp", "decidd", "precis", "ECE", "strict", "furthP", "furthR");
  text += Line("all", all);
  for (const auto& [name, scores] : report.slices) text += Line(name, scores);
  text += DetailsText(all);
  if (!report.worst.empty()) text += "\nSurest errors: confidence, right (accepted), said, text\n";
  for (const Judgement* error : report.worst) {
    absl::StrAppendFormat(&text, "  %.3f%s %s (%s) → %s/%s  %s: %s\n", error->guess.confidence,
                          error->guess.abstained ? " abstained" : "", error->gold->l1, absl::StrJoin(error->gold->also, " "),
                          error->guess.l1, error->guess.l2, error->gold->id, Beginning(error->gold->text));
  }
  for (const auto& [name, scores] : report.slices) {
    absl::StrAppend(&text, "\n== ", name, ": ", scores.texts, " texts\n", DetailsText(scores));
  }
  return text;
}

Json JsonOf(const Report& report) {
  Json json = {
      {"model", report.model_version}, {"all", ScoresJson(report.all)}, {"slices", Json::object()}, {"worst", Json::array()}};
  for (const auto& [name, scores] : report.slices) json["slices"][name] = ScoresJson(scores);
  for (const Judgement* error : report.worst) {
    Json line = PredictionLine(*error);
    line["gold_l1"] = error->gold->l1;
    line["also"] = error->gold->also;
    json["worst"].push_back(std::move(line));
  }
  return json;
}

std::string DiagramOf(const Scores& scores) {
  constexpr int kSide = 400, kMargin = 40;
  const auto x = [&](double share) { return kMargin + share * kSide; };
  const auto y = [&](double share) { return kMargin + (1 - share) * kSide; };
  int most = 1;
  for (const Bin& bin : scores.bins) most = std::max(most, bin.count);
  std::string svg = absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n"
      "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
      "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>\n",
      kSide + 2 * kMargin, kSide + 2 * kMargin, kMargin, kMargin, kSide, kSide);
  for (const Bin& bin : scores.bins) {
    if (bin.count == 0) continue;
    const double width = 0.09 * std::max(0.1, static_cast<double>(bin.count) / most);
    absl::StrAppendFormat(&svg,
                          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#4a7ab5\">"
                          "<title>%d texts: %.1f %% right at a confidence of %.1f %%</title></rect>\n",
                          x(bin.confidence - width / 2), y(bin.right), width * kSide, bin.right * kSide, bin.count,
                          Percent(bin.right), Percent(bin.confidence));
  }
  absl::StrAppendFormat(&svg, "<line x1=\"%.0f\" y1=\"%.0f\" x2=\"%.0f\" y2=\"%.0f\" stroke=\"#c33\" stroke-dasharray=\"4\"/>\n",
                        x(0), y(0), x(1), y(1));
  for (const int tenth : {0, 2, 4, 6, 8, 10}) {
    absl::StrAppendFormat(&svg, "<text x=\"%.0f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", x(tenth / 10.0),
                          kSide + kMargin + 16, tenth * 10);
    absl::StrAppendFormat(&svg, "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">%d</text>\n", kMargin - 6, y(tenth / 10.0) + 4,
                          tenth * 10);
  }
  absl::StrAppendFormat(&svg,
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">confidence, %%</text>\n"
                        "<text x=\"%d\" y=\"%d\">right, %%; %d texts, expected calibration error %.3f</text>\n</svg>\n",
                        kMargin + kSide / 2, kSide + 2 * kMargin - 8, kMargin, kMargin - 12, scores.texts,
                        scores.calibration_error);
  return svg;
}

Json PredictionLine(const Judgement& judgement) {
  const Guess& guess = judgement.guess;
  return {{"id", judgement.gold->id},
          {"l1", guess.l1},
          {"l2", guess.l2},
          {"confidence", guess.confidence},
          {"abstained", guess.abstained},
          {"is_complaint", guess.is_complaint}};
}

}  // namespace redress::classify_eval
