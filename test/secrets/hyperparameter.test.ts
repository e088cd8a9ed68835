import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeHyperparameter } from '../../src/secrets/hyperparameter.ts';

test.for([
  ['"train.py"', 'train.py'],
  ['"a \\"quoted\\" word"', 'a "quoted" word'],
  ['"\\"twice\\""', '"twice"'],
  ['train.py', 'train.py'],
  ['0.1', '0.1'],
  ['{"password":"x"}', '{"password":"x"}'],
  ['"not closed', '"not closed'],
  ['', ''],
] as const)('%s is %s', ([raw, value]) => {
  expect(decodeHyperparameter(raw)).toBe(value);
});

test('undoes the encoding of the SDK for every text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decodeHyperparameter(JSON.stringify(text))).toBe(text);
    }),
  );
});
