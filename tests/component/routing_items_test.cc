// What must never be stored of items is refused by the database, whoever asks for it.
#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "services/routing/store/item_store.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using routing::ItemKind;
using routing::WorkItem;

WorkItem ItemOf(int n, const std::string& team = "logistics") {
  WorkItem item;
  item.case_number = item.complaint = "c1";
  item.id = absl::StrCat("c1-", n);
  item.team = team;
  return item;
}

WorkItem PartOf(int n, const std::string& subject, ItemKind kind = ItemKind::kApprove) {
  WorkItem item = ItemOf(n);
  item.kind = kind;
  item.subject = subject;
  return item;
}

WorkItem DoneOf(WorkItem item) {
  item.state = routing::ItemState::kDone;
  item.done_time = BusinessTime::FromUnixMicros(9);
  return item;
}

absl::Status Insert(RoutingDesk& desk, const std::vector<WorkItem>& items) {
  return desk.pool->Transact([&](pqxx::work& transaction) {
    routing::InsertItems(transaction, items);
    return absl::OkStatus();
  });
}

absl::Status Update(RoutingDesk& desk, WorkItem item) {
  ++item.version;
  return desk.pool->Transact([&](pqxx::work& transaction) { return routing::UpdateItems(transaction, {item}); });
}

TEST_CASE("A case has one open item of its own, and one about each part of it; of those that are done it may have many") {
  RoutingDesk desk;
  REQUIRE(Insert(desk, {ItemOf(1), PartOf(2, "a1"), PartOf(3, "a2"), PartOf(4, "a1", ItemKind::kCallBack)}).ok());
  CHECK(Insert(desk, {ItemOf(5)}).code() == absl::StatusCode::kAlreadyExists);
  CHECK(Insert(desk, {PartOf(5, "a1")}).code() == absl::StatusCode::kAlreadyExists);
  CHECK(Insert(desk, {DoneOf(ItemOf(5)), DoneOf(ItemOf(6)), DoneOf(PartOf(7, "a1")), DoneOf(PartOf(8, "a1"))}).ok());
  REQUIRE(Update(desk, DoneOf(ItemOf(1))).ok());
  CHECK(Insert(desk, {ItemOf(9)}).ok());
  CHECK(Update(desk, ItemOf(5)).code() == absl::StatusCode::kAlreadyExists);
}

TEST_CASE("An item of a team that is not there is neither made nor moved there") {
  RoutingDesk desk;
  CHECK(Insert(desk, {ItemOf(1, "nobody")}).code() == absl::StatusCode::kFailedPrecondition);
  REQUIRE(Insert(desk, {ItemOf(1)}).ok());
  CHECK(Update(desk, ItemOf(1, "nobody")).code() == absl::StatusCode::kFailedPrecondition);
  CHECK(desk.Item("c1-1").team == "logistics");
}

}  // namespace
}  // namespace redress::test
