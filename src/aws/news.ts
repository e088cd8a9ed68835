import { hash } from 'node:crypto';

/** Power of two, so that a mask finds a slot. */
const firstSlots = 256;
/** Beyond this share of slots in use, searches become long. */
const fullAt = 0.6;

/**
 * Tells items that came before from new ones, whatever they are: an item that changed in between is new. Keeps 64 bits of each, in
 * about 20 bytes. Of 500,000 items, two share them by chance in one list of a hundred million.
 */
export class News {
  /** Two words a slot; the first is zero where it is free. */
  #words = new Uint32Array(2 * firstSlots);
  #count = 0;

  /** Those of a page that are new. */
  of(items: readonly unknown[] | undefined): readonly unknown[] {
    return (items ?? []).filter((item) => this.add(JSON.stringify(item) ?? ''));
  }

  /** Whether the text is new. */
  add(text: string): boolean {
    const digest = hash('sha1', text, 'buffer');
    // Zero would look like a free slot.
    if (!insert(this.#words, digest.readUInt32LE(0) || 1, digest.readUInt32LE(4))) return false;
    this.#count += 1;
    if (this.#count > (this.#words.length / 2) * fullAt) this.#grow();
    return true;
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    for (let at = 0; at < this.#words.length; at += 2) {
      const low = this.#words[at] ?? 0;
      if (low !== 0) insert(words, low, this.#words[at + 1] ?? 0);
    }
    this.#words = words;
  }
}

/** Puts a fingerprint into the first free slot from its own on. Returns whether it was not there. */
function insert(words: Uint32Array, low: number, high: number): boolean {
  const mask = words.length / 2 - 1;
  for (let slot = high & mask; ; slot = (slot + 1) & mask) {
    const at = 2 * slot;
    if (words[at] === 0) {
      words[at] = low;
      words[at + 1] = high;
      return true;
    }
    if (words[at] === low && words[at + 1] === high) return false;
  }
}
