import {
  cli,
  defineCheck,
  every,
  fail,
  notApplicable,
  own,
  pass,
  seen,
  unknown,
  whenKnown,
  type Fact,
  type Gap,
  type Origin,
  type Fix,
  type Verdict,
} from '../../src/kit.ts';
import {
  endpointConfigs,
  endpoints,
  type CaptureSummary,
  type Endpoint,
  type EndpointConfigDetails,
} from '../../src/inventory/endpoints.ts';
import { findConfig } from '../../src/lineage/endpoint-config.ts';
import { isLive } from '../../src/lineage/endpoint-status.ts';

const summary = 'DescribeEndpointOutput.DataCaptureConfig';
const modesField = 'DataCaptureConfig.CaptureOptions[].CaptureMode';

export default defineCheck({
  id: 'mon-endpoint-data-capture',
  control: 'monitoring',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'serve',
  title: 'Live endpoints capture input and output',
  why: 'Without captured requests and responses nothing can be monitored, and no attack on the model can be reconstructed.',
  advice: 'After deployment, keep watching both what goes into the model and what comes out of it.',
  threat: {
    text: 'Data poisoning detection, membership inference and inversion forensics',
    atlas: ['AML.T0024', 'AML.T0043', 'AML.T0020'],
  },
  mapping: ['NIST AU-12', 'NIST SI-4'],
  resourceTypes: ['AWS::SageMaker::Endpoint'],
  subject: endpoints,
  uses: { configs: endpointConfigs },
  fix,
  evaluate(endpoint, { configs }, { parameters }) {
    const { status, from: listed } = endpoint;
    if (!isLive(status))
      return notApplicable('not-live', `the endpoint is ${status}`, seen(listed, 'EndpointSummary.EndpointStatus', status));
    return whenKnown(endpoint.details, ({ variants, asynchronous, capture }, from) => {
      if (variants.length > 0 && variants.every(({ serverless }) => serverless))
        return notApplicable(
          'unsupported',
          'every variant is serverless, and data capture does not exist there',
          seen(from, 'DescribeEndpointOutput.ProductionVariants[].CurrentServerlessConfig', true),
        );
      if (asynchronous)
        return notApplicable(
          'unsupported',
          'the endpoint is asynchronous: its requests and responses are objects in S3 already',
          seen(from, 'DescribeEndpointOutput.AsyncInferenceConfig', true),
        );
      const now = captures(endpoint, { capture, from, minSampling: parameters.minSampling });
      const config = findConfig(endpoint, configs);
      if (now.status === 'FAIL' && holdsComponents(config)) return unverified(now);
      return now.status === 'FAIL' ? now : every([now, bothDirections(config, endpoint)]);
    });
  },
});

/** What the endpoint does now: its summary is the truth, whatever its configuration says. */
function captures(
  endpoint: Endpoint,
  {
    capture,
    from,
    minSampling,
  }: { readonly capture: CaptureSummary | null; readonly from: Origin; readonly minSampling: number },
): Verdict {
  if (capture === null) return fail('nothing is captured: no data capture is configured', seen(from, summary, null));
  const { enabled, status, samplingPercentage: sampling, destination } = capture;
  if (!enabled) return fail('nothing is captured: data capture is disabled', seen(from, `${summary}.EnableCapture`, false));
  if (status !== null && status !== 'Started')
    return fail('nothing is captured: data capture has stopped', seen(from, `${summary}.CaptureStatus`, status));
  const field = `${summary}.CurrentSamplingPercentage`;
  // AWS always tells both.
  if (status === null || sampling === null) return unknown(incomplete(endpoint));
  if (sampling <= 0) return fail('no request is sampled', seen(from, field, sampling));
  if (sampling < minSampling)
    return fail(`${sampling} % of the requests are captured, below the minimum of ${minSampling} %`, seen(from, field, sampling));
  return pass(
    `${sampling} % of the requests are captured`,
    seen(from, `${summary}.CaptureStatus`, status),
    seen(from, field, sampling, ...(sampling < 100 ? ['a rare poisoned input can be missed'] : [])),
    seen(from, `${summary}.DestinationS3Uri`, destination),
  );
}

function bothDirections(config: Fact<EndpointConfigDetails | null>, endpoint: Endpoint): Verdict {
  return whenKnown(config, (details, from) => {
    if (details === null)
      return unknown(notTold(endpoint), 'data is captured, but the configuration is deleted: its directions cannot be told');
    const { capture } = details;
    // An update may keep the capture of an earlier configuration, which nothing describes any more.
    if (capture === null || capture.enabled === false)
      return unknown(notTold(endpoint), 'data is captured, but not by this configuration: its directions cannot be told');
    const { modes } = capture;
    const missing = ['Input', 'Output'].filter((mode) => !modes.includes(mode) && !modes.includes('InputAndOutput'));
    const evidence = seen(from, modesField, modes);
    if (missing.length === 0) return pass('input and output are captured', evidence);
    return missing.length === 1
      ? fail(`the ${missing[0]?.toLowerCase()} is not captured`, evidence)
      : fail('neither input nor output is captured', evidence);
  });
}

/** Variants without a model hold inference components. */
function holdsComponents(config: Fact<EndpointConfigDetails | null>): boolean {
  const variants = config.known ? (config.value?.variants ?? []) : [];
  return variants.length > 0 && variants.every(({ modelName }) => modelName === null);
}

function unverified(now: Verdict): Verdict {
  const message = `${now.message}; whether inference components can be captured is not documented`;
  return notApplicable('unsupported', message, ...now.evidence);
}

function notTold({ account, region }: Endpoint): Gap {
  return {
    reason: 'not-collected',
    operation: 'sagemaker:DescribeEndpointConfig',
    action: 'sagemaker:DescribeEndpointConfig',
    account,
    region,
    error: 'NotFound',
    detail: 'the configuration that tells the capture modes is not there',
  };
}

function incomplete({ account, region }: Endpoint): Gap {
  return {
    reason: 'malformed',
    operation: 'sagemaker:DescribeEndpoint',
    action: 'sagemaker:DescribeEndpoint',
    account,
    region,
    error: 'MalformedAnswer',
    detail: 'the answer does not tell whether the enabled data capture runs, or which share of the requests it takes',
  };
}

function fix({ name, region, details }: Endpoint): Fix {
  const config = own(details, ({ configName }) => configName, 'CONFIG_NAME');
  const created = own(details, ({ configName }) => configName && `${configName.slice(0, 55)}-capture`, 'NEW_CONFIG_NAME');
  const capture = details.known ? details.value.capture : null;
  const settings = JSON.stringify({
    EnableCapture: true,
    InitialSamplingPercentage: 100,
    DestinationS3Uri: capture?.destination ?? 's3://BUCKET/PREFIX',
    KmsKeyId: capture?.kmsKeyId ?? 'KMS_KEY_ID',
    CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
  });
  const variants = cli`aws sagemaker describe-endpoint-config --region ${region} --endpoint-config-name ${config} --query ProductionVariants`;
  return {
    text: 'A configuration cannot be changed: create one with the same variants and with data capture, and move the endpoint to it. Copy its other settings too (key, role, shadow variants). The role of the model must be allowed to write to the destination.',
    command: `${cli`aws sagemaker create-endpoint-config --region ${region} --endpoint-config-name ${created} --production-variants`} "$(${variants})" ${cli`--data-capture-config ${settings}`} && ${cli`aws sagemaker update-endpoint --region ${region} --endpoint-name ${name} --endpoint-config-name ${created}`}`,
  };
}
