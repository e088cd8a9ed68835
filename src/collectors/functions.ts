import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { defineCollector } from '../core/collector.ts';
import { known, missing, type Fact, type Gap } from '../core/fact.ts';
import { paged } from '../core/operation.ts';
import { endpoints, type Endpoint } from '../inventory/endpoints.ts';
import { functions, type ModelLink } from '../inventory/functions.ts';
import { authorization } from '../inventory/iam.ts';
import type { FieldValue } from '../inventory/values.ts';
import { linkByRole, strongest } from '../lineage/function-link.ts';
import { parseS3Location } from '../lineage/s3-location.ts';
import { parseSecretReference } from '../lineage/secret-reference.ts';

export default defineCollector({
  section: functions,
  runs: 'ml-regions',
  needs: { endpoints, authorization },
  operations: {
    list: paged('lambda', 'ListFunctions', {
      token: ['Marker', 'NextMarker'],
      items: (page) => page.Functions,
      size: { MaxItems: 50 },
    }),
  },
  async collect(aws, { account, region, now, needs }, emit) {
    const [here, iam] = await Promise.all([needs('endpoints'), needs('authorization')]);
    const links = new Map<string, Fact<ModelLink>>();
    const linkOf = (roleArn: string): Fact<ModelLink> => {
      const link = links.get(roleArn) ?? linkByRole(roleArn, iam, { account, now });
      links.set(roleArn, link);
      return link;
    };
    await aws.list.each({}, (configuration, { origin }) => {
      const { FunctionArn: arn, FunctionName: name, Role: roleArn = null } = configuration;
      if (arn === undefined || name === undefined) return;
      const { references, namesEndpoint } = readVariables(configuration, here.all);
      const undecrypted = undecryptedGap(configuration, { name, account, region });
      const link = strongest(
        [
          ...(namesEndpoint ? [known('direct' as const, origin)] : []),
          ...(roleArn === null ? [] : [linkOf(roleArn)]),
          // What could not be looked at may hold an endpoint's name.
          ...[undecrypted, here.gapIn(region)].flatMap((gap) => (gap === undefined ? [] : [missing(gap)])),
        ],
        known('none', origin),
      );
      if (references.length === 0 && link.known && link.value === 'none') return;
      emit({ arn, name, account, region, type: functions.type, from: origin, roleArn, references, link });
    });
  },
});

interface Variables {
  readonly references: readonly FieldValue[];
  readonly namesEndpoint: boolean;
}

/** The variables that refer to something. No other value leaves this function. */
function readVariables({ Environment: environment }: FunctionConfiguration, here: Iterable<Endpoint>): Variables {
  const names = new Set(Iterator.from(here).flatMap(({ name, arn }) => [name.toLowerCase(), arn.toLowerCase()]));
  const references: FieldValue[] = [];
  let namesEndpoint = false;
  for (const [field, value] of Object.entries(environment?.Variables ?? {})) {
    const isEndpoint = names.has(value.toLowerCase());
    const reference = isEndpoint ? value : (secretArn(value) ?? s3Location(value));
    if (reference !== null) references.push({ field, value: reference });
    namesEndpoint ||= isEndpoint;
  }
  return { references, namesEndpoint };
}

function secretArn(value: string): string | null {
  const reference = parseSecretReference(value);
  return reference?.kind === 'arn' ? reference.arn : null;
}

/** Without the query, which may be a signature. */
function s3Location(value: string): string | null {
  const location = /^https?:/i.test(value) ? value.replace(/[?#].*$/s, '') : value;
  return parseS3Location(location).kind === 'unresolved' ? null : location;
}

/** Lambda lists a function whose variables it cannot decrypt for the caller, with an error in their place. */
function undecryptedGap(
  { Environment: environment }: FunctionConfiguration,
  { name, account, region }: { readonly name: string; readonly account: string; readonly region: string },
): Gap | undefined {
  if (environment?.Error === undefined) return undefined;
  return {
    reason: 'denied',
    operation: 'lambda:ListFunctions',
    action: 'kms:Decrypt',
    account,
    region,
    error: environment.Error.ErrorCode ?? 'EnvironmentError',
    detail: `Lambda could not decrypt the variables of ${name}`,
  };
}
