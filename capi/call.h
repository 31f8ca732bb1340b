// What every exported function is made of: the exception fence, the way in and out of the engine, messages in and out.
#ifndef SLIPWAY_CAPI_CALL_H_
#define SLIPWAY_CAPI_CALL_H_

#include <cxxabi.h>

#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <typeinfo>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "capi/codec.h"
#include "capi/engine_service.gen.h"
#include "capi/engine_state.h"
#include "capi/message_io.h"
#include "slipway/slipway.h"

namespace slipway::capi {

// One call under way: holds the engine from Enter to its own end.
class CallFrame {
 public:
  CallFrame() = default;
  CallFrame(const CallFrame&) = delete;
  CallFrame& operator=(const CallFrame&) = delete;
  ~CallFrame() {
    if (engine_ != nullptr) engine_->Leave();
  }

  absl::Status Enter(const slipway_engine* handle);
  absl::Status Enter(std::shared_ptr<EngineState> engine);

  const std::shared_ptr<EngineState>& engine() const { return engine_; }
  EngineService& service() const { return engine_->service(); }
  slipway_encoding encoding() const { return encoding_; }
  // Of errors of this call; an engine that could not be entered still tells in which encoding it was opened.
  void set_encoding(slipway_encoding encoding) { encoding_ = encoding; }

 private:
  std::shared_ptr<EngineState> engine_;
  slipway_encoding encoding_ = SLIPWAY_PROTO;
};

// An exception has got out of the engine. Its text is not passed on: it may quote what is secret.
absl::Status EscapedException(const char* type);

// Runs `body(frame)`; whatever it throws becomes a status.
template <typename Body>
int32_t Fence(slipway_error** error, Body body) {
  CallFrame frame;
  absl::Status status;
  try {
    status = body(frame);
  } catch (const abi::__forced_unwind&) {  // pthread_cancel must get through
    throw;
  } catch (const std::bad_alloc&) {
    status = absl::Status(absl::StatusCode::kResourceExhausted, "out of memory");
  } catch (const std::exception& exception) {
    status = EscapedException(typeid(exception).name());
  } catch (...) {
    status = EscapedException(nullptr);
  }
  return SetError(status, frame.encoding(), error);
}

template <typename Request, typename Response>
int32_t CallUnary(slipway_engine* engine, const MessageInfo& request_info, const MessageInfo& response_info,
                  absl::StatusOr<Response> (EngineService::*method)(const Request&), slipway_bytes request,
                  slipway_buffer* response, slipway_error** error) {
  return Fence(error, [&](CallFrame& frame) -> absl::Status {
    if (response != nullptr) *response = slipway_buffer{nullptr, 0, nullptr};
    SLIPWAY_RETURN_IF_ERROR(frame.Enter(engine));
    Request message;
    SLIPWAY_RETURN_IF_ERROR(ReadMessage(request_info, frame.encoding(), request, &message));
    SLIPWAY_ASSIGN_OR_RETURN(const Response answer, (frame.service().*method)(message));
    return FillBuffer(response_info, frame.encoding(), answer, response);
  });
}

template <typename Message>
class TypedSource final : public CursorSource {
 public:
  TypedSource(const MessageInfo& info, std::unique_ptr<Cursor<Message>> cursor)
      : info_(info), cursor_(std::move(cursor)) {}
  absl::Status Next(absl::Duration timeout, slipway_encoding encoding, slipway_buffer* buffer) override {
    SLIPWAY_ASSIGN_OR_RETURN(const std::optional<Message> message, cursor_->Next(timeout));
    if (!message.has_value()) return absl::OutOfRangeError("the stream has ended");
    return FillBuffer(info_, encoding, *message, buffer);
  }
  void Cancel() override { cursor_->Cancel(); }

 private:
  const MessageInfo& info_;
  const std::unique_ptr<Cursor<Message>> cursor_;
};

// Makes the handle. FAILED_PRECONDITION when the host gave no place for it.
absl::Status OpenCursor(const CallFrame& frame, std::unique_ptr<CursorSource> source, slipway_cursor** cursor);

template <typename Request, typename Response>
int32_t CallStream(slipway_engine* engine, const MessageInfo& request_info, const MessageInfo& response_info,
                   absl::StatusOr<std::unique_ptr<Cursor<Response>>> (EngineService::*method)(const Request&),
                   slipway_bytes request, slipway_cursor** cursor, slipway_error** error) {
  return Fence(error, [&](CallFrame& frame) -> absl::Status {
    if (cursor == nullptr) return absl::FailedPreconditionError("cursor is NULL: there is no place for the handle");
    *cursor = nullptr;
    SLIPWAY_RETURN_IF_ERROR(frame.Enter(engine));
    Request message;
    SLIPWAY_RETURN_IF_ERROR(ReadMessage(request_info, frame.encoding(), request, &message));
    SLIPWAY_ASSIGN_OR_RETURN(std::unique_ptr<Cursor<Response>> stream, (frame.service().*method)(message));
    return OpenCursor(frame, std::make_unique<TypedSource<Response>>(response_info, std::move(stream)), cursor);
  });
}

}  // namespace slipway::capi

#endif  // SLIPWAY_CAPI_CALL_H_
