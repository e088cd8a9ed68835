/** What a name says about its value. */
export type Kind = 'password' | 'secret' | 'token' | 'aws-secret-access-key' | 'none';

/** Last words that make a name one about the secret: its file, its length, its ARN. */
const about = new Set(
  (
    'name names id ids arn arns path paths file files filename dir folder uri url urls endpoint host port type types kind class format length len size ' +
    'count counts num number limit max min ttl expiry expires expiration expire version versions region prefix suffix provider store manager enabled ' +
    'required column columns col field fields header env var variable mount volume ref alias policy role index idx embedding embeddings embed dim ratio ' +
    'rate prob probability weight strategy mode mask regex pattern validator rotation days hours minutes seconds timeout interval scope scopes audience ' +
    'issuer location bucket stdin parallelism budget usage cost per created updated label labels group pooling merging source stage param parameter'
  ).split(' '),
);

/** Words before "token" that make it one of a language model's, or of a list that is read in pages. */
const beforeToken = new Set(
  (
    'pad eos bos unk mask sep cls stop image audio video special start end begin prompt word sub char byte vocab max min num n total new context first ' +
    'last next forward backward prefix separator per think decoder encoder forced request continuation page idempotency pagination cached generated decoded completion ' +
    'reserved extra boi eoi suffix middle fim skip add return ignore'
  ).split(' '),
);

/** Services whose key goes by a name that elsewhere means a column or a cache entry. */
const keyOwners = new Set(
  'kaggle wandb comet datadog dd app application fernet subscription ngc nvidia cohere openai anthropic pinecone mistral'.split(
    ' ',
  ),
);

/** Classifies the name of a variable, parameter, flag or field. ML vocabulary is full of the word token: those are `none`. */
export function kindOfName(name: string): Kind {
  const words = wordsOf(name);
  const joined = words.join('');
  const last = words.at(-1) ?? '';
  if (/^(sagemaker|sm)$/.test(words[0] ?? '') && !/passw|secret|apikey/.test(joined)) return 'none';
  if (about.has(last) || joined.includes('secretsmanager') || words.includes('tokens') || /tokeni[sz]/.test(joined))
    return 'none';
  if (/secret_?access_?key$/.test(words.join('_'))) return 'aws-secret-access-key';
  if (/passw|passphrase/.test(joined) || (words.length > 1 && /^(pass|pwd|pw)$/.test(last))) return 'password';
  if (/secret|credential/.test(joined)) return 'secret';
  if (/(api|private|access|auth|account|encryption|signing|master|storage|shared|webhook|license)key$/.test(joined))
    return 'secret';
  if (last === 'key' && keyOwners.has(words.at(-2) ?? '')) return 'secret';
  if (last === 'pat' && words.length > 1) return 'token';
  if (joined.endsWith('token')) return beforeToken.has(wordBeforeToken(words)) ? 'none' : 'token';
  return 'none';
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function wordBeforeToken(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return last === 'token' ? (words.at(-2) ?? '') : last.slice(0, -'token'.length);
}
