import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { execForm, readDockerfile, stagesOf, type Instruction } from '../support/dockerfile.ts';

const root = path.resolve(import.meta.dirname, '../..');
const instructions = readDockerfile(await readFile(path.join(root, 'Dockerfile'), 'utf8'));
const stages = stagesOf(instructions);
const [build = [], final = []] = stages;

function named(stage: readonly Instruction[], ...names: readonly string[]): readonly Instruction[] {
  return stage.filter(({ name }) => names.includes(name));
}

test('the base is pinned once, by its full version, to the Node that the project is tested with', () => {
  const args = named(instructions, 'ARG');
  expect(args.map(({ rest }) => rest)).toEqual([`NODE_IMAGE=node:${manifest.devDependencies.node}-slim`]);
  expect(stages.map(([from]) => from?.rest)).toEqual(['${NODE_IMAGE} AS build', '${NODE_IMAGE}']);
});

test('nothing floats, and nothing comes from the web but locked packages', () => {
  for (const { name, rest } of instructions) {
    expect(rest).not.toMatch(/latest|https?:|curl|wget|apt-get|sha256:0+\b/);
    expect(name).not.toBe('ADD');
  }
  expect(execForm(named(build, 'RUN')[0]?.rest ?? '')).toEqual(['npm', 'ci', '--ignore-scripts']);
});

test('every command is in exec form: the image needs no shell', () => {
  for (const { name, rest } of named(instructions, 'RUN', 'ENTRYPOINT', 'CMD', 'VOLUME'))
    expect([name, execForm(rest)]).toEqual([name, expect.any(Array)]);
  expect(named(instructions, 'SHELL', 'HEALTHCHECK')).toEqual([]);
});

describe('the final stage', () => {
  test('holds the bundle and an empty folder for reports, and runs nothing to get there', () => {
    expect(named(final, 'RUN')).toEqual([]);
    expect(named(final, 'COPY')).toEqual([
      { name: 'COPY', flags: { from: 'build', chown: '0:0', chmod: '0555' }, rest: '/build/dist /app' },
      { name: 'COPY', flags: { from: 'build', chown: '10001:10001', chmod: '0750' }, rest: '/reports /reports' },
    ]);
    expect(execForm(named(final, 'VOLUME')[0]?.rest ?? '')).toEqual(['/reports']);
  });

  test('ends as a user without a name, in the folder that it may write', () => {
    expect(final.slice(-4).map(({ name, rest }) => `${name} ${rest}`)).toEqual([
      'WORKDIR /reports',
      'USER 10001:10001',
      'ENTRYPOINT ["node", "--enable-source-maps", "/app/mlwarden.mjs"]',
      'CMD ["scan"]',
    ]);
    expect(named(instructions, 'USER')).toHaveLength(1);
  });

  test('says what it is', () => {
    const labels = named(final, 'LABEL')[0]?.rest ?? '';
    for (const label of ['title="mlwarden"', 'description="', `licenses="${manifest.license}"`])
      expect(labels).toContain(`org.opencontainers.image.${label}`);
    expect(named(final, 'ENV').map(({ rest }) => rest)).toEqual(['NODE_ENV=production']);
  });
});

test('only what the build stage copies is sent to it', async () => {
  const [first, ...allowed] = (await readFile(path.join(root, '.dockerignore'), 'utf8')).trim().split('\n');
  expect(first).toBe('*');
  const copied = named(build, 'COPY').flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1));
  expect(allowed.map((line) => line.replace(/^!/, '')).toSorted()).toEqual(copied.toSorted());
  expect(await readdir(root)).toEqual(expect.arrayContaining(copied));
});
