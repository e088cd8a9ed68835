import type { NormalizedSchema } from '@smithy/core/schema';
import { hasTrait, kindOf, membersOf, textTrait } from '../../../src/sandbox/schema.ts';

/** Values that a client or a protocol accepts only when they are of a certain kind. */
const given: Readonly<Record<string, unknown>> = { ChecksumAlgorithm: 'CRC32', ChecksumMode: 'ENABLED' };

/** Members that S3's client computes others from (it adds their MD5 sums): left out. */
const computed: ReadonlySet<string> = new Set([
  'SSECustomerKey',
  'SSECustomerKeyMD5',
  'CopySourceSSECustomerKey',
  'CopySourceSSECustomerKeyMD5',
]);

/** Makes values that fit a schema, the same ones for the same seed. */
export class Samples {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A value with every member; shapes that contain themselves end at the second turn. */
  of(schema: NormalizedSchema, above: readonly unknown[] = []): unknown {
    const within = [...above, schema.getSchema()];
    switch (kindOf(schema)) {
      case 'unit':
        return {};
      case 'struct':
        return this.#struct(schema, within);
      case 'list': {
        const value = schema.getValueSchema();
        return isRecursive(value, within) ? [] : Array.from({ length: 1 + this.#next(2) }, () => this.of(value, within));
      }
      case 'map': {
        const value = schema.getValueSchema();
        return isRecursive(value, within) ? {} : { [`key-${this.#next(1000)}`]: this.of(value, within) };
      }
      case 'blob':
        return new Uint8Array(Array.from({ length: 5 }, () => this.#next(256)));
      case 'timestamp':
        return new Date((1_700_000_000 + this.#next(1_000_000)) * 1000);
      case 'boolean':
        return this.#next(2) === 1;
      case 'number':
        return 1 + this.#next(1000);
      case 'bigint':
        return BigInt(this.#next(1000));
      case 'decimal':
        return this.#next(1000);
      case 'document':
        return undefined;
      case 'string':
        return this.#text(schema);
    }
  }

  #struct(schema: NormalizedSchema, within: readonly unknown[]): unknown {
    const usable = membersOf(schema).filter(
      ([name, member]) =>
        !computed.has(name) && kindOf(member) !== 'document' && !member.isStreaming() && !isRecursive(member, within),
    );
    const chosen = schema.isUnionSchema() ? usable.slice(0, 1) : usable;
    return Object.fromEntries(chosen.map(([name, member]) => [name, this.#member(name, member, within)]));
  }

  #member(name: string, schema: NormalizedSchema, within: readonly unknown[]): unknown {
    if (hasTrait(schema, 'httpResponseCode')) return 200;
    return kindOf(schema) === 'string' && name in given ? given[name] : this.of(schema, within);
  }

  #text(schema: NormalizedSchema): string {
    const text = `text-${this.#next(100_000)}`;
    const bound =
      ['httpHeader', 'httpQuery', 'httpPrefixHeaders'].some((trait) => textTrait(schema, trait) !== undefined) ||
      hasTrait(schema, 'httpLabel');
    if (textTrait(schema, 'mediaType') !== undefined) return JSON.stringify({ text });
    return bound ? text : `${text} <ä&"'\n> `;
  }

  #next(below: number): number {
    // Numerical Recipes' generator; the high bits are the good ones.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * below);
  }
}

function isRecursive(schema: NormalizedSchema, within: readonly unknown[]): boolean {
  const target = schema.getSchema();
  return typeof target === 'object' && within.includes(target);
}
