#include "libs/pg/pool.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "libs/pg/errors.h"

namespace redress::pg {
namespace {

using Setting = std::pair<std::string, std::string>;

std::string Millis(absl::Duration duration) {
  return absl::StrCat(absl::ToInt64Milliseconds(duration), "ms");
}

std::vector<Setting> SessionSettings(const PoolOptions& options) {
  std::vector<Setting> settings = {
      {"default_transaction_isolation", "read committed"},
      {"synchronous_commit", "on"},
      {"idle_in_transaction_session_timeout", Millis(options.idle_in_transaction_timeout)},
      {"statement_timeout", Millis(options.statement_timeout)},
      {"TimeZone", "UTC"},
      {"client_min_messages", "warning"},
      {"jit", "off"},  // no statement here runs long enough to repay its compilation
  };
  if (options.generic_plans) {
    settings.emplace_back("plan_cache_mode", "force_generic_plan");
    // The first plans are made on empty tables, and would read them from end to end.
    settings.emplace_back("enable_seqscan", "off");
  }
  if (!options.schema.empty()) {
    settings.emplace_back("search_path", options.schema);
  }
  return settings;
}

std::string PercentEncode(absl::string_view text) {
  std::string out;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      out.push_back(c);
    } else {
      absl::StrAppend(&out, "%", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    }
  }
  return out;
}

// Viewed as long as `error` lives; `-` where there is none.
absl::string_view SqlStateOf(const std::exception& error) {
  const auto* const sql = dynamic_cast<const pqxx::sql_error*>(&error);
  return sql == nullptr || sql->sqlstate().empty() ? absl::string_view("-") : absl::string_view(sql->sqlstate());
}

absl::Status Busy() {
  return Error(absl::StatusCode::kUnavailable, "DATABASE_BUSY", "all connections to the database are in use");
}

}  // namespace

std::string WithSettings(absl::string_view connection, const std::vector<Setting>& settings) {
  std::string options;
  for (const auto& [name, value] : settings) {
    const std::string escaped = absl::StrReplaceAll(value, {{"\\", "\\\\"}, {" ", "\\ "}});
    absl::StrAppend(&options, options.empty() ? "" : " ", "-c ", name, "=", escaped);
  }
  if (absl::StartsWith(connection, "postgres://") || absl::StartsWith(connection, "postgresql://")) {
    const char* const joint = absl::StrContains(connection, "?") ? "&" : "?";
    return absl::StrCat(connection, joint, "options=", PercentEncode(options), "&connect_timeout=5&keepalives_idle=10",
                        "&keepalives_interval=5&keepalives_count=3&tcp_user_timeout=15000");
  }
  const std::string quoted = absl::StrReplaceAll(options, {{"\\", "\\\\"}, {"'", "\\'"}});
  return absl::StrCat("connect_timeout=5 keepalives_idle=10 keepalives_interval=5 keepalives_count=3 tcp_user_timeout=15000 ",
                      connection, " options='", quoted, "'");
}

// How long plans last: half as long as their connection has lived, within these bounds: often while a new installation fills its
// tables, later so rarely that planning anew costs nothing.
constexpr absl::Duration kPlansLast = absl::Seconds(1);
constexpr absl::Duration kPlansLastMax = absl::Minutes(10);

struct Pool::Session {
  explicit Session(const std::string& connect_string) : connection(connect_string), notices(SilenceNotices(connection)) {
    ForbidReconnect(connection);
  }
  // Forgets the plans of what is prepared, where it is time: PostgreSQL keeps one as long as a connection lives unless a table
  // was analyzed meanwhile, and what was planned while the tables were empty reads all of them.
  void RenewPlans() {
    const MachineTime now = MachineClock::Now();
    if (now < plans_until) return;
    const absl::Duration age = now - opened;
    plans_until = now + std::clamp(age / 2, kPlansLast, kPlansLastMax);
    pqxx::nontransaction(connection).exec("DISCARD PLANS");
  }
  pqxx::connection connection;
  std::unique_ptr<pqxx::errorhandler> notices;
  const MachineTime opened = MachineClock::Now();
  MachineTime plans_until = opened + kPlansLast;
};

Pool::Pool(PoolOptions options)
    : options_(std::move(options)), connect_string_(WithSettings(options_.connection, SessionSettings(options_))) {}

Pool::~Pool() = default;

std::unique_ptr<Pool::Session> Pool::Open() const {
  auto session = std::make_unique<Session>(connect_string_);
  for (const auto& [name, sql] : options_.statements) {
    session->connection.prepare(name, sql);
  }
  return session;
}

absl::StatusOr<std::unique_ptr<Pool::Session>> Pool::Acquire(Deadline deadline) {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    const Deadline patience = std::min(deadline, Deadline::After(options_.acquire_timeout));
    if (!released_.wait_until(lock, patience.time().point(), [this] { return in_use_ < options_.size; })) {
      return Busy();
    }
    ++in_use_;
    if (!idle_.empty()) {
      auto session = std::move(idle_.back());
      idle_.pop_back();
      return session;
    }
  }
  auto give_back = absl::MakeCleanup([this] { Release(nullptr, true); });
  try {
    auto session = Open();
    std::move(give_back).Cancel();
    return session;
  } catch (const std::exception& error) {
    return StatusOfSqlError(error);
  }
}

void Pool::Release(std::unique_ptr<Session> session, bool usable) {
  std::vector<std::unique_ptr<Session>> closed;  // outside the lock: closing talks to the server
  const std::lock_guard<std::mutex> lock(mutex_);
  --in_use_;
  released_.notify_one();
  if (usable && session != nullptr) {
    idle_.push_back(std::move(session));
  } else if (!usable) {
    closed.swap(idle_);  // what broke one connection has most likely broken all
    closed.push_back(std::move(session));
  }
}

absl::Status Pool::RunOnce(Deadline deadline, absl::FunctionRef<absl::Status(pqxx::connection&)> attempt, Remedy* remedy) {
  auto acquired = Acquire(deadline);
  if (!acquired.ok()) {
    *remedy = ReasonOf(acquired.status()) == "DATABASE_UNAVAILABLE" ? Remedy::kReconnect : Remedy::kNone;
    return acquired.status();
  }
  std::unique_ptr<Session> session = *std::move(acquired);
  *remedy = Remedy::kNone;
  absl::Status status;
  try {
    session->RenewPlans();
    status = attempt(session->connection);
  } catch (const std::exception& error) {
    SqlFailure failure = ClassifyFailure(error);
    if (absl::IsInternal(failure.status)) {  // the server's log has the text, which may hold data
      obs::Log(obs::Level::kError, "sql_failed",
               {{"schema", obs::Id(options_.schema.empty() ? "-" : options_.schema)},
                {"sqlstate", obs::Id(SqlStateOf(error))},
                {"error", failure.status}});
    }
    status = std::move(failure.status);
    *remedy = failure.remedy;
  }
  Release(std::move(session), *remedy != Remedy::kReconnect);
  return status;
}

absl::Status Pool::Run(Deadline deadline, absl::FunctionRef<absl::Status(pqxx::connection&)> attempt) {
  Stopper pause;  // never stopped: a wait with a bound
  absl::Duration backoff = absl::ZeroDuration();
  while (true) {
    Remedy remedy = Remedy::kNone;
    absl::Status status = RunOnce(deadline, attempt, &remedy);
    if (remedy == Remedy::kNone || deadline.Remaining() <= backoff) {
      return status;
    }
    if (backoff > absl::ZeroDuration()) {
      pause.WaitFor(backoff);
    }
    backoff = std::min(absl::Milliseconds(500), backoff * 2 + absl::Milliseconds(10));
  }
}

absl::Status Pool::Transact(absl::FunctionRef<absl::Status(pqxx::work&)> body) {
  return Transact(Deadline::After(options_.retry_for), body);
}

absl::Status Pool::Transact(Deadline deadline, absl::FunctionRef<absl::Status(pqxx::work&)> body) {
  return Run(deadline, [&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    RETURN_IF_ERROR(body(transaction));
    transaction.commit();
    return absl::OkStatus();
  });
}

absl::Status Pool::Read(absl::FunctionRef<absl::Status(pqxx::transaction_base&)> body) {
  return Autocommit([&](pqxx::nontransaction& transaction) { return body(transaction); });
}

absl::Status Pool::Autocommit(absl::FunctionRef<absl::Status(pqxx::nontransaction&)> body) {
  return Autocommit(Deadline::After(options_.retry_for), body);
}

absl::Status Pool::Autocommit(Deadline deadline, absl::FunctionRef<absl::Status(pqxx::nontransaction&)> body) {
  return Run(deadline, [&](pqxx::connection& connection) {
    pqxx::nontransaction transaction(connection);
    RETURN_IF_ERROR(body(transaction));
    transaction.commit();
    return absl::OkStatus();
  });
}

absl::Status Pool::Ping() {
  Remedy remedy = Remedy::kNone;
  return RunOnce(
      Deadline::After(options_.acquire_timeout),
      [](pqxx::connection& connection) {
        pqxx::nontransaction transaction(connection);
        transaction.exec("SELECT 1");
        return absl::OkStatus();
      },
      &remedy);
}

}  // namespace redress::pg
