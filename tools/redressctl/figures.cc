// redressctl kpis, volumes, rebuild: the figures of analytics.
#include <iostream>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"
#include "redress/analytics/v1/analytics_service.pb.h"
#include "tools/redressctl/figures.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = analytics::v1;
constexpr char kService[] = "redress.analytics.v1.AnalyticsService.";

struct PeriodFlags {
  std::string since, until;

  void AddTo(CLI::App* command, const std::string& otherwise) {
    command->add_option("--since", since,
                        "Received since then: 7d, 24h (ago), or a time such as 2026-11-22T00:00:00+08:00; " + otherwise);
    command->add_option("--until", until, "Received before then; now by default");
  }
  template <class Request>
  absl::Status FillIn(Cli& cli, Request* request) const {
    ASSIGN_OR_RETURN(const BusinessTime now, cli.session().Now());
    if (!since.empty()) {
      ASSIGN_OR_RETURN(*request->mutable_start_time(), PastFlag("--since", since, now));
    }
    if (!until.empty()) {
      ASSIGN_OR_RETURN(*request->mutable_end_time(), PastFlag("--until", until, now));
    }
    return absl::OkStatus();
  }
};

client::Cell ShowVerdict(v1::Kpi::Verdict verdict) {
  switch (verdict) {
    case v1::Kpi::VERDICT_MET:
      return {"met", client::Colour::kGreen};
    case v1::Kpi::VERDICT_NOT_MET:
      return {"not met", client::Colour::kYellow};
    case v1::Kpi::VERDICT_BELOW_FLOOR:
      return {"below the floor", client::Colour::kRed};
    case v1::Kpi::VERDICT_NOT_MEASURED:
      return {"not measured", client::Colour::kDim};
    default:
      return "";
  }
}

void ShowKpis(const v1::GetKpisResponse& answer, bool by_key) {
  client::Table table(
      {{by_key ? "KEY" : ""}, {"KPI"}, {"VALUE", 0, true}, {"TARGET", 0, true}, {""}, {"COUNTED", 0, true}, {"OF", 0, true}});
  for (const v1::Kpi& kpi : answer.kpis()) {
    // Broken down, and of the kinds of clocks, only what there is.
    const bool detail = by_key || kpi.id().starts_with("breach_rate_");
    if (detail && kpi.denominator() == 0) continue;
    table.Add({kpi.key(), kpi.id(), ShowKpiValue(kpi), ShowKpiTarget(kpi), ShowVerdict(kpi.verdict()),
               absl::StrCat(kpi.numerator()), absl::StrCat(kpi.denominator())});
  }
  std::cout << answer.counted_cases() << " cases as of " << ShowTime(answer.as_of_time()) << " (days of " << answer.time_zone()
            << "); left out: " << answer.malicious_cases() << " suspected of malice, " << answer.not_complaint_cases()
            << " no complaints, " << answer.merged_cases() << " merged\n";
  if (!table.empty()) PrintTable(table);
}

void AddKpis(Cli& cli) {
  CLI::App* kpis = cli.app().add_subcommand("kpis", "The KPIs beside their targets");
  auto period = std::make_shared<PeriodFlags>();
  auto by = std::make_shared<std::string>();
  auto malicious = std::make_shared<bool>(false);
  period->AddTo(kpis, "everything by default");
  kpis->add_option("--by", *by, "Broken down by CHANNEL, TAG, TEAM, SELLER, SEVERITY or DAY");
  kpis->add_flag("--malicious", *malicious, "Of the cases suspected of malice, which are left out otherwise");
  cli.Run(kpis, [&cli, period, by, malicious]() -> absl::Status {
    v1::GetKpisRequest request;
    RETURN_IF_ERROR(period->FillIn(cli, &request));
    if (!by->empty()) {
      ASSIGN_OR_RETURN(const v1::Dimension dimension, WordFlag<v1::Dimension>("--by", *by));
      request.set_dimension(dimension);
    }
    request.set_malicious(*malicious);
    ASSIGN_OR_RETURN(const v1::GetKpisResponse answer,
                     cli.session().Call<v1::GetKpisResponse>(absl::StrCat(kService, "GetKpis"), request));
    if (cli.json()) {
      PrintJson(answer);
    } else {
      ShowKpis(answer, !by->empty());
    }
    return absl::OkStatus();
  });
}

void AddVolumes(Cli& cli) {
  CLI::App* volumes = cli.app().add_subcommand("volumes", "How many complaints were received");
  auto period = std::make_shared<PeriodFlags>();
  auto by = std::make_shared<std::string>();
  auto hourly = std::make_shared<bool>(false);
  period->AddTo(volumes, "a week by default");
  volumes->add_option("--by", *by, "Broken down by CHANNEL, L1, L2, TEAM or SEVERITY");
  volumes->add_flag("--hourly", *hourly, "By the hour instead of by the day");
  cli.Run(volumes, [&cli, period, by, hourly]() -> absl::Status {
    v1::ListVolumesRequest request;
    RETURN_IF_ERROR(period->FillIn(cli, &request));
    if (!by->empty()) {
      ASSIGN_OR_RETURN(const auto property, WordFlag<v1::ListVolumesRequest::By>("--by", *by));
      request.set_by(property);
    }
    request.set_bucket(*hourly ? v1::ListVolumesRequest::BUCKET_HOUR : v1::ListVolumesRequest::BUCKET_DAY);
    ASSIGN_OR_RETURN(const v1::ListVolumesResponse answer,
                     cli.session().Call<v1::ListVolumesResponse>(absl::StrCat(kService, "ListVolumes"), request));
    if (cli.json()) {
      PrintJson(answer);
      return absl::OkStatus();
    }
    client::Table table({{*hourly ? "HOUR" : "DAY"}, {by->empty() ? "" : "KEY"}, {"RECEIVED", 0, true}});
    for (const v1::Volume& volume : answer.volumes()) {
      table.Add({ShowTime(volume.start_time()), volume.key(), absl::StrCat(volume.received_count())});
    }
    if (table.empty()) {
      std::cout << "no complaint was received then\n";
    } else {
      PrintTable(table);
    }
    return absl::OkStatus();
  });
}

absl::Status ShowRebuild(Cli& cli, const v1::Rebuild& rebuild) {
  if (cli.json()) {
    PrintJson(rebuild);
    return RebuildStatus(rebuild);
  }
  PrintFields({{"name", rebuild.name()},
               {"state", client::Word(rebuild.state())},
               {"events", absl::StrCat(rebuild.event_count(), " of ", rebuild.event_total())},
               {"facts compared", absl::StrCat(rebuild.row_count())},
               {"failed for", rebuild.failure_reason()}});
  if (rebuild.state() != v1::Rebuild::STATE_SUCCEEDED) return RebuildStatus(rebuild);
  client::Table table(
      {{"TABLE"}, {"FACTS", 0, true}, {"DIFFER", 0, true}, {"FIRST"}, {"COLUMN"}, {"IS", 40}, {"FOLDED ANEW", 40}});
  for (const v1::TableComparison& one : rebuild.tables()) {
    const v1::Difference& first = one.first_difference();
    table.Add({one.table(), absl::StrCat(one.row_count()), absl::StrCat(one.difference_count()), first.key(), first.column(),
               first.value(), first.rebuilt_value()});
  }
  PrintTable(table);
  std::cout << (rebuild.identical() ? "every fact is the same\n"
                : rebuild.swap()    ? "the facts folded anew took their place\n"
                                    : "");
  return RebuildStatus(rebuild);
}

void AddRebuild(Cli& cli) {
  CLI::App* rebuild = cli.app().add_subcommand(
      "rebuild", "Fold the logs anew, compare with the facts there are, wait for the end; exit status 1 where they differ");
  auto id = std::make_shared<RequestId>();
  auto swap = std::make_shared<bool>(false);
  auto name = std::make_shared<std::string>();
  id->AddTo(rebuild);
  rebuild->add_flag("--swap", *swap, "Put the facts folded anew in place of those there are");
  rebuild->add_option("NAME", *name, "Show this rebuild as it stands instead of beginning one");
  cli.Run(rebuild, [&cli, id, swap, name]() -> absl::Status {
    v1::GetRebuildRequest get;
    get.set_name(FullName("rebuilds/", *name));
    const std::string method = absl::StrCat(kService, "GetRebuild");
    if (!name->empty()) {
      ASSIGN_OR_RETURN(const v1::Rebuild shown, cli.session().Call<v1::Rebuild>(method, get));
      return ShowRebuild(cli, shown);
    }
    v1::RebuildFactsRequest request;
    request.set_request_id(id->Get());
    request.set_swap(*swap);
    ASSIGN_OR_RETURN(v1::Rebuild shown, cli.session().Call<v1::Rebuild>(absl::StrCat(kService, "RebuildFacts"), request));
    get.set_name(shown.name());
    for (Stopper stopper; !shown.has_end_time() && !stopper.WaitFor(absl::Milliseconds(200));) {
      ASSIGN_OR_RETURN(shown, cli.session().Call<v1::Rebuild>(method, get));
    }
    return ShowRebuild(cli, shown);
  });
}

}  // namespace

absl::StatusOr<google::protobuf::Timestamp> PastFlag(absl::string_view flag, const std::string& text, BusinessTime now) {
  absl::string_view days = text;
  int count = 0;
  absl::Duration ago;
  if (absl::ConsumeSuffix(&days, "d") && absl::SimpleAtoi(days, &count)) {
    ago = absl::Hours(24) * count;
  } else if (!absl::ParseDuration(text, &ago)) {
    const absl::StatusOr<BusinessTime> stated = BusinessTime::ParseRfc3339(text);
    if (!stated.ok()) return BadFlag(flag, "7d, 24h (ago), or a time such as 2026-11-22T08:00:00+08:00");
    return ToProto(*stated);
  }
  if (ago < absl::ZeroDuration()) return BadFlag(flag, "a time that has been, such as 7d ago");
  return ToProto(now - ago);
}

std::string ShowKpiValue(const v1::Kpi& kpi) {
  if (kpi.verdict() == v1::Kpi::VERDICT_NOT_MEASURED) return "–";
  switch (kpi.unit()) {
    case v1::Kpi::UNIT_SHARE:
      return absl::StrFormat("%.1f %%", 100 * kpi.value());
    case v1::Kpi::UNIT_MINOR: {
      type::v1::Money money;
      money.set_currency_code(kpi.currency_code());
      money.set_amount_minor(kpi.numerator() / kpi.denominator());
      return ShowMoney(money);
    }
    default:
      return absl::StrCat(kpi.numerator());
  }
}

std::string ShowKpiTarget(const v1::Kpi& kpi) {
  if (!kpi.has_target()) return "";
  const std::string target = absl::StrFormat("%.0f %%", 100 * kpi.target());
  return kpi.has_floor() ? absl::StrFormat("%s (floor %.0f %%)", target, 100 * kpi.floor()) : target;
}

absl::Status RebuildStatus(const v1::Rebuild& rebuild) {
  if (rebuild.state() == v1::Rebuild::STATE_FAILED) {
    return Error(absl::StatusCode::kInternal, rebuild.failure_reason(), "the rebuild failed; the facts are as they were");
  }
  if (rebuild.state() != v1::Rebuild::STATE_SUCCEEDED || rebuild.identical()) return absl::OkStatus();
  return Error(absl::StatusCode::kDataLoss, "FACTS_DIFFER", "the facts are not those that the logs give");
}

void AddFigureCommands(Cli& cli) {
  AddKpis(cli);
  AddVolumes(cli);
  AddRebuild(cli);
}

}  // namespace redress::ctl
