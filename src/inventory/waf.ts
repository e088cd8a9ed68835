import type { Fact } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

/** `Allow`, `Block`, `Count`, `Captcha`, `Challenge`, or what AWS adds later. */
export type WafAction = string;

/** Counts requests of each client, and acts on those of a client above the limit. */
export interface RateStatement {
  readonly kind: 'rate';
  readonly limit: number;
  /** Seconds that a count looks back; `null` where AWS left it out: 300. */
  readonly windowSec: number | null;
  /** `IP`, `FORWARDED_IP`, `CUSTOM_KEYS`, `CONSTANT`. */
  readonly aggregateKeyType: string;
  /** Kinds of the custom keys, such as `Header` or `IP`. */
  readonly customKeys: readonly string[];
  /** Header of the client's address with `FORWARDED_IP`. */
  readonly forwardedHeader: string | null;
  /** Only requests that match it are counted; `null`: all. */
  readonly scopeDown: WafStatement | null;
}

/** Rules of another group of this account. */
export interface GroupStatement {
  readonly kind: 'group';
  readonly arn: string;
  /** Actions that stand in the place of those of the group's rules, by rule name. */
  readonly overrides: Readonly<Record<string, WafAction>>;
  /** By ascending priority. Known to be `null` when the group has been deleted. */
  readonly rules: Fact<readonly WafRule[] | null>;
}

/** A group whose rules only its vendor sees: of AWS, of the Marketplace, or set by Firewall Manager. */
export interface ManagedGroupStatement {
  readonly kind: 'managed-group';
  readonly vendor: string;
  readonly name: string;
}

/** What a rule looks for. Kept only as far as it tells which requests match whatever the client sends. */
export type WafStatement =
  | RateStatement
  | GroupStatement
  | ManagedGroupStatement
  | { readonly kind: 'and' | 'or'; readonly of: readonly WafStatement[] }
  | { readonly kind: 'not'; readonly of: WafStatement }
  /** A text in the URI path. */
  | { readonly kind: 'path'; readonly position: string; readonly text: string; readonly lowerCase: boolean }
  /** Size of a part of the request, in bytes. */
  | { readonly kind: 'size'; readonly operator: string; readonly size: number }
  /** Depends on what the client sends, or on sets that are not read: `type` is AWS's name. */
  | { readonly kind: 'other'; readonly type: string };

export interface WafRule {
  readonly name: string;
  readonly priority: number;
  /** `null` for groups, whose rules have their own. */
  readonly action: WafAction | null;
  /** OverrideAction Count: nothing in the group acts. */
  readonly countOnly: boolean;
  readonly statement: WafStatement;
}

export interface WebAclDetails {
  readonly defaultAction: WafAction | null;
  /** In the order in which they run: those that Firewall Manager puts first, own ones, those that it puts last. */
  readonly rules: readonly WafRule[];
}

/** A web ACL of AWS WAF that a stage or distribution names. */
export interface WebAcl extends Resource {
  /** Known to be `null` when it has been deleted. */
  readonly details: Fact<WebAclDetails | null>;
}

export const webAcls = section<WebAcl>({
  name: 'wafv2.web-acls',
  type: 'AWS::WAFv2::WebACL',
  scope: 'regional',
  arn: 'arn:P:wafv2:R:A:*/webacl/*',
});
