// redressctl work-items accept, decline, take, transfer, complete, decide-triage: the moves of the state machine. Use --as AGENT
// to act as the agent whose move it is.
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = routing::v1;

struct MoveFlags {
  std::string name, etag;
  RequestId request_id;
};

// Adds a command whose request has name, etag and request_id; `fill` does the rest. Gives the command for further options.
template <class Request>
CLI::App* AddMove(Cli& cli, CLI::App* group, const std::string& command, const std::string& help, const std::string& method,
                  std::function<absl::Status(Request*)> fill) {
  CLI::App* move = group->add_subcommand(command, help);
  auto flags = std::make_shared<MoveFlags>();
  move->add_option("WORK_ITEM", flags->name, "As `work-items list` shows it")->required();
  move->add_option("--etag", flags->etag, "Refuse if it changed since this etag was read");
  flags->request_id.AddTo(move);
  cli.Run(move, [&cli, flags, method, fill = std::move(fill)]() -> absl::Status {
    Request request;
    RETURN_IF_ERROR(fill(&request));
    request.set_name(FullName("workItems/", flags->name));
    request.set_etag(flags->etag);
    request.set_request_id(flags->request_id.Get());
    ASSIGN_OR_RETURN(const v1::WorkItem item,
                     cli.session().Call<v1::WorkItem>(absl::StrCat("redress.routing.v1.RoutingService.", method), request));
    PrintWorkItem(cli, item);
    return absl::OkStatus();
  });
  return move;
}

template <class Request>
void AddPlain(Cli& cli, CLI::App* group, const std::string& command, const std::string& help, const std::string& method) {
  AddMove<Request>(cli, group, command, help, method, [](Request*) { return absl::OkStatus(); });
}

void AddDecline(Cli& cli, CLI::App* group) {
  auto reason = std::make_shared<std::string>();
  AddMove<v1::DeclineWorkItemRequest>(cli, group, "decline", "Give an offer back; it is not offered again for 10 min",
                                      "DeclineWorkItem",
                                      [reason](v1::DeclineWorkItemRequest* request) {
                                        request->set_reason(*reason);
                                        return absl::OkStatus();
                                      })
      ->add_option("--reason", *reason, "Why")
      ->required();
}

void AddTransfer(Cli& cli, CLI::App* group) {
  struct To {
    std::string team, agent, reason;
  };
  auto to = std::make_shared<To>();
  CLI::App* transfer =
      AddMove<v1::TransferWorkItemRequest>(cli, group, "transfer", "Hand the item to another team's queue or to an agent",
                                           "TransferWorkItem", [to](v1::TransferWorkItemRequest* request) {
                                             request->set_team(FullName("teams/", to->team));
                                             request->set_agent(FullName("agents/", to->agent));
                                             request->set_reason(to->reason);
                                             return absl::OkStatus();
                                           });
  CLI::Option* team = transfer->add_option("--team", to->team, "Another team's queue");
  transfer->add_option("--agent", to->agent, "An agent who is present and has room")->excludes(team);
  transfer->add_option("--reason", to->reason, "Why")->required();
}

void AddDecideTriage(Cli& cli, CLI::App* group) {
  auto tag = std::make_shared<std::string>();
  AddMove<v1::DecideTriageRequest>(cli, group, "decide-triage", "Say what a triage item is; it goes to the team of that tag",
                                   "DecideTriage",
                                   [tag](v1::DecideTriageRequest* request) -> absl::Status {
                                     *request->mutable_tag() = TagFlag(*tag);
                                     return absl::OkStatus();
                                   })
      ->add_option("TAG", *tag, "L1/L2, as `redressctl taxonomy` lists them")
      ->required();
}

}  // namespace

void AddWorkItemMoves(Cli& cli, CLI::App* group) {
  AddPlain<v1::AcceptWorkItemRequest>(cli, group, "accept", "The agent to whom it is offered takes it", "AcceptWorkItem");
  AddDecline(cli, group);
  AddPlain<v1::TakeWorkItemRequest>(cli, group, "take", "An agent of the team takes a queued item", "TakeWorkItem");
  AddTransfer(cli, group);
  AddPlain<v1::CompleteWorkItemRequest>(cli, group, "complete", "The owner has done the work", "CompleteWorkItem");
  AddDecideTriage(cli, group);
}

}  // namespace redress::ctl
