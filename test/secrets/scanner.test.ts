import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SecretMatch } from '../../src/core/secret.ts';
import { createScanner } from '../../src/secrets/scanner.ts';
import { decoys, planted, type Planted } from './corpus.ts';

const scanner = createScanner({ fingerprintKey: 'test' });
const corpus = planted('seed');

function scan({ form, key, text }: Pick<Planted, 'form' | 'key' | 'text'>): Promise<readonly SecretMatch[]> {
  return form === 'text' ? scanner.scanText(text) : scanner.scanValue(key, text);
}

test('the corpus is large enough', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(38);
  expect(decoys.length).toBeGreaterThanOrEqual(20);
});

test.for(corpus)('finds: $label', async (item) => {
  const matches = await scan(item);
  const places = matches.map(({ line, critical }) => ({ line, critical }));
  expect(places).toContainEqual({ line: item.line, critical: item.critical });
});

test.for(decoys)('no false alarm: $label', async (item) => {
  expect(await scan(item)).toEqual([]);
});

test('recall is at least 33 of 38, whatever the random parts', async () => {
  const missed: string[] = [];
  let count = 0;
  for (let seed = 0; seed < 20; seed += 1) {
    for (const item of planted(`seed ${seed}`)) {
      count += 1;
      const matches = await scan(item);
      if (matches.length === 0) missed.push(item.label);
    }
  }
  expect({ missed, enough: (count - missed.length) / count >= 33 / 38 }).toMatchObject({ enough: true });
});

test('no match holds six characters in a row of a secret', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 8 }), fc.nat(), async (seed, index) => {
      const all = planted(seed);
      const item = all[index % all.length];
      const kept = item === undefined ? [] : await scan(item);
      const secret = item?.secret ?? '';
      const parts = Array.from({ length: Math.max(0, secret.length - 5) }, (_, start) => secret.slice(start, start + 6));
      // A fingerprint is hex, as some secrets are: those six digits may come up by chance.
      const texts = kept.map((match) =>
        JSON.stringify({ ...match, fingerprint: /^[0-9a-f]+$/.test(secret) ? '' : match.fingerprint }),
      );
      expect(texts.filter((text) => parts.some((part) => text.includes(part)))).toEqual([]);
      expect(kept.map((match) => Object.keys(match).toSorted())).toEqual(
        kept.map(() => ['critical', 'fingerprint', 'line', 'rule']),
      );
    }),
    { numRuns: 200 },
  );
});

test('no text makes it throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), async (text, key) => {
      expect(await scanner.scanText(text)).toBeInstanceOf(Array);
      expect(await scanner.scanValue(key, text)).toBeInstanceOf(Array);
    }),
    { numRuns: 300 },
  );
});

const token = `ghp_${'aB3dE6gH9'.repeat(4)}`;

test('the fingerprint depends on the secret and the key, not on the place', async () => {
  const other = createScanner({ fingerprintKey: new Uint8Array(32) });
  const [first] = await scanner.scanText(`a\nb ${token}`);
  const [second] = await scanner.scanValue('X', token);
  const [third] = await other.scanValue('X', token);
  expect(first).toEqual({ rule: 'github-token', line: 2, fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/), critical: false });
  expect(second).toEqual({ ...first, line: null });
  expect(third?.fingerprint).not.toBe(first?.fingerprint);
});

test('one secret is one match, and two are two in order', async () => {
  expect(await scanner.scanValue('GITHUB_TOKEN', token)).toHaveLength(1);
  const matches = await scanner.scanText(`x=1\nexport GITHUB_TOKEN=${token}\nexport DB_PASSWORD='${'q7-Wm'.repeat(3)}'`);
  expect(matches.map(({ rule, line }) => [rule, line])).toEqual([
    ['github-token', 2],
    ['password-literal', 3],
  ]);
});

test('a value seen before is not scanned again', async () => {
  expect(scanner.scanValue('AGAIN', token)).toBe(scanner.scanValue('AGAIN', token));
  expect(await scanner.scanValue('', '   ')).toEqual([]);
});

test('an id of an AWS key alone is no secret, with its secret it is critical', async () => {
  const id = `AKIA${'QX7ZR2M4'.repeat(2)}`;
  const secret = 'Zk3/'.concat('bN8+rTq5Wx'.repeat(3), 'Lm7Pq2');
  expect(await scanner.scanText(`export AWS_ACCESS_KEY_ID=${id}`)).toEqual([]);
  expect(await scanner.scanText(`${id},${secret}`)).toMatchObject([{ rule: 'aws-key-pair', critical: true }]);
  expect(await scanner.scanValue('aws_secret_access_key', secret)).toMatchObject([
    { rule: 'aws-secret-access-key', critical: true },
  ]);
});

test('a long text is scanned in time that grows with its length', async () => {
  const text = 'password token key -----BEGIN wandb kaggle https://a:b jdbc: eyJ AKIA secret= "name": '.repeat(6000);
  const start = performance.now();
  await scanner.scanText(text);
  expect(performance.now() - start).toBeLessThan(5000);
});
