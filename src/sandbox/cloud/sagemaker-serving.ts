import type { AccountOf, SageMakerData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';
import { notFound, sagemakerPages } from './sagemaker.ts';

/** SageMaker: models, endpoints, their configurations, and monitoring. */
export function sagemakerServing(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall): SageMakerData => accountOf(call).in[call.region]?.sagemaker ?? {};
  return defineHandlers('sagemaker', {
    ListEndpoints({ NextToken, MaxResults }, call) {
      const { page, next } = pageOf(here(call).endpoints ?? [], { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map((one) => ({
        EndpointName: one.EndpointName,
        EndpointArn: one.EndpointArn,
        CreationTime: one.CreationTime,
        LastModifiedTime: one.LastModifiedTime,
        EndpointStatus: one.EndpointStatus,
      }));
      return given({ Endpoints: summaries, NextToken: next });
    },
    DescribeEndpoint: ({ EndpointName: name }, call) =>
      here(call).endpoints?.find((one) => one.EndpointName === name) ?? notFound(),
    DescribeEndpointConfig: ({ EndpointConfigName: name }, call) =>
      here(call).endpointConfigs?.find((one) => one.EndpointConfigName === name) ?? notFound(),
    DescribeModel: ({ ModelName: name }, call) => here(call).models?.find((one) => one.ModelName === name) ?? notFound(),
    ListMonitoringSchedules({ NextToken, MaxResults }, call) {
      const { page, next } = pageOf(here(call).monitoringSchedules ?? [], {
        token: NextToken,
        size: MaxResults,
        ...sagemakerPages,
      });
      const summaries = page.map((one) =>
        given({
          MonitoringScheduleName: one.MonitoringScheduleName,
          MonitoringScheduleArn: one.MonitoringScheduleArn,
          CreationTime: one.CreationTime,
          LastModifiedTime: one.LastModifiedTime,
          MonitoringScheduleStatus: one.MonitoringScheduleStatus,
          EndpointName: one.EndpointName,
          MonitoringJobDefinitionName: one.MonitoringScheduleConfig?.MonitoringJobDefinitionName,
          MonitoringType: one.MonitoringType,
        }),
      );
      return given({ MonitoringScheduleSummaries: summaries, NextToken: next });
    },
    DescribeMonitoringSchedule: ({ MonitoringScheduleName: name }, call) =>
      here(call).monitoringSchedules?.find((one) => one.MonitoringScheduleName === name) ?? noResource(),
    DescribeDataQualityJobDefinition: ({ JobDefinitionName: name }, call) =>
      here(call).dataQualityJobDefinitions?.find((one) => one.JobDefinitionName === name) ?? noResource(),
    DescribeModelQualityJobDefinition: ({ JobDefinitionName: name }, call) =>
      here(call).modelQualityJobDefinitions?.find((one) => one.JobDefinitionName === name) ?? noResource(),
    DescribeModelBiasJobDefinition: ({ JobDefinitionName: name }, call) =>
      here(call).modelBiasJobDefinitions?.find((one) => one.JobDefinitionName === name) ?? noResource(),
    DescribeModelExplainabilityJobDefinition: ({ JobDefinitionName: name }, call) =>
      here(call).modelExplainabilityJobDefinitions?.find((one) => one.JobDefinitionName === name) ?? noResource(),
  });
}

/** Unlike its older kinds, SageMaker models the error for monitoring. */
function noResource(): never {
  throw new SandboxError('ResourceNotFound', 'Could not find the requested resource');
}
