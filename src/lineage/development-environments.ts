import { inherit } from '../core/collection.ts';
import { known, mapFact, missing, type Fact, type Gap } from '../core/fact.ts';
import { derived, type Collection, type Resource } from '../core/resource.ts';
import type { RepositoryValue } from '../inventory/code-repositories.ts';
import { notebooks, type Notebook } from '../inventory/notebooks.ts';
import { domains, spaces, userProfiles, type AppSettings, type Domain } from '../inventory/studio.ts';

/** One place in an environment that may name Git repositories. */
export interface RepositoryHolder {
  readonly kind: 'notebook' | 'domain' | 'profile' | 'space';
  readonly name: string;
  /** The describing call's answer, which the fields of the repositories belong to. */
  readonly answer: string;
  readonly repositories: Fact<readonly RepositoryValue[]>;
}

/** Holders of one kind, and the gap that may hide further ones. */
export interface HolderLevel {
  readonly holders: readonly RepositoryHolder[];
  readonly hidden: Gap | undefined;
}

/** Where people write ML code: a notebook instance, or a Studio domain with its profiles and spaces. */
export interface DevelopmentEnvironment extends Resource {
  readonly kind: 'notebook' | 'domain';
  /** NotebookInstanceStatus or DomainStatus. */
  readonly status: string;
  /** How many profiles the domain has; `null` for notebooks. */
  readonly users: Fact<number> | null;
  /** The environment itself first; for domains its profiles and then its spaces follow. */
  readonly levels: readonly HolderLevel[];
}

/** All notebooks and domains. A gap of profiles or spaces hides no environment: it is part of each domain there. */
export const developmentEnvironments = derived({
  name: 'lineage.development-environments',
  type: notebooks.type,
  arn: 'arn:P:sagemaker:R:A:notebook-instance/*',
  from: { notebooks, domains, userProfiles, spaces },
  derive: (views) => ({
    items: [
      ...views.notebooks.all.values().map(ofNotebook),
      ...views.domains.all.values().map((domain) => ofDomain(domain, views)),
    ],
    gaps: inherit(views.notebooks, views.domains),
  }),
});

function ofNotebook(notebook: Notebook): DevelopmentEnvironment {
  const { arn, type, name, account, region, status } = notebook;
  const repositories = mapFact(notebook.settings, (settings) => settings.repositories);
  const holder: RepositoryHolder = { kind: 'notebook', name, answer: 'DescribeNotebookInstanceOutput', repositories };
  return { arn, type, name, account, region, kind: 'notebook', status, users: null, levels: [alone(holder)] };
}

interface Parts {
  readonly userProfiles: Collection<Part>;
  readonly spaces: Collection<Part>;
}

interface Part extends Resource {
  readonly domainId: string;
  readonly status: string;
  readonly settings: Fact<AppSettings>;
}

function ofDomain(domain: Domain, { userProfiles: profiles, spaces: places }: Parts): DevelopmentEnvironment {
  const { arn, type, name, account, region, status } = domain;
  const users = levelOf(profiles, domain, { kind: 'profile', answer: 'DescribeUserProfileResponse' });
  return {
    arn,
    type,
    name,
    account,
    region,
    kind: 'domain',
    status,
    users:
      users.holders.length === 0 && users.hidden !== undefined ? missing(users.hidden) : known(users.holders.length, domain.from),
    levels: [
      alone({ kind: 'domain', name, answer: 'DescribeDomainResponse', repositories: repositoriesOf(domain.settings) }),
      users,
      levelOf(places, domain, { kind: 'space', answer: 'DescribeSpaceResponse' }),
    ],
  };
}

/** Profiles or spaces of a domain; those that failed were never of use to anybody. */
function levelOf(parts: Collection<Part>, domain: Domain, as: Pick<RepositoryHolder, 'kind' | 'answer'>): HolderLevel {
  const own = parts.all
    .values()
    .filter(({ domainId, region, status }) => domainId === domain.name && region === domain.region && status !== 'Failed')
    .toArray();
  return {
    holders: own.map(({ name, settings }) => ({ ...as, name, repositories: repositoriesOf(settings) })),
    hidden: parts.gapIn(domain.region),
  };
}

function alone(holder: RepositoryHolder): HolderLevel {
  return { holders: [holder], hidden: undefined };
}

function repositoriesOf(settings: Fact<AppSettings>): Fact<readonly RepositoryValue[]> {
  return mapFact(settings, ({ repositories }) => repositories);
}
