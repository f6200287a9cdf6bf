#include "services/intake/bind.h"

#include <memory>
#include <utility>
#include <vector>

#include "libs/base/status_macros.h"
#include "libs/events/rpc/backing.h"
#include "libs/pg/migrate.h"
#include "libs/rpc/worker_of.h"
#include "services/intake/app/live_facts.h"
#include "services/intake/domain/partition.h"
#include "services/intake/rpc/intake_handler.h"
#include "services/intake/worker/casework_handler.h"

namespace redress::intake {

const std::vector<pg::Migration>& Migrations();  // made from schema/*.sql

namespace {

// In a rush: what a batch costs beside its complaints is then shared by more of them.
constexpr int kGatherMs = 20;

// Committers have connections of their own: readers never make a submission wait.
pg::PoolOptions CommitPoolOf(const rpc::Host& host, const Config& config) {
  pg::PoolOptions options = events::PoolOptionsOf(host, config.pg);
  options.size = config.intake.committers;
  options.statements = ComplaintWriter::Statements();
  return options;
}

GroupCommitOptions CommitOptionsOf(const OwnConfig& config) {
  return {.queue_max = static_cast<size_t>(config.queue_max),
          .batch_max = static_cast<size_t>(config.batch_max),
          .threads = config.committers,
          .gather = std::chrono::milliseconds(kGatherMs)};
}

}  // namespace

absl::Status Bind(const Config& config, rpc::Host& host) {
  ASSIGN_OR_RETURN(vault::KeyRing loaded_ring, vault::KeyRing::Load(config.vault.key_ring));
  ASSIGN_OR_RETURN(std::vector<ChannelDescription> channels, LoadChannels(config.intake.channels_file));
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(config.intake.time_zone, &zone)) return absl::InvalidArgumentError("intake.time_zone is unknown");

  auto& ring = host.Make<vault::KeyRing>(std::move(loaded_ring));
  auto& vaulting = host.Make<Vaulting>(ring);
  auto& pool = host.Make<pg::Pool>(events::PoolOptionsOf(host, config.pg));
  auto& commit_pool = host.Make<pg::Pool>(CommitPoolOf(host, config));
  auto& spine = events::MakeSpine(host, pool, config.redis, Migrations(), kPartitions);
  const auto committed = [&spine](absl::Span<const int> partitions) { spine.Committed(partitions); };

  auto& writer = host.Make<ComplaintWriter>(commit_pool);
  auto& reader = host.Make<ComplaintReader>(pool);
  auto& additions_writer = host.Make<AdditionWriter>(pool);
  auto& keys = host.Make<KeyCache>(static_cast<size_t>(config.intake.keys_cached_max));
  auto& metrics = host.Make<SubmitMetrics>(host.metrics());
  auto& submitter =
      host.Make<Submitter>(SubmitParts{writer, reader, vaulting, keys, host.time(), metrics, zone, config.intake.repeat_within,
                                       [&spine](absl::Span<const events::NewEvent> said) { spine.Committed(said); }},
                           CommitOptionsOf(config.intake));
  auto& reads = host.Make<ComplaintReads>(reader, vaulting, host.time());
  auto& additions = host.Make<Additions>(AdditionParts{additions_writer, reads, reader, vaulting, host.time(), committed});
  auto& live_writer = host.Make<LiveWriter>(pool);
  auto& live_facts = host.Make<LiveFacts>(LiveParts{live_writer, reader, vaulting, host.time(), committed});

  auto& follower = host.Make<CaseworkHandler>();
  spine.AddConsumer(follower, {.name = "intake", .sources = {"casework"}});

  auto& submit = host.Make<SubmitHandler>(SubmitHandler::Parts{host.edge(), submitter, metrics, ring, host.time()});
  auto& handler = host.Make<IntakeHandler>(
      IntakeHandler::Parts{host.edge(), submit, reads, additions, live_facts, ring, host.time(), std::move(channels)});
  host.AddService<v1::IntakeService>(handler);

  // After the spine's workers, so that it ends before them: what it commits last is still published.
  host.AddWorker(std::make_unique<rpc::WorkerOf<Submitter>>(submitter));
  return absl::OkStatus();
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("intake", &Bind);
}

}  // namespace redress::intake
