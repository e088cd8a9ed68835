/** Writes every generated file, or with `--check` fails when one is not up to date. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'oxfmt';
import { buildClient } from './generate/client.ts';
import { writeRegistry } from './generate/registry.ts';

const root = path.resolve(import.meta.dirname, '..');
const checkOnly = process.argv.includes('--check');
const stale: string[] = [];

// The registry first: the other files are derived from what it lists.
await put(await writeRegistry(root));
const { writeDerived } = await import('./generate/derived.ts');
await put(await writeDerived());
const { writeDocs } = await import('./generate/docs.ts');
await put(writeDocs());
await put({ 'src/report/html/client.gen.ts': await buildClient() });

if (stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')}: run npm run generate`);
  process.exitCode = 1;
}

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    const wanted = name.endsWith('.ts') ? await formatted(name, text) : text;
    const current = await readFile(file, 'utf8').catch(() => null);
    if (current === wanted) continue;
    stale.push(name);
    if (checkOnly) continue;
    stale.pop();
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, wanted);
  }
}

async function formatted(name: string, text: string): Promise<string> {
  const options: unknown = JSON.parse(await readFile(path.join(root, '.oxfmtrc.json'), 'utf8'));
  const { code, errors } = await format(name, text, Object(options));
  if (errors.length > 0) throw new Error(`${name} cannot be formatted: ${errors[0]?.message ?? ''}`);
  return code;
}
