#include "runner/server.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "runner/files.h"
#include "runner/leftovers.h"
#include "runner/unix_socket.h"

namespace slipway {
namespace {

// Poll tags of the server's own descriptors; lower kinds belong to tasks.
constexpr uint32_t kListenerKind = 5;
constexpr uint32_t kClientKind = 6;

constexpr absl::Duration kSoftDelay = absl::Milliseconds(20);
constexpr int64_t kCompactBytes = 4 << 20;
// A result that nobody forgot: its host died between storing it and saying so.
constexpr absl::Duration kKeepResults = absl::Hours(24 * 30);
// News for a client that does not read waits in the tasks, not in our memory.
constexpr size_t kMaxSoftBacklog = 1 << 20;
constexpr size_t kReadChunk = 256 << 10;

runner::Result LostResult(const std::string& token) {
  runner::Result result;
  result.set_token(token);
  result.set_lost(true);
  result.set_result(2);
  result.set_message("The runner that had started this task was killed; whether the task did its work is unknown.");
  result.set_finished_on_us(absl::ToUnixMicros(absl::Now()));
  return result;
}

// A result must fit into a frame; a task that set hundreds of megabytes of variables has failed.
runner::Result Bounded(const runner::Result& result) {
  if (result.ByteSizeLong() + 64 <= kMaxFrame) return result;
  runner::Result bounded = result;
  bounded.clear_variables();
  bounded.clear_issues();
  bounded.clear_test_runs();
  bounded.set_result(2);
  bounded.set_message(
      absl::StrCat("The task's variables and issues take more than ", kMaxFrame, " bytes; they were dropped."));
  return bounded;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Open(ServerOptions options) {
  SLIPWAY_ASSIGN_OR_RETURN(Poller poller, Poller::Create());
  std::unique_ptr<Server> server(new Server(std::move(options), std::move(poller)));
  SLIPWAY_RETURN_IF_ERROR(server->LockState());
  SLIPWAY_RETURN_IF_ERROR(server->Recover());
  SLIPWAY_ASSIGN_OR_RETURN(server->listener_, ListenUnix(server->options_.socket_path));
  SLIPWAY_RETURN_IF_ERROR(server->poller_.Add(server->listener_.get(), {.kind = kListenerKind}));
  return server;
}

absl::Status Server::LockState() {
  const std::string& folder = options_.state_directory;
  SLIPWAY_RETURN_IF_ERROR(MakeFolders(folder, 0700));
  struct stat info;
  if (::stat(folder.c_str(), &info) != 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", folder));
  if (info.st_uid != ::geteuid()) {
    return absl::PermissionDeniedError(
        absl::StrCat("state directory ", folder, " belongs to user ", info.st_uid, ", not to ", ::geteuid()));
  }
  if ((info.st_mode & 077) != 0 && ::chmod(folder.c_str(), 0700) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot make ", folder, " private"));
  }
  const std::string lock = absl::StrCat(folder, "/lock");
  lock_.reset(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!lock_.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", lock));
  if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
    return absl::UnavailableError(absl::StrCat("another runner has ", folder));
  }
  return absl::OkStatus();
}

absl::Status Server::Recover() {
  JournalContents contents;
  SLIPWAY_ASSIGN_OR_RETURN(journal_, Journal::Open(absl::StrCat(options_.state_directory, "/journal"), &contents));
  if (options_.durable) journal_->MakeDurable();
  const std::string boot_id = BootId();
  std::vector<LeftoverGroup> groups;
  for (const auto& [token, entry] : contents.entries) {
    if (entry.finished || !entry.spawned) continue;
    groups.push_back({.pid = entry.spawned->pid(),
                      .start_ticks_min = entry.spawned->start_ticks_min(),
                      .start_ticks_max = entry.spawned->start_ticks_max()});
  }
  const bool same_boot = !boot_id.empty() && contents.opened.boot_id() == boot_id;
  if (same_boot) KillLeftovers(contents.opened.session(), groups);

  const int64_t oldest = absl::ToUnixMicros(absl::Now() - kKeepResults);
  for (auto& [token, entry] : contents.entries) {
    if (!entry.finished) {
      if (same_boot) EndJobCgroup(entry.cgroup, entry.job);
      // Its folder may hold secrets.
      if (!entry.temp_directory.empty()) RemoveTree(entry.temp_directory);
      entry.finished = LostResult(token);
    }
    if (entry.finished->finished_on_us() >= oldest) known_[token].result = *std::move(entry.finished);
  }
  opened_.set_journal_id(contents.opened.journal_id());
  opened_.set_boot_id(boot_id);
  opened_.set_session(::getsid(0));
  return CompactJournal();
}

absl::Status Server::CompactJournal() {
  std::vector<runner::JournalRecord> live(1);
  *live.back().mutable_opened() = opened_;
  for (const auto& [token, known] : known_) {
    const Task* task = known.slot ? slots_[*known.slot].task.get() : nullptr;
    if (task != nullptr) {
      live.push_back(AcceptedRecord(*task));
      if (task->started() && !task->released()) *live.emplace_back().mutable_spawned() = task->SpawnRecord();
    }
    if (known.result) *live.emplace_back().mutable_finished() = *known.result;
  }
  SLIPWAY_RETURN_IF_ERROR(journal_->Rewrite(live));
  compact_at_ = std::max(kCompactBytes, 2 * journal_->file_size());
  return absl::OkStatus();
}

runner::JournalRecord Server::AcceptedRecord(const Task& task) const {
  runner::JournalRecord record;
  runner::JournalAccepted* accepted = record.mutable_accepted();
  accepted->set_token(task.token());
  accepted->set_temp_directory(task.temp_directory());
  if (std::string cgroup = cgroups_.PathOf(task.job()); !cgroup.empty()) {
    accepted->set_job(task.job());
    accepted->set_cgroup(std::move(cgroup));
  }
  return record;
}

void Server::Run() {
  constexpr int kEvents = 64;
  epoll_event events[kEvents];
  now_ = MonotonicNow();
  while (!ShouldLeave()) {
    const int count = poller_.Wait(events, kEvents, WaitMillis());
    now_ = MonotonicNow();
    for (int i = 0; i < count; ++i) {
      const PollTag tag = PollTag::Unpack(events[i].data.u64);
      if (tag.kind == kListenerKind) {
        Accept();
      } else if (tag.kind == kClientKind) {
        if (tag.generation != client_generation_ || !client_.valid()) continue;
        if ((events[i].events & EPOLLOUT) != 0) Send();
        if ((events[i].events & ~EPOLLOUT) != 0) ReadClient();
      } else if (tag.slot < slots_.size() && slots_[tag.slot].generation == tag.generation && slots_[tag.slot].task) {
        slots_[tag.slot].task->HandleEvent(static_cast<Task::EventKind>(tag.kind), now_);
        AfterTask(tag.slot);
      }
    }
    FireDeadlines();
    Flush();
    // One at a time: an exit that is waiting must not wait behind a queue of others' starts.
    if (!starting_.empty()) {
      SpawnNext();
      Flush();
    }
  }
  ::unlink(options_.socket_path.c_str());
}

bool Server::ShouldLeave() {
  const bool busy = running_ > 0 || !starting_.empty();
  if (!busy && leave_when_idle_) return true;
  if (busy || client_.valid()) {
    idle_deadline_ = absl::InfiniteDuration();
    return false;
  }
  if (idle_deadline_ == absl::InfiniteDuration()) idle_deadline_ = now_ + options_.idle_timeout;
  return now_ >= idle_deadline_;
}

int Server::WaitMillis() const {
  if (!starting_.empty()) return 0;
  MonotonicTime next = std::min(idle_deadline_, soft_deadline_);
  if (!deadlines_.empty()) next = std::min(next, deadlines_.begin()->first);
  if (next == absl::InfiniteDuration()) return -1;
  return static_cast<int>(std::clamp<int64_t>(absl::ToInt64Milliseconds(next - now_) + 1, 0, 3'600'000));
}

void Server::Accept() {
  UniqueFd fresh(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!fresh.valid() || !CheckPeerIsOwner(fresh.get()).ok()) return;
  // What a dead client said before it died is heard first.
  if (client_.valid()) ReadClient();
  if (client_.valid()) {
    runner::RunnerMessage message;
    message.mutable_hello()->set_protocol(kRunnerProtocol);
    message.mutable_hello()->set_refusal(
        absl::StrCat("process ", PeerPid(client_.get()), " is connected to this runner already"));
    std::string frame;
    AppendFrame(message, &frame);
    (void)!::send(fresh.get(), frame.data(), frame.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return;
  }
  client_ = std::move(fresh);
  ++client_generation_;
  if (!poller_.Add(client_.get(), {.generation = client_generation_, .kind = kClientKind}).ok()) DropClient();
}

void Server::DropClient() {
  if (!client_.valid()) return;
  poller_.Remove(client_.get());
  client_.reset();
  greeted_ = false;
  waiting_for_room_ = false;
  parser_ = FrameParser();
  out_.clear();
  soft_.clear();
  out_sent_ = 0;
  for (auto& [token, known] : known_) known.subscribed = false;
}

void Server::ReadClient() {
  static char* const buffer = new char[kReadChunk];
  while (client_.valid()) {
    const ssize_t size = ::recv(client_.get(), buffer, kReadChunk, MSG_DONTWAIT);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) {
      DropClient();
      return;
    }
    parser_.Append(absl::string_view(buffer, static_cast<size_t>(size)));
    absl::string_view payload;
    for (;;) {
      const absl::StatusOr<bool> more = parser_.Next(&payload);
      if (!more.ok()) DropClient();
      if (!more.ok() || !*more) break;
      HandleFrame(payload);
      if (!client_.valid()) return;
    }
    if (static_cast<size_t>(size) < kReadChunk) return;
  }
}

void Server::HandleFrame(absl::string_view payload) {
  runner::ClientMessage message;
  const bool parsed = message.ParseFromArray(payload.data(), static_cast<int>(payload.size()));
  if (!parsed || (!greeted_ && !message.has_hello())) {
    DropClient();
    return;
  }
  switch (message.message_case()) {
    case runner::ClientMessage::kHello: {
      greeted_ = true;
      leave_when_idle_ = false;
      runner::RunnerMessage answer;
      answer.mutable_hello()->set_protocol(std::min(kRunnerProtocol, message.hello().protocol()));
      answer.mutable_hello()->set_journal_id(opened_.journal_id());
      answer.mutable_hello()->set_pid(::getpid());
      Queue(answer);
      break;
    }
    case runner::ClientMessage::kStart:
      HandleStart(std::move(*message.mutable_start()));
      break;
    case runner::ClientMessage::kAttach:
      HandleAttach(message.attach());
      break;
    case runner::ClientMessage::kCancel:
      HandleCancel(message.cancel());
      break;
    case runner::ClientMessage::kForget:
      HandleForget(message.forget());
      break;
    case runner::ClientMessage::kEndJob:
      HandleEndJob(message.end_job());
      break;
    case runner::ClientMessage::kShutdown:
      leave_when_idle_ = true;
      break;
    case runner::ClientMessage::MESSAGE_NOT_SET:
      break;
  }
}

void Server::HandleStart(runner::Request request) {
  const std::string token = request.token();
  const auto [it, fresh] = known_.try_emplace(token);
  it->second.subscribed = true;
  if (!fresh) {
    Report(token, it->second);
    return;
  }
  uint32_t slot;
  if (free_slots_.empty()) {
    slot = static_cast<uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  it->second.slot = slot;
  cgroups_.Enter(request.job());
  slots_[slot].task =
      std::make_unique<Task>(std::move(request), PollTag{.slot = slot, .generation = slots_[slot].generation},
                             options_.task_timeouts, &poller_, &spawner_);
  slots_[slot].queued = true;
  ++running_;
  requested_.push_back(slot);
}

void Server::HandleAttach(const std::string& token) {
  const auto it = known_.find(token);
  if (it == known_.end()) {
    runner::RunnerMessage message;
    message.set_unknown(token);
    Queue(message);
    return;
  }
  it->second.subscribed = true;
  Report(token, it->second);
}

void Server::Report(const std::string& token, Known& known) {
  if (known.slot && slots_[*known.slot].task->started()) {
    runner::RunnerMessage message;
    message.mutable_started()->set_token(token);
    message.mutable_started()->set_at_us(slots_[*known.slot].task->started_on_us());
    Queue(message);
    slots_[*known.slot].task->ResetNews();
    AfterTask(*known.slot);
  }
  if (known.result) QueueFinished(*known.result);
}

void Server::HandleCancel(const std::string& token) {
  const auto it = known_.find(token);
  if (it == known_.end() || !it->second.slot) return;
  const uint32_t slot = *it->second.slot;
  slots_[slot].task->Cancel(now_);
  AfterTask(slot);
}

void Server::HandleForget(const std::string& token) {
  const auto it = known_.find(token);
  if (it == known_.end() || !it->second.result) return;  // what runs cannot be forgotten: it would run twice
  if (it->second.slot) slots_[*it->second.slot].task->EndRest();
  runner::JournalRecord record;
  record.set_forgotten(token);
  journal_->Add(record);
  known_.erase(it);
}

// Looking through all processes is dear; most jobs leave none. The job's group knows of those that have left the group of
// their process, and not of those that went to a group of their own.
void Server::HandleEndJob(const std::string& job) {
  cgroups_.End(job);
  if (littered_.erase(job) > 0) KillOrphans(job);
}

// Nothing leaves before the journal has it.
void Server::Flush() {
  AcceptStarts();
  SendNews();
  Send();
}

// The journal knows of a token before its process can exist.
void Server::AcceptStarts() {
  const size_t mark = journal_->buffered();
  for (uint32_t slot : requested_) {
    journal_->Add(AcceptedRecord(*slots_[slot].task));
  }
  const absl::Status committed = journal_->Commit();
  if (!committed.ok()) journal_->DropFrom(mark);
  std::vector<uint32_t> requested = std::move(requested_);
  requested_.clear();
  for (uint32_t slot : requested) {
    Task& task = *slots_[slot].task;
    if (committed.ok() && !task.finished()) {
      starting_.push_back(slot);
      continue;
    }
    if (!task.finished()) task.Refuse(committed);
    slots_[slot].queued = false;
    AfterTask(slot);
  }
  if (committed.ok() && journal_->file_size() >= compact_at_ && !CompactJournal().ok()) compact_at_ *= 2;
}

void Server::SpawnNext() {
  if (starting_.empty()) return;
  const uint32_t slot = starting_.front();
  starting_.pop_front();
  slots_[slot].queued = false;
  Task& task = *slots_[slot].task;
  if (!task.finished()) task.Start(cgroups_.Enter(task.job()));
  if (task.started()) {
    if (!task.finished()) {
      runner::JournalRecord record;
      *record.mutable_spawned() = task.SpawnRecord();
      journal_->Add(record);
      journal_->Commit().IgnoreError();  // kept for the next Commit
    }
    if (known_[task.token()].subscribed) {
      runner::RunnerMessage message;
      message.mutable_started()->set_token(task.token());
      message.mutable_started()->set_at_us(task.started_on_us());
      AppendFrame(message, &soft_);
      if (soft_deadline_ == absl::InfiniteDuration()) soft_deadline_ = now_ + kSoftDelay;
    }
  }
  AfterTask(slot);
}

// Takes note of whatever a call into the task has changed.
void Server::AfterTask(uint32_t index) {
  Slot& slot = slots_[index];
  Task& task = *slot.task;
  const auto it = known_.find(task.token());
  // A lingering process may outlive its token.
  Known* known = it != known_.end() && it->second.slot == index ? &it->second : nullptr;
  if (known != nullptr && task.finished() && !known->result) {
    known->result = Bounded(task.result());
    runner::JournalRecord record;
    *record.mutable_finished() = *known->result;
    journal_->Add(record);
    if (known->subscribed) QueueFinished(*known->result);
  }
  if (task.released() && !slot.queued) {
    if (task.left_processes()) littered_.insert(task.job());
    if (known != nullptr) known->slot.reset();
    if (slot.deadline != absl::InfiniteDuration()) deadlines_.erase({slot.deadline, index});
    slot = Slot{.generation = slot.generation + 1};
    news_.erase(index);
    free_slots_.push_back(index);
    --running_;
    return;
  }
  if (slot.deadline != task.deadline()) {
    if (slot.deadline != absl::InfiniteDuration()) deadlines_.erase({slot.deadline, index});
    slot.deadline = task.deadline();
    if (slot.deadline != absl::InfiniteDuration()) deadlines_.insert({slot.deadline, index});
  }
  if (task.has_news() && known != nullptr && known->subscribed) {
    news_.insert(index);
    if (soft_deadline_ == absl::InfiniteDuration()) soft_deadline_ = now_ + kSoftDelay;
  }
}

void Server::FireDeadlines() {
  while (!deadlines_.empty() && deadlines_.begin()->first <= now_) {
    const uint32_t slot = deadlines_.begin()->second;
    slots_[slot].task->HandleDeadline(now_);
    AfterTask(slot);
  }
}

void Server::SendNews() {
  if (now_ < soft_deadline_) return;
  soft_deadline_ = absl::InfiniteDuration();
  out_ += soft_;
  soft_.clear();
  if (out_.size() - out_sent_ > kMaxSoftBacklog) {
    soft_deadline_ = now_ + kSoftDelay;
    return;
  }
  for (uint32_t slot : news_) {
    Task& task = *slots_[slot].task;
    runner::RunnerMessage message;
    if (task.TakeProgress(message.mutable_progress())) Queue(message);
    if (task.TakeLog(message.mutable_log())) Queue(message);
  }
  news_.clear();
}

void Server::Queue(const runner::RunnerMessage& message) {
  if (!client_.valid()) return;
  // A token's Started never comes after its Finished.
  out_ += soft_;
  soft_.clear();
  AppendFrame(message, &out_);
}

void Server::QueueFinished(const runner::Result& result) {
  runner::RunnerMessage message;
  *message.mutable_finished() = result;
  Queue(message);
}

void Server::Send() {
  while (client_.valid() && out_sent_ < out_.size()) {
    const ssize_t size =
        ::send(client_.get(), out_.data() + out_sent_, out_.size() - out_sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) break;
    if (size < 0) {
      // What it said last is still to be read; end of file follows it.
      out_.clear();
      out_sent_ = 0;
      return;
    }
    out_sent_ += static_cast<size_t>(size);
  }
  const bool full = out_sent_ < out_.size();
  if (!full) {
    out_.clear();
    out_sent_ = 0;
  }
  if (client_.valid() && full != waiting_for_room_) {
    waiting_for_room_ = full;
    const uint32_t events = full ? EPOLLIN | EPOLLOUT : EPOLLIN;
    poller_.Change(client_.get(), {.generation = client_generation_, .kind = kClientKind}, events).IgnoreError();
  }
}

}  // namespace slipway
