import {
  DescribeNotebookInstanceLifecycleConfigCommand,
  DescribeStudioLifecycleConfigCommand,
  ListNotebookInstanceLifecycleConfigsCommand,
  ListStudioLifecycleConfigsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import notebookCollector from '../../src/collectors/notebook-lifecycle-configs.ts';
import studioCollector from '../../src/collectors/studio-lifecycle-configs.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const sagemaker = mockClient(SageMakerClient);
const arnOf = (kind: string, name: string) => `arn:aws:sagemaker:${region}:${home.account}:${kind}/${name}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const password = 'Zk8!vQ2#mT5wX9';
const leaking = `#!/bin/bash\naws secretsmanager list-secrets\nexport DB_PASSWORD='${password}'\n`;

const listedForNotebooks = (name: string) => ({
  NotebookInstanceLifecycleConfigName: name,
  NotebookInstanceLifecycleConfigArn: arnOf('notebook-instance-lifecycle-config', name),
});
const described = (name: string, hooks: object = {}) => ({ ...listedForNotebooks(name), ...hooks });

const listedForStudio = (name: string) => ({
  StudioLifecycleConfigName: name,
  StudioLifecycleConfigArn: arnOf('studio-lifecycle-config', name),
  StudioLifecycleConfigAppType: 'JupyterLab' as const,
});

beforeEach(() => {
  sagemaker.reset();
  sagemaker.onAnyCommand().rejects(new Error('the test answers this not'));
});

describe('of notebooks', () => {
  test('every one of two pages, its scripts classified and dropped', async () => {
    sagemaker
      .on(ListNotebookInstanceLifecycleConfigsCommand)
      .resolves({ NotebookInstanceLifecycleConfigs: [listedForNotebooks('a')], NextToken: 'more' })
      .on(ListNotebookInstanceLifecycleConfigsCommand, { NextToken: 'more' })
      .resolves({ NotebookInstanceLifecycleConfigs: [listedForNotebooks('b')] })
      .on(DescribeNotebookInstanceLifecycleConfigCommand, { NotebookInstanceLifecycleConfigName: 'a' })
      .resolves(described('a', { OnCreate: [{ Content: base64('echo hello') }], OnStart: [{ Content: base64(leaking) }] }))
      .on(DescribeNotebookInstanceLifecycleConfigCommand, { NotebookInstanceLifecycleConfigName: 'b' })
      .resolves(described('b'));
    const { items, gaps } = await collectWith(notebookCollector);
    expect(gaps).toEqual([]);
    const text = JSON.stringify(items);
    for (const secret of [password, base64(leaking), 'list-secrets']) expect(text).not.toContain(secret);
    expect(items.map(({ scripts }) => scripts)).toMatchObject([
      {
        value: [
          { readable: true, field: 'OnCreate[0].Content', lineCount: 1, usesSecretsManager: false, findings: [] },
          { readable: true, field: 'OnStart[0].Content', lineCount: 3, usesSecretsManager: true, findings: [{ line: 3 }] },
        ],
      },
      { value: [] },
    ]);
  });

  test('content that is missing, not Base64 or not UTF-8 is said to be so', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x41]).toString('base64');
    sagemaker
      .on(ListNotebookInstanceLifecycleConfigsCommand)
      .resolves({ NotebookInstanceLifecycleConfigs: [listedForNotebooks('a')] })
      .on(DescribeNotebookInstanceLifecycleConfigCommand)
      .resolves(described('a', { OnCreate: [{}], OnStart: [{ Content: 'not base64!' }, { Content: bytes }] }));
    const { items } = await collectWith(notebookCollector);
    expect(items[0]?.scripts).toMatchObject({
      value: [
        { readable: false, field: 'OnCreate[0].Content', why: 'AWS gave no content' },
        { readable: false, field: 'OnStart[0].Content', why: 'not Base64' },
        { readable: false, field: 'OnStart[1].Content', why: 'not UTF-8 text' },
      ],
    });
  });

  test('a denied detail is a gap of that one alone, and what was deleted is not there', async () => {
    sagemaker
      .on(ListNotebookInstanceLifecycleConfigsCommand)
      .resolves({ NotebookInstanceLifecycleConfigs: [listedForNotebooks('a'), listedForNotebooks('gone')] })
      .on(DescribeNotebookInstanceLifecycleConfigCommand, { NotebookInstanceLifecycleConfigName: 'a' })
      .rejects(awsError('AccessDeniedException'))
      .on(DescribeNotebookInstanceLifecycleConfigCommand, { NotebookInstanceLifecycleConfigName: 'gone' })
      .rejects(awsError('ValidationException', 'RecordNotFound: Could not find the requested resource'));
    const { items, gaps } = await collectWith(notebookCollector);
    expect(gaps).toEqual([]);
    expect(items).toMatchObject([{ name: 'a', scripts: { known: false, gap: { reason: 'denied' } } }]);
  });

  test('a list that breaks keeps what came before, and is a gap', async () => {
    sagemaker
      .on(ListNotebookInstanceLifecycleConfigsCommand)
      .resolves({ NotebookInstanceLifecycleConfigs: [listedForNotebooks('a')], NextToken: 'more' })
      .on(ListNotebookInstanceLifecycleConfigsCommand, { NextToken: 'more' })
      .rejects(awsError('AccessDeniedException'))
      .on(DescribeNotebookInstanceLifecycleConfigCommand)
      .resolves(described('a'));
    const { items, gaps } = await collectWith(notebookCollector);
    expect(items.map(({ name }) => name)).toEqual(['a']);
    expect(gaps).toMatchObject([{ reason: 'denied', operation: 'sagemaker:ListNotebookInstanceLifecycleConfigs', region }]);
  });
});

describe('of Studio', () => {
  test('every one of two pages, its script classified and dropped', async () => {
    sagemaker
      .on(ListStudioLifecycleConfigsCommand)
      .resolves({ StudioLifecycleConfigs: [listedForStudio('a')], NextToken: 'more' })
      .on(ListStudioLifecycleConfigsCommand, { NextToken: 'more' })
      .resolves({ StudioLifecycleConfigs: [listedForStudio('b')] })
      .on(DescribeStudioLifecycleConfigCommand, { StudioLifecycleConfigName: 'a' })
      .resolves({ ...listedForStudio('a'), StudioLifecycleConfigContent: base64(leaking) })
      .on(DescribeStudioLifecycleConfigCommand, { StudioLifecycleConfigName: 'b' })
      .resolves(listedForStudio('b'));
    const { items, gaps } = await collectWith(studioCollector);
    expect(gaps).toEqual([]);
    for (const secret of [password, base64(leaking)]) expect(JSON.stringify(items)).not.toContain(secret);
    expect(items).toMatchObject([
      { appType: 'JupyterLab', scripts: { value: [{ field: 'StudioLifecycleConfigContent', findings: [{ line: 3 }] }] } },
      { scripts: { value: [{ readable: false, why: 'AWS gave no content' }] } },
    ]);
  });

  test('a denied detail is a gap of that one alone, and what was deleted is not there', async () => {
    sagemaker
      .on(ListStudioLifecycleConfigsCommand)
      .resolves({ StudioLifecycleConfigs: [listedForStudio('a'), listedForStudio('gone')] })
      .on(DescribeStudioLifecycleConfigCommand, { StudioLifecycleConfigName: 'a' })
      .rejects(awsError('AccessDeniedException'))
      .on(DescribeStudioLifecycleConfigCommand, { StudioLifecycleConfigName: 'gone' })
      .rejects(awsError('ResourceNotFound', 'StudioLifecycleConfig [gone] does not exist.'));
    const { items, gaps } = await collectWith(studioCollector);
    expect(gaps).toEqual([]);
    expect(items).toMatchObject([{ name: 'a', scripts: { known: false, gap: { reason: 'denied' } } }]);
  });

  test('a list that breaks keeps what came before, and is a gap', async () => {
    sagemaker
      .on(ListStudioLifecycleConfigsCommand)
      .resolves({ StudioLifecycleConfigs: [listedForStudio('a')], NextToken: 'more' })
      .on(ListStudioLifecycleConfigsCommand, { NextToken: 'more' })
      .rejects(awsError('AccessDeniedException'))
      .on(DescribeStudioLifecycleConfigCommand)
      .resolves(listedForStudio('a'));
    const { items, gaps } = await collectWith(studioCollector);
    expect(items.map(({ name }) => name)).toEqual(['a']);
    expect(gaps).toMatchObject([{ reason: 'denied', operation: 'sagemaker:ListStudioLifecycleConfigs', region }]);
  });
});
