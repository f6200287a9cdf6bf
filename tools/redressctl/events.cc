// redressctl events …: the log of a service, read by its feed.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/machine_time.h"
#include "libs/base/status_macros.h"
#include "redress/events/v1/events.pb.h"
#include "tools/redressctl/envelope.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = events::v1;
constexpr char kService[] = "redress.events.v1.EventFeedService.";
constexpr absl::Duration kPollInterval = absl::Milliseconds(500);

struct FeedFlags {
  std::string source, subject;
  int partition = -1;
  int64_t after = 0;
  int limit = 100;
  bool from_start = false;
};

absl::StatusOr<v1::Head> GetHead(Cli& cli, const std::string& source) {
  v1::GetHeadRequest request;
  request.set_source(source);
  return cli.session().Call<v1::Head>(absl::StrCat(kService, "GetHead"), request, {source, ""});
}

// Shows the events of one partition after `*after`, moving it on, until its head or the limit; counts those shown.
absl::Status ShowPartition(Cli& cli, const FeedFlags& flags, int partition, int64_t* after, int* shown) {
  while (true) {
    v1::ReadEventsRequest request;
    request.set_source(flags.source);
    request.set_partition(partition);
    request.set_after_sequence(*after);
    ASSIGN_OR_RETURN(const v1::ReadEventsResponse page, cli.session().Call<v1::ReadEventsResponse>(
                                                            absl::StrCat(kService, "ReadEvents"), request, {flags.source, ""}));
    for (const v1::Envelope& event : page.events()) {
      *after = event.sequence();
      if (!flags.subject.empty() && event.subject() != FullName("cases/", flags.subject)) continue;
      if (flags.limit > 0 && *shown >= flags.limit) return absl::OkStatus();
      std::cout << (cli.json() ? ToJson(event, /*indented=*/false) : ShowEvent(event)) << "\n";
      ++*shown;
    }
    if (page.events().empty() || *after >= page.head_sequence()) return absl::OkStatus();
  }
}

void AddHead(Cli& cli, CLI::App* group) {
  CLI::App* head = group->add_subcommand("head", "The last sequence of every partition");
  auto source = std::make_shared<std::string>();
  head->add_option("SOURCE", *source, "intake, routing, casework, compensation, sla or outreach")->required();
  cli.Run(head, [&cli, source]() -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Head found, GetHead(cli, *source));
    if (cli.json()) {
      PrintJson(found);
      return absl::OkStatus();
    }
    int64_t total = 0;
    std::cout << found.source() << " epoch " << found.epoch() << "\n";
    for (int p = 0; p < found.sequences_size(); ++p) {
      total += found.sequences(p);
      std::cout << p << ":" << found.sequences(p) << (p % 8 == 7 ? "\n" : "\t");
    }
    std::cout << "events: " << total << "\n";
    return absl::OkStatus();
  });
}

void AddRead(Cli& cli, CLI::App* group) {
  CLI::App* read = group->add_subcommand("read", "Read events, one a line (--json: envelopes)");
  auto flags = std::make_shared<FeedFlags>();
  read->add_option("SOURCE", flags->source, "intake, routing, casework, compensation, sla or outreach")->required();
  read->add_option("--partition", flags->partition, "Only this partition")->check(CLI::Range(0, 255));
  read->add_option("--after", flags->after, "Events with a greater sequence");
  read->add_option("--case", flags->subject, "Only this case");
  read->add_option("--limit", flags->limit, "At most so many; 0: all")->capture_default_str();
  cli.Run(read, [&cli, flags]() -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Head head, GetHead(cli, flags->source));
    int shown = 0;
    for (int p = 0; p < head.sequences_size(); ++p) {
      if (flags->partition >= 0 && p != flags->partition) continue;
      int64_t after = flags->after;
      if (head.sequences(p) > after) RETURN_IF_ERROR(ShowPartition(cli, *flags, p, &after, &shown));
    }
    return absl::OkStatus();
  });
}

void AddFollow(Cli& cli, CLI::App* group) {
  CLI::App* follow = group->add_subcommand("follow", "Show events as they come, until interrupted");
  auto flags = std::make_shared<FeedFlags>();
  flags->limit = 0;
  follow->add_option("SOURCE", flags->source, "intake, routing, casework, compensation, sla or outreach")->required();
  follow->add_option("--case", flags->subject, "Only this case");
  follow->add_flag("--from-start", flags->from_start, "Everything that the log still has first");
  cli.Run(follow, [&cli, flags]() -> absl::Status {
    std::vector<int64_t> after;
    for (Stopper stopper; !stopper.WaitFor(after.empty() ? absl::ZeroDuration() : kPollInterval);) {
      ASSIGN_OR_RETURN(const v1::Head head, GetHead(cli, flags->source));
      if (after.empty()) {
        after.assign(head.sequences().begin(), head.sequences().end());
        if (flags->from_start) std::fill(after.begin(), after.end(), 0);
      }
      int shown = 0;
      for (size_t p = 0; p < after.size(); ++p) {
        if (head.sequences(static_cast<int>(p)) <= after[p]) continue;
        RETURN_IF_ERROR(ShowPartition(cli, *flags, static_cast<int>(p), &after[p], &shown));
      }
      std::cout.flush();
    }
    return absl::OkStatus();
  });
}

}  // namespace

void AddEventCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("events", "What happened: the log of a service");
  group->require_subcommand(1);
  AddHead(cli, group);
  AddRead(cli, group);
  AddFollow(cli, group);
}

}  // namespace redress::ctl
