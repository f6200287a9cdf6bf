#include "libs/base/time_steps.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/machine_time.h"
#include "libs/base/uuid.h"

namespace redress {
namespace {

TEST_CASE("Who waits for a step is woken by it, long before the patience ends", "[base]") {
  const std::string path = absl::StrCat("/tmp/time-steps-", Uuid::Random().ToString());
  const auto stepper = SharedTimeSource::Open(path, SharedTimeSource::Access::kStep).value();
  const auto steps = TimeSteps::Open(absl::StrCat("file:", path)).value();
  REQUIRE(steps != nullptr);
  const BusinessTime before = stepper->Now();

  steps->WaitWhile(before + absl::Seconds(1), absl::InfiniteDuration());  // it is another already

  std::thread waiter([&] {
    while (stepper->Now() == before) steps->WaitWhile(before, absl::Hours(24));
  });
  stepper->Advance(absl::Seconds(1));
  waiter.join();
  CHECK(stepper->Now() == before + absl::Seconds(1));
  steps->WaitWhile(stepper->Now(), absl::Milliseconds(1));  // nobody steps
  unlink(path.c_str());
}

TEST_CASE("The system's time has no steps, and a file that is none cannot be waited for", "[base]") {
  CHECK(TimeSteps::Open("system").value() == nullptr);
  CHECK(ReasonOf(TimeSteps::Open("file:/nowhere/time").status()) == "TIME_FILE");
  CHECK(ReasonOf(TimeSteps::Open("file:/dev/null").status()) == "TIME_FILE");
}

}  // namespace
}  // namespace redress
