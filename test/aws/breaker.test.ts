import { expect, test } from 'vitest';
import { Breaker } from '../../src/aws/breaker.ts';
import { RegionUnreachable, type Reach } from '../../src/aws/errors.ts';

function failed(breaker: Breaker, service: string, reach: Reach, times: number): void {
  for (let at = 0; at < times; at += 1) breaker.failed(service, 'eu-south-2', { reach, since: at, at });
}

test('three refused connections in a row give up the service in the Region', () => {
  const breaker = new Breaker();
  failed(breaker, 'sagemaker', 'refused', 2);
  expect(() => breaker.check('sagemaker', 'eu-south-2')).not.toThrow();
  failed(breaker, 'sagemaker', 'refused', 1);
  expect(() => breaker.check('sagemaker', 'eu-south-2')).toThrow(RegionUnreachable);
  expect(() => breaker.check('s3', 'eu-south-2')).not.toThrow();
  expect(() => breaker.check('sagemaker', 'eu-west-1')).not.toThrow();
});

test('three silent connections in a row, of whatever service, give up the Region', () => {
  const breaker = new Breaker();
  failed(breaker, 'sagemaker', 'silent', 2);
  failed(breaker, 's3', 'silent', 1);
  expect(() => breaker.check('kms', 'eu-south-2')).toThrow('eu-south-2 cannot be reached');
  expect(() => breaker.check('kms', 'eu-west-1')).not.toThrow();
});

test('an answer in between starts the count again', () => {
  const breaker = new Breaker();
  failed(breaker, 'sagemaker', 'silent', 2);
  breaker.answered('s3', 'eu-south-2');
  failed(breaker, 'sagemaker', 'silent', 2);
  expect(() => breaker.check('sagemaker', 'eu-south-2')).not.toThrow();
});

test('connections that fail side by side count once where there was an answer before', () => {
  const breaker = new Breaker();
  const stall = (at: number) => {
    for (let number = 0; number < 20; number += 1)
      breaker.failed('sagemaker', 'eu-south-2', { reach: 'silent', since: at - 3000, at: at + number });
  };
  breaker.answered('s3', 'eu-south-2');
  stall(10_000);
  expect(() => breaker.check('sagemaker', 'eu-south-2')).not.toThrow();
  stall(20_000);
  stall(30_000);
  expect(() => breaker.check('sagemaker', 'eu-south-2')).toThrow(RegionUnreachable);
});

test('a Region that never answered is given up at the first connections', () => {
  const breaker = new Breaker();
  for (let number = 0; number < 3; number += 1)
    breaker.failed('sagemaker', 'eu-south-2', { reach: 'silent', since: 0, at: 3000 });
  expect(() => breaker.check('s3', 'eu-south-2')).toThrow(RegionUnreachable);
});
