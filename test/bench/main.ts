/** `npm run bench`: mlwarden beside the theoretical minimum and other schedulers, on accounts of several sizes. Nothing is asserted. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { asPage, asTable, asLine } from './markdown.ts';
import { measureOverhead } from './overhead.ts';
import { isPreset, orgAccounts, presets, type PresetName } from './presets.ts';
import { measurePreset, type BenchRun } from './runs.ts';

const page = path.resolve(import.meta.dirname, '../../docs/benchmarks.md');
const usual: readonly PresetName[] = ['small', 'medium', 'large'];

interface Options {
  readonly presets: readonly PresetName[];
  readonly json: string | undefined;
  readonly real: boolean;
  readonly accounts: number;
  readonly overhead: boolean;
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  const now = Date.now();
  const runs: BenchRun[] = [];
  const command = ['npm run bench', ...(args.length === 0 ? [] : ['--', ...args])].join(' ');
  const stamp = { command, date: new Date(now).toISOString().slice(0, 10) };
  for (const preset of options.presets) {
    console.log(`${preset}: ${presets[preset].description}`);
    const { real, accounts } = options;
    const result = await measurePreset({ preset, now, real, accounts, onRun: (run) => console.log(asLine(run)) });
    console.log(`\n${asTable(result)}\n`);
    runs.push(...result.runs);
    await write({ ...stamp, title: preset, text: asTable(result) });
  }
  if (options.overhead) {
    const lines = await measureOverhead();
    for (const line of lines) console.log(line);
    await write({ ...stamp, title: 'overhead', text: lines.map((line) => `- ${line}`).join('\n') });
  }
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify({ runs }, null, 2)}\n`);
  return 0;
}

/** What the command line says, or the one line that tells what is wrong with it. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        preset: { type: 'string', multiple: true, default: [] },
        json: { type: 'string' },
        real: { type: 'boolean', default: false },
        accounts: { type: 'string', default: String(orgAccounts) },
      },
    });
    const names = [...values.preset, ...positionals].flatMap((name) => name.split(','));
    const unknown = names.find((name) => !isPreset(name));
    if (unknown !== undefined) return `unknown preset '${unknown}': there are ${Object.keys(presets).join(', ')}`;
    const accounts = Number(values.accounts);
    if (!Number.isInteger(accounts) || accounts < 1) return '--accounts needs a whole number above 0';
    return {
      presets: names.length === 0 ? usual : names.filter(isPreset),
      json: values.json,
      real: values.real,
      accounts,
      overhead: names.length === 0,
    };
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'wrong options';
  }
}

/** Puts one section into the page; the others stay as they were measured. */
async function write(section: Parameters<typeof asPage>[1]): Promise<void> {
  const before = await readFile(page, 'utf8').catch(() => '');
  await writeFile(page, asPage(before, section));
}
