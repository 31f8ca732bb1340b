#include "engine/loop.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/recorded_command.h"
#include "core/snapshot.h"
#include "engine/read_model.h"

namespace slipway {
namespace {

constexpr absl::Duration kStoreRetry = absl::Seconds(1);
// Enough to share a commit widely; bounded so that nobody waits for an endless batch.
constexpr size_t kMaxBatch = 8192;

}  // namespace

Loop::Loop(Store* store, Clock* clock, StrandTable* strands, LoopObserver* observer, Options options)
    : store_(store), clock_(clock), strands_(strands), observer_(observer), options_(std::move(options)) {}

void Loop::Post(Request request) {
  {
    absl::MutexLock lock(&mutex_);
    if (!stopped_) {
      posted_.push_back(std::move(request));
      return;
    }
  }
  if (request.done) request.done(absl::CancelledError("the engine is closing"), nullptr);
}

void Loop::PostWork(absl::AnyInvocable<void()> work) {
  {
    absl::MutexLock lock(&mutex_);
    if (!stopped_) {
      work_.push_back(std::move(work));
      return;
    }
  }
  work();
}

void Loop::DecideOne(Pending& pending) {
  Request& request = pending.request;
  Command* command = &request.command;
  Command created;
  if (request.create) {
    absl::StatusOr<std::pair<std::unique_ptr<Strand>, Command>> made = request.create(counters_.release + 1);
    if (!made.ok()) {
      pending.status = made.status();
      return;
    }
    request.release = ++counters_.release;
    pending.strand = strands_->Insert(request.release, std::move(made->first));
    created = std::move(made->second);
    command = &created;
  } else {
    absl::StatusOr<Strand*> strand = strands_->Get(request.release);
    if (queue_.IsSuspended(request.release)) ObserveAgain(request.release, strand);
    if (!strand.ok()) {
      pending.status = strand.status();
      return;
    }
    pending.strand = *strand;
  }
  Strand& strand = *pending.strand;

  v1::EventBatch events;
  events.set_time_us(absl::ToUnixMicros(now_));
  events.set_actor(request.actor);
  DecideContext context;
  context.now = absl::FromUnixMicros(events.time_us());
  context.actor = request.actor;
  context.boot = options_.boot;
  context.open_secret = options_.open_secret;
  context.actor_groups = std::move(request.actor_groups);
  context.actor_is_administrator = request.actor_is_administrator;
  context.identity_revalidated = request.identity_revalidated;
  context.deployment_group = options_.deployment_group;
  context.agent_pool = options_.agent_pool;
  if (options_.freeze) {
    context.freeze = [&](const std::string& environment) {
      return options_.freeze(strand.state.created.definition_id(), environment, context.now);
    };
  }
  context.next_id = [this](IdKind kind) {
    return kind == IdKind::kDeployment ? ++counters_.deployment : ++counters_.approval;
  };
  std::vector<TaskPosition> touched;
  pending.status = Decide(strand.state, *command, context, &events, &touched);
  if (!pending.status.ok()) {
    if (request.create) strands_->Drop(request.release);
    pending.strand = nullptr;
    return;
  }
  if (events.events_size() == 0) return;
  RecordCommand(*command, context, strand.state, events.mutable_command());

  ObserveQueue(strand, events);
  AddRows(strand.state, events, &batch_);
  observer_->OnDecided(strand.state, events, &batch_);
  const auto [slot, is_new] = append_of_.try_emplace(request.release, batch_.appends.size());
  if (is_new) {
    StreamAppend append;
    append.stream = request.release;
    append.expected_version = strand.version;
    append.time = context.now;
    batch_.appends.push_back(std::move(append));
    changed_.push_back(request.release);
  }
  StreamAppend& append = batch_.appends[slot->second];
  append.records.push_back(events.SerializeAsString());
  append.active = strand.state.active();
  ++strand.version;
  for (const TaskPosition& position : touched) touched_.emplace_back(request.release, position);
}

void Loop::ObserveAgain(int64_t release, const absl::StatusOr<Strand*>& strand) {
  if (strand.ok()) {
    queue_.ObserveAll((*strand)->state);
    agents_.ObserveAll((*strand)->state);
  } else if (absl::IsNotFound(strand.status())) {
    queue_.Forget(release);
    agents_.Forget(release);
  }
}

void Loop::ObserveAgents(const Strand& strand, const v1::Event& event) {
  const auto observe = [&](const auto& typed) {
    agents_.Observe(strand.state, {typed.environment(), typed.phase(), typed.job(), 0});
  };
  if (event.has_job_queued()) observe(event.job_queued());
  if (event.has_job_started() && !event.job_started().agent().empty()) observe(event.job_started());
  if (event.has_job_skipped()) observe(event.job_skipped());
  if (event.has_job_finished()) observe(event.job_finished());
}

void Loop::ObserveQueue(const Strand& strand, const v1::EventBatch& events) {
  if (options_.passive) return;
  for (const v1::Event& event : events.events()) {
    ObserveAgents(strand, event);
    if (event.has_deployment_started()) {
      queue_.Observe(strand.state, event.deployment_started().environment());
    } else if (event.has_deployment_finished()) {
      queue_.Observe(strand.state, event.deployment_finished().environment());
    } else if (event.has_deployment_resumed()) {
      queue_.Observe(strand.state, event.deployment_resumed().environment());
    } else if (event.has_deployment_slot_granted()) {
      queue_.Observe(strand.state, event.deployment_slot_granted().environment());
    }
  }
}

void Loop::DecideSlots(std::vector<Pending>* batch) {
  int64_t release = 0;
  DecideSlot decision;
  while (queue_.Next(&release, &decision)) {
    Pending pending;
    pending.request.release = release;
    pending.request.command = decision;
    DecideOne(pending);
    // One that changed nothing must not be decided for ever.
    if (pending.strand == nullptr) {
      queue_.Forget(release);
    } else {
      queue_.Observe(pending.strand->state, decision.environment);
    }
    batch->push_back(std::move(pending));
    decision = DecideSlot();
  }
}

void Loop::DecideAgents(std::vector<Pending>* batch) {
  if (options_.passive) return;
  int64_t release = 0;
  DecideAgent decision;
  while (agents_.Next(&release, &decision)) {
    const TaskPosition job{decision.environment, decision.phase, decision.job, 0};
    Pending pending;
    pending.request.release = release;
    pending.request.command = std::move(decision);
    DecideOne(pending);
    // One that changed nothing must not be decided for ever.
    if (pending.strand == nullptr) {
      agents_.Forget(release);
    } else {
      agents_.Observe(pending.strand->state, job);
    }
    batch->push_back(std::move(pending));
    decision = DecideAgent();
  }
}

void Loop::AddSnapshotIfDue(Strand& strand) {
  const int64_t grown = strand.version - strand.snapshot_version;
  if (grown < std::max(options_.snapshot_records, strand.snapshot_records)) return;
  std::string payload = MakeSnapshot(strand.state).SerializeAsString();
  // Proportional to the state: writing snapshots stays a fixed share of writing records, however large the release is.
  strand.snapshot_records = static_cast<int64_t>(payload.size() / 256);
  if (grown < strand.snapshot_records) return;
  SnapshotPut snapshot;
  snapshot.stream = strand.state.id;
  snapshot.version = strand.version;
  snapshot.payload = std::move(payload);
  batch_.snapshots.push_back(std::move(snapshot));
}

void Loop::DecideDue(absl::Time now, std::vector<Pending>* batch) {
  while (!wakeups_.empty() && wakeups_.top().due <= now && batch->size() < kMaxBatch) {
    const Wakeup wakeup = wakeups_.top();
    wakeups_.pop();
    Strand* strand = strands_->Find(wakeup.release);
    if (strand == nullptr) continue;
    if (strand->armed <= wakeup.due) strand->armed = absl::InfiniteFuture();
    Pending pending;
    pending.request.release = wakeup.release;
    pending.request.command = Tick{};
    pending.request.is_report = true;
    DecideOne(pending);
    batch->push_back(std::move(pending));
  }
}

void Loop::Arm(Strand& strand) {
  const absl::Time due = slipway::NextWakeup(strand.state);
  if (due < strand.armed) {
    strand.armed = due;
    wakeups_.push({due, strand.state.id});
  }
}

bool Loop::RunOnce() {
  std::vector<Request> requests;
  std::vector<absl::AnyInvocable<void()>> work;
  now_ = clock_->Now();
  if (options_.on_tick && !options_.passive) alarm_ = options_.on_tick(now_);
  {
    absl::MutexLock lock(&mutex_);
    requests.swap(posted_);
    work.swap(work_);
    if (retry_at_ <= now_) {
      std::move(retries_.begin(), retries_.end(), std::back_inserter(requests));
      retries_.clear();
      retry_at_ = absl::InfiniteFuture();
    }
  }
  bool busy = !requests.empty() || !work.empty() || QueuesHaveWork();
  for (auto& item : work) item();

  for (size_t next = 0; next < requests.size() || next == 0;) {
    batch_.clear();
    append_of_.clear();
    touched_.clear();
    changed_.clear();
    std::vector<Pending> batch;
    const size_t end = std::min(requests.size(), next + kMaxBatch);
    batch.reserve(end - next);
    for (; next < end; ++next) {
      Pending pending;
      pending.request = std::move(requests[next]);
      DecideOne(pending);
      batch.push_back(std::move(pending));
    }
    DecideDue(now_, &batch);
    do {
      std::vector<Request> follow_ups;
      follow_ups.swap(follow_ups_);
      for (Request& request : follow_ups) {
        Pending pending;
        pending.request = std::move(request);
        DecideOne(pending);
        batch.push_back(std::move(pending));
      }
      DecideSlots(&batch);
      DecideAgents(&batch);
    } while (!follow_ups_.empty() || QueuesHaveWork());
    busy = busy || !batch.empty();
    if (batch.empty()) break;

    if (!batch_.empty()) {
      for (int64_t release : changed_) AddSnapshotIfDue(*strands_->Find(release));
      std::vector<int64_t> positions;
      const absl::Status committed = store_->Commit(batch_, &positions);
      if (!committed.ok()) {
        TakeBack(batch, committed);
        continue;
      }
      for (const SnapshotPut& snapshot : batch_.snapshots)
        strands_->Find(snapshot.stream)->snapshot_version = snapshot.version;
      {
        absl::MutexLock lock(&mutex_);
        ++stats_.commits;
        for (const StreamAppend& append : batch_.appends) stats_.transitions += append.records.size();
      }
      if (!positions.empty()) observer_->OnCommitted(*std::max_element(positions.begin(), positions.end()));
    }
    for (Pending& pending : batch) {
      if (pending.strand != nullptr) Arm(*pending.strand);
      if (pending.request.done) pending.request.done(pending.status, pending.strand);
    }
    std::vector<TaskEffect> effects;
    for (const auto& [release, position] : touched_) {
      Strand* strand = strands_->Find(release);
      effects.clear();
      PlanTask(strand->state, position, &effects);
      for (const TaskEffect& effect : effects) observer_->OnEffect(*strand, effect);
    }
    strands_->Trim();
  }
  return busy;
}

void Loop::TakeBack(std::vector<Pending>& batch, const absl::Status& status) {
  observer_->OnTakenBack();
  for (int64_t release : changed_) {
    strands_->Drop(release);
    queue_.Suspend(release);
    agents_.Suspend(release);
  }
  std::vector<Request> again;
  for (Pending& pending : batch) {
    if (pending.request.is_report) {
      again.push_back(std::move(pending.request));
    } else if (pending.request.done) {
      // What was refused keeps its own reason.
      pending.request.done(pending.status.ok() ? status : pending.status, nullptr);
    }
  }
  // Dropped strands come back with the next command; their timers must come back too.
  for (int64_t release : changed_) {
    const bool reported =
        std::any_of(again.begin(), again.end(), [&](const Request& r) { return r.release == release; });
    if (reported) continue;
    Request tick;
    tick.release = release;
    tick.command = Tick{};
    tick.is_report = true;
    again.push_back(std::move(tick));
  }
  absl::MutexLock lock(&mutex_);
  std::move(again.begin(), again.end(), std::back_inserter(retries_));
  if (!retries_.empty()) retry_at_ = now_ + kStoreRetry;
}

void Loop::Adopt(Strand& strand) {
  Arm(strand);
  queue_.ObserveAll(strand.state);
  agents_.ObserveAll(strand.state);
  for (const TaskEffect& effect : Plan(strand.state)) observer_->OnEffect(strand, effect);
}

void Loop::Run() {
  // What was adopted may be waiting for slots that are free.
  RunOnce();
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return stopped_ || !posted_.empty() || !work_.empty();
      };
      // Clocks of machines jump: a long sleep is cut into pieces so that a jump is noticed.
      const absl::Time due =
          std::min({retry_at_, alarm_, wakeups_.empty() ? absl::InfiniteFuture() : wakeups_.top().due});
      const absl::Duration wait = std::clamp(due - clock_->Now(), absl::ZeroDuration(), absl::Seconds(10));
      mutex_.AwaitWithTimeout(absl::Condition(&ready), wait);
      if (stopped_) return;
    }
    RunOnce();
  }
}

void Loop::Stop() {
  std::vector<Request> abandoned;
  std::vector<absl::AnyInvocable<void()>> work;
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
    abandoned.swap(posted_);
    work.swap(work_);
    std::move(retries_.begin(), retries_.end(), std::back_inserter(abandoned));
    retries_.clear();
  }
  for (Request& request : abandoned) {
    if (request.done) request.done(absl::CancelledError("the engine is closing"), nullptr);
  }
  for (auto& item : work) item();
}

}  // namespace slipway
