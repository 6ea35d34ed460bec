// SPDX-License-Identifier: GPL-2.0-or-later
// Chance that is the same on every run: mulberry32, seeded by a text.

function seedOf(text) {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0), 16777619);
  return hash >>> 0;
}

export class Chance {
  #state;

  constructor(...parts) {
    this.#state = seedOf(parts.join('/'));
  }

  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from..to, both included. */
  whole(from, to) {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  yes(percent) {
    return this.next() * 100 < percent;
  }

  of(list) {
    return list[this.whole(0, list.length - 1)];
  }

  /** One of [[what, weight], ...]. */
  weighted(list) {
    let left = this.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [what, weight] of list) {
      left -= weight;
      if (left < 0) return what;
    }
    return list[list.length - 1][0];
  }

  text(alphabet, length) {
    return Array.from({ length }, () => alphabet[this.whole(0, alphabet.length - 1)]).join('');
  }
}
