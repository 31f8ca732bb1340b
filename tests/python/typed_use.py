"""Read by mypy, never run: what a type checker knows of the package. Each `type: ignore` is an error that it must find."""
from typing import Dict, List, Optional

import slipway


def sync_calls(engine: slipway.Engine) -> None:
    created = engine.create_release(
        definition_id=3, variables={"Color": slipway.VariableValue(value="blue")}, artifacts=()
    )
    release: slipway.Release = created.release
    status: slipway.EnvironmentStatus = release.environments[0].status
    approver: Optional[slipway.Identity] = release.environments[0].deployments[0].approvals[0].approver
    variables: Dict[str, slipway.VariableValue] = release.variables
    names: List[str] = [environment.name for environment in release.environments]
    for record in engine.events(release=release.id):
        for event in record.batch.events:
            kind: Optional[str] = event.kind
            if event.task_started is not None:
                token: str = event.task_started.token
    release.name = "another"

    engine.create_release(definition_id="three")  # type: ignore[arg-type]
    engine.create_release(nosuch=1)  # type: ignore[call-arg]
    engine.create_release(3)  # type: ignore[misc]
    release.nosuch  # type: ignore[attr-defined]
    release.name = 7  # type: ignore[assignment]
    approver.id  # type: ignore[union-attr]
    wrong: slipway.ReleaseStatus = status  # type: ignore[assignment]
    engine.list_approvals(status=slipway.ReleaseStatus.ACTIVE)  # type: ignore[arg-type]
    print(variables, names, kind, token, wrong)


async def async_calls(engine: slipway.AsyncEngine) -> int:
    release = (await engine.get_release(release_id=1)).release
    async for part in engine.logs(release.id):
        text: str = part.text
        print(text)
    engine.get_release(release_id=1).release  # type: ignore[attr-defined]

    @engine.task("5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c")
    async def greet(task: slipway.TaskContext) -> None:
        task.log(task.inputs["name"])
        task.progress("half")  # type: ignore[arg-type]

    return release.id


def errors(engine: slipway.Engine) -> str:
    try:
        engine.import_definition(document="{")
    except slipway.InvalidArgumentError as error:
        findings: List[slipway.Finding] = error.findings
        error.nosuch  # type: ignore[attr-defined]
        return error.path + findings[0].code
    return ""
