// redress-demo: plays a file of complaints against a stack that is up, waits until people have them and until their cases are
// over, and shows what became of each. tools/demo starts it; it may also be run by hand against any stack.
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/machine_time.h"
#include "libs/base/status_macros.h"
#include "tools/client/files.h"
#include "tools/client/table.h"
#include "tools/client/words.h"
#include "tools/demo_client/case_table.h"
#include "tools/demo_client/case_watcher.h"
#include "tools/demo_client/json_view.h"
#include "tools/demo_client/result.h"
#include "tools/demo_client/roster.h"
#include "tools/demo_client/shop.h"
#include "tools/demo_client/summary.h"
#include "tools/demo_client/table_view.h"

namespace redress::demo {
namespace {

struct Flags {
  std::string input, json, roster;
  int in_flight = 8;
};

// Counts on standard error: in place on a terminal; else every tenth of the way, and now and then what goes on meanwhile.
class Progress {
 public:
  Progress(std::string what, int total) : what_(std::move(what)), total_(total), terminal_(::isatty(STDERR_FILENO) == 1) {}
  void operator()(int done, const std::string& detail = "") {
    if ((done == shown_ && detail == detail_) || total_ == 0) return;
    const bool tenth = done == total_ || done / std::max(1, total_ / 10) != shown_ / std::max(1, total_ / 10);
    const MachineTime now = MachineClock::Now();
    if (!terminal_ && !tenth && (detail.empty() || now < again_at_)) return;
    // The rest of a longer line before is wiped.
    std::fprintf(stderr, "%s  … %s %d of %d%s%s", terminal_ ? "\r\033[K" : "", what_.c_str(), done, total_, detail.c_str(),
                 terminal_ ? "" : "\n");
    shown_ = done;
    detail_ = detail;
    again_at_ = now + kNowAndThen;
  }
  ~Progress() {
    if (terminal_ && (shown_ > 0 || !detail_.empty())) std::fputs("\n", stderr);
  }

 private:
  static constexpr absl::Duration kNowAndThen = absl::Seconds(5);

  const std::string what_;
  const int total_;
  const bool terminal_;
  int shown_ = 0;
  std::string detail_;
  MachineTime again_at_;
};

int TerminalWidth() {
  winsize size{};
  return ::isatty(STDOUT_FILENO) == 1 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

absl::StatusOr<std::vector<Result>> ReadLines(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string content, client::ReadFile(path));
  std::error_code ignored;
  const std::filesystem::path full = std::filesystem::weakly_canonical(path, ignored);
  std::vector<Result> results;
  for (const InputLine& line : ReadInput(path, content)) {
    results.emplace_back();
    results.back().line = ReadComplaintLine(line, full.string());
  }
  return results;
}

absl::Status LoadStaff(client::Session& session, const std::string& path) {
  ASSIGN_OR_RETURN(const Roster roster, ReadRoster(path));
  ASSIGN_OR_RETURN(const RosterCounts counts, LoadRoster(session, roster));
  std::cerr << "  ✓ " << counts.created + counts.known << " agents present";
  if (counts.known > 0) std::cerr << " (" << counts.known << " were known)";
  std::cerr << "\n";
  return absl::OkStatus();
}

absl::Status FillShop(client::Session& session, const Flags& flags, const std::vector<Result>& results) {
  if (session.stack().Get("REDRESS_PLATFORM_GRPC").empty()) return absl::OkStatus();  // the shop is elsewhere
  std::vector<ComplaintLine> lines;
  for (const Result& result : results) lines.push_back(result.line);
  ASSIGN_OR_RETURN(const BusinessTime now, session.Now());
  ASSIGN_OR_RETURN(const ShopCounts counts, BringInOrders(session, ShopOrdersOf(lines, now), flags.in_flight));
  std::cerr << "  ✓ " << counts.brought_in + counts.in_use << " orders in the shop";
  if (counts.in_use > 0) std::cerr << " (" << counts.in_use << " were in use)";
  std::cerr << "\n";
  return absl::OkStatus();
}

// The first failure that was not a line's fault.
absl::Status PlayLines(client::Session& session, const Flags& flags, std::vector<Result>* results) {
  std::vector<ComplaintLine> lines;
  for (const Result& result : *results) lines.push_back(result.line);
  PlayOptions options;
  options.in_flight = flags.in_flight;
  ASSIGN_OR_RETURN(options.start, session.Now());
  Progress progress("complaints submitted:", static_cast<int>(lines.size()));
  std::vector<Played> played = Play(session, lines, options, [&](int done) { progress(done); });
  absl::Status failure;
  for (size_t i = 0; i < played.size(); ++i) {
    failure.Update(played[i].failure);
    (*results)[i].played = std::move(played[i]);
  }
  return failure;
}

void WatchLines(client::Session& session, const Flags& flags, std::vector<Result>* results) {
  std::vector<Awaited> awaited;
  for (const Result& result : *results) {
    if (result.played.stored) awaited.push_back({result.complaint().name(), result.complaint().case_()});
  }
  WatchOptions options;
  options.in_flight = flags.in_flight;
  Progress progress("complaints accepted by an agent:", static_cast<int>(awaited.size()));
  std::map<std::string, Watched> watched = Watch(session, awaited, options, [&](int done) { progress(done); });
  for (Result& result : *results) {
    if (result.played.stored) result.watched = watched[result.complaint().name()];
  }
}

// Where the cases stand that are not over, the commonest states first.
std::string Standing(const CaseCounts& counts) {
  std::vector<std::pair<int, std::string>> states;
  for (const auto& [state, count] : counts.live) states.emplace_back(-count, client::Word(state));
  std::sort(states.begin(), states.end());
  if (states.size() > 4) states.resize(4);
  std::string text;
  for (const auto& [count, word] : states) absl::StrAppend(&text, " · ", -count, " ", word);
  return text;
}

std::map<std::string, CaseOutcome> WatchToTheEnd(client::Session& session, const Flags& flags, std::vector<Result>* results) {
  std::set<std::string> names;
  for (const Result& result : *results) {
    if (result.played.stored) names.insert(result.complaint().case_());
  }
  CaseWatchOptions options;
  options.in_flight = flags.in_flight;
  Progress progress("cases over:", static_cast<int>(names.size()));
  std::map<std::string, CaseOutcome> outcomes = WatchCases(
      session, {names.begin(), names.end()}, options, [&](const CaseCounts& counts) { progress(counts.over, Standing(counts)); });
  for (Result& result : *results) {
    if (result.played.stored) result.outcome = outcomes[result.complaint().case_()];
  }
  return outcomes;
}

// The case that shows most: one that somebody else approved, else any.
std::string CaseToShow(const std::map<std::string, CaseOutcome>& cases) {
  std::string name;
  for (const auto& [candidate, outcome] : cases) {
    if (outcome.one.has_approval()) return BareId(candidate);
    if (name.empty() && outcome.one.has_plan()) name = BareId(candidate);
  }
  return name.empty() ? "CASE" : name;
}

void PrintNext(client::Session& session, const std::string& one, bool colours) {
  const std::string bin = session.stack().Get("REDRESS_BIN_DIR");
  const std::string ctl = absl::StrCat(bin.empty() ? "" : absl::StrCat(bin, "/"), "redressctl");
  const std::string stack = absl::StrCat(" --stack ", session.stack().file());
  std::cout << "\n"
            << client::Paint("Where to look next", client::Colour::kBold, colours) << "\n"
            << "gateway       " << session.Gateway().value_or("")
            << "   (JSON, gRPC, gRPC-Web; tokens: " << session.stack().Get("REDRESS_TOKENS_DIR") << ")\n"
            << "prometheus    " << session.stack().Get("REDRESS_PROMETHEUS") << "\n"
            << "commands      " << ctl << stack << " complaints list\n"
            << "              " << ctl << stack << " cases get " << one << "\n"
            << "              " << ctl << stack << " cases timeline " << one << "\n"
            << "              " << ctl << stack << " work-items why WORK_ITEM\n"
            << "              " << ctl << stack << " ledger verify\n"
            << "              " << ctl << stack << " events follow casework\n"
            << "              tools/stack status --name " << session.stack().Get("REDRESS_STACK_NAME") << "\n";
}

absl::Status Demo(client::Session& session, const Flags& flags) {
  ASSIGN_OR_RETURN(std::vector<Result> results, ReadLines(flags.input));
  RETURN_IF_ERROR(session.Open());
  if (!flags.roster.empty()) RETURN_IF_ERROR(LoadStaff(session, flags.roster));
  RETURN_IF_ERROR(FillShop(session, flags, results));
  const absl::Status failure = PlayLines(session, flags, &results);
  WatchLines(session, flags, &results);
  const std::map<std::string, CaseOutcome> cases = WatchToTheEnd(session, flags, &results);
  const Books books = CheckBooks(session);
  const bool colours = client::ColoursOnStdout();
  const TableOptions table{TerminalWidth(), colours};
  PrintTable(std::cout, results, table);
  PrintCases(std::cout, cases, table);
  PrintSummary(std::cout, results, colours);
  PrintCaseTotals(std::cout, cases, books, colours);
  PrintNext(session, CaseToShow(cases), colours);
  if (!flags.json.empty()) RETURN_IF_ERROR(client::WriteFile(flags.json, ToJson(results, books).dump(1) + "\n", 0644));
  return failure.ok() ? books.Verdict() : failure;
}

}  // namespace
}  // namespace redress::demo

int main(int argc, char** argv) {
  CLI::App app(
      "Plays a file of complaints against a stack that is up. Exit codes: 0 played (also where lines were rejected), "
      "1 the suite failed or its books are wrong, 2 wrong command line or file.",
      "redress-demo");
  redress::demo::Flags flags;
  redress::client::Session session;
  app.add_option("--input", flags.input, "JSONL, or CSV with a header row")->required()->check(CLI::ExistingFile);
  app.add_option("--json", flags.json, "Write the result for programs to this file");
  app.add_option("--roster", flags.roster, "Staff to load first (roster.yaml)");
  app.add_option("--stack", session.flags().stack, "Name of a stack, or path of its stack.env");
  app.add_option("--in-flight", flags.in_flight, "Calls at once")->capture_default_str()->check(CLI::Range(1, 256));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const absl::Status status = redress::demo::Demo(session, flags);
  if (status.ok()) return 0;
  std::cerr << "demo: " << redress::ReasonOf(status) << (redress::ReasonOf(status).empty() ? "" : ": ") << status.message()
            << "\n";
  return 1;
}
