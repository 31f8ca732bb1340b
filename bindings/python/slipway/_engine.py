"""What Engine is made of besides its calls: opening, closing, streams, host tasks."""
import os
from typing import Any, Callable, Dict, Generic, Iterator, Mapping, Optional, Sequence, Tuple, Type, TypeVar, Union

from ._generated_commands import FollowLogsResponse, WatchEventsResponse
from ._message import Message
from ._native import Core, Cursor
from ._tasks import Handler, TaskRunner

M_ = TypeVar("M_", bound=Message)
H_ = TypeVar("H_", bound=Handler)
S_ = TypeVar("S_", bound="EngineBase")
StrPath = Union[str, "os.PathLike[str]"]


class Stream(Generic[M_]):
    """Messages as they come: an iterator, and a context manager that closes it.

    A message is fetched when it is asked for, never before: who reads slowly holds nothing back and holds nothing in
    memory. One thread at a time iterates; close() may come from any and ends the iteration with CancelledError.
    """

    def __init__(self, engine: Any, cursor: Cursor, type_: Type[M_]) -> None:
        self._engine = engine  # a stream alone keeps its engine open
        self._cursor = cursor
        self._type = type_

    def next(self, timeout: Optional[float] = None) -> Optional[M_]:
        """The next message, or None at the end. DeadlineExceededError when none comes within `timeout` seconds; ask
        again."""
        data = self._cursor.next(timeout)
        return None if data is None else self._type.from_dict(data)

    def __iter__(self) -> Iterator[M_]:
        return self

    def __next__(self) -> M_:
        message = self.next()
        if message is None:
            raise StopIteration
        return message

    def close(self) -> None:
        """Ends the stream. Closed already: nothing happens."""
        self._cursor.close()

    def __enter__(self) -> "Stream[M_]":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_cursor"):
            self._cursor.close()


class EngineBase:
    """Everything of Engine that is not one of its calls."""

    _core: Core
    _tasks: TaskRunner

    def _open(
        self,
        options: Dict[str, Any],
        callbacks: Mapping[str, Tuple[Callable[[Any], None], Type[Message]]],
        members: Sequence[str],
    ) -> None:
        self._core = Core(options, callbacks, members)
        self._tasks = TaskRunner(self._core)
        self._call = self._core.call  # one function less for every call

    def _stream(self, name: str, request: Dict[str, Any], message: Type[M_]) -> Stream[M_]:
        return Stream(self, self._core.stream(name, request), message)

    def events(self, release: int = 0, *, after: int = 0, until_idle: bool = False) -> Stream[WatchEventsResponse]:
        """`for event in engine.events(release=7)`: watch_events in short. `release` 0: of all; `after`: a position."""
        return self._stream(
            "slipway_watch_events",
            {"releaseId": release, "afterPosition": after, "untilIdle": until_idle},
            WatchEventsResponse,
        )

    def logs(self, release: int, environment: str = "", *, from_now: bool = False) -> Stream[FollowLogsResponse]:
        """`for part in engine.logs(7)`: follow_logs in short; ends when nothing of the release runs or waits any
        more."""
        return self._stream(
            "slipway_follow_logs",
            {"releaseId": release, "environment": environment, "fromNow": from_now},
            FollowLogsResponse,
        )

    def task(
        self, task_id: str, *, version: str = "1.0.0", name: str = "", idempotent: bool = False
    ) -> Callable[[H_], H_]:
        """Makes the decorated function run the tasks of this GUID, in a thread of its own each.

            @engine.task("5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c", version="1.0")
            def greet(task):
                task.log(f"hello {task.inputs['name']}")

        It gets a TaskContext. Returning succeeds (or give a TaskStatus); TaskFailed fails with its text; any other
        exception fails the task too, with the stack trace in its log. `idempotent`: may run again when its outcome is
        unknown, after a crash of this process.
        """

        def register(handler: H_) -> H_:
            self._tasks.register(
                task_id, handler, version=version, name=name or handler.__name__, idempotent=idempotent
            )
            return handler

        return register

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return self._core.closed

    def close(self) -> None:
        """Stops driving. Threads that wait get CancelledError, calls under way are waited for, later ones are refused.

        What runs outside goes on and is picked up by the next open. Handlers of host tasks are told to cancel, not
        waited for. Closed already: nothing happens.
        """
        self._tasks.stop()
        self._core.close()

    def __enter__(self: S_) -> S_:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_tasks") and not self._core.closed:
            self.close()
