import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

/** A lifecycle script, or why it cannot be read. `text` is for the scanner only: it does not belong into the snapshot. */
export type DecodedScript =
  | ({ readonly ok: true; readonly text: string } & ScriptFacts)
  | { readonly ok: false; readonly why: string };

/** What the snapshot may keep of a script. */
export interface ScriptFacts {
  /** Of the script's bytes, after Base64 and gzip. */
  readonly sha256: string;
  readonly lineCount: number;
  /** Some line that is not a comment speaks of Secrets Manager. */
  readonly usesSecretsManager: boolean;
  readonly usesCodeArtifact: boolean;
}

/** Lifecycle scripts are 16 kB of Base64 at most; gzip could hide far more. */
const maxBytes = 4 * 1024 * 1024;

/** Decodes the Content of a lifecycle configuration: Base64, perhaps gzip inside, then UTF-8 (catalogue: sec-lifecycle-config-no-secrets). */
export function decodeScript(base64: string): DecodedScript {
  const compact = base64.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.replace(/=+$/, '').length % 4 === 1)
    return { ok: false, why: 'not Base64' };
  const bytes = unzipped(Buffer.from(compact, 'base64'));
  if (bytes === null) return { ok: false, why: 'the gzip inside is damaged or too long' };
  const text = utf8(bytes);
  return text === null ? { ok: false, why: 'not UTF-8 text' } : { ok: true, text, ...factsOf(text, bytes) };
}

function unzipped(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    return null;
  }
}

/** UTF-16 passes for UTF-8 full of NUL, in which no rule would find anything. */
function utf8(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function factsOf(text: string, bytes: Buffer): ScriptFacts {
  const lines = text.split(/\r\n|\n|\r/);
  const code = lines.filter((line) => !/^\s*#/.test(line)).join('\n');
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    lineCount: lines.at(-1) === '' ? lines.length - 1 : lines.length,
    usesSecretsManager: /secrets-?_?manager|get[-_]?secret[-_]?value/i.test(code),
    usesCodeArtifact: /codeartifact/i.test(code),
  };
}
