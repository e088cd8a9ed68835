import type { Fact } from '../../core/fact.ts';
import type { ApiIntegration } from '../../inventory/apis.ts';
import { parseIntegration } from '../../lineage/api-integration.ts';

/** Whether an integration may lead to a model, directly or through a function; a target in a stage variable may. */
export function mayLeadToModel({ uri, credentials, requestParameters }: ApiIntegration): boolean {
  return parseIntegration(uri, { credentials, requestParameters }).kind !== 'other';
}

/** Whether the stages matter: something may lead to a model, or nobody knows. */
export function wantsStages(integrations: Fact<readonly ApiIntegration[]>): boolean {
  return !integrations.known || integrations.value.length > 0;
}

/** The parameters that fill an integration's path. Others may hold secrets as constants. */
export function pathParameters(parameters: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => name.startsWith('integration.request.path.')));
}

/** Those stage variables that an integration names. The others may hold secrets, and no one asks for them. */
export function namedVariables(
  variables: Readonly<Record<string, string>> = {},
  integrations: Fact<readonly ApiIntegration[]>,
): Readonly<Record<string, string>> {
  const texts = integrations.known ? integrations.value.map(({ uri, credentials }) => `${uri} ${credentials ?? ''}`) : [];
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => texts.some((text) => text.includes(`\${stageVariables.${name}}`))),
  );
}
