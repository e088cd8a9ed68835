import type { SecretScanner } from '../../core/secret.ts';
import type { LifecycleScript } from '../../inventory/lifecycle-configs.ts';
import { decodeScript } from '../../secrets/script.ts';

/** Classifies one script of a lifecycle configuration and drops its text. `content` is `undefined` where AWS gave none. */
export async function classifyScript(
  field: string,
  content: string | undefined,
  secrets: SecretScanner,
): Promise<LifecycleScript> {
  if (content === undefined) return { readable: false, field, why: 'AWS gave no content' };
  const script = decodeScript(content);
  if (!script.ok) return { readable: false, field, why: script.why };
  const { sha256, lineCount, usesSecretsManager, usesCodeArtifact, text } = script;
  const findings = await secrets.scanText(text);
  return { readable: true, field, sha256, lineCount, usesSecretsManager, usesCodeArtifact, findings };
}
