import { beforeAll, expect, test } from 'vitest';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { truths, untruths, type Struck } from './support/oracle.ts';
import { closedPort, deafPort, detoured, noSuchHost, type Detour } from './support/places.ts';
import { faultyScan, type FaultyScan } from './support/scans.ts';

/** The Region that cannot be reached. */
const region = 'eu-central-1';

let clean: FaultyScan;

beforeAll(async () => {
  clean = await faultyScan(demo);
});

async function scanWithout(detour: Detour, from = 0): Promise<{ scan: FaultyScan; connections: number }> {
  const requestHandler = detoured((name, nth) => (name === region && nth > from ? detour : undefined));
  const scan = await faultyScan(demo, { edge: { requestHandler } });
  return { scan, connections: requestHandler.detours() };
}

const struck: Struck = (gap) => gap.region === region && gap.reason === 'unavailable';

/** What is known elsewhere: whole findings of other Regions. */
function elsewhere({ report }: Pick<FaultyScan, 'report'>): string {
  return JSON.stringify(report.findings.filter(({ resource }) => ![region, 'global', '*'].includes(resource.region)));
}

function expectOnlyItsOwnLost({ report }: FaultyScan): void {
  expect(untruths(truths.demo, report.findings, struck)).toEqual([]);
  expect(elsewhere({ report })).toBe(elsewhere(clean));
}

test.for([
  ['refuses', closedPort],
  ['has no name', noSuchHost],
] as const)('R13: a Region that %s costs three connections a service, and hides only itself', async ([, detour]) => {
  const { scan, connections } = await scanWithout(detour);
  expectOnlyItsOwnLost(scan);
  const services = new Set(
    scan.events.filter((event) => event.region === region).map(({ operation }) => operation.split(':')[0]),
  );
  expect(services.size).toBeGreaterThan(5);
  // Calls that wait for the first of their service are stopped; those that were sent with it are not.
  expect(connections).toBeLessThanOrEqual(64 + 3 * services.size);
});

test('R13, R6: a Region whose connections hang is given up at the first ones, and hides only itself', async () => {
  const { scan, connections } = await scanWithout(await deafPort());
  expectOnlyItsOwnLost(scan);
  expect(connections).toBeGreaterThan(0);
  // Two rounds of all that may wait at once; without the breaker, each call would try three times, three seconds each.
  expect(connections).toBeLessThanOrEqual(2 * 64);
});

test.for([30, 150, 300])('R13: a Region that is lost after %d requests hides only itself', async (from) => {
  const { scan } = await scanWithout(closedPort, from);
  expectOnlyItsOwnLost(scan);
});

test('R13: a Region that knows no credentials, though it is enabled, is unknown', async () => {
  const scan = await faultyScan(demo, {
    deny: (call) => (call.region === region ? { code: 'UnrecognizedClientException', status: 403 } : undefined),
  });
  expectOnlyItsOwnLost(scan);
});

test('R13: a Region that is not enabled is not called', async () => {
  const disabled = new Set(demo.account(0).regions.flatMap(({ name, status }) => (status === 'DISABLED' ? [name] : [])));
  expect(disabled.size).toBeGreaterThan(0);
  expect(clean.log.entries.filter((entry) => disabled.has(entry.region))).toEqual([]);
});
