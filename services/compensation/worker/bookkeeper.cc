#include "services/compensation/worker/bookkeeper.h"

#include "libs/obs/log.h"
#include "libs/rpc/ticker.h"
#include "services/compensation/app/chain.h"

namespace redress::compensation {

std::unique_ptr<rpc::Worker> MakeBookkeeper(const Context& context, absl::Duration every) {
  return std::make_unique<rpc::Ticker>([&context, every] {
    const absl::StatusOr<ChainResult> result = LinkAndSeal(context);
    if (!result.ok()) obs::Log(obs::Level::kWarning, "books_not_linked", {{"status", result.status()}});
    return result.ok() && result->linked > 0 ? absl::ZeroDuration() : every;
  });
}

}  // namespace redress::compensation
