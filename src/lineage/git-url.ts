/** A Git URL, without the credentials that it may hold. */
export interface GitUrl {
  readonly scheme: string;
  /** With its port, if any; empty where the text is no URL. */
  readonly host: string;
  readonly path: string;
  /** A user name, password or token stood in the URL (a bare user name of ssh does not count). */
  readonly userinfo: boolean;
  readonly codeCommit: { readonly region: string; readonly name: string } | null;
  /** The URL without userinfo, query and fragment. */
  readonly redacted: string;
}

interface Parts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  /** What followed a `?` or `#`: never kept. */
  readonly rest: string;
}

/**
 * Splits a Git URL; `null` for a plain name, the only text that may be kept as it is. Never keeps userinfo, and never what might
 * be userinfo: a text that is no URL comes back empty.
 */
export function parseGitUrl(raw: string): GitUrl | null {
  if (/^[\w.-]*$/.test(raw)) return null;
  const helper = /^codecommit::([a-z0-9-]+):\/\/(?:[\w.-]+@)?([\w.-]+)$/.exec(raw);
  if (helper !== null) {
    const [, region = '', name = ''] = helper;
    return {
      scheme: 'codecommit',
      host: '',
      path: name,
      userinfo: false,
      codeCommit: { region, name },
      redacted: `codecommit::${region}://${name}`,
    };
  }
  const url = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(.*)$/is.exec(raw);
  if (url !== null)
    return toUrl({ scheme: (url[1] ?? '').toLowerCase(), authority: url[2] ?? '', path: url[3] ?? '', rest: url[4] ?? '' });
  const scp = /^((?:[^/@:]+@)?[\w.-]+):(?![/\d])([^@?#]+)$/.exec(raw);
  if (scp !== null) return toUrl({ scheme: 'ssh', authority: scp[1] ?? '', path: `/${scp[2] ?? ''}`, rest: '' });
  return { scheme: '', host: '', path: '', userinfo: raw.includes('@'), codeCommit: null, redacted: '' };
}

function toUrl(parts: Parts): GitUrl {
  const { scheme, rest } = parts;
  const { authority, path } = isPlausible(parts) ? parts : rejoined(parts);
  const host = afterAt(authority).toLowerCase();
  const user = authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : '';
  const known = isPlausible({ ...parts, authority, path });
  const kept = known ? { host, path } : { host: '', path: '' };
  const inQuery = /(token|passw|secret|key|auth|credential)[^=&]*=[^&]/i.test(rest);
  return {
    scheme,
    ...kept,
    userinfo: !known || inQuery || (scheme.includes('ssh') ? user.includes(':') : user !== ''),
    codeCommit: known ? codeCommitOf(host, path) : null,
    redacted: `${scheme}://${kept.host}${kept.path}`,
  };
}

/** A password with a bare slash cuts the authority short: what follows the last @ is then the host. */
function rejoined({ authority, path }: Parts): Pick<Parts, 'authority' | 'path'> {
  const all = authority + path;
  const at = all.lastIndexOf('@');
  if (at === -1) return { authority, path };
  const slash = all.indexOf('/', at);
  return slash === -1 ? { authority: all, path: '' } : { authority: all.slice(0, slash), path: all.slice(slash) };
}

function afterAt(authority: string): string {
  return authority.slice(authority.lastIndexOf('@') + 1);
}

/** Whether the authority ends in a host. With an @ behind it, a bare word or a port may as well be half of a password. */
function isPlausible({ authority, path, rest }: Parts): boolean {
  const host = afterAt(authority);
  if (/^([a-z0-9_-]+(\.[a-z0-9_-]+)+\.?|\[[0-9a-f:.]+\])$/i.test(host)) return true;
  return /^([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(host) && !`${path}${rest}`.includes('@');
}

function codeCommitOf(host: string, path: string): GitUrl['codeCommit'] {
  const region = /^(?:vpce-[a-z0-9-]+\.)?git-codecommit(?:-fips)?\.([a-z0-9-]+)\.(?:vpce\.)?amazonaws\.com(?:\.cn)?$/.exec(
    host,
  )?.[1];
  const name = /^\/v1\/repos\/([^/]+?)\/?$/.exec(path)?.[1];
  return region === undefined || name === undefined ? null : { region, name };
}
