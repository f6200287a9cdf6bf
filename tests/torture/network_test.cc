// PostgreSQL and Redis stay up; the way to them is bad.
#include <catch2/catch.hpp>

#include "tests/torture/rig.h"

namespace redress::torture {
namespace {

using test::TcpProxy;

void Slow(Rig& rig) {
  rig.to_postgres->SetLatency(absl::Milliseconds(5));
  rig.to_redis->SetLatency(absl::Milliseconds(5));
}

void CutPostgres(Rig& rig) {
  rig.to_postgres->CutAll();
}

void CutRedis(Rig& rig) {
  rig.to_redis->CutAll();
}

// Nobody gets through until some who tried were reset.
void Closed(Rig& rig, TcpProxy& proxy) {
  const int before = rig.load->acknowledged();
  proxy.SetOpen(false);
  proxy.CutAll();
  rig.load->WaitAcknowledged(before + 40, absl::Seconds(2));
  proxy.SetOpen(true);
}

TEST_CASE("over a slow network that is cut again and again nothing is lost and nothing happens twice", "[torture]") {
  Rig rig({.bad_network = true, .complaints = 700});
  rig.Suffer(Repeated({{"5 ms each way", Slow},
                       {"connections to PostgreSQL cut", CutPostgres},
                       {"connections to Redis cut", CutRedis},
                       {"connections to PostgreSQL cut again", CutPostgres},
                       {"no way to PostgreSQL", [](Rig& r) { Closed(r, *r.to_postgres); }},
                       {"no way to Redis", [](Rig& r) { Closed(r, *r.to_redis); }},
                       {"all cut at once", [](Rig& r) {
                          CutPostgres(r);
                          CutRedis(r);
                        }}}));
  rig.Prove();
  CHECK(rig.to_postgres->cut_count() > 10);
  CHECK(rig.to_redis->cut_count() > 3);
}

}  // namespace
}  // namespace redress::torture
