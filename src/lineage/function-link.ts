import { known, missing, type Fact } from '../core/fact.ts';
import type { Collection, Run } from '../core/resource.ts';
import { namedResources } from '../iam/evaluate.ts';
import type { ModelLink } from '../inventory/functions.ts';
import type { IamEntity } from '../inventory/iam.ts';
import { identityOf, undecided } from './identities.ts';

const invocations = [
  'sagemaker:InvokeEndpoint',
  'sagemaker:InvokeEndpointAsync',
  'sagemaker:InvokeEndpointWithResponseStream',
] as const;

/**
 * How sure it is that whoever has this role calls a model endpoint (catalogue 3.3): an endpoint that a policy names makes it
 * sure, the right to invoke any makes it possible. A role that does not exist, or is another account's, links to nothing.
 */
export function linkByRole(
  roleArn: string,
  authorization: Collection<IamEntity>,
  run: Pick<Run, 'now' | 'account'>,
): Fact<ModelLink> {
  const found = authorization.find(roleArn);
  if (!found.known) return found;
  if (found.value?.kind !== 'role') return known('none', found.from);
  const role = found.value;
  const identity = identityOf(role, authorization, run);
  const granted = invocations.map((action) => namedResources(identity, action));
  if (granted.some(({ resources }) => resources.length > 0)) return known('direct', role.from);
  const unread = [...new Set(granted.flatMap((grant) => grant.unread))];
  if (unread.length > 0)
    return missing(undecided({ answer: 'unknown', because: [], limitedBy: [], ignored: [], unread }, role, authorization));
  return known(granted.every(({ wide }) => wide === 'no') ? 'none' : 'possible', role.from);
}

/** The surest of several links; what is hidden counts only while nothing makes the link sure. */
export function strongest(links: readonly Fact<ModelLink>[], otherwise: Fact<ModelLink>): Fact<ModelLink> {
  const sure = links.find((link) => link.known && link.value === 'direct');
  if (sure !== undefined) return sure;
  return links.find((link) => !link.known) ?? links.find((link) => link.known && link.value === 'possible') ?? otherwise;
}
