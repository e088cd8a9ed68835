import { DescribeCodeRepositoryCommand, ListCodeRepositoriesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/code-repositories.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, now, region } from '../support/inventory.ts';
import { secretArn } from '../support/secrets.ts';

const sagemaker = mockClient(SageMakerClient);
const listed = (name: string, git?: { RepositoryUrl: string; SecretArn?: string; Branch?: string }) => ({
  CodeRepositoryName: name,
  CodeRepositoryArn: `arn:aws:sagemaker:${region}:${home.account}:code-repository/${name}`,
  CreationTime: new Date(now),
  LastModifiedTime: new Date(now),
  ...(git === undefined ? {} : { GitConfig: git }),
});

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every repository of two pages, without the credentials in its URL', async () => {
  sagemaker
    .on(ListCodeRepositoriesCommand)
    .resolves({
      CodeRepositorySummaryList: [
        listed('a', { RepositoryUrl: 'https://git.example.com/a', SecretArn: secretArn, Branch: 'main' }),
      ],
      NextToken: 'more',
    })
    .on(ListCodeRepositoriesCommand, { NextToken: 'more' })
    .resolves({ CodeRepositorySummaryList: [listed('b', { RepositoryUrl: 'https://anna:t0p-s3cret@git.example.com/b' })] });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(JSON.stringify(items)).not.toContain('t0p-s3cret');
  expect(items.map(({ git }) => git)).toMatchObject([
    {
      value: { url: 'https://git.example.com/a', userinfo: false, branch: 'main', secretArn },
      from: { operation: 'sagemaker:ListCodeRepositories' },
    },
    { value: { url: 'https://git.example.com/b', userinfo: true, branch: null, secretArn: null } },
  ]);
});

test('what the list leaves out is asked for; denied, it is a gap of that repository alone', async () => {
  sagemaker
    .on(ListCodeRepositoriesCommand)
    .resolves({ CodeRepositorySummaryList: [listed('a'), listed('b'), listed('gone')] })
    .on(DescribeCodeRepositoryCommand, { CodeRepositoryName: 'a' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeCodeRepositoryCommand, { CodeRepositoryName: 'b' })
    .resolves(listed('b', { RepositoryUrl: 'https://git.example.com/b' }))
    .on(DescribeCodeRepositoryCommand, { CodeRepositoryName: 'gone' })
    .rejects(awsError('ValidationException', 'Could not find the code repository'));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ name, git }) => [name, git.known ? git.from.operation : git.gap.reason])).toEqual([
    ['a', 'denied'],
    ['b', 'sagemaker:DescribeCodeRepository'],
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  sagemaker
    .on(ListCodeRepositoriesCommand)
    .resolves({ CodeRepositorySummaryList: [listed('a', { RepositoryUrl: 'https://git.example.com/a' })], NextToken: 'more' })
    .on(ListCodeRepositoriesCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException'));
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['a']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'sagemaker:ListCodeRepositories', region }]);
});
