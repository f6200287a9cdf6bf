// What must hold of the logs, the streams and those who follow them, at a moment at which everything is at its head. Each
// function answers a list of faults.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/torture/asking.h"

namespace redress::torture {

struct Places {
  std::string pg;     // libpq keywords
  std::string redis;  // host:port
};

// Who follows whose logs.
struct Follower {
  std::string service;
  std::vector<std::string> sources;
};
struct Spine {
  std::vector<std::string> logs;
  std::vector<Follower> followers;
};
const Follower& Routing();
const Follower& Sla();
const Follower& Outreach();
const Spine& SpineOfRouting();  // what the way of a complaint to an agent needs
const Spine& SpineOfAll();

// Partitions in which the follower is not at the head of a source, at this moment.
std::string CountBehind(const std::string& pg, const Follower& follower);
// Logs gapless from 1, streams the ends of their logs, followers at the heads, nothing parked.
FaultList ProveLogs(const Places& places, const Spine& spine);
// Clocks that time passed by, and notices that should have been sent, at this moment.
FaultList ProveOnTime(const std::string& pg);
// Waits until the follower in another database, which runs, is as far as the first's logs, which may still grow. Empty when it
// is, else how far it came.
FaultList CatchUp(const std::string& pg, const std::string& other_pg, const Follower& follower, absl::Duration patience);

}  // namespace redress::torture
