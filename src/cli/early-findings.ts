import type { AnyCheck } from '../core/check.ts';
import { defaultParameters, type Home, type Resource } from '../core/resource.ts';

/** Counts failures while the scan still runs: by the checks that look at nothing but the resource itself. For the progress line and the log only. */
export class EarlyFindings {
  readonly #bySection: ReadonlyMap<string, readonly AnyCheck[]>;
  readonly #run: Parameters<AnyCheck['evaluate']>[2];
  readonly #onFirst: () => void;
  #resources = 0;
  #failures = 0;

  /** @param onFirst called once, at the first failure */
  constructor(checks: readonly AnyCheck[], home: Home, now: number, onFirst: () => void) {
    const simple = checks.filter((check) => check.subject.kind === 'section' && Object.keys(check.uses).length === 0);
    this.#bySection = Map.groupBy(simple, (check) => check.subject.name);
    this.#run = { partition: home.partition, account: home.account, now, regions: [], parameters: defaultParameters };
    this.#onFirst = onFirst;
  }

  get resources(): number {
    return this.#resources;
  }

  get failures(): number {
    return this.#failures;
  }

  see(section: string, item: Resource): void {
    this.#resources += 1;
    for (const check of this.#bySection.get(section) ?? []) if (this.#fails(check, item)) this.#count();
  }

  #count(): void {
    this.#failures += 1;
    if (this.#failures === 1) this.#onFirst();
  }

  #fails(check: AnyCheck, item: Resource): boolean {
    try {
      return check.evaluate(item, {}, this.#run).status === 'FAIL';
    } catch {
      // A defect of a check is told in the report.
      return false;
    }
  }
}
