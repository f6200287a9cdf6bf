// bench-load: makes load on one method and prints one line of JSON; tools/bench runs it against us and against the floor.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "tests/bench/calls.h"

namespace redress::bench {
namespace {

int Main(int argc, char** argv) {
  CLI::App app{"Makes load on one method and prints one line of JSON."};
  LoadPlan plan;
  std::string method = "echo";
  std::string token_file;
  std::string names_file;
  std::string text = FloorText();
  double seconds = 10;
  double warm_up_seconds = 2;
  app.add_option("--target", plan.target, "host:port")->required();
  app.add_option("--method", method, "echo, echo-later, floor-echo, submit, advance, grant, quote, evaluate or classify")
      ->check(CLI::IsMember({"echo", "echo-later", "floor-echo", "submit", "advance", "grant", "quote", "evaluate", "classify"}));
  app.add_option("--channels", plan.channels, "connections")->check(CLI::Range(1, 1'000));
  app.add_option("--in-flight", plan.in_flight, "calls in flight on each connection")->check(CLI::Range(1, 100'000));
  app.add_option("--seconds", seconds, "measured time")->check(CLI::PositiveNumber);
  app.add_option("--warm-up", warm_up_seconds, "time before it")->check(CLI::NonNegativeNumber);
  app.add_option("--rate", plan.rate, "calls a second, each at its own moment; 0: closed loop")->check(CLI::NonNegativeNumber);
  app.add_option("--token-file", token_file, "file with the bearer token");
  app.add_option(
      "--names-file", names_file,
      "one a line, for advance: cases that are OPEN or INVESTIGATING; for grant: quotations, more than calls will be made; for "
      "quote: orders; for classify: texts");
  int texts_per_call = 256;
  app.add_option("--texts-per-call", texts_per_call, "of classify")->check(CLI::Range(1, 512));
  app.add_option("--text", text, "text of a complaint, payload of an echo");
  int answer_bytes = 0;
  app.add_option("--answer-bytes", answer_bytes, "echo-later is answered with so many bytes; 0: with its payload")
      ->check(CLI::Range(0, 1 << 20));
  CLI11_PARSE(app, argc, argv);
  plan.duration = absl::Seconds(seconds);
  plan.warm_up = absl::Seconds(warm_up_seconds);
  if (!token_file.empty()) {
    plan.token = ReadToken(token_file);
    if (plan.token.empty()) {
      std::cerr << "bench-load: no token in " << token_file << "\n";
      return 2;
    }
  }
  const bool named = method == "advance" || method == "grant" || method == "quote" || method == "classify";
  if (named && ReadLines(names_file).empty()) {
    std::cerr << "bench-load: no names in " << names_file << "\n";
    return 2;
  }
  CallSizes sizes;
  const Connect calls = method == "submit"     ? SubmitCalls(text)
                        : method == "advance"  ? AdvanceCalls(ReadLines(names_file))
                        : method == "grant"    ? GrantCalls(ReadLines(names_file))
                        : method == "quote"    ? QuoteCalls(ReadLines(names_file), &sizes)
                        : method == "evaluate" ? EvaluateCalls(&sizes)
                        : method == "classify" ? ClassifyCalls(ReadLines(names_file), texts_per_call)
                                               : EchoCalls(method, text, answer_bytes);
  LoadResult result = RunLoad(plan, calls);
  result.request_bytes = sizes.request;
  result.answer_bytes = sizes.answer;
  std::cout << ToJson(result) << std::endl;
  // Not by return: gRPC's threads may still be on their way out of the last call, and must not meet destroyed globals.
  std::_Exit(0);
}

}  // namespace
}  // namespace redress::bench

int main(int argc, char** argv) {
  return redress::bench::Main(argc, argv);
}
