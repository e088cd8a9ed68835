import { expect, test } from 'vitest';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { chance, Counter } from '../../src/sandbox/random.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { SandboxError, type Handlers, type SandboxCall } from '../../src/sandbox/types.ts';
import { now } from '../support/inventory.ts';
import { nothing, truths, untruths, verdictsIn, verdictsOf } from './support/oracle.ts';
import { faultyScan, type FaultyScan } from './support/scans.ts';

const { id } = demo.account(now);
const role = { roleArn: `arn:aws:iam::${id}:role/auditor`, externalId: 'sandbox' };

interface Sts {
  /** Whether the key of a call has run out. */
  readonly expired: (call: SandboxCall) => boolean;
  /** When a session ends, ms since the epoch. */
  readonly endsAt?: () => number;
  /** Sessions that are given out; all by default. */
  readonly sessions?: number;
  readonly clock?: () => number;
}

/** Scans with a role whose sessions have keys of their own. */
async function withSessions({ expired, endsAt = () => now + 3_600_000, sessions = Infinity, clock = () => now }: Sts) {
  let given = 0;
  const { handlers } = cloudOf(demo.account(now));
  const sts: Handlers = {
    'sts:AssumeRole': () => {
      if (given >= sessions) throw new SandboxError('AccessDenied', 'not authorized to perform: sts:AssumeRole', 403);
      given += 1;
      return {
        Credentials: { AccessKeyId: `ASIA${given}`, SecretAccessKey: 's', SessionToken: 't', Expiration: new Date(endsAt()) },
      };
    },
  };
  const scan = await faultyScan(demo, {
    endpoint: { handlers: { ...handlers, ...sts }, faults: { seed: 1, rules: [{ kind: 'expired-token', match: expired }] } },
    edge: { ...role, clock },
  });
  return { scan, assumed: scan.log.count('sts:AssumeRole'), given };
}

function expectTruth({ report }: FaultyScan): void {
  expect(untruths(truths.demo, report.findings, nothing)).toEqual([]);
  expect(verdictsOf(report.findings)).toEqual(verdictsIn(truths.demo));
}

test.for([1, 2, 3, 4])('R11: sessions that end after some calls are renewed once each (seed %d)', async (seed) => {
  const calls = new Counter();
  // Longer than the calls that wait with the one that finds out: each is sent again with the next session, not with one more.
  const lastsFor = (key: string) => 250 + Math.floor(chance(seed, key) * 100);
  const over = new Set<string>();
  const { scan, assumed } = await withSessions({
    expired({ accessKeyId: key }) {
      if (!key.startsWith('ASIA') || calls.next(key) < lastsFor(key)) return false;
      over.add(key);
      return true;
    },
  });
  expectTruth(scan);
  expect(over.size).toBeGreaterThan(0);
  expect(assumed).toBeLessThanOrEqual(1 + over.size);
});

test('R11: sessions of 200 seconds are renewed ahead, and not on every call', async () => {
  let calls = 0;
  // A second a call.
  const clock = () => now + calls * 1000;
  const { scan, assumed } = await withSessions({
    clock,
    endsAt: () => clock() + 200_000,
    expired() {
      calls += 1;
      return false;
    },
  });
  expectTruth(scan);
  // Sessions are renewed after 160 s.
  expect(assumed).toBeLessThanOrEqual(1 + Math.ceil(calls / 160));
  expect(assumed).toBeGreaterThan(1);
});

test.for([10, 80, 200])('R11: a role that cannot be assumed again after %d calls leaves the rest unknown', async (last) => {
  const calls = new Counter();
  const { scan, assumed } = await withSessions({
    sessions: 1,
    expired: ({ accessKeyId: key }) => key.startsWith('ASIA') && calls.next(key) >= last,
  });
  expect(untruths(truths.demo, scan.report.findings, ({ reason }) => reason === 'unavailable')).toEqual([]);
  expect(scan.failed.length).toBeGreaterThan(20);
  expect(assumed).toBe(2);
});

test.for([10, 200])('R11: keys that run out after %d calls, and no role to renew them, leave the rest unknown', async (last) => {
  let calls = 0;
  const scan = await faultyScan(demo, { rules: [{ kind: 'expired-token', match: () => (calls += 1) > last }] });
  expect(untruths(truths.demo, scan.report.findings, ({ reason }) => reason === 'unavailable')).toEqual([]);
  expect(scan.failed.length).toBeGreaterThan(20);
});
