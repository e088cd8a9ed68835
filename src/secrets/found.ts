/** A secret at its place in a text. Lives inside this folder only: `secret` must not get out. */
export interface Found {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  /** The part that is secret: what the fingerprint is made of. */
  readonly secret: string;
  readonly critical: boolean;
}
