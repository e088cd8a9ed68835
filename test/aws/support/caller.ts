import { onTestFinished } from 'vitest';
import { Caller, type CallerOptions } from '../../../src/aws/caller.ts';
import { Clients } from '../../../src/aws/clients.ts';
import { createEndpoints } from '../../../src/aws/endpoint.ts';
import { defaultTimeouts, WholeAnswerHandler, type Timeouts } from '../../../src/aws/http.ts';
import type { SdkLoaders } from '../../../src/aws/sdk.ts';
import { Session } from '../../../src/aws/session.ts';
import type { CallEvent } from '../../../src/aws/stats.ts';
import { systemTime } from '../../../src/aws/time.ts';
import { op, paged } from '../../../src/core/operation.ts';
import { startServer, type Answering } from './server.ts';

export const account = '123456789012';
export const region = 'eu-central-1';

/** Operations that are enough to see every protocol. */
export const operations = {
  list: paged('sagemaker', 'ListNotebookInstances', {
    token: ['NextToken', 'NextToken'],
    items: (page) => page.NotebookInstances,
    size: { MaxResults: 100 },
  }),
  /** A list of which one page is wanted. */
  listOnce: op('sagemaker', 'ListNotebookInstances', { required: ['NotebookInstances'] }),
  describe: op('sagemaker', 'DescribeNotebookInstance', { required: ['NotebookInstanceArn', 'RoleArn'] }),
  describeIfThere: op('sagemaker', 'DescribeNotebookInstance', {
    required: ['NotebookInstanceArn'],
    absent: [{ name: 'ValidationException', message: /could not find/i }],
  }),
  versioning: op('s3', 'GetBucketVersioning', { required: [], root: 'VersioningConfiguration' }),
  bucketPolicy: op('s3', 'GetBucketPolicy', { required: ['Policy'], absent: ['NoSuchBucketPolicy'] }),
  publicAccess: op('s3control', 'GetPublicAccessBlock', {
    required: ['PublicAccessBlockConfiguration'],
    absent: ['NoSuchPublicAccessBlockConfiguration'],
  }),
  users: paged('iam', 'GetAccountAuthorizationDetails', {
    token: ['Marker', (page) => (page.IsTruncated === true ? page.Marker : undefined)],
    items: (page) => page.UserDetailList,
    attemptMs: 120_000,
  }),
} as const;

const sdk: SdkLoaders = {
  sagemaker: async () => {
    const { SageMakerClient, ListNotebookInstancesCommand, DescribeNotebookInstanceCommand } =
      await import('@aws-sdk/client-sagemaker');
    return {
      Client: SageMakerClient,
      commands: {
        ListNotebookInstances: ListNotebookInstancesCommand,
        DescribeNotebookInstance: DescribeNotebookInstanceCommand,
      },
    };
  },
  s3: async () => {
    const { S3Client, GetBucketVersioningCommand, GetBucketPolicyCommand } = await import('@aws-sdk/client-s3');
    return {
      Client: S3Client,
      commands: { GetBucketVersioning: GetBucketVersioningCommand, GetBucketPolicy: GetBucketPolicyCommand },
    };
  },
  s3control: async () => {
    const { S3ControlClient, GetPublicAccessBlockCommand } = await import('@aws-sdk/client-s3-control');
    return { Client: S3ControlClient, commands: { GetPublicAccessBlock: GetPublicAccessBlockCommand } };
  },
  iam: async () => {
    const { IAMClient, GetAccountAuthorizationDetailsCommand } = await import('@aws-sdk/client-iam');
    return { Client: IAMClient, commands: { GetAccountAuthorizationDetails: GetAccountAuthorizationDetailsCommand } };
  },
};

export interface TestCallerOptions extends Partial<Omit<CallerOptions, 'timeouts' | 'clients' | 'session'>> {
  readonly timeouts?: Partial<Timeouts>;
  readonly signal?: AbortSignal;
  readonly sdk?: SdkLoaders;
  /** Where the loopback server listens. */
  readonly host?: string;
  /** How the endpoint names it. */
  readonly hostName?: string;
}

/** A caller in front of a server that answers as told, with limits out of the way. */
export async function aCaller(answering: Answering, options: TestCallerOptions = {}) {
  const { signal = new AbortController().signal, host = '127.0.0.1', hostName, sdk: loaders = sdk, ...rest } = options;
  const server = await startServer(answering, host);
  const url = hostName === undefined ? server.url : `http://${hostName}:${server.port}`;
  const events: CallEvent[] = [];
  const caller = callerTo(url, { ...rest, onEvent: (event) => events.push(event) }, loaders);
  onTestFinished(async () => {
    caller.http.close();
    await server.close();
  });
  const calls = caller.caller.callsFor(operations, { account, region, signal });
  return { ...caller, server, calls, events };
}

/** A caller to an endpoint that may not be there. */
export function callerTo(url: string, options: TestCallerOptions, loaders: SdkLoaders = sdk) {
  const time = options.time ?? { ...systemTime, random: () => 0 };
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const endpoints = createEndpoints({ endpointUrl: url });
  const http = new WholeAnswerHandler({ timeouts, sockets: 50, admit: endpoints.admit });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  const session = new Session({
    profile: undefined,
    roleArn: undefined,
    externalId: undefined,
    runId: 'test',
    region,
    endpoints,
    http,
    time,
    credentials,
  });
  const clients = new Clients({ sdk: loaders, session, endpoints, http, partition: 'aws' });
  const caller = new Caller({
    rateShare: 1000,
    concurrency: 64,
    maxPages: 1000,
    ...options,
    clients,
    session,
    timeouts,
    time,
  });
  return { caller, http, session };
}
