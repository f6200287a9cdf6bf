// redressctl policy validate, create, list, get, approve, publish, rollback, publications, compare, reproduce: who gets what, as
// data.
#include <filesystem>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "redress/compensation/v1/policy_service.pb.h"
#include "tools/client/files.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/policy_view.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = compensation::v1;

// The files of the command line; of a folder its *.dmn.
template <class Files>
absl::Status ReadFiles(const std::vector<std::string>& paths, Files* files) {
  for (const std::string& path : paths) {
    std::vector<std::string> found;
    if (std::filesystem::is_directory(path)) {
      for (const auto& entry : std::filesystem::directory_iterator(path)) {
        if (entry.path().extension() == ".dmn") found.push_back(entry.path().string());
      }
    } else {
      found.push_back(path);
    }
    for (const std::string& each : found) {
      v1::PolicyFile& file = *files->Add();
      file.set_name(std::filesystem::path(each).filename().string());
      ASSIGN_OR_RETURN(*file.mutable_text(), client::ReadFile(each));
    }
  }
  return absl::OkStatus();
}

void AddValidate(Cli& cli, CLI::App* group) {
  CLI::App* validate = group->add_subcommand("validate", "Say what is wrong with DMN files; exit status 3 for an error");
  auto paths = std::make_shared<std::vector<std::string>>();
  validate->add_option("FILES", *paths, "The files, or folders of them")->required();
  cli.Run(validate, [&cli, paths]() -> absl::Status {
    v1::ValidatePolicyRequest request;
    RETURN_IF_ERROR(ReadFiles(*paths, request.mutable_files()));
    ASSIGN_OR_RETURN(const v1::ValidatePolicyResponse found,
                     cli.session().Call<v1::ValidatePolicyResponse>(PolicyMethod("ValidatePolicy"), request));
    if (cli.json()) {
      PrintJson(found);
    } else {
      PrintFindings(found.findings());
    }
    int errors = 0;
    for (const v1::PolicyFinding& finding : found.findings()) errors += finding.error() ? 1 : 0;
    if (errors == 0) return absl::OkStatus();
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_POLICY", absl::StrCat(errors, " errors"));
  });
}

void AddCreate(Cli& cli, CLI::App* group) {
  CLI::App* create = group->add_subcommand("create", "Keep DMN files as a new version; it decides nothing yet");
  struct Flags {
    std::vector<std::string> paths;
    std::string note;
    RequestId request_id;
  };
  auto flags = std::make_shared<Flags>();
  create->add_option("FILES", flags->paths, "The files, or folders of them")->required();
  create->add_option("--note", flags->note, "What it changes and why")->required();
  flags->request_id.AddTo(create);
  cli.Run(create, [&cli, flags]() -> absl::Status {
    v1::CreatePolicyVersionRequest request;
    RETURN_IF_ERROR(ReadFiles(flags->paths, request.mutable_files()));
    request.set_note(flags->note);
    request.set_request_id(flags->request_id.Get());
    return CallAndPrintVersion(cli, "CreatePolicyVersion", request);
  });
}

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "List versions, newest first");
  cli.Run(list, [&cli]() -> absl::Status {
    v1::ListPolicyVersionsRequest request;
    request.set_page_size(1'000);
    ASSIGN_OR_RETURN(const v1::ListPolicyVersionsResponse all,
                     cli.session().Call<v1::ListPolicyVersionsResponse>(PolicyMethod("ListPolicyVersions"), request));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"VERSION", 0, true}, {"AUTHOR"}, {"KEPT"}, {"APPROVED BY"}, {"SHA-256"}, {"NOTE", 60}});
    for (const v1::PolicyVersion& version : all.policy_versions()) {
      table.Add({ShortName(version.name()), ShortName(version.author()), ShowTime(version.create_time()),
                 ShortName(version.approver()), version.sha256().substr(0, 12), version.note()});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddGet(Cli& cli, CLI::App* group) {
  CLI::App* get = group->add_subcommand("get", "Show a version, or write its files");
  struct Flags {
    std::string version, out;
  };
  auto flags = std::make_shared<Flags>();
  get->add_option("VERSION", flags->version, "As `policy list` shows it")->required();
  get->add_option("--out", flags->out, "Write its files into this folder, which must exist");
  cli.Run(get, [&cli, flags]() -> absl::Status {
    v1::GetPolicyVersionRequest request;
    request.set_name(FullName(kPolicyVersions, flags->version));
    ASSIGN_OR_RETURN(const v1::PolicyVersion version,
                     cli.session().Call<v1::PolicyVersion>(PolicyMethod("GetPolicyVersion"), request));
    if (flags->out.empty()) {
      PrintVersion(cli, version);
      return absl::OkStatus();
    }
    for (const v1::PolicyFile& file : version.files()) {
      const std::string path = absl::StrCat(flags->out, "/", file.name());
      RETURN_IF_ERROR(client::WriteFile(path, file.text(), 0644));
      std::cout << path << "\n";
    }
    return absl::OkStatus();
  });
}

void AddApprove(Cli& cli, CLI::App* group) {
  CLI::App* approve = group->add_subcommand("approve", "Say yes to a version that somebody else wrote");
  struct Flags {
    std::string version, sha256;
    RequestId request_id;
  };
  auto flags = std::make_shared<Flags>();
  approve->add_option("VERSION", flags->version, "As `policy list` shows it")->required();
  approve->add_option("--sha256", flags->sha256, "Of what you read; as it is now where it is not given");
  flags->request_id.AddTo(approve);
  cli.Run(approve, [&cli, flags]() -> absl::Status {
    v1::ApprovePolicyVersionRequest request;
    request.set_name(FullName(kPolicyVersions, flags->version));
    request.set_sha256(flags->sha256);
    if (flags->sha256.empty()) {
      v1::GetPolicyVersionRequest read;
      read.set_name(request.name());
      ASSIGN_OR_RETURN(const v1::PolicyVersion version,
                       cli.session().Call<v1::PolicyVersion>(PolicyMethod("GetPolicyVersion"), read));
      request.set_sha256(version.sha256());
    }
    request.set_request_id(flags->request_id.Get());
    return CallAndPrintVersion(cli, "ApprovePolicyVersion", request);
  });
}

void AddPublish(Cli& cli, CLI::App* group) {
  CLI::App* publish = group->add_subcommand("publish", "Let a version decide, at once or from a time on");
  struct Flags {
    std::string version, from, until, channel, region, tier;
    int share = 0;
    RequestId request_id;
  };
  auto flags = std::make_shared<Flags>();
  publish->add_option("VERSION", flags->version, "As `policy list` shows it")->required();
  publish->add_option("--from", flags->from, "24h from now, or an RFC 3339 time; at once by default");
  publish->add_option("--until", flags->until, "The same; for good by default");
  publish->add_option("--share", flags->share, "For so many cases in a hundred: a canary");
  publish->add_option("--channel", flags->channel, "For cases of this channel alone");
  publish->add_option("--region", flags->region, "For orders of this region alone");
  publish->add_option("--seller-tier", flags->tier, "For sellers of this tier alone");
  flags->request_id.AddTo(publish);
  cli.Run(publish, [&cli, flags]() -> absl::Status {
    v1::PublishPolicyRequest request;
    request.set_version(FullName(kPolicyVersions, flags->version));
    ASSIGN_OR_RETURN(const BusinessTime now, cli.session().Now());
    if (!flags->from.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_from_time(), TimeFlag("--from", flags->from, now));
    }
    if (!flags->until.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_until_time(), TimeFlag("--until", flags->until, now));
    }
    request.set_share_percent(flags->share);
    request.mutable_scope()->set_channel(flags->channel);
    request.mutable_scope()->set_region(flags->region);
    request.mutable_scope()->set_seller_tier(flags->tier);
    request.set_request_id(flags->request_id.Get());
    return CallAndPrintPublication(cli, "PublishPolicy", request);
  });
}

void AddRollback(Cli& cli, CLI::App* group) {
  CLI::App* rollback = group->add_subcommand("rollback", "Take the latest publication back, or the one that is named");
  struct Flags {
    std::string publication, reason;
    RequestId request_id;
  };
  auto flags = std::make_shared<Flags>();
  rollback->add_option("PUBLICATION", flags->publication, "As `policy publications` shows it");
  rollback->add_option("--reason", flags->reason, "Why")->required();
  flags->request_id.AddTo(rollback);
  cli.Run(rollback, [&cli, flags]() -> absl::Status {
    v1::RollbackPolicyRequest request;
    if (!flags->publication.empty()) request.set_publication(FullName("policyPublications/", flags->publication));
    request.set_reason(flags->reason);
    request.set_request_id(flags->request_id.Get());
    return CallAndPrintPublication(cli, "RollbackPolicy", request);
  });
}

void AddPublications(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("publications", "List what decides since when, newest first");
  cli.Run(list, [&cli]() -> absl::Status {
    v1::ListPolicyPublicationsRequest request;
    request.set_page_size(1'000);
    ASSIGN_OR_RETURN(const v1::ListPolicyPublicationsResponse all,
                     cli.session().Call<v1::ListPolicyPublicationsResponse>(PolicyMethod("ListPolicyPublications"), request));
    if (cli.json()) {
      PrintJson(all);
    } else {
      PrintPublications(all.policy_publications());
    }
    return absl::OkStatus();
  });
}

void AddReproduce(Cli& cli, CLI::App* group) {
  CLI::App* reproduce =
      group->add_subcommand("reproduce", "Make a quotation again from what was kept, and compare; exit status 1 if it differs");
  auto name = std::make_shared<std::string>();
  reproduce->add_option("QUOTATION", *name, "Its id")->required();
  cli.Run(reproduce, [&cli, name]() -> absl::Status {
    v1::ReproduceQuoteRequest request;
    request.set_name(FullName("quotations/", *name));
    ASSIGN_OR_RETURN(const v1::ReproduceQuoteResponse made,
                     cli.session().Call<v1::ReproduceQuoteResponse>(PolicyMethod("ReproduceQuote"), request));
    if (cli.json()) {
      PrintJson(made);
    } else {
      PrintFields({{"same", made.same() ? "yes, bit for bit" : absl::StrCat("no: ", absl::StrJoin(made.differences(), ", "))},
                   {"hash", made.hash()},
                   {"policy", made.policy_sha256()}});
    }
    if (made.same()) return absl::OkStatus();
    return Error(absl::StatusCode::kDataLoss, "NOT_REPRODUCED", "the quotation comes out differently");
  });
}

}  // namespace

void AddPolicyCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("policy", "Who gets what, as decision tables");
  group->require_subcommand(1);
  AddValidate(cli, group);
  AddCreate(cli, group);
  AddList(cli, group);
  AddGet(cli, group);
  AddApprove(cli, group);
  AddPublish(cli, group);
  AddRollback(cli, group);
  AddPublications(cli, group);
  AddReproduce(cli, group);
  AddPolicyEvaluate(cli, group);
  AddPolicyTrials(cli, group);
}

}  // namespace redress::ctl
