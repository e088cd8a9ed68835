#!/usr/bin/env node
/**
 * The command. It checks the Node version before it loads anything else, so that an old Node gives one clear line instead of a
 * syntax error.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `mlwarden needs Node 22.12 or newer, this is ${process.versions.node}: use npx mlwarden in a checkout, or update Node\n`,
  );
  process.exitCode = 2;
} else {
  const { main } = await import('./cli/main.ts');
  process.exitCode = await main(process.argv.slice(2), process.env);
}
