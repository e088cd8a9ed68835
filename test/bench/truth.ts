/** What a scan of an account must find, told from the account's data alone, and how two inventories are compared. */
import { createHash } from 'node:crypto';
import type { AccountData, History, ItemOf, RegionData, SageMakerData } from '../../src/sandbox/account.ts';

/** Something that was found. Its Region is its own, `global` for what has none. */
export interface Found {
  readonly section: string;
  readonly region: string;
  readonly arn: string;
}

/** The bounds of a look at jobs. */
export interface JobBounds {
  readonly now: number;
  readonly lookBackDays: number;
  /** Jobs of a kind in a Region; training jobs, of which Search tells 100 a call, have a bound of their own. */
  readonly most: number;
  readonly mostTraining: number;
}

/** Digest of an inventory, whatever its order. */
export function digestOf(found: Iterable<Found>): string {
  const lines = Array.from(found, ({ section, region, arn }) => `${section} ${region} ${arn}`);
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
}

/** How a found inventory differs from the truth, in one line; `null` when it does not. */
export function differenceOf(found: Iterable<Found>, truth: Iterable<Found>): string | null {
  const keys = (all: Iterable<Found>) => new Set(Array.from(all, ({ section, region, arn }) => `${section} ${region} ${arn}`));
  const [had, wanted] = [keys(found), keys(truth)];
  const [missing, extra] = [[...wanted.difference(had)], [...had.difference(wanted)]];
  if (missing.length + extra.length === 0) return null;
  return `${missing.length} missing${missing[0] === undefined ? '' : ` (${missing[0]} ...)`}, ${extra.length} too many${extra[0] === undefined ? '' : ` (${extra[0]} ...)`}`;
}

/** The inventory of an account of `accountOf`. */
export function inventoryOf(data: AccountData, bounds: JobBounds): readonly Found[] {
  const { id } = data;
  const root = `arn:aws:iam::${id}:root`;
  const inRegions = Object.entries(data.in).flatMap(([region, services]) =>
    services.sagemaker === undefined ? [] : [...inRegion(services, services.sagemaker, { id, region }, bounds)],
  );
  return [
    ...inRegions,
    { section: 'cloudtrail.audit-log', region: 'global', arn: root },
    { section: 's3.account-public-access-block', region: 'global', arn: root },
    ...(data.iam?.roles ?? []).map(({ name }) => ({
      section: 'iam.authorization',
      region: 'global',
      arn: `arn:aws:iam::${id}:role/${name}`,
    })),
    // Those of the flows; nothing of ML names the others.
    ...(data.s3?.buckets ?? [])
      .filter(({ name }) => name.startsWith('ml-'))
      .map(({ name, region }) => ({ section: 's3.buckets', region, arn: `arn:aws:s3:::${name}` })),
  ];
}

/** Everything of the account, reached by ML or not, in the window or not: what a scanner without a plan should list. */
export function wholeInventoryOf(data: AccountData): readonly Found[] {
  const all = Number.POSITIVE_INFINITY;
  const bounds: JobBounds = { now: 0, lookBackDays: all, most: all, mostTraining: all };
  const elsewhere = ({ section }: Found) => section !== 'sagemaker.models' && section !== 's3.buckets';
  return [
    ...inventoryOf(data, bounds).filter(elsewhere),
    ...(data.s3?.buckets ?? []).map(({ name, region }) => ({ section: 's3.buckets', region, arn: `arn:aws:s3:::${name}` })),
    ...Object.entries(data.in).flatMap(([region, { sagemaker }]) =>
      (sagemaker?.models ?? []).map(({ ModelArn: arn = '' }) => ({ section: 'sagemaker.models', region, arn })),
    ),
  ];
}

function* inRegion(
  services: RegionData,
  sagemaker: SageMakerData,
  { id, region }: { readonly id: string; readonly region: string },
  bounds: JobBounds,
): Generator<Found> {
  const arnOf = (service: string, resource: string) => `arn:aws:${service}:${region}:${id}:${resource}`;
  const found = (section: string, arns: readonly (string | undefined)[]) => arns.map((arn = '') => ({ section, region, arn }));
  const jobs = <T extends { readonly CreationTime: Date | undefined }>(history: History<T> | undefined, most: number) =>
    newest(history, { ...bounds, most });
  const transforms = jobs(sagemaker.transformJobs, bounds.most);
  const configs = sagemaker.endpointConfigs ?? [];
  const served = configs.flatMap(({ ProductionVariants: variants = [] }) => variants.map(({ ModelName: name }) => name));
  const models = new Set([...served, ...transforms.map(({ ModelName: name }) => name)]);
  yield* found(
    'sagemaker.training-jobs',
    jobs(sagemaker.trainingJobs, bounds.mostTraining).map((one) => one.TrainingJobArn),
  );
  yield* found(
    'sagemaker.processing-jobs',
    jobs(sagemaker.processingJobs, bounds.most).map((one) => one.ProcessingJobArn),
  );
  yield* found(
    'sagemaker.transform-jobs',
    transforms.map((one) => one.TransformJobArn),
  );
  yield* found(
    'sagemaker.tuning-jobs',
    jobs(sagemaker.tuningJobs, bounds.most).map((one) => one.HyperParameterTuningJobArn),
  );
  yield* found(
    'sagemaker.automl-jobs',
    jobs(sagemaker.autoMlJobs, bounds.most).map((one) => one.AutoMLJobArn),
  );
  yield* found(
    'sagemaker.notebooks',
    (sagemaker.notebookInstances ?? []).map((one) => one.NotebookInstanceArn),
  );
  yield* found(
    'sagemaker.notebook-lifecycle-configs',
    (sagemaker.notebookLifecycleConfigs ?? []).map((one) => one.NotebookInstanceLifecycleConfigArn),
  );
  yield* found(
    'sagemaker.code-repositories',
    (sagemaker.codeRepositories ?? []).map((one) => one.CodeRepositoryArn),
  );
  yield* found(
    'sagemaker.domains',
    (sagemaker.domains ?? []).map((one) => one.DomainArn),
  );
  yield* found(
    'sagemaker.user-profiles',
    (sagemaker.userProfiles ?? []).map((one) => one.UserProfileArn),
  );
  yield* found(
    'sagemaker.pipelines',
    (sagemaker.pipelines ?? []).map((one) => one.PipelineArn),
  );
  yield* found(
    'sagemaker.endpoints',
    (sagemaker.endpoints ?? []).map((one) => one.EndpointArn),
  );
  yield* found(
    'sagemaker.endpoint-configs',
    configs.map((one) => one.EndpointConfigArn),
  );
  yield* found(
    'sagemaker.models',
    [...models].map((name) => arnOf('sagemaker', `model/${name}`)),
  );
  yield* found(
    'sagemaker.monitoring-schedules',
    (sagemaker.monitoringSchedules ?? []).map((one) => one.MonitoringScheduleArn),
  );
  yield* found(
    'sagemaker.monitoring-definitions',
    (sagemaker.dataQualityJobDefinitions ?? []).map((one) => one.JobDefinitionArn),
  );
  yield* found(
    'ec2.vpcs',
    (services.ec2?.vpcs ?? []).map(({ VpcId: vpc }) => arnOf('ec2', `vpc/${vpc}`)),
  );
  yield* found(
    'ec2.subnets',
    (services.ec2?.subnets ?? []).map(({ SubnetArn: arn }) => arn),
  );
  yield* found(
    'ec2.flow-logs',
    (services.ec2?.flowLogs ?? []).map(({ FlowLogId: log }) => arnOf('ec2', `vpc-flow-log/${log}`)),
  );
  yield* found(
    'kms.keys',
    (services.kms?.keys ?? []).map(({ metadata }) => metadata.Arn),
  );
  yield* found(
    'secretsmanager.secrets',
    (services.secretsmanager?.secrets ?? []).map(({ ARN: arn }) => arn),
  );
  yield* found('guardduty.detectors', [arnOf('guardduty', 'detector')]);
  yield* found(
    'cloudwatch.alarms',
    (services.cloudwatch?.metricAlarms ?? []).map(({ AlarmArn: arn }) => arn),
  );
  yield* found(
    'lambda.functions',
    (services.lambda?.functions ?? [])
      .filter(({ Environment: environment }) => environment?.Variables?.['ENDPOINT_NAME'] !== undefined)
      .map(({ FunctionArn: arn }) => arn),
  );
  const gateway = (path: string) => `arn:aws:apigateway:${region}::/${path}`;
  yield* found('apigateway.account', [gateway('account')]);
  yield* found(
    'apigateway.rest-apis',
    (services.apigateway?.restApis ?? []).map(({ api }) => gateway(`restapis/${api.id}`)),
  );
  yield* found(
    'apigatewayv2.apis',
    (services.apigatewayv2?.apis ?? []).map(({ api }) => gateway(`apis/${api.ApiId}`)),
  );
  yield* found(
    'wafv2.web-acls',
    (services.wafv2?.webAcls ?? []).map(({ ARN: arn }) => arn),
  );
}

/** The newest items of the window, at most `most`, newest first. */
function newest<H extends History<{ readonly CreationTime: Date | undefined }>>(
  history: H | undefined,
  { now, lookBackDays, most }: Omit<JobBounds, 'mostTraining'>,
): readonly ItemOf<H>[] {
  const since = now - lookBackDays * 86_400_000;
  const items: ItemOf<H>[] = [];
  if (history === undefined) return items;
  for (let position = history.length - 1; position >= 0 && items.length < most; position -= 1) {
    const item = history.at(position) as ItemOf<H> & { readonly CreationTime: Date };
    if (item.CreationTime.getTime() < since) break;
    items.push(item);
  }
  return items;
}
