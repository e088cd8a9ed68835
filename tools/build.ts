/** Bundles the CLI into dist/mlwarden.mjs: one entry, lazily loaded chunks beside it. */
import { chmod, rm } from 'node:fs/promises';
import path from 'node:path';
import { rolldown } from 'rolldown';

const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'dist');

await rm(out, { recursive: true, force: true });
const bundle = await rolldown({
  input: { mlwarden: path.join(root, 'src/main.ts') },
  platform: 'node',
  cwd: root,
  // CommonJS builds of the SDK cannot be tree-shaken.
  resolve: { mainFields: ['module', 'main'] },
  logLevel: 'warn',
  onLog(level, log, handler) {
    // Third parties' circular imports are not ours to mend.
    if (log.code !== 'CIRCULAR_DEPENDENCY' && log.code !== 'EVAL') handler(level, log);
  },
});
await bundle.write({
  dir: out,
  format: 'esm',
  entryFileNames: '[name].mjs',
  chunkFileNames: 'chunks/[name]-[hash].mjs',
  minify: { mangle: false, compress: true, codegen: false },
  sourcemap: false,
});
await bundle.close();
await chmod(path.join(out, 'mlwarden.mjs'), 0o755);
