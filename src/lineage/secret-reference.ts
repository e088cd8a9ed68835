import { parseArn } from './arn.ts';

/** What a reference to a secret names: an ARN, with or without the six characters that Secrets Manager adds, or a name. */
export type SecretReference = { readonly kind: 'arn'; readonly arn: string } | { readonly kind: 'name'; readonly name: string };

/** A secret as ListSecrets names it. */
export interface NamedSecret {
  readonly arn: string;
  readonly name: string;
}

const resource = /^secret:([^:]+)(?::.*)?$/s;
const suffix = /-[A-Za-z0-9]{6}$/;

/**
 * Reads the forms in which AWS configurations refer to a secret: ARN, ARN without suffix, ARN with a JSON key and version behind
 * it (ECS, CodeBuild), name, CloudFormation's `{{resolve:secretsmanager:...}}` and the path through Parameter Store. `null` for
 * an ARN of another service.
 */
export function parseSecretReference(raw: string): SecretReference | null {
  const id = raw.trim();
  const resolved = /^\{\{resolve:secretsmanager:(.+)\}\}$/s.exec(id)?.[1];
  if (resolved !== undefined)
    return parseSecretReference(resolved.startsWith('arn:') ? resolved : (resolved.split(':')[0] ?? ''));
  const parameter = /(?:^|parameter)\/aws\/reference\/secretsmanager\/(.+)$/s.exec(id)?.[1];
  if (parameter !== undefined) return { kind: 'name', name: parameter };
  if (!id.startsWith('arn:')) return id === '' ? null : { kind: 'name', name: id };
  const arn = parseArn(id);
  const name = arn?.service === 'secretsmanager' ? resource.exec(arn.resource)?.[1] : undefined;
  if (arn === null || name === undefined) return null;
  return { kind: 'arn', arn: `arn:${arn.partition}:secretsmanager:${arn.region}:${arn.account}:secret:${name}` };
}

/**
 * The secret that a reference means, among those of one account and Region. A whole ARN wins over an ARN without its suffix,
 * since a name may itself end in a hyphen and six characters.
 */
export function findSecret<T extends NamedSecret>(raw: string, secrets: readonly T[]): T | undefined {
  const reference = parseSecretReference(raw);
  if (reference === null) return undefined;
  if (reference.kind === 'name') return secrets.find((secret) => secret.name === reference.name);
  return (
    secrets.find((secret) => secret.arn === reference.arn) ??
    secrets.find((secret) => secret.arn.replace(suffix, '') === reference.arn)
  );
}

/** Whether a reference means this secret. Where several secrets are at hand, ask `findSecret`: it knows which match is best. */
export function refersToSecret(raw: string, secret: NamedSecret): boolean {
  return findSecret(raw, [secret]) !== undefined;
}

/** Where the primary of a replica lies: its ARN differs in the Region only. `null` for what is no replica. */
export function primaryOf(secret: {
  readonly secretArn: string;
  readonly primaryRegion: string | null;
}): { readonly arn: string; readonly region: string } | null {
  const { secretArn, primaryRegion: region } = secret;
  const arn = parseArn(secretArn);
  if (arn === null || region === null || region === '' || region === arn.region) return null;
  return { arn: `arn:${arn.partition}:${arn.service}:${region}:${arn.account}:${arn.resource}`, region };
}
