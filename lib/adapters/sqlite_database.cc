#include "adapters/sqlite_database.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway {

void SqliteStatement::Bind(int index, absl::Time time) {
  if (time == absl::InfinitePast()) {
    sqlite3_bind_null(statement_, index);
  } else {
    sqlite3_bind_int64(statement_, index, absl::ToUnixMicros(time));
  }
}

std::string SqliteStatement::Text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

absl::Time SqliteStatement::Time(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return absl::InfinitePast();
  return absl::FromUnixMicros(sqlite3_column_int64(statement_, column));
}

absl::Status SqliteStatus(int code, absl::string_view message, absl::string_view path, absl::string_view doing) {
  const std::string text = absl::StrCat(path, ": ", doing, ": ", message);
  switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return absl::OkStatus();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::UnavailableError(absl::StrCat(text, "; another program has it open"));
    case SQLITE_FULL:
      return absl::ResourceExhaustedError(absl::StrCat(text, "; free some space, nothing was lost"));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return absl::PermissionDeniedError(absl::StrCat(text, "; the file and its folder must be writable"));
    case SQLITE_CANTOPEN:
      return absl::FailedPreconditionError(absl::StrCat(text, "; the folder must exist, and it and the file must be readable and writable"));
    case SQLITE_CORRUPT:
      return absl::DataLossError(absl::StrCat(text, "; restore it from a backup"));
    case SQLITE_NOTADB:
      return absl::FailedPreconditionError(absl::StrCat(text, "; this is not a Slipway database"));
    default:
      return absl::InternalError(absl::StrCat(text, " (SQLite code ", code, ")"));
  }
}

absl::StatusOr<std::unique_ptr<SqliteDatabase>> SqliteDatabase::Open(const std::string& path, int flags,
                                                                     const std::string& vfs) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
  if (code != SQLITE_OK) {
    const absl::Status status = SqliteStatus(code, handle == nullptr ? "out of memory" : sqlite3_errmsg(handle), path, "cannot be opened");
    sqlite3_close(handle);
    return status;
  }
  sqlite3_extended_result_codes(handle, 1);
  return std::unique_ptr<SqliteDatabase>(new SqliteDatabase(path, handle));
}

SqliteDatabase::~SqliteDatabase() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

SqliteStatement SqliteDatabase::Prepare(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr) {
    sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  }
  return SqliteStatement(statement);
}

absl::Status SqliteDatabase::Run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Error("cannot be used");
}

absl::Status SqliteDatabase::Finish(SqliteStatement& statement) {
  int code;
  while ((code = statement.Step()) == SQLITE_ROW) {
  }
  return code == SQLITE_DONE ? absl::OkStatus() : Error("cannot be written");
}

absl::Status SqliteDatabase::Error(absl::string_view doing) const {
  return SqliteStatus(sqlite3_extended_errcode(handle_), sqlite3_errmsg(handle_), path_, doing);
}

}  // namespace slipway
