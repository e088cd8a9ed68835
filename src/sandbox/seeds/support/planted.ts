/**
 * Credentials that never were: each has the shape that a scanner looks for and says in clear that it is not real. They are put
 * together at run time, so that no scanner of this repository takes them for a leak.
 */
const notReal = 'ThisIsNotARealOneItIsASeedOfTheSandbox26';

function shaped(...parts: readonly string[]): string {
  return parts.join('');
}

/** Weights & Biases: 40 hexadecimal digits. */
export const wandbKey = shaped('0badc0de', 'decade5eed', 'facade26', '5afe', 'babe4a11', '77');
/** Hugging Face. */
export const huggingFaceToken = shaped('hf', '_', notReal.slice(0, 38));
/** GitHub, personal access token. */
export const gitHubToken = shaped('gh', 'p_', notReal.slice(0, 36));
/** A key pair of AWS: its id and its secret. */
export const awsKeyId = shaped('AK', 'IA', 'NOTAREALKEY2DEMO');
export const awsSecret = shaped(notReal.slice(0, 30), '/', 'Or4Real+y');
/** Passwords. */
export const indexPassword = shaped('not-a-real', '-Pw-', '2026');
export const databasePassword = shaped('N0tAReal', '-Dw-', 'Secret');
