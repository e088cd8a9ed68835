import { uniqueGaps } from '../core/collection.ts';
import { known, mapFact, missing, type Fact, type Gap, type Origin } from '../core/fact.ts';
import { derived, type Collection, type Home, type Resource, type Section } from '../core/resource.ts';
import { processingJobs, trainingJobs, transformJobs, tuningJobs, type Job } from '../inventory/jobs.ts';
import {
  monitoringDefinitions,
  monitoringSchedules,
  type MonitoringDefinition,
  type MonitoringSchedule,
} from '../inventory/monitoring.ts';
import { pipelines, type Pipeline } from '../inventory/pipelines.ts';
import type { ParameterScan } from '../inventory/values.ts';
import { beyondBound } from './job-families.ts';

/** Something that hands parameters to a container: every job of the window, every pipeline and monitoring schedule. */
export interface ParameterHolder extends Resource {
  /** Known to be `null` when what held them has been deleted. */
  readonly parameters: Fact<ParameterScan | null>;
  /** Field of the answer in which they stand. */
  readonly field: string;
}

/**
 * Holders of parameters, each job for itself: a secret in an old run is still a secret (catalogue: sec-job-parameters-no-secrets,
 * edge 4). Jobs beyond a bound are one holder named `*` a Region and kind.
 */
export const parameterHolders = derived({
  name: 'lineage.parameter-holders',
  type: 'AWS::SageMaker::TrainingJob',
  arn: 'arn:P:sagemaker:R:A:training-job/*',
  from: {
    training: trainingJobs,
    tuning: tuningJobs,
    processing: processingJobs,
    transform: transformJobs,
    pipelines,
    schedules: monitoringSchedules,
    definitions: monitoringDefinitions,
  },
  derive({ training, tuning, processing, transform, pipelines: all, schedules, definitions }, run) {
    const jobs: readonly (readonly [Section<Job>, Collection<Job>, string])[] = [
      [trainingJobs, training, 'DescribeTrainingJobResponse.Environment'],
      [tuningJobs, tuning, 'DescribeHyperParameterTuningJobResponse.TrainingJobDefinition'],
      [processingJobs, processing, 'DescribeProcessingJobResponse.Environment'],
      [transformJobs, transform, 'DescribeTransformJobResponse.Environment'],
    ];
    const listed = [...jobs.map(([, view]) => view), all, schedules];
    return {
      items: [
        ...jobs.map(([section, view, field]) => holdersIn(section, view, { field, home: run })),
        all.all.values().map(pipelineHolder),
        schedules.all.values().map((schedule) => scheduleHolder(schedule, definitions)),
      ]
        .values()
        .flatMap((holders) => holders),
      gaps: uniqueGaps(listed.flatMap((view) => view.gaps.filter((gap) => gap.reason !== 'truncated'))),
    };
  },
});

function* holdersIn(
  section: Section<Job>,
  jobs: Collection<Job>,
  { field, home }: { readonly field: string; readonly home: Home },
): Generator<ParameterHolder, void, undefined> {
  for (const job of jobs.all) yield holder(job, { field, parameters: mapFact(job.details, (details) => details.parameters) });
  for (const { gap, ...rest } of beyondBound(section, jobs, home)) yield holder(rest, { field, parameters: missing(gap) });
}

function pipelineHolder(pipeline: Pipeline): ParameterHolder {
  const { details } = pipeline;
  const field = 'DescribePipelineResponse.PipelineDefinition';
  if (!details.known) return holder(pipeline, { field, parameters: details });
  const { value, from } = details;
  const unreadable = () => missing(malformed(pipeline, from, `${field} is not the JSON of a pipeline: nothing was scanned`));
  return holder(pipeline, { field, parameters: value === null ? unreadable() : known(value.parameters, from) });
}

function scheduleHolder(schedule: MonitoringSchedule, definitions: Collection<MonitoringDefinition>): ParameterHolder {
  const { details } = schedule;
  const inline = 'DescribeMonitoringScheduleResponse.MonitoringScheduleConfig.MonitoringJobDefinition';
  if (!details.known) return holder(schedule, { field: inline, parameters: details });
  const { definition, inline: job } = details.value;
  if (job !== null) return holder(schedule, { field: inline, parameters: known(job.parameters, details.from) });
  if (definition === null) {
    const gap = malformed(schedule, details.from, 'the schedule has neither a job definition nor the name of one');
    return holder(schedule, { field: inline, parameters: missing(gap) });
  }
  const field = `Describe${definition.kind}JobDefinitionResponse`;
  const found = definitions.find(definition.arn);
  if (!found.known) return holder(schedule, { field, parameters: found });
  if (found.value === undefined)
    return holder(schedule, { field, parameters: missing(notLookedAt(schedule, `${definition.arn} was not looked at`)) });
  return holder(schedule, { field, parameters: mapFact(found.value.job, (one) => one?.parameters ?? null) });
}

function holder(
  { arn, type, name, account, region }: Resource,
  rest: Pick<ParameterHolder, 'field' | 'parameters'>,
): ParameterHolder {
  return { arn, type, name, account, region, ...rest };
}

function malformed({ account, region }: Resource, { operation }: Origin, detail: string): Gap {
  return { reason: 'malformed', operation, action: operation, account, region, error: 'Malformed', detail };
}

function notLookedAt({ account, region }: Resource, detail: string): Gap {
  const operation = 'mlwarden:sagemaker.monitoring-definitions';
  return { reason: 'not-collected', operation, action: operation, account, region, error: 'NotCollected', detail };
}
