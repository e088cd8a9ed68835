import { expect, test } from 'vitest';
import check from '../../../checks/versioning/ver-code-repository-associated.ts';
import type { CodeRepository } from '../../../src/inventory/code-repositories.ts';
import type { NotebookRepository } from '../../../src/inventory/notebooks.ts';
import type { RepositoryValue } from '../../../src/inventory/code-repositories.ts';
import { denied, gapOf, listOf, run } from '../../support/inventory.ts';
import { aNotebook } from '../../support/notebooks.ts';
import { aCodeRepository } from '../../support/repositories.ts';
import { aDomain, aProfile, aSpace, environmentsOf, labRepositories, type Workplaces } from '../../support/studio.ts';

const url = 'https://git.example.com/team/code';
const first = (value: string): NotebookRepository => ({ field: 'DefaultCodeRepository', value, userinfo: false });
const other = (value: string): NotebookRepository => ({ field: 'AdditionalCodeRepositories', value, userinfo: false });
const of = (app: string): { repositories: readonly RepositoryValue[] } => ({
  repositories: [{ field: `${app}.CodeRepositories`, value: url, userinfo: false }],
});
const notebook = (...repositories: readonly NotebookRepository[]): Workplaces => ({ notebooks: [aNotebook({ repositories })] });
const domain = (parts: Workplaces = {}): Workplaces => ({ domains: [aDomain()], profiles: [aProfile()], ...parts });
const noProfiles = denied('sagemaker:DescribeUserProfile');

test.for([
  ['a code repository', notebook(first('fraud-code')), 'PASS'],
  ['an additional one only', notebook(other('fraud-code')), 'PASS'],
  ['none', notebook(), 'FAIL'],
  ['a code repository that is gone', notebook(first('old-code')), 'FAIL'],
  ['one that is gone and one that is not', notebook(first('old-code'), other('fraud-code')), 'PASS'],
  ['a notebook that we may not read', { notebooks: [aNotebook(denied('sagemaker:DescribeNotebookInstance'))] }, 'UNKNOWN'],
  ['a failed notebook', { notebooks: [aNotebook({}, { status: 'Failed' })] }, 'NOT_APPLICABLE'],
  ['default settings of a domain', domain({ domains: [aDomain(labRepositories(url))] }), 'PASS'],
  [
    'a profile',
    domain({ profiles: [aProfile(), aProfile(of('UserSettings.JupyterServerAppSettings'), { name: 'ben' })] }),
    'PASS',
  ],
  ['a space', domain({ spaces: [aSpace(of('SpaceSettings.JupyterLabAppSettings'))] }), 'PASS'],
  ['a domain without any', domain({ spaces: [aSpace()] }), 'FAIL'],
  ['a domain without users', domain({ profiles: [] }), 'NOT_APPLICABLE'],
  ['a domain whose only user failed', domain({ profiles: [aProfile({}, { status: 'Failed' })] }), 'NOT_APPLICABLE'],
  ['a failed domain', domain({ domains: [aDomain({}, { status: 'Failed' })] }), 'NOT_APPLICABLE'],
  ['a domain that we may not read', domain({ domains: [aDomain(denied('sagemaker:DescribeDomain'))] }), 'UNKNOWN'],
  ['profiles that we may not read', domain({ profiles: [aProfile(noProfiles)] }), 'UNKNOWN'],
  ['profiles that we may not list', domain({ profiles: [], gaps: { profiles: gapOf('sagemaker:ListUserProfiles') } }), 'UNKNOWN'],
  ['spaces that we may not list', domain({ gaps: { spaces: gapOf('sagemaker:ListSpaces') } }), 'UNKNOWN'],
  [
    'default settings, whatever its profiles say',
    domain({ domains: [aDomain(labRepositories(url))], profiles: [aProfile(noProfiles)] }),
    'PASS',
  ],
  ['edge 2: a bare URL', notebook(first(url)), 'PASS'],
  ['edge 2: a name in other case than its ARN', notebook(first('Fraud-Code')), 'PASS'],
] as const)('%s is %s', ([, places, status]) => {
  expect(judge(places).status).toBe(status);
});

test('a name that no list could tell is unknown, and names the call', () => {
  const gap = gapOf('sagemaker:ListCodeRepositories');
  const [environment] = environmentsOf(notebook(first('old-code'))).items;
  if (environment === undefined) throw new Error('there is no environment');
  expect(check.evaluate(environment, { codeRepositories: listOf<CodeRepository>([], gap) }, run)).toMatchObject({
    status: 'UNKNOWN',
    gap,
  });
});

test('edge 1: for Studio the text is softer', () => {
  expect(judge(domain()).message).toContain('users may clone by hand');
  expect(judge(notebook()).message).toBe('no Git repository is set');
});

test('edge 3: one result for each notebook and domain, not for each user', () => {
  const places = { ...domain({ profiles: [aProfile(), aProfile({}, { name: 'ben' })], spaces: [aSpace()] }), ...notebook() };
  expect(environmentsOf(places).items.map(({ type }) => type)).toEqual([
    'AWS::SageMaker::NotebookInstance',
    'AWS::SageMaker::Domain',
  ]);
});

test('a list of domains that broke is a gap, one of profiles is not', () => {
  const gaps = { domains: gapOf('sagemaker:ListDomains'), profiles: gapOf('sagemaker:ListUserProfiles') };
  expect(environmentsOf({ gaps }).gaps).toEqual([gaps.domains]);
});

test('the evidence is the value and what it means', () => {
  expect(judge(notebook(first('fraud-code'))).evidence).toMatchObject([
    {
      operation: 'sagemaker:DescribeNotebookInstance',
      field: 'DescribeNotebookInstanceOutput.DefaultCodeRepository',
      value: 'fraud-code',
    },
    { field: 'CodeRepositorySummary.GitConfig', value: { RepositoryUrl: 'https://git.example.com/team/code.git', Branch: null } },
  ]);
  expect(judge(notebook(first('old-code'))).evidence).toMatchObject([
    { value: 'old-code', note: 'no code repository has this name' },
  ]);
  expect(judge(notebook()).evidence).toMatchObject([
    { field: 'DescribeNotebookInstanceOutput.DefaultCodeRepository', value: null },
  ]);
});

test('the fix names the notebook or the domain, and the code repository that is gone', () => {
  expect(commandOf(notebook(first('old-code')))).toEqual([
    expect.stringContaining('--notebook-instance-name fraud-research --default-code-repository old-code'),
  ]);
  expect(commandOf(notebook())).toEqual([expect.stringContaining('--default-code-repository CODE_REPOSITORY_NAME')]);
  expect(commandOf(domain())).toEqual([expect.stringContaining('update-domain --region eu-west-1 --domain-id d-0a1b2c3d4e5f')]);
});

function judge(places: Workplaces): ReturnType<typeof check.evaluate> {
  const [environment, ...others] = environmentsOf(places).items;
  if (environment === undefined || others.length > 0) throw new Error('there is not exactly one environment');
  return check.evaluate(environment, { codeRepositories: listOf([aCodeRepository()]) }, run);
}

function commandOf(places: Workplaces): readonly (string | undefined)[] {
  return environmentsOf(places).items.map((environment) => check.fix(environment).command);
}
