import { controlOf } from '../controls.ts';
import type { AnyCheck } from '../core/check.ts';
import { operationId, type AnyOperation } from '../core/operation.ts';
import { actionsFor } from '../engine/policy.ts';
import { planFor, type Registry } from '../engine/plan.ts';

/** What `mlwarden explain` prints of a check, as Markdown or as data. */
export function explain(check: AnyCheck, registry: Registry, format: 'md' | 'json'): string {
  const control = controlOf(check.control);
  const operations = planFor([check], registry).collectors.flatMap((collector) =>
    Object.values<AnyOperation>(collector.operations),
  );
  const calls = [...new Set(operations.map(operationId))].toSorted();
  const permissions = actionsFor([check], registry, []);
  if (format === 'json') {
    const { id, title, severity, tier, origin, stage, why, advice, threat, mapping, resourceTypes } = check;
    return `${JSON.stringify({ id, title, control: control.number, severity, tier, origin, stage, why, advice, threat, mapping, resourceTypes, calls, permissions }, null, 2)}\n`;
  }
  return [
    `# ${check.title}`,
    '',
    `\`${check.id}\`, ${check.severity}, control ${control.number}: ${control.title}`,
    '',
    check.why,
    '',
    `**The post advises:** ${check.advice}`,
    '',
    `**Threat:** ${check.threat.text} (${check.threat.atlas.map((id) => `ATLAS ${id}`).join(', ')})`,
    '',
    `**Maps to:** ${check.mapping.join('; ')}`,
    '',
    `**Judges:** ${check.resourceTypes.join(', ')}`,
    '',
    '**Calls and permissions:**',
    '',
    ...permissions.map((action) => `- ${action}`),
    '',
  ].join('\n');
}
