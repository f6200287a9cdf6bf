// What the commands on a case share: its name, etag and request id, the call, and the case shown afterwards; so that a command
// says only what is its own.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "redress/casework/v1/casework_service.pb.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {

inline constexpr char kCasework[] = "redress.casework.v1.CaseworkService.";
inline constexpr char kCases[] = "cases/";

struct CaseCommand {
  const char* name;
  const char* help;
  const char* method;
};

struct CaseMoveFlags {
  std::string name, etag;
  RequestId request_id;
};

// JSON, or the case for people; `next` may be null.
void PrintCase(Cli& cli, const casework::v1::Case& one, const casework::v1::NextStep* next = nullptr);
absl::StatusOr<casework::v1::Case> ReadCase(Cli& cli, const std::string& name);

// Adds a command whose request has name, etag and request_id and whose answer is the case; `fill` does the rest, the name is set
// before. Gives the command for further options.
template <class Request>
CLI::App* AddCaseMove(Cli& cli, CLI::App* group, const CaseCommand& command,
                      std::function<absl::Status(Request*)> fill = nullptr) {
  CLI::App* move = group->add_subcommand(command.name, command.help);
  auto flags = std::make_shared<CaseMoveFlags>();
  move->add_option("CASE", flags->name, "Case number, as `cases list` shows it")->required();
  move->add_option("--etag", flags->etag, "Refuse if it changed since this etag was read");
  flags->request_id.AddTo(move);
  cli.Run(move, [&cli, flags, method = absl::StrCat(kCasework, command.method), fill = std::move(fill)]() -> absl::Status {
    Request request;
    request.set_name(FullName(kCases, flags->name));
    if (fill != nullptr) RETURN_IF_ERROR(fill(&request));
    request.set_etag(flags->etag);
    request.set_request_id(flags->request_id.Get());
    ASSIGN_OR_RETURN(const casework::v1::Case one, cli.session().Call<casework::v1::Case>(method, request));
    PrintCase(cli, one);
    return absl::OkStatus();
  });
  return move;
}

}  // namespace redress::ctl
