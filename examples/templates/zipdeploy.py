# Deploys a zip to an App Service of Azure, or whatever else has Kudu's zip deployment: posts it, then asks until it is through.
#   SCM        https://NAME.scm.azurewebsites.net      ZIP        the file      PATIENCE   seconds until it has to be through
#   SCM_USER   deployment user, $NAME                   SCM_PASSWORD   its password; without a user: a bearer token
import base64
import glob
import json
import os
import sys
import time
import urllib.error
import urllib.request

PENDING, FAILED, SUCCESS = (0, 1, 2), 3, 4
scm, user, secret = os.environ["SCM"].rstrip("/"), os.environ.get("SCM_USER", ""), os.environ["SCM_PASSWORD"]
end = time.monotonic() + float(os.environ["PATIENCE"])
credential = "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode() if user else "Bearer " + secret


def fail(message):
    print(f"##vso[task.logissue type=error]{message}")
    sys.exit(1)


class StaysHere(urllib.request.HTTPRedirectHandler):
    # A redirect to a login page is what an expired token is answered with; the credential must not follow it.
    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(StaysHere)


def ask(path, file=None):
    """The status and the JSON (or text) of an answer. Asked again while there is none, or the server is not well."""
    pause = 1
    while True:
        body = open(file, "rb") if file else None
        headers = {"Authorization": credential, "Accept": "application/json"}
        if body:
            headers |= {"Content-Type": "application/zip", "Content-Length": str(os.path.getsize(file))}
        try:
            with opener.open(urllib.request.Request(scm + path, body, headers), timeout=300) as answer:
                status, text = answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read().decode(errors="replace")
        except OSError as error:
            status, text = 0, str(getattr(error, "reason", error))
        finally:
            if body:
                body.close()
        if status in (301, 302, 307, 401, 403):
            fail(f"{scm} refuses the credential (HTTP {status}): it is wrong, or has expired")
        # 409: another deployment is under way.
        if status not in (0, 408, 409, 429) and status < 500:
            break
        print(f"{path}: {f'HTTP {status}' if status else 'no answer'}: {text[:200]}; asking again")
        if time.monotonic() + pause > end:
            fail(f"{scm}{path} does not answer as it should: {f'HTTP {status}: ' if status else ''}{text[:200]}")
        time.sleep(pause)
        pause = min(pause * 2, 15)
    try:
        return status, json.loads(text)
    except ValueError:
        return status, text


found = glob.glob(os.environ["ZIP"], recursive=True)
if len(found) != 1:
    fail(f"'{os.environ['ZIP']}' names {len(found)} files; expected one zip")
status, before = ask("/api/deployments/latest")
before = before.get("id") if status == 200 and isinstance(before, dict) else None
print(f"posting {os.path.basename(found[0])} ({os.path.getsize(found[0])} bytes) to {scm}; the last deployment there is {before}")
status, said = ask("/api/zipdeploy?isAsync=true&deployer=Slipway", found[0])
if status not in (200, 202):
    fail(f"{scm} does not take the zip (HTTP {status}): {str(said)[:500]}")
shown = None
while True:
    status, latest = ask("/api/deployments/latest")
    if status not in (200, 202) or not isinstance(latest, dict):
        # It is listed a moment after it has been accepted.
        latest = {"id": before, "status": 0}
    state = latest.get("status")
    if latest.get("id") != before:
        line = f"deployment {latest.get('id')}: {latest.get('status_text') or latest.get('progress') or state}"
        if line != shown:
            print(line)
            shown = line
        if latest.get("complete", True) and state == SUCCESS:
            print(f"deployed: {latest.get('site_name', scm)}")
            break
        if state not in PENDING and state != SUCCESS:
            status, log = ask(f"/api/deployments/{latest['id']}/log")
            for entry in log if isinstance(log, list) else []:
                print(f"{entry.get('log_time', '')} {entry.get('message', '')}")
            fail(f"the deployment {latest['id']} has failed: {latest.get('status_text') or latest.get('message') or state}")
    if time.monotonic() > end:
        fail(f"the deployment is not through in time; it is {latest.get('status_text') or state}, and may still go on")
    time.sleep(float(os.environ.get("PAUSE", "2")))
