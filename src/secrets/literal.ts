/** Values that stand for a secret kept elsewhere, in the languages of ML accounts: shell, Python, YAML, JSON, CloudFormation. */
const references = [
  /^\$[A-Za-z_]\w*$|^%[A-Za-z_]\w*%$|^!(Ref|Sub|GetAtt)\b/,
  /\$\{|\$\(|`|\{\{|<%|#\{|%\(\w+\)s|%[sr]$/,
  /^\{[\w.[\]'"!:]*\}$/,
  /^arn:aws[a-z-]*:/,
  /"(Get|Ref|Std:Join)"\s*:|Fn::/,
  /^(env|ssm|vault|secretsmanager|aws-ssm|awssm|keyvault|op|doppler|file|fileb|s3|s3a|gs|hdfs|https?|jdbc|sqlite|dbfs|ssm-secure|projects)(:|:\/\/)/i,
  /^(os\.environ|os\.getenv|process\.env|getenv|config\.|self\.|args\.|settings\.|cfg\.|params\.|event\.|input\()/,
];

const placeholderWords =
  /^(change[-_ ]?(me|it|this)?|dummy|fake|sample|example|placeholder|redacted|masked|hidden|none|null|nil|undefined|todo|fixme|tbd|n\/a|test|testing|default|unset|empty|secret|token|string|str|value|credentials?|(my)?passw(or)?d|passwd|pass(word)?[-_]?here|true|false|yes|no|on|off|auto|required|optional|user|username|apikey|api[-_ ]key|access[-_]?token|auth[-_]?token)$/i;
const placeholderShapes = [
  /^<.*>$|^\[.*\]$|^%.*%$|^__.*__$|^-+$|^\.+$/s,
  /^(your|my|the|some|insert|replace|enter|put|add|use|set|fill|any|a|an)[-_ .](own[-_ ]|new[-_ ]|secret|super[-_ ]|api|db|database|aws|access|auth|hf|huggingface|wandb|git|github|real|actual|passw|pass\b|token|key|value|user|credential|with|in|here|me\b)/i,
  /^your[A-Z_-]|[-_ ](goes[-_ ])?here$|^replace[-_ ]?(me|with)?|^(change|redact|mask)(me|ed)/i,
  /^(test|fake|dummy|mock|sample)[-_]?(pass|passw(or)?d|secret|token|key|creds?|credentials?|value)\d*$/i,
  /x{4,}|X{4,}|\*{3,}|\.{3,}|•{3,}|_{4,}|#{4,}/,
  /EXAMPLE/,
  /(^|[-_. ])example([-_. ]|$)|placeholder|dummy|changeme|change[-_]me|redacted/i,
  /^(.)\1*$/s,
  /^(0123456789|1234567890?|12345678|abcdefgh\w*|deadbeef\w*)$/i,
];

/** Whether a value points to where the secret is, instead of being it. */
export function isReference(value: string): boolean {
  return references.some((pattern) => pattern.test(value.trim()));
}

/** Whether a value only holds the place of a secret: documentation, templates, AWS's own example keys. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  return placeholderWords.test(text) || placeholderShapes.some((pattern) => pattern.test(text));
}

/** Whether user and password of a URL are those of every documentation: `user:pass`. */
export function isSampleLogin(url: string): boolean {
  return /:\/\/(?:user(?:name)?|foo|login|me):(?:pass(?:w(?:or)?d)?|pw|pwd|bar|secret)@/i.test(url);
}

/** Shannon entropy in bits a character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / text.length);
  return shares.map((share) => -share * Math.log2(share)).reduceRight((sum, part) => sum + part, 0);
}

/** Whether a value is a literal that nothing else explains: no reference, no placeholder, no path. */
export function isLiteral(value: string): boolean {
  return value !== '' && !value.startsWith('--') && !isReference(value) && !isPlaceholder(value) && !isPath(value);
}

function isPath(value: string): boolean {
  return (
    /^(\/|\.{1,2}\/|~\/|[A-Za-z]:\\)[\w.@%+~-]*([/\\][\w.@%+~-]*)*$/.test(value) &&
    !/[A-Z].*\d|\d.*[A-Z]/.test(value.replace(/^.*\.(\w{1,5})$/, ''))
  );
}
