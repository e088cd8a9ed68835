/** A hyperparameter's value without the JSON that the SageMaker SDK wraps it in: `"\"0.1\""` is `0.1`. Decodes once, as the container does. */
export function decodeHyperparameter(value: string): string {
  if (!/^\s*"/.test(value)) return value;
  try {
    const decoded: unknown = JSON.parse(value);
    return typeof decoded === 'string' ? decoded : value;
  } catch {
    return value;
  }
}
