"""Host tasks: Python functions that run a pipeline's tasks.

One thread takes work from the engine (slipway_work_next); handlers run on threads of Python's own. No thread of the
engine ever enters the interpreter, and no exception of a handler ever leaves it.
"""
import asyncio
import inspect
import logging
import threading
import traceback
import weakref
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Protocol

from ._errors import SlipwayError
from ._generated_commands import HostTask, RegisterTaskResponse, TaskCompletion, TaskLogResponse
from ._generated_release import Issue, TaskStatus
from ._native import Core
from ._threads import tasks as _threads


class TaskFailed(Exception):
    """Raised in a handler: the task fails with this text, without a stack trace."""


class TaskCanceled(Exception):
    """Raised in a handler: the task was canceled. Raised by TaskContext.check() and, when the task is over, by its
    log()."""


class Handler(Protocol):
    """A function of a TaskContext; also `async def`, of an AsyncEngine."""

    __name__: str

    def __call__(self, __task: "TaskContext") -> Any:
        ...


class TaskContext:
    """A task that a handler is to run. Its methods may be called from any thread."""

    def __init__(self, core: Core, task: HostTask) -> None:
        self._core = core
        self._task = task
        self._canceled = threading.Event()
        self._on_cancel: Optional[Callable[[], None]] = None
        self._completion = TaskCompletion(token=task.token)
        self._logger: Optional[logging.Logger] = None

    @property
    def details(self) -> HostTask:
        """Everything the engine says about the task."""
        return self._task

    @property
    def token(self) -> str:
        return self._task.token

    @property
    def inputs(self) -> Mapping[str, str]:
        """Inputs, expanded; they may hold secrets."""
        return self._task.inputs

    @property
    def variables(self) -> Mapping[str, str]:
        """Public variables."""
        return self._task.variables

    @property
    def secrets(self) -> Mapping[str, str]:
        """Secret variables. Their values are masked in the log."""
        return self._task.secret_variables

    @property
    def release_id(self) -> int:
        return self._task.release_id

    @property
    def environment(self) -> str:
        return self._task.environment

    @property
    def attempt(self) -> int:
        return self._task.attempt

    @property
    def canceled(self) -> bool:
        """Whether the handler is to stop."""
        return self._canceled.is_set()

    def wait_canceled(self, timeout: Optional[float] = None) -> bool:
        """Sleeps until the task is canceled (True) or `timeout` seconds are over (False): time.sleep for handlers."""
        return self._canceled.wait(timeout)

    def check(self) -> None:
        """Raises TaskCanceled when the task is to stop."""
        if self._canceled.is_set():
            raise TaskCanceled()

    def log(self, text: str, *, error: bool = False) -> None:
        """Writes lines to the task's log, as output of a process would: masked, logging commands obeyed."""
        try:
            request = {
                "token": self._task.token,
                "text": text if text.endswith("\n") else text + "\n",
                "isStderr": error,
            }
            if self._core.call("slipway_task_log", request, TaskLogResponse).cancel_requested:
                self._cancel()
        except SlipwayError as over:
            self._cancel()
            raise TaskCanceled(str(over)) from None

    @property
    def logger(self) -> logging.Logger:
        """A logger whose records are lines of the task's log."""
        if self._logger is None:
            self._logger = logging.Logger(f"slipway.task.{self._task.name}")
            self._logger.addHandler(_LogHandler(self))
        return self._logger

    def progress(self, percent: int, text: str = "") -> None:
        """How far the task has come, 0 to 100."""
        self.log(f"##vso[task.setprogress value={int(percent)};]{_escaped(text, _OF_DATA)}")

    def warning(self, text: str) -> None:
        """Adds a warning to the task's issues."""
        self._completion.issues.append(Issue(message=text))

    def set_variable(self, name: str, value: str, *, secret: bool = False, output: bool = False) -> None:
        """A variable for the tasks behind this one. A secret value is masked in the log from here on."""
        kind = ("issecret=true;" if secret else "") + ("isOutput=true;" if output else "")
        self.log(f"##vso[task.setvariable variable={_escaped(name, _OF_PROPERTIES)};{kind}]{_escaped(value, _OF_DATA)}")

    def _cancel(self) -> None:
        if not self._canceled.is_set():
            self._canceled.set()
            if self._on_cancel is not None:
                self._on_cancel()

    def _run(self, handler: Callable[["TaskContext"], Any]) -> None:
        """Runs the handler and answers for it, whatever it does."""
        completion = self._completion
        try:
            result = handler(self)
            completion.status = result if isinstance(result, TaskStatus) else TaskStatus.SUCCEEDED
        except (TaskCanceled, asyncio.CancelledError) as canceled:
            completion.status = TaskStatus.CANCELED
            completion.message = str(canceled)
        except TaskFailed as failed:
            completion.status = TaskStatus.FAILED
            completion.message = str(failed) or "failed"
        except BaseException as error:  # SystemExit too: a handler ends its task, never the process
            completion.status = TaskStatus.FAILED
            completion.message = "".join(traceback.format_exception_only(type(error), error)).strip()
            self._try(lambda: self.log(_trace(error), error=True))
        self._try(lambda: self._core.complete(completion))

    @staticmethod
    def _try(action: Callable[[], None]) -> None:
        try:
            action()
        except (SlipwayError, TaskCanceled):
            pass  # the engine was closed: it knows that the task is lost


# How values stand in logging commands.
_OF_DATA = {"%": "%AZP25", "\r": "%0D", "\n": "%0A"}
_OF_PROPERTIES = {**_OF_DATA, "]": "%5D", ";": "%3B"}


def _escaped(text: str, spelled: Mapping[str, str]) -> str:
    return "".join(spelled.get(character, character) for character in text)


def _trace(error: BaseException) -> str:
    """From the handler on: the frame of this module above it tells its author nothing."""
    below = error.__traceback__.tb_next if error.__traceback__ is not None else None
    return "".join(traceback.format_exception(type(error), error, below))


class _LogHandler(logging.Handler):
    def __init__(self, task: TaskContext) -> None:
        super().__init__()
        self._task = task
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        marker = (
            "##[error]"
            if record.levelno >= logging.ERROR
            else "##[warning]"
            if record.levelno >= logging.WARNING
            else ""
        )
        self._task.log(marker + self.format(record))


class TaskRunner:
    """Takes tasks from the engine and runs their handlers."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._lock = threading.Lock()
        self._handlers: Dict[str, Callable[[TaskContext], Any]] = {}
        self._running: Dict[str, TaskContext] = {}
        self._unhandled: List[HostTask] = []  # of a task id that is known to the engine, and not yet here
        self._started = False

    def register(
        self,
        task_id: str,
        handler: Callable[[TaskContext], Any],
        *,
        version: str,
        name: str,
        idempotent: bool,
        loop: Optional[asyncio.AbstractEventLoop] = None,
    ) -> None:
        """Tells the engine, then starts to take work."""
        if inspect.iscoroutinefunction(handler):
            if loop is None:
                raise TypeError(f"{name} is `async def`: register it with an AsyncEngine, within its event loop")
            handler = _on_loop(handler, loop)
        key = task_id.strip().lower()
        self._core.call(
            "slipway_register_task",
            {"taskId": task_id, "version": version, "name": name, "idempotent": idempotent, "pull": True},
            RegisterTaskResponse,
        )
        with self._lock:
            self._handlers[key] = handler
            waiting = [task for task in self._unhandled if task.task_id.lower() == key]
            self._unhandled = [task for task in self._unhandled if task.task_id.lower() != key]
            start, self._started = not self._started, True
        for task in waiting:
            self._begin(task)
        if start:
            runner = weakref.ref(self)
            core = self._core
            threading.Thread(target=_take, args=(core, runner), name="slipway-work", daemon=True).start()

    def stop(self) -> None:
        """Tells every handler to stop."""
        with self._lock:
            running = list(self._running.values())
        for context in running:
            context._cancel()

    def _dispatch(self, task: HostTask) -> None:
        if not task.cancel:
            return self._begin(task)
        with self._lock:
            context = self._running.get(task.token)
            dropped = [waiting for waiting in self._unhandled if waiting.token == task.token]
            self._unhandled = [waiting for waiting in self._unhandled if waiting.token != task.token]
        if context is not None:
            context._cancel()
        for waiting in dropped:
            TaskContext._try(
                lambda: self._core.complete(TaskCompletion(token=waiting.token, status=TaskStatus.CANCELED))
            )

    def _begin(self, task: HostTask) -> None:
        context = TaskContext(self._core, task)
        with self._lock:
            handler = self._handlers.get(task.task_id.lower())
            if handler is None:
                self._unhandled.append(task)
                return
            self._running[task.token] = context
        running, run = self._running, handler

        def job() -> None:
            context._run(run)
            running.pop(task.token, None)

        _threads.start(job)


def _take(core: Core, runner: "weakref.ref[TaskRunner]") -> None:
    while True:
        try:
            task = HostTask.from_dict(core.work_next())
        except SlipwayError:
            return  # the engine was closed
        alive = runner()
        if alive is None:
            return
        alive._dispatch(task)
        del alive


def _on_loop(
    handler: Callable[[TaskContext], Awaitable[Any]], loop: asyncio.AbstractEventLoop
) -> Callable[[TaskContext], Any]:
    def call(context: TaskContext) -> Any:
        async def run() -> Any:
            return await handler(context)

        future = asyncio.run_coroutine_threadsafe(run(), loop)
        context._on_cancel = future.cancel  # type: ignore[assignment]
        if context.canceled:
            future.cancel()
        try:
            return future.result()
        except BaseException as error:
            if future.cancelled():
                raise TaskCanceled() from None
            raise error

    return call
