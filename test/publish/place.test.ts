import { expect, test } from 'vitest';
import { bucketPlace, PlaceError, urlOf } from '../../src/publish/place.ts';

test.for([
  ['s3://reports', { bucket: 'reports', prefix: '' }],
  ['s3://reports/', { bucket: 'reports', prefix: '' }],
  ['s3://my.reports-1/ml/team=a/', { bucket: 'my.reports-1', prefix: 'ml/team=a' }],
  ['./report', undefined],
  ['/srv/s3/report', undefined],
  ['s3:/reports', undefined],
] as const)('%s', ([text, place]) => {
  expect(bucketPlace(text)).toEqual(place);
});

test.for([
  's3://',
  's3:///prefix',
  's3://Reports',
  's3://ab',
  's3://a..b',
  's3://a.-b',
  's3://reports-',
  's3://192.168.0.1',
  's3://arn:aws:s3:eu-west-1:111122223333:accesspoint/x',
  's3://user:secret@reports',
  's3://reports//a',
  's3://reports/a/../b',
  's3://reports/a b',
  's3://reports/a\nb',
  's3://reports/ä',
  `s3://reports/${'x'.repeat(701)}`,
  'S3://reports',
  'https://reports.s3.amazonaws.com/ml',
  'gs://reports',
] as const)('%j is refused', (text) => {
  expect(() => bucketPlace(text)).toThrow(PlaceError);
  expect(() => bucketPlace(text)).not.toThrow(/secret/);
});

test('and back', () => {
  expect(urlOf({ bucket: 'reports', prefix: '' })).toBe('s3://reports');
  expect(urlOf({ bucket: 'reports', prefix: 'ml/a' })).toBe('s3://reports/ml/a');
});
