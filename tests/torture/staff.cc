#include "tests/torture/staff.h"

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/hash.h"
#include "libs/base/uuid.h"

namespace redress::torture {
namespace {

using routing::v1::WorkItem;
constexpr const char* kTeams[] = {"product-quality",  "logistics",      "after-sales",
                                  "service-attitude", "system-failure", "order-processing",
                                  "price-dispute",    "marketing",      "intake"};
constexpr const char* kSkills[] = {"PRODUCT_QUALITY",  "LOGISTICS",      "AFTER_SALES",
                                   "SERVICE_ATTITUDE", "SYSTEM_FAILURE", "ORDER_PROCESSING",
                                   "PRICE_DISPUTE",    "MARKETING",      "INTAKE"};

// Somebody else was quicker, or the offer's time was over: nothing went wrong.
bool WasGone(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::FAILED_PRECONDITION || status.error_code() == grpc::StatusCode::ABORTED ||
         status.error_code() == grpc::StatusCode::NOT_FOUND;
}

}  // namespace

struct Staff::Member {
  std::string id;
  bool supervisor = false;
  std::string token;
  std::vector<std::unique_ptr<routing::v1::RoutingService::Stub>> stubs;
  std::unique_ptr<casework::v1::CaseworkService::Stub> cases;
  size_t next = 0;

  routing::v1::RoutingService::Stub& stub() { return *stubs[next++ % stubs.size()]; }
};

Staff::Staff(const test::Suite& suite, int agents) : admin_token_(suite.Token("agents/torture-admin", "ADMIN")) {
  std::vector<std::string> teams;
  for (const char* team : kTeams) {
    teams.push_back(absl::StrCat("teams/", team));
  }
  for (int i = 0; i < agents; ++i) {
    auto member = std::make_unique<Member>();
    member->id = absl::StrCat("a-torture-", i);
    member->supervisor = i % 3 == 0;
    member->token = suite.Token("agents/" + member->id, member->supervisor ? "SUPERVISOR" : "SPECIALIST", teams);
    for (const std::string& address : suite.Addresses("routing")) {
      member->stubs.push_back(routing::v1::RoutingService::NewStub(ChannelTo(address)));
    }
    member->cases = casework::v1::CaseworkService::NewStub(ChannelTo(suite.Addresses("casework").at(0)));
    Hire(*member);
    members_.push_back(std::move(member));
  }
}

Staff::~Staff() {
  Stop();
}

void Staff::Hire(const Member& member) {
  routing::v1::CreateAgentRequest create;
  create.set_request_id(Uuid::Random().ToString());
  routing::v1::Agent& agent = *create.mutable_agent();
  agent.set_name("agents/" + member.id);
  agent.set_display_name(member.id);
  for (const char* team : kTeams) agent.add_teams(absl::StrCat("teams/", team));
  for (const char* name : kSkills) {
    routing::v1::Skill& skill = *agent.add_skills();
    skill.set_name(name);
    skill.set_level(3);
  }
  agent.add_languages("zh");
  agent.set_case_limit(kCaseLimit);
  agent.set_supervisor(member.supervisor);
  routing::v1::Agent answer;
  grpc::Status status = UntilAnswered(admin_token_, stopper_, [&](grpc::ClientContext* context) {
    return member.stubs[0]->CreateAgent(context, create, &answer);
  });
  if (status.ok()) status = SetPresence(member, routing::v1::PRESENCE_ONLINE);
  if (!status.ok()) {
    throw std::runtime_error(absl::StrCat("no staff: ", Describe(status)));
  }
}

grpc::Status Staff::SetPresence(const Member& member, routing::v1::Presence presence) {
  routing::v1::SetPresenceRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_name("agents/" + member.id);
  request.set_presence(presence);
  routing::v1::Agent answer;
  return UntilAnswered(admin_token_, never_,
                       [&](grpc::ClientContext* context) { return member.stubs[0]->SetPresence(context, request, &answer); });
}

void Staff::Start() {
  for (const std::unique_ptr<Member>& member : members_) {
    threads_.emplace_back([this, &member = *member] { Work(member); });
  }
}

void Staff::Stop() {
  stopper_.Stop();
  for (std::thread& thread : threads_) {
    thread.join();
  }
  threads_.clear();
}

void Staff::GoHome() {
  for (const std::unique_ptr<Member>& member : members_) Note(SetPresence(*member, routing::v1::PRESENCE_OFFLINE), "go home");
}

std::vector<std::pair<std::string, std::string>> Staff::accepted() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return accepted_;
}

void Staff::Work(Member& member) {
  while (!stopper_.WaitFor(absl::Milliseconds(150))) {
    for (const WorkItem& item : List(member, "OFFERED")) {
      AnswerOffer(member, item);
    }
    for (const WorkItem& item : List(member, "ACCEPTED")) {
      // What comes again is marked by its VIP level: finished before it does, it would be another item in another order.
      if (item.vip_level() == 0 && PartitionOf(item.name(), 2) == 0) {
        CloseCase(member, item);
      }
    }
  }
}

std::vector<WorkItem> Staff::List(Member& member, const std::string& state) {
  routing::v1::ListWorkItemsRequest request;
  request.set_filter(absl::StrCat("agent = \"agents/", member.id, "\" AND state = ", state));
  request.set_page_size(100);
  routing::v1::ListWorkItemsResponse answer;
  const grpc::Status status = UntilAnswered(member.token, stopper_, [&](grpc::ClientContext* context) {
    return member.stub().ListWorkItems(context, request, &answer);
  });
  Note(status, "list");
  return {answer.work_items().begin(), answer.work_items().end()};
}

void Staff::AnswerOffer(Member& member, const WorkItem& item) {
  WorkItem answer;
  if (PartitionOf(absl::StrCat(item.name(), member.id), 10) == 0) {
    routing::v1::DeclineWorkItemRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.set_name(item.name());
    request.set_reason("not mine");
    Note(UntilAnswered(member.token, stopper_,
                       [&](grpc::ClientContext* context) { return member.stub().DeclineWorkItem(context, request, &answer); }),
         "decline");
    return;
  }
  routing::v1::AcceptWorkItemRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_name(item.name());
  const grpc::Status status = UntilAnswered(member.token, stopper_, [&](grpc::ClientContext* context) {
    return member.stub().AcceptWorkItem(context, request, &answer);
  });
  Note(status, "accept");
  if (status.ok()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    accepted_.emplace_back(absl::StripPrefix(item.name(), "workItems/"), member.id);
  }
}

// Refused until casework has heard who owns the case: asked again at the next look.
void Staff::CloseCase(Member& member, const WorkItem& item) {
  casework::v1::Case answer;
  casework::v1::CloseCaseRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_name(item.case_());
  request.mutable_closing()->set_finding(casework::v1::Closing::FINDING_NOT_A_COMPLAINT);
  Note(UntilAnswered(member.token, stopper_,
                     [&](grpc::ClientContext* context) { return member.cases->CloseCase(context, request, &answer); }),
       "close");
}

void Staff::Note(const grpc::Status& status, const char* what) {
  if (!status.ok() && !NoAnswer(status) && !WasGone(status)) {
    faults_.Add(absl::StrCat(what, " refused: ", Describe(status)));
  }
}

}  // namespace redress::torture
