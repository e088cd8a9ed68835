import { DescribeDomainCommand, ListDomainsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/domains.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const arnOf = (id: string) => `arn:aws:sagemaker:${region}:${home.account}:domain/${id}`;
const role = (name: string) => `arn:aws:iam::${home.account}:role/${name}`;
const listed = (id: string, status: 'InService' | 'Deleting' = 'InService') => ({
  DomainId: id,
  DomainArn: arnOf(id),
  DomainName: `team of ${id}`,
  Status: status,
});

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every domain of two pages', async () => {
  sagemaker
    .on(ListDomainsCommand)
    .resolves({ Domains: [listed('d-a')], NextToken: 'more' })
    .on(ListDomainsCommand, { NextToken: 'more' })
    .resolves({ Domains: [listed('d-b'), listed('d-leaving', 'Deleting')] })
    .on(DescribeDomainCommand)
    .callsFake(({ DomainId: id }: { DomainId: string }) => ({ DomainArn: arnOf(id) }));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ name, status }) => [name, status])).toEqual([
    ['d-a', 'InService'],
    ['d-b', 'InService'],
  ]);
});

test('what a domain sets, each with its field, and no credentials of its URLs', async () => {
  const lifecycle = `arn:aws:sagemaker:${region}:${home.account}:studio-lifecycle-config/lab`;
  sagemaker
    .on(ListDomainsCommand)
    .resolves({ Domains: [listed('d-a')] })
    .on(DescribeDomainCommand)
    .resolves({
      DomainArn: arnOf('d-a'),
      SubnetIds: ['subnet-1', 'subnet-2'],
      VpcId: 'vpc-1',
      KmsKeyId: 'alias/studio',
      DefaultUserSettings: {
        ExecutionRole: role('users'),
        SharingSettings: { NotebookOutputOption: 'Allowed', S3OutputPath: 's3://shared/out', S3KmsKeyId: 'alias/shared' },
        CanvasAppSettings: { WorkspaceSettings: { S3ArtifactPath: 's3://canvas/work' } },
        JupyterLabAppSettings: {
          CodeRepositories: [{ RepositoryUrl: 'https://anna:t0p-s3cret@git.example.com/team/code' }],
          LifecycleConfigArns: [lifecycle],
        },
        KernelGatewayAppSettings: { DefaultResourceSpec: { LifecycleConfigArn: lifecycle } },
      },
      DefaultSpaceSettings: {
        ExecutionRole: role('spaces'),
        JupyterServerAppSettings: { CodeRepositories: [{ RepositoryUrl: 'https://git.example.com/shared' }] },
      },
      DomainSettings: { RStudioServerProDomainSettings: { DomainExecutionRoleArn: role('rstudio') } },
    });
  const { items } = await collectWith(collector);
  expect(JSON.stringify(items)).not.toContain('t0p-s3cret');
  expect(items[0]?.settings).toMatchObject({
    known: true,
    value: {
      subnets: ['subnet-1', 'subnet-2'],
      vpcId: 'vpc-1',
      roles: [
        { field: 'DefaultUserSettings.ExecutionRole', value: role('users') },
        { field: 'DefaultSpaceSettings.ExecutionRole', value: role('spaces') },
        { field: 'DomainSettings.RStudioServerProDomainSettings.DomainExecutionRoleArn', value: role('rstudio') },
      ],
      keys: [
        { field: 'KmsKeyId', value: 'alias/studio' },
        { field: 'DefaultUserSettings.SharingSettings.S3KmsKeyId', value: 'alias/shared' },
      ],
      locations: [
        { field: 'DefaultUserSettings.SharingSettings.S3OutputPath', value: 's3://shared/out' },
        { field: 'DefaultUserSettings.CanvasAppSettings.WorkspaceSettings.S3ArtifactPath', value: 's3://canvas/work' },
      ],
      repositories: [
        {
          field: 'DefaultUserSettings.JupyterLabAppSettings.CodeRepositories',
          value: 'https://git.example.com/team/code',
          userinfo: true,
        },
        { field: 'DefaultSpaceSettings.JupyterServerAppSettings.CodeRepositories', userinfo: false },
      ],
      lifecycleConfigs: [
        { field: 'DefaultUserSettings.JupyterLabAppSettings.LifecycleConfigArns', value: lifecycle },
        { field: 'DefaultUserSettings.KernelGatewayAppSettings.DefaultResourceSpec.LifecycleConfigArn', value: lifecycle },
      ],
    },
  });
});

test('a denied detail is a gap of that domain alone', async () => {
  sagemaker
    .on(ListDomainsCommand)
    .resolves({ Domains: [listed('d-a'), listed('d-b')] })
    .on(DescribeDomainCommand, { DomainId: 'd-a' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeDomainCommand, { DomainId: 'd-b' })
    .resolves({ DomainArn: arnOf('d-b') });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ settings }) => (settings.known ? 'known' : settings.gap.reason))).toEqual(['denied', 'known']);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  sagemaker
    .on(ListDomainsCommand)
    .resolves({ Domains: [listed('d-a')], NextToken: 'more' })
    .on(ListDomainsCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeDomainCommand)
    .resolves({ DomainArn: arnOf('d-a') });
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['d-a']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'sagemaker:ListDomains', region }]);
});

test('a domain that was deleted since it was listed is not there', async () => {
  sagemaker
    .on(ListDomainsCommand)
    .resolves({ Domains: [listed('d-a')] })
    .on(DescribeDomainCommand)
    .rejects(awsError('ResourceNotFound', 'Domain [d-a] does not exist.'));
  expect(await collectWith(collector)).toEqual({ items: [], gaps: [] });
});
