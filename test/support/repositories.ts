import type { Fact, Gap } from '../../src/core/fact.ts';
import { codeRepositories, type CodeRepository, type GitSettings } from '../../src/inventory/code-repositories.ts';
import type { SecretReferenceItem } from '../../src/inventory/secrets.ts';
import { gitReferences, type GitReference } from '../../src/lineage/git-references.ts';
import { home, listOf, region, run, told } from './inventory.ts';
import { secretArn } from './secrets.ts';
import { environmentsOf, type Workplaces } from './studio.ts';

/** A code repository with a secret; `git` overrides single settings, or takes a gap. */
export function aCodeRepository(
  git: Partial<GitSettings> | Fact<GitSettings> = {},
  overrides: Partial<CodeRepository> = {},
): CodeRepository {
  const { name = 'fraud-code' } = overrides;
  return {
    arn: `arn:aws:sagemaker:${region}:${home.account}:code-repository/${name}`,
    type: codeRepositories.type,
    name,
    account: home.account,
    region,
    git: 'known' in git ? git : told({ ...defaults, ...git }, 'sagemaker:ListCodeRepositories'),
    ...overrides,
  };
}

interface Holders extends Workplaces {
  readonly repositories?: readonly CodeRepository[];
  readonly secrets?: readonly SecretReferenceItem[];
}

/** What holds Git URLs among these, and the gaps that may hide further ones. */
export function gitReferencesOf(holders: Holders): {
  readonly items: readonly GitReference[];
  readonly gaps: readonly Gap[];
} {
  const environments = environmentsOf(holders);
  const { items, gaps } = gitReferences.derive(
    {
      codeRepositories: listOf(holders.repositories ?? []),
      environments: listOf(environments.items, ...environments.gaps),
      secrets: listOf(holders.secrets ?? []),
    },
    run,
  );
  return { items: [...items], gaps };
}

const defaults: GitSettings = { url: 'https://git.example.com/team/code.git', userinfo: false, branch: null, secretArn };
