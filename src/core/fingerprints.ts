import { hash } from 'node:crypto';

/** Words of 32 bits of a fingerprint. */
const words = 4;

/**
 * A map from texts to numbers that keeps no text: 128 bits of its SHA-256 stand for it, 24 bytes an entry in all. For keys by the
 * hundred thousand that only need to be told apart, whoever chose them.
 */
export class Fingerprints {
  #prints = new Uint32Array(0);
  #numbers = new Float64Array(0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(text: string): number | undefined {
    if (this.#size === 0) return undefined;
    const place = this.#place(printOf(text));
    return this.#isFree(place) ? undefined : this.#numbers[place];
  }

  set(text: string, number: number): void {
    if (this.#size * 4 >= this.#numbers.length * 3) this.#grow();
    this.#put(printOf(text), number);
  }

  #put(print: Uint32Array, number: number): void {
    const place = this.#place(print);
    if (this.#isFree(place)) {
      this.#prints.set(print, place * words);
      this.#size += 1;
    }
    this.#numbers[place] = number;
  }

  /** Where a fingerprint is, or would be. */
  #place(print: Uint32Array): number {
    const mask = this.#numbers.length - 1;
    let place = (print[0] ?? 0) & mask;
    while (!this.#isFree(place) && !this.#isAt(place, print)) place = (place + 1) & mask;
    return place;
  }

  #isAt(place: number, print: Uint32Array): boolean {
    return print.every((word, index) => this.#prints[place * words + index] === word);
  }

  #isFree(place: number): boolean {
    return this.#prints[place * words + words - 1] === 0;
  }

  #grow(): void {
    const [prints, numbers] = [this.#prints, this.#numbers];
    const capacity = Math.max(64, numbers.length * 2);
    this.#prints = new Uint32Array(capacity * words);
    this.#numbers = new Float64Array(capacity);
    this.#size = 0;
    for (const [place, number] of numbers.entries()) {
      const print = prints.subarray(place * words, (place + 1) * words);
      if (print[words - 1] !== 0) this.#put(print, number);
    }
  }
}

/** The last word is never 0: that is how a free place is told. */
function printOf(text: string): Uint32Array {
  const bytes = hash('sha256', text, 'buffer');
  const print = new Uint32Array(words);
  for (const index of print.keys()) print[index] = bytes.readUInt32LE(index * 4);
  print[words - 1] = (print[words - 1] ?? 0) | 1;
  return print;
}
