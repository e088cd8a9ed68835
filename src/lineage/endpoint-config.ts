import { known, missing, type Fact } from '../core/fact.ts';
import type { Collection } from '../core/resource.ts';
import type { Endpoint, EndpointConfig, EndpointConfigDetails } from '../inventory/endpoints.ts';
import { homeOf, sagemakerArn } from './arn.ts';

/** The configuration that an endpoint runs on; known to be `null` when it is deleted, or not named. */
export function findConfig(
  { arn, region, details }: Endpoint,
  configs: Collection<EndpointConfig>,
): Fact<EndpointConfigDetails | null> {
  if (!details.known) return missing(details.gap);
  const { configName } = details.value;
  if (configName === null) return known(null, details.from);
  const found = configs.find(sagemakerArn(homeOf(arn), region, 'endpoint-config', configName));
  if (!found.known) return found;
  return found.value === undefined ? known(null, found.from) : found.value.config;
}
