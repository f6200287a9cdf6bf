#include "tools/demo_client/table_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/client/spans.h"
#include "tools/client/table.h"
#include "tools/client/words.h"

namespace redress::demo {
namespace {

using client::Cell;
using client::Colour;
// What the columns of fixed content take, and what the three flexible ones share of the rest.
constexpr int kFixedWidth = 128;
constexpr int kWidthDefault = 210;
constexpr int kFlexibleMin = 36;

Cell TagCell(const Result& result) {
  const auto& p = result.watched.prediction;
  if (!result.watched.has_prediction) return "-";
  const std::string tag = absl::StrCat(p.tag().l1(), p.tag().l2().empty() ? "" : "/", p.tag().l2());
  if (p.abstained()) return Cell(absl::StrFormat("triage (%s %.2f?)", tag, p.confidence()), Colour::kDim);
  return absl::StrFormat("%s %.2f", tag, p.confidence());
}

Cell SeverityCell(const Result& result) {
  if (!result.watched.has_prediction) return "-";
  const type::v1::Severity severity = result.watched.prediction.severity();
  const Colour colour = severity == type::v1::SEVERITY_CRITICAL ? Colour::kRed
                        : severity == type::v1::SEVERITY_URGENT ? Colour::kYellow
                                                                : Colour::kNone;
  return Cell(client::Word(severity), colour);
}

Cell AcceptedCell(const Result& result) {
  const auto time = TimeToAcceptance(result);
  if (!time) return Cell(result.watched.has_item ? client::Word(result.watched.item.state()) : "no item", Colour::kRed);
  const absl::Duration target = AcceptanceTarget(result.watched.item.severity());
  return Cell(absl::StrCat(ShowDuration(*time), " / ", ShowDuration(target)), *time <= target ? Colour::kGreen : Colour::kRed);
}

// Calm is what is left when nothing was found: not worth a place.
std::string SignalText(const classification::v1::Prediction& prediction) {
  std::vector<std::string> words = SignalWords(prediction);
  words.erase(std::remove(words.begin(), words.end(), "emotion:calm"), words.end());
  return absl::StrJoin(words, " ");
}

Cell NumberCell(const Result& result) {
  // A complaint of somebody else's case is marked: the same matter again.
  return absl::StrCat(BareId(result.complaint().name()), result.complaint().same_matter() ? " ↳" : "");
}

void PrintRejected(std::ostream& out, const std::vector<Result>& results, bool colours) {
  const auto rejected = std::count_if(results.begin(), results.end(), [](const Result& r) { return !r.played.stored; });
  if (rejected == 0) return;
  out << "\n" << client::Paint(absl::StrCat("Rejected lines: ", rejected), Colour::kBold, colours) << "\n";
  for (const Result& result : results) {
    if (result.played.stored) continue;
    out << "  line " << result.line.number << "\n";
    for (const std::string& reason : result.played.reasons) out << "    " << reason << "\n";
  }
}

void PrintStuck(std::ostream& out, const std::vector<Result>& results, bool colours) {
  bool first = true;
  for (const Result& result : results) {
    if (!result.played.stored || result.watched.stuck.empty()) continue;
    if (first) out << "\n" << client::Paint("Not accepted", Colour::kBold, colours) << "\n";
    first = false;
    out << "  " << BareId(result.complaint().name()) << "  " << result.watched.stuck << "\n";
  }
}

}  // namespace

void PrintTable(std::ostream& out, const std::vector<Result>& results, const TableOptions& options) {
  const int flexible = std::max((options.width > 0 ? options.width : kWidthDefault) - kFixedWidth, kFlexibleMin);
  client::Table table({{"NUMBER"},
                       {"CHANNEL"},
                       {"TEXT", flexible * 2 / 5},
                       {"TAG"},
                       {"DECIDED BY", flexible * 3 / 10},
                       {"SEVERITY"},
                       {"SIGNALS", flexible * 3 / 10},
                       {"TEAM"},
                       {"AGENT"},
                       {"ACCEPTED / TARGET"}});
  for (const Result& result : results) {
    if (!result.played.stored) continue;
    const Watched& watched = result.watched;
    table.Add({NumberCell(result), client::Word(result.line.complaint.channel()), result.line.complaint.text(), TagCell(result),
               absl::StrJoin(client::CutSpans(result.line.complaint.text(), watched.prediction.deciding_spans()), " · "),
               SeverityCell(result), SignalText(watched.prediction), BareId(watched.item.team()), BareId(watched.item.agent()),
               AcceptedCell(result)});
  }
  if (!table.empty()) {
    out << client::Paint("What the complaints were taken for, and who took them", Colour::kBold, options.colours) << "\n";
    table.Print(out, options.colours);
  }
  PrintRejected(out, results, options.colours);
  PrintStuck(out, results, options.colours);
}

}  // namespace redress::demo
