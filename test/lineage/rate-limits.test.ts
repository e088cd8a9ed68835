import { expect, test } from 'vitest';
import type { WafStatement } from '../../src/inventory/waf.ts';
import { matchesPath } from '../../src/lineage/rate-limits.ts';

const path = (position: string, text: string, lowerCase = false): WafStatement => ({ kind: 'path', position, text, lowerCase });
const other: WafStatement = { kind: 'other', type: 'GeoMatchStatement' };

test.for([
  [path('STARTS_WITH', '/prod'), '/prod/predict', 'yes'],
  [path('STARTS_WITH', '/prod/login'), '/prod/predict', 'no'],
  [path('STARTS_WITH', '/prod/m/fraud'), '/prod/m/*', 'unknown'],
  [path('STARTS_WITH', '/admin'), '/prod/*', 'no'],
  [path('STARTS_WITH', '/prod'), '*/predict', 'unknown'],
  [path('ENDS_WITH', '/predict'), '*/predict', 'yes'],
  [path('ENDS_WITH', '/login'), '*/predict', 'no'],
  [path('ENDS_WITH', '/prod/predict'), '*/predict', 'unknown'],
  [path('EXACTLY', '/prod/predict'), '/prod/predict', 'yes'],
  [path('EXACTLY', '/prod/Predict'), '/prod/predict', 'no'],
  [path('EXACTLY', '/prod/a'), '/prod/*', 'unknown'],
  [path('EXACTLY', '/beta/a'), '/prod/*', 'no'],
  [path('CONTAINS', 'predict'), '/prod/predict', 'yes'],
  [path('CONTAINS', 'login'), '/prod/predict', 'no'],
  [path('CONTAINS', 'login'), '/prod/*', 'unknown'],
  [path('CONTAINS_WORD', 'login'), '/prod/predict', 'no'],
  [path('CONTAINS_WORD', 'predict'), '/prod/predict', 'unknown'],
  [path('STARTS_WITH', '/prod', true), '/Prod/Predict', 'yes'],
  [path('STARTS_WITH', '/Prod', true), '/Prod/Predict', 'no'],
  [path('STARTS_WITH', '/'), '*', 'unknown'],
  [{ kind: 'size', operator: 'GE', size: 0 }, '*', 'yes'],
  [{ kind: 'size', operator: 'LT', size: 0 }, '*', 'no'],
  [{ kind: 'size', operator: 'GT', size: 8192 }, '*', 'unknown'],
  [other, '/prod/predict', 'unknown'],
  [{ kind: 'not', of: path('EXACTLY', '/prod/predict') }, '/prod/predict', 'no'],
  [{ kind: 'and', of: [path('STARTS_WITH', '/prod'), other] }, '/prod/predict', 'unknown'],
  [{ kind: 'and', of: [path('STARTS_WITH', '/beta'), other] }, '/prod/predict', 'no'],
  [{ kind: 'or', of: [path('STARTS_WITH', '/prod'), other] }, '/prod/predict', 'yes'],
] as const satisfies readonly (readonly [WafStatement, string, string])[])('%j on %s is %s', ([statement, uri, answer]) => {
  expect(matchesPath(statement, uri)).toBe(answer);
});
