#include "tools/demo_client/promises_table.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/client/table.h"
#include "tools/client/words.h"
#include "tools/demo_client/result.h"

namespace redress::demo {
namespace {

using client::Cell;
using client::Colour;
// The clocks of every case have a column of their own; of the rest only what was breached is named.
constexpr std::array kColumns = {"FIRST_RESPONSE", "ACCEPTANCE", "FIRST_FEEDBACK", "RESOLUTION", "CALLBACK"};

bool HasColumn(const std::string& kind) {
  return std::any_of(kColumns.begin(), kColumns.end(), [&](const char* column) { return kind == column; });
}

Colour ColourOf(const std::string& state) {
  if (state == "MET") return Colour::kGreen;
  if (state == "BREACHED") return Colour::kRed;
  return state == "CANCELLED" ? Colour::kDim : Colour::kYellow;
}

Cell ClockCell(const std::vector<ClockTold>& clocks, absl::string_view kind) {
  const auto found = std::find_if(clocks.begin(), clocks.end(), [&](const ClockTold& clock) { return clock.kind == kind; });
  if (found == clocks.end()) return Cell("·", Colour::kDim);
  std::string text = absl::StrCat(ShowDuration(found->spent), " / ", ShowDuration(found->target));
  if (found->paused > absl::ZeroDuration()) absl::StrAppend(&text, " ‖ ", ShowDuration(found->paused));
  if (found->state == "BREACHED") absl::StrAppend(&text, " !");
  return Cell(text, ColourOf(found->state));
}

Cell OthersCell(const std::vector<ClockTold>& clocks) {
  int met = 0;
  std::map<std::string, int> breached;
  for (const ClockTold& clock : clocks) {
    if (HasColumn(clock.kind)) continue;
    met += clock.state == "MET" ? 1 : 0;
    if (clock.state == "BREACHED") ++breached[clock.kind];
  }
  const auto named = [](std::string* text, const std::pair<const std::string, int>& kind) {
    absl::StrAppend(text, kind.first, kind.second > 1 ? absl::StrCat(" ", kind.second, "×") : "");
  };
  if (!breached.empty()) return Cell(absl::StrCat(absl::StrJoin(breached, ", ", named), " !"), Colour::kRed);
  return met > 0 ? Cell(absl::StrCat(met, " met"), Colour::kGreen) : Cell("·", Colour::kDim);
}

// `ACCEPTED, PLAN_OFFERED, RESULT`; what did not arrive in brackets with its state.
std::string NoticesText(const std::vector<NoticeTold>& notices) {
  std::vector<std::string> words;
  words.reserve(notices.size());
  for (const NoticeTold& notice : notices) {
    const bool told = notice.state == "SENT" || notice.state == "DELIVERED";
    words.push_back(absl::AsciiStrToLower(told ? notice.kind : absl::StrCat("[", notice.kind, " ", notice.state, "]")));
  }
  return absl::StrJoin(words, ", ");
}

void PrintClockTotals(std::ostream& out, const std::map<std::string, CaseOutcome>& cases, bool colours) {
  struct Row {
    int met = 0, breached = 0, open = 0;
  };
  std::map<std::string, Row> rows;
  for (const auto& [name, outcome] : cases) {
    for (const ClockTold& clock : outcome.clocks) {
      if (clock.state == "CANCELLED") continue;
      Row& row = rows[clock.kind];
      ++(clock.state == "MET" ? row.met : clock.state == "BREACHED" ? row.breached : row.open);
    }
  }
  client::Table table({{"CLOCK"}, {"MET", 0, true}, {"BREACHED", 0, true}, {"RUNNING", 0, true}});
  for (const auto& [kind, row] : rows) {
    table.Add({kind, absl::StrCat(row.met), Cell(absl::StrCat(row.breached), row.breached > 0 ? Colour::kRed : Colour::kNone),
               absl::StrCat(row.open)});
  }
  if (table.empty()) return;
  out << "\n";
  table.Print(out, colours);
}

}  // namespace

std::string CalledBack(const casework::v1::Case& one) {
  std::string last;
  int calls = 0;
  for (const casework::v1::Callback& call : one.callbacks()) {
    if (call.round() != one.reopen_count()) continue;
    last = client::Word(call.outcome());
    ++calls;
  }
  return calls > 1 && last == "NOT_REACHED" ? absl::StrCat(last, " ", calls, "×") : last;
}

void PrintPromises(std::ostream& out, const std::map<std::string, CaseOutcome>& cases, const TableOptions& options) {
  const bool any = std::any_of(cases.begin(), cases.end(),
                               [](const auto& entry) { return !entry.second.clocks.empty() || !entry.second.notices.empty(); });
  if (!any) return;
  client::Table table({{"CASE"},
                       {"FIRST RESPONSE"},
                       {"ACCEPTANCE"},
                       {"FIRST FEEDBACK"},
                       {"RESOLUTION"},
                       {"CALLBACK"},
                       {"OTHER CLOCKS"},
                       {"NOTICES", 70},
                       {"CALLED BACK"}});
  for (const auto& [name, outcome] : cases) {
    std::vector<Cell> row = {BareId(name)};
    for (const char* kind : kColumns) row.push_back(ClockCell(outcome.clocks, kind));
    row.push_back(OthersCell(outcome.clocks));
    row.emplace_back(NoticesText(outcome.notices));
    row.emplace_back(CalledBack(outcome.one));
    table.Add(std::move(row));
  }
  out << "\n"
      << client::Paint("What was promised, and how it was kept (spent / target ‖ paused)", Colour::kBold, options.colours)
      << "\n";
  table.Print(out, options.colours);
  PrintClockTotals(out, cases, options.colours);
}

void PrintKpis(std::ostream& out, const std::vector<KpiTold>& kpis, bool colours) {
  if (kpis.empty()) return;
  client::Table table({{"KPI"}, {"VALUE", 0, true}, {"OF", 0, true}, {"TARGET", 0, true}, {""}});
  for (const KpiTold& kpi : kpis) {
    const bool measured = kpi.verdict != "NOT_MEASURED";
    const Colour colour = kpi.verdict == "MET"           ? Colour::kGreen
                          : kpi.verdict == "NOT_MET"     ? Colour::kYellow
                          : kpi.verdict == "BELOW_FLOOR" ? Colour::kRed
                                                         : Colour::kDim;
    const std::string of = kpi.unit == "SHARE" ? absl::StrCat(kpi.numerator, " / ", kpi.denominator) : "";
    table.Add({kpi.id, measured ? Cell(ShowKpi(kpi, kpi.value), colour) : Cell("-", Colour::kDim), measured ? of : "",
               kpi.target.has_value() ? ShowKpi(kpi, *kpi.target) : "",
               Cell(absl::StrReplaceAll(absl::AsciiStrToLower(kpi.verdict), {{"_", " "}}), colour)});
  }
  out << "\n" << client::Paint("The KPIs of the week, and their targets", Colour::kBold, colours) << "\n";
  table.Print(out, colours);
}

}  // namespace redress::demo
