// redress-demo: plays a week of complaints, and the people who handle them, on a stack whose business time is stepped, and shows
// what became of each. tools/demo starts it; it may also be run by hand against any such stack.
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
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "libs/base/error.h"
#include "libs/base/machine_time.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"
#include "tools/agents/case_news.h"
#include "tools/agents/people.h"
#include "tools/client/files.h"
#include "tools/client/table.h"
#include "tools/client/words.h"
#include "tools/demo_client/arrivals.h"
#include "tools/demo_client/case_table.h"
#include "tools/demo_client/case_watcher.h"
#include "tools/demo_client/connector.h"
#include "tools/demo_client/json_view.h"
#include "tools/demo_client/promises_table.h"
#include "tools/demo_client/result.h"
#include "tools/demo_client/roster.h"
#include "tools/demo_client/shop.h"
#include "tools/demo_client/stepper.h"
#include "tools/demo_client/summary.h"
#include "tools/demo_client/table_view.h"
#include "tools/demo_client/told_reader.h"
#include "tools/demo_client/week.h"

namespace redress::demo {
namespace {

struct Flags {
  std::string input, json, roster;
  int in_flight = 8;
  int lines_max = 0;
  int threads = 2;
  uint32_t detours = 0;
};

// A week after its last complaint nobody waits for a case any more.
constexpr absl::Duration kAfterWeek = absl::Hours(7 * 24);

// Where the week stands, on standard error: in place on a terminal, else four times a day.
class Progress {
 public:
  Progress() : terminal_(::isatty(STDERR_FILENO) == 1) {}
  void operator()(const WeekStanding& standing) {
    const absl::CivilSecond civil = agents::PeoplesZone().At(standing.time.ToAbsl()).cs;
    const int64_t mark = absl::CivilHour(civil) - absl::CivilHour();
    if (terminal_ ? MachineClock::Now() < again_at_ : mark / 6 == shown_ / 6) return;
    shown_ = mark;
    again_at_ = MachineClock::Now() + absl::Milliseconds(200);
    int all = 0;
    for (const auto& [state, count] : standing.cases) all += count;
    const int over = OverCount(standing);
    std::fputs(
        absl::StrFormat("%s  … %s %02d-%02d %02d:%02d  received %d of %d · open %d · over %d%s", terminal_ ? "\r\033[K" : "",
                        kDays[static_cast<size_t>(absl::GetWeekday(absl::CivilDay(civil)))], civil.month(), civil.day(),
                        civil.hour(), civil.minute(), standing.received, standing.lines, all - over, over, terminal_ ? "" : "\n")
            .c_str(),
        stderr);
  }
  ~Progress() {
    if (terminal_ && shown_ > 0) std::fputs("\n", stderr);
  }

 private:
  static constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

  const bool terminal_;
  int64_t shown_ = 0;
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

absl::Status FillShop(client::Session& session, const Flags& flags, const std::vector<ComplaintLine>& lines, BusinessTime start) {
  if (session.stack().Get("REDRESS_PLATFORM_GRPC").empty()) return absl::OkStatus();  // the shop is elsewhere
  ASSIGN_OR_RETURN(const ShopCounts counts, BringInOrders(session, ShopOrdersOf(lines, start), flags.in_flight));
  std::cerr << "  ✓ " << counts.brought_in + counts.in_use << " orders in the shop";
  if (counts.in_use > 0) std::cerr << " (" << counts.in_use << " were in use)";
  std::cerr << "\n";
  return absl::OkStatus();
}

absl::StatusOr<client::Signer> SignerOf(client::Session& session) {
  const std::string keys = session.stack().Get("REDRESS_KEYS_DIR");
  if (keys.empty()) return Error(absl::StatusCode::kNotFound, "STACK", "no stack names its key folder (REDRESS_KEYS_DIR)");
  return client::Signer::Load(keys);
}

// Plays the week; not OK where the suite failed, and the results then tell how far it came.
absl::Status PlayWeek(client::Session& session, const Flags& flags, Stepper& stepper, const std::vector<BusinessTime>& arrivals,
                      std::vector<Result>* results) {
  ASSIGN_OR_RETURN(const client::Signer signer, SignerOf(session));
  agents::PeopleOptions options;
  options.tempo = agents::Tempo::kWeek;
  options.threads = flags.threads;
  ASSIGN_OR_RETURN(options.reader, agents::Reader::Load(flags.input));
  agents::People people(session, signer, options);
  agents::CaseNews news(session);
  ASSIGN_OR_RETURN(const std::unique_ptr<Submitter> submitter, Submitter::Open(session, {.start = stepper.Now()}));
  ASSIGN_OR_RETURN(const std::unique_ptr<Connector> connector, Connector::Open(session));
  RETURN_IF_ERROR(news.Begin());
  RETURN_IF_ERROR(people.Open(stepper.Now()));
  RETURN_IF_ERROR(people.TakeOver(stepper.Now()));
  const BusinessTime last = arrivals.empty() ? stepper.Now() : *std::max_element(arrivals.begin(), arrivals.end());
  Week week({stepper, people, news, *submitter, *connector, flags.detours}, results, arrivals);
  Progress progress;
  const absl::Status played = week.Play(last + kAfterWeek, [&](const WeekStanding& standing) { progress(standing); });
  if (!connector->refused().ok()) std::cerr << "\n  ! a call or turn was refused: " << connector->refused().message() << "\n";
  return played;
}

std::map<std::string, CaseOutcome> Collect(client::Session& session, const Flags& flags, std::vector<Result>* results) {
  std::vector<Awaited> complaints;
  std::set<std::string> names;
  for (const Result& result : *results) {
    if (!result.played.stored) continue;
    complaints.push_back({result.complaint().name(), result.complaint().case_()});
    names.insert(result.complaint().case_());
  }
  std::map<std::string, Watched> watched = Watch(session, complaints, flags.in_flight);
  std::map<std::string, CaseOutcome> outcomes = WatchCases(session, {names.begin(), names.end()}, flags.in_flight);
  ReadTold(session, flags.in_flight, &outcomes);
  for (Result& result : *results) {
    if (!result.played.stored) continue;
    result.watched = watched[result.complaint().name()];
    result.outcome = outcomes[result.complaint().case_()];
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
            << "business time " << session.Now().value_or(BusinessTime()).ToRfc3339()
            << "   (stands there; another run goes on from it)\n"
            << "prometheus    " << session.stack().Get("REDRESS_PROMETHEUS") << "\n"
            << "dashboards    deploy/grafana, in a Grafana of yours as docs/operations.md says; tools/dashboards check asks "
               "every query\n"
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
  if (flags.lines_max > 0 && results.size() > static_cast<size_t>(flags.lines_max)) results.resize(flags.lines_max);
  ASSIGN_OR_RETURN(const std::unique_ptr<Stepper> stepper, Stepper::Open(session));
  std::vector<ComplaintLine> lines;
  lines.reserve(results.size());
  for (const Result& result : results) lines.push_back(result.line);
  const BusinessTime start = WeekStart(lines, stepper->Now());
  stepper->StepTo(start);
  if (!flags.roster.empty()) RETURN_IF_ERROR(LoadStaff(session, flags.roster));
  const std::vector<BusinessTime> arrivals = PlanArrivals(lines, start);
  for (size_t i = 0; i < lines.size(); ++i) *lines[i].complaint.mutable_received_time() = ToProto(arrivals[i]);
  RETURN_IF_ERROR(FillShop(session, flags, lines, start));
  const MachineTime began = MachineClock::Now();
  const absl::Status failure = PlayWeek(session, flags, *stepper, arrivals, &results);
  std::cerr << absl::StrFormat("  ✓ %s of business in %.0f s: %d steps\n", ShowDuration(stepper->Now() - start),
                               absl::ToDoubleSeconds(MachineClock::Now() - began), stepper->steps());
  for (const std::string& reason : stepper->left_undone()) std::cerr << "  ! left undone: " << reason << "\n";
  const std::map<std::string, CaseOutcome> cases = Collect(session, flags, &results);
  const std::vector<KpiTold> kpis = ReadKpis(session);
  const Books books = CheckBooks(session);
  const bool colours = client::ColoursOnStdout();
  const TableOptions table{TerminalWidth(), colours};
  PrintTable(std::cout, results, table);
  PrintCases(std::cout, cases, table);
  PrintPromises(std::cout, cases, table);
  PrintSummary(std::cout, results, colours);
  PrintKpis(std::cout, kpis, colours);
  PrintCaseTotals(std::cout, cases, books, colours);
  PrintNext(session, CaseToShow(cases), colours);
  if (!flags.json.empty()) RETURN_IF_ERROR(client::WriteFile(flags.json, ToJson(results, books, kpis).dump(1) + "\n", 0644));
  return failure.ok() ? books.Verdict() : failure;
}

}  // namespace
}  // namespace redress::demo

int main(int argc, char** argv) {
  CLI::App app(
      "Plays a week of complaints on a stack whose business time is stepped. Exit codes: 0 played (also where lines were "
      "rejected), "
      "1 the suite failed or its books are wrong, 2 wrong command line or file.",
      "redress-demo");
  redress::demo::Flags flags;
  redress::client::Session session;
  app.add_option("--input", flags.input, "JSONL, or CSV with a header row")->required()->check(CLI::ExistingFile);
  app.add_option("--json", flags.json, "Write the result for programs to this file");
  app.add_option("--roster", flags.roster, "Staff to load first (roster.yaml)");
  app.add_option("--stack", session.flags().stack, "Name of a stack, or path of its stack.env");
  app.add_option("--lines", flags.lines_max, "Play at most so many lines, the first ones; 0: all")->check(CLI::NonNegativeNumber);
  app.add_option("--people", flags.threads, "Cases that people work on at once")->capture_default_str()->check(CLI::Range(1, 64));
  app.add_option("--detours", flags.detours,
                 "Let time also stop where nothing is due, at moments drawn from this seed; the result is the same");
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
