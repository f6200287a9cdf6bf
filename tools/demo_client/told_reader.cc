#include "tools/demo_client/told_reader.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tools/client/http.h"
#include "tools/demo_client/parallel.h"

namespace redress::demo {
namespace {

using Json = nlohmann::json;

bool Runs(client::Session& session, absl::string_view service) {
  return !session.stack().Get(absl::StrCat("REDRESS_", absl::AsciiStrToUpper(service), "_GRPC")).empty();
}

// Null where nothing was told.
Json Get(client::Session& session, client::HttpClient& http, const std::string& path) {
  const absl::StatusOr<std::string> gateway = session.Gateway();
  const absl::StatusOr<std::string> manager = session.TokenOf("MANAGER");
  if (!gateway.ok() || !manager.ok()) return nullptr;
  client::HttpRequest request;
  request.url = absl::StrCat(*gateway, path);
  request.token = *manager;
  const absl::StatusOr<client::HttpReply> reply = http.Send(request);
  if (!reply.ok() || reply->status != 200) return nullptr;
  Json answer = Json::parse(reply->body, nullptr, /*allow_exceptions=*/false);
  return answer.is_discarded() ? Json() : answer;
}

}  // namespace

void ReadTold(client::Session& session, int in_flight, std::map<std::string, CaseOutcome>* cases) {
  const bool clocks = Runs(session, "sla"), notices = Runs(session, "outreach");
  if (!clocks && !notices) return;
  std::vector<std::pair<const std::string, CaseOutcome>*> all;
  all.reserve(cases->size());
  for (auto& entry : *cases) all.push_back(&entry);
  // A connection a lane, not one a case.
  const auto lanes = static_cast<size_t>(in_flight);
  InParallel(lanes, in_flight, [&](size_t lane) {
    client::HttpClient http;
    for (size_t i = lane; i < all.size(); i += lanes) {
      if (clocks) all[i]->second.clocks = ClocksIn(Get(session, http, absl::StrCat("/v1/", all[i]->first, "/clocks")));
      if (notices) all[i]->second.notices = NoticesIn(Get(session, http, absl::StrCat("/v1/", all[i]->first, "/notices")));
    }
  });
}

std::vector<KpiTold> ReadKpis(client::Session& session) {
  if (!Runs(session, "analytics")) return {};
  client::HttpClient http;
  return KpisIn(Get(session, http, "/v1/kpis"));
}

}  // namespace redress::demo
