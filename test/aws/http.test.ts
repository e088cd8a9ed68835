import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { expect, test } from 'vitest';
import { defaultTimeouts, WholeAnswerHandler } from '../../src/aws/http.ts';

test('a request that is ready stays until it may leave', async () => {
  const sent: string[] = [];
  const handler = new WholeAnswerHandler({
    timeouts: defaultTimeouts,
    sockets: 1,
    admit: () => undefined,
    inner: {
      handle: async ({ path }) => {
        sent.push(path);
        const headers = { 'content-type': 'application/x-amz-json-1.1' };
        return { response: new HttpResponse({ statusCode: 200, headers, body: Buffer.from('{}') }) };
      },
    },
  });
  const gate = Promise.withResolvers<void>();
  const answer = handler.handle(new HttpRequest({ method: 'POST', path: '/ready' }), { leave: async () => await gate.promise });
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent).toEqual([]);
  gate.resolve();
  expect((await answer).response.statusCode).toBe(200);
  expect(sent).toEqual(['/ready']);

  const refused = handler.handle(new HttpRequest({ method: 'POST', path: '/late' }), {
    leave: async () => await Promise.reject(new Error('late')),
  });
  await expect(refused).rejects.toThrow('late');
  expect(sent).toEqual(['/ready']);
});
