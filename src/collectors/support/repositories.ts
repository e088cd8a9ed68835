import { parseGitUrl } from '../../lineage/git-url.ts';

/** A repository value of a notebook or a Studio setting, without the credentials that a URL may hold. */
export function repositoryReference(value: string): { readonly value: string; readonly userinfo: boolean } {
  const url = parseGitUrl(value);
  return url === null ? { value, userinfo: false } : { value: url.redacted, userinfo: url.userinfo };
}
