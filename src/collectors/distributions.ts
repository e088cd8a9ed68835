import { defineCollector } from '../core/collector.ts';
import { paged } from '../core/operation.ts';
import { distributions } from '../inventory/distributions.ts';
import { executeApiHost } from '../lineage/execute-api.ts';

export default defineCollector({
  section: distributions,
  runs: 'once',
  operations: {
    list: paged('cloudfront', 'ListDistributions', {
      token: ['Marker', ({ DistributionList: list }) => list?.NextMarker],
      // An account without any has a list without items, but never one without their number.
      items: ({ DistributionList: list }) => (list?.Quantity === undefined ? undefined : (list.Items ?? [])),
      size: { MaxItems: 100 },
    }),
  },
  async collect(aws, { account }, emit) {
    await aws.list.each({}, (distribution, { origin }) => {
      const { Id: id, ARN: arn, Enabled: enabled, Origins: origins, Aliases: aliases, WebACLId: webAclId } = distribution;
      const domains = (origins?.Items ?? []).map(({ DomainName: host = '', OriginPath: path = '' }) => ({
        domainName: host.toLowerCase(),
        path,
      }));
      if (id === undefined || arn === undefined || enabled === undefined) return;
      if (!domains.some(({ domainName }) => executeApiHost(domainName) !== null)) return;
      emit({
        arn,
        type: distributions.type,
        name: id,
        account,
        region: 'global',
        from: origin,
        enabled,
        aliases: aliases?.Items ?? [],
        origins: domains,
        webAclId: webAclId || null,
      });
    });
  },
});
