// Everything is killed in turn while complaints come in and agents work.
#include <catch2/catch.hpp>

#include "libs/events/redis_client.h"
#include "tests/torture/rig.h"

namespace redress::torture {
namespace {

using test::PrivatePostgres;

Rig::Fault Killed(const std::string& program) {
  return {"kill -9 " + program, [program](Rig& rig) { rig.KillAndStart(program); }};
}

Rig::Fault FlushAll() {
  return {"FLUSHALL", [](Rig& rig) {
            events::RedisClient redis({.address = rig.redis.address()});
            REQUIRE(redis.Run({"FLUSHALL"}).ok());
          }};
}

Rig::Fault RedisEmpty() {
  return {"Redis restarted empty", [](Rig& rig) { rig.redis.Restart(); }};
}

Rig::Fault PostgresCrash() {
  return {"PostgreSQL stopped immediate", [](Rig& rig) { rig.postgres.Restart(PrivatePostgres::Stopping::kImmediate); }};
}

Rig::Fault PostgresKilled() {
  return {"kill -9 PostgreSQL", [](Rig& rig) { rig.postgres.Restart(PrivatePostgres::Stopping::kKill); }};
}

// Everything of ours at once, and Redis is empty when it comes back.
Rig::Fault AllAtOnce() {
  return {"kill -9 of the whole suite and Redis", [](Rig& rig) {
            for (const std::string& program : rig.suite->programs()) rig.suite->Kill(program);
            rig.redis.Restart();
            rig.suite->StartAll();
          }};
}

TEST_CASE("with each process killed in turn, nothing acknowledged is lost and nothing happens twice", "[torture]") {
  Rig rig({.complaints = 2'000});
  rig.Suffer(Repeated({Killed("intake"), FlushAll(), Killed("classification"), Killed("routing"), RedisEmpty(), PostgresCrash(),
                       Killed("intake"), Killed("routing"), PostgresKilled(), AllAtOnce()}));
  rig.Prove();
}

TEST_CASE("the suite in one process, killed again and again, loses nothing and does nothing twice", "[torture][allinone]") {
  Rig rig({.all_in_one = true, .complaints = 1'000});
  rig.Suffer(Repeated({Killed("allinone"), FlushAll(), PostgresCrash(), Killed("allinone"), AllAtOnce()}));
  rig.Prove();
}

}  // namespace
}  // namespace redress::torture
