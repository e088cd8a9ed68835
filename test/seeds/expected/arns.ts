/** A stage of a REST API. */
function rest(region: string, api: string, stage: string): string {
  return `${region} arn:aws:apigateway:${region}::/restapis/${api}/stages/${stage}`;
}

/** The keys of expected results, `REGION ARN`, in one account. */
export function keysIn(account: string) {
  const regional = (service: string) => (region: string, resource: string) =>
    `${region} arn:aws:${service}:${region}:${account}:${resource}`;
  const sagemaker = regional('sagemaker');
  const of = (kind: string) => (region: string, name: string) => sagemaker(region, `${kind}/${name}`);
  return {
    notebook: of('notebook-instance'),
    lifecycle: of('notebook-instance-lifecycle-config'),
    studioLifecycle: of('studio-lifecycle-config'),
    anyLifecycle: (region: string) => sagemaker(region, '*-lifecycle-config/*'),
    repository: of('code-repository'),
    domain: of('domain'),
    training: of('training-job'),
    tuning: of('hyper-parameter-tuning-job'),
    autoMl: of('automl-job'),
    processing: of('processing-job'),
    transform: of('transform-job'),
    pipeline: of('pipeline'),
    endpoint: of('endpoint'),
    schedule: of('monitoring-schedule'),
    /** `owner`: the account that a shared VPC belongs to. */
    vpc: (region: string, id: string, owner = account) => `${region} arn:aws:ec2:${region}:${owner}:vpc/${id}`,
    key: (region: string, id: string, owner = account) => `${region} arn:aws:kms:${region}:${owner}:key/${id}`,
    /** Keys that a call for the whole account hides, in whatever Region. */
    anyKey: `global arn:aws:kms::${account}:key/*`,
    secret: (region: string, name: string) => regional('secretsmanager')(region, `secret:${name}`),
    role: (name: string, owner = account) => `global arn:aws:iam::${owner}:role/${name}`,
    /** Roles that a Region may hide. */
    anyRole: (region: string) => `${region} arn:aws:iam::${account}:role/*`,
    bucket: (region: string, name: string) => `${region} arn:aws:s3:::${name}`,
    detector: (region: string) => regional('guardduty')(region, 'detector'),
    root: `global arn:aws:iam::${account}:root`,
    apiAccount: (region: string) => `${region} arn:aws:apigateway:${region}::/account`,
    rest,
    restApi: (region: string, api: string) => `${region} arn:aws:apigateway:${region}::/restapis/${api}`,
    http: (region: string, api: string, stage: string) => `${region} arn:aws:apigateway:${region}::/apis/${api}/stages/${stage}`,
    anyStage: (region: string) => rest(region, '*', '*'),
    webAcl: (region: string, name: string, id: string, scope = 'regional') =>
      regional('wafv2')(region, `${scope}/webacl/${name}/${id}`),
    anyWebAcl: (region: string) => regional('wafv2')(region, '*/webacl/*'),
  };
}
