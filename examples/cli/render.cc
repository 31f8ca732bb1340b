#include "render.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>

namespace slipway::cli {
namespace {

constexpr const char* kSpinner[] = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

std::string Colored(const std::string& text, const char* color) {
  return UsesColor() ? std::string("\033[") + color + "m" + text + "\033[0m" : text;
}

int Width() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 100;
}

// Cells a text takes, its colors not counted; all our marks are one cell wide.
size_t Cells(const std::string& text) {
  size_t cells = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\033') {
      while (i < text.size() && text[i] != 'm') ++i;
    } else if ((text[i] & 0xC0) != 0x80) {
      ++cells;
    }
  }
  return cells;
}

std::string Fit(const std::string& text, size_t width) {
  if (Cells(text) <= width) return text;
  std::string cut;
  for (size_t i = 0, cells = 0; i < text.size(); ++i) {
    if ((text[i] & 0xC0) != 0x80 && ++cells >= width) break;
    cut.push_back(text[i]);
  }
  return cut + "…";
}

double Seconds(const std::string& time) {
  std::tm parts{};
  int micros = 0;
  if (std::sscanf(time.c_str(), "%d-%d-%dT%d:%d:%d.%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &parts.tm_hour,
                  &parts.tm_min, &parts.tm_sec, &micros) < 6)
    return 0;
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return static_cast<double>(timegm(&parts)) + micros / 1e6;
}

std::string Elapsed(const std::string& from, const std::string& to) {
  if (from.empty()) return "";
  const double end = to.empty()
                         ? std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count()
                         : Seconds(to);
  const double seconds = std::max(0.0, end - Seconds(from));
  char text[32];
  if (seconds < 60) {
    std::snprintf(text, sizeof(text), "%.1fs", seconds);
  } else {
    std::snprintf(text, sizeof(text), "%dm%02ds", static_cast<int>(seconds) / 60, static_cast<int>(seconds) % 60);
  }
  return text;
}

const Json* LastDeployment(const Json& environment) {
  const Json& deployments = List(environment, "deployments");
  return deployments.empty() ? nullptr : &deployments.back();
}

// What it does, waits for, or ended with.
std::string Doing(const Json& environment) {
  const Json* deployment = LastDeployment(environment);
  if (deployment == nullptr) return "";
  if (Text(environment, "status") != "ENVIRONMENT_STATUS_IN_PROGRESS") return Text(*deployment, "message");
  for (const Json& approval : List(*deployment, "approvals")) {
    if (Text(approval, "status") == "APPROVAL_STATUS_PENDING") {
      return "waits for approval " + std::to_string(Int(approval, "id")) + " by " +
             Text(approval.value("approver", Json::object()), "displayName");
    }
  }
  for (const Json& phase : List(*deployment, "phases")) {
    for (const Json& job : List(phase, "jobs")) {
      const Json& tasks = List(job, "tasks");
      for (size_t i = 0; i < tasks.size(); ++i) {
        if (Text(tasks[i], "status") != "TASK_STATUS_IN_PROGRESS") continue;
        const int64_t percent = Int(tasks[i], "percentComplete");
        return Text(tasks[i], "name") + " (" + std::to_string(i + 1) + "/" + std::to_string(tasks.size()) +
               (percent > 0 ? ", " + std::to_string(percent) + " %" : "") + ")";
      }
    }
  }
  return "";
}

std::string Name(const Json& release, int64_t environment) {
  return Text(List(release, "environments").at(environment), "name");
}

const Json* Task(const Json& release, const Json& event) {
  const Json* deployment = LastDeployment(List(release, "environments").at(Int(event, "environment")));
  if (deployment == nullptr) return nullptr;
  // Gates stand at "phases" -1 and -2, their samples at "jobs"; only the newest samples are shown.
  if (Int(event, "phase") < 0) {
    const std::string side = Int(event, "phase") == -1 ? "APPROVAL_TYPE_PRE_DEPLOY" : "APPROVAL_TYPE_POST_DEPLOY";
    for (const Json& gates : List(*deployment, "gates")) {
      if (Text(gates, "type") != side) continue;
      for (const Json& sample : List(gates, "samples")) {
        const Json& tasks = List(sample, "tasks");
        if (Int(sample, "sample") != Int(event, "job")) continue;
        return Int(event, "task") >= static_cast<int64_t>(tasks.size()) ? nullptr : &tasks[Int(event, "task")];
      }
    }
    return nullptr;
  }
  const Json& phases = List(*deployment, "phases");
  if (Int(event, "phase") >= static_cast<int64_t>(phases.size())) return nullptr;
  const Json& jobs = List(phases[Int(event, "phase")], "jobs");
  if (Int(event, "job") >= static_cast<int64_t>(jobs.size())) return nullptr;
  const Json& tasks = List(jobs[Int(event, "job")], "tasks");
  return Int(event, "task") >= static_cast<int64_t>(tasks.size()) ? nullptr : &tasks[Int(event, "task")];
}

std::string TaskName(const Json& release, const Json& event) {
  const Json* task = Task(release, event);
  if (task != nullptr && Int(event, "phase") < 0) {
    return "gate '" + Text(*task, "name") + "', sample " + std::to_string(Int(event, "job") + 1);
  }
  return task == nullptr ? "task " + std::to_string(Int(event, "task") + 1) : Text(*task, "name");
}

}  // namespace

bool IsTerminal() { return isatty(STDOUT_FILENO) != 0; }

bool UsesColor() {
  static const bool kUses = IsTerminal() && std::getenv("NO_COLOR") == nullptr;
  return kUses;
}

std::string StatusOf(const Json& environment) {
  const std::string status = Text(environment, "status");
  return status.empty() ? "not started" : Word(status, "ENVIRONMENT_STATUS_");
}

std::string Mark(const std::string& status) {
  if (status == "succeeded") return Colored("✔", "32");
  if (status == "partially succeeded") return Colored("✔", "33");
  if (status == "rejected") return Colored("✖", "31");
  if (status == "canceled") return Colored("✖", "33");
  if (status == "in progress") return Colored("●", "36");
  return Colored("○", "90");
}

void PrintTable(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const std::string& cell : header) widths.push_back(Cells(cell));
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Cells(row[i]));
  }
  const auto print = [&](const std::vector<std::string>& row) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line += std::string(widths[i] - Cells(row[i]) + 2, ' ');
    }
    std::cout << line << "\n";
  };
  print(header);
  for (const auto& row : rows) print(row);
}

void PrintFindings(const Json& findings) {
  for (const Json& finding : findings) {
    const bool error = Text(finding, "severity") == "SEVERITY_ERROR";
    const std::string path = Text(finding, "path");
    std::cerr << (error ? "error: " : "warning: ") << path << (path.empty() ? "" : ": ") << Text(finding, "message")
              << "\n";
  }
}

void PrintRelease(const Json& release) {
  std::cout << Text(release, "name") << "  (release " << Int(release, "id") << " of " << Text(release, "definitionName")
            << ", revision " << Int(release, "definitionRevision") << ", "
            << Word(Text(release, "status"), "RELEASE_STATUS_") << ")\n";
  for (const Json& environment : List(release, "environments")) {
    const std::string status = StatusOf(environment);
    const Json* deployment = LastDeployment(environment);
    std::cout << "  " << Mark(status) << " " << Text(environment, "name") << ": " << status;
    if (deployment != nullptr) {
      std::cout << ", attempt " << Int(*deployment, "attempt") << ", " << Text(*deployment, "triggerReason");
      if (!Doing(environment).empty()) std::cout << " - " << Doing(environment);
    }
    std::cout << "\n";
    if (deployment == nullptr) continue;
    for (const Json& phase : List(*deployment, "phases")) {
      for (const Json& job : List(phase, "jobs")) {
        for (const Json& task : List(job, "tasks")) {
          const std::string task_status =
              Text(task, "status").empty() ? "unknown" : Word(Text(task, "status"), "TASK_STATUS_");
          std::cout << "      " << Int(task, "rank") << ". " << Text(task, "name") << ": " << task_status;
          if (!Text(task, "finishTime").empty())
            std::cout << " (" << Elapsed(Text(task, "startTime"), Text(task, "finishTime")) << ")";
          if (task_status == "failed") std::cout << " - " << Text(task, "message");
          std::cout << "\n";
        }
      }
    }
  }
}

void LiveView::Draw(const Json& release) {
  const size_t width = static_cast<size_t>(Width()) - 1;
  std::string out;
  if (lines_ > 0) out += "\033[" + std::to_string(lines_) + "A";
  lines_ = 0;
  const auto line = [&](const std::string& text) {
    out += "\r\033[K" + text + "\n";
    ++lines_;
  };
  line(Fit(Text(release, "name") + " of " + Text(release, "definitionName"), width));
  size_t widest = 0;
  for (const Json& environment : List(release, "environments"))
    widest = std::max(widest, Cells(Text(environment, "name")));
  widest = std::min<size_t>(widest, 30);
  for (const Json& environment : List(release, "environments")) {
    const std::string status = StatusOf(environment);
    const Json* deployment = LastDeployment(environment);
    const std::string name = Fit(Text(environment, "name"), widest);
    const std::string mark = status == "in progress" ? Colored(kSpinner[frame_ % 10], "36") : Mark(status);
    const std::string elapsed =
        deployment == nullptr ? "" : Elapsed(Text(*deployment, "queuedOn"), Text(*deployment, "completedOn"));
    const std::string rest = name + std::string(widest - Cells(name), ' ') + "  " + status +
                             std::string(status.size() < 19 ? 19 - status.size() : 0, ' ') + " " + elapsed +
                             std::string(elapsed.size() < 7 ? 7 - elapsed.size() : 0, ' ') + " " + Doing(environment);
    line("  " + mark + " " + Fit(rest, width - 4));
  }
  ++frame_;
  std::cout << out << std::flush;
}

void LiveView::End(const Json& release) { Draw(release); }

void PrintEvents(const Json& release, const Json& watched) {
  for (const Json& event : List(watched["batch"], "events")) {
    const std::string kind = event.begin().key();
    const Json& body = event.begin().value();
    std::string text;
    if (kind == "releaseCreated") {
      text = "created " + Text(body, "name");
    } else if (kind == "releaseAbandoned") {
      text = "abandoned";
    } else if (kind == "deploymentStarted") {
      text = Name(release, Int(body, "environment")) + ": started, attempt " + std::to_string(Int(body, "attempt")) +
             " (" + Text(body, "triggerReason") + ")";
    } else if (kind == "approvalsRequested") {
      for (const Json& approval : List(body, "approvals")) {
        if (Flag(approval, "isAutomated")) continue;
        text = Name(release, Int(body, "environment")) + ": waits for approval " + std::to_string(Int(approval, "id")) +
               " by " + Text(approval.value("approver", Json::object()), "displayName");
      }
    } else if (kind == "approvalDecided") {
      text = Name(release, Int(body, "environment")) + ": approval " + std::to_string(Int(body, "approvalId")) + " " +
             Word(Text(body, "status"), "APPROVAL_STATUS_") +
             (Text(body, "approvedBy").empty() ? "" : " by " + Text(body, "approvedBy"));
    } else if (kind == "taskStarted") {
      text = Name(release, Int(body, "environment")) + ": " + TaskName(release, body) +
             (Int(body, "try") > 1 ? ", try " + std::to_string(Int(body, "try")) : "");
    } else if (kind == "taskFinished") {
      const std::string status = Word(Text(body, "status"), "TASK_STATUS_");
      text = Name(release, Int(body, "environment")) + ": " + TaskName(release, body) + ": " + status +
             (status == "failed" && !Text(body, "message").empty() ? " - " + Text(body, "message") : "");
    } else if (kind == "taskSkipped") {
      text = Name(release, Int(body, "environment")) + ": " + TaskName(release, body) + ": skipped";
    } else if (kind == "taskLost") {
      text = Name(release, Int(body, "environment")) + ": " + Text(body, "message");
    } else if (kind == "environmentNotStarted") {
      text = Name(release, Int(body, "environment")) + ": not started: " + Text(body, "reason");
    } else if (kind == "deploymentFinished") {
      text = Name(release, Int(body, "environment")) + ": " +
             Word(Text(body, "environmentStatus"), "ENVIRONMENT_STATUS_") +
             (Text(body, "message").empty() ? "" : " - " + Text(body, "message"));
    }
    if (text.empty()) continue;
    const time_t seconds = Int(watched["batch"], "timeUs") / 1000000;
    char clock[16];
    std::strftime(clock, sizeof(clock), "%H:%M:%S", std::localtime(&seconds));
    std::cout << clock << " [" << Text(release, "name") << "] " << text << std::endl;
  }
}

int ExitCodeOf(const Json& release) {
  int code = kSucceeded;
  for (const Json& environment : List(release, "environments")) {
    const std::string status = StatusOf(environment);
    const Json* deployment = LastDeployment(environment);
    if (deployment == nullptr) continue;
    const std::string operation = Word(Text(*deployment, "operationStatus"), "DEPLOYMENT_OPERATION_STATUS_");
    if (status == "rejected" && operation != "rejected") return kFailed;
    if (status == "rejected" || status == "canceled") code = kRejected;
    if (status == "in progress" && code == kSucceeded) code = kWaiting;
  }
  return code;
}

}  // namespace slipway::cli
