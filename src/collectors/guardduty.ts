import { defineCollector } from '../core/collector.ts';
import { mapFact } from '../core/fact.ts';
import { op, paged, type OutputOf } from '../core/operation.ts';
import { threatDetection, type DetectorDetails } from '../inventory/guardduty.ts';

export default defineCollector({
  section: threatDetection,
  runs: 'ml-regions',
  operations: {
    list: paged('guardduty', 'ListDetectors', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.DetectorIds,
      size: { MaxResults: 50 },
    }),
    get: op('guardduty', 'GetDetector', {
      required: ['Status'],
      absent: [{ name: 'BadRequestException', message: /detectorId is not owned by the current account/ }],
    }),
  },
  async collect(aws, { account, partition, region }, emit) {
    const ids = await aws.list.all({});
    const detectors = await Promise.all(
      (ids.known ? ids.value : []).map(async (id) => ({ id, details: mapFact(await aws.get({ DetectorId: id }), toDetails) })),
    );
    emit({
      arn: `arn:${partition}:guardduty:${region}:${account}:detector`,
      type: threatDetection.type,
      name: 'detector',
      account,
      region,
      detectors: mapFact(ids, () => detectors),
    });
  },
});

type Answer = OutputOf<'guardduty', 'GetDetector'> & { readonly Status: string };

function toDetails(answer: Answer | null): DetectorDetails | null {
  return (
    answer && {
      status: answer.Status,
      publishingFrequency: answer.FindingPublishingFrequency ?? null,
      features: (answer.Features ?? []).flatMap(({ Name: name, Status: status }) =>
        name === undefined || status === undefined ? [] : [{ name, status }],
      ),
    }
  );
}
