/** How an operation turns its pages, found in its schemas. */
import { kindOf, membersOf } from './schema.ts';
import type { OperationModel } from './services.ts';
import type { Members } from './types.ts';

export interface Paging {
  /** The token that a request brings. */
  tokenOf(input: Members): string | undefined;
  withInputToken(input: Members, token: string | undefined): Members;
  /** The page with another token for the next one. */
  withOutputToken(output: object, token: string): object;
  /** The page without its items. */
  emptied(output: object): object;
}

/** Members that take a page's token, and those that give the next one, in the order in which they are looked for. */
const tokenNames = [
  ['NextToken', 'NextToken'],
  ['nextToken', 'nextToken'],
  ['Marker', 'NextMarker'],
  ['Marker', 'Marker'],
  ['NextMarker', 'NextMarker'],
  ['position', 'position'],
  ['ContinuationToken', 'NextContinuationToken'],
  ['ContinuationToken', 'ContinuationToken'],
] as const;

const known = new WeakMap<OperationModel, Paging | undefined>();

/** The pages of an operation; `undefined` when it has none. */
export function pagingOf(operation: OperationModel): Paging | undefined {
  if (!known.has(operation)) known.set(operation, find(operation));
  return known.get(operation);
}

function find(operation: OperationModel): Paging | undefined {
  const inputs = new Set(membersOf(operation.input).map(([name]) => name));
  const outputs = membersOf(operation.output);
  for (const [take, give] of tokenNames) {
    if (!inputs.has(take)) continue;
    if (outputs.some(([name]) => name === give)) return paging({ take, give, inside: undefined, outputs });
    // CloudFront's pages lie one level deeper: DistributionList.NextMarker.
    const inside = outputs.find(([, member]) => kindOf(member) === 'struct' && membersOf(member).some(([name]) => name === give));
    if (inside !== undefined) return paging({ take, give, inside: inside[0], outputs: membersOf(inside[1]) });
  }
  return undefined;
}

interface Found {
  readonly take: string;
  readonly give: string;
  readonly inside: string | undefined;
  readonly outputs: ReturnType<typeof membersOf>;
}

function paging({ take, give, inside, outputs }: Found): Paging {
  const lists = outputs.flatMap(([name, member]) => (kindOf(member) === 'list' ? [name] : []));
  const truncated = outputs.some(([name]) => name === 'IsTruncated') ? { IsTruncated: true } : {};
  const change = (output: object, changes: Members): object => {
    if (inside === undefined) return { ...output, ...changes };
    return { ...output, [inside]: { ...Object(Object(output)[inside]), ...changes } };
  };
  return {
    tokenOf: (input) => (typeof input[take] === 'string' ? input[take] : undefined),
    withInputToken: (input, token) => ({ ...input, [take]: token }),
    withOutputToken: (output, token) => change(output, { [give]: token, ...truncated }),
    emptied: (output) => change(output, Object.fromEntries(lists.map((name) => [name, []]))),
  };
}
