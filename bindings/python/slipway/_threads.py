"""Threads for calls that are awaited, for asynchronous streams and for host tasks."""
import os
import queue
import threading
from typing import Callable


class Threads:
    """Starts a thread when none is idle; one that was idle for a while ends. Daemons: the interpreter does not wait for them."""

    IDLE_SECONDS = 10.0

    def __init__(self, name: str) -> None:
        self._name = name
        self._forget()
        os.register_at_fork(after_in_child=self._forget)  # the child has none of them

    def _forget(self) -> None:
        self._jobs: "queue.SimpleQueue[Callable[[], None]]" = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)

    def start(self, job: Callable[[], None]) -> None:
        """Runs `job`, which must not raise."""
        if not self._idle.acquire(blocking=False):
            threading.Thread(target=self._work, name=self._name, daemon=True).start()
        self._jobs.put(job)

    def _work(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self.IDLE_SECONDS)
            except queue.Empty:
                if self._idle.acquire(blocking=False):
                    return
                continue  # somebody counts on this thread: a job is on its way
            job()
            del job
            self._idle.release()


calls = Threads("slipway-call")
tasks = Threads("slipway-task")
