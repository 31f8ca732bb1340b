"""Threads for calls that are awaited, for streams that wait, and for host tasks."""
import collections
import os
import threading
from typing import Callable, Deque, Optional


class Threads:
    """Starts a thread when none is idle, up to `limit`; then jobs queue. One that was idle for a while ends.

    They are daemons: the interpreter does not wait for them.
    """

    IDLE_SECONDS = 10.0

    def __init__(self, name: str, limit: Optional[int] = None) -> None:
        self._name = name
        self._limit = limit
        self._forget()
        os.register_at_fork(after_in_child=self._forget)  # the child has none of them

    def _forget(self) -> None:
        self._changed = threading.Condition()
        self._jobs: Deque[Callable[[], None]] = collections.deque()
        self._idle = 0
        self._count = 0

    def start(self, job: Callable[[], None]) -> None:
        """Runs `job`, which must not raise."""
        with self._changed:
            self._jobs.append(job)
            if self._idle >= len(self._jobs):
                self._changed.notify()
                return
            if self._limit is not None and self._count >= self._limit:
                return
            self._count += 1
        threading.Thread(target=self._work, name=self._name, daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._jobs:
                    self._idle += 1
                    in_time = self._changed.wait(self.IDLE_SECONDS)
                    self._idle -= 1
                    if not in_time and not self._jobs:
                        self._count -= 1
                        return
                job = self._jobs.popleft()
            job()
            del job


# A call ends by itself, so that few threads serve any number of them. A stream that waits, and a handler, may need one
# for ever.
calls = Threads("slipway-call", limit=32)
waits = Threads("slipway-wait")
tasks = Threads("slipway-task")
