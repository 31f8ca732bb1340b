// The hand-written exported functions, but for those of buffers and errors (message_io.cc).
#include <cxxabi.h>

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "capi/call.h"
#include "capi/codec_tables.gen.h"
#include "capi/host.h"

namespace slipway::capi {
namespace {

absl::Duration Timeout(int64_t milliseconds) {
  return milliseconds < 0 ? absl::InfiniteDuration() : absl::Milliseconds(milliseconds);
}

// In a forked child what the parent's threads own must not be destroyed, only forgotten.
void Forget(std::shared_ptr<EngineState> state) {
  static_cast<void>(new std::shared_ptr<EngineState>(std::move(state)));
}

}  // namespace

absl::Status CallFrame::Enter(const slipway_engine* handle) {
  if (handle == nullptr) return absl::FailedPreconditionError("engine is NULL");
  std::shared_ptr<EngineState> engine = EngineTable::Get().Find(handle);
  if (engine == nullptr) return absl::FailedPreconditionError("engine is closed, or no engine at all");
  return Enter(std::move(engine));
}

absl::Status CallFrame::Enter(std::shared_ptr<EngineState> engine) {
  encoding_ = engine->encoding();
  SLIPWAY_RETURN_IF_ERROR(engine->Enter());
  engine_ = std::move(engine);
  return absl::OkStatus();
}

absl::Status EscapedException(const char* type) {
  std::string name = "unknown type";
  if (type != nullptr) {
    int status = 0;
    char* const readable = abi::__cxa_demangle(type, nullptr, nullptr, &status);
    name = status == 0 ? readable : type;
    std::free(readable);
  }
  return absl::InternalError(absl::StrCat("an exception (", name, ") left the engine: please report this"));
}

absl::Status OpenCursor(const CallFrame& frame, std::unique_ptr<CursorSource> source, slipway_cursor** cursor) {
  auto state = std::make_shared<CursorState>(frame.engine(), std::move(source));
  SLIPWAY_RETURN_IF_ERROR(frame.engine()->AddCursor(state));
  *cursor = static_cast<slipway_cursor*>(CursorTable::Get().Insert(std::move(state)));
  return absl::OkStatus();
}

}  // namespace slipway::capi

namespace capi = slipway::capi;
namespace v1 = slipway::v1;

#define SLIPWAY_TEXT_(x) #x
#define SLIPWAY_TEXT(x) SLIPWAY_TEXT_(x)

const char* slipway_version(void) {
  return SLIPWAY_TEXT(SLIPWAY_VERSION_MAJOR) "." SLIPWAY_TEXT(SLIPWAY_VERSION_MINOR) "." SLIPWAY_TEXT(
      SLIPWAY_VERSION_PATCH);
}

int32_t slipway_open(slipway_bytes options, slipway_encoding encoding, const slipway_host* host,
                     slipway_engine** engine, slipway_error** error) {
  return capi::Fence(error, [&](capi::CallFrame& frame) -> absl::Status {
    if (engine == nullptr) return absl::FailedPreconditionError("engine is NULL: there is no place for the handle");
    *engine = nullptr;
    if (encoding != SLIPWAY_PROTO && encoding != SLIPWAY_JSON) {
      return absl::InvalidArgumentError(
          absl::StrCat("encoding is ", encoding, "; expected SLIPWAY_PROTO (0) or SLIPWAY_JSON (1)"));
    }
    frame.set_encoding(encoding);
    slipway_host copy{};
    if (host != nullptr) SLIPWAY_RETURN_IF_ERROR(capi::CopyHost(host, &copy));
    v1::OpenOptions message;
    SLIPWAY_RETURN_IF_ERROR(capi::ReadMessage(capi::tables::kOpenOptions, encoding, options, &message));
    capi::WatchForks();
    auto state = std::make_shared<capi::EngineState>(copy, host != nullptr, encoding);
    SLIPWAY_RETURN_IF_ERROR(state->Open(message));
    *engine = static_cast<slipway_engine*>(capi::EngineTable::Get().Insert(std::move(state)));
    return absl::OkStatus();
  });
}

int32_t slipway_close(slipway_engine* engine) {
  return capi::Fence(nullptr, [&](capi::CallFrame&) -> absl::Status {
    const std::shared_ptr<capi::EngineState> found = capi::EngineTable::Get().Find(engine);
    if (found == nullptr) return absl::OkStatus();
    if (found->InsideCallback()) return absl::FailedPreconditionError("close inside a callback");
    std::shared_ptr<capi::EngineState> state = capi::EngineTable::Get().Remove(engine);
    if (state == nullptr) return absl::OkStatus();
    if (state->IsForeign()) {
      capi::Forget(std::move(state));
    } else {
      state->Close();
    }
    return absl::OkStatus();
  });
}

int32_t slipway_cursor_next(slipway_cursor* cursor, int64_t timeout_ms, slipway_buffer* message,
                            slipway_error** error) {
  return capi::Fence(error, [&](capi::CallFrame& frame) -> absl::Status {
    if (message != nullptr) *message = slipway_buffer{nullptr, 0, nullptr};
    if (cursor == nullptr) return absl::FailedPreconditionError("cursor is NULL");
    const std::shared_ptr<capi::CursorState> state = capi::CursorTable::Get().Find(cursor);
    if (state == nullptr) return absl::FailedPreconditionError("cursor is closed, or no cursor at all");
    SLIPWAY_RETURN_IF_ERROR(frame.Enter(state->shared_engine()));
    return state->Next(capi::Timeout(timeout_ms), message);
  });
}

void slipway_cursor_close(slipway_cursor* cursor) {
  capi::Fence(nullptr, [&](capi::CallFrame& frame) -> absl::Status {
    const std::shared_ptr<capi::CursorState> state = capi::CursorTable::Get().Remove(cursor);
    if (state == nullptr) return absl::OkStatus();
    // An engine that closes, or that lives in the parent process, still holds the stream and sees to it.
    if (!frame.Enter(state->shared_engine()).ok()) return absl::OkStatus();
    state->Cancel();
    state->engine().RemoveCursor(state);
    return absl::OkStatus();
  });
}

int32_t slipway_work_next(slipway_engine* engine, int64_t timeout_ms, slipway_buffer* work, slipway_error** error) {
  return capi::Fence(error, [&](capi::CallFrame& frame) -> absl::Status {
    // A task that is taken and thrown away would never be answered.
    if (work == nullptr) return absl::FailedPreconditionError("work is NULL: there is no place for the task");
    *work = slipway_buffer{nullptr, 0, nullptr};
    SLIPWAY_RETURN_IF_ERROR(frame.Enter(engine));
    SLIPWAY_ASSIGN_OR_RETURN(const v1::HostTask task, frame.service().NextWork(capi::Timeout(timeout_ms)));
    return capi::FillBuffer(capi::tables::kHostTask, frame.encoding(), task, work);
  });
}

int32_t slipway_complete(slipway_engine* engine, slipway_bytes completion, slipway_error** error) {
  return capi::Fence(error, [&](capi::CallFrame& frame) -> absl::Status {
    SLIPWAY_RETURN_IF_ERROR(frame.Enter(engine));
    v1::TaskCompletion message;
    SLIPWAY_RETURN_IF_ERROR(capi::ReadMessage(capi::tables::kTaskCompletion, frame.encoding(), completion, &message));
    return frame.service().Complete(message);
  });
}
