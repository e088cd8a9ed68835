/** Statuses that a check must give, each with the resources that must get it, as `REGION ARN`. */
export interface Verdicts {
  readonly PASS?: readonly string[];
  readonly FAIL?: readonly string[];
  readonly UNKNOWN?: readonly string[];
  readonly NOT_APPLICABLE?: readonly string[];
}

/** The ground truth of a seed by check id: written by hand from the catalogue, never generated from a scan. */
export type Expected = Readonly<Record<string, Verdicts>>;
