import type { Seed } from '../../../src/sandbox/account.ts';
import { hardened } from '../../../src/sandbox/seeds/hardened.ts';

/** The Region of `hardened`. */
const region = 'eu-west-1';

/** The account of `hardened` with its notebook so many times: a scan that the limit of one operation decides. */
export function manyNotebooks(count: number): Seed {
  return {
    name: 'many-notebooks',
    description: `${count} notebooks, all as they should be`,
    account: (now) => {
      const account = hardened.account(now);
      const there = account.in[region];
      const [notebook] = there?.sagemaker?.notebookInstances ?? [];
      const notebookInstances = Array.from({ length: count }, (_, index) => ({
        ...notebook,
        NotebookInstanceName: `${notebook?.NotebookInstanceName}-${index}`,
        NotebookInstanceArn: `${notebook?.NotebookInstanceArn}-${index}`,
      }));
      return {
        ...account,
        in: { ...account.in, [region]: { ...there, sagemaker: { ...there?.sagemaker, notebookInstances } } },
      };
    },
  };
}
