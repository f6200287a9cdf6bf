// redressctl abuse list: signs of abuse that somebody should look at.
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "redress/compensation/v1/compensation_service.pb.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = compensation::v1;
constexpr char kService[] = "redress.compensation.v1.CompensationService.";
// Enough of a fingerprint to see which flags are about one customer.
constexpr size_t kFingerprintShown = 8;

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "List flags, newest first");
  auto flags = std::make_shared<ListFlags>();
  flags->AddTo(list, R"(case = "cases/…", agent = "agents/…", sign = RING, by AND)");
  cli.Run(list, [&cli, flags]() -> absl::Status {
    v1::ListAbuseFlagsRequest request;
    request.set_filter(flags->filter);
    v1::ListAbuseFlagsResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListAbuseFlags"), request, &all,
                                   [](auto& page) { return page.mutable_abuse_flags(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table(
        {{"SIGN"}, {"COUNTED", 0, true}, {"ALLOWED", 0, true}, {"CASE"}, {"CUSTOMER"}, {"AGENT"}, {"GRANT"}, {"RAISED"}});
    for (const v1::AbuseFlag& flag : all.abuse_flags()) {
      table.Add({client::Word(flag.sign()), absl::StrCat(flag.counted()), absl::StrCat(flag.allowed()), ShortName(flag.case_()),
                 flag.customer().substr(0, kFingerprintShown), ShortName(flag.agent()), ShortName(flag.grant()),
                 ShowTime(flag.raise_time())});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

}  // namespace

void AddAbuseCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("abuse", "Signs of abuse of what is given");
  group->require_subcommand(1);
  AddList(cli, group);
}

}  // namespace redress::ctl
