import { inherit } from '../core/collection.ts';
import { known, missing, type Fact, type Gap, type Origin } from '../core/fact.ts';
import { derived, type Collection, type Resource } from '../core/resource.ts';
import {
  notebookLifecycleConfigs,
  studioLifecycleConfigs,
  type LifecycleScript,
  type NotebookLifecycleConfig,
  type StudioLifecycleConfig,
} from '../inventory/lifecycle-configs.ts';
import { notebooks, type Notebook } from '../inventory/notebooks.ts';
import { domains, spaces, userProfiles, type AppSettings } from '../inventory/studio.ts';
import { sameArn } from './arn.ts';

/** A lifecycle configuration of a notebook or of Studio. */
export interface LifecycleConfig extends Resource {
  readonly kind: 'notebook' | 'studio';
  /** The describing call's answer, which the fields of the scripts belong to. */
  readonly answer: string;
  /** Studio's application type; `null` for notebooks. */
  readonly appType: string | null;
  readonly scripts: Fact<readonly LifecycleScript[]>;
  /** ARNs of the notebooks, domains, profiles and spaces that name it. Known when one does, or when all could be asked. */
  readonly attachedTo: Fact<readonly string[]>;
}

/** Lifecycle configurations of both kinds, attached or not. What we know of their users hides none of them. */
export const lifecycleConfigs = derived({
  name: 'lineage.lifecycle-configs',
  type: notebookLifecycleConfigs.type,
  arn: 'arn:P:sagemaker:R:A:*-lifecycle-config/*',
  from: {
    notebookConfigs: notebookLifecycleConfigs,
    studioConfigs: studioLifecycleConfigs,
    notebooks,
    domains,
    userProfiles,
    spaces,
  },
  derive(views, run) {
    const origin = { operation: 'mlwarden:lineage.lifecycle-configs', region: 'global', at: new Date(run.now).toISOString() };
    const studio: readonly Collection<Holder>[] = [views.domains, views.userProfiles, views.spaces];
    return {
      items: [
        ...views.notebookConfigs.all.values().map((config) => ofNotebook(config, views.notebooks, origin)),
        ...views.studioConfigs.all.values().map((config) => ofStudio(config, studio, origin)),
      ],
      gaps: inherit(views.notebookConfigs, views.studioConfigs),
    };
  },
});

interface Holder extends Resource {
  readonly settings: Fact<AppSettings>;
}

function ofNotebook(config: NotebookLifecycleConfig, holders: Collection<Notebook>, origin: Origin): LifecycleConfig {
  const { arn, type, name, account, region, scripts } = config;
  const attachedTo = holdersIn(region, [holders], origin, ({ settings }) =>
    settings.known ? settings.value.lifecycleConfigName === name : settings.gap,
  );
  const answer = 'DescribeNotebookInstanceLifecycleConfigOutput';
  return { arn, type, name, account, region, kind: 'notebook', answer, appType: null, scripts, attachedTo };
}

function ofStudio(config: StudioLifecycleConfig, holders: readonly Collection<Holder>[], origin: Origin): LifecycleConfig {
  const { arn, type, name, account, region, appType, scripts } = config;
  const attachedTo = holdersIn(region, holders, origin, ({ settings }) =>
    settings.known ? settings.value.lifecycleConfigs.some(({ value }) => sameArn(value, arn)) : settings.gap,
  );
  return {
    arn,
    type,
    name,
    account,
    region,
    kind: 'studio',
    answer: 'DescribeStudioLifecycleConfigResponse',
    appType,
    scripts,
    attachedTo,
  };
}

/** Those of a Region that name a configuration; a gap when none is known to, and one could not be asked. */
function holdersIn<T extends Resource>(
  region: string,
  collections: readonly Collection<T>[],
  origin: Origin,
  names: (holder: T) => boolean | Gap,
): Fact<readonly string[]> {
  const here = collections.flatMap(({ all }) =>
    all
      .values()
      .filter((holder) => holder.region === region)
      .toArray(),
  );
  const answers = here.map((holder) => ({ arn: holder.arn, answer: names(holder) }));
  const found = answers.flatMap(({ arn, answer }) => (answer === true ? [arn] : []));
  if (found.length > 0) return known(found, origin);
  const gap =
    answers.map(({ answer }) => answer).find((answer) => typeof answer === 'object') ??
    collections.map((holders) => holders.gapIn(region)).find((one) => one !== undefined);
  return gap === undefined ? known([], origin) : missing(gap);
}
