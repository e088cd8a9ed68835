import { expect, test } from 'vitest';
import check from '../../../checks/secrets/sec-git-credentials-in-secrets-manager.ts';
import type { GitReference } from '../../../src/lineage/git-references.ts';
import { denied, gapOf, run, runWith, told } from '../../support/inventory.ts';
import { aNotebook } from '../../support/notebooks.ts';
import { aCodeRepository, gitReferencesOf } from '../../support/repositories.ts';
import { aSecret, secretArn } from '../../support/secrets.ts';
import { aDomain, aProfile, labRepositories } from '../../support/studio.ts';
import { verdictOnNothing } from '../../support/nothing.ts';

const codeCommit = 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/fraud';
const external = 'https://github.com/team/fraud';
const noSecret = { secretArn: null };
const gone = aSecret(told(null, 'secretsmanager:DescribeSecret'));
const repository = (git: Parameters<typeof aCodeRepository>[0], secret = aSecret()) =>
  only(gitReferencesOf({ repositories: [aCodeRepository(git)], secrets: [secret] }).items);
const notebook = (value: string, userinfo = false) =>
  only(
    gitReferencesOf({ notebooks: [aNotebook({ repositories: [{ field: 'DefaultCodeRepository', value, userinfo }] })] }).items,
  );
const domain = (...urls: readonly string[]) =>
  only(gitReferencesOf({ domains: [aDomain(labRepositories(...urls))], profiles: [aProfile()] }).items);

test.for([
  ['a secret that exists', repository({}), 'PASS'],
  ['CodeCommit without a secret', repository({ url: codeCommit, ...noSecret }), 'PASS'],
  ['a token in the URL', repository({ userinfo: true }), 'FAIL'],
  ['a text with userinfo that is no URL', repository({ url: '', userinfo: true }), 'FAIL'],
  ['http', repository({ url: 'http://git.example.com/team/code' }), 'FAIL'],
  ['a secret that no longer exists', repository({}, gone), 'FAIL'],
  ['a secret that we may not read', repository({}, aSecret(denied('secretsmanager:DescribeSecret'))), 'UNKNOWN'],
  ['no secret for another host', repository({ url: external, ...noSecret }), 'UNKNOWN'],
  ['a text that is no URL', repository({ url: '', ...noSecret }), 'UNKNOWN'],
  ['a repository that we may not read', repository(denied('sagemaker:DescribeCodeRepository')), 'UNKNOWN'],
  [
    'a notebook that we may not read',
    only(gitReferencesOf({ notebooks: [aNotebook(denied('sagemaker:DescribeNotebookInstance'))] }).items),
    'UNKNOWN',
  ],
  ['edge 1: a bare URL of a notebook with a token', notebook(external, true), 'FAIL'],
  ['edge 1: a bare URL of a notebook', notebook(external), 'UNKNOWN'],
  ['edge 1: a bare CodeCommit URL of a notebook', notebook(codeCommit), 'PASS'],
  ['edge 1: a bare URL of a domain', domain(external), 'UNKNOWN'],
  ['edge 1: CodeCommit URLs of a domain', domain(codeCommit, codeCommit), 'PASS'],
  ['edge 2: a secret that is scheduled for deletion', repository({}, aSecret({ deletedAt: '2026-11-20T00:00:00.000Z' })), 'FAIL'],
] as const)('%s is %s', ([, reference, status]) => {
  expect(check.evaluate(reference, {}, run).status).toBe(status);
});

test('edge 1: the name of a code repository is judged there, not at the notebook', () => {
  const repositories = [{ field: 'AdditionalCodeRepositories', value: 'fraud-code', userinfo: false }] as const;
  expect(gitReferencesOf({ notebooks: [aNotebook({ repositories })] }).items).toEqual([]);
});

test('no repository anywhere is nothing to judge', () => {
  expect(gitReferencesOf({ notebooks: [aNotebook()], domains: [aDomain()], profiles: [aProfile()] })).toEqual({
    items: [],
    gaps: [],
  });
});

test.for([
  ['github.com/team/fraud', 'PASS'],
  ['GitHub.com/team/fraud.git', 'PASS'],
  ['github.com/team', 'UNKNOWN'],
  ['github.com/team/fraud-secret', 'UNKNOWN'],
] as const)('with %s listed as public, a URL without a secret is %s', ([entry, status]) => {
  const parameters = runWith({ publicGitRepositories: [entry] });
  expect(check.evaluate(repository({ url: external, ...noSecret }), {}, parameters).status).toBe(status);
});

test('profiles that could not be listed leave a domain unknown, and name the call', () => {
  const gap = gapOf('sagemaker:ListUserProfiles');
  const { items, gaps } = gitReferencesOf({ domains: [aDomain(labRepositories(codeCommit))], gaps: { profiles: gap } });
  expect(gaps).toEqual([]);
  expect(check.evaluate(only(items), {}, run)).toMatchObject({ status: 'UNKNOWN', gap });
});

test('the evidence shows the URL without its credentials, and the state of the secret', () => {
  expect(check.evaluate(repository({ userinfo: true }), {}, run).evidence).toMatchObject([
    { field: 'CodeRepositorySummary.GitConfig.RepositoryUrl', value: 'https://git.example.com/team/code.git' },
  ]);
  expect(check.evaluate(repository({}), {}, run).evidence).toMatchObject([
    { operation: 'secretsmanager:DescribeSecret', field: 'DescribeSecretResponse.ARN', value: secretArn },
    { field: 'DescribeSecretResponse.DeletedDate', value: null },
  ]);
});

test.for([
  [
    'gives a repository a new secret',
    repository({}, gone),
    ['update-code-repository --region eu-west-1 --code-repository-name fraud-code', 'create-secret'],
  ],
  [
    'restores a secret',
    repository({}, aSecret({ deletedAt: '2026-11-20T00:00:00.000Z' })),
    [`aws secretsmanager restore-secret --region eu-west-1 --secret-id ${secretArn}`],
  ],
  [
    'creates a repository again without the token',
    repository({ userinfo: true }),
    ['delete-code-repository', `RepositoryUrl=https://git.example.com/team/code.git,SecretArn=${secretArn}`],
  ],
  [
    'registers the URL of a notebook',
    notebook('http://git.example.com/team/fraud_code'),
    [
      'RepositoryUrl=https://git.example.com/team/fraud_code',
      '--notebook-instance-name fraud-research --default-code-repository fraud-code',
    ],
  ],
  [
    'sets the URLs of a domain again',
    domain('http://git.example.com/a'),
    [
      'aws sagemaker update-domain --region eu-west-1 --domain-id d-0a1b2c3d4e5f --default-user-settings',
      '{"JupyterLabAppSettings":{"CodeRepositories":[{"RepositoryUrl":"https://git.example.com/a"}]}}',
    ],
  ],
  [
    'sets the URLs of a profile again',
    only(
      gitReferencesOf({
        domains: [aDomain()],
        profiles: [
          aProfile({
            repositories: [
              {
                field: 'UserSettings.JupyterServerAppSettings.CodeRepositories',
                value: 'http://git.example.com/a',
                userinfo: false,
              },
            ],
          }),
        ],
      }).items,
    ),
    ['update-user-profile', '--user-profile-name anna --user-settings', 'JupyterServerAppSettings'],
  ],
] as const)('the fix %s', ([, reference, parts]) => {
  const { command } = check.fix(reference);
  for (const part of parts) expect(command).toContain(part);
});

function only(items: readonly GitReference[]): GitReference {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw new Error(`there are ${items.length} references`);
  return item;
}

test('there is no repository: NOT_APPLICABLE', () => {
  expect(verdictOnNothing(check)).toMatchObject({ status: 'NOT_APPLICABLE', reason: 'no-resource' });
});
