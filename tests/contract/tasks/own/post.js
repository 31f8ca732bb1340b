// Runs after everything, whatever happened.
const tl = require('azure-pipelines-task-lib/task');
console.log('post-job saw ' + tl.getTaskVariable('plain') + ', hidden ' + (tl.getTaskVariable('hidden') === 'step-secret-4711'));
console.log('post-job saw main ' + tl.getTaskVariable('fromMain'));
console.log('post-job status ' + process.env['agent.jobstatus']);
