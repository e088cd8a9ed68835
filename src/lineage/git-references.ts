import { inherit } from '../core/collection.ts';
import { mapFact, type Fact, type Gap, type Origin } from '../core/fact.ts';
import { derived, type Collection, type Home, type Resource } from '../core/resource.ts';
import { codeRepositories, type CodeRepository } from '../inventory/code-repositories.ts';
import { secrets, type SecretDetails, type SecretReferenceItem } from '../inventory/secrets.ts';
import { parseArn, sagemakerArn, sameArn } from './arn.ts';
import { developmentEnvironments, type DevelopmentEnvironment, type RepositoryHolder } from './development-environments.ts';
import { parseGitUrl } from './git-url.ts';
import { describedSecret } from './secrets.ts';

/** A Git URL as some setting holds it. */
export interface HeldUrl {
  readonly holder: Pick<RepositoryHolder, 'kind' | 'name'> | { readonly kind: 'code-repository'; readonly name: string };
  /** Path of the field from the API's answer on. */
  readonly field: string;
  readonly from: Origin;
  /** Without userinfo; empty where the text is no URL. */
  readonly url: string;
  /** The URL held a user name or token. */
  readonly userinfo: boolean;
  /** The secret with its credentials; `null`: none is set. A bare URL can have none. */
  readonly secret: { readonly arn: string; readonly found: Fact<SecretDetails | null> } | null;
}

/** A code repository, or a notebook or domain that holds bare URLs. Names of code repositories are judged there. */
export interface GitReference extends Resource {
  readonly urls: readonly HeldUrl[];
  /** What may hold further URLs of this resource. */
  readonly hidden: readonly Gap[];
}

/** Everything that holds a Git URL, or may hold one that we could not read. */
export const gitReferences = derived({
  name: 'lineage.git-references',
  type: codeRepositories.type,
  arn: 'arn:P:sagemaker:R:A:code-repository/*',
  from: { codeRepositories, environments: developmentEnvironments, secrets },
  derive: ({ codeRepositories: repositories, environments, secrets: described }) => ({
    items: [
      ...repositories.all.values().map((repository) => ofRepository(repository, described)),
      ...environments.all
        .values()
        .map(ofEnvironment)
        .filter(({ urls, hidden }) => urls.length > 0 || hidden.length > 0),
    ],
    gaps: inherit(repositories, environments),
  }),
});

function ofRepository(repository: CodeRepository, described: Collection<SecretReferenceItem>): GitReference {
  const { arn, type, name, account, region } = repository;
  const held = mapFact(repository.git, ({ url, userinfo, secretArn }) => ({ url, userinfo, secretArn }));
  if (!held.known) return { arn, type, name, account, region, urls: [], hidden: [held.gap] };
  const { url, userinfo, secretArn } = held.value;
  const place = parseArn(secretArn ?? '') ?? repository;
  const secret =
    secretArn === null
      ? null
      : { arn: secretArn, found: describedSecret({ arn: secretArn, account: place.account, region: place.region }, described) };
  const field = 'CodeRepositorySummary.GitConfig.RepositoryUrl';
  const holder = { kind: 'code-repository', name } as const;
  return { arn, type, name, account, region, urls: [{ holder, field, from: held.from, url, userinfo, secret }], hidden: [] };
}

function ofEnvironment({ arn, type, name, account, region, levels }: DevelopmentEnvironment): GitReference {
  const holders = levels.flatMap((level) => level.holders);
  return {
    arn,
    type,
    name,
    account,
    region,
    urls: holders.flatMap(urlsOf),
    hidden: [
      ...holders.flatMap(({ repositories }) => (repositories.known ? [] : [repositories.gap])),
      ...levels.flatMap(({ hidden }) => hidden ?? []),
    ],
  };
}

function urlsOf({ kind, name, answer, repositories }: RepositoryHolder): readonly HeldUrl[] {
  if (!repositories.known) return [];
  const { from, value } = repositories;
  return value
    .filter((repository) => isUrl(repository.value))
    .map(({ field, value: url, userinfo }) => ({
      holder: { kind, name },
      field: `${answer}.${field}`,
      from,
      url,
      userinfo,
      secret: null,
    }));
}

/** Whether a repository value is a URL, or what was left of a text that might hold credentials; a name otherwise. */
export function isUrl(value: string): boolean {
  return value === '' || parseGitUrl(value) !== null;
}

/** The code repository that a name means in a Region; `undefined` is known only when no list could hide it. */
export function findCodeRepository(
  name: string,
  { partition, account, region }: Home & Pick<Resource, 'region'>,
  repositories: Collection<CodeRepository>,
): Fact<CodeRepository | undefined> {
  const arn = sagemakerArn({ partition, account }, region, 'code-repository', name);
  // AWS does not lower-case names in all of its ARNs.
  return repositories.find(repositories.all.values().find((repository) => sameArn(repository.arn, arn))?.arn ?? arn);
}
