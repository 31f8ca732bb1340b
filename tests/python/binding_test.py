"""The Python package as people use it."""
import asyncio
import copy
import gc
import pathlib
import pickle
import threading
import unittest

import slipway
from support import DEADLINE, GREET, OTHER, EngineTest, definition, environment, task


class Calls(EngineTest):
    def test_a_release_runs_to_its_end(self):
        engine = self.open(unknown_tasks=slipway.UnknownTaskPolicy.SIMULATE)
        release = self.run_release(
            engine, definition(environment("Dev", 1), environment("QA", 2, ["Dev"])), actor="anna"
        )
        self.assertEqual(release.created_by, "anna")
        self.assertEqual(
            [(e.name, e.status) for e in release.environments],
            [("Dev", slipway.EnvironmentStatus.SUCCEEDED), ("QA", slipway.EnvironmentStatus.SUCCEEDED)],
        )
        self.assertIs(release.environments[1].deployments[0].phases[0].jobs[0].status, slipway.TaskStatus.SUCCEEDED)

    def test_a_database_is_given_as_text_or_as_a_path(self):
        for path in (str(self.folder / "a.db"), pathlib.Path(self.folder / "b.db")):
            with slipway.Engine(path) as engine:
                self.assertEqual(engine.get_status().version, slipway.version())
            self.assertTrue(engine.closed)

    def test_events_come_in_order_with_their_kind(self):
        engine = self.open(unknown_tasks=slipway.UnknownTaskPolicy.SIMULATE)
        release = self.run_release(engine)
        with engine.events(release=release.id, until_idle=True) as events:
            kinds = [event.kind for record in events for event in record.batch.events]
        self.assertEqual(kinds[:2], ["release_created", "release_started"])
        self.assertEqual(kinds[-1], "deployment_finished")
        first = next(iter(engine.watch_events(release_id=release.id)))
        self.assertEqual(first.batch.events[0].release_created.name, release.name)
        self.assertIsNone(first.batch.events[0].release_started)

    def test_a_stream_that_has_nothing_says_so_in_time_and_goes_on(self):
        engine = self.open(unknown_tasks=slipway.UnknownTaskPolicy.SIMULATE)
        events = engine.events()
        with self.assertRaises(slipway.DeadlineExceededError):
            events.next(timeout=0)
        self.run_release(engine)
        self.assertEqual(events.next(timeout=DEADLINE).position, 1)

    def test_closing_a_stream_or_its_engine_wakes_who_waits(self):
        engine = self.open()
        for close in (lambda stream: stream.close(), lambda stream: engine.close()):
            stream = engine.events()
            entered, result = threading.Event(), []

            def wait():
                entered.set()
                try:
                    list(stream)
                except slipway.SlipwayError as error:
                    result.append(error.code)

            thread = threading.Thread(target=wait)
            thread.start()
            entered.wait()
            close(stream)
            thread.join(DEADLINE)
            # Before it waits the handle is closed already; while it waits, it is cancelled.
            self.assertIn(result, [[slipway.StatusCode.CANCELLED], [slipway.StatusCode.FAILED_PRECONDITION]])

    def test_maps_lists_and_messages_go_in_as_python_has_them(self):
        engine = self.open(unknown_tasks=slipway.UnknownTaskPolicy.SIMULATE)
        document = definition(variables={"Color": {"value": "red", "allowOverride": True}})
        release = self.run_release(
            engine, document, variables={"Color": slipway.VariableValue(value="blue")}, manual_environments=("Dev",)
        )
        self.assertEqual(release.variables["Color"].value, "blue")
        self.assertEqual(release.environments[0].status, slipway.EnvironmentStatus.NOT_STARTED)

    def test_text_of_every_plane_and_numbers_beyond_2_to_the_53_come_back(self):
        engine = self.open(unknown_tasks=slipway.UnknownTaskPolicy.SIMULATE)
        text = 'Grüße \U0001f680 \x00 "quoted" \\ \u2028'
        self.assertEqual(self.run_release(engine, description=text).description, text)
        with self.assertRaises(slipway.NotFoundError) as raised:
            engine.get_release(release_id=2**62 + 1)
        self.assertIn(str(2**62 + 1), str(raised.exception))

    def test_gc_closes_what_was_forgotten(self):
        slipway.Engine(self.database).task(GREET)(lambda task: None)
        with slipway.Engine(self.database) as engine:
            self.assertEqual(engine.get_status().active_releases, 0)


class Errors(EngineTest):
    def test_each_code_is_an_exception_with_its_detail(self):
        engine = self.open()
        with self.assertRaises(slipway.NotFoundError) as raised:
            engine.get_release(release_id=7)
        self.assertEqual(raised.exception.code, slipway.StatusCode.NOT_FOUND)
        self.assertIn("there is no release 7", str(raised.exception))
        with self.assertRaises(slipway.InvalidArgumentError) as raised:
            engine.import_definition(document=definition(environment("A", 1, ["Nosuch"])))
        self.assertEqual(raised.exception.findings[0].path, "environments[0].conditions[0].name")
        self.assertIs(raised.exception.findings[0].severity, slipway.Severity.ERROR)

    def test_errors_are_also_what_python_calls_them(self):
        engine = self.open()
        with self.assertRaises(LookupError):
            engine.get_release(release_id=7)
        with self.assertRaises(ValueError):
            engine.import_definition(document="{")
        with self.assertRaises(TimeoutError):
            engine.events().next(timeout=0)

    def test_an_error_survives_pickle(self):
        error = slipway.InvalidArgumentError("wrong", "a.b", [slipway.Finding(code="X")])
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual(
            (type(again), again.message, again.path, again.findings),
            (type(error), error.message, error.path, error.findings),
        )

    def test_a_second_engine_on_one_file_is_told_so(self):
        self.open()
        with self.assertRaises(slipway.FailedPreconditionError):
            slipway.Engine(self.database)

    def test_what_no_request_can_hold_is_a_type_error(self):
        engine = self.open()
        with self.assertRaises(TypeError):
            engine.create_release(definition_id=1, description=object())
        with self.assertRaises(TypeError):
            engine.create_release(nosuch=1)
        with self.assertRaises(slipway.InvalidArgumentError) as raised:
            engine.create_release(definition_id="one")
        self.assertIn("definitionId", str(raised.exception))


class Messages(unittest.TestCase):
    def test_fields_have_their_defaults_and_keep_what_they_are_given(self):
        approval = slipway.Approval(id=3, status=slipway.ApprovalStatus.PENDING)
        self.assertEqual((approval.id, approval.environment, approval.approver, approval.history), (3, "", None, []))
        approval.approver = slipway.Identity(id="carl")
        approval.history.append(slipway.ApprovalHistory(revision=1))
        self.assertEqual(
            approval.to_dict(),
            {"id": 3, "status": "APPROVAL_STATUS_PENDING", "approver": {"id": "carl"}, "history": [{"revision": 1}]},
        )
        approval.approver = None
        self.assertEqual(slipway.Approval.from_dict(approval.to_dict()), approval)

    def test_values_of_the_wire_are_read(self):
        release = slipway.Release.from_dict(
            {
                "id": "9007199254740993",
                "status": "RELEASE_STATUS_ACTIVE",
                "reason": 3,
                "environments": [{"name": "Dev"}],
                "variables": {"A": {"sealed": "aGk="}},
            }
        )
        self.assertEqual((release.id, release.status, release.reason), (2**53 + 1, 2, slipway.ReleaseReason.SCHEDULE))
        self.assertEqual(release.environments[0].name, "Dev")
        self.assertEqual(release.variables["A"].sealed, b"hi")
        created = slipway.ReleaseCreated.from_dict({"environmentVariables": {"2": {"variables": {}}}})
        self.assertEqual(list(created.environment_variables), [2])

    def test_an_enum_value_of_a_newer_library_is_kept(self):
        status = slipway.Release.from_dict({"status": 77}).status
        self.assertEqual((int(status), status.name), (77, "UNKNOWN_77"))

    def test_messages_compare_copy_and_pickle(self):
        one = slipway.Release(id=1, environments=[slipway.ReleaseEnvironment(name="Dev")])
        for other in (copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
            self.assertEqual(one, other)
            other.environments[0].name = "QA"
            self.assertNotEqual(one, other)

    def test_no_secret_is_printed(self):
        shown = repr(
            [
                slipway.OpenOptions(secrets={"P": "hunter2"}),
                slipway.HostTask(secret_variables={"P": "hunter2"}),
                slipway.VariableValue(value="hunter2", is_secret=True),
                slipway.VariableSet(name="P", value="hunter2", is_secret=True),
            ]
        )
        self.assertNotIn("hunter2", shown)
        self.assertIn("***", shown)


class Async(EngineTest):
    def test_calls_and_streams_are_awaited(self):
        async def main():
            async with await slipway.AsyncEngine.open(
                self.database, unknown_tasks=slipway.UnknownTaskPolicy.SIMULATE
            ) as engine:
                imported = await engine.import_definition(document=definition())
                release = (await engine.create_release(definition_id=imported.definitions[0].definition.id)).release
                kinds = [
                    event.kind
                    async for record in engine.events(release=release.id, until_idle=True)
                    for event in record.batch.events
                ]
                self.assertEqual(kinds[-1], "deployment_finished")
                parts = [part.text async for part in engine.logs(release.id)]
                self.assertIn("Starting", "".join(parts))
                with self.assertRaises(slipway.NotFoundError):
                    await engine.get_release(release_id=99)

        asyncio.run(asyncio.wait_for(main(), DEADLINE))

    def test_a_cancelled_wait_loses_no_event(self):
        async def main():
            async with slipway.AsyncEngine(self.database, unknown_tasks=slipway.UnknownTaskPolicy.SIMULATE) as engine:
                async with engine.events() as events:
                    waiting = asyncio.ensure_future(events.next())
                    await asyncio.sleep(0)
                    waiting.cancel()
                    await asyncio.gather(waiting, return_exceptions=True)
                    imported = await engine.import_definition(document=definition())
                    await engine.create_release(definition_id=imported.definitions[0].definition.id)
                    self.assertEqual((await events.next()).position, 1)

        asyncio.run(asyncio.wait_for(main(), DEADLINE))

    def test_fifty_streams_wait_at_once_and_end_with_the_engine(self):
        async def main():
            engine = slipway.AsyncEngine(self.database)
            waits = [asyncio.ensure_future(engine.events().next()) for _ in range(50)]
            await engine.get_status()
            await engine.close()
            results = await asyncio.gather(*waits, return_exceptions=True)
            self.assertEqual(
                {type(result) for result in results} - {slipway.CancelledError},
                {slipway.FailedPreconditionError} & {type(result) for result in results},
            )

        asyncio.run(asyncio.wait_for(main(), DEADLINE))

    def test_a_thousand_calls_at_once_need_few_threads(self):
        async def main():
            async with slipway.AsyncEngine(self.database) as engine:
                answers = await asyncio.gather(*[engine.get_status() for _ in range(1000)])
                self.assertEqual({answer.version for answer in answers}, {slipway.version()})
                self.assertLessEqual(sum(thread.name == "slipway-call" for thread in threading.enumerate()), 32)

        asyncio.run(asyncio.wait_for(main(), DEADLINE))

    def test_a_stream_that_is_dropped_while_it_waits_lets_its_thread_go(self):
        async def main():
            async with slipway.AsyncEngine(self.database) as engine:
                ended = asyncio.Event()
                stream = engine.events()
                waiting = asyncio.ensure_future(stream.next())
                await engine.get_status()
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
                inner = stream._waiting
                inner.add_done_callback(lambda future: (future.exception(), ended.set()))
                del stream, waiting
                gc.collect()
                await ended.wait()
                self.assertIsInstance(inner.exception(), slipway.SlipwayError)

        asyncio.run(asyncio.wait_for(main(), DEADLINE))


class HostTasks(EngineTest):
    def status(self, release):
        return release.environments[0].deployments[0].phases[0].jobs[0].tasks[0].status

    def test_a_function_runs_a_task(self):
        engine = self.open()

        @engine.task(GREET, version="1.0")
        def greet(context):
            context.progress(50, "half")
            context.logger.info("hello %s", context.inputs["name"])
            context.set_variable("Greeted", context.inputs["name"], output=True)

        self.assertEqual(greet.__name__, "greet")  # the decorator leaves the function as it is

        @engine.task(OTHER)
        def answer(context):
            context.log("greeted: " + context.inputs["who"])

        greeting = {**task(name="anna;]%0A"), "refName": "first"}
        release = self.run_release(
            engine, definition(environment(tasks=[greeting, task(OTHER, who="$(first.Greeted)")]))
        )
        self.assertEqual(self.status(release), slipway.TaskStatus.SUCCEEDED)
        self.assertIn("hello anna", self.log(engine, release))
        log = engine.read_log(release_id=release.id, environment="Dev", task=1).text
        self.assertIn("greeted: anna;]%0A", log)  # what means something in a logging command comes through

    def test_an_exception_fails_the_task_with_its_trace_in_the_log(self):
        engine = self.open()

        @engine.task(GREET)
        def broken(context):
            raise ValueError("not today")

        release = self.run_release(engine)
        self.assertEqual(self.status(release), slipway.TaskStatus.FAILED)
        log = self.log(engine, release)
        self.assertIn("Traceback (most recent call last)", log)
        self.assertIn("in broken", log)
        self.assertNotIn("_tasks.py", log)
        self.assertIn("ValueError: not today", log)

    def test_exit_and_interrupt_end_the_task_and_not_the_process(self):
        for error in (SystemExit(3), KeyboardInterrupt(), asyncio.CancelledError()):
            with self.subTest(type(error).__name__), slipway.Engine(
                self.folder / f"{type(error).__name__}.db"
            ) as engine:

                @engine.task(GREET)
                def leave(context):
                    raise error

                self.assertIn(
                    self.status(self.run_release(engine)), (slipway.TaskStatus.FAILED, slipway.TaskStatus.CANCELED)
                )

    def test_a_status_and_a_warning_are_the_result(self):
        engine = self.open()

        @engine.task(GREET)
        def half(context):
            context.warning("careful")
            return slipway.TaskStatus.PARTIALLY_SUCCEEDED

        release = self.run_release(engine)
        self.assertEqual(release.environments[0].status, slipway.EnvironmentStatus.PARTIALLY_SUCCEEDED)
        issues = release.environments[0].deployments[0].phases[0].jobs[0].tasks[0].issues
        self.assertEqual([(issue.is_error, issue.message) for issue in issues], [(False, "careful")])

    def test_failing_on_purpose_leaves_no_trace(self):
        engine = self.open()

        @engine.task(GREET)
        def fails(context):
            raise slipway.TaskFailed("no such customer")

        release = self.run_release(engine)
        self.assertEqual(self.status(release), slipway.TaskStatus.FAILED)
        self.assertIn("no such customer", self.log(engine, release))
        self.assertNotIn("Traceback", self.log(engine, release))

    def test_cancelling_reaches_the_handler(self):
        engine = self.open()
        running = threading.Event()

        @engine.task(GREET)
        def waits(context):
            running.set()
            self.assertTrue(context.wait_canceled(DEADLINE))
            context.check()

        engine.import_definition(document=definition())
        release = engine.create_release(definition_id=1).release
        self.assertTrue(running.wait(DEADLINE))
        engine.cancel_environment(release_id=release.id, environment="Dev")
        list(engine.events(release=release.id, until_idle=True))
        release = engine.get_release(release_id=release.id).release
        self.assertEqual(release.environments[0].status, slipway.EnvironmentStatus.CANCELED)
        self.assertEqual(self.status(release), slipway.TaskStatus.CANCELED)

    def test_secrets_are_masked_in_the_log(self):
        engine = self.open(secrets={"Password": "hunter2"})

        @engine.task(GREET)
        def tells(context):
            context.log("it is " + context.secrets["Password"])

        release = self.run_release(engine, definition(variables={"Password": {"value": None, "isSecret": True}}))
        self.assertIn("it is ***", self.log(engine, release))
        self.assertNotIn("hunter2", self.log(engine, release))

    def test_an_async_handler_runs_in_the_loop_and_is_cancelled_like_a_task(self):
        async def main():
            async with slipway.AsyncEngine(self.database) as engine:
                running, cancelled = asyncio.Event(), asyncio.Event()

                @engine.task(GREET)
                async def waits(context):
                    running.set()
                    try:
                        await asyncio.Event().wait()
                    except asyncio.CancelledError:
                        cancelled.set()
                        raise

                await engine.import_definition(document=definition())
                release = (await engine.create_release(definition_id=1)).release
                await running.wait()
                await engine.cancel_environment(release_id=release.id)
                await cancelled.wait()
                async for _ in engine.events(release=release.id, until_idle=True):
                    pass
                release = (await engine.get_release(release_id=release.id)).release
                self.assertEqual(self.status(release), slipway.TaskStatus.CANCELED)

        asyncio.run(asyncio.wait_for(main(), DEADLINE))

    def test_an_async_handler_needs_a_loop(self):
        engine = self.open()

        async def handler(context):
            pass

        with self.assertRaises(TypeError):
            engine.task(GREET)(handler)

    def test_a_task_known_at_open_waits_for_its_handler(self):
        engine = self.open(host_tasks=[slipway.RegisterTaskRequest(task_id=GREET, pull=True)])
        engine.import_definition(document=definition())
        release = engine.create_release(definition_id=1).release
        engine.task("11111111-1111-1111-1111-111111111111")(lambda context: None)  # work is taken from here on
        engine.task(GREET)(lambda context: context.log("late"))
        list(engine.events(release=release.id, until_idle=True))
        self.assertIn("late", self.log(engine, release))


class HostCalls(EngineTest):
    def test_notifications_reach_a_function_and_its_exceptions_reach_the_hook(self):
        seen, arrived = [], threading.Event()

        def notify(notification):
            seen.append(notification.kind)
            if notification.kind == "deployment-completed":
                arrived.set()

        engine = self.open(on_notify=notify, unknown_tasks=slipway.UnknownTaskPolicy.SIMULATE)
        self.run_release(engine)
        self.assertTrue(arrived.wait(DEADLINE))
        self.assertIn("release-created", seen)


if __name__ == "__main__":
    unittest.main(verbosity=2)
