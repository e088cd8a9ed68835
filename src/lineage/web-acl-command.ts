import { ask, cli } from '../core/command.ts';
import type { WafAction } from '../inventory/waf.ts';
import { parseArn } from './arn.ts';

/**
 * The command that sets the rules of a web ACL. It sets all of them, so they come from a file; its lock token is new after every
 * change, and `get-web-acl` tells it.
 */
export function updateRulesCommand(arn: string, defaultAction: WafAction): string {
  const { region = '', resource = '' } = parseArn(arn) ?? {};
  const [place = '', , name = '', id = ''] = resource.split('/');
  const scope = place === 'global' ? 'CLOUDFRONT' : 'REGIONAL';
  const visibility = `SampledRequestsEnabled=true,CloudWatchMetricsEnabled=true,MetricName=${name}`;
  return cli`aws wafv2 update-web-acl --region ${region} --scope ${scope} --name ${name} --id ${id} --lock-token ${ask('LOCK_TOKEN')} --default-action ${`${defaultAction}={}`} --visibility-config ${visibility} --rules ${ask('file://rules.json')}`;
}
