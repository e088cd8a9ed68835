import { defineCheck, fail, notApplicable, pass, seen, whenKnown, type Evidence } from '../../src/kit.ts';
import { distributions } from '../../src/inventory/distributions.ts';
import { accessLogCommand } from '../../src/lineage/access-log-command.ts';
import { accessLogFields, fullFormat, missingFields } from '../../src/lineage/log-format.ts';
import { modelStages, type ModelStage } from '../../src/lineage/model-apis.ts';
import { frontsOf } from '../../src/lineage/model-web-acls.ts';

export default defineCheck({
  id: 'log-api-access-log-format',
  control: 'logging',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'serve',
  title: 'Access logs tell who asked the model, when, for what and how much came back',
  why: 'A log without caller, address, time, path or size cannot show that one client is probing the model.',
  advice: 'Log request id, address, caller, user, time, method, path, status, protocol and response length of every access.',
  threat: { text: 'Membership inference and model inversion that cannot be investigated', atlas: ['AML.T0024'] },
  mapping: ['NIST AU-3'],
  resourceTypes: ['AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'],
  subject: modelStages,
  uses: { distributions },
  fix: (stage) => ({
    text: 'Set a format with all of the fields. Add $context.extendedRequestId: clients can choose the request id, not this one.',
    command: accessLogCommand(stage, fullFormat(stage.api.protocol)),
  }),
  evaluate: (item, views) =>
    whenKnown(item.stage, ({ accessLog }, from) => {
      const { destinationArn, format } = accessLog;
      const field = item.api.protocol === 'REST' ? 'Stage.accessLogSettings.format' : 'Stage.AccessLogSettings.Format';
      if (destinationArn === null || format === null)
        return notApplicable('judged-elsewhere', 'access logging is off', seen(from, field, format));
      const notes = limitsOf(item, format, frontsOf(item, views.distributions.all).length > 0);
      const evidence: Evidence = seen(from, field, format, notes.join('; ') || undefined);
      const lacking = missingFields(format, item.api.protocol);
      if (lacking.length === 0) return pass('access logs have every field', evidence);
      return fail(
        `access logs lack ${lacking.map(({ anyOf }) => `$context.${anyOf.join(' or $context.')}`).join(', ')}`,
        evidence,
      );
    }),
});

/** What the fields cannot tell although they are there. */
function limitsOf({ stage }: ModelStage, format: string, behindCloudFront: boolean): readonly string[] {
  const anonymous =
    stage.known &&
    stage.value.routes.some(({ integration: { authorization } }) => authorization !== null && authorization !== 'AWS_IAM');
  return [
    ...(accessLogFields(format).has('extendedRequestId')
      ? []
      : ['clients can choose requestId: extendedRequestId would not lie']),
    ...(behindCloudFront ? ['behind CloudFront sourceIp is its edge: log X-Forwarded-For in the function or at CloudFront'] : []),
    ...(anonymous ? ['caller and user stay empty without IAM authorization'] : []),
  ];
}
