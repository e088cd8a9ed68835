import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { readYaml } from '../support/yaml.ts';

/** What a service here may have; anything else (privileged, ports, devices, ...) is refused. */
const service = z.strictObject({
  build: z.literal('.'),
  image: z.literal('mlwarden:local'),
  init: z.literal(true),
  user: z.literal('10001:10001'),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  tmpfs: z.tuple([z.string().regex(/^\/tmp:size=\d+m,mode=1777,noexec,nosuid,nodev$/)]),
  pids_limit: z.int().max(256),
  mem_limit: z.string(),
  stop_grace_period: z.literal('30s'),
  networks: z.tuple([z.literal('inside')]),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.tuple([z.literal('reports:/reports')]).optional(),
  depends_on: z.object({ aws: z.object({ condition: z.literal('service_healthy') }) }).optional(),
  healthcheck: z.object({
    test: z.tuple([z.literal('CMD'), z.literal('node')], z.string()),
    interval: z.string(),
    timeout: z.string(),
    start_period: z.string(),
  }),
  restart: z.literal('unless-stopped').optional(),
});

const compose = z
  .strictObject({
    name: z.literal('mlwarden'),
    'x-mlwarden': z.unknown(),
    services: z.strictObject({ aws: service, scanner: service }),
    volumes: z.strictObject({ reports: z.strictObject({}) }),
    networks: z.strictObject({ inside: z.strictObject({ internal: z.literal(true) }) }),
  })
  .parse((await readYaml('docker-compose.yml'))[0]);

const { aws, scanner } = compose.services;

function flag({ command }: { readonly command: readonly string[] }, name: string): string | undefined {
  return command[command.indexOf(name) + 1];
}

describe('docker-compose.yml', () => {
  test('the account is the sandbox, on an address that the scanner reaches', () => {
    expect(aws.command[0]).toBe('sandbox');
    expect(flag(aws, '--host')).toBe('0.0.0.0');
    expect(flag(scanner, '--endpoint-url')).toBe(`http://aws:${flag(aws, '--port')}`);
    expect(scanner.command).toContain('--allow-custom-endpoint');
    expect(aws.healthcheck.test.join(' ')).toContain(`connect(${flag(aws, '--port')},`);
  });

  test('the scanner runs on a timetable, and its health is asked where it answers', () => {
    expect(scanner.command[0]).toBe('schedule');
    expect(scanner.healthcheck.test).toEqual([
      'CMD',
      'node',
      '/app/mlwarden.mjs',
      'health',
      '--port',
      flag(scanner, '--health-port'),
    ]);
  });

  test("reports go to a bucket of the sandbox's account", () => {
    const { hostname } = new URL(flag(scanner, '--output') ?? '');
    expect(demo.account(0).s3?.buckets?.map(({ name }) => name)).toContain(hostname);
  });
});
