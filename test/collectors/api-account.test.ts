import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/api-account.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { region } from '../support/inventory.ts';

const apigateway = mockClient(APIGatewayClient);
const role = 'arn:aws:iam::111122223333:role/api-logs';
const throttleSettings = { rateLimit: 10_000 };

beforeEach(() => apigateway.reset());

test.for([
  ['a role', { throttleSettings, cloudwatchRoleArn: role }, { value: { cloudwatchRoleArn: role } }],
  ['no role', { throttleSettings }, { value: { cloudwatchRoleArn: null } }],
  ['an answer that is none', {}, { gap: { reason: 'malformed' } }],
] as const)('%s', async ([, answer, settings]) => {
  apigateway.on(GetAccountCommand).resolves(answer);
  expect((await collectWith(collector)).items).toMatchObject([{ arn: `arn:aws:apigateway:${region}::/account`, settings }]);
});

test('the account is there even when its settings are denied', async () => {
  apigateway.on(GetAccountCommand).rejects(awsError('AccessDeniedException', 'no', 403));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([{ settings: { gap: { reason: 'denied', action: 'apigateway:GET' } } }]);
});
