// G10: one artifact event against 100, 10,000 and 100,000 definitions. Peer: RE2::Set over the same branch filters, warm,
// in the same loop; both must find the same definitions. `x_re2` is ours / RE2::Set, `x_100` ours / ours at 100.
//
// All definitions listen to ONE source, which no hash of sources can tell apart: the hardest case there is.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "benchmark/benchmark.h"
#include "core/trigger_index.h"
#include "re2/re2.h"
#include "re2/set.h"

namespace slipway {
namespace {

using Clock = std::chrono::steady_clock;

// Ten listen to main, the others half and half to a branch and to a folder of branches of their own.
std::string BranchOf(int64_t definition) {
  if (definition <= 10) return "main";
  return definition % 2 == 0 ? absl::StrCat("release/", definition) : absl::StrCat("feature/team", definition, "/*");
}

v1::ReleaseDefinition Listener(int64_t id) {
  v1::ReleaseDefinition definition;
  definition.set_id(id);
  definition.set_name(absl::StrCat("definition ", id));
  v1::Artifact* artifact = definition.add_artifacts();
  artifact->set_alias("app");
  artifact->set_type("Build");
  (*artifact->mutable_definition_reference())["definition"].set_id("17");
  v1::Trigger* trigger = definition.add_triggers();
  trigger->set_trigger_type(v1::RELEASE_TRIGGER_TYPE_ARTIFACT_SOURCE);
  trigger->set_artifact_alias("app");
  trigger->add_trigger_conditions()->set_source_branch(BranchOf(id));
  return definition;
}

// A quarter each: main, a branch somebody listens to, a new branch below a folder somebody listens to, one of nobody.
// Different seeds give different branches, as different pushes have: a set that is warm has seen others, not these.
std::vector<ArtifactEvent> Events(int64_t definitions, uint32_t seed, int count) {
  std::mt19937 random(seed);
  std::vector<ArtifactEvent> events;
  for (int i = 0; i < count; ++i) {
    const int64_t id = 11 + static_cast<int64_t>(random() % static_cast<uint32_t>(definitions - 10));
    ArtifactEvent event;
    event.type = "Build";
    event.source = "17";
    event.version.set_id("20261123.1");
    event.version.set_source_branch(i % 4 == 0   ? "main"
                                    : i % 4 == 1 ? absl::StrCat("release/", id - id % 2)
                                    : i % 4 == 2 ? absl::StrCat("feature/team", id / 2 * 2 - 1, "/login-", random())
                                                 : absl::StrCat("topic/", random()));
    events.push_back(std::move(event));
  }
  return events;
}

// What the peer is asked with.
std::unique_ptr<RE2::Set> Peer(int64_t definitions) {
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_max_mem(int64_t{4} << 30);
  auto set = std::make_unique<RE2::Set>(options, RE2::ANCHOR_BOTH);
  for (int64_t id = 1; id <= definitions; ++id) {
    std::string branch = BranchOf(id);
    absl::string_view literal = branch;
    const bool prefix = absl::ConsumeSuffix(&literal, "*");
    const std::string text(literal);
    set->Add(absl::StrCat(RE2::QuoteMeta(re2::StringPiece(text)), prefix ? ".*" : ""), nullptr);
  }
  if (!set->Compile()) abort();
  return set;
}

double Ns(Clock::duration time, int64_t calls) {
  return static_cast<double>(std::chrono::nanoseconds(time).count()) / static_cast<double>(calls);
}

constexpr int kEvents = 256;
constexpr int kRounds = 16;  // ours, for each of the peer's: the clock is read as often for both

void G10_event(benchmark::State& state) {
  TriggerIndex small;
  for (int64_t id = 1; id <= 100; ++id) small.Add(Listener(id)).IgnoreError();
  const std::vector<ArtifactEvent> small_events = Events(100, 1, kEvents);
  TriggerIndex index;
  for (int64_t id = 1; id <= state.range(0); ++id) index.Add(Listener(id)).IgnoreError();
  const std::unique_ptr<RE2::Set> peer = Peer(state.range(0));

  // Equality before speed; and the peer is warm afterwards.
  for (const ArtifactEvent& event : Events(state.range(0), 7, 4096)) {
    std::vector<int> peers;
    peer->Match(re2::StringPiece(event.version.source_branch()), &peers);
    std::sort(peers.begin(), peers.end());
    const std::vector<TriggerMatch> matches = index.Match(event);
    bool same = matches.size() == peers.size();
    for (size_t i = 0; same && i < peers.size(); ++i) same = matches[i].definition_id == peers[i] + 1;
    if (!same) return state.SkipWithError("the index and RE2::Set find different definitions");
  }

  Clock::duration ours{}, ours_small{}, theirs{};
  std::vector<int> found;
  int64_t calls = 0;
  uint32_t seed = 100;
  for (auto _ : state) {
    const std::vector<ArtifactEvent> events = Events(state.range(0), ++seed, kEvents);
    const auto start = Clock::now();
    for (int round = 0; round < kRounds; ++round) {
      for (const ArtifactEvent& event : events) benchmark::DoNotOptimize(index.Match(event));
    }
    const auto middle = Clock::now();
    for (int round = 0; round < kRounds; ++round) {
      for (const ArtifactEvent& event : small_events) benchmark::DoNotOptimize(small.Match(event));
    }
    const auto then = Clock::now();
    for (const ArtifactEvent& event : events) {
      benchmark::DoNotOptimize(peer->Match(re2::StringPiece(event.version.source_branch()), &found));
    }
    theirs += Clock::now() - then;
    ours += middle - start;
    ours_small += then - middle;
    calls += kRounds * kEvents;
    state.SetIterationTime(std::chrono::duration<double>(middle - start).count());
  }
  state.counters["event_ns"] = Ns(ours, calls);
  state.counters["re2_ns"] = Ns(theirs, calls / kRounds);
  state.counters["x_re2"] = Ns(ours, calls) / Ns(theirs, calls / kRounds);
  state.counters["x_100"] = Ns(ours, calls) / Ns(ours_small, calls);
}
BENCHMARK(G10_event)->Arg(100)->Arg(10000)->Arg(100000)->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace slipway
