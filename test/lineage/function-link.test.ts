import { expect, test } from 'vitest';
import type { IamEntity, IamRole } from '../../src/inventory/iam.ts';
import { linkByRole, strongest } from '../../src/lineage/function-link.ts';
import { denied, gapOf, home, listOf, now, originOf, region, told } from '../support/inventory.ts';

const arn = `arn:aws:iam::${home.account}:role/score`;
const endpoint = `arn:aws:sagemaker:${region}:${home.account}:endpoint`;
const role = (statements: readonly object[], overrides: Partial<IamRole> = {}): IamRole => ({
  arn,
  type: 'AWS::IAM::Role',
  name: 'score',
  account: home.account,
  region: 'global',
  from: originOf('iam:GetAccountAuthorizationDetails', 'global'),
  kind: 'role',
  path: '/',
  trustPolicy: null,
  inlinePolicies: [{ name: 'p', document: encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: statements })) }],
  attachedPolicies: [],
  boundaryArn: null,
  ...overrides,
});
const may = (action: string, resource: string) => ({ Effect: 'Allow', Action: action, Resource: resource });
const link = (...entities: readonly IamEntity[]) => linkByRole(arn, listOf(entities), { account: home.account, now });

test.for([
  ['InvokeEndpoint by name', role([may('sagemaker:InvokeEndpoint', `${endpoint}/fraud`)]), 'direct'],
  ['a prefix of names', role([may('sagemaker:InvokeEndpoint', `${endpoint}/fraud-*`)]), 'direct'],
  ['the asynchronous way', role([may('sagemaker:InvokeEndpointAsync', `${endpoint}/fraud`)]), 'direct'],
  ['the streaming way', role([may('sagemaker:InvokeEndpointWithResponseStream', `${endpoint}/fraud`)]), 'direct'],
  ['any endpoint', role([may('sagemaker:InvokeEndpoint', `${endpoint}/*`)]), 'possible'],
  ['everything', role([may('*', '*')]), 'possible'],
  ['other things', role([may('s3:GetObject', '*')]), 'none'],
  ['nothing', role([]), 'none'],
] as const)('a role that allows %s: %s', ([, given, wanted]) => {
  expect(link(given)).toMatchObject({ known: true, value: wanted });
});

test('a role that does not exist links to nothing', () => {
  expect(link()).toMatchObject({ known: true, value: 'none' });
});

test('what cannot be read leaves the link open, unless it is sure already', () => {
  const attached = { attachedPolicies: [{ name: 'lost', arn: `arn:aws:iam::${home.account}:policy/lost` }] };
  expect(link(role([], attached))).toMatchObject({ known: false, gap: { error: 'PolicyNotReadable' } });
  expect(link(role([may('sagemaker:InvokeEndpoint', `${endpoint}/fraud`)], attached))).toMatchObject({ value: 'direct' });
  const hidden = linkByRole(arn, listOf<IamEntity>([], gapOf('iam:GetAccountAuthorizationDetails', { region: 'global' })), {
    account: home.account,
    now,
  });
  expect(hidden).toMatchObject({ known: false, gap: { action: 'iam:GetAccountAuthorizationDetails' } });
});

test('the surest link counts, then what is hidden', () => {
  const gap = denied('kms:Decrypt');
  expect(strongest([told('possible'), gap, told('direct')], told('none'))).toMatchObject({ value: 'direct' });
  expect(strongest([told('possible'), gap], told('none'))).toBe(gap);
  expect(strongest([told('none'), told('possible')], told('none'))).toMatchObject({ value: 'possible' });
  expect(strongest([], told('none'))).toMatchObject({ value: 'none' });
});
