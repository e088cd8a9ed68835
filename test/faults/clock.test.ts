import { HttpResponse } from '@smithy/core/protocols';
import { expect, test } from 'vitest';
import type { RequestHandler } from '../../src/aws/http.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { mlwarden, sandboxOf, tempFolder } from '../support/cli.ts';
import { truths, verdictsIn, verdictsOf } from './support/oracle.ts';
import { faultyScan } from './support/scans.ts';

const minute = 60_000;
/** Signatures that are further off are refused. */
const tolerance = 5 * minute;

/** AWS, whose clock is so far off ours: it refuses signatures of another time, and tells its own. */
function elsewhen(sandbox: RequestHandler, offMs: number): RequestHandler {
  return {
    async handle(request, options) {
      const now = Date.now() + offMs;
      const date = new Date(now).toUTCString();
      const signed = (request.headers['x-amz-date'] ?? '').replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:');
      if (Math.abs(Date.parse(signed) - now) <= tolerance) {
        const answer = await sandbox.handle(request, options);
        answer.response.headers = { ...answer.response.headers, date };
        return answer;
      }
      const isJson = (request.headers['content-type'] ?? '').includes('json') || request.headers['x-amz-target'] !== undefined;
      const [type, body] = isJson
        ? ['application/x-amz-json-1.1', '{"__type":"InvalidSignatureException","message":"Signature expired"}']
        : [
            'application/xml',
            '<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>expired</Message></Error></ErrorResponse>',
          ];
      return {
        response: new HttpResponse({ statusCode: 403, headers: { 'content-type': type, date }, body: Buffer.from(body) }),
      };
    },
  };
}

test.for([-60, -10, 10, 60])('R14: a clock that is %d minutes off loses nothing', async (minutes) => {
  const scan = await faultyScan(demo, { http: false, through: (sandbox) => elsewhen(sandbox, minutes * minute) });
  expect(verdictsOf(scan.report.findings)).toEqual(verdictsIn(truths.demo));
});

test('R14: a clock that is off is told', async () => {
  const rules = [{ kind: 'clock-skew', ms: 60 * minute }] as const;
  const env = await sandboxOf(hardened, { faults: { seed: 1, rules } });
  const ran = await mlwarden(['scan', '-o', await tempFolder()], { env });
  expect(ran.stderr).toMatch(/"skewMs":3[56]\d{5}.*this machine's clock differs from AWS's/);
  expect(ran.code).toBe(0);
});
