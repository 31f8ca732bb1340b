#include "adapters/process_runner.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "adapters/process_wire.h"
#include "adapters/runner_launcher.h"
#include "base/status_macros.h"
#include "runner/unix_socket.h"

namespace slipway {
namespace {

constexpr absl::Duration kFirstBackoff = absl::Milliseconds(10);
constexpr absl::Duration kRetryPause = absl::Milliseconds(5);
constexpr absl::Duration kGoodbyeTimeout = absl::Seconds(1);
// A request at which runners keep dying is given up, not fed to the next one.
constexpr int kMaxStarts = 3;
constexpr size_t kReadChunk = 256 << 10;
constexpr size_t kFramesPerSend = 64;

absl::Status CheckToken(const std::string& token) {
  const bool valid = !token.empty() && token.size() <= 120 && std::all_of(token.begin(), token.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
  });
  if (valid) return absl::OkStatus();
  return absl::InvalidArgumentError("token: expected 1 to 120 of the characters A-Z a-z 0-9 . _ -");
}

ProcessResult LostResult(const std::string& token, std::string why) {
  ProcessResult result;
  result.token = token;
  result.lost = true;
  result.result = TaskResult::kFailed;
  result.started_on = absl::InfinitePast();
  result.finished_on = absl::Now();
  result.message = std::move(why);
  return result;
}

std::string Framed(const runner::ClientMessage& message) {
  std::string bytes;
  AppendFrame(message, &bytes);
  return bytes;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ProcessRunner>> ProcessRunner::Create(ProcessRunnerOptions options) {
  if (options.state_directory.empty() || options.state_directory[0] != '/') {
    return absl::InvalidArgumentError(
        absl::StrCat("state_directory: expected an absolute path, got '", options.state_directory, "'"));
  }
  if (options.socket_path.empty()) options.socket_path = absl::StrCat(options.state_directory, "/socket");
  if (options.socket_path[0] != '/') {
    return absl::InvalidArgumentError(
        absl::StrCat("socket_path: expected an absolute path, got '", options.socket_path, "'"));
  }
  if (!options.connect) SLIPWAY_RETURN_IF_ERROR(FindRunner(options.runner_path).status());
  UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake.valid()) return absl::ErrnoToStatus(errno, "eventfd");
  std::unique_ptr<ProcessRunner> runner(new ProcessRunner(std::move(options), std::move(wake)));
  // The host's signal handlers belong on the host's threads.
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  runner->thread_ = std::thread([self = runner.get()] { self->Loop(); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return runner;
}

ProcessRunner::ProcessRunner(ProcessRunnerOptions options, UniqueFd wake)
    : options_(std::move(options)), wake_(std::move(wake)), backoff_(kFirstBackoff) {}

ProcessRunner::~ProcessRunner() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  Wake();
  if (thread_.joinable()) thread_.join();
}

void ProcessRunner::SetObserver(RunnerObserver* observer) {
  absl::MutexLock lock(&mutex_);
  observer_ = observer;
}

int ProcessRunner::runner_pid() const {
  absl::MutexLock lock(&mutex_);
  return socket_.valid() ? hello_.pid() : 0;
}

absl::Status ProcessRunner::Check(const std::string& token) const {
  if (observer_ == nullptr) return absl::FailedPreconditionError("SetObserver must be called first");
  return CheckToken(token);
}

absl::Status ProcessRunner::Start(const ProcessRequest& request) {
  runner::ClientMessage message;
  ToWire(request, message.mutable_start());
  if (message.ByteSizeLong() > kMaxFrame) {
    return absl::InvalidArgumentError(absl::StrCat("request of ", message.ByteSizeLong(),
                                                   " bytes (files, environment, arguments...): at most ", kMaxFrame,
                                                   " are accepted; hand large content over as a file's path"));
  }
  std::string frame = Framed(message);
  absl::MutexLock lock(&mutex_);
  SLIPWAY_RETURN_IF_ERROR(Check(request.token));
  if (!socket_.valid() && !options_.connect) {
    const auto settled = [this, failures = failures_]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return socket_.valid() || stopping_ || failures_ != failures;
    };
    ++waiting_starts_;
    Wake();
    mutex_.AwaitWithTimeout(absl::Condition(&settled), options_.connect_timeout + absl::Seconds(1));
    --waiting_starts_;
    if (!socket_.valid()) {
      return absl::UnavailableError(
          absl::StrCat("no slipway-runner: ", last_error_.ok() ? "it takes too long to start" : last_error_.message()));
    }
  }
  const auto [it, fresh] = outstanding_.try_emplace(request.token);
  if (!fresh) return absl::OkStatus();
  it->second.start_frame = std::move(frame);
  if (!socket_.valid()) {
    Wake();  // handed over by Resume
    return absl::OkStatus();
  }
  EnqueueStart(&it->second);
  SendQueued();
  return absl::OkStatus();
}

absl::Status ProcessRunner::Attach(const std::string& token) {
  absl::MutexLock lock(&mutex_);
  SLIPWAY_RETURN_IF_ERROR(Check(token));
  outstanding_.try_emplace(token);
  if (socket_.valid()) {
    Enqueue(Kind::kAttach, token);
    SendQueued();
  } else {
    Wake();
  }
  return absl::OkStatus();
}

absl::Status ProcessRunner::Cancel(const std::string& token) {
  absl::MutexLock lock(&mutex_);
  SLIPWAY_RETURN_IF_ERROR(Check(token));
  const auto it = outstanding_.find(token);
  if (it == outstanding_.end()) return absl::OkStatus();
  it->second.cancel = true;  // said again after a reconnect
  if (socket_.valid()) {
    Enqueue(Kind::kCancel, token);
    SendQueued();
  }
  return absl::OkStatus();
}

absl::Status ProcessRunner::Forget(const std::string& token) {
  absl::MutexLock lock(&mutex_);
  SLIPWAY_RETURN_IF_ERROR(Check(token));
  if (outstanding_.contains(token)) {
    return absl::FailedPreconditionError(
        absl::StrCat("token ", token, " has no result yet; cancel it and wait for its result"));
  }
  Enqueue(Kind::kForget, token);
  SendQueued();
  if (!socket_.valid()) Wake();
  return absl::OkStatus();
}

absl::Status ProcessRunner::EndJob(const std::string& job) {
  absl::MutexLock lock(&mutex_);
  // A runner that is gone has ended its processes itself.
  if (!socket_.valid()) return absl::OkStatus();
  Enqueue(Kind::kEndJob, job);
  SendQueued();
  return absl::OkStatus();
}

void ProcessRunner::Wake() {
  const uint64_t one = 1;
  (void)!::write(wake_.get(), &one, sizeof one);
}

int ProcessRunner::Wait(int fd, int events, absl::Duration timeout) {
  pollfd fds[2] = {{.fd = wake_.get(), .events = POLLIN}, {.fd = fd, .events = static_cast<short>(events)}};
  const int millis = timeout == absl::InfiniteDuration() ? -1 : static_cast<int>(absl::ToInt64Milliseconds(timeout));
  if (::poll(fds, 2, millis) <= 0) return 0;
  if (fds[0].revents != 0) {
    uint64_t count;
    (void)!::read(wake_.get(), &count, sizeof count);
  }
  return fd >= 0 ? fds[1].revents : 0;
}

bool ProcessRunner::Wanted() const {
  return observer_ != nullptr && (!outstanding_.empty() || !out_.empty() || waiting_starts_ > 0);
}

void ProcessRunner::Loop() {
  for (;;) {
    bool wanted;
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) break;
      wanted = Wanted() || socket_.valid();
    }
    if (!wanted) {
      Wait(-1, 0, absl::InfiniteDuration());
    } else if (Connected()) {
      Serve();
    } else {
      ReportAllLost();
      Wait(-1, 0, backoff_);
      backoff_ = std::min(2 * backoff_, options_.max_backoff);
    }
  }
  SayGoodbye();
}

// One round of waiting, sending and receiving.
void ProcessRunner::Serve() {
  int fd;
  int events = POLLIN;
  {
    absl::MutexLock lock(&mutex_);
    fd = socket_.get();
    if (!out_.empty()) events |= POLLOUT;
  }
  const int ready = Wait(fd, events, absl::InfiniteDuration());
  if ((ready & POLLOUT) != 0) {
    absl::MutexLock lock(&mutex_);
    SendQueued();
  }
  if ((ready & ~POLLOUT) == 0) return;
  if (ReadSocket(fd).ok()) return;
  absl::MutexLock lock(&mutex_);
  Disconnect();
}

bool ProcessRunner::Connected() {
  {
    absl::MutexLock lock(&mutex_);
    if (socket_.valid()) return true;
  }
  parser_ = FrameParser();
  runner::RunnerHello hello;
  absl::StatusOr<UniqueFd> fd = Connect(&hello);
  absl::MutexLock lock(&mutex_);
  if (!fd.ok()) {
    ++failures_;
    last_error_ = fd.status();
    if (trouble_since_ == absl::InfiniteFuture()) trouble_since_ = absl::Now();
    return false;
  }
  trouble_since_ = absl::InfiniteFuture();
  backoff_ = kFirstBackoff;
  last_error_ = absl::OkStatus();
  socket_ = *std::move(fd);
  hello_ = std::move(hello);
  Resume();
  return true;
}

absl::StatusOr<UniqueFd> ProcessRunner::Connect(runner::RunnerHello* hello) {
  const absl::Time deadline = absl::Now() + options_.connect_timeout;
  if (options_.connect) {
    SLIPWAY_ASSIGN_OR_RETURN(UniqueFd fd, options_.connect());
    SLIPWAY_ASSIGN_OR_RETURN(*hello, Greet(fd.get(), deadline));
    if (!hello->refusal().empty()) return absl::UnavailableError(hello->refusal());
    if (hello->protocol() == kRunnerProtocol) return fd;
    return absl::UnavailableError(absl::StrCat("the slipway-runner there speaks protocol ", hello->protocol(),
                                               ", this library ", kRunnerProtocol, "; let its tasks end, or end it"));
  }
  absl::Status error;
  do {
    absl::StatusOr<UniqueFd> fd = ConnectUnix(options_.socket_path);
    if (fd.ok()) {
      SLIPWAY_RETURN_IF_ERROR(CheckPeerIsOwner(fd->get()));
      absl::StatusOr<runner::RunnerHello> answer = Greet(fd->get(), deadline);
      if (answer.ok() && !answer->refusal().empty()) return absl::UnavailableError(answer->refusal());
      if (answer.ok() && answer->protocol() != kRunnerProtocol) {
        return absl::UnavailableError(absl::StrCat("the running slipway-runner (process ", answer->pid(),
                                                   ") speaks protocol ", answer->protocol(), ", this library ",
                                                   kRunnerProtocol, "; let its tasks end, or end it"));
      }
      if (answer.ok()) {
        *hello = *std::move(answer);
        return fd;
      }
      error = answer.status();  // it was just leaving, or is hung: the deadline tells
    } else if (absl::IsNotFound(fd.status())) {
      SLIPWAY_RETURN_IF_ERROR(Launch());
      error = fd.status();
      fd = ConnectUnix(options_.socket_path);
      if (fd.ok()) continue;
    } else if (absl::IsUnavailable(fd.status())) {
      error = fd.status();  // its backlog is full
    } else {
      return fd.status();
    }
    Wait(-1, 0, kRetryPause);
    absl::MutexLock lock(&mutex_);
    if (stopping_) return absl::CancelledError("closing");
  } while (absl::Now() < deadline);
  return error;
}

absl::Status ProcessRunner::Launch() {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string program, FindRunner(options_.runner_path));
  std::vector<std::string> arguments = {"--daemonize", "--state", options_.state_directory, "--socket",
                                        options_.socket_path};
  arguments.insert(arguments.end(), options_.runner_arguments.begin(), options_.runner_arguments.end());
  return LaunchRunner(program, arguments, options_.connect_timeout);
}

absl::StatusOr<runner::RunnerHello> ProcessRunner::Greet(int fd, absl::Time deadline) {
  runner::ClientMessage message;
  message.mutable_hello()->set_protocol(kRunnerProtocol);
  const std::string frame = Framed(message);
  // A dozen bytes into an empty socket: all or nothing.
  if (::send(fd, frame.data(), frame.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(frame.size())) {
    return absl::ErrnoToStatus(errno, "cannot greet the runner");
  }
  for (;;) {
    if (absl::Now() >= deadline) return absl::UnavailableError("the runner does not answer");
    if (Wait(fd, POLLIN, deadline - absl::Now()) == 0) {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return absl::CancelledError("closing");
      continue;
    }
    char buffer[4096];
    const ssize_t size = ::recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (size <= 0) return absl::UnavailableError("the runner left");
    parser_.Append(absl::string_view(buffer, static_cast<size_t>(size)));
    absl::string_view payload;
    SLIPWAY_ASSIGN_OR_RETURN(const bool whole, parser_.Next(&payload));
    if (!whole) continue;
    runner::RunnerMessage answer;
    if (!answer.ParseFromArray(payload.data(), static_cast<int>(payload.size())) || !answer.has_hello()) {
      return absl::UnavailableError("what listens at the socket is not a slipway-runner");
    }
    return answer.hello();
  }
}

void ProcessRunner::Resume() {
  for (auto& [token, outstanding] : outstanding_) {
    if (outstanding.starts == 0 && !outstanding.start_frame.empty()) {
      EnqueueStart(&outstanding);
    } else {
      Enqueue(Kind::kAttach, token);
    }
    if (outstanding.cancel) Enqueue(Kind::kCancel, token);
  }
  SendQueued();
}

void ProcessRunner::Disconnect() {
  socket_.reset();
  parser_ = FrameParser();
  // The rest is said anew by Resume; a Forget would be lost.
  std::deque<OutFrame> kept;
  for (OutFrame& frame : out_) {
    if (frame.kind == Kind::kForget) kept.push_back(std::move(frame));
  }
  out_ = std::move(kept);
  out_offset_ = 0;
}

void ProcessRunner::ReportAllLost() {
  std::vector<std::string> tokens;
  std::string why;
  {
    absl::MutexLock lock(&mutex_);
    if (absl::Now() < trouble_since_ + options_.lost_after) return;
    why = absl::StrCat("No runner can be had: ", last_error_.message());
    for (const auto& [token, outstanding] : outstanding_) tokens.push_back(token);
    out_.clear();
    out_offset_ = 0;
  }
  trouble_since_ = absl::InfiniteFuture();
  for (const std::string& token : tokens) Finish(LostResult(token, why));
}

absl::Status ProcessRunner::ReadSocket(int fd) {
  char buffer[16 << 10];
  for (;;) {
    const ssize_t size = ::recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return absl::OkStatus();
    if (size <= 0) return absl::UnavailableError("the runner is gone");
    parser_.Append(absl::string_view(buffer, static_cast<size_t>(size)));
    SLIPWAY_RETURN_IF_ERROR(HandleFrames());
    if (static_cast<size_t>(size) < sizeof buffer) return absl::OkStatus();
  }
}

absl::Status ProcessRunner::HandleFrames() {
  absl::string_view payload;
  for (;;) {
    SLIPWAY_ASSIGN_OR_RETURN(const bool whole, parser_.Next(&payload));
    if (!whole) return absl::OkStatus();
    runner::RunnerMessage message;
    if (!message.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
      return absl::InternalError("the runner sent a damaged message");
    }
    Handle(message);
  }
}

void ProcessRunner::Handle(const runner::RunnerMessage& message) {
  RunnerObserver* observer;
  {
    absl::MutexLock lock(&mutex_);
    observer = observer_;
    if (message.has_started()) {
      const auto it = outstanding_.find(message.started().token());
      if (it == outstanding_.end()) return;
      it->second.start_frame = std::string();  // it may be large
    }
  }
  switch (message.message_case()) {
    case runner::RunnerMessage::kStarted:
      observer->OnStarted(message.started().token(), absl::FromUnixMicros(message.started().at_us()));
      break;
    case runner::RunnerMessage::kProgress:
      observer->OnProgress(message.progress().token(), message.progress().percent(), message.progress().operation());
      break;
    case runner::RunnerMessage::kLog:
      observer->OnLog(message.log().token(), message.log().bytes_written());
      break;
    case runner::RunnerMessage::kFinished:
      Finish(FromWire(message.finished()));
      break;
    case runner::RunnerMessage::kUnknown:
      HandleUnknown(message.unknown());
      break;
    case runner::RunnerMessage::kHello:
    case runner::RunnerMessage::MESSAGE_NOT_SET:
      break;
  }
}

void ProcessRunner::HandleUnknown(const std::string& token) {
  {
    absl::MutexLock lock(&mutex_);
    const auto it = outstanding_.find(token);
    if (it == outstanding_.end()) return;
    Outstanding& outstanding = it->second;
    // The journal that would have the token, had a runner ever accepted it, does not: nothing was started.
    const bool never_started = !outstanding.start_frame.empty() && outstanding.journal_id == hello_.journal_id();
    if (never_started && outstanding.starts < kMaxStarts) {
      EnqueueStart(&outstanding);
      if (outstanding.cancel) Enqueue(Kind::kCancel, token);
      SendQueued();
      return;
    }
  }
  Finish(LostResult(token, "The runner has never heard of this task; whether it did its work is unknown."));
}

void ProcessRunner::Finish(const ProcessResult& result) {
  RunnerObserver* observer;
  {
    absl::MutexLock lock(&mutex_);
    if (outstanding_.erase(result.token) == 0) return;
    observer = observer_;
  }
  observer->OnFinished(result);
}

void ProcessRunner::Enqueue(Kind kind, const std::string& token) {
  runner::ClientMessage message;
  if (kind == Kind::kAttach) message.set_attach(token);
  if (kind == Kind::kCancel) message.set_cancel(token);
  if (kind == Kind::kForget) message.set_forget(token);
  if (kind == Kind::kEndJob) message.set_end_job(token);
  if (kind == Kind::kShutdown) message.mutable_shutdown();
  out_.push_back({kind, Framed(message)});
}

void ProcessRunner::EnqueueStart(Outstanding* outstanding) {
  ++outstanding->starts;
  outstanding->journal_id = hello_.journal_id();
  out_.push_back({Kind::kStart, outstanding->start_frame});
}

void ProcessRunner::SendQueued() {
  while (socket_.valid() && !out_.empty()) {
    iovec parts[kFramesPerSend];
    size_t count = 0;
    for (const OutFrame& frame : out_) {
      if (count == kFramesPerSend) break;
      const size_t skip = count == 0 ? out_offset_ : 0;
      parts[count++] = {.iov_base = const_cast<char*>(frame.bytes.data()) + skip, .iov_len = frame.bytes.size() - skip};
    }
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = count;
    const ssize_t sent = ::sendmsg(socket_.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) {
      Wake();
      return;
    }
    out_offset_ += static_cast<size_t>(sent);
    while (!out_.empty() && out_offset_ >= out_.front().bytes.size()) {
      out_offset_ -= out_.front().bytes.size();
      out_.pop_front();
    }
  }
}

void ProcessRunner::SayGoodbye() {
  const absl::Time deadline = absl::Now() + kGoodbyeTimeout;
  absl::MutexLock lock(&mutex_);
  if (!socket_.valid()) return;
  if (options_.shut_down_with_host) Enqueue(Kind::kShutdown, "");
  for (SendQueued(); !out_.empty() && absl::Now() < deadline; SendQueued()) {
    pollfd event{.fd = socket_.get(), .events = POLLOUT};
    if (::poll(&event, 1, 100) > 0 && (event.revents & (POLLERR | POLLHUP)) != 0) break;
  }
  socket_.reset();
}

}  // namespace slipway
