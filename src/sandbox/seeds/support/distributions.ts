import type { DistributionSummary } from '@aws-sdk/client-cloudfront';
import { daysAgo, type Place } from './place.ts';

/** A distribution in front of one origin. */
export function distribution(at: Place, id: string, origin: string, webAclArn: string): DistributionSummary {
  const target = 'api';
  return {
    Id: id,
    ARN: `arn:aws:cloudfront::${at.account}:distribution/${id}`,
    ETag: 'E2QWRUHEXAMPLE',
    Status: 'Deployed',
    LastModifiedTime: daysAgo(at, 33),
    DomainName: `${id.toLowerCase()}.cloudfront.net`,
    Aliases: { Quantity: 0 },
    Origins: { Quantity: 1, Items: [{ Id: target, DomainName: origin, OriginPath: '' }] },
    DefaultCacheBehavior: { TargetOriginId: target, ViewerProtocolPolicy: 'https-only' },
    CacheBehaviors: { Quantity: 0 },
    CustomErrorResponses: { Quantity: 0 },
    Comment: '',
    PriceClass: 'PriceClass_100',
    Enabled: true,
    ViewerCertificate: { CloudFrontDefaultCertificate: true },
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    WebACLId: webAclArn,
    HttpVersion: 'http2',
    IsIPV6Enabled: true,
    Staging: false,
  };
}
