#include "services/outreach/store/notice_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/outreach/store/batch_store.h"

namespace redress::outreach {
namespace {

// After so many failures in a row a notice waits for somebody else, however long that takes.
constexpr int kPausesOfAMoment = 3;

constexpr char kColumns[] =
    "case_number, id, kind, subject, complaint, asks, partition, critical, state, way, tried, template, create_us, send_after_us,"
    " useless_after_us, send_us, attempts, pauses, doubtful, possible_duplicate, trouble, reason, version";

BusinessTime TimeIn(const pqxx::field& field) {
  return BusinessTime::FromUnixMicros(field.as<int64_t>());
}

std::string Integers(const std::vector<int64_t>& values) {
  return pg::ArrayOf(absl::MakeConstSpan(values));
}

std::string WaysOf(const std::vector<NoticeWay>& ways) {
  std::vector<std::string> words;
  words.reserve(ways.size());
  for (const NoticeWay way : ways) words.emplace_back(Word(way));
  return pg::ArrayOf(words);
}

Notice NoticeOf(const pqxx::row& row) {
  Notice notice;
  notice.case_number = row[0].c_str();
  notice.id = row[1].c_str();
  notice.kind = NoticeKindOf(row[2].c_str()).value();
  notice.subject = row[3].c_str();
  notice.complaint = row[4].c_str();
  notice.asks = pg::ParseTextArray(row[5].c_str());
  notice.partition = row[6].as<int>();
  notice.critical = row[7].as<bool>();
  notice.state = NoticeStateOf(row[8].c_str()).value();
  notice.way = NoticeWayOf(row[9].c_str()).value_or(NoticeWay::kNone);
  for (const std::string& word : pg::ParseTextArray(row[10].c_str())) notice.tried.push_back(NoticeWayOf(word).value());
  notice.template_name = row[11].c_str();
  notice.create_time = TimeIn(row[12]);
  notice.send_after = TimeIn(row[13]);
  notice.useless_after = TimeIn(row[14]);
  if (!row[15].is_null()) notice.send_time = TimeIn(row[15]);
  notice.attempts = row[16].as<int>();
  notice.pauses = row[17].as<int>();
  notice.doubtful = row[18].as<bool>();
  notice.possible_duplicate = row[19].as<bool>();
  notice.trouble = row[20].c_str();
  notice.reason = row[21].c_str();
  notice.version = row[22].as<int64_t>();
  return notice;
}

std::vector<Notice> NoticesOf(const pqxx::result& rows) {
  std::vector<Notice> notices;
  notices.reserve(rows.size());
  for (const pqxx::row& row : rows) notices.push_back(NoticeOf(row));
  return notices;
}

absl::StatusOr<Notice> One(const pqxx::result& rows) {
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "NOTICE_NOT_FOUND", "no such notice");
  return NoticeOf(rows[0]);
}

}  // namespace

const char kTakeDueSql[] =
    "WITH due AS (SELECT case_number, id FROM notice WHERE state IN ('PENDING', 'SENDING') AND send_after_us <= $1"
    " AND try_after <= clock_timestamp() ORDER BY send_after_us LIMIT $2 FOR UPDATE SKIP LOCKED)"
    " UPDATE notice n SET try_after = clock_timestamp() + $3 * interval '1 millisecond' FROM due"
    " WHERE n.case_number = due.case_number AND n.id = due.id RETURNING ";

int InsertNotices(pqxx::transaction_base& transaction, absl::Span<const Notice> notices) {
  if (notices.empty()) return 0;
  std::vector<std::string> numbers, ids, kinds, subjects, complaints, asks;
  std::vector<int64_t> partitions, created, send_after, useless_after;
  std::vector<bool> critical;
  for (const Notice& notice : notices) {
    numbers.push_back(notice.case_number), ids.push_back(notice.id), kinds.emplace_back(Word(notice.kind));
    subjects.push_back(notice.subject), complaints.push_back(notice.complaint), asks.push_back(pg::ArrayOf(notice.asks));
    partitions.push_back(notice.partition), critical.push_back(notice.critical), created.push_back(notice.create_time.micros());
    send_after.push_back(notice.send_after.micros()), useless_after.push_back(notice.useless_after.micros());
  }
  const pqxx::result inserted = pg::Exec(
      transaction,
      "INSERT INTO notice (case_number, id, kind, subject, complaint, asks, partition, critical, state, way, template, create_us,"
      " send_after_us, useless_after_us, attempts, pauses, doubtful, possible_duplicate, trouble, reason, version)"
      " SELECT u.number, u.id, u.kind, u.subject, u.complaint, u.asks::text[], u.partition, u.critical, 'PENDING', '', '',"
      " u.created, u.send_after, u.useless_after, 0, 0, false, false, '', '', 1"
      " FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::boolean[],"
      " $9::bigint[], $10::bigint[], $11::bigint[])"
      " u(number, id, kind, subject, complaint, asks, partition, critical, created, send_after, useless_after)"
      " ON CONFLICT DO NOTHING",
      pg::ArrayOf(numbers), pg::ArrayOf(ids), pg::ArrayOf(kinds), pg::ArrayOf(subjects), pg::ArrayOf(complaints),
      pg::ArrayOf(asks), Integers(partitions), pg::ArrayOf(critical), Integers(created), Integers(send_after),
      Integers(useless_after));
  return static_cast<int>(inserted.affected_rows());
}

absl::StatusOr<Notice> GetNotice(pqxx::transaction_base& transaction, const std::string& case_number, const std::string& id) {
  return One(pg::Exec(transaction, absl::StrCat("SELECT ", kColumns, " FROM notice WHERE case_number = $1 AND id = $2"),
                      case_number, id));
}

absl::StatusOr<Notice> LockNotice(pqxx::transaction_base& transaction, const std::string& case_number, const std::string& id) {
  return One(pg::Exec(transaction,
                      absl::StrCat("SELECT ", kColumns, " FROM notice WHERE case_number = $1 AND id = $2 FOR UPDATE"),
                      case_number, id));
}

std::vector<Notice> ListNotices(pqxx::transaction_base& transaction, const std::string& case_number) {
  return NoticesOf(pg::Exec(
      transaction, absl::StrCat("SELECT ", kColumns, " FROM notice WHERE case_number = $1 ORDER BY create_us, id"), case_number));
}

std::vector<Notice> TakeDue(pqxx::transaction_base& transaction, const TakeOptions& options) {
  static const std::string* const columns = new std::string([] {
    std::string qualified = absl::StrCat("n.", kColumns);
    for (size_t at = 0; (at = qualified.find(", ", at)) != std::string::npos; at += 4) qualified.insert(at + 2, "n.");
    return qualified;
  }());
  return NoticesOf(pg::Exec(transaction, absl::StrCat(kTakeDueSql, *columns), options.now.micros(), options.limit,
                            absl::ToInt64Milliseconds(options.lease)));
}

void GiveBack(pqxx::transaction_base& transaction, absl::Span<const Notice> notices) {
  std::vector<std::string> numbers, ids;
  std::vector<int64_t> versions;
  numbers.reserve(notices.size()), ids.reserve(notices.size()), versions.reserve(notices.size());
  for (const Notice& notice : notices) {
    numbers.push_back(notice.case_number), ids.push_back(notice.id), versions.push_back(notice.version);
  }
  pg::Exec(transaction,
           "UPDATE notice n SET try_after = clock_timestamp()"
           " FROM unnest($1::text[], $2::text[], $3::bigint[]) u(number, id, version)"
           " WHERE n.case_number = u.number AND n.id = u.id AND n.version = u.version",
           pg::ArrayOf(numbers), pg::ArrayOf(ids), Integers(versions));
}

std::vector<size_t> SaveNotices(pqxx::transaction_base& transaction, absl::Span<const NoticeChange> changes) {
  if (changes.empty()) return {};
  std::vector<std::string> numbers, ids, states, ways, tried, templates, troubles, reasons;
  std::vector<int64_t> send_after, sent, attempts, pauses, versions, former, rests, places;
  std::vector<bool> doubtful, duplicates;
  for (const auto& [before, after, pause] : changes) {
    numbers.push_back(after.case_number), ids.push_back(after.id), states.emplace_back(Word(after.state));
    ways.emplace_back(Word(after.way)), tried.push_back(WaysOf(after.tried)), templates.push_back(after.template_name);
    troubles.push_back(after.trouble), reasons.push_back(after.reason), send_after.push_back(after.send_after.micros());
    sent.push_back(after.send_time.has_value() ? after.send_time->micros() : 0), attempts.push_back(after.attempts);
    pauses.push_back(after.pauses), doubtful.push_back(after.doubtful), duplicates.push_back(after.possible_duplicate);
    versions.push_back(after.version), former.push_back(before.version), rests.push_back(absl::ToInt64Milliseconds(pause));
    places.push_back(static_cast<int64_t>(places.size()));
  }
  const pqxx::result rows = pg::Exec(
      transaction,
      "UPDATE notice n SET state = u.state, way = u.way, tried = u.tried::text[], template = u.template,"
      " send_after_us = u.send_after, send_us = nullif(u.sent, 0), attempts = u.attempts, pauses = u.pauses,"
      " doubtful = u.doubtful, possible_duplicate = u.duplicate, trouble = u.trouble, reason = u.reason, version = u.version,"
      " try_after = clock_timestamp() + u.rest * interval '1 millisecond'"
      " FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[],"
      " $9::integer[], $10::integer[], $11::boolean[], $12::boolean[], $13::text[], $14::text[], $15::bigint[], $16::bigint[],"
      " $17::bigint[], $18::bigint[]) u(number, id, state, way, tried, template, send_after, sent, attempts, pauses, doubtful,"
      " duplicate, trouble, reason, version, former, rest, place)"
      " WHERE n.case_number = u.number AND n.id = u.id AND n.version = u.former RETURNING u.place",
      pg::ArrayOf(numbers), pg::ArrayOf(ids), pg::ArrayOf(states), pg::ArrayOf(ways), pg::ArrayOf(tried), pg::ArrayOf(templates),
      Integers(send_after), Integers(sent), Integers(attempts), Integers(pauses), pg::ArrayOf(doubtful), pg::ArrayOf(duplicates),
      pg::ArrayOf(troubles), pg::ArrayOf(reasons), Integers(versions), Integers(former), Integers(rests), Integers(places));
  std::vector<size_t> written;
  written.reserve(rows.size());
  for (const pqxx::row& row : rows) written.push_back(row[0].as<size_t>());
  return written;
}

absl::Status SaveNotice(pqxx::transaction_base& transaction, const Notice& before, const Notice& after, absl::Duration pause) {
  if (SaveNotices(transaction, {NoticeChange{before, after, pause}}).size() == 1) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "the notice has changed meanwhile");
}

std::vector<Notice> LockPending(pqxx::transaction_base& transaction, const std::string& case_number,
                                const Superseded& superseded) {
  return NoticesOf(pg::Exec(
      transaction,
      absl::StrCat("SELECT ", kColumns,
                   " FROM notice WHERE case_number = $1 AND kind = $2 AND ($3 = '' OR subject = $3) AND state = 'PENDING'"
                   " ORDER BY id FOR UPDATE"),
      case_number, std::string(Word(superseded.kind)), superseded.subject));
}

Waiting CountWaiting(pqxx::transaction_base& transaction, BusinessTime now) {
  Waiting waiting;
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT kind, count(*), min(send_after_us) FROM notice WHERE state IN ('PENDING', 'SENDING') AND send_after_us <= $1"
      " GROUP BY kind",
      now.micros());
  for (const pqxx::row& row : rows) {
    waiting.counts.emplace_back(NoticeKindOf(row[0].c_str()).value(), row[1].as<int64_t>());
    waiting.oldest = std::max(waiting.oldest, now - TimeIn(row[2]));
  }
  return waiting;
}

OwedCounts CountOwed(pqxx::transaction_base& transaction, BusinessTime now) {
  const pqxx::row row = pg::Exec1(transaction,
                                  "SELECT count(*) FILTER (WHERE send_after_us <= $1 AND pauses <= $2),"
                                  " min(send_after_us) FILTER (WHERE send_after_us > $1 OR pauses <= $2),"
                                  " (SELECT count(*) FROM case_view WHERE progress_due_us <= $1),"
                                  " (SELECT min(progress_due_us) FROM case_view WHERE progress_due_us IS NOT NULL)"
                                  " FROM notice WHERE state IN ('PENDING', 'SENDING')",
                                  now.micros(), kPausesOfAMoment);
  OwedCounts counts{row[0].as<int64_t>(), row[2].as<int64_t>(), {}, {}};
  if (!row[1].is_null()) counts.next_notice = TimeIn(row[1]);
  if (!row[3].is_null()) counts.next_progress = TimeIn(row[3]);
  return counts;
}

}  // namespace redress::outreach
