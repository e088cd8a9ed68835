/**
 * A publisher to be killed: `node publisher.ts FOLDER URL SEQ`. Once told to go it publishes run after run as the command does,
 * first to the folder and then, where there is a URL, to the bucket.
 */
import { once } from 'node:events';
import type { Run } from '../../../src/publish/files.ts';
import { publishLocal } from '../../../src/publish/local.ts';
import { account, testRun } from '../../publish/support/run.ts';

const [folder = '', url = '', first = '0'] = process.argv.slice(2);
// Files so large that writing one takes a while.
const text = 'x'.repeat(url === '' ? 20_000 : 200);
// Loaded only where they are needed, and before the clock starts.
const uploading = url === '' ? undefined : await load();
process.send?.('ready');
await once(process, 'message');
for (let seq = Number(first); ; seq += 1) {
  const run = testRun(`02CHILD${String(seq).padStart(8, '0')}`, seq, { text: `${text}${seq}` });
  await publishLocal(folder, run.files);
  await uploading?.(run);
}

async function load(): Promise<(run: Run) => Promise<void>> {
  const [{ openBucket }, { publishRun }] = await Promise.all([
    import('../../../src/publish/bucket.ts'),
    import('../../../src/publish/s3.ts'),
    import('@aws-sdk/client-s3'),
  ]);
  const credentials = { accessKeyId: 'AKIACHILD', secretAccessKey: 'secret' };
  return async (run) => {
    const place = { bucket: 'reports', prefix: 'ml' };
    const bucket = await openBucket(place, { runId: run.runId, endpointUrl: url, owner: account, credentials });
    await publishRun(bucket, 'ml', run);
    bucket.close();
  };
}
