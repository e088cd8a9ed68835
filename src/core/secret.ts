/** A secret that was found in a text, without the secret. */
export interface SecretMatch {
  /** Id of the rule that matched. */
  readonly rule: string;
  /** 1-based line; `null` for single values. */
  readonly line: number | null;
  /** HMAC-SHA-256 of the value under the run's key, cut to 16 hex digits. A plain hash would let short secrets be guessed. */
  readonly fingerprint: string;
  /** An AWS key with its secret, or a private key. */
  readonly critical: boolean;
}

/** Classifies text inside a collector, so that no secret reaches the snapshot. */
export interface SecretScanner {
  /** Scripts and other texts of many lines. */
  readonly scanText: (text: string) => Promise<readonly SecretMatch[]>;
  /** One named value: an environment variable, a hyperparameter, an argument. */
  readonly scanValue: (key: string, value: string) => Promise<readonly SecretMatch[]>;
}
