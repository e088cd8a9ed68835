import { expect, test } from 'vitest';
import { LockedOperation } from '../../src/aws/locks.ts';
import type { Operation, Service } from '../../src/core/operation.ts';
import { account, aCaller, operations, region } from './support/caller.ts';
import { json } from './support/server.ts';

const place = { account, region, signal: new AbortController().signal };

/** What the types do not allow. */
function forged(service: Service, name: string): Operation<object, object, false> {
  return { kind: 'single', service, name, action: `${service}:${name}`, required: [], absent: [] };
}

test('a command that no module lists cannot be sent', async () => {
  const { caller, server } = await aCaller(() => json({}), { sdk: {} });
  await expect(caller.callsFor(operations, place).describe({ NotebookInstanceName: 'n' })).rejects.toThrow(LockedOperation);
  await expect(caller.callsFor(operations, place).list.all({})).rejects.toThrow(LockedOperation);
  await expect(caller.callsFor(operations, place).list.each({}, () => undefined)).rejects.toThrow(LockedOperation);
  const other = { models: forged('sagemaker', 'DescribeModel') };
  const loaders = await aCaller(() => json({}));
  await expect(loaders.caller.callsFor(other, place).models({})).rejects.toThrow(LockedOperation);
  expect([...server.requests, ...loaders.server.requests]).toEqual([]);
});

test.for(['CreateModel', 'DeleteEndpoint', 'PutObject', 'InvokeEndpoint', 'UpdateNotebookInstance', 'listModels', 'AssumeRole'])(
  '%s does not read',
  async (name) => {
    const { caller } = await aCaller(() => json({}));
    expect(() => caller.callsFor({ call: forged('sagemaker', name) }, place)).toThrow('is not a reading operation');
  },
);

test.for([
  ['secretsmanager', 'GetSecretValue'],
  ['s3', 'GetObject'],
  ['s3', 'HeadObject'],
  ['lambda', 'GetFunction'],
  ['apigateway', 'GetApiKeys'],
] as const)('%s:%s gives out content', async ([service, name]) => {
  const { caller } = await aCaller(() => json({}));
  expect(() => caller.callsFor({ call: forged(service, name) }, place)).toThrow('gives out content');
});

test('Object Lock is a setting, not content', async () => {
  const { caller } = await aCaller(() => json({}));
  expect(() => caller.callsFor({ call: forged('s3', 'GetObjectLockConfiguration') }, place)).not.toThrow();
});
