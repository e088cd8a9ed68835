import { ask, cli, defineCheck, fail, notApplicable, pass, seen, unknown } from '../../src/kit.ts';
import type { Collection, Evidence, Fix, Gap, Verdict } from '../../src/kit.ts';
import { codeRepositories, type CodeRepository } from '../../src/inventory/code-repositories.ts';
import {
  developmentEnvironments,
  type DevelopmentEnvironment,
  type HolderLevel,
  type RepositoryHolder,
} from '../../src/lineage/development-environments.ts';
import type { FieldValue } from '../../src/inventory/values.ts';
import { findCodeRepository, isUrl } from '../../src/lineage/git-references.ts';

export default defineCheck({
  id: 'ver-code-repository-associated',
  control: 'versioning',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'develop',
  title: 'Notebooks and Studio are associated with a Git repository',
  why: 'Code that lies on a notebook alone can be changed by anybody there without a trace, and without a way back.',
  advice: 'Associate Git repositories with new and existing notebooks, so that code is kept under version control.',
  threat: { text: 'Tampering with code that cannot be rolled back', atlas: ['AML.T0010.001', 'AML.T0018'] },
  mapping: ['NIST CM-3', 'NIST CM-5', 'NIST SA-10'],
  resourceTypes: [
    'AWS::SageMaker::NotebookInstance',
    'AWS::SageMaker::Domain',
    'AWS::SageMaker::UserProfile',
    'AWS::SageMaker::Space',
  ],
  subject: developmentEnvironments,
  uses: { codeRepositories },
  fix: (environment) => fixes[environment.kind](environment),
  evaluate(environment, { codeRepositories: repositories }, { partition }) {
    const { kind, status, users, levels } = environment;
    if (status === 'Failed') return notApplicable('not-live', `the ${kind} failed: nobody works there`);
    if (users?.known === true && users.value === 0) return notApplicable('not-live', 'the domain has no user');
    const find: Find = (name) => findCodeRepository(name, { ...environment, partition }, repositories);
    // A domain speaks for all of its users: only where it names none do profiles count, and then spaces.
    const looked = levels.map((level) => judge(level, find));
    return looked.find((verdict) => verdict.status !== 'FAIL') ?? nowhere(environment, looked);
  },
});

type Find = (name: string) => ReturnType<Collection<CodeRepository>['find']>;

/** Whether one of these names a repository that exists. A URL needs no second look; a code repository may be gone. */
function judge({ holders, hidden }: HolderLevel, find: Find): Verdict {
  const gaps: Gap[] = [];
  const stale: Evidence[] = [];
  for (const holder of holders) {
    if (!holder.repositories.known) {
      gaps.push(holder.repositories.gap);
      continue;
    }
    const { value: values, from } = holder.repositories;
    const good = `${whose(holder)} names a Git repository`;
    const evidenceOf = ({ field, value }: FieldValue) => seen(from, `${holder.answer}.${field}`, value);
    const url = values.find(({ value }) => isUrl(value));
    if (url !== undefined) return pass(good, evidenceOf(url));
    for (const name of values) {
      const found = find(name.value);
      if (!found.known) gaps.push(found.gap);
      else if (found.value === undefined) stale.push({ ...evidenceOf(name), note: 'no code repository has this name' });
      else return pass(good, evidenceOf(name), ...configOf(found.value));
    }
  }
  const gap = gaps[0] ?? hidden;
  if (gap !== undefined) return unknown(gap);
  if (stale.length > 0) return fail('every code repository that it names is gone', ...stale);
  return fail('no Git repository is set', ...holders.flatMap(nothingSet));
}

/** What is said once every level is known to name none. */
function nowhere({ kind, levels }: DevelopmentEnvironment, looked: readonly Verdict[]): Verdict {
  const [message = 'no Git repository is set'] = looked.map((verdict) => verdict.message);
  const evidence = looked.flatMap((verdict) => verdict.evidence);
  if (kind === 'notebook') return fail(message, ...evidence);
  const [, profiles = 0, spaces = 0] = levels.map(({ holders }) => holders.length);
  return fail(
    `no Git repository is set for the domain, its profiles (${profiles}) or its spaces (${spaces}); users may clone by hand, which AWS does not show`,
    ...evidence,
  );
}

/** For a notebook and a domain; profiles and spaces may be many, and say nothing more. */
function nothingSet({ kind, answer, repositories }: RepositoryHolder): readonly Evidence[] {
  if (!repositories.known) return [];
  switch (kind) {
    case 'notebook':
      return [seen(repositories.from, `${answer}.DefaultCodeRepository`, null)];
    case 'domain':
      return [seen(repositories.from, `${answer}.DefaultUserSettings.JupyterLabAppSettings.CodeRepositories`, null)];
    case 'profile':
    case 'space':
      return [];
  }
}

function whose({ kind, name }: RepositoryHolder): string {
  return kind === 'notebook' || kind === 'domain' ? `the ${kind}` : `the ${kind} ${name}`;
}

function configOf({ git }: CodeRepository): readonly Evidence[] {
  if (!git.known) return [];
  const { url, branch } = git.value;
  return [seen(git.from, 'CodeRepositorySummary.GitConfig', { RepositoryUrl: url, Branch: branch })];
}

/** What to name the code repository: a name that the notebook holds already, where that one is gone. */
function repositoryName({ levels }: DevelopmentEnvironment) {
  const [named] = levels.flatMap(({ holders }) =>
    holders.flatMap(({ repositories }) => (repositories.known ? repositories.value : [])),
  );
  return named?.value ?? ask('CODE_REPOSITORY_NAME');
}

const fixes = {
  notebook(notebook) {
    const { name, region } = notebook;
    const repository = repositoryName(notebook);
    return {
      text: 'Register the repository with a secret for its credentials, stop the notebook, and make it the default repository.',
      command: [
        cli`aws sagemaker create-code-repository --region ${region} --code-repository-name ${repository} --git-config RepositoryUrl=${ask('REPOSITORY_URL')},SecretArn=${ask('SECRET_ARN')}`,
        cli`aws sagemaker update-notebook-instance --region ${region} --notebook-instance-name ${name} --default-code-repository ${repository}`,
      ].join(' && '),
    };
  },
  domain: ({ name, region }) => ({
    text: 'Set the repository in the default settings of the domain, so that JupyterLab offers it to every user.',
    command: cli`aws sagemaker update-domain --region ${region} --domain-id ${name} --default-user-settings 'JupyterLabAppSettings={CodeRepositories=[{RepositoryUrl=${ask('REPOSITORY_URL')}}]}'`,
  }),
} as const satisfies Record<DevelopmentEnvironment['kind'], (environment: DevelopmentEnvironment) => Fix>;
