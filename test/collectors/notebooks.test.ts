import { DescribeNotebookInstanceCommand, ListNotebookInstancesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/notebooks.ts';
import { collectWith } from '../support/collect.ts';
import { home, region } from '../support/inventory.ts';
import { awsError } from '../support/errors.ts';

const sagemaker = mockClient(SageMakerClient);
const arnOf = (name: string) => `arn:aws:sagemaker:${region}:${home.account}:notebook-instance/${name}`;
const listed = (name: string, status: 'InService' | 'Deleting' = 'InService') => ({
  NotebookInstanceName: name,
  NotebookInstanceArn: arnOf(name),
  NotebookInstanceStatus: status,
});

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every notebook of two pages, with its settings', async () => {
  sagemaker
    .on(ListNotebookInstancesCommand)
    .resolves({ NotebookInstances: [listed('a')], NextToken: 'more' })
    .on(ListNotebookInstancesCommand, { NextToken: 'more' })
    .resolves({ NotebookInstances: [listed('b'), listed('leaving', 'Deleting')] })
    .on(DescribeNotebookInstanceCommand)
    .callsFake(({ NotebookInstanceName: name }: { NotebookInstanceName: string }) => ({
      NotebookInstanceArn: arnOf(name),
      RoleArn: 'arn:aws:iam::111122223333:role/r',
      KmsKeyId: 'alias/ml',
      DefaultCodeRepository: 'https://token@git.example.com/team/code',
    }));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(items[0]?.settings).toMatchObject({
    known: true,
    value: {
      directInternetAccess: null,
      kmsKeyId: 'alias/ml',
      repositories: [{ value: 'https://git.example.com/team/code', userinfo: true }],
    },
  });
});

test('a denied detail is a gap of that notebook alone', async () => {
  sagemaker
    .on(ListNotebookInstancesCommand)
    .resolves({ NotebookInstances: [listed('a'), listed('b')] })
    .on(DescribeNotebookInstanceCommand, { NotebookInstanceName: 'a' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeNotebookInstanceCommand, { NotebookInstanceName: 'b' })
    .resolves({ NotebookInstanceArn: arnOf('b'), RoleArn: 'arn:aws:iam::111122223333:role/r' });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items.map(({ settings }) => (settings.known ? 'known' : settings.gap.reason))).toEqual(['denied', 'known']);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  sagemaker
    .on(ListNotebookInstancesCommand)
    .resolves({ NotebookInstances: [listed('a')], NextToken: 'more' })
    .on(ListNotebookInstancesCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException'))
    .on(DescribeNotebookInstanceCommand)
    .resolves({ NotebookInstanceArn: arnOf('a'), RoleArn: 'arn:aws:iam::111122223333:role/r' });
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['a']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'sagemaker:ListNotebookInstances', region }]);
});

test('a notebook that was deleted since it was listed is not there', async () => {
  sagemaker
    .on(ListNotebookInstancesCommand)
    .resolves({ NotebookInstances: [listed('a')] })
    .on(DescribeNotebookInstanceCommand)
    .rejects(awsError('ValidationException', 'RecordNotFound: Could not find the requested resource'));
  expect(await collectWith(collector)).toEqual({ items: [], gaps: [] });
});
