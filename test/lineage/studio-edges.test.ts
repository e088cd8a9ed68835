import { expect, test } from 'vitest';
import type { EdgeSet } from '../../src/core/edge.ts';
import type { Fact } from '../../src/core/fact.ts';
import repositoryEdges from '../../src/lineage/edges/code-repositories.ts';
import domainEdges from '../../src/lineage/edges/domains.ts';
import profileEdges from '../../src/lineage/edges/user-profiles.ts';
import { denied, home } from '../support/inventory.ts';
import { aCodeRepository } from '../support/repositories.ts';
import { secretArn } from '../support/secrets.ts';
import { aDomain, aProfile } from '../support/studio.ts';

const sharing = {
  keys: [{ field: 'UserSettings.SharingSettings.S3KmsKeyId', value: 'alias/shared' }],
  locations: [{ field: 'UserSettings.SharingSettings.S3OutputPath', value: 's3://shared/notebooks' }],
};

test('a domain leads to roles, network, keys and the bucket of shared results', () => {
  const set = domainEdges.edges(aDomain({ ...sharing, keys: [{ field: 'KmsKeyId', value: 'alias/studio' }] }), home);
  expect(linesOf(set)).toEqual([
    'DescribeDomainResponse.DefaultUserSettings.ExecutionRole -> role arn:aws:iam::111122223333:role/studio (execution)',
    'DescribeDomainResponse.SubnetIds -> subnet subnet-0a1b2c3d4e5f60001',
    'DescribeDomainResponse.VpcId -> vpc vpc-0a1b2c3d4e5f60001',
    'DescribeDomainResponse.KmsKeyId -> key arn:aws:kms:eu-west-1:111122223333:alias/studio',
    'DescribeDomainResponse.UserSettings.SharingSettings.S3OutputPath -> bucket shared (results)',
  ]);
});

test('a profile leads to its own role, keys and bucket', () => {
  const roles = [{ field: 'UserSettings.ExecutionRole', value: 'arn:aws:iam::111122223333:role/anna' }];
  expect(linesOf(profileEdges.edges(aProfile({ ...sharing, roles }), home))).toEqual([
    'DescribeUserProfileResponse.UserSettings.ExecutionRole -> role arn:aws:iam::111122223333:role/anna (execution)',
    'DescribeUserProfileResponse.UserSettings.SharingSettings.S3KmsKeyId -> key arn:aws:kms:eu-west-1:111122223333:alias/shared',
    'DescribeUserProfileResponse.UserSettings.SharingSettings.S3OutputPath -> bucket shared (results)',
  ]);
});

test('a code repository leads to its secret', () => {
  expect(linesOf(repositoryEdges.edges(aCodeRepository(), home))).toEqual([
    `CodeRepositorySummary.GitConfig.SecretArn -> secret ${secretArn}`,
  ]);
  expect(linesOf(repositoryEdges.edges(aCodeRepository({ secretArn: null }), home))).toEqual([]);
});

test('what we may not read leads to a gap', () => {
  expect(domainEdges.edges(aDomain(denied('sagemaker:DescribeDomain')), home).known).toBe(false);
  expect(profileEdges.edges(aProfile(denied('sagemaker:DescribeUserProfile')), home).known).toBe(false);
});

function linesOf(set: Fact<EdgeSet>): readonly string[] {
  if (!set.known) throw new Error(set.gap.detail);
  expect(set.value.unresolved).toEqual([]);
  return set.value.edges.map(({ field, to, use }) => `${field} -> ${to.kind} ${to.id}${use === null ? '' : ` (${use})`}`);
}
