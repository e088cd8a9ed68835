/** How much of everything an account has. Things of a Region are spread evenly over the ML Regions. */
export interface Preset {
  readonly description: string;
  /** Enabled Regions, and how many of them hold ML. */
  readonly regions: number;
  readonly mlRegions: number;
  /** Age of the oldest job: as many jobs a day since then. */
  readonly historyDays: number;
  readonly trainingJobs: number;
  readonly processingJobs: number;
  readonly transformJobs: number;
  readonly tuningJobs: number;
  readonly autoMlJobs: number;
  readonly notebooks: number;
  readonly userProfiles: number;
  readonly pipelines: number;
  /** Some serve an endpoint, the others are left from earlier versions. */
  readonly models: number;
  readonly endpoints: number;
  /** Endpoints whose data quality is monitored, each with an alarm. */
  readonly monitored: number;
  readonly restApis: number;
  readonly httpApis: number;
  /** As many functions have nothing to do with ML as those of the HTTP APIs do. */
  readonly buckets: number;
  /** Buckets that no ML resource names. */
  readonly otherBuckets: number;
  readonly roles: number;
  readonly otherRoles: number;
  readonly keys: number;
  readonly secrets: number;
  readonly vpcs: number;
}

export type PresetName = 'small' | 'medium' | 'large' | 'giant' | 'org';

const small: Preset = {
  description: 'one team in one Region, six weeks old: ten jobs of each kind a day',
  regions: 17,
  mlRegions: 1,
  historyDays: 42,
  trainingJobs: 420,
  processingJobs: 420,
  transformJobs: 100,
  tuningJobs: 10,
  autoMlJobs: 4,
  notebooks: 12,
  userProfiles: 20,
  pipelines: 5,
  models: 60,
  endpoints: 10,
  monitored: 5,
  restApis: 8,
  httpApis: 2,
  buckets: 20,
  otherBuckets: 20,
  roles: 20,
  otherRoles: 60,
  keys: 6,
  secrets: 4,
  vpcs: 1,
};

/** The sizes that are measured, from one team to the largest history that someone has told of. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  small,
  medium: {
    description: 'several teams in two Regions, a year old',
    regions: 17,
    mlRegions: 2,
    historyDays: 365,
    trainingJobs: 12_000,
    processingJobs: 15_000,
    transformJobs: 3000,
    tuningJobs: 300,
    autoMlJobs: 60,
    notebooks: 80,
    userProfiles: 300,
    pipelines: 40,
    models: 800,
    endpoints: 160,
    monitored: 60,
    restApis: 40,
    httpApis: 16,
    buckets: 300,
    otherBuckets: 300,
    roles: 120,
    otherRoles: 600,
    keys: 60,
    secrets: 30,
    vpcs: 6,
  },
  large: {
    description: 'a company with ML in three Regions, two years old',
    regions: 17,
    mlRegions: 3,
    historyDays: 730,
    trainingJobs: 150_000,
    processingJobs: 120_000,
    transformJobs: 30_000,
    tuningJobs: 3000,
    autoMlJobs: 300,
    notebooks: 450,
    userProfiles: 2400,
    pipelines: 240,
    models: 4500,
    endpoints: 1200,
    monitored: 450,
    restApis: 210,
    httpApis: 60,
    buckets: 1500,
    otherBuckets: 1500,
    roles: 600,
    otherRoles: 2400,
    keys: 300,
    secrets: 150,
    vpcs: 18,
  },
  giant: {
    description: 'the 462,178 training jobs of prowler#12814, in four Regions and three years, and the rest in proportion',
    regions: 17,
    mlRegions: 4,
    historyDays: 1095,
    trainingJobs: 462_178,
    processingJobs: 370_000,
    transformJobs: 92_000,
    tuningJobs: 9200,
    autoMlJobs: 900,
    notebooks: 1000,
    userProfiles: 3600,
    pipelines: 480,
    models: 14_000,
    endpoints: 1800,
    monitored: 800,
    restApis: 300,
    httpApis: 100,
    buckets: 2400,
    otherBuckets: 4800,
    roles: 1200,
    otherRoles: 4800,
    keys: 600,
    secrets: 240,
    vpcs: 32,
  },
  org: { ...small, description: '1,000 accounts as small as `small`, one process' },
};

/** Accounts of the organization. */
export const orgAccounts = 1000;

export function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}

/** The same account with a history of just the jobs that mlwarden looks at: of 30 days, and at most 500 of a kind in a Region. */
export function withBoundedJobs(preset: Preset): Preset {
  const historyDays = Math.min(30, preset.historyDays);
  const recent = (jobs: number, most: number) =>
    Math.min(Math.floor((jobs * historyDays) / preset.historyDays), most * preset.mlRegions);
  return {
    ...preset,
    historyDays,
    trainingJobs: recent(preset.trainingJobs, 20_000),
    processingJobs: recent(preset.processingJobs, 500),
    transformJobs: recent(preset.transformJobs, 500),
    tuningJobs: recent(preset.tuningJobs, 500),
    autoMlJobs: recent(preset.autoMlJobs, 500),
  };
}

/** Enabled by default in every account; those that hold ML come first. */
export const regionNames = [
  'eu-west-1',
  'us-east-1',
  'us-west-2',
  'ap-southeast-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-2',
  'us-west-1',
] as const;

/** Median time of an answer as seen from us-east-1, ms: 60 in the Region, and the way there and back (aws-edge.md A.2). */
export const latencyMs: Readonly<Record<string, number>> = {
  'us-east-1': 60,
  'us-east-2': 75,
  'ca-central-1': 75,
  'us-west-1': 120,
  'us-west-2': 125,
  'eu-west-1': 130,
  'eu-west-2': 135,
  'eu-west-3': 140,
  'eu-central-1': 150,
  'eu-north-1': 170,
  'sa-east-1': 175,
  'ap-northeast-1': 220,
  'ap-northeast-2': 235,
  'ap-northeast-3': 225,
  'ap-south-1': 245,
  'ap-southeast-1': 275,
  'ap-southeast-2': 260,
  '*': 150,
};

/** How much of AWS's limits mlwarden may use here: all but what keeps it clear of throttles. */
export const rateShare = 0.95;
