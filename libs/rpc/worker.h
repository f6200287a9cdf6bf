// Something that runs beside the handlers: a consumer, a publisher, a ticker. The process starts workers after the setup steps
// of their service have succeeded (migrations) and stops them, last first, when no call runs any more.
#pragma once

namespace redress::rpc {

class Worker {
 public:
  virtual ~Worker() = default;
  // Starts threads and returns. Must not need any dependency to be up. Called once.
  virtual void Start() = 0;
  // Ends what Start began and waits for it. Called once, only after Start.
  virtual void Stop() = 0;
  // The business time that the stack shares was stepped: whoever waits for time looks what is due. Never called where time flows
  // by itself. Any thread, from Start on, also after Stop; returns at once.
  virtual void TimeStepped() {}
};

}  // namespace redress::rpc
