// Listings of complaints. Customer, order and case are found by index. Conditions that most complaints meet, or few (channel,
// submitter), have none: it would cost every submission. They filter a walk down the times of receipt, in bounded windows.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "services/intake/store/complaint_reader.h"
#include "services/intake/store/row_fields.h"

namespace redress::intake {
namespace {

constexpr int kWindow = 5'000;
constexpr int kWindowsMax = 20;

std::string BytesLiteral(const std::string& bytes) {
  return absl::StrCat("'\\x", absl::BytesToHexString(bytes), "'::bytea");
}

std::string TimeLiteral(BusinessTime time) {
  return absl::StrCat("'", time.ToRfc3339(), "'::timestamptz");
}

// The stretch of the listing that is left.
std::string RangeSql(const ListSpec& spec) {
  std::vector<std::string> conditions = {"true"};
  if (spec.received_from.has_value()) conditions.push_back("c.received_time >= " + TimeLiteral(*spec.received_from));
  if (spec.received_before.has_value()) conditions.push_back("c.received_time < " + TimeLiteral(*spec.received_before));
  if (spec.below.has_value()) {
    conditions.push_back(
        absl::StrCat("(c.received_time, c.number) < (", TimeLiteral(spec.below->received_time), ", ", spec.below->number, ")"));
  }
  return absl::StrJoin(conditions, " AND ");
}

constexpr char kOrderSql[] = " ORDER BY c.received_time DESC, c.number DESC ";

bool Indexed(const ListSpec& spec) {
  return spec.case_number.has_value() || !spec.customer.empty() || !spec.order_index.empty();
}

bool Filtered(const ListSpec& spec) {
  return spec.channel.has_value() || !spec.submitter.empty();
}

// Where the rows come from, narrowed as far as an index goes.
std::string SourceSql(const ListSpec& spec) {
  if (!spec.order_index.empty()) {
    return absl::StrCat("(SELECT c.* FROM complaint_order o JOIN complaint c ON c.number = o.number WHERE o.order_index = ",
                        BytesLiteral(spec.order_index), " AND ", RangeSql(spec), ")");
  }
  if (!spec.customer.empty()) {
    return absl::StrCat("(SELECT c.* FROM complaint c WHERE c.customer = ", BytesLiteral(spec.customer), " AND ", RangeSql(spec),
                        ")");
  }
  if (spec.case_number.has_value()) {
    return absl::StrCat("(SELECT c.* FROM complaint c WHERE c.number = ", *spec.case_number, " AND ", RangeSql(spec),
                        " UNION ALL SELECT c.* FROM complaint c WHERE c.case_number = ", *spec.case_number,
                        " AND c.case_number <> c.number AND ", RangeSql(spec), ")");
  }
  return absl::StrCat("(SELECT c.* FROM complaint c WHERE ", RangeSql(spec), kOrderSql, "LIMIT ", kWindow, ")");
}

// What is left to be looked at row by row.
std::string FilterSql(const ListSpec& spec) {
  std::vector<std::string> conditions = {"($1::text = '' OR c.submitter = $1::text)"};
  if (spec.channel.has_value()) conditions.push_back(absl::StrCat("c.channel = ", *spec.channel));
  if (!spec.customer.empty()) conditions.push_back(absl::StrCat("c.customer = ", BytesLiteral(spec.customer)));
  if (spec.case_number.has_value()) conditions.push_back(absl::StrCat("case_of(c.number) = ", *spec.case_number));
  return absl::StrJoin(conditions, " AND ");
}

ListPosition PositionOf(const pqxx::row& row) {
  return {TimeOf(row[1]), row[0].as<int64_t>()};
}

// Where the window ends, or nothing where it reaches the end of all.
absl::optional<ListPosition> WindowEnd(pqxx::transaction_base& transaction, const ListSpec& spec) {
  const pqxx::result rows =
      transaction.exec(absl::StrCat("SELECT c.number, ", MicrosSql("c.received_time"), " FROM complaint c WHERE ", RangeSql(spec),
                                    kOrderSql, "OFFSET ", kWindow - 1, " LIMIT 1"));
  if (rows.empty()) return absl::nullopt;
  return PositionOf(rows.front());
}

ListPage PageOf(std::vector<ListPosition> found, const ListSpec& spec, absl::optional<ListPosition> unseen_below) {
  ListPage page;
  page.next = unseen_below;
  if (static_cast<int>(found.size()) > spec.limit) {
    found.resize(spec.limit);
    page.next = found.back();
  }
  for (const ListPosition& position : found) page.numbers.push_back(position.number);
  return page;
}

}  // namespace

std::string ComplaintReader::ListSql(const ListSpec& spec) {
  return absl::StrCat("SELECT c.number, ", MicrosSql("c.received_time"), " FROM ", SourceSql(spec), " c WHERE ", FilterSql(spec),
                      kOrderSql, "LIMIT ", spec.limit + 1);
}

absl::StatusOr<ListPage> ComplaintReader::List(const ListSpec& spec) {
  ListPage page;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    std::vector<ListPosition> found;
    ListSpec window = spec;
    absl::optional<ListPosition> unseen_below;
    for (int i = 0; i < kWindowsMax; ++i) {
      window.limit = spec.limit - static_cast<int>(found.size());
      for (const pqxx::row& row : transaction.exec_params(ListSql(window), spec.submitter)) found.push_back(PositionOf(row));
      unseen_below.reset();
      if (static_cast<int>(found.size()) > spec.limit || Indexed(spec) || !Filtered(spec)) break;
      unseen_below = WindowEnd(transaction, window);
      if (!unseen_below.has_value()) break;
      window.below = unseen_below;
    }
    page = PageOf(std::move(found), spec, unseen_below);
    return absl::OkStatus();
  }));
  return page;
}

}  // namespace redress::intake
