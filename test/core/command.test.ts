import { expect, test } from 'vitest';
import { ask, cli, own } from '../../src/core/command.ts';
import { denied, told } from '../support/inventory.ts';

test('plain values stand as they are, placeholders too', () => {
  expect(cli`aws kms enable-key-rotation --key-id ${'arn:aws:kms:eu-west-1:1:key/a'} --days ${365} --x ${ask('CHOICE')}`).toBe(
    'aws kms enable-key-rotation --key-id arn:aws:kms:eu-west-1:1:key/a --days 365 --x CHOICE',
  );
});

test.for(['a b', '$(rm -rf /)', '`id`', "it's", 'x;y', '', '~root', '-rf x', '*', '\n'])(
  '%j is quoted for the shell',
  (value) => {
    const quoted = cli`x ${value}`.slice(2);
    expect(quoted).toBe(`'${value.replaceAll("'", String.raw`'\''`)}'`);
  },
);

test('a value that is not known, or not set, is asked for', () => {
  expect(cli`${own(told({ id: 'k' }), ({ id }) => id, 'KEY')}`).toBe('k');
  expect(cli`${own(told({ id: null }), ({ id }) => id, 'KEY')}`).toBe('KEY');
  expect(cli`${own(denied('kms:DescribeKey'), () => 'never', 'KEY')}`).toBe('KEY');
});
