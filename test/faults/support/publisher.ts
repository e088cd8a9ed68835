/**
 * A publisher to be killed: `node publisher.ts FOLDER URL SEQ`. Once told to go it publishes run after run as the command does,
 * first to the folder and then, where there is a URL, to the bucket.
 */
import { once } from 'node:events';
import { openBucket } from '../../../src/publish/bucket.ts';
import { publishLocal } from '../../../src/publish/local.ts';
import { publishRun } from '../../../src/publish/s3.ts';
import { account, testRun } from '../../publish/support/run.ts';

const [folder = '', url = '', first = '0'] = process.argv.slice(2);
// Files so large that writing one takes a while.
const text = 'x'.repeat(url === '' ? 20_000 : 200);
process.send?.('ready');
await once(process, 'message');
for (let seq = Number(first); ; seq += 1) {
  const run = testRun(`02CHILD${String(seq).padStart(8, '0')}`, seq, { text: `${text}${seq}` });
  await publishLocal(folder, run.files);
  if (url === '') continue;
  const bucket = await openBucket(
    { bucket: 'reports', prefix: 'ml' },
    {
      runId: run.runId,
      endpointUrl: url,
      owner: account,
      credentials: { accessKeyId: 'AKIACHILD', secretAccessKey: 'secret' },
    },
  );
  await publishRun(bucket, 'ml', run);
  bucket.close();
}
