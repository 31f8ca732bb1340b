"""Tasks of a pipeline that are functions of this program.

    host_tasks.py DATABASE
"""
import json
import sys

import slipway
from pipeline import GREET, environment

MIGRATE = "6bfb729a-a7c8-4a78-a7c3-8d717bb7c13c"


def host_task(task_id, ref_name, **inputs):
    return {
        "taskId": task_id,
        "version": "1.*",
        "name": ref_name,
        "refName": ref_name,
        "enabled": True,
        "condition": "succeeded()",
        "inputs": inputs,
    }


def main():
    with slipway.Engine(sys.argv[1], secrets={"Password": "hunter2"}) as engine:

        @engine.task(MIGRATE, version="1.0")
        def migrate(task):
            """With progress, an output variable, and an ear for cancellation."""
            tables = task.inputs["tables"].split(",")
            for number, table in enumerate(tables, start=1):
                task.check()  # leaves when somebody cancels
                task.logger.info("migrating %s with password %s", table, task.secrets["Password"])  # masked in the log
                task.progress(100 * number // len(tables))
            task.set_variable("Tables", str(len(tables)), output=True)

        @engine.task(GREET, version="1.0")
        def greet(task):
            if task.inputs["name"] == "nobody":
                raise slipway.TaskFailed("there is nobody to greet")
            task.log(f"hello {task.inputs['name']}, {task.inputs['tables']} tables are ready")

        document = json.dumps(
            {
                "name": "Tables",
                "releaseNameFormat": "Tables-$(rev:r)",
                "variables": {"Password": {"value": None, "isSecret": True}},
                "environments": [
                    environment(
                        1,
                        "Dev",
                        None,
                        [
                            host_task(MIGRATE, "migrate", tables="orders,items"),
                            host_task(GREET, "greet", name="anna", tables="$(migrate.Tables)"),
                            host_task(GREET, "greet_nobody", name="nobody", tables=""),
                        ],
                    )
                ],
            }
        )
        imported = engine.import_definition(document=document, upsert=True).definitions[0]
        release = engine.create_release(definition_id=imported.definition.id).release
        for part in engine.logs(release.id):
            print(part.text, end="")
        environment_ = engine.get_release(release_id=release.id).release.environments[0]
        for task in environment_.deployments[-1].phases[0].jobs[0].tasks:
            print(f"{task.name}: {task.status.name.lower()} {task.message}".rstrip())


main()
