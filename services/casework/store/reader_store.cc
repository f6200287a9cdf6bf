#include "services/casework/store/reader_store.h"

#include "libs/pg/exec.h"

namespace redress::casework {

bool AddReader(pqxx::transaction_base& transaction, const std::string& case_number, const std::string& agent) {
  const pqxx::result rows =
      pg::Exec(transaction,
               "WITH known AS (SELECT case_number, open_us FROM case_file WHERE case_number = $1),"
               " added AS (INSERT INTO case_reader (case_number, agent, open_us) SELECT case_number, $2, open_us FROM known"
               "   ON CONFLICT DO NOTHING)"
               " SELECT FROM known",
               case_number, agent);
  return !rows.empty();
}

bool MayRead(pqxx::transaction_base& transaction, const std::string& case_number, const std::string& agent) {
  return !pg::Exec(transaction, "SELECT FROM case_reader WHERE case_number = $1 AND agent = $2", case_number, agent).empty();
}

}  // namespace redress::casework
