import type { Found } from './found.ts';
import { isPlaceholder, isSampleLogin } from './literal.ts';

type Lint = (text: string) => Promise<readonly Found[]>;

/**
 * Secretlint's recommended rules, loaded at their first use. Two of its habits are switched off: its profiler keeps some 20 kB for
 * each text it ever saw, and the text itself could silence the rules by a `secretlint-disable` comment.
 */
export async function loadSecretlint(): Promise<Lint> {
  const { lintSource } = await import('@secretlint/core');
  const { rules } = await import('@secretlint/secretlint-rule-preset-recommend');
  const { secretLintProfiler } = await import('@secretlint/profiler');
  secretLintProfiler.setEnabled(false);
  const config = {
    rules: rules
      .filter((rule) => !rule.meta.id.endsWith('-filter-comments'))
      // An account or a key id alone is no secret.
      .map((rule) => ({ id: rule.meta.id, rule, allowMessageIds: ['AWSAccountID', 'AWSAccessKeyID'] })),
  };
  return async (text) => {
    const source = { content: text, filePath: 'text.txt', ext: '.txt', contentType: 'text' } as const;
    const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true, maskSecrets: true } });
    return messages
      .map(({ ruleId, range: [start, end] }) => ({
        rule: ruleId.replace(/^.*secretlint-rule-/, ''),
        start,
        end,
        secret: text.slice(start, end),
      }))
      .filter(({ secret }) => !isPlaceholder(/:\/\/[^:]*:([^@]+)@/.exec(secret)?.[1] ?? secret) && !isSampleLogin(secret))
      .map((found) => ({ ...found, critical: found.rule === 'privatekey' }));
  };
}

/** No rule of Secretlint matches less than seven characters, or a text without a letter. */
export function mayInterestSecretlint(text: string): boolean {
  return text.length >= 7 && /[A-Za-z]/.test(text);
}
