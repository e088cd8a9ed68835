import { endpointIntegration, logGroup, restApi, restStage, shortFormat } from '../support/apis.ts';
import { trainingJob } from '../support/jobs.ts';
import { subnet, vpc } from '../support/network.ts';
import { lifecycleConfig, notebook } from '../support/notebooks.ts';
import { roleArn, type Place } from '../support/place.ts';
import { awsPolicy, executionRole, jobRights } from '../support/roles.ts';
import { capture, endpoint, model } from '../support/serving.ts';
import { domain } from '../support/studio.ts';
import { groupRule, webAcl, webAclArn } from '../support/waf.ts';
import { account, securityHub, type Team } from './company.ts';

const bucket = 'nordhaven-hackathon-2026';
const weights = 'nordhaven-hackathon-weights';
const defaultSubnet = 'subnet-0de40000000000a0a';
const aclId = 'c5a4d6e8-91a2-43b4-8e5f-60718293a4b5';

/** What a hackathon left behind in us-west-2. Nobody owns it, and the auditor may not read all of it. */
export function hackathon(now: number): Team {
  const at: Place = { account, region: 'us-west-2', now };
  const network = vpc(at, 'vpc-0de40000000000001', '172.31.0.0/16', { IsDefault: true });
  const llm = endpoint(at, 'hackathon-llm', { model: 'hackathon-llm' });
  // Its configuration was deleted; the endpoint runs on.
  const embed = endpoint(at, 'hackathon-embed', { model: 'hackathon-llm', capture: capture(`s3://${bucket}/capture`) });
  return {
    region: at.region,
    data: {
      sagemaker: {
        notebookInstances: [
          notebook(at, 'hackathon-gpu', 'hackathon', { DirectInternetAccess: 'Enabled' }),
          notebook(at, 'hackathon-team-4', 'hackathon', {
            DirectInternetAccess: 'Enabled',
            SubnetId: defaultSubnet,
            SecurityGroups: ['sg-0de40000000000001'],
          }),
        ],
        notebookLifecycleConfigs: [
          lifecycleConfig(at, 'hackathon-welcome', '#!/bin/bash\necho "Have fun and delete your instances on Sunday"\n'),
        ],
        domains: [domain(at, 'd-7h3k6j9l2q4w', 'hackathon', 'hackathon', { VpcId: network.VpcId, SubnetIds: [defaultSubnet] })],
        trainingJobs: [
          trainingJob(at, 'hackathon-llm-1', {
            role: 'hackathon',
            image: 'hackathon-llm',
            daysAgo: 20,
            input: `s3://jumpstart-cache-prod-${at.region}/training-datasets/faq/`,
            output: `s3://${weights}/llm`,
          }),
        ],
        models: [
          model(at, 'hackathon-llm', 'hackathon', {
            ModelDataSource: {
              S3DataSource: {
                S3Uri: `s3://jumpstart-cache-prod-${at.region}/huggingface-llm/open-8b/artifacts/`,
                S3DataType: 'S3Prefix',
                CompressionType: 'None',
              },
            },
          }),
        ],
        endpointConfigs: [...llm.endpointConfigs],
        endpoints: [...llm.endpoints, ...embed.endpoints],
      },
      ec2: { vpcs: [network], subnets: [subnet(at, defaultSubnet, network)] },
      apigateway: {
        cloudwatchRoleArn: roleArn(at, 'apigateway-logs'),
        restApis: [
          restApi(at, {
            id: 'h4ck4th0n1',
            name: 'hackathon-chat',
            integration: endpointIntegration(at, '${stageVariables.model}', 'hackathon-api'),
            authorization: 'NONE',
            stages: [
              restStage(at, 'demo', {
                variables: { model: 'hackathon-llm' },
                accessLogSettings: { destinationArn: logGroup(at, 'hackathon'), format: shortFormat },
                webAclArn: webAclArn(at, 'hackathon', aclId),
              }),
              // Names no model: whether it is ML at all is a question.
              restStage(at, 'pitch'),
            ],
          }),
        ],
      },
      wafv2: {
        webAcls: [
          webAcl(at, 'hackathon', aclId, [
            groupRule(
              0,
              `arn:aws:wafv2:${at.region}:${securityHub}:regional/rulegroup/company-baseline/d6b5e7f9-a2b3-44c5-9f60-718293a4b5c6`,
            ),
          ]),
        ],
      },
    },
    roles: [
      executionRole('hackathon', { attached: [awsPolicy('IAMFullAccess')], inline: { bucket: jobRights(bucket, weights) } }),
      { ...executionRole('hackathon-api', { attached: [awsPolicy('AmazonSageMakerFullAccess')] }) },
    ],
    buckets: [
      { name: bucket, region: at.region },
      { name: weights, region: at.region },
    ],
  };
}
