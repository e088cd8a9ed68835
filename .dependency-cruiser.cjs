/** The import law (ARCHITECTURE.md). Each rule says what to do instead. */

/** Folders of src/ that a folder may import, beside itself. */
const law = {
  core: ['controls'],
  inventory: ['core'],
  iam: ['core'],
  secrets: ['core'],
  lineage: ['core', 'inventory', 'iam'],
  collectors: ['core', 'inventory', 'lineage', 'secrets'],
  aws: ['core'],
  engine: ['core', 'inventory', 'lineage', 'aws', 'controls'],
  report: ['core', 'controls', 'engine'],
  // Docs: docs/adr/0003-publishing-shares-the-transport.md
  publish: ['core', 'aws/(endpoint|errors|http|retry|session|time)'],
  sandbox: ['core'],
};

const instead = {
  core: 'core is the vocabulary: it knows nothing of what is built with it',
  inventory: 'inventory is what we know: types and tokens, no logic',
  iam: 'the policy engine is pure: hand it documents',
  secrets: 'the scanner is pure: hand it text',
  lineage: 'derived collections see the inventory only',
  collectors: 'a collector maps what AWS says: put what others need into the inventory, and judge in a check',
  aws: 'the edge knows operations, not what they are for',
  engine: 'the engine drives definitions: it branches on what they declare',
  report: 'outputs are pure functions of the report',
  publish: 'publishing moves bytes: of the edge it has the transport, and nothing that knows what a scan calls',
  sandbox: 'the sandbox is another implementation of AWS: sharing code with the scanner would share its mistakes',
};

module.exports = {
  forbidden: [
    { name: 'no-circular', comment: 'move what both need into core', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-test', comment: 'tests import the product, never the other way', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    ...Object.entries(law).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      comment: instead[folder],
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^(src|checks)/', pathNot: [folder, ...allowed].map((name) => `^src/${name}(/|\\.ts$)`) },
    })),
    {
      name: 'report-engine-types-only',
      comment: 'report may know the types of the engine, not run it',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^src/engine/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'checks-imports',
      comment: 'a check imports kit.ts, inventory, lineage and iam: whatever else it needs belongs into one of them',
      severity: 'error',
      from: { path: '^checks/' },
      to: { pathNot: '^src/(kit\\.ts$|inventory/|lineage/|iam/)' },
    },
    {
      name: 'sdk-only-at-the-edge',
      comment: 'only aws, publish and the sandbox load the SDK; types are free',
      severity: 'error',
      from: { path: '^(src|checks)/', pathNot: '^src/(aws|publish|sandbox)/' },
      to: { path: 'node_modules/(@aws-sdk|@smithy)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sandbox-users',
      comment: 'only the demo and sandbox commands and tests start the sandbox',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(sandbox/|cli/(demo|sandbox)\\.ts$)' },
      to: { path: '^src/sandbox/' },
    },
    { name: 'cli-is-the-top', comment: 'nothing imports the command line', severity: 'error', from: { path: '^src/', pathNot: '^src/(cli/|main\\.ts$)' }, to: { path: '^src/(cli/|main\\.ts$)' } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], conditionNames: ['import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
