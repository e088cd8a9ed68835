import type { AccountData } from '../../src/sandbox/account.ts';

/** What is copied, and the member that names it. */
const kinds = {
  notebooks: 'NotebookInstanceName',
  processingJobs: 'ProcessingJobName',
  transformJobs: 'TransformJobName',
  endpoints: 'EndpointName',
} as const;

/** The account with so many copies of each notebook, job and endpoint: one with more details than lists. */
export function grown(account: AccountData, copies: number): AccountData {
  const regions = Object.entries(account.in ?? {}).map(([name, data]) => {
    const sagemaker = Object.fromEntries(
      Object.entries(data?.sagemaker ?? {}).map(([kind, list]: [string, unknown]) => [kind, manyOf(kind, list, copies)]),
    );
    return [name, { ...data, sagemaker }];
  });
  return { ...account, in: Object.fromEntries(regions) as AccountData['in'] };
}

function manyOf(kind: string, list: unknown, copies: number): unknown {
  const naming = new Map<string, string>(Object.entries(kinds)).get(kind);
  if (naming === undefined || !Array.isArray(list)) return list;
  return list.flatMap((one: Readonly<Record<string, unknown>>) =>
    Array.from({ length: copies }, (_, index) => renamed(one, String(one[naming]), index === 0 ? '' : `-${index}`)),
  );
}

function renamed(node: unknown, name: string, suffix: string): unknown {
  if (typeof node === 'string') return node === name || node.endsWith(`/${name}`) ? node + suffix : node;
  if (Array.isArray(node)) return node.map((item) => renamed(item, name, suffix));
  if (typeof node !== 'object' || node === null || node instanceof Date || node instanceof Uint8Array) return node;
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, renamed(item, name, suffix)]));
}
