#include "adapters/runner_bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <sodium.h>
#include <sys/utsname.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/child_process.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

// Parts of the C library: they must fit the target's kernel, loader and configuration, so the target's own are used.
constexpr const char* kOfTheSystem[] = {"libc.so.6",       "libm.so.6",      "libpthread.so.0", "libdl.so.2",
                                        "librt.so.1",      "libresolv.so.2", "libutil.so.1",    "libnsl.so.1",
                                        "libanl.so.1",     "linux-vdso.so.1"};

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file.good()) return absl::FailedPreconditionError(absl::StrCat("cannot read ", path));
  return content.str();
}

std::string Sha256(absl::string_view content) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(content.data()), content.size());
  return absl::BytesToHexString(hash);
}

absl::Status AddFile(archive* out, const std::string& name, const std::string& content, int mode) {
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), static_cast<unsigned>(mode));
  if (archive_write_header(out, entry.get()) == ARCHIVE_OK &&
      archive_write_data(out, content.data(), content.size()) == static_cast<la_ssize_t>(content.size())) {
    return absl::OkStatus();
  }
  return absl::InternalError(absl::StrCat("cannot pack ", name, ": ", archive_error_string(out)));
}

la_ssize_t Append(archive*, void* text, const void* bytes, size_t size) {
  static_cast<std::string*>(text)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

}  // namespace

absl::StatusOr<RunnerBundle> RunnerBundle::Of(const std::string& program) {
  if (sodium_init() < 0) return absl::InternalError("libsodium cannot be initialized");
  RunnerBundle bundle;
  bundle.name_ = program.substr(program.rfind('/') + 1);
  utsname system;
  if (::uname(&system) == 0) bundle.machine_ = system.machine;
  // The loader lists what it would load, instead of starting the program.
  SLIPWAY_ASSIGN_OR_RETURN(const ChildOutput said,
                           RunChild({program}, "", absl::Seconds(10), {.environment = {{"LD_TRACE_LOADED_OBJECTS", "1"}}}));
  std::string loader;
  for (absl::string_view line : absl::StrSplit(said.out, '\n', absl::SkipEmpty())) {
    line = absl::StripAsciiWhitespace(line);
    line = line.substr(0, line.rfind(" ("));
    const size_t arrow = line.find(" => ");
    if (arrow == absl::string_view::npos) {
      if (absl::StartsWith(line, "/") && absl::StrContains(line, "ld-")) loader = std::string(line);
      continue;
    }
    const std::string name(line.substr(0, arrow));
    const std::string path(line.substr(arrow + 4));
    if (absl::StartsWith(path, "not found")) {
      return absl::FailedPreconditionError(absl::StrCat(program, " needs ", name, ", which is not on this machine"));
    }
    if (std::find(std::begin(kOfTheSystem), std::end(kOfTheSystem), name) != std::end(kOfTheSystem)) continue;
    bundle.files_.emplace_back(absl::StrCat("lib/", name), path);
  }
  if (loader.empty()) {
    return absl::FailedPreconditionError(absl::StrCat("cannot tell which libraries ", program, " needs"));
  }
  bundle.files_.emplace_back(absl::StrCat("lib/", bundle.name_), program);
  std::sort(bundle.files_.begin(), bundle.files_.end());
  // The loader by name: the environment, which tasks inherit, stays as it is.
  bundle.script_ = absl::StrCat("#!/bin/sh\nd=${0%/*}/lib\nexec ", loader,
                                " --library-path \"$d\" \"$d/", bundle.name_, "\" \"$@\"\n");
  absl::StrAppend(&bundle.sums_, Sha256(bundle.script_), "  ", bundle.name_, "\n");
  for (const auto& [name, path] : bundle.files_) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
    absl::StrAppend(&bundle.sums_, Sha256(content), "  ", name, "\n");
  }
  bundle.hash_ = Sha256(bundle.sums_);
  return bundle;
}

absl::StatusOr<std::string> RunnerBundle::Archive() const {
  std::string tar;
  const std::unique_ptr<archive, int (*)(archive*)> out(archive_write_new(), archive_write_free);
  archive_write_set_format_ustar(out.get());
  archive_write_set_bytes_per_block(out.get(), 0);
  if (archive_write_open(out.get(), &tar, nullptr, Append, nullptr) != ARCHIVE_OK) {
    return absl::InternalError(absl::StrCat("cannot pack the runner: ", archive_error_string(out.get())));
  }
  SLIPWAY_RETURN_IF_ERROR(AddFile(out.get(), "SHA256SUMS", sums_, 0600));
  SLIPWAY_RETURN_IF_ERROR(AddFile(out.get(), name_, script_, 0700));
  for (const auto& [name, path] : files_) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
    SLIPWAY_RETURN_IF_ERROR(AddFile(out.get(), name, content, 0700));
  }
  archive_write_close(out.get());
  return tar;
}

}  // namespace slipway
