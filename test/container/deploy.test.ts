import { expect, test } from 'vitest';
import { z } from 'zod';
import { readYaml } from '../support/yaml.ts';

const [, job] = await readYaml('deploy/cronjob.yaml');
const [template] = await readYaml('deploy/fargate.yaml');

/** Never `latest`, never nothing. */
const pinned = /^[\w./-]+:\d+\.\d+\.\d+$/;

test('the CronJob runs once a night, alone, without a second try, and may do nothing but scan', () => {
  const parsed = z
    .object({
      apiVersion: z.literal('batch/v1'),
      kind: z.literal('CronJob'),
      spec: z.object({
        schedule: z.string(),
        timeZone: z.string(),
        concurrencyPolicy: z.literal('Forbid'),
        jobTemplate: z.object({
          spec: z.object({
            backoffLimit: z.literal(0),
            activeDeadlineSeconds: z.int(),
            template: z.object({
              spec: z.object({
                restartPolicy: z.literal('Never'),
                automountServiceAccountToken: z.literal(false),
                // Longer than the 20 s in which a scan stops.
                terminationGracePeriodSeconds: z.int().min(30),
                securityContext: z.object({
                  runAsNonRoot: z.literal(true),
                  runAsUser: z.literal(10_001),
                  seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
                }),
                containers: z.tuple([
                  z.strictObject({
                    name: z.literal('mlwarden'),
                    image: z.string().regex(pinned),
                    args: z.array(z.string()),
                    // No access keys: the service account's role is all there is.
                    env: z.tuple([z.object({ name: z.literal('AWS_REGION'), value: z.string() })]),
                    securityContext: z.strictObject({
                      allowPrivilegeEscalation: z.literal(false),
                      readOnlyRootFilesystem: z.literal(true),
                      capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
                    }),
                    resources: z.object({ limits: z.object({ memory: z.string() }) }),
                    volumeMounts: z.tuple([z.object({ name: z.literal('reports'), mountPath: z.literal('/reports') })]),
                  }),
                ]),
              }),
            }),
          }),
        }),
      }),
    })
    .parse(job);
  const { args } = parsed.spec.jobTemplate.spec.template.spec.containers[0];
  expect([args[0], args.includes('--role-arn')]).toEqual(['scan', true]);
});

const fargate = z
  .object({
    Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.string().optional() })),
    Conditions: z.record(z.string(), z.unknown()),
    Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() })),
  })
  .parse(template);

/** Every name that the template refers to. */
function referred(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referred);
  return Object.entries(value).flatMap(([key, inner]): readonly string[] => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt' && typeof inner === 'string') return [inner.split('.')[0] ?? ''];
    if (key === 'Fn::Sub' && typeof inner === 'string') return [...inner.matchAll(/\$\{([^}]+)\}/g)].map(([, name = '']) => name);
    return referred(inner);
  });
}

test('the Fargate template refers to what it has', () => {
  const known = new Set([...Object.keys(fargate.Parameters), ...Object.keys(fargate.Resources)]);
  const names = referred(fargate.Resources).filter((name) => !name.startsWith('AWS::'));
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
  const used = new Set([...names, ...referred(fargate.Conditions)]);
  expect(Object.keys(fargate.Parameters).filter((name) => !used.has(name))).toEqual([]);
});

test('the task is read-only, without capabilities or a root user, and scans with a role that cannot publish', () => {
  const task = fargate.Resources['Task']?.Properties;
  expect(task).toMatchObject({
    ContainerDefinitions: [
      {
        User: '10001:10001',
        ReadonlyRootFilesystem: true,
        LinuxParameters: { InitProcessEnabled: true, Capabilities: { Drop: ['ALL'] } },
        StopTimeout: 30,
        MountPoints: [{ ContainerPath: '/reports' }],
      },
    ],
  });
  expect(JSON.stringify(task)).toContain('["scan","--role-arn",{"Fn::GetAtt":"AuditorRole.Arn"}');
  expect(fargate.Resources['AuditorRole']?.Properties).not.toHaveProperty('Policies');
});

test('no role may do everything, or anything to everything', () => {
  for (const [name, { Properties }] of Object.entries(fargate.Resources)) {
    const statements = JSON.stringify(Properties ?? {});
    expect([name, statements]).toEqual([name, expect.not.stringMatching(/"(Action|Resource)":\[?"\*"|"\w+:\*"/)]);
  }
});
