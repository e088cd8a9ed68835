import type { AccountRegion, Seed } from '../account.ts';
import { trail } from './support/account.ts';
import { functionIntegration, lambda, restApi, restStage } from './support/apis.ts';
import { managedPolicy } from './support/managed-policies.ts';
import { flowLog, vpc } from './support/network.ts';
import type { Place } from './support/place.ts';
import { awsPolicy, role } from './support/roles.ts';

const id = '121212121212';

/** An account with a web shop in three Regions, and no ML anywhere: nothing of the shop is a matter of mlwarden. */
export const empty: Seed = {
  name: 'empty',
  description: 'three Regions without any ML object',
  account(now) {
    const at: Place = { account: id, region: 'eu-west-1', now };
    const network = vpc(at, 'vpc-05b00000000000001', '10.80.0.0/16');
    return {
      id,
      partition: 'aws',
      auditor: `arn:aws:sts::${id}:assumed-role/mlwarden-auditor/mlwarden`,
      regions: ['eu-central-1', 'eu-west-1', 'us-east-1'].map((name): AccountRegion => ({ name, status: 'ENABLED_BY_DEFAULT' })),
      iam: {
        roles: [role('shop-lambda', 'lambda.amazonaws.com', { attached: [awsPolicy('AdministratorAccess')] })],
        policies: [managedPolicy('AdministratorAccess')],
      },
      s3: { buckets: [{ name: 'shop-pictures', region: at.region }] },
      in: {
        'eu-west-1': {
          ec2: { vpcs: [network], flowLogs: [flowLog(at, network.VpcId ?? '', 'REJECT')] },
          cloudtrail: { trails: [trail(at, 'shop', 'shop-audit-logs')] },
          lambda: { functions: [lambda(at, 'shop-basket', 'shop-lambda', { TABLE: 'baskets' })] },
          apigateway: {
            restApis: [
              restApi(at, {
                id: '5h0pba5k3t',
                name: 'basket',
                integration: functionIntegration(at, 'shop-basket'),
                stages: [restStage(at, 'prod')],
              }),
            ],
          },
        },
      },
    };
  },
};
