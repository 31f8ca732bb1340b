// What a call costs in C and over slipway.hpp: an empty request, one of 200 bytes, one of 20 kB, protobuf encoding.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "slipway/slipway.hpp"
#include "slipway/v1/commands.pb.h"

namespace {

std::string Database() {
  return (std::filesystem::temp_directory_path() / ("slipway-call-bench-" + std::to_string(getpid()) + ".db")).string();
}

slipway::Engine OpenEngine() {
  slipway::v1::OpenOptions options;
  options.set_database(Database());
  options.set_runner(SLIPWAY_RUNNER);
  return slipway::Engine::Open(options.SerializeAsString()).value();
}

struct Case {
  slipway::internal::UnaryCall c;
  slipway::Result<std::string> (slipway::Engine::*cpp)(std::string_view);
  std::string request;
};

Case MakeCase(int64_t bytes) {
  if (bytes == 0) return {&slipway_get_status, &slipway::Engine::GetStatus, ""};
  slipway::v1::RegisterTaskRequest request;
  request.set_task_id("5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c");
  request.set_version("1.0.0");
  request.set_pull(true);
  request.set_name(std::string(static_cast<size_t>(bytes) - request.ByteSizeLong() - 3, 'x'));
  return {&slipway_register_task, &slipway::Engine::RegisterTask, request.SerializeAsString()};
}

double Seconds(std::chrono::steady_clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

// Both in turns of 50 calls, so that what else the machine does hits both.
void cpp_call(benchmark::State& state) {
  slipway::Engine engine = OpenEngine();
  const Case call = MakeCase(state.range(0));
  double c = 0, cpp = 0;
  std::vector<double> ratios;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) {
      slipway_buffer buffer{};
      slipway_error* error = nullptr;
      if (call.c(engine.handle(), slipway_bytes{call.request.data(), call.request.size()}, &buffer, &error) !=
          SLIPWAY_OK) {
        return state.SkipWithError(slipway_error_message(error));
      }
      benchmark::DoNotOptimize(buffer.data);
      slipway_buffer_release(&buffer);
    }
    const auto middle = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) benchmark::DoNotOptimize((engine.*call.cpp)(call.request).value());
    const auto end = std::chrono::steady_clock::now();
    c += Seconds(middle - start);
    cpp += Seconds(end - middle);
    ratios.push_back(Seconds(end - middle) / Seconds(middle - start));
  }
  const double calls = 50.0 * static_cast<double>(state.iterations());
  // The median turn: one that was interrupted says nothing.
  std::nth_element(ratios.begin(), ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2), ratios.end());
  state.counters["ratio"] = ratios[ratios.size() / 2];
  state.counters["c_us"] = c / calls * 1e6;
  state.counters["cpp_us"] = cpp / calls * 1e6;
  state.counters["bytes"] = static_cast<double>(call.request.size());
  engine.Close();
  std::filesystem::remove_all(Database() + ".d");
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(Database() + suffix);
}
BENCHMARK(cpp_call)->Arg(0)->Arg(200)->Arg(20000)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
