/** The account of a preset: the same for the same preset and moment. Jobs are made when they are asked for. */
import type {
  AccountData,
  BucketData,
  HttpApiData,
  LongList,
  RegionData,
  RestApiData,
  SageMakerData,
} from '../../src/sandbox/account.ts';
import { detector, trail } from '../../src/sandbox/seeds/support/account.ts';
import {
  endpointIntegration,
  fullFormat,
  fullHttpFormat,
  httpApi,
  httpStage,
  lambda,
  logGroup,
  restApi,
  restStage,
  shortFormat,
} from '../../src/sandbox/seeds/support/apis.ts';
import { blocked, safeBucket } from '../../src/sandbox/seeds/support/buckets.ts';
import {
  autoMlJob,
  pipeline,
  processingJob,
  trainingJob,
  transformJob,
  tuningDefinition,
  tuningJob,
  type JobOptions,
} from '../../src/sandbox/seeds/support/jobs.ts';
import { key, keyArn } from '../../src/sandbox/seeds/support/keys.ts';
import { alarm, definition, schedule } from '../../src/sandbox/seeds/support/monitoring.ts';
import { flowLog, subnet, vpc } from '../../src/sandbox/seeds/support/network.ts';
import { codeRepository, lifecycleConfig, notebook } from '../../src/sandbox/seeds/support/notebooks.ts';
import { roleArn, type Place } from '../../src/sandbox/seeds/support/place.ts';
import { allow, executionRole, jobRights, policy, role } from '../../src/sandbox/seeds/support/roles.ts';
import { rotatedSecret, secret, secretArn } from '../../src/sandbox/seeds/support/secrets.ts';
import { capture, endpoint, model, type Serving } from '../../src/sandbox/seeds/support/serving.ts';
import { domain, userProfile } from '../../src/sandbox/seeds/support/studio.ts';
import { rateRule, webAcl, webAclArn } from '../../src/sandbox/seeds/support/waf.ts';
import { regionNames, type Preset } from './presets.ts';

/** The account that a preset describes. */
export function accountOf(preset: Preset, id: string, now: number): AccountData {
  const names = regionNames.slice(0, preset.regions);
  const parts = names
    .slice(0, preset.mlRegions)
    .map((region, index) => new RegionPart(preset, { account: id, region, now }, index));
  const global = { account: id, region: 'us-east-1', now };
  const regions: Record<string, RegionData> = Object.fromEntries(parts.map((part) => [part.at.region, part.data()]));
  const home = regions['us-east-1'] ?? {};
  return {
    id,
    partition: 'aws',
    auditor: `arn:aws:sts::${id}:assumed-role/mlwarden-auditor/mlwarden`,
    regions: names.map((name) => ({ name, status: 'ENABLED_BY_DEFAULT' })),
    iam: {
      roles: [
        ...parts.flatMap((part) => part.roles()),
        ...upTo(preset.otherRoles, (n) => role(`team-${n}`, 'ec2.amazonaws.com', { inline: { work: policy(allow('logs:*')) } })),
      ],
    },
    s3: {
      buckets: [
        ...parts.flatMap((part) => part.buckets()),
        ...upTo(preset.otherBuckets, (n) => ({ name: `web-${id}-${n}`, region: names[n % names.length] ?? 'us-east-1' })),
      ],
      accountPublicAccessBlock: blocked,
    },
    in: {
      ...regions,
      'us-east-1': { ...home, cloudtrail: { trails: [trail(global, 'audit', `web-${id}-0`)] } },
    },
  };
}

/** One ML Region. Everything belongs to one of its flows: a role, a bucket to read and one to write, a key and a subnet. */
class RegionPart {
  readonly at: Place;
  readonly #preset: Preset;
  readonly #index: number;
  readonly #flows: number;

  constructor(preset: Preset, at: Place, index: number) {
    this.#preset = preset;
    this.at = at;
    this.#index = index;
    this.#flows = this.#share(preset.buckets);
  }

  data(): RegionData {
    const { at } = this;
    const { vpcs: networks, keys } = this.#preset;
    const vpcs = upTo(this.#share(networks), (n) => vpc(at, this.#id('vpc', n), `10.${n}.0.0/16`));
    const functions = this.#share(this.#preset.httpApis);
    return {
      sagemaker: this.#sageMaker(),
      ec2: {
        vpcs,
        subnets: vpcs.map((network, n) => subnet(at, this.#id('subnet', n), network)),
        flowLogs: vpcs.flatMap(({ VpcId = '' }, n) => (n % 2 === 0 ? [flowLog(at, VpcId, 'ALL')] : [])),
      },
      kms: { keys: upTo(this.#share(keys), (n) => key(at, this.#keyId(n), n % 3 === 0 ? null : 365)) },
      secretsmanager: {
        secrets: upTo(this.#share(this.#preset.secrets), (n) =>
          n % 2 === 0 ? secret(at, `git-${n}`) : rotatedSecret(at, `git-${n}`, { AutomaticallyAfterDays: 30 }),
        ),
      },
      guardduty: { detectors: [detector(at, `${this.#index}a1b2c3d4e5f60718293a4b5c6d7e8f9`)] },
      cloudwatch: { metricAlarms: upTo(this.#share(this.#preset.monitored), (n) => this.#alarm(n)) },
      lambda: {
        functions: upTo(functions * 2, (n) =>
          n < functions
            ? lambda(at, `score-${n}`, 'team-0', { ENDPOINT_NAME: `serve-${n}` })
            : lambda(at, `web-${n}`, 'team-1', { LOG_LEVEL: 'info' }),
        ),
      },
      apigateway: {
        cloudwatchRoleArn: roleArn(at, 'team-2'),
        restApis: upTo(this.#share(this.#preset.restApis), (n) => this.#restApi(n)),
      },
      apigatewayv2: { apis: upTo(functions, (n) => this.#httpApi(n)) },
      wafv2: { webAcls: [webAcl(at, 'models', this.#aclId(), [rateRule(0, 500)])] },
    };
  }

  roles() {
    return upTo(this.#share(this.#preset.roles), (n) =>
      executionRole(this.#roleName(n), { inline: { jobs: jobRights(this.#bucket(n), this.#bucket(n + 1)) } }),
    );
  }

  buckets(): readonly BucketData[] {
    const { region } = this.at;
    return upTo(this.#flows, (n) =>
      n % 4 === 0 ? { name: this.#bucket(n), region } : safeBucket(this.#bucket(n), region, this.#key(n)),
    );
  }

  #sageMaker(): SageMakerData {
    const { at } = this;
    const preset = this.#preset;
    const serving = upTo(this.#share(preset.endpoints), (n) => this.#serving(n));
    const monitored = upTo(this.#share(preset.monitored), (n) => n);
    const definitions = monitored.flatMap(
      (n) =>
        definition(at, `quality-${n}`, 'DataQuality', {
          endpoint: `serve-${n}`,
          role: this.#roleName(n),
          reports: `s3://${this.#bucket(n)}/reports`,
          baseline: `s3://${this.#bucket(n)}/baseline`,
        }).dataQualityJobDefinitions ?? [],
    );
    return {
      notebookInstances: upTo(this.#share(preset.notebooks), (n) => this.#notebook(n)),
      notebookLifecycleConfigs: [lifecycleConfig(at, 'stop-when-idle', '#!/bin/bash\npython3 /opt/idle.py --minutes 60\n')],
      codeRepositories: upTo(this.#share(preset.secrets), (n) =>
        codeRepository(at, `models-${n}`, {
          RepositoryUrl: `https://git.example.com/models-${n}.git`,
          SecretArn: secretArn(at, `git-${n}`),
        }),
      ),
      domains: [domain(at, `d-${this.#index}a2b3c4d5e6f`, 'studio', this.#roleName(0), {})],
      userProfiles: upTo(this.#share(preset.userProfiles), (n) => userProfile(at, `d-${this.#index}a2b3c4d5e6f`, `person-${n}`)),
      pipelines: upTo(this.#share(preset.pipelines), (n) => pipeline(at, `pipeline-${n}`, this.#options(n, 0))),
      models: upTo(this.#share(preset.models), (n) =>
        model(at, `model-${n}`, this.#roleName(n), { ModelDataUrl: `s3://${this.#bucket(n)}/model.tar.gz` }, this.#network(n)),
      ),
      endpoints: serving.flatMap(({ endpoints }) => endpoints),
      endpointConfigs: serving.flatMap(({ endpointConfigs }) => endpointConfigs),
      monitoringSchedules: monitored.map((n) => schedule(at, `quality-${n}`, 'DataQuality', `serve-${n}`)),
      dataQualityJobDefinitions: definitions,
      ...this.#jobs(),
    };
  }

  #jobs(): Pick<SageMakerData, 'trainingJobs' | 'processingJobs' | 'transformJobs' | 'tuningJobs' | 'autoMlJobs'> {
    const { at } = this;
    const preset = this.#preset;
    return {
      trainingJobs: this.#history(preset.trainingJobs, 'train', (name, n, days) =>
        trainingJob(at, name, this.#options(n, days), this.#network(n)),
      ),
      processingJobs: this.#history(preset.processingJobs, 'prepare', (name, n, days) =>
        processingJob(at, name, this.#options(n, days), {
          NetworkConfig: { EnableNetworkIsolation: false, ...this.#network(n) },
        }),
      ),
      transformJobs: this.#history(preset.transformJobs, 'score', (name, n, daysAgo) =>
        transformJob(at, name, { ...this.#options(n, daysAgo), model: `model-${n % this.#share(preset.endpoints)}` }),
      ),
      tuningJobs: this.#history(preset.tuningJobs, 'tune', (name, n, days) =>
        tuningJob(at, name, days, { TrainingJobDefinition: tuningDefinition(at, this.#options(n, days), this.#network(n)) }),
      ),
      autoMlJobs: this.#history(preset.autoMlJobs, 'auto', (name, n, days) => autoMlJob(at, name, this.#options(n, days))),
    };
  }

  /** This Region's part of a kind of jobs, evenly over the years; `flow` is that of the job. */
  #history<T>(total: number, stem: string, make: (name: string, flow: number, daysAgo: number) => T): LongList<T> {
    const length = this.#share(total);
    const at = (position: number) => {
      const flow = position % this.#flows;
      const daysAgo = (this.#preset.historyDays * (length - position - 0.5)) / length;
      return make(`${stem}-${flow}-${String(position).padStart(6, '0')}`, flow, daysAgo);
    };
    return {
      length,
      at,
      named: (name) => {
        const position = Number(/-(\d{6})$/.exec(name)?.[1] ?? 'none');
        return position < length ? at(position) : undefined;
      },
    };
  }

  #options(flow: number, daysAgo: number): JobOptions {
    return {
      role: this.#roleName(flow),
      image: `flow-${flow}`,
      daysAgo,
      input: `s3://${this.#bucket(flow)}/features/`,
      output: `s3://${this.#bucket(flow + 1)}/out`,
    };
  }

  /** One flow in four works outside any VPC. */
  #network(flow: number): { readonly VpcConfig?: { SecurityGroupIds: string[]; Subnets: string[] } } {
    if (flow % 4 === 0) return {};
    return {
      VpcConfig: {
        SecurityGroupIds: ['sg-0c4ed170000000001'],
        Subnets: [this.#id('subnet', flow % this.#share(this.#preset.vpcs))],
      },
    };
  }

  #serving(n: number): Serving {
    const captured = { ...capture(`s3://${this.#bucket(n)}/capture`), KmsKeyId: this.#key(n) };
    return endpoint(this.at, `serve-${n}`, { model: `model-${n}`, ...(n % 3 === 0 ? {} : { capture: captured }) });
  }

  #notebook(n: number) {
    return notebook(this.at, `notebook-${n}`, this.#roleName(n), {
      DirectInternetAccess: n % 3 === 0 ? 'Enabled' : 'Disabled',
      SubnetId: this.#id('subnet', n % this.#share(this.#preset.vpcs)),
      KmsKeyId: this.#key(n),
      DefaultCodeRepository: `models-${n % this.#share(this.#preset.secrets)}`,
    });
  }

  #alarm(n: number) {
    return alarm(this.at, `drift-${n}`, {
      namespace: 'aws/sagemaker/Endpoints/data-metrics',
      name: 'feature_baseline_drift_age',
      dimensions: { Endpoint: `serve-${n}`, MonitoringSchedule: `quality-${n}` },
    });
  }

  #restApi(n: number): RestApiData {
    const { at } = this;
    const stage = {
      accessLogSettings: { destinationArn: logGroup(at, `score-${n}`), format: n % 2 === 0 ? fullFormat : shortFormat },
      ...(n % 3 === 0 ? {} : { webAclArn: webAclArn(at, 'models', this.#aclId()) }),
    };
    const name = `serve-${n % this.#share(this.#preset.endpoints)}`;
    return restApi(at, {
      id: `rest${this.#index}${String(n).padStart(5, '0')}`,
      name: `score-${n}`,
      integration: endpointIntegration(at, name, this.#roleName(n)),
      stages: [restStage(at, 'prod', stage)],
    });
  }

  #httpApi(n: number): HttpApiData {
    const { at } = this;
    return httpApi(at, {
      id: `http${this.#index}${String(n).padStart(5, '0')}`,
      name: `score-${n}`,
      function: `score-${n}`,
      stages: [
        httpStage(at, 'prod', { AccessLogSettings: { DestinationArn: logGroup(at, `score-${n}`), Format: fullHttpFormat } }),
      ],
    });
  }

  #aclId(): string {
    return `d1e2f3a4-b5c6-47d8-89e0-00000000000${this.#index}`;
  }

  #roleName(n: number): string {
    return `ml-${this.at.region}-${n % this.#share(this.#preset.roles)}`;
  }

  #bucket(flow: number): string {
    return `ml-${this.at.account}-${this.at.region}-${flow % this.#flows}`;
  }

  #keyId(n: number): string {
    return `3c4d5e6f-7081-4293-a4b${this.#index}-${String(n % this.#share(this.#preset.keys)).padStart(12, '0')}`;
  }

  #key(n: number): string {
    return keyArn(this.at, this.#keyId(n));
  }

  #id(kind: 'vpc' | 'subnet', n: number): string {
    return `${kind}-0${this.#index}${String(n).padStart(4, '0')}00000000000`;
  }

  /** This Region's part of a number: at least one. */
  #share(total: number): number {
    const { mlRegions } = this.#preset;
    return Math.max(1, Math.floor(total / mlRegions) + (this.#index < total % mlRegions ? 1 : 0));
  }
}

function upTo<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}
