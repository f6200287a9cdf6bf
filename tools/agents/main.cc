// redress-agents: plays the agents who are present, and the customers, sellers, carriers and departments whom they ask, until it
// gets SIGTERM or SIGINT. tools/demo runs it beside the demo's client.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "tools/agents/staff.h"

namespace redress::agents {
namespace {

struct Flags {
  PlayerOptions player;
  std::string gold, answer_within;
  int threads = 8;
};

absl::Status ReadFlags(Flags& flags) {
  if (!flags.gold.empty()) {
    ASSIGN_OR_RETURN(flags.player.reader, Reader::Load(flags.gold));
  }
  if (flags.answer_within.empty()) return absl::OkStatus();
  absl::Duration within;
  if (!absl::ParseDuration(flags.answer_within, &within) || within <= absl::ZeroDuration()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", "--answer-within: a duration such as 30s or 5m");
  }
  flags.player.answer_within = within;
  return absl::OkStatus();
}

absl::Status Play(client::Session& session, Flags& flags, const sigset_t& ending) {
  RETURN_IF_ERROR(ReadFlags(flags));
  RETURN_IF_ERROR(session.Open());
  const std::string keys = session.stack().Get("REDRESS_KEYS_DIR");
  if (keys.empty()) return Error(absl::StatusCode::kNotFound, "STACK", "no stack names its key folder (REDRESS_KEYS_DIR)");
  ASSIGN_OR_RETURN(const client::Signer signer, client::Signer::Load(keys));
  Staff staff(session, signer, flags.player);
  Stopper stopper;
  std::thread playing([&] { staff.Run(flags.threads, stopper); });
  int signal = 0;
  sigwait(&ending, &signal);
  stopper.Stop();
  playing.join();
  const Counts counts = staff.counts();
  std::cerr << absl::StrCat("agents: accepted ", counts.accepted, ", declined ", counts.declined, ", too late for ", counts.lost,
                            "; moves ", counts.moves, ", refused ", counts.refused, "; answers from outside ",
                            staff.outside_answers(), "\n");
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

  CLI::App app("Plays the agents who are present and the people outside, through the public API. Ends with SIGTERM.",
               "redress-agents");
  redress::client::Session session;
  redress::agents::Flags flags;
  app.add_option("--stack", session.flags().stack, "Name of a stack, or path of its stack.env");
  app.add_option("--pace", flags.player.pace, "2: people take twice as long")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  app.add_option("--decline", flags.player.decline_percent, "Percent of ordinary items that somebody declines once")
      ->capture_default_str()
      ->check(CLI::Range(0, 100));
  app.add_option(
      "--gold", flags.gold,
      "What people read in texts: JSON lines with `text` and `gold`, looked up by the text once it was read through the "
      "API. Other texts are judged by plain words");
  app.add_option(
      "--answer-within", flags.answer_within,
      "How long customers, sellers and carriers have to answer; then the stated default holds. Default: as the policy says");
  app.add_option("--threads", flags.threads, "Calls at once")->capture_default_str()->check(CLI::Range(1, 64));
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
