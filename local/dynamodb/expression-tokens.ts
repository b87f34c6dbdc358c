import { invalid } from './errors.ts';

const TOKEN = /\s*(?:([#:]\w+|[A-Za-z_]\w*|\d+)|(<>|<=|>=|[()=<>,.[\]+-]))/y;

/** Reads an expression's tokens from left to right; `placeholders` collects every #name and :value on the way. */
export class Tokens {
  readonly placeholders = new Set<string>();
  readonly #words: readonly string[];
  readonly #kind: string;
  #at = 0;

  constructor(kind: string, text: string) {
    this.#kind = kind;
    this.#words = split(kind, text);
  }

  get next(): string | undefined {
    return this.#words[this.#at];
  }

  get afterNext(): string | undefined {
    return this.#words[this.#at + 1];
  }

  /** Keywords are read in any case, functions are not. */
  isKeyword(word: string): boolean {
    return this.next?.toUpperCase() === word;
  }

  take(): string {
    const word = this.next;
    if (word === undefined) throw this.error();
    this.#at++;
    if (word.startsWith('#') || word.startsWith(':')) this.placeholders.add(word);
    return word;
  }

  /** Takes the word when it comes next (in any case). */
  accept(word: string): boolean {
    const found = this.isKeyword(word);
    if (found) this.#at++;
    return found;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw this.error();
  }

  end(): void {
    if (this.next !== undefined) throw this.error();
  }

  error(): Error {
    const near = this.#words.slice(Math.max(0, this.#at - 1), this.#at + 2).join(' ');
    return invalid(`Invalid ${this.#kind}: Syntax error; token: "${this.next ?? '<EOF>'}", near: "${near}"`);
  }
}

function split(kind: string, text: string): readonly string[] {
  const words: string[] = [];
  const trimmed = text.trimEnd();
  if (trimmed === '') throw invalid(`Invalid ${kind}: The expression can not be empty;`);
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(trimmed);
    const word = match?.[1] ?? match?.[2];
    if (word === undefined)
      throw invalid(`Invalid ${kind}: Syntax error; token: "${trimmed[at]}", near: "${trimmed.slice(at, at + 10)}"`);
    words.push(word);
  }
  return words;
}
