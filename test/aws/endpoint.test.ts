import { expect, test } from 'vitest';
import { checkEndpoint, createEndpoints, EndpointError } from '../../src/aws/endpoint.ts';

test.for([
  ['http://127.0.0.1:4566', 'http://127.0.0.1:4566'],
  ['http://127.8.9.10:4566/', 'http://127.8.9.10:4566'],
  ['http://127.1:4566/', 'http://127.0.0.1:4566'],
  ['http://localhost:4566', 'http://localhost:4566'],
  ['https://localhost', 'https://localhost'],
  ['http://[::1]:4566/', 'http://[::1]:4566'],
  ['', undefined],
  [undefined, undefined],
] as const)('%s is accepted', ([url, endpoint]) => {
  expect(checkEndpoint(url, false)).toBe(endpoint);
});

test.for([
  'http://10.0.0.1:4566',
  'https://moto.example.com',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com',
  'http://[::2]:4566',
  'http://0.0.0.0:4566',
  'http://169.254.169.254',
] as const)('%s needs permission', (url) => {
  expect(() => checkEndpoint(url, false)).toThrow(/is not on this machine: add --allow-custom-endpoint/);
  expect(checkEndpoint(url, true)).toBe(url);
});

test.for(['ftp://localhost', 'localhost:4566', 'file:///etc/passwd', 'http://', 'http://user:secret@localhost'])(
  '%s is never accepted',
  (url) => {
    expect(() => checkEndpoint(url, true)).toThrow(EndpointError);
    expect(() => checkEndpoint(url, true)).not.toThrow(/secret/);
  },
);

test('a service can have an endpoint of its own', () => {
  const endpoints = createEndpoints({ endpointUrl: 'http://localhost:1', endpointUrls: { s3: 'http://localhost:2' } });
  expect([endpoints.of('s3'), endpoints.of('sagemaker')]).toEqual(['http://localhost:2', 'http://localhost:1']);
  expect(() => createEndpoints({ endpointUrls: { s3: 'http://example.com' } })).toThrow(EndpointError);
});

test.for([
  ['https:', 'sagemaker.eu-central-1.amazonaws.com', true],
  ['https:', 'sts.cn-north-1.amazonaws.com.cn', true],
  ['https:', 'lambda.eu-west-1.api.aws', true],
  ['http:', 'localhost', true],
  ['http:', '[::1]', true],
  ['http:', 'sagemaker.eu-central-1.amazonaws.com', false],
  ['https:', 'evil.example.com', false],
  ['https:', 'amazonaws.com.evil.example.com', false],
  ['https:', 'evilamazonaws.com', false],
  ['http:', '169.254.169.254', false],
] as const)('a request to %s//%s: %s', ([protocol, hostname, admitted]) => {
  const admit = (allowCustomEndpoint: boolean) => () => createEndpoints({ allowCustomEndpoint }).admit({ protocol, hostname });
  expect(outcomeOf(admit(false))).toBe(admitted ? 'admitted' : 'EndpointError');
  expect(outcomeOf(admit(true))).toBe('admitted');
});

function outcomeOf(admit: () => void): string {
  try {
    admit();
    return 'admitted';
  } catch (error) {
    return error instanceof EndpointError ? error.name : String(error);
  }
}
