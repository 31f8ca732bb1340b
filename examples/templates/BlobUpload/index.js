// Uploads files as block blobs. What is uploaded is complete or absent: a blob becomes visible when its list of blocks is committed.
const path = require('path');
const tl = require('azure-pipelines-task-lib/task');
const { ContainerClient } = require('@azure/storage-blob');

const AT_ONCE = 4;
const TYPES = {
  '.css': 'text/css', '.gif': 'image/gif', '.html': 'text/html', '.ico': 'image/x-icon', '.jpg': 'image/jpeg', '.js': 'text/javascript',
  '.json': 'application/json', '.png': 'image/png', '.svg': 'image/svg+xml', '.txt': 'text/plain', '.xml': 'application/xml',
  '.zip': 'application/zip',
};

async function main() {
  const storage = tl.getInputRequired('Storage');
  const token = tl.getEndpointAuthorizationParameterRequired(storage, 'password').replace(/^\?/, '');
  const folder = tl.getPathInputRequired('SourceFolder', true);
  const prefix = (tl.getInput('Prefix') || '').replace(/^\/+/, '');
  const target = `${tl.getEndpointUrlRequired(storage).replace(/\/+$/, '')}/${tl.getInputRequired('Container')}`;
  const container = new ContainerClient(`${target}?${token}`, undefined, { retryOptions: { maxTries: 4, retryDelayInMs: 500 } });

  const files = tl.findMatch(folder, tl.getDelimitedInput('Contents', '\n')).filter((file) => tl.stats(file).isFile());
  if (files.length === 0) throw new Error(`nothing in ${folder} matches the patterns`);
  const names = new Map(files.map((file) => [prefix + path.relative(folder, file).split(path.sep).join('/'), file]));
  const waiting = [...names];
  let done = 0;
  const uploadOnes = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, file] = next;
      const type = TYPES[path.extname(file).toLowerCase()] || 'application/octet-stream';
      await container.getBlockBlobClient(name).uploadFile(file, { blobHTTPHeaders: { blobContentType: type } });
      console.log(`${name} (${tl.stats(file).size} bytes)`);
      tl.setProgress(Math.floor((100 * ++done) / names.size), 'uploading');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, uploadOnes));
  if (tl.getBoolInput('Clean')) {
    for await (const blob of container.listBlobsFlat({ prefix })) {
      if (names.has(blob.name)) continue;
      await container.deleteBlob(blob.name);
      console.log(`${blob.name} is deleted`);
    }
  }
  tl.setVariable('ContainerUri', `${target}/${prefix}`, false, true);
  tl.setResult(tl.TaskResult.Succeeded, `${done} files are in ${target}/${prefix}`);
}

main().catch((error) => {
  const because = error.statusCode === 403 ? ' (the SAS token is wrong, has expired, or may not do this)' : '';
  tl.setResult(tl.TaskResult.Failed, `${error.code || error.name}: ${String(error.message).split('\n')[0]}${because}`);
});
