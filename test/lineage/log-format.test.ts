import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { accessLogFields } from '../../src/lineage/log-format.ts';

test.for([
  ['JSON', '{"id":"$context.requestId","ip":"$context.identity.sourceIp"}', ['requestId', 'identity.sourceIp']],
  [
    'CLF',
    '$context.identity.sourceIp $context.identity.caller [$context.requestTime]"$context.httpMethod $context.resourcePath $context.protocol" $context.status',
    ['identity.sourceIp', 'identity.caller', 'requestTime', 'httpMethod', 'resourcePath', 'protocol', 'status'],
  ],
  ['XML', '<request id="$context.requestId"><status>$context.status</status></request>', ['requestId', 'status']],
  ['CSV', '$context.requestId,$context.status', ['requestId', 'status']],
  ['hyphens between', '$context.requestId-$context.identity.user-x', ['requestId', 'identity.user']],
  ['a full stop behind', 'caller $context.identity.caller.', ['identity.caller']],
  [
    'claims',
    '$context.authorizer.claims.sub $context.authorizer.claims.cognito:groups',
    ['authorizer.claims.sub', 'authorizer.claims.cognito:groups'],
  ],
  ['twice', '$context.status $context.status', ['status']],
  ['a longer name', '$context.requestTimeEpoch', ['requestTimeEpoch']],
  ['none', 'requestId context.status $input.body', []],
] as const)('%s', ([, format, fields]) => {
  expect([...accessLogFields(format)]).toEqual(fields);
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(accessLogFields(`$context.${text}`).size).toBeLessThanOrEqual(text.split('$context.').length);
    }),
  );
});
