#include "libs/base/machine_time.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <type_traits>
#include <vector>

#include "libs/base/time.h"

namespace redress {
namespace {

static_assert(!std::is_convertible_v<MachineTime, BusinessTime> && !std::is_convertible_v<BusinessTime, MachineTime>);
static_assert(!std::is_constructible_v<Deadline, BusinessTime>, "a deadline is never a matter of business time");

TEST_CASE("Machine time never goes back", "[base]") {
  MachineTime last = MachineClock::Now();
  for (int i = 0; i < 1000; ++i) {
    const MachineTime now = MachineClock::Now();
    REQUIRE(now >= last);
    last = now;
  }
}

TEST_CASE("Machine times add durations and stop at the ends", "[base]") {
  const MachineTime now = MachineClock::Now();
  CHECK((now + absl::Seconds(2)) - now == absl::Seconds(2));
  CHECK(now + absl::InfiniteDuration() == Deadline::Never().time());
  CHECK(now + -absl::InfiniteDuration() < now);
}

TEST_CASE("A deadline expires when its time has come, or never", "[base]") {
  CHECK(Deadline::After(absl::ZeroDuration()).Expired());
  CHECK(Deadline::After(-absl::Seconds(1)).Remaining() == absl::ZeroDuration());
  CHECK_FALSE(Deadline::After(absl::Hours(1)).Expired());
  CHECK(Deadline::After(absl::Hours(1)).Remaining() > absl::Minutes(59));
  CHECK_FALSE(Deadline::Never().Expired());
  CHECK(Deadline::Never().Remaining() == absl::InfiniteDuration());
  CHECK(Deadline::After(absl::InfiniteDuration()) == Deadline::Never());
  CHECK(Deadline::After(absl::Hours(1)) < Deadline::Never());
}

TEST_CASE("Stopping wakes everybody who waits, for ever", "[base]") {
  Stopper stopper;
  CHECK_FALSE(stopper.stopping());
  CHECK_FALSE(stopper.WaitFor(absl::Milliseconds(1)));
  std::atomic<int> stopped = 0;
  std::vector<std::thread> waiters;
  for (int i = 0; i < 4; ++i) {
    waiters.emplace_back([&, i] { stopped += stopper.WaitFor(i % 2 == 0 ? absl::Hours(1) : absl::InfiniteDuration()) ? 1 : 0; });
  }
  stopper.Stop();
  for (std::thread& waiter : waiters) waiter.join();
  CHECK(stopped == 4);
  CHECK(stopper.stopping());
  CHECK(stopper.WaitFor(absl::InfiniteDuration()));
  stopper.Stop();
  CHECK(stopper.stopping());
}

}  // namespace
}  // namespace redress
