import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Slots } from '../../src/aws/slots.ts';

/** Work that ends when it is told to. */
function works(slots: Slots) {
  const started: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  return {
    started,
    run: async (name: string, urgency: number) => {
      const end = Promise.withResolvers<string>();
      ends.set(name, end);
      return await slots.run(urgency, async () => {
        started.push(name);
        return await end.promise;
      });
    },
    end: async (name: string) => {
      ends.get(name)?.resolve(name);
      await turn();
    },
    fail: async (name: string) => {
      ends.get(name)?.reject(new Error(name));
      await turn();
    },
  };
}

test('a free slot goes to the most urgent, and among equals to the first', async () => {
  const { started, run, end } = works(new Slots(1));
  const first = run('first', 0);
  await turn();
  const others = Promise.all([run('calm', 0), run('urgent', 9), run('calm too', 0), run('urgent too', 9)]);
  for (const name of ['first', 'urgent', 'urgent too', 'calm', 'calm too']) {
    expect(started.at(-1)).toBe(name);
    await end(name);
  }
  expect(await first).toBe('first');
  expect(await others).toEqual(['calm', 'urgent', 'calm too', 'urgent too']);
});

test('what fails gives its slot back', async () => {
  const { started, run, end, fail } = works(new Slots(1));
  const broken = run('broken', 0).catch((error: unknown) => error);
  const next = run('next', 0);
  await turn();
  await fail('broken');
  expect(await broken).toEqual(new Error('broken'));
  expect(started).toEqual(['broken', 'next']);
  await end('next');
  expect(await next).toBe('next');
});

test('more slots are used at once, fewer when some are free', async () => {
  const slots = new Slots(1);
  const { started, run, end } = works(slots);
  const all = Promise.all(['a', 'b', 'c', 'd'].map(async (name) => await run(name, 0)));
  await turn();
  slots.most = 3;
  await turn();
  expect(started).toEqual(['a', 'b', 'c']);
  slots.most = 1;
  await end('a');
  await end('b');
  expect(started).toEqual(['a', 'b', 'c']);
  await end('c');
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  await end('d');
  expect(await all).toEqual(['a', 'b', 'c', 'd']);
});
