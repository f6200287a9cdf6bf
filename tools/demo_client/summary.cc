#include "tools/demo_client/summary.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/client/table.h"
#include "tools/client/words.h"

namespace redress::demo {
namespace {

using client::Colour;

std::string Share(int part, int whole) {
  return whole == 0 ? "-" : absl::StrFormat("%d of %d (%.0f %%)", part, whole, 100.0 * part / whole);
}

struct TagRow {
  std::array<int, 4> by_severity{};
  int total = 0;
};

void PrintTags(std::ostream& out, const std::vector<Result>& results, bool colours) {
  std::map<std::string, TagRow> rows;
  for (const Result& result : results) {
    if (!result.played.stored || !result.watched.has_prediction) continue;
    const auto& tag = result.watched.prediction.tag();
    TagRow& row = rows[result.triage() ? "(triage)" : absl::StrCat(tag.l1(), "/", tag.l2())];
    ++row.by_severity.at(static_cast<size_t>(std::clamp<int>(result.watched.prediction.severity(), 0, 3)));
    ++row.total;
  }
  client::Table table({{"TAG"}, {"ORDINARY", 0, true}, {"URGENT", 0, true}, {"CRITICAL", 0, true}, {"ALL", 0, true}});
  const auto shown = [](int count) { return count == 0 ? std::string("·") : absl::StrCat(count); };
  for (const auto& [tag, row] : rows) {
    table.Add({tag, shown(row.by_severity[1]), shown(row.by_severity[2]), shown(row.by_severity[3]), shown(row.total)});
  }
  if (table.empty()) return;
  out << "\n";
  table.Print(out, colours);
}

void PrintAgreement(std::ostream& out, const Agreement& a) {
  if (a.compared == 0 && a.severity_compared == 0) return;
  out << "agreement with gold, where the model decided:\n"
      << "  L1          " << Share(a.l1, a.decided) << ", lenient (further grievances count) " << Share(a.l1_lenient, a.decided)
      << "\n"
      << "  L1 and L2   " << Share(a.l2, a.l2_compared) << "\n"
      << "  severity    " << Share(a.severity, a.severity_compared) << " (triage included)\n";
}

void PrintTimes(std::ostream& out, const std::vector<Result>& results) {
  for (const type::v1::Severity severity :
       {type::v1::SEVERITY_CRITICAL, type::v1::SEVERITY_URGENT, type::v1::SEVERITY_ORDINARY}) {
    std::vector<absl::Duration> times;
    int all = 0;
    int in_time = 0;
    for (const Result& result : results) {
      if (!result.played.stored || !result.watched.has_item || result.watched.item.severity() != severity) continue;
      ++all;
      const auto time = TimeToAcceptance(result);
      if (!time) continue;
      times.push_back(*time);
      in_time += *time <= AcceptanceTarget(severity) ? 1 : 0;
    }
    if (all == 0) continue;
    std::sort(times.begin(), times.end());
    out << absl::StrFormat("  %-10s  %s within %s", client::Word(severity), Share(in_time, all),
                           ShowDuration(AcceptanceTarget(severity)));
    if (!times.empty()) out << ", median " << ShowDuration(times[times.size() / 2]) << ", longest " << ShowDuration(times.back());
    out << "\n";
  }
}

}  // namespace

Agreement Compare(const std::vector<Result>& results) {
  Agreement agreement;
  for (const Result& result : results) {
    const Gold& gold = result.line.gold;
    if (!result.played.stored || !result.watched.has_prediction || gold.empty()) continue;
    const auto& p = result.watched.prediction;
    if (!gold.severity.empty()) {
      ++agreement.severity_compared;
      agreement.severity += client::Word(p.severity()) == gold.severity ? 1 : 0;
    }
    if (gold.l1.empty()) continue;
    ++agreement.compared;
    if (p.abstained()) continue;
    ++agreement.decided;
    const bool l1 = p.tag().l1() == gold.l1;
    const bool also = std::any_of(gold.also.begin(), gold.also.end(), [&](const std::string& other) {
      return absl::StartsWith(absl::StrCat(other, "/"), absl::StrCat(p.tag().l1(), "/"));
    });
    agreement.l1 += l1 ? 1 : 0;
    agreement.l1_lenient += l1 || also ? 1 : 0;
    if (gold.l2.empty()) continue;
    ++agreement.l2_compared;
    agreement.l2 += l1 && p.tag().l2() == gold.l2 ? 1 : 0;
  }
  return agreement;
}

void PrintSummary(std::ostream& out, const std::vector<Result>& results, bool colours) {
  std::set<std::string> numbers;
  int stored = 0, rejected = 0, earlier = 0, same_matter = 0, predicted = 0, triage = 0, accepted = 0;
  for (const Result& result : results) {
    if (!result.played.stored) {
      ++rejected;
      continue;
    }
    ++stored;
    numbers.insert(result.complaint().name());
    earlier += result.played.earlier ? 1 : 0;
    same_matter += result.complaint().same_matter() ? 1 : 0;
    predicted += result.watched.has_prediction ? 1 : 0;
    triage += result.triage() ? 1 : 0;
    accepted += result.accepted() ? 1 : 0;
  }
  if (stored == 0 && rejected == 0) {
    out << "the file holds no complaint\n";
    return;
  }
  PrintTags(out, results, colours);
  out << "\n"
      << client::Paint("Summary", Colour::kBold, colours) << "\n"
      << "complaints    " << stored << " stored, " << rejected << " rejected, " << same_matter << " the same matter again (↳)\n";
  if (const int again = stored - static_cast<int>(numbers.size()); again > 0) {
    out << "              " << again << " came twice (the same message) and are one complaint each\n";
  }
  if (earlier > 0) {
    out << "              " << earlier << " were there from an earlier run of this file: nothing was repeated\n";
  }
  out << "triage        " << Share(triage, predicted) << ": the model was not sure enough, a person decides\n"
      << "accepted      " << Share(accepted, stored) << "\n";
  PrintTimes(out, results);
  PrintAgreement(out, Compare(results));
}

}  // namespace redress::demo
