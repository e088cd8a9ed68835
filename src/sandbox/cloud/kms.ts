import type { AccountData, AccountOf, KeyData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** KMS: what it says of keys. */
export function kms(accountOf: AccountOf): Handlers {
  const keyOf = (id: string | undefined, call: SandboxCall) => findKey(id ?? '', accountOf(call), call);
  return defineHandlers('kms', {
    DescribeKey({ KeyId }, call) {
      const account = accountOf(call);
      return { KeyMetadata: findKey(behindAlias(KeyId ?? '', account, call), account, call).metadata };
    },
    GetKeyRotationStatus({ KeyId }, call) {
      const { metadata, rotation } = keyOf(KeyId, call);
      if (rotation === undefined)
        throw new SandboxError('UnsupportedOperationException', 'This key does not rotate automatically.');
      const deleted = metadata.KeyState === 'PendingDeletion' || metadata.KeyState === 'PendingReplicaDeletion';
      // KMS forgets the setting for as long as the key is about to be deleted.
      return deleted ? { KeyId: rotation.KeyId, KeyRotationEnabled: false } : rotation;
    },
    ListKeyRotations({ KeyId, Limit, Marker }, call) {
      const { page, next } = pageOf(keyOf(KeyId, call).rotations ?? [], { token: Marker, size: Limit, usual: 100, most: 1000 });
      return given({ Rotations: page, NextMarker: next, Truncated: next !== undefined });
    },
  });
}

const aliasPattern = /^(?:arn:[^:]+:kms:([^:]+):(\d+):)?(alias\/.+)$/;
const keyPattern = /^(?:arn:[^:]+:kms:([^:]+):(\d+):key\/)?([\w-]+)$/;

/** The id of the key that an alias points to; a reference to a key as it is. Only DescribeKey takes both. */
function behindAlias(reference: string, account: AccountData, call: SandboxCall): string {
  const { region } = call;
  const [, place = region, owner = account.id, name] = aliasPattern.exec(reference) ?? [];
  if (name === undefined) return reference;
  const known = account.in[region]?.kms?.aliases ?? [];
  const found = place === region && owner === account.id ? known.find((alias) => alias.name === name) : undefined;
  if (found !== undefined) return found.keyId;
  if (owner !== account.id) throw foreign(reference, account, call);
  throw new SandboxError('NotFoundException', `Alias arn:${account.partition}:kms:${place}:${owner}:${name} is not found.`);
}

/** Keys of other accounts answer where the seed has them here: as if their policies allowed it. */
function findKey(reference: string, account: AccountData, call: SandboxCall): KeyData {
  const { region } = call;
  const [, place = region, owner = account.id, id] = keyPattern.exec(reference) ?? [];
  if (id === undefined) throw new SandboxError('NotFoundException', `Invalid keyId '${reference}'`);
  if (place !== region) throw new SandboxError('NotFoundException', `Invalid arn ${place}`);
  const arn = `arn:${account.partition}:kms:${place}:${owner}:key/${id}`;
  const found = account.in[region]?.kms?.keys?.find(({ metadata }) => metadata.Arn === arn);
  if (found !== undefined) return found;
  if (owner !== account.id) throw foreign(arn, account, call);
  throw new SandboxError('NotFoundException', `Key '${arn}' does not exist`);
}

function foreign(arn: string, { auditor }: AccountData, { operation }: SandboxCall): SandboxError {
  const why =
    'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';
  return new SandboxError(
    'AccessDeniedException',
    `User: ${auditor} is not authorized to perform: kms:${operation} on resource: ${arn} ${why}`,
  );
}
