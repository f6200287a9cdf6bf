#include "tools/demo_client/shop.h"

#include <atomic>
#include <mutex>
#include <thread>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::demo {
namespace {

constexpr char kPutOrder[] = "redress.platform.control.v1.ControlService.PutOrder";

}  // namespace

absl::StatusOr<ShopCounts> BringInOrders(client::Session& session,
                                         const std::vector<platform::control::v1::PutOrderRequest>& orders, int in_flight) {
  ASSIGN_OR_RETURN(const std::string admin, session.TokenOf("ADMIN"));
  std::atomic<size_t> next{0};
  std::mutex mutex;
  ShopCounts counts;
  absl::Status failure;
  std::vector<std::thread> threads;
  for (int t = 0; t < in_flight; ++t) {
    threads.emplace_back([&] {
      for (size_t i = next++; i < orders.size(); i = next++) {
        platform::v1::Order answer;
        const absl::Status status = session.Call(kPutOrder, orders[i], &answer, {"", admin});
        const std::lock_guard lock(mutex);
        const bool in_use = ReasonOf(status) == "ORDER_IN_USE";
        if (status.ok() || in_use) ++(in_use ? counts.in_use : counts.brought_in);
        if (!status.ok() && !in_use) failure.Update(status);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (!failure.ok()) return failure;
  return counts;
}

}  // namespace redress::demo
