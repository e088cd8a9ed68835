import { DescribeUserProfileCommand, ListUserProfilesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/user-profiles.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const arnOf = (name: string) => `arn:aws:sagemaker:${region}:${home.account}:user-profile/d-a/${name}`;
const listed = (name: string, status: 'InService' | 'Deleting' = 'InService') => ({
  DomainId: 'd-a',
  UserProfileName: name,
  Status: status,
});

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every profile of two pages, with what it sets', async () => {
  sagemaker
    .on(ListUserProfilesCommand)
    .resolves({ UserProfiles: [listed('anna')], NextToken: 'more' })
    .on(ListUserProfilesCommand, { NextToken: 'more' })
    .resolves({ UserProfiles: [listed('ben'), listed('leaving', 'Deleting')] })
    .on(DescribeUserProfileCommand)
    .callsFake(({ UserProfileName: name }: { UserProfileName: string }) => ({
      UserProfileArn: arnOf(name),
      UserSettings: {
        ExecutionRole: `arn:aws:iam::${home.account}:role/${name}`,
        JupyterServerAppSettings: { CodeRepositories: [{ RepositoryUrl: `https://${name}:t0p-s3cret@git.example.com/code` }] },
      },
    }));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ name, domainId }) => [name, domainId])).toEqual([
    ['anna', 'd-a'],
    ['ben', 'd-a'],
  ]);
  expect(JSON.stringify(items)).not.toContain('t0p-s3cret');
  expect(items[0]?.settings).toMatchObject({
    value: {
      roles: [{ field: 'UserSettings.ExecutionRole', value: 'arn:aws:iam::111122223333:role/anna' }],
      repositories: [
        {
          field: 'UserSettings.JupyterServerAppSettings.CodeRepositories',
          value: 'https://git.example.com/code',
          userinfo: true,
        },
      ],
    },
  });
});

test('a denied detail is a gap of that profile alone, whose ARN follows from its name', async () => {
  sagemaker
    .on(ListUserProfilesCommand)
    .resolves({ UserProfiles: [listed('Anna'), listed('ben')] })
    .on(DescribeUserProfileCommand, { UserProfileName: 'Anna' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeUserProfileCommand, { UserProfileName: 'ben' })
    .resolves({ UserProfileArn: arnOf('ben') });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ arn, settings }) => [arn, settings.known])).toEqual([
    [arnOf('anna'), false],
    [arnOf('ben'), true],
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  sagemaker
    .on(ListUserProfilesCommand)
    .resolves({ UserProfiles: [listed('anna')], NextToken: 'more' })
    .on(ListUserProfilesCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeUserProfileCommand)
    .resolves({ UserProfileArn: arnOf('anna') });
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['anna']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'sagemaker:ListUserProfiles', region }]);
});

test('a profile that was deleted since it was listed is not there', async () => {
  sagemaker
    .on(ListUserProfilesCommand)
    .resolves({ UserProfiles: [listed('anna')] })
    .on(DescribeUserProfileCommand)
    .rejects(awsError('ResourceNotFound', 'UserProfile [anna] does not exist.'));
  expect(await collectWith(collector)).toEqual({ items: [], gaps: [] });
});
