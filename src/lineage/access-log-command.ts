import { cli } from '../core/command.ts';
import type { ModelStage } from './model-apis.ts';

/** The command that sets a stage's access logs. JSON throughout: the short form of the CLI would cut a format at its commas. */
export function accessLogCommand({ api, stage, name, region }: ModelStage, format: string): string {
  const destination = (stage.known ? stage.value.accessLog.destinationArn : null) ?? 'LOG_GROUP_ARN';
  const stageName = stage.known ? name : 'STAGE_NAME';
  if (api.protocol !== 'REST') {
    const settings = JSON.stringify({ DestinationArn: destination, Format: format });
    return cli`aws apigatewayv2 update-stage --region ${region} --api-id ${api.name} --stage-name ${stageName} --access-log-settings ${settings}`;
  }
  const operations = JSON.stringify([
    { op: 'replace', path: '/accessLogSettings/destinationArn', value: destination },
    { op: 'replace', path: '/accessLogSettings/format', value: format },
  ]);
  return cli`aws apigateway update-stage --region ${region} --rest-api-id ${api.name} --stage-name ${stageName} --patch-operations ${operations}`;
}
