import { defineCheck, fail, pass, seen, unknown } from '../../src/kit.ts';
import { accessLogCommand } from '../../src/lineage/access-log-command.ts';
import { fullFormat } from '../../src/lineage/log-format.ts';
import { modelStages } from '../../src/lineage/model-apis.ts';

export default defineCheck({
  id: 'log-api-access-logging',
  control: 'logging',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'serve',
  title: 'Access logging is on for every stage that serves a model',
  why: 'Without a record of who called the model and how, repeated probing of it leaves no trace.',
  advice: 'Put the model behind an API, and log every access to it: who called, when, from where and what for.',
  threat: {
    text: 'Membership inference, model inversion and extraction',
    atlas: ['AML.T0024.000', 'AML.T0024.001', 'AML.T0024.002', 'AML.T0040'],
  },
  mapping: ['Security Hub APIGateway.9', 'Security Hub APIGateway.1', 'NIST AU-2', 'NIST AU-3', 'NIST AU-12'],
  resourceTypes: ['AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'],
  subject: modelStages,
  fix: (stage) => ({
    text: 'Create a log group for the API, or take one of yours, and name it as the destination together with a format that tells caller, address, time, method, path, status and size. A REST API may also send to a Firehose stream whose name begins with amazon-apigateway-.',
    command: accessLogCommand(stage, fullFormat(stage.api.protocol)),
  }),
  evaluate({ api, stage }) {
    if (!stage.known)
      return unknown(
        stage.gap,
        `could not tell whether the API ${api.name} serves a model, or with which logs: ${stage.gap.detail}`,
      );
    const { accessLog, linkedBy, routes } = stage.value;
    const { destinationArn, format } = accessLog;
    const [destinationField, formatField] =
      api.protocol === 'REST'
        ? ['Stage.accessLogSettings.destinationArn', 'Stage.accessLogSettings.format']
        : ['Stage.AccessLogSettings.DestinationArn', 'Stage.AccessLogSettings.Format'];
    const evidence = [
      seen(stage.from, destinationField, destinationArn),
      seen(stage.from, formatField, format),
      seen(
        linkedBy,
        api.protocol === 'REST' ? 'Integration.uri' : 'Integration.IntegrationUri',
        routes[0].integration.uri,
        routes[0].via === 'endpoint' ? 'leads to a model endpoint' : 'leads to a function that calls a model endpoint',
      ),
    ] as const;
    if (destinationArn === null && format === null) return fail('access logging is off', ...evidence);
    if (destinationArn === null) return fail('access logs have a format, but no destination', ...evidence);
    if (format === null) return fail('access logs have a destination, but no format', ...evidence);
    return pass('every access is logged', ...evidence);
  },
});
