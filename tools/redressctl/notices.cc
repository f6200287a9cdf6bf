// redressctl notices list, preview, templates: what a customer was told, and how it would read.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "redress/outreach/v1/outreach_service.pb.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = outreach::v1;
constexpr char kService[] = "redress.outreach.v1.OutreachService.";
constexpr char kCases[] = "cases/";

client::Cell ShowState(const v1::Notice& notice) {
  const v1::NoticeState state = notice.state();
  const bool good = state == v1::NOTICE_STATE_SENT || state == v1::NOTICE_STATE_DELIVERED;
  const bool bad = state == v1::NOTICE_STATE_FAILED || state == v1::NOTICE_STATE_UNKNOWN;
  const std::string word = client::Word(state);
  return client::Cell(notice.reason().empty() ? word : absl::StrCat(word, " ", notice.reason()), good  ? client::Colour::kGreen
                                                                                                 : bad ? client::Colour::kRed
                                                                                                       : client::Colour::kNone);
}

void PrintNotices(const v1::ListNoticesResponse& all) {
  client::Table table({{"NOTICE"}, {"STATE"}, {"WAY"}, {"TEMPLATE"}, {"TRIES", 0, true}, {"CREATED"}, {"NOT BEFORE"}, {"SENT"}});
  for (const v1::Notice& notice : all.notices()) {
    const bool no_way = notice.way() == v1::NOTICE_WAY_UNSPECIFIED;
    table.Add({ShortName(notice.name()), ShowState(notice), no_way ? "" : client::Word(notice.way()), notice.template_(),
               absl::StrCat(notice.attempt_count(), notice.possible_duplicate() ? " (twice?)" : ""),
               ShowTime(notice.create_time()), ShowTime(notice.send_after_time()), ShowTime(notice.send_time())});
  }
  PrintTable(table);
}

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "List the notices of a case, oldest first");
  auto name = std::make_shared<std::string>();
  list->add_option("--case", *name, "Number of the case")->required();
  cli.Run(list, [&cli, name]() -> absl::Status {
    v1::ListNoticesRequest request;
    request.set_parent(FullName(kCases, *name));
    ASSIGN_OR_RETURN(const auto all, cli.session().Call<v1::ListNoticesResponse>(absl::StrCat(kService, "ListNotices"), request));
    if (cli.json()) {
      PrintJson(all);
    } else {
      PrintNotices(all);
    }
    return absl::OkStatus();
  });
}

void AddPreview(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string name, kind, language;
  };
  CLI::App* preview = group->add_subcommand("preview", "Show how a notice would read now, masked; nothing is sent");
  auto flags = std::make_shared<Flags>();
  preview->add_option("--case", flags->name, "Number of the case")->required();
  preview->add_option("--kind", flags->kind, "ACCEPTED, PLAN_OFFERED, …")->required();
  preview->add_option("--language", flags->language, "zh-CN or en; the customer's unless given");
  cli.Run(preview, [&cli, flags]() -> absl::Status {
    v1::PreviewNoticeRequest request;
    request.set_parent(FullName(kCases, flags->name));
    v1::NoticeKind kind = v1::NOTICE_KIND_UNSPECIFIED;
    v1::NoticeKind_Parse(absl::StrCat("NOTICE_KIND_", flags->kind), &kind);
    request.set_kind(kind);
    request.set_language_code(flags->language);
    ASSIGN_OR_RETURN(const auto shown, cli.session().Call<v1::NoticePreview>(absl::StrCat(kService, "PreviewNotice"), request));
    if (cli.json()) {
      PrintJson(shown);
      return absl::OkStatus();
    }
    const bool no_way = shown.way() == v1::NOTICE_WAY_UNSPECIFIED;
    PrintFields({{"template", shown.template_()},
                 {"way", no_way ? shown.reason() : client::Word(shown.way())},
                 {"subject", shown.subject()},
                 {"short", shown.short_text()}});
    std::cout << "\n" << shown.text() << "\n";
    return absl::OkStatus();
  });
}

void AddTemplates(Cli& cli, CLI::App* group) {
  CLI::App* templates = group->add_subcommand("templates", "List the templates that are in force");
  cli.Run(templates, [&cli]() -> absl::Status {
    ASSIGN_OR_RETURN(const auto all, cli.session().Call<v1::ListTemplatesResponse>(absl::StrCat(kService, "ListTemplates"),
                                                                                   v1::ListTemplatesRequest()));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"TEMPLATE"}, {"SUBJECT", 40}, {"SHORT", 80}});
    for (const v1::NoticeTemplate& of : all.templates()) table.Add({of.name(), of.subject(), of.short_text()});
    PrintTable(table);
    return absl::OkStatus();
  });
}

}  // namespace

void AddNoticeCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("notices", "What customers were told");
  group->require_subcommand(1);
  AddList(cli, group);
  AddPreview(cli, group);
  AddTemplates(cli, group);
}

}  // namespace redress::ctl
