// redress-agents: plays the staff, and the customers, sellers, carriers and departments whom they ask, on a stack whose time is
// the clock's, until it gets SIGTERM or SIGINT: everybody is quick and always there. Where the time is stepped the demo's client
// plays them itself.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <set>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "tools/agents/case_news.h"
#include "tools/agents/people.h"

namespace redress::agents {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(150), kAfterFailure = absl::Seconds(1);

struct Flags {
  PeopleOptions people;
  std::string gold, answer_within;
};

absl::Status ReadFlags(Flags& flags) {
  if (!flags.gold.empty()) {
    ASSIGN_OR_RETURN(flags.people.reader, Reader::Load(flags.gold));
  }
  if (flags.answer_within.empty()) return absl::OkStatus();
  absl::Duration within;
  if (!absl::ParseDuration(flags.answer_within, &within) || within <= absl::ZeroDuration()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", "--answer-within: a duration such as 30s or 5m");
  }
  flags.people.answer_within = within;
  return absl::OkStatus();
}

// One failure of a kind is told once: a stack that restarts would otherwise fill the terminal.
class Complaints {
 public:
  void Tell(const absl::Status& status) {
    if (told_.insert(absl::StrCat(status.raw_code(), ReasonOf(status))).second) {
      std::cerr << "agents: " << absl::StatusCodeToString(status.code()) << ": " << status.message() << "\n";
    }
  }

 private:
  std::set<std::string> told_;
};

// Notices what happened since, and does what is due.
absl::Status Turn(client::Session& session, CaseNews& news, People& people) {
  ASSIGN_OR_RETURN(const std::set<std::string> cases, news.Read());
  ASSIGN_OR_RETURN(const BusinessTime now, session.Now());
  absl::Status failure = people.Notice(cases, now);
  failure.Update(people.Act(now));
  return failure;
}

absl::Status Begin(client::Session& session, CaseNews& news, People& people) {
  ASSIGN_OR_RETURN(const BusinessTime now, session.Now());
  RETURN_IF_ERROR(news.Begin());
  RETURN_IF_ERROR(people.Open(now));
  return people.TakeOver(now);
}

void PlayUntil(client::Session& session, People& people, Stopper& stopper) {
  CaseNews news(session);
  Complaints complaints;
  for (absl::Status begun = Begin(session, news, people); !begun.ok(); begun = Begin(session, news, people)) {
    complaints.Tell(begun);
    if (stopper.WaitFor(kAfterFailure)) return;
  }
  absl::Duration pause = kLook;
  while (!stopper.WaitFor(pause)) {
    const absl::Status turn = Turn(session, news, people);
    if (!turn.ok()) complaints.Tell(turn);
    pause = turn.ok() ? kLook : kAfterFailure;
  }
}

absl::Status Play(client::Session& session, Flags& flags, const sigset_t& ending) {
  RETURN_IF_ERROR(ReadFlags(flags));
  RETURN_IF_ERROR(session.Open());
  const std::string keys = session.stack().Get("REDRESS_KEYS_DIR");
  if (keys.empty()) return Error(absl::StatusCode::kNotFound, "STACK", "no stack names its key folder (REDRESS_KEYS_DIR)");
  ASSIGN_OR_RETURN(const client::Signer signer, client::Signer::Load(keys));
  People people(session, signer, flags.people);
  Stopper stopper;
  std::thread playing([&] { PlayUntil(session, people, stopper); });
  int signal = 0;
  sigwait(&ending, &signal);
  stopper.Stop();
  playing.join();
  const Counts& counts = people.counts();
  std::cerr << absl::StrCat("agents: accepted ", counts.accepted, ", declined ", counts.declined, "; moves ", counts.moves,
                            ", refused ", counts.refused, "; answers from outside ", counts.outside, "\n");
  return absl::OkStatus();
}

}  // namespace
}  // namespace redress::agents

int main(int argc, char** argv) {
  // Blocked before any thread exists, so that only sigwait sees them.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  CLI::App app("Plays the staff and the people outside, through the public API. Ends with SIGTERM.", "redress-agents");
  redress::client::Session session;
  redress::agents::Flags flags;
  app.add_option("--stack", session.flags().stack, "Name of a stack, or path of its stack.env");
  app.add_option("--pace", flags.people.pace, "2: people take twice as long")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  app.add_option("--decline", flags.people.decline_percent, "Percent of ordinary items that somebody declines once")
      ->capture_default_str()
      ->check(CLI::Range(0, 100));
  app.add_option(
      "--gold", flags.gold,
      "What people read in texts: JSON lines with `text` and `gold`, looked up by the text once it was read through the "
      "API. Other texts are judged by plain words");
  app.add_option(
      "--answer-within", flags.answer_within,
      "How long customers, sellers and carriers have to answer; then the stated default holds. Default: as the policy says");
  app.add_option("--threads", flags.people.threads, "Calls at once")->capture_default_str()->check(CLI::Range(1, 64));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const absl::Status status = redress::agents::Play(session, flags, ending);
  if (status.ok()) return 0;
  std::cerr << "agents: " << status.message() << "\n";
  return 1;
}
