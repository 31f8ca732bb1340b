// Length-prefixed protobuf frames: what travels over the socket (see wire.proto).
#ifndef SLIPWAY_RUNNER_FRAME_H_
#define SLIPWAY_RUNNER_FRAME_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"

namespace slipway {

// Raised only with a new protocol number whose older side is still served.
inline constexpr uint32_t kRunnerProtocol = 1;

// Largest payload of one frame, in bytes. A larger one is refused by the sender and ends the connection at the
// receiver.
inline constexpr size_t kMaxFrame = 64u << 20;

inline constexpr size_t kFrameHeader = 4;

// Appends `message` as one frame. The caller has checked that ByteSizeLong() <= kMaxFrame.
void AppendFrame(const google::protobuf::MessageLite& message, std::string* out);

void AppendUint32(uint32_t value, std::string* out);
uint32_t ReadUint32(const char* bytes);

// Cuts a byte stream into payloads. Not thread-safe.
class FrameParser {
 public:
  void Append(absl::string_view bytes);
  // True: *payload is the next one, valid until the next call. False: more bytes are needed.
  // RESOURCE_EXHAUSTED: the peer announced a frame over kMaxFrame; the stream cannot be used any more.
  absl::StatusOr<bool> Next(absl::string_view* payload);

 private:
  std::string buffer_;
  size_t start_ = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_RUNNER_FRAME_H_
