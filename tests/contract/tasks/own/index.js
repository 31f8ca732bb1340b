// What an ordinary task does, all of it: the report it writes says what it saw, its output says the rest.
const fs = require('fs');
const path = require('path');
const child = require('child_process');
const tl = require('azure-pipelines-task-lib/task');
tl.setResourcePath(path.join(__dirname, 'task.json'));

const modes = {
  all, sawPath,
  fail() { tl.setResult(tl.TaskResult.Failed, 'failed on purpose'); tl.setResult(tl.TaskResult.Succeeded, 'too late'); },
  throws() { throw new Error('nobody catches this'); },
  rejects() { return Promise.reject(new Error('nobody awaits this')); },
  exits() { process.exit(7); },
  issues() { tl.setResult(tl.TaskResult.SucceededWithIssues, 'not quite'); },
  hang, fork, flood, leak, endpoint, done,
};

function all() {
  const report = {
    inputs: {
      rootedDefault: tl.getInput('rootedDefault'), flag: tl.getBoolInput('flag'), number: tl.getInput('number'),
      list: tl.getDelimitedInput('List.Of things', '\n'), home: tl.getInput('home'), password: tl.getInput('password', true),
      emptyPath: tl.getPathInput('emptyPath'), emptyPathSupplied: tl.filePathSupplied('emptyPath'), report: tl.getPathInput('report'),
      missing: tl.getInput('missing') === undefined,
    },
    variables: {
      plain: tl.getVariable('My.plain-var'), secret: tl.getVariable('My.secret'), stage: tl.getVariable('Release.EnvironmentName'),
      listed: tl.getVariables().filter(v => /^My\./.test(v.name)).map(v => [v.name, v.secret]),
      secretInEnvironment: Object.entries(process.env).filter(([, v]) => v.includes('s3cr3t-value')).map(([n]) => n),
      temp: tl.getVariable('Agent.TempDirectory'), version: tl.getVariable('Agent.Version'), cwd: process.cwd(),
      build: process.env.TF_BUILD, name: tl.getVariable('task.displayName'),
    },
    endpoint: {
      url: tl.getEndpointUrl(tl.getInput('server'), false), scheme: tl.getEndpointAuthorizationScheme(tl.getInput('server'), false),
      user: tl.getEndpointAuthorizationParameter(tl.getInput('server'), 'username', false),
      password: tl.getEndpointAuthorizationParameter(tl.getInput('server'), 'password', false),
      whole: tl.getEndpointAuthorization(tl.getInput('server'), false),
      data: tl.getEndpointDataParameter(tl.getInput('server'), 'apiVersion', false), expanded: tl.getEndpointDataParameter(tl.getInput('server'), 'stage', false),
      system: tl.getEndpointAuthorization('SYSTEMVSSCONNECTION', false).scheme,
      unknown: tl.getEndpointUrl('00000000-0000-4000-8000-000000000000', true) === undefined,
    },
    secureFile: { name: tl.getSecureFileName(tl.getInput('certificate')), ticket: (tl.getSecureFileTicket(tl.getInput('certificate')) || '').length },
    step: { plain: tl.getTaskVariable('plain'), hidden: tl.getTaskVariable('hidden') },
    message: tl.loc('Hello', 'you'),
  };
  tl.assertAgent('2.115.0');

  // Files.
  tl.mkdirP('work/a/b');
  for (const name of ['one.txt', 'two.log', 'a/three.txt', 'a/b/.four.txt']) tl.writeFile(path.join('work', name), name);
  report.found = tl.findMatch(path.resolve('work'), ['**/*.txt', '!**/one.txt']).map(f => path.relative('work', f)).sort();
  tl.cp('work/a', 'copied', '-r');
  tl.mv('copied/three.txt', 'copied/moved.txt');
  report.copied = tl.find('copied').map(f => path.relative('.', f)).sort();
  tl.rmRF('copied');
  report.removed = !tl.exist('copied');

  // Programs.
  const run = tl.tool(tl.which('bash', true)).arg('-c').arg('echo "child says $1"; echo "child sees ${SECRET_MY_SECRET:-nothing}"; exit 3').arg('bash').line('"two words"');
  const result = run.execSync({ ignoreReturnCode: true });
  report.tool = { code: result.code, output: result.stdout };

  // Everything said through logging commands.
  tl.debug('details for those who want them');
  tl.setProgress(40, 'half way');
  tl.logIssue(tl.IssueType.Warning, 'a warning', 'file.js', 3, 4, 'W1');
  tl.logDetail('11111111-2222-4333-8444-555555555555', 'working', undefined, 'Task', 'Sub step', 1);
  tl.command('telemetry.publish', { area: 'TaskHub', feature: 'OwnTask' }, JSON.stringify({ numbers: [1, 2] }));
  tl.setVariable('Own.Plain', 'plain value');
  tl.setVariable('Own.Secret', 'set-by-task-77', true);
  tl.setVariable('asked', 'an output', false, true);
  tl.setVariable('declared', 'declared output');
  tl.setSecret('typed-later-99');
  console.log('now typed-later-99 and set-by-task-77 are said aloud');
  tl.setTaskVariable('fromMain', 'main value');
  tl.mkdirP('tools');
  fs.writeFileSync('tools/own-tool', '#!/bin/sh\necho the own tool ran\n', { mode: 0o755 });
  tl.prependPath(path.resolve('tools'));
  tl.setEndpoint(tl.getInput('server'), tl.FieldType.AuthParameter, 'password', 'changed-password-55');
  tl.setEndpoint(tl.getInput('server'), tl.FieldType.Url, '', 'https://changed.example/');
  fs.writeFileSync('summary.md', '# Summary\n');
  tl.uploadSummary(path.resolve('summary.md'));
  tl.addAttachment('Own.Type', 'attached', path.resolve('summary.md'));
  tl.uploadFile(path.resolve('summary.md'));
  tl.updateReleaseName('Renamed by a task');
  fs.writeFileSync('junit.xml', '<testsuite name="S" tests="3" failures="1" skipped="1"><testcase name="good" classname="C" time="0.5"/><testcase name="bad" classname="C"><failure message="no"/></testcase><testcase name="left out" classname="C"><skipped/></testcase></testsuite>');
  new tl.TestPublisher('JUnit').publish([path.resolve('junit.xml')], 'true', 'Linux', 'Release', 'Own run', 'false');

  fs.writeFileSync(tl.getPathInput('report'), JSON.stringify(report, null, 1));
  tl.setResult(tl.TaskResult.Succeeded, 'all done');
}

function sawPath() {
  console.log('tool: ' + child.execFileSync('own-tool').toString().trim());
  console.log('endpoint: ' + tl.getEndpointUrl(tl.getInput('server'), false));
  console.log('changed: ' + (tl.getEndpointAuthorizationParameter(tl.getInput('server'), 'password', false) === 'changed-password-55'));
  console.log('no step variable of another step: ' + (tl.getTaskVariable('fromMain') === undefined));
}

function hang() {
  fs.writeFileSync(tl.getPathInput('report'), String(process.pid));
  child.spawn('sleep', ['600'], { stdio: 'ignore' });
  process.on('SIGINT', () => console.log('interrupted, and going on'));
  setInterval(() => {}, 1000);
}

// A thousand children that outlive their parent, as far as it depends on them.
function fork() {
  const script = 'for i in $(seq 1000); do sleep 700 & done; echo started; wait';
  const shell = child.spawn('bash', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  shell.stdout.once('data', () => { fs.writeFileSync(tl.getPathInput('report'), 'started'); });
  setInterval(() => {}, 1000);
}

function flood() {
  process.stdout.write('##vso[task.setvariable variable=Huge;issecret=true]');
  const chunk = 'f100d'.repeat(200000);
  let left = 100;
  const more = () => { while (left-- > 0) { if (!process.stdout.write(chunk)) { process.stdout.once('drain', more); return; } } process.stdout.write('\n'); };
  more();
}

function leak() {
  const secret = tl.getVariable('My.secret');
  console.log('plain ' + secret);
  console.log('base64 ' + Buffer.from(secret).toString('base64'));
  console.log('uri ' + encodeURIComponent(secret));
  console.log('json ' + JSON.stringify(secret));
  fs.writeSync(1, 'split ' + secret.slice(0, 5));
  fs.writeSync(1, secret.slice(5) + '\n');
  tl.setVariable('Multi', 'first line\nsecond line', true);
}

function endpoint() {
  tl.setEndpoint('99999999-0000-4000-8000-000000000000', tl.FieldType.Url, '', 'https://x.example/');
}

function done() {
  // Reports its end and stays: a step is over five seconds later.
  setInterval(() => {}, 1000);
  tl.setResult(tl.TaskResult.Succeeded, 'early', true);
}

modes[tl.getInput('mode', true)]();
