#include <iostream>
#include <map>

#include "commands.h"

namespace slipway::cli {
namespace {

constexpr char kAll[] = R"(slipway - runs exported release definitions, durably, on this machine

  slipway [--db FILE] [--json] COMMAND ...

  run DEFINITION.json             import, create a release, follow it to its end
  watch [RELEASE] [--until-idle]  drive everything that is due; also what a crash interrupted
  definition import|export|list|show|validate|lint|delete
  release create|list|show|start|cancel|abandon|redeploy|delete|undelete|keep
  approvals [RELEASE]             who is being asked
  approve|reject APPROVAL --as NAME
  reassign APPROVAL TO | defer RELEASE ENV TIME | gate ignore|show RELEASE ENV [GATE...]
  intervention list|resume|reject  manual intervention
  explain RELEASE ENV             why it has, or has not, been deployed
  artifact push|list SOURCE       a new version: what listens to it makes releases
  artifact source set|list|remove, versions    where artifacts come from     changes RELEASE   what is new in it
  variable-group|task-group import|list|delete     deployment-group put|list|delete
  agent-pool put|list|delete      the agents that jobs run on
  freeze add|list|delete          windows in which nothing is deployed
  retention show|run [DEFINITION] which releases no policy keeps
  task install|list|remove        tasks written for VSTS, from a folder or zip
  endpoint set|list|remove        connections that tasks use      secure-file add|list|remove
  verify [RELEASE]                the log is as it was written, and decides the same today
  simulate DEFINITION.json|ID     a month in milliseconds, nothing executed
  logs RELEASE [ENV [TASK]] [--follow]
  deployments [DEFINITION]        what was deployed where
  tests RELEASE                   test results by environment; --history DEFINITION
  status
  completion bash|zsh|fish

Options everywhere
  --db FILE        the database (default: $SLIPWAY_DB, else ./slipway.db)
  --json           one JSON document, or JSON lines where it streams
  --as NAME        on whose behalf
  --help           of any command

Exit codes
  0 succeeded   1 failed   2 usage or bad input   3 rejected or cancelled
  4 waiting for a person   5 the engine or its database   130 interrupted

Examples
  slipway run pipeline.json --artifact app=1.4.2
  slipway --db prod.db watch --until-idle
  slipway approve 12 --as carl --comment "after the freeze"
)";

const std::map<std::string, std::string>& Topics() {
  static const auto* const kTopics = new std::map<std::string, std::string>{
      {"run", R"(slipway run DEFINITION.json [options]

Imports the definition (a new revision when its name exists), creates a release and follows it to its end.
Ctrl-C leaves it; `slipway watch` goes on with it.

  --unknown-tasks=fail|skip|simulate  what to do with tasks nobody can run here (default fail)
  --var NAME=VALUE       a variable that is settable at release time; may be repeated
  --artifact ALIAS=VERSION
  --manual ENVIRONMENT   does not start by itself
  --auto-approve         approve as whoever is asked, resume manual interventions, ignore gates
  --secret-file FILE     NAME=VALUE lines: values of secret variables, kept in memory only
  --new                  always a new definition
  --parallel N           processes at the same time

Examples
  slipway run pipeline.json
  slipway run pipeline.json --unknown-tasks=simulate --auto-approve --json
)"},
      {"watch", R"(slipway watch [RELEASE] [--until-idle] [--auto-approve]

Opens the database and drives everything that is due, showing it. After a crash this is what goes on: tasks that ran
meanwhile are found again, none runs twice.

  --until-idle     end when nothing runs or waits; exit code of the worst release
Examples
  slipway watch --until-idle
)"},
      {"definition", R"(slipway definition import FILE [--new] [--comment TEXT]   exported JSON, or - for standard input
slipway definition validate FILE                          findings with their paths; 1 when broken
slipway definition lint FILE|ID                           what is suspicious though it runs: environments that
                                                          nothing starts, undefined variables, printed secrets,
                                                          tasks nobody can run ...; 0 nothing found, 1 findings,
                                                          2 broken (see validate)
slipway definition export ID [--revision N] [--output FILE]
slipway definition list [--search TEXT]
slipway definition show ID
slipway definition delete ID

Examples
  slipway definition import Shop.json
  slipway definition validate Shop.json --json
  slipway definition lint Shop.json
)"},
      {"release",
       R"(slipway release create DEFINITION [--draft] [--var N=V] [--artifact A=V] [--manual ENV] [--unknown-tasks=...]
slipway release list [DEFINITION] [--limit N] [--deleted]
slipway release show RELEASE
slipway release start RELEASE               a draft, or an abandoned one
slipway release cancel RELEASE [ENV]        all environments, or one
slipway release abandon RELEASE [--comment TEXT]
slipway release redeploy RELEASE ENV [--var N=V] [--at TIME] [--only-failed-targets] [--override-freeze WHY]
slipway release delete|undelete RELEASE [--comment TEXT]      softly; purged after 14 days
slipway release keep RELEASE [forever|not]  whether retention leaves it alone

These record what is to happen; `slipway watch` makes it happen.

Examples
  slipway release create 1 --artifact app=1.4.2 && slipway watch --until-idle
  slipway release redeploy 7 Prod --as ann
)"},
      {"logs", R"(slipway logs RELEASE [ENV [TASK]] [--attempt N] [--follow]

Logs of a release, an environment or a task (by name or number). --follow shows lines as they are written and drives
the release meanwhile.

Examples
  slipway logs 7 Prod
  slipway logs 7 --follow
)"},
      {"reassign",
       "slipway reassign APPROVAL TO --as NAME [--comment TEXT]\n\nTO is asked instead.\n\nExamples\n  slipway reassign "
       "12 ann --as carl\n"},
      {"defer",
       "slipway defer RELEASE ENV TIME --as NAME\n\nWhile approvals before the deployment are pending: once they are in, "
       "it goes on at TIME.\n\nExamples\n  slipway defer 7 Prod 2026-12-24T18:00:00Z --as carl\n"},
      {"gate", R"(slipway gate ignore RELEASE ENV [GATE...] --as NAME --comment WHY   all gates when none is named
slipway gate show RELEASE ENV                                     the last samples

Examples
  slipway gate ignore 7 Prod "Query bugs" --as ann --comment "known, see 4711"
)"},
      {"intervention", R"(slipway intervention list [RELEASE]
slipway intervention resume|reject ID --as NAME [--comment TEXT]

Examples
  slipway intervention resume 42001 --as ann
)"},
      {"explain", R"(slipway explain RELEASE ENV

Why the environment has, or has not, been deployed: one sentence, then every fact with its time, from the log alone.

Examples
  slipway explain 7 Prod
)"},
      {"task", R"(slipway task install FOLDER|ZIP [--replace]
slipway task list [--all]
slipway task remove GUID|NAME [VERSION] [--force]
slipway task complete TASK-INSTANCE-ID [--failed] [--comment TEXT] [--as NAME]

Tasks with a task.json, as published for VSTS and Azure Pipelines. Definitions find them by GUID and version (2.*). A
release keeps the versions, and the hash of their files, that it was created with; `release redeploy --update-tasks`
takes those that are there now. Where a task is also built in, that one runs, unless the release is created with
--installed-tasks. A version that a release in progress uses is removed only with --force.

`complete` ends an InvokeRestApi task that waits for the system it has called (input waitForCompletion): say what that
system got as TaskInstanceId.

Examples
  slipway task install ./BashV3.zip
  slipway task remove 6c731c3c-3c68-459a-a5c9-bde6e6595b5b 3.*
)"},
      {"endpoint", R"(slipway endpoint set NAME [--id GUID] [--type TYPE] [--url URL] [--scheme SCHEME]
                     [--param N=VALUE] [--param-env N=VARIABLE] [--param-file N=FILE]
                     [--data N=VALUE] [--data-env N=VARIABLE] [--data-file N=FILE]
slipway endpoint list
slipway endpoint remove GUID|NAME

Connections that tasks refer to by GUID. Stored encrypted; values are never shown again. Take secrets from the
environment or from a file, not from the command line. What an imported definition names must be added under its GUID.

Examples
  PW=... slipway endpoint set web --id 1a2b... --type ssh --scheme UsernamePassword \
    --param username=deploy --param-env password=PW --data host=web1 --data-file PrivateKey=./id_ed25519
)"},
      {"secure-file", R"(slipway secure-file add FILE [--name NAME] [--id GUID]
slipway secure-file list
slipway secure-file remove GUID|NAME

Files that only tasks see. Stored encrypted, at most 10 MiB; contents are never shown again.

Examples
  slipway secure-file add ./signing.pfx
)"},
      {"artifact", R"(slipway artifact push SOURCE VERSION [--branch B] [--tag T]... [--type TYPE] [--dry-run]
                      [--pull-request N --target-branch B] [--default-branch B]
slipway artifact list SOURCE                         versions that were pushed
slipway artifact source set SOURCE --kind KIND [--location L] [--endpoint NAME] [--setting N=V]... [--poll SECONDS]
slipway artifact source list | remove SOURCE
slipway artifact versions DEFINITION [ALIAS] [--branch B] [--tag T]... [--limit N]

SOURCE is the id or name of the artifact's source, or its alias. Every definition with a trigger that this version
passes gets a release, once for each version; definitions that listen and refuse are shown with the reason.

`source set` says where its files are: then a release takes its version from there, and each job on a machine begins
with downloading it. Kinds: folder (LOCATION/VERSION/files), git, jenkins, build (VSTS, TFS), github, github-release,
http, nuget, npm, maven, host (the host downloads). A definition that names a connection which is stored here as an
endpoint needs none. Credentials belong into the endpoint.

Examples
  slipway artifact push Shop-CI 20261123.1 --branch refs/heads/main --tag tested
  slipway artifact source set Shop-CI --kind folder --location /srv/drops/shop
  slipway artifact source set tools --kind git --location https://git.example.com/tools.git --endpoint git
)"},
      {"changes", R"(slipway changes RELEASE [--since-env ENV | --since RELEASE] [--artifact ALIAS] [--limit N]

Commits and work items that are new in a release: since the one that was last deployed to ENV, since another release, or
since the one before it. Asks the artifacts' sources.

Examples
  slipway changes 7 --since-env Prod
)"},
      {"variable-group", R"(slipway variable-group import FILE   exported JSON: one, a list, or {count, value}
slipway variable-group list | delete ID

Examples
  slipway variable-group import shared-settings.json
)"},
      {"task-group", R"(slipway task-group import FILE   exported JSON: one, a list, or {count, value}
slipway task-group list | delete ID

Releases keep the revision they were created with.

Examples
  slipway task-group import deploy-web.json
)"},
      {"deployment-group", R"(slipway deployment-group put NAME [--id N] [--target NAME[:TAG,TAG]]... [--offline NAME]... [--ssh NAME=...]...
                             [--winrm NAME=...]...
slipway deployment-group list | delete ID

A target is this machine (localhost, or its own name), or a Linux machine that is reached through ssh:

  --ssh NAME=[USER@]HOST[:PORT][,identity=FILE][,known-hosts=FILE][,work=FOLDER][,lost-after=SECONDS]

  identity     private key without a passphrase (default: the ssh agent and ~/.ssh)
  known-hosts  where the host's key is (default: ~/.ssh/known_hosts); ssh-keyscan gets it, compare the fingerprint
  work         folder on the target for the runner and work folders (default: .slipway in the user's home)
  lost-after   how long it may be out of reach before a task that runs there is lost (default: 300)

ssh asks nothing and trusts no unknown host key. The runner is copied on first use and checked by its hash. A
connection that drops is made again, and the task goes on; a target that is down at the start counts as unhealthy.

A Windows machine is reached through its OpenSSH (--ssh with platform=windows), or through WinRM:

  --winrm NAME=HOST[:PORT],endpoint=ID[,transport=ntlm|basic][,plain-http=yes][,ca=FILE][,certificate=SHA256]
          [,work=FOLDER][,lost-after=SECONDS]

  endpoint     service endpoint with user name and password (slipway endpoint set --scheme UsernamePassword)
  certificate  SHA-256 of the machine's own certificate, where no authority vouches for it
  work         folder there (default: C:\slipway); lost-after 60, after which the task has failed

It runs PowerShell 2.* and Command Line 2.* tasks; nothing is installed there. docs/windows.md tells what is different.

Examples
  slipway deployment-group put Web --id 5 --target web1:blue --target web2:green
  slipway deployment-group put Web --id 5 --target web1:blue --ssh web1=deploy@10.0.0.7,identity=web.key
  slipway deployment-group put Iis --id 6 --target iis1 --ssh iis1=deploy@10.0.0.9,identity=web.key,platform=windows
)"},
      {"agent-pool", R"(slipway agent-pool put NAME [--id N] [--queue N]... [--agent NAME[:SLOTS]]... [--capability AGENT:NAME[=VALUE]]...
                       [--ssh NAME=...]... [--winrm NAME=...]... [--offline NAME]... [--disabled NAME]...
slipway agent-pool list | delete ID

Phases name a pool by number (queueId): --id, and further ones with --queue. Each job of such a phase waits for an agent
that is online, has a slot free and meets the demands of the phase and of its tasks; first come, first served, over all
releases. Demands that no agent meets fail the job. Phases whose pool is not known here run on this machine, as many tasks
at once as --parallel lets them.

An agent is this machine, or one reached through ssh (see `slipway help deployment-group`). Capabilities: Agent.Name,
Agent.OS, Agent.Version, on this machine what is found on PATH (java, maven, node.js, git, ...), and what --capability says.

Examples
  slipway agent-pool put Linux --id 12 --agent here:4
  slipway agent-pool put Linux --id 12 --agent a1 --ssh a1=build@10.0.0.8 --capability a1:java --capability a1:docker
)"},
      {"retention", R"(slipway retention show [DEFINITION]   what would happen to each release, and by which rule
slipway retention run [DEFINITION] [--dry-run]

Once a day, by itself: a release that no retention policy of its definition keeps is deleted softly (`release undelete`
takes it back), and purged 14 days later, with its logs. What is deployed somewhere, in progress or kept forever stays.

Examples
  slipway retention show 1
  slipway release keep 7 --as ann --comment "audit 2026"
)"},
      {"freeze", R"(slipway freeze add NAME --start TIME --end TIME [--environment PATTERN]... [--definition ID]
slipway freeze add NAME --days fri,sat --from 18:00 --to 06:00 --zone "W. Europe Standard Time" [--environment ...]
slipway freeze list | delete ID

Deployments that would begin in a window wait for its end; `release redeploy --override-freeze WHY` goes ahead, recorded.

Examples
  slipway freeze add "Black Friday" --start 2026-11-27T00:00:00Z --end 2026-11-30T00:00:00Z --environment 'Prod*'
)"},
      {"verify", R"(slipway verify [RELEASE]

Checks the chain of hashes over the log and decides every recorded command again. Exit code 0: nothing differs, 1: what
differs first is shown. The head it prints is worth noting elsewhere: with it nobody can rewrite history unseen.

Examples
  slipway verify
)"},
      {"simulate", R"(slipway simulate DEFINITION.json|ID [--script FILE] [--seed N] [--days N] [--start TIME] [--format text|json|svg]

Runs the definition in virtual time with the real engine: schedules, approvals, gates and queues as they would happen.
The same seed and script give the same output to the byte.

Script (JSON, all optional)
  {"releases": {"every": "24h", "count": 10},     when releases are created by hand (default: one, at the start)
   "artifacts": [{"source": "Shop-CI", "every": "4h", "branch": "main"}],
   "default":      {"fail": 0.1, "minutes": [2, 10]},          tasks: chance of failing, how long they take
   "environments": {"QA": {"fail": 0.2, "failFirst": 1}},
   "approvals":    {"after": "3h", "reject": 0.05, "ignore": 0.0},
   "gates":        {"fail": 0.3},
   "interventions": {"after": "30m", "reject": 0.0}}

Examples
  slipway simulate Shop.json --days 30 --seed 7
  slipway simulate Shop.json --format svg > month.svg
)"},
      {"approvals",
       "slipway approvals [RELEASE]\n\nApprovals that wait for somebody.\n\nExamples\n  slipway approvals 7\n"},
      {"approve",
       "slipway approve APPROVAL --as NAME [--group G]... [--admin] [--revalidated] [--comment TEXT]\n\nThe approver is "
       "checked against the definition; --group says which groups the approver belongs to.\n\nExamples\n  slipway approve 12 --as carl\n"},
      {"reject",
       "slipway reject APPROVAL --as NAME [--comment TEXT]\n\nRejects the deployment that waits.\n\nExamples\n  "
       "slipway reject 12 --as carl --comment \"not this week\"\n"},
      {"tests", R"(slipway tests RELEASE [--environment NAME] [--json]
slipway tests --history DEFINITION [--environment NAME] [--limit N] [--json]

Test results that tasks published (PublishTestResults, results.publish), by environment and attempt, failed tests with
their messages; or the runs of a definition's releases, newest first. Exit code 1 when a test of the newest attempt of
an environment has failed.

Examples
  slipway tests 7
  slipway tests --history 1 --environment Prod
)"},
      {"deployments",
       "slipway deployments [DEFINITION] [--limit N]\n\nAttempts, newest first.\n\nExamples\n  slipway deployments "
       "1\n"},
      {"status",
       "slipway status\n\nWhat the database holds that is not finished.\n\nExamples\n  slipway status --json\n"},
      {"completion", "slipway completion bash|zsh|fish\n\nExamples\n  source <(slipway completion bash)\n"},
  };
  return *kTopics;
}

}  // namespace

const std::vector<std::string>& CommandNames() {
  static const auto* const kNames =
      new std::vector<std::string>{"run",    "watch", "definition",  "release", "approvals",  "approve",
                                   "reject", "reassign", "defer", "gate", "intervention", "explain", "artifact", "changes",
                                   "variable-group", "task-group", "deployment-group", "agent-pool", "freeze", "retention", "simulate", "verify",
                                   "task", "endpoint", "secure-file",
                                   "logs",  "deployments", "tests", "status",  "completion", "help"};
  return *kNames;
}

std::string HelpText(const std::string& topic) {
  const auto found = Topics().find(topic);
  return found == Topics().end() ? kAll : found->second;
}

int CompletionCommand(const Args& args) {
  args.AtMost(2);
  const std::string& shell = args.Word(1, "the shell (bash, zsh or fish)");
  std::string commands;
  for (const std::string& name : CommandNames()) commands += (commands.empty() ? "" : " ") + name;
  std::string options;
  for (const std::string& name : Args::KnownOptions()) options += (options.empty() ? "--" : " --") + name;
  const std::string definition = "import export list show validate lint delete";
  const std::string release = "create list show start cancel abandon redeploy delete undelete keep";
  if (shell == "bash") {
    std::cout << "_slipway() {\n  local cur=${COMP_WORDS[COMP_CWORD]} words=\"" << commands << "\"\n"
              << "  case \" ${COMP_WORDS[*]} \" in\n    *' definition '*) words=\"" << definition
              << "\" ;;\n    *' release '*) words=\"" << release << "\" ;;\n"
              << "    *' run '*|*' import '*|*' validate '*|*' lint '*) COMPREPLY=($(compgen -f -- \"$cur\")); [[ $cur == -* ]] "
                 "|| return ;;\n  esac\n"
              << "  [[ $cur == -* ]] && words=\"" << options
              << "\"\n  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\ncomplete -F _slipway slipway\n";
  } else if (shell == "zsh") {
    std::cout << "#compdef slipway\n_slipway() {\n  case $words[2] in\n    definition) compadd " << definition
              << " ;;\n    release) compadd " << release << " ;;\n    run) _files ;;\n    *) compadd " << commands
              << " ;;\n  esac\n}\ncompdef _slipway slipway\n";
  } else if (shell == "fish") {
    std::cout << "complete -c slipway -n __fish_use_subcommand -a '" << commands
              << "'\ncomplete -c slipway -n '__fish_seen_subcommand_from definition' -a '" << definition
              << "'\ncomplete -c slipway -n '__fish_seen_subcommand_from release' -a '" << release << "'\n";
  } else {
    throw CliError(kUsage, "there is no completion for '" + shell + "'; there are bash, zsh and fish");
  }
  return kSucceeded;
}

}  // namespace slipway::cli
