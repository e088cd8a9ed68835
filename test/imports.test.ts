import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
let copy = '';

beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'mlwarden-law-'));
  for (const name of ['src', 'checks', '.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
    await cp(path.join(root, name), path.join(copy, name), { recursive: true });
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
});

afterAll(async () => {
  await rm(copy, { recursive: true, force: true });
});

/** Plants one import and returns what the law says to it. */
async function breach(file: string, line: string): Promise<string> {
  const planted = path.join(copy, file);
  await writeFile(planted, line);
  try {
    const run = promisify(execFile);
    const depcruise = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    await run(process.execPath, [depcruise, '--config', '.dependency-cruiser.cjs', file], { cwd: copy });
    return 'no breach was seen';
  } catch (error) {
    return String(Object(error).stdout);
  } finally {
    await rm(planted);
  }
}

// With a parser that does not read TypeScript the law would hold for files that it never saw.
test.for([
  ['checks/vpc/breach.ts', "import '../../src/engine/plan.ts';", 'checks-imports'],
  ['checks/vpc/breach.ts', "import './vpc-notebook-direct-internet-access.ts';", 'checks-imports'],
  ['checks/vpc/breach.ts', "import { IAMClient } from '@aws-sdk/client-iam'; void IAMClient;", 'checks-imports'],
  ['src/collectors/breach.ts', "import './notebooks.ts'; import '../engine/plan.ts';", 'collectors-imports'],
  ['src/core/breach.ts', "import '../inventory/notebooks.ts';", 'core-imports'],
  ['src/report/breach.ts', "import '../aws/edge.ts';", 'report-imports'],
  ['src/sandbox/breach.ts', "import '../collectors/notebooks.ts';", 'sandbox-imports'],
  ['src/engine/breach.ts', "import '../sandbox/server.ts';", 'sandbox-users'],
  ['src/engine/breach.ts', "import { S3Client } from '@aws-sdk/client-s3'; void S3Client;", 'sdk-only-at-the-edge'],
  ['src/publish/breach.ts', "import '../aws/http.ts'; import '../aws/caller.ts';", 'publish-imports'],
  ['src/aws/breach.ts', "import '../cli/exit.ts';", 'cli-is-the-top'],
] as const)('%s with %s breaks %s', async ([file, line, rule]) => {
  expect(await breach(file, line)).toContain(rule);
});
