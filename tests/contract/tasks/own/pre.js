// Runs before all steps of the job: what it sets, only the later stages of this step see.
const tl = require('azure-pipelines-task-lib/task');
tl.setTaskVariable('plain', 'from pre');
tl.setTaskVariable('hidden', 'step-secret-4711', true);
console.log('pre-job ran, mode ' + tl.getInput('mode'));
