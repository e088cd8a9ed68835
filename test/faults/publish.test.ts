import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isNewer, type Position } from '../../src/publish/latest.ts';
import { publishLocal } from '../../src/publish/local.ts';
import type { Endpoint } from '../../src/sandbox/endpoint.ts';
import { chance } from '../../src/sandbox/random.ts';
import { bucketServer, read, type BucketServer } from '../publish/support/bucket.ts';
import { readFolder } from '../publish/support/folder.ts';
import { account, testRun } from '../publish/support/run.ts';
import { tempFolder } from '../support/cli.ts';

const seed = Number(process.env['MLWARDEN_TEST_SEED'] ?? 1);
const script = path.join(import.meta.dirname, 'support/publisher.ts');

async function publisher(...args: readonly string[]): Promise<ChildProcess> {
  const child = fork(script, args, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Follows the pointer after every request, as the most curious reader would. */
class Reader {
  seen: Position | undefined;
  readonly complaints: string[] = [];
  reads = 0;

  look({ bucket }: Pick<BucketServer, 'bucket'>): void {
    try {
      const now = read(bucket);
      this.reads += 1;
      if (this.seen !== undefined && (now === undefined || isNewer(this.seen, now)))
        this.complaints.push(`backwards from ${this.seen.runId} to ${now?.runId}`);
      this.seen = now ?? this.seen;
    } catch (error) {
      this.complaints.push(String(error));
    }
  }
}

type When = 'before' | 'after';

function nothing(_when: When): void {}

/** Calls back before and after each request of one access key is handled. */
function watched(accessKeyId: string, hear: (when: When) => void, look: () => void) {
  return ({ handle }: Endpoint): Endpoint => ({
    handle: async (request) => {
      const isTheirs = request.headers['authorization']?.includes(accessKeyId) === true;
      if (isTheirs) hear('before');
      const response = await handle(request);
      look();
      if (isTheirs) hear('after');
      return response;
    },
  });
}

test(`a publisher killed at 200 moments, another one beside it (seed ${seed})`, async () => {
  const reader = new Reader();
  const hook = { onRequest: nothing };
  const unkept: number[] = [];
  const server: BucketServer = await bucketServer({
    around: watched(
      'AKIACHILD',
      (when) => hook.onRequest(when),
      () => reader.look(server),
    ),
  });
  let seq = 0;
  const kills = { byRequest: 0, byTime: 0 };
  // Starting one takes longer than all that it lives for.
  const ready = [publisher(await tempFolder(), server.url, '0'), publisher(await tempFolder(), server.url, '3')];
  for (let moment = 0; moment < 200; moment += 1) {
    const child = await ready.shift();
    if (child === undefined) break;
    const folder = child.spawnargs.at(-3) ?? '';
    const killed = once(child, 'exit');
    // Half of the moments are between two requests or in the middle of one; a run is five to seven requests.
    const requests = Math.floor(chance(seed, `requests ${moment}`) * 18);
    const when = chance(seed, `when ${moment}`) < 0.5 ? 'before' : 'after';
    let left = requests;
    let uploads = 0;
    hook.onRequest = (now) => {
      uploads += 1;
      if (moment % 2 === 0 && now === when && (left -= 1) < 0 && child.kill('SIGKILL')) kills.byRequest += 1;
    };
    const rival = server.publish(testRun(`03RIVAL${moment}`, seq + Math.floor(chance(seed, `rival ${moment}`) * 4)));
    child.send('go');
    seq += 3;
    ready.push(publisher(await tempFolder(), server.url, String(seq + 3)));
    if (moment % 2 === 1) {
      await sleep(chance(seed, `ms ${moment}`) * 120);
      if (child.kill('SIGKILL')) kills.byTime += 1;
    }
    await killed;
    hook.onRequest = nothing;
    await rival;
    reader.look(server);
    // What was being uploaded is whole on the disk, or a newer run is on its way there.
    const isFirstRun = uploads > 0 && uploads < 8;
    if (isFirstRun && (await readFolder(folder)) === undefined) unkept.push(moment);
  }
  await Promise.all(ready.map(async (child) => await kill(await child)));
  console.info(`${reader.reads} reads, ${server.bucket.objects.size} objects, killed ${JSON.stringify(kills)}`);
  expect(reader.complaints).toEqual([]);
  expect(reader.seen).toBeDefined();
  expect(unkept).toEqual([]);
  expect(kills).toEqual({ byRequest: 100, byTime: 100 });
});

test.for([0, 0.2])('80 pairs of publishers at once, share of faults %d', async (share) => {
  const reader = new Reader();
  const kinds = ['http-503', 'reset-before-commit', 'reset-before-headers', 'throttle'] as const;
  let conflicts = 0;
  const server: BucketServer = await bucketServer({
    around: watched('nobody', nothing, () => reader.look(server)),
    conflicts: (_bucket, key) => chance(seed, `${key} ${(conflicts += 1)}`) < share / 2,
    faults: { seed, rules: kinds.map((kind) => ({ kind, share: share / kinds.length })) },
  });
  for (let pair = 0; pair < 80; pair += 1) {
    // Every second pair starts at the same ms; of the others the later one may be first to write.
    const later = pair % 2 === 0 ? 0 : 1;
    const runs = [testRun(`01A${pair}`, pair * 2), testRun(`01B${pair}`, pair * 2 + later)];
    await Promise.all(runs.toReversed().map(async (run) => await server.publish(run, { owner: account })));
    expect(reader.seen?.runId).toBe(`01B${pair}`);
  }
  expect(reader.complaints).toEqual([]);
});

describe('a folder', () => {
  test(`is whole or says that it is not, killed at 100 moments (seed ${seed})`, async () => {
    const folder = await tempFolder();
    let whole = 0;
    let next = publisher(folder, '', '0');
    for (let moment = 0; moment < 100; moment += 1) {
      const child = await next;
      child.send('go');
      await sleep(chance(seed, `folder ${moment}`) * 60);
      await kill(child);
      if ((await readFolder(folder)) !== undefined) whole += 1;
      next = publisher(folder, '', String(moment * 100));
    }
    await kill(await next);
    console.info(`${whole} of 100 folders were whole`);
    await publishLocal(folder, testRun('01LAST').files);
    expect(await readFolder(folder)).toBe('01LAST');
  });

  const run = promisify(execFile);
  /** A file system of its own: only root may do that. */
  async function mounted(options: string): Promise<string> {
    const folder = await tempFolder();
    await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
    onTestFinished(async () => void (await run('umount', [folder])));
    return folder;
  }

  describe.skipIf(process.getuid?.() !== 0)('on a file system', () => {
    test('that is full keeps the run that it had, and nothing else', async () => {
      const folder = path.join(await mounted('size=1m'), 'report');
      await publishLocal(folder, testRun('01OLD').files);
      const large = testRun('01NEW', 1, { text: 'x'.repeat(10_000) });
      await expect(publishLocal(folder, large.files)).rejects.toThrow(`cannot write to ${folder}: the disk is full`);
      expect(await readFolder(folder)).toBe('01OLD');
      expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
    });

    test('that is read-only', async () => {
      const folder = await mounted('size=1m');
      await mkdir(path.join(folder, 'report'));
      await run('mount', ['-o', 'remount,ro', folder]);
      for (const name of ['report', 'new/report'])
        await expect(publishLocal(path.join(folder, name), testRun('01A').files)).rejects.toThrow(/the file system is read-only/);
    });
  });
});
