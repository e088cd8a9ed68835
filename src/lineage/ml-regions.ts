import { inherit } from '../core/collection.ts';
import { derived, type Collection, type Resource, type Section } from '../core/resource.ts';
import { codeRepositories } from '../inventory/code-repositories.ts';
import { endpoints } from '../inventory/endpoints.ts';
import { autoMlJobs, processingJobs, trainingJobs, transformJobs, tuningJobs } from '../inventory/jobs.ts';
import { notebookLifecycleConfigs, studioLifecycleConfigs } from '../inventory/lifecycle-configs.ts';
import { monitoringSchedules } from '../inventory/monitoring.ts';
import { notebooks } from '../inventory/notebooks.ts';
import { pipelines } from '../inventory/pipelines.ts';
import { domains, spaces, userProfiles } from '../inventory/studio.ts';

/** Sections whose items are ML objects: one of them makes a Region an ML Region (catalogue 3.1). A test holds them against the collectors. */
export const coreSections = {
  autoMlJobs,
  codeRepositories,
  domains,
  endpoints,
  monitoringSchedules,
  notebookLifecycleConfigs,
  notebooks,
  pipelines,
  processingJobs,
  spaces,
  studioLifecycleConfigs,
  trainingJobs,
  transformJobs,
  tuningJobs,
  userProfiles,
} as const;

/**
 * The items of a section that lie in Regions known to hold ML. Where that could not be seen, what could not be read of ML is the
 * gap: collection looks there all the same, and must not be taken for proof that ML is there.
 */
export function inMlRegions<T extends Resource>(section: Section<T>, arn: string) {
  return derived<T, typeof coreSections & { readonly wanted: Section<T> }>({
    name: `lineage.ml-regions.${section.name}`,
    type: section.type,
    arn,
    from: { ...coreSections, wanted: section },
    derive({ wanted, ...core }) {
      const sections: readonly Collection<Resource>[] = Object.values(core);
      const known = new Set(sections.values().flatMap((one) => one.all.values().map((item) => item.region)));
      const unsure = inherit(...sections).filter((gap) => !known.has(gap.region));
      return {
        items: wanted.all.values().filter((item) => known.has(item.region)),
        gaps: inherit({ gaps: unsure }, { gaps: wanted.gaps.filter((gap) => known.has(gap.region)) }),
      };
    },
  });
}
