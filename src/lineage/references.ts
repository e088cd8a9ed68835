import type { BucketUse, Edge, EdgeSet, RoleUse, Target, TargetKind, UnresolvedEdge } from '../core/edge.ts';
import type { Home, Resource } from '../core/resource.ts';
import { parseArn } from './arn.ts';
import { parseGitUrl } from './git-url.ts';
import { parseKeyReference } from './kms-reference.ts';
import { parseS3Location } from './s3-location.ts';

/** One reference of a resource: an edge, one that could not be parsed, or none (the field is not set). */
type Reference = { readonly edge: Edge } | { readonly unresolved: UnresolvedEdge } | null;

/** Turns the fields of one resource into edges; a field that is `null` gives none. */
export interface References {
  readonly role: (field: string, arn: string | null, use: RoleUse) => Reference;
  readonly subnet: (field: string, id: string | null) => Reference;
  readonly key: (field: string, reference: string | null) => Reference;
  /** `use` is `null` where the role of the data cannot be told. */
  readonly bucket: (field: string, location: string | null, use: BucketUse | null) => Reference;
  readonly secret: (field: string, arn: string | null) => Reference;
  /** A code repository by name; a bare URL is no reference to one. */
  readonly repository: (field: string, value: string) => Reference;
  /** Any other kind, by what its describing call takes. */
  readonly other: (kind: TargetKind, field: string, id: string | null) => Reference;
}

/** Collects the references of one resource. `path` is the API answer that the fields belong to. */
export function edgesOf(resource: Resource, home: Home, path: string, list: (to: References) => readonly Reference[]): EdgeSet {
  const edges: Edge[] = [];
  const unresolved: UnresolvedEdge[] = [];
  for (const reference of list(references(resource, home, path))) {
    if (reference === null) continue;
    if ('edge' in reference) edges.push(reference.edge);
    else unresolved.push(reference.unresolved);
  }
  return { edges, unresolved };
}

function references(resource: Resource, home: Home, path: string): References {
  const { region } = resource;
  const edge = (field: string, to: Target, more: Partial<Pick<Edge, 'use' | 'prefix'>> = {}): Reference => ({
    edge: { from: resource.arn, field: `${path}.${field}`, to, certainty: 'declared', use: null, prefix: null, ...more },
  });
  const unresolved = (field: string, raw: string, why: string): Reference => ({
    unresolved: { from: resource.arn, field: `${path}.${field}`, raw, why },
  });
  const other: References['other'] = (kind, field, id) =>
    id === null || id === ''
      ? null
      : edge(field, { kind, id, region: parseArn(id)?.region || region, account: parseArn(id)?.account || home.account });

  return {
    other,
    subnet: (field, id) => other('subnet', field, id),
    secret: (field, arn) => other('secret', field, arn),
    repository: (field, value) => (parseGitUrl(value) === null ? other('code-repository', field, value) : null),
    role(field, arn, use) {
      if (arn === null || arn === '') return null;
      const parsed = parseArn(arn);
      if (parsed === null) return unresolved(field, arn, 'not an ARN');
      return edge(field, { kind: 'role', id: arn, region: 'global', account: parsed.account }, { use });
    },
    key(field, reference) {
      if (reference === null || reference === '') return null;
      const parsed = parseKeyReference(reference, { ...home, region });
      if (parsed.kind === 'unresolved') return unresolved(field, reference, parsed.why);
      // To describe the alias of an AWS managed key would create that key; its name says all.
      if (parsed.kind === 'alias' && parsed.awsManaged) return null;
      const arn = parseArn(parsed.arn);
      return edge(field, { kind: 'key', id: parsed.arn, region: arn?.region ?? region, account: arn?.account ?? home.account });
    },
    bucket(field, location, use) {
      if (location === null || location === '') return null;
      const parsed = parseS3Location(location);
      switch (parsed.kind) {
        case 'bucket':
        case 'directory-bucket':
          return edge(
            field,
            { kind: 'bucket', id: parsed.bucket, region: 'global', account: home.account },
            { use, prefix: parsed.prefix },
          );
        case 'unresolved':
          return unresolved(field, location, parsed.why);
        case 'access-point':
        case 'access-point-alias':
        case 'multi-region-access-point':
          return unresolved(field, location, `the ${parsed.kind} does not name its bucket`);
      }
    },
  };
}
