import type { Found } from './found.ts';
import { entropyOf, isPlaceholder, isReference, isSampleLogin } from './literal.ts';

/** Something that is secret by its shape, wherever it stands. The group `secret`, if any, is the part that counts. */
interface Pattern {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly critical?: boolean;
  /** Least entropy of the secret, bits a character; 2.5 unless told. */
  readonly entropy?: number;
  readonly accept?: (secret: string, whole: string) => boolean;
}

const mixed = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
const literal = (text: string): boolean => !isReference(text);

const patterns: readonly Pattern[] = [
  // Header and body: scripts may look for a header without holding a key. The body may have lost its line breaks, or escaped them.
  {
    rule: 'private-key',
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?<secret>(?:\s|\\+[nr]|[A-Za-z0-9+/=:,.]|-(?!----)){40,16384})/dg,
    critical: true,
    entropy: 3,
  },
  {
    rule: 'private-key',
    pattern: /\bLS0tLS1CRUdJTi[A-Za-z0-9+/=\s]{60,16384}/dg,
    critical: true,
    accept: (secret) => Buffer.from(secret, 'base64').toString('latin1').includes('PRIVATE KEY'),
  },
  { rule: 'private-key', pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/dg, critical: true },
  {
    rule: 'private-key',
    pattern: /PuTTY-User-Key-File-\d:[^]{0,2000}?Private-Lines: \d+\s+(?<secret>[A-Za-z0-9+/=\s]{40,4096})/dg,
    critical: true,
  },

  // AWS: an id next to a secret, in either order. The id alone is no secret.
  {
    rule: 'aws-key-pair',
    pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b[^]{0,200}?(?<![A-Za-z0-9/+=])(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dg,
    critical: true,
    entropy: 4,
    accept: (secret, whole) => mixed(secret) && !isPlaceholder(whole.slice(0, 20)),
  },
  {
    rule: 'aws-key-pair',
    pattern: /(?<![A-Za-z0-9/+=])(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])[^]{0,200}?\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/dg,
    critical: true,
    entropy: 4,
    accept: (secret, whole) => mixed(secret) && !isPlaceholder(whole.slice(-20)),
  },
  { rule: 'aws-session-token', pattern: /\b(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9/+=]{80,}/dg, critical: true },
  { rule: 'aws-bedrock-key', pattern: /\b(?:ABSK[A-Za-z0-9+/]{100,}={0,2}|bedrock-api-key-[A-Za-z0-9+/=]{60,})/dg },

  // Source control and packages
  { rule: 'github-token', pattern: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/dg },
  { rule: 'gitlab-token', pattern: /(?<!\w)gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt)-[\w-]{20,}/dg },
  { rule: 'bitbucket-token', pattern: /(?<!\w)ATBB[A-Za-z0-9]{28,}/dg },
  { rule: 'atlassian-token', pattern: /(?<!\w)ATATT3[\w=-]{60,}/dg },
  { rule: 'pypi-token', pattern: /(?<!\w)pypi-[\w-]{40,}/dg },
  {
    rule: 'npm-token',
    pattern: /(?<!\w)npm_[A-Za-z0-9]{36,}|_auth(?:Token)?\s*=\s*"?(?<secret>[\w+/=.-]{16,})/dg,
    accept: literal,
  },
  { rule: 'docker-token', pattern: /(?<!\w)dckr_(?:pat|oat)_[\w-]{27,}|"auth"\s*:\s*"(?<secret>[A-Za-z0-9+/]{16,}={0,2})"/dg },

  // Model hubs and model APIs
  { rule: 'huggingface-token', pattern: /(?<!\w)(?:hf_[A-Za-z0-9]{30,}|api_org_[A-Za-z0-9]{30,})/dg, entropy: 3 },
  {
    rule: 'model-api-key',
    pattern: /(?<![\w-])sk-(?:(?:proj|svcacct|admin|ant|or|lf|None)-[\w-]{20,}|[A-Za-z0-9]{32,})/dg,
    entropy: 3,
  },
  {
    rule: 'model-api-key',
    pattern:
      /(?<!\w)(?:gsk_[A-Za-z0-9]{40,}|xai-[A-Za-z0-9]{60,}|pplx-[A-Za-z0-9]{40,}|r8_[A-Za-z0-9]{36,}|nvapi-[\w-]{60,}|fw_[A-Za-z0-9]{22,}|tgp_v1_[\w-]{40,})/dg,
    entropy: 3,
  },
  { rule: 'pinecone-key', pattern: /(?<!\w)pcsk_\w{40,}/dg },
  { rule: 'langsmith-key', pattern: /(?<!\w)lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}/dg },
  {
    rule: 'wandb-key',
    pattern: /wandb(?![^\n]{0,60}(?:commit|sha|rev|git|run))[^\n]{0,60}?(?<![\w@/.-])(?<secret>(?:local-)?[0-9a-f]{40})(?!\w)/dgi,
    entropy: 3,
  },
  { rule: 'wandb-key', pattern: /(?<!\w)wandb_v\d_\w{40,}/dg },
  { rule: 'kaggle-key', pattern: /kaggle[^]{0,120}?\bkey\\*["']?\s*[:=]\s*\\*["']?(?<secret>[0-9a-f]{32})(?!\w)/dgi, entropy: 3 },
  {
    rule: 'kaggle-key',
    pattern: /\{\s*\\*"username\\*"\s*:\s*\\*"[\w.-]+\\*"\s*,\s*\\*"key\\*"\s*:\s*\\*"(?<secret>[0-9a-f]{32})\\*"\s*\}/dg,
    entropy: 3,
  },
  { rule: 'kaggle-key', pattern: /(?<!\w)KGAT_[0-9a-f]{32}(?!\w)/dg },
  { rule: 'neptune-token', pattern: /(?<!\w)eyJhcGlfYWRkcmVzcyI6[A-Za-z0-9+/=]{40,}/dg },
  { rule: 'databricks-token', pattern: /(?<!\w)dapi[0-9a-f]{32}(?:-\d)?(?!\w)/dg },

  // Clouds and services
  { rule: 'google-api-key', pattern: /(?<!\w)(?:AIza[\w-]{35}|ya29\.[\w-]{40,}|GOCSPX-[\w-]{28})/dg, entropy: 3 },
  {
    rule: 'azure-key',
    pattern:
      /\b(?:(?:AccountKey|SharedAccessKey)=(?<secret>[A-Za-z0-9+/]{40,}={0,2})|azure[^\n]{0,120}?(?<![\w+/])[A-Za-z0-9+/]{86}==)/dg,
  },
  { rule: 'azure-sas', pattern: /[?&]sv=\d{4}-\d{2}-\d{2}&[^\s"']{0,400}?\bsig=(?<secret>[\w%+/=-]{40,})/dg },
  { rule: 'slack-token', pattern: /(?<!\w)(?:xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-\d-[A-Za-z0-9-]{20,})/dg },
  {
    rule: 'webhook-url',
    pattern:
      /https:\/\/(?:hooks\.slack\.com\/(?:services|workflows)\/(?<secret>[\w/]{30,})|(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{40,})/dg,
  },
  { rule: 'stripe-key', pattern: /(?<!\w)(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,}/dg },
  { rule: 'sendgrid-key', pattern: /(?<!\w)SG\.[\w-]{16,}\.[\w-]{16,}/dg },
  { rule: 'twilio-key', pattern: /(?<!\w)SK[0-9a-f]{32}(?!\w)/dg },
  { rule: 'telegram-token', pattern: /(?<![\w:])\d{8,10}:AA[\w-]{33}(?!\w)/dg },
  { rule: 'newrelic-key', pattern: /(?<!\w)NRAK-[A-Z0-9]{27}/dg },
  { rule: 'postman-key', pattern: /(?<!\w)PMAK-[0-9a-f]{24}-[0-9a-f]{34}/dg },
  { rule: 'terraform-token', pattern: /(?<!\w)[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/dg },
  { rule: 'vault-token', pattern: /(?<!\w)hv[sbr]\.[\w-]{24,}/dg },
  { rule: 'doppler-token', pattern: /(?<!\w)dp\.(?:pt|st|sa|ct)\.[\w.-]{40,}/dg },
  {
    rule: 'datadog-key',
    pattern:
      /(?:datadog|\bdd[_-]?(?:api|app))(?![^\n]{0,40}(?:commit|sha|rev|git|md5))[^\n]{0,40}?(?<![\w@/.-])(?<secret>[0-9a-f]{40}|[0-9a-f]{32})(?!\w)/dgi,
    entropy: 3,
  },
  { rule: 'jwt', pattern: /(?<![\w.-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/dg },

  // Anything with a user and a password
  {
    rule: 'url-userinfo',
    pattern: /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^/\s:@"'<>`]{0,200}:(?<secret>[^/\s"'<>`]{3,200})@(?=[\w[.${%-])/dgi,
    entropy: 1.5,
    accept: (secret, whole) => literal(secret) && !/^\$\w+$|^\{.*\}$|^%/.test(secret) && !isSampleLogin(whole),
  },
  {
    rule: 'url-userinfo',
    pattern: /\bhttps?:\/\/(?<secret>[\w.~%+-]{16,255})@[\w.-]+\.[a-z]{2,}/dgi,
    entropy: 3.2,
    accept: (secret) => literal(secret) && /\d/.test(secret) && /[A-Za-z]/.test(secret),
  },
  {
    rule: 'connection-string',
    pattern: /(?:[;?&]|jdbc:[^\s"']{0,400}?[;?&:/])\s*(?:password|passwd|pwd)\s*=\s*(?<secret>[^;&\s"'<>]{4,200})/dgi,
    entropy: 1.5,
    accept: literal,
  },
  {
    rule: 'authorization-header',
    pattern: /\bauthorization["']?\s*[:=,]\s*["']?(?:basic|bearer|token|apikey)\s+(?<secret>[\w+/=.~-]{16,})/dgi,
    entropy: 3,
    accept: literal,
  },
  {
    rule: 'authorization-header',
    pattern: /\bx-(?:api-key|auth-token|gitlab-token|vault-token)["']?\s*[:=]\s*["']?(?<secret>[\w+/=.~-]{16,})/dgi,
    entropy: 3,
    accept: literal,
  },

  {
    rule: 'connection-string',
    pattern:
      /\b(?:host|hostaddr|dbname|user)=[^\s"',]{1,100}\s(?:\w{1,30}=[^\s"',]{1,100}\s){0,8}password=(?<secret>[^\s"',)]{4,200})/dg,
    entropy: 1.5,
    accept: literal,
  },
  {
    rule: 'authorization-header',
    pattern: /\bBasic (?<secret>[A-Za-z0-9+/]{12,}={0,2})/dg,
    accept: (secret) => /^[ -~]+:[ -~]+$/.test(Buffer.from(secret, 'base64').toString('latin1')),
  },
  {
    rule: 'password-literal',
    pattern: /<(?:\w+:)?(?:password|secret|token|apiKey)>(?<secret>[^<>\s]{8,200})<\//dgi,
    accept: literal,
  },

  // Command lines
  {
    rule: 'command-line-password',
    pattern: /\b(?:curl|wget|http|https)\b[^\n|;]{0,400}?\s(?:-u|--user)[ =]?["']?[^\s:"'$]{1,100}:(?<secret>[^\s"']{4,200})/dg,
    accept: literal,
  },
  {
    rule: 'command-line-password',
    pattern: /\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n|;]{0,400}?\s-p["']?(?<secret>[^\s"'-][^\s"']{3,200})/dg,
    accept: literal,
  },
  {
    rule: 'command-line-password',
    pattern:
      /\b(?:sshpass|docker\s+login|podman\s+login|helm\s+registry\s+login|az\s+login)\b[^\n|;]{0,400}?\s-p[ =]?["']?(?<secret>[^\s"'-][^\s"']{3,200})/dg,
    accept: literal,
  },
  {
    rule: 'command-line-password',
    pattern:
      /\becho\s+(?:-n\s+)?["']?(?<secret>[^\s"'|$]{8,200})["']?\s*\|[^\n]{0,200}(?:--password-stdin|passwd\s+--stdin|sudo\s+-S|chpasswd)/dg,
    accept: literal,
  },
  {
    rule: 'command-line-password',
    pattern: /\b(?:unzip|7z|zip)\b[^\n|;]{0,200}?\s-[Pp]\s?["']?(?<secret>[^\s"'-][^\s"']{5,200})/dg,
    accept: literal,
  },
  {
    rule: 'command-line-password',
    pattern: /\bldap\w+\b[^\n|;]{0,400}?\s-w\s?["']?(?<secret>[^\s"'-][^\s"']{3,200})/dg,
    accept: literal,
  },
  { rule: 'command-line-password', pattern: /\s-pass(?:in|out)?\s+pass:(?<secret>[^\s"']{4,200})/dg, accept: literal },
  {
    rule: 'command-line-password',
    pattern: /\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+["']?(?<secret>[^\s"']{4,200})/dg,
    accept: literal,
  },
];

/** Everything in a text that is secret by its shape. */
export function findPatterns(text: string): readonly Found[] {
  return patterns.flatMap(({ rule, pattern, critical = false, entropy = 2.5, accept }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const secret = match.groups?.['secret'] ?? match[0];
      const [start, end] = match.indices?.groups?.['secret'] ?? [match.index, match.index + match[0].length];
      const holds = entropyOf(secret) >= entropy && !isPlaceholder(secret) && (accept?.(secret, match[0]) ?? true);
      return holds ? [{ rule, start, end, secret, critical }] : [];
    }),
  );
}
