import { manifestOf, type Run, type RunFile } from '../../../src/publish/files.ts';

export const account = '111122223333';
export const start = Date.UTC(2026, 10, 24, 23, 59);

/** A run that started `seq` ms after `start`; `text` is what its files repeat fifty times. */
export function testRun(runId: string, seq = 0, { text = runId, ...more }: Partial<Run> & { readonly text?: string } = {}): Run {
  const startedAt = new Date(start + seq).toISOString();
  const file = (name: string, contentType: string): RunFile => ({
    name,
    contentType,
    body: Buffer.from(`${text} ${name}`.repeat(50)),
  });
  const files = [
    file('report.json', 'application/json'),
    file('report.html', 'text/html; charset=utf-8'),
    file('snapshot.ndjson.gz', 'application/gzip'),
  ];
  const manifest = manifestOf({ runId, tool: { name: 'mlwarden', version: '0.1.0' }, startedAt, account, complete: true }, files);
  return {
    runId,
    account,
    startedAt,
    finished: true,
    headline: { scores: { overall: { score: 47 } }, coverage: { complete: true } },
    ...more,
    files: [...files, manifest],
  };
}
