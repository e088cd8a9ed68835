import type { EdgeSet } from '../core/edge.ts';
import type { Home, Resource } from '../core/resource.ts';
import type { JobDetails } from '../inventory/jobs.ts';
import { edgesOf, type References } from './references.ts';

/** What a job or a pipeline refers to; `path` is the answer of the call that describes it. */
export function jobEdges(
  resource: Resource,
  home: Home,
  {
    path,
    details,
    more = () => [],
  }: {
    readonly path: string;
    readonly details: Pick<JobDetails, 'roles' | 'keys' | 'subnets' | 'locations' | 'parameters'>;
    readonly more?: (to: References) => ReturnType<Parameters<typeof edgesOf>[3]>;
  },
): EdgeSet {
  return edgesOf(resource, home, path, (to) => [
    ...details.roles.map(({ field, value }) => to.role(field, value, 'execution')),
    ...details.keys.map(({ field, value }) => to.key(field, value)),
    ...details.subnets.map(({ field, value }) => to.subnet(field, value)),
    ...details.locations.map(({ field, value, use }) => to.bucket(field, value, use)),
    ...details.parameters.secretArns.map(({ field, value }) => to.secret(field, value)),
    ...more(to),
  ]);
}
