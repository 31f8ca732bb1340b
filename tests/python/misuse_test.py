"""What goes wrong in a host must have a defined result: an exception, never a crash, never a hang."""
import contextlib
import gc
import io
import inspect
import os
import signal
import subprocess
import sys
import threading
import unittest
from unittest import mock

import slipway
from support import DEADLINE, GREET, EngineTest, definition

SIMULATE = slipway.UnknownTaskPolicy.SIMULATE


def calls_of(engine):
    """Every emitted method that is a call, whatever rpcs there are."""
    return [
        getattr(engine, name)
        for name, method in vars(slipway.Engine).items()
        if inspect.isfunction(method) and not name.startswith("_")
    ]


class Handles(EngineTest):
    def test_every_call_of_a_closed_engine_is_refused(self):
        engine = self.open()
        stream = engine.events()
        engine.close()
        self.assertGreater(len(calls_of(engine)), 40)
        for call in calls_of(engine):
            with self.subTest(call.__name__), self.assertRaises(slipway.FailedPreconditionError):
                call()
        for use in (stream.next, lambda: engine.task(GREET)(lambda task: None), engine.events):
            with self.assertRaises(slipway.FailedPreconditionError):
                use()

    def test_closing_again_does_nothing(self):
        engine = self.open()
        stream = engine.events()
        for _ in range(3):
            stream.close()
            engine.close()
        with self.assertRaises(slipway.FailedPreconditionError):
            stream.next()

    def test_an_engine_that_was_never_opened_is_harmless(self):
        for path in ("", self.folder / "no" / "such" / "s.db"):
            with self.assertRaises(slipway.SlipwayError):
                slipway.Engine(path)
        gc.collect()  # what is left of them is destroyed here

    def test_every_function_of_the_library_answers_to_null(self):
        from slipway import _native

        library = _native.library()
        unary = library.unary
        for call in calls_of(self.open()):
            symbol = "slipway_" + call.__name__
            answer = _native._Answer()
            at = _native.ctypes.addressof(answer)
            code = unary[symbol](None, b"", 0, at, at + _native._ERROR_OFFSET)
            self.assertEqual(code, slipway.StatusCode.FAILED_PRECONDITION, call.__name__)
            self.assertEqual(library.error(code, answer.error).message, "engine is NULL")
            self.assertEqual(unary[symbol](None, b"", 0, None, None), code)
        library.close(None)
        library.cursor_close(None)
        library.buffer_release(None)
        library.error_release(None)

    def test_garbage_goes_in_any_order(self):
        for order in ("engine", "stream"):
            engine = slipway.Engine(self.folder / f"{order}.db")
            stream = engine.events()
            engine.task(GREET)(lambda task: None)
            cycle = [engine, stream]
            cycle.append(cycle)
            if order == "engine":
                del engine
                gc.collect()
                del stream
            else:
                del stream
                gc.collect()
                del engine
            del cycle
            gc.collect()
            slipway.Engine(self.folder / f"{order}.db").close()  # it is closed: the file is free again


class Threads(EngineTest):
    def both_end(self, *functions):
        errors = []

        def guarded(function):
            try:
                function()
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=guarded, args=(function,)) for function in functions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(DEADLINE)
            self.assertFalse(thread.is_alive(), "a thread hangs")
        return errors

    def test_many_threads_call_one_engine(self):
        engine = self.open(unknown_tasks=SIMULATE)
        engine.import_definition(document=definition())

        def work():
            for _ in range(20):
                release = engine.create_release(definition_id=1).release
                self.assertEqual(engine.get_release(release_id=release.id).release.name, release.name)

        self.assertEqual(self.both_end(*[work] * 8), [])
        self.assertEqual(len(engine.list_releases(limit=1000).releases), 160)

    def test_one_stream_is_read_by_one_thread_at_a_time(self):
        engine = self.open()
        stream = engine.events()
        waiting = threading.Event()

        def wait():
            waiting.set()
            while True:
                try:
                    stream.next()
                except slipway.FailedPreconditionError as error:
                    if "another thread" not in str(error):
                        return  # closed
                except slipway.CancelledError:
                    return

        def second():
            waiting.wait()
            while True:  # until the first thread is inside
                try:
                    stream.next(0)
                except slipway.DeadlineExceededError:
                    continue
                except slipway.FailedPreconditionError as error:
                    self.assertIn("another thread", str(error))
                    break
            stream.close()

        self.assertEqual(self.both_end(wait, second), [])

    def test_closing_during_calls_waits_for_them_and_refuses_the_next(self):
        for _ in range(10):
            engine = slipway.Engine(self.database, unknown_tasks=SIMULATE)
            engine.import_definition(document=definition(), upsert=True)
            started = threading.Barrier(5)

            def work():
                started.wait()
                while True:
                    engine.create_release(definition_id=1)

            def watch():
                started.wait()
                list(engine.events())

            def close():
                started.wait()
                engine.close()

            errors = self.both_end(work, work, work, watch, close)
            self.assertEqual(len(errors), 4)
            self.assertLessEqual(
                {type(error) for error in errors}, {slipway.FailedPreconditionError, slipway.CancelledError}
            )


class Callbacks(EngineTest):
    def test_a_handler_may_call_its_engine(self):
        engine = self.open()
        engine.import_definition(document=definition())

        @engine.task(GREET)
        def calls(task):
            release = engine.get_release(release_id=task.release_id).release
            engine.list_approvals()
            task.log(f"I am in {release.name}")
            if release.id == 1:
                engine.create_release(definition_id=1)

        release = engine.create_release(definition_id=1).release
        for number in (release.id, 2):
            list(engine.events(release=number, until_idle=True))
        self.assertIn("I am in R-2", engine.read_log(release_id=2, environment="Dev").text)

    def test_a_handler_may_close_its_engine(self):
        engine = self.open()
        closed = threading.Event()

        @engine.task(GREET)
        def closes(task):
            engine.close()
            self.assertTrue(task.canceled)
            closed.set()

        engine.import_definition(document=definition())
        engine.create_release(definition_id=1)
        self.assertTrue(closed.wait(DEADLINE))
        self.assertTrue(engine.closed)

    def test_a_callback_may_call_but_not_close_its_engine(self):
        seen, done = [], threading.Event()

        def notify(notification):
            if notification.kind != "release-created":
                return
            seen.append(engine.get_release(release_id=notification.release_id).release.name)
            try:
                engine.close()
            except slipway.FailedPreconditionError as error:
                seen.append(str(error))
            done.set()

        engine = self.open(on_notify=notify, unknown_tasks=SIMULATE)
        engine.import_definition(document=definition())
        engine.create_release(definition_id=1)
        self.assertTrue(done.wait(DEADLINE))
        self.assertEqual(seen[0], "R-1")
        self.assertIn("close inside a callback", seen[1])
        self.assertFalse(engine.closed)
        engine.get_status()

    def test_an_exception_in_a_callback_is_printed_and_refuses(self):
        errors = io.StringIO()
        engine = self.open(on_resolve_groups=lambda query: engine.get_release(release_id=999), unknown_tasks=SIMULATE)
        with contextlib.redirect_stderr(errors):
            with self.assertRaises(slipway.NotFoundError) as refused:
                engine.update_approval(approval_id=1, status=slipway.ApprovalStatus.APPROVED, actor="eve")
        self.assertIn("the groups of 'eve' are not known", str(refused.exception))
        self.assertIn("Exception ignored in a callback of the engine", errors.getvalue())
        self.assertIn("there is no release 999", errors.getvalue())

    def test_an_exception_in_a_callback_reaches_the_hook_of_the_program(self):
        reported = []
        engine = self.open(on_resolve_groups=lambda query: 1 // 0, unknown_tasks=SIMULATE)
        with mock.patch.object(sys, "unraisablehook", reported.append):
            with self.assertRaises(slipway.InternalError):
                engine.update_approval(approval_id=1, status=slipway.ApprovalStatus.APPROVED, actor="eve")
        self.assertIs(reported[0].exc_type, ZeroDivisionError)
        self.assertIsNotNone(reported[0].exc_traceback)


class Processes(EngineTest):
    def child(self, code):
        """A Python of its own that may be killed, forked and interrupted."""
        return subprocess.Popen(
            [sys.executable, "-c", "import os, sys, threading\nimport slipway\n" + code, str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ,
        )

    def ended(self, code, status=0):
        process = self.child(code)
        out, err = process.communicate(timeout=DEADLINE)
        self.assertEqual(process.returncode, status, out + err)
        return out

    def test_a_forked_child_is_refused_and_may_open_its_own(self):
        out = self.ended(
            """
engine = slipway.Engine(sys.argv[1] + "/parent.db")
stream = engine.events()
@engine.task("5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c")
def idle(task): pass
child = os.fork()
if child == 0:
    for use in (engine.get_status, stream.next, engine.events):
        try:
            use()
        except slipway.FailedPreconditionError as error:
            assert "forked" in str(error), error
        else:
            os._exit(3)
    with slipway.Engine(sys.argv[1] + "/child.db") as own:
        own.get_status()
    engine.close()  # forgets it; the parent's is not touched
    sys.exit(7)     # through everything that runs at exit
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 7, status
print(engine.get_status().version)
"""
        )
        self.assertEqual(out.strip(), slipway.version())

    def test_a_forked_child_cannot_take_the_parents_file(self):
        self.ended(
            """
engine = slipway.Engine(sys.argv[1] + "/s.db")
child = os.fork()
if child == 0:
    try:
        slipway.Engine(sys.argv[1] + "/s.db")
    except slipway.FailedPreconditionError:
        os._exit(0)
    os._exit(1)
assert os.waitpid(child, 0)[1] == 0
engine.get_status()
"""
        )

    def test_the_interpreter_leaves_with_everything_open(self):
        self.ended(
            """
import asyncio
engine = slipway.Engine(sys.argv[1] + "/s.db")
running = threading.Event()
@engine.task("5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c")
def stuck(task):
    running.set()
    threading.Event().wait()
stream = engine.events()
threading.Thread(target=lambda: list(engine.events()), daemon=True).start()
from support import definition
engine.import_definition(document=definition())
engine.create_release(definition_id=1)
running.wait()
"""
        )

    def test_control_c_ends_a_wait_in_the_main_thread(self):
        process = self.child(
            """
engine = slipway.Engine(sys.argv[1] + "/s.db")
print("waiting", flush=True)
list(engine.events())
"""
        )
        self.assertEqual(process.stdout.readline(), "waiting\n")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=DEADLINE)
        self.assertIn("KeyboardInterrupt", err)

    def test_two_processes_on_one_file_and_the_second_when_the_first_was_killed(self):
        process = self.child(
            """
engine = slipway.Engine(sys.argv[1] + "/s.db")
print("open", flush=True)
sys.stdin.read()
"""
        )
        self.assertEqual(process.stdout.readline(), "open\n")
        with self.assertRaises(slipway.FailedPreconditionError):
            slipway.Engine(self.database)
        process.kill()
        process.communicate(timeout=DEADLINE)
        self.open().get_status()

    def test_multiprocessing_spawns_and_forks_beside_an_engine(self):
        self.ended(
            """
import multiprocessing
def work(folder):
    with slipway.Engine(folder + "/worker.db") as engine:
        return engine.get_status().version
engine = slipway.Engine(sys.argv[1] + "/s.db")
with multiprocessing.get_context("fork").Pool(1) as pool:
    assert pool.apply(work, (sys.argv[1],)) == slipway.version()
engine.get_status()
"""
        )

    def test_a_missing_library_says_where_it_was_looked_for(self):
        environment = {**os.environ, "SLIPWAY_LIBRARY": str(self.folder / "nosuch.so")}
        done = subprocess.run(
            [sys.executable, "-c", "import slipway; slipway.version()"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
        )
        self.assertIn("SLIPWAY_LIBRARY", done.stderr)
        self.assertIn("nosuch.so", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
