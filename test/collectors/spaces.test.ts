import { DescribeSpaceCommand, ListSpacesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/spaces.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const arnOf = (name: string) => `arn:aws:sagemaker:${region}:${home.account}:space/d-a/${name}`;
const listed = (name: string, status: 'InService' | 'Deleting' = 'InService') => ({
  DomainId: 'd-a',
  SpaceName: name,
  Status: status,
});

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every space of two pages, with what it sets', async () => {
  sagemaker
    .on(ListSpacesCommand)
    .resolves({ Spaces: [listed('fraud')], NextToken: 'more' })
    .on(ListSpacesCommand, { NextToken: 'more' })
    .resolves({ Spaces: [listed('risk'), listed('leaving', 'Deleting')] })
    .on(DescribeSpaceCommand)
    .callsFake(({ SpaceName: name }: { SpaceName: string }) => ({
      SpaceArn: arnOf(name),
      SpaceSettings: {
        JupyterLabAppSettings: { CodeRepositories: [{ RepositoryUrl: `https://${name}:t0p-s3cret@git.example.com/code` }] },
        CodeEditorAppSettings: {
          DefaultResourceSpec: { LifecycleConfigArn: 'arn:aws:sagemaker:eu-west-1:1:studio-lifecycle-config/e' },
        },
      },
    }));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ name, domainId }) => [name, domainId])).toEqual([
    ['fraud', 'd-a'],
    ['risk', 'd-a'],
  ]);
  expect(JSON.stringify(items)).not.toContain('t0p-s3cret');
  expect(items[0]?.settings).toMatchObject({
    value: {
      repositories: [
        { field: 'SpaceSettings.JupyterLabAppSettings.CodeRepositories', value: 'https://git.example.com/code', userinfo: true },
      ],
      lifecycleConfigs: [{ field: 'SpaceSettings.CodeEditorAppSettings.DefaultResourceSpec.LifecycleConfigArn' }],
    },
  });
});

test('a denied detail is a gap of that space alone, whose ARN follows from its name', async () => {
  sagemaker
    .on(ListSpacesCommand)
    .resolves({ Spaces: [listed('fraud'), listed('risk')] })
    .on(DescribeSpaceCommand, { SpaceName: 'fraud' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeSpaceCommand, { SpaceName: 'risk' })
    .resolves({ SpaceArn: arnOf('risk') });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ arn, settings }) => [arn, settings.known])).toEqual([
    [arnOf('fraud'), false],
    [arnOf('risk'), true],
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  sagemaker
    .on(ListSpacesCommand)
    .resolves({ Spaces: [listed('fraud')], NextToken: 'more' })
    .on(ListSpacesCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeSpaceCommand)
    .resolves({ SpaceArn: arnOf('fraud') });
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['fraud']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'sagemaker:ListSpaces', region }]);
});

test('a space that was deleted since it was listed is not there', async () => {
  sagemaker
    .on(ListSpacesCommand)
    .resolves({ Spaces: [listed('fraud')] })
    .on(DescribeSpaceCommand)
    .rejects(awsError('ResourceNotFound', 'Space [fraud] does not exist.'));
  expect(await collectWith(collector)).toEqual({ items: [], gaps: [] });
});
