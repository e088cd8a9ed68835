import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeScript } from '../../src/secrets/script.ts';

const script = '#!/bin/bash\nset -e\npip install x\n';
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const sha256 = createHash('sha256').update(script).digest('hex');

test.for([
  ['Base64', base64(script)],
  ['Base64 in lines', base64(script).replaceAll(/(.{20})/g, '$1\n')],
  ['Base64 without padding', base64(script).replace(/=+$/, '')],
  ['gzip inside', base64(gzipSync(script))],
] as const)('%s', ([, content]) => {
  expect(decodeScript(content)).toEqual({
    ok: true,
    text: script,
    sha256,
    lineCount: 3,
    usesSecretsManager: false,
    usesCodeArtifact: false,
  });
});

test.for([
  ['no Base64', 'not base64!', 'not Base64'],
  ['Base64 that is cut short', 'QUJDR', 'not Base64'],
  ['no UTF-8', base64(Uint8Array.of(0xff, 0xfe, 0x41)), 'not UTF-8 text'],
  ['UTF-16', base64(Buffer.from(script, 'utf16le')), 'not UTF-8 text'],
  ['broken gzip', base64(gzipSync(script).subarray(0, 20)), 'the gzip inside is damaged or too long'],
  ['a gzip bomb', base64(gzipSync(Buffer.alloc(8 * 1024 * 1024))), 'the gzip inside is damaged or too long'],
] as const)('%s cannot be read', ([, content, why]) => {
  expect(decodeScript(content)).toEqual({ ok: false, why });
});

test.for([
  ['TOKEN=$(aws secretsmanager get-secret-value --secret-id x)', true, false],
  ['client = boto3.client("secretsmanager")', true, false],
  ['aws codeartifact login --tool pip --domain d', false, true],
  ['# aws secretsmanager and codeartifact would be better', false, false],
] as const)('%s', ([code, usesSecretsManager, usesCodeArtifact]) => {
  expect(decodeScript(base64(code))).toMatchObject({ ok: true, usesSecretsManager, usesCodeArtifact });
});

test.for([
  ['', 0],
  ['a', 1],
  ['a\n', 1],
  ['a\r\nb', 2],
  ['\n\n', 2],
] as const)('%j has %d lines', ([text, lineCount]) => {
  expect(decodeScript(base64(text))).toMatchObject({ ok: true, lineCount });
});

test('no text makes it throw, and every script comes back', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decodeScript(text)).toHaveProperty('ok');
      expect(decodeScript(base64(`#${text.replaceAll('\0', '')}`))).toMatchObject({
        ok: true,
        text: `#${text.replaceAll('\0', '')}`,
      });
    }),
  );
});
