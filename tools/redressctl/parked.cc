// redressctl parked …: the desk for events that a consumer could not apply.
#include <iostream>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "redress/events/v1/events.pb.h"
#include "tools/redressctl/envelope.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = events::v1;
constexpr char kService[] = "redress.events.v1.ParkedEventService.";

struct ParkedFlags {
  std::string service = "routing", consumer, subject, reason;
  ListFlags list;

  void AddTo(CLI::App* command, bool with_subject) {
    command->add_option("--service", service, "Whose consumers")->capture_default_str();
    if (with_subject) command->add_option("CASE", subject, "Number of the case")->required();
  }
  std::string FullSubject() const { return FullName("cases/", subject); }
};

absl::StatusOr<v1::ListParkedEventsResponse> List(Cli& cli, const ParkedFlags& flags) {
  v1::ListParkedEventsRequest request;
  request.set_service(flags.service);
  request.set_subject(flags.FullSubject());
  v1::ListParkedEventsResponse all;
  RETURN_IF_ERROR(flags.list.ReadAll(cli.session(), absl::StrCat(kService, "ListParkedEvents"), request, &all,
                                     [](auto& page) { return page.mutable_parked_events(); }, {flags.service, ""}));
  return all;
}

// The consumer that parked the subject, where the flags name none and there is just one.
absl::StatusOr<std::string> ConsumerOf(Cli& cli, const ParkedFlags& flags) {
  if (!flags.consumer.empty()) return flags.consumer;
  ASSIGN_OR_RETURN(const v1::ListParkedEventsResponse all, List(cli, flags));
  std::set<std::string> consumers;
  for (const v1::ParkedEvent& parked : all.parked_events()) consumers.insert(parked.consumer());
  if (consumers.size() == 1) return *consumers.begin();
  if (consumers.empty()) return Error(absl::StatusCode::kNotFound, "NOT_PARKED", "no event of this case is parked there");
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", "several consumers parked this case: give --consumer");
}

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "List parked events, oldest first");
  auto flags = std::make_shared<ParkedFlags>();
  flags->AddTo(list, /*with_subject=*/false);
  flags->list.AddTo(list, "");
  cli.Run(list, [&cli, flags]() -> absl::Status {
    ASSIGN_OR_RETURN(const v1::ListParkedEventsResponse all, List(cli, *flags));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"PARKED"}, {"CONSUMER"}, {"CASE"}, {"EVENT"}, {"REASON", 70}});
    for (const v1::ParkedEvent& p : all.parked_events()) {
      table.Add({ShowTime(p.parked_time()), p.consumer(), ShortName(p.subject()),
                 absl::StrCat(p.event().source(), " ", p.event().partition(), ":", p.event().sequence(), " ", p.event().type()),
                 p.reason()});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddShow(Cli& cli, CLI::App* group) {
  CLI::App* show = group->add_subcommand("show", "The parked events of a case with their facts");
  auto flags = std::make_shared<ParkedFlags>();
  flags->AddTo(show, /*with_subject=*/true);
  cli.Run(show, [&cli, flags]() -> absl::Status {
    ASSIGN_OR_RETURN(const v1::ListParkedEventsResponse all, List(cli, *flags));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    if (all.parked_events().empty()) std::cout << "(none)\n";
    for (const v1::ParkedEvent& parked : all.parked_events()) {
      std::cout << ShowEvent(parked.event()) << "\n  " << parked.consumer() << ": "
                << (parked.reason().empty() ? "behind the first of its case" : parked.reason()) << "\n";
    }
    return absl::OkStatus();
  });
}

void AddRetry(Cli& cli, CLI::App* group) {
  CLI::App* retry = group->add_subcommand("retry", "Apply the parked events of a case again, in order");
  auto flags = std::make_shared<ParkedFlags>();
  flags->AddTo(retry, /*with_subject=*/true);
  retry->add_option("--consumer", flags->consumer, "Where several parked the case");
  cli.Run(retry, [&cli, flags]() -> absl::Status {
    v1::RetryParkedEventsRequest request;
    ASSIGN_OR_RETURN(*request.mutable_consumer(), ConsumerOf(cli, *flags));
    request.set_service(flags->service);
    request.set_subject(flags->FullSubject());
    ASSIGN_OR_RETURN(const v1::RetryParkedEventsResponse done,
                     cli.session().Call<v1::RetryParkedEventsResponse>(absl::StrCat(kService, "RetryParkedEvents"), request,
                                                                       {flags->service, ""}));
    if (cli.json()) {
      PrintJson(done);
    } else {
      std::cout << "applied " << done.applied_count() << ", still parked " << done.remaining_count() << "\n";
    }
    return absl::OkStatus();
  });
}

void AddDiscard(Cli& cli, CLI::App* group) {
  CLI::App* discard = group->add_subcommand("discard", "Give up the parked events of a case for ever");
  auto flags = std::make_shared<ParkedFlags>();
  flags->AddTo(discard, /*with_subject=*/true);
  discard->add_option("--consumer", flags->consumer, "Where several parked the case");
  discard->add_option("--reason", flags->reason, "Why; kept")->required();
  cli.Run(discard, [&cli, flags]() -> absl::Status {
    v1::DiscardParkedEventsRequest request;
    ASSIGN_OR_RETURN(*request.mutable_consumer(), ConsumerOf(cli, *flags));
    request.set_service(flags->service);
    request.set_subject(flags->FullSubject());
    request.set_reason(flags->reason);
    ASSIGN_OR_RETURN(const v1::DiscardParkedEventsResponse done,
                     cli.session().Call<v1::DiscardParkedEventsResponse>(absl::StrCat(kService, "DiscardParkedEvents"), request,
                                                                         {flags->service, ""}));
    if (cli.json()) {
      PrintJson(done);
    } else {
      std::cout << "discarded " << done.discarded_count() << "\n";
    }
    return absl::OkStatus();
  });
}

}  // namespace

void AddParkedCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("parked", "Events that a consumer could not apply");
  group->require_subcommand(1);
  AddList(cli, group);
  AddShow(cli, group);
  AddRetry(cli, group);
  AddDiscard(cli, group);
}

}  // namespace redress::ctl
