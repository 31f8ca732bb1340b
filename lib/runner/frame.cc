#include "runner/frame.h"

#include "absl/strings/str_cat.h"

namespace slipway {

void AppendUint32(uint32_t value, std::string* out) {
  for (int shift = 0; shift < 32; shift += 8) out->push_back(static_cast<char>(value >> shift & 0xff));
}

uint32_t ReadUint32(const char* bytes) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return value;
}

void AppendFrame(const google::protobuf::MessageLite& message, std::string* out) {
  AppendUint32(static_cast<uint32_t>(message.ByteSizeLong()), out);
  message.AppendToString(out);
}

void FrameParser::Append(absl::string_view bytes) {
  if (start_ > 0) {
    buffer_.erase(0, start_);
    start_ = 0;
  }
  buffer_.append(bytes.data(), bytes.size());
}

absl::StatusOr<bool> FrameParser::Next(absl::string_view* payload) {
  const size_t available = buffer_.size() - start_;
  if (available < kFrameHeader) return false;
  const size_t size = ReadUint32(buffer_.data() + start_);
  if (size > kMaxFrame) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the peer announced a frame of ", size, " bytes; at most ", kMaxFrame, " are accepted"));
  }
  if (available < kFrameHeader + size) return false;
  *payload = absl::string_view(buffer_).substr(start_ + kFrameHeader, size);
  start_ += kFrameHeader + size;
  return true;
}

}  // namespace slipway
