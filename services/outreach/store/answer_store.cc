#include "services/outreach/store/answer_store.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/outreach/store/batch_store.h"

namespace redress::outreach {
namespace {

template <class Set>
std::string WordsOf(const Set& values) {
  std::vector<std::string> words;
  words.reserve(values.size());
  for (const auto value : values) words.emplace_back(Word(value));
  return pg::ArrayOf(words);
}

Preference WishOf(const pqxx::field& kinds, const pqxx::field& ways) {
  Preference wish;
  for (const std::string& word : pg::ParseTextArray(kinds.c_str())) wish.kinds.insert(NoticeKindOf(word).value());
  for (const std::string& word : pg::ParseTextArray(ways.c_str())) wish.ways.insert(NoticeWayOf(word).value());
  return wish;
}

}  // namespace

std::string HolderOf(const CaseView& view) {
  return view.customer.empty() ? absl::StrCat("cases/", view.number) : absl::StrCat("customers/", view.customer);
}

Preference GetPreference(pqxx::transaction_base& transaction, const std::string& holder) {
  return ReadPreference(transaction, holder).wish;
}

Wishes GetPreferences(pqxx::transaction_base& transaction, const std::vector<std::string>& holders) {
  Wishes wishes;
  for (const pqxx::row& row : pg::Exec(transaction, "SELECT holder, kinds, ways FROM preference WHERE holder = ANY ($1::text[])",
                                       pg::ArrayOf(holders))) {
    wishes[row[0].c_str()] = WishOf(row[1], row[2]);
  }
  return wishes;
}

StoredPreference ReadPreference(pqxx::transaction_base& transaction, const std::string& holder) {
  StoredPreference stored;
  const pqxx::result rows =
      pg::Exec(transaction, "SELECT kinds, ways, update_us, version FROM preference WHERE holder = $1", holder);
  if (rows.empty()) return stored;
  stored.wish = WishOf(rows[0][0], rows[0][1]);
  stored.update_time = BusinessTime::FromUnixMicros(rows[0][2].as<int64_t>());
  stored.version = rows[0][3].as<int64_t>();
  return stored;
}

StoredPreference SavePreference(pqxx::transaction_base& transaction, const std::string& holder, const Preference& wish,
                                BusinessTime now) {
  pg::Exec(transaction,
           "INSERT INTO preference (holder, kinds, ways, update_us, version) VALUES ($1, $2, $3, $4, 1)"
           " ON CONFLICT (holder) DO UPDATE SET kinds = $2, ways = $3, update_us = $4, version = preference.version + 1",
           holder, WordsOf(wish.kinds), WordsOf(wish.ways), now.micros());
  return ReadPreference(transaction, holder);
}

bool ClaimSurvey(pqxx::transaction_base& transaction, const Survey& survey, const std::string& holder, absl::Duration within) {
  pg::Exec(transaction, "SELECT pg_advisory_xact_lock(hashtextextended($1, 20261127))", absl::StrCat("survey ", holder));
  const pqxx::result others =
      pg::Exec(transaction, "SELECT FROM survey WHERE holder = $1 AND send_us > $2 AND NOT (case_number = $3 AND closing = $4)",
               holder, (survey.send_time - within).micros(), survey.case_number, survey.closing);
  if (!others.empty()) return false;
  pg::Exec(transaction,
           "INSERT INTO survey (case_number, closing, holder, send_us) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
           survey.case_number, survey.closing, holder, survey.send_time.micros());
  return true;
}

absl::StatusOr<Survey> LockSurvey(pqxx::transaction_base& transaction, const std::string& case_number, int closing) {
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT send_us, coalesce(score, 0), comment IS NOT NULL, answer_us FROM survey WHERE case_number = $1 AND closing = $2"
      " FOR UPDATE",
      case_number, closing);
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND", "the customer was not asked");
  Survey survey{case_number,           closing,      BusinessTime::FromUnixMicros(rows[0][0].as<int64_t>()), rows[0][1].as<int>(),
                rows[0][2].as<bool>(), absl::nullopt};
  if (!rows[0][3].is_null()) survey.answer_time = BusinessTime::FromUnixMicros(rows[0][3].as<int64_t>());
  return survey;
}

void SaveAnswer(pqxx::transaction_base& transaction, const Survey& survey, const SealedComment& comment) {
  pg::Exec(transaction, "UPDATE survey SET score = $3, answer_us = $4 WHERE case_number = $1 AND closing = $2",
           survey.case_number, survey.closing, survey.score, survey.answer_time->micros());
  if (comment.comment.empty()) return;
  pg::Exec(transaction, "UPDATE survey SET comment_key = $3, comment = $4 WHERE case_number = $1 AND closing = $2",
           survey.case_number, survey.closing, pg::Bytes(comment.key), pg::Bytes(comment.comment));
}

}  // namespace redress::outreach
