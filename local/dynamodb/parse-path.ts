import { invalid } from './errors.ts';
import type { DocumentPath, Step } from './expression-syntax.ts';
import type { Tokens } from './expression-tokens.ts';
import { isReservedWord } from './reserved-words.ts';

/** `a.b[0]`, `#a.#b` */
export function parsePath(tokens: Tokens): DocumentPath {
  const steps: Step[] = [parseName(tokens)];
  for (;;) {
    if (tokens.accept('.')) steps.push(parseName(tokens));
    else if (tokens.accept('[')) steps.push(parseIndex(tokens));
    else return { kind: 'path', steps };
  }
}

function parseName(tokens: Tokens): Step {
  if (!/^[#A-Za-z_]/.test(tokens.next ?? '')) throw tokens.error();
  const name = tokens.take();
  if (isReservedWord(name)) {
    throw invalid(`Invalid expression: Attribute name is a reserved keyword; reserved keyword: ${name}`);
  }
  return { kind: 'name', name };
}

function parseIndex(tokens: Tokens): Step {
  if (!/^\d+$/.test(tokens.next ?? '')) throw tokens.error();
  const index = Number(tokens.take());
  tokens.expect(']');
  return { kind: 'index', index };
}

export function parsePaths(tokens: Tokens): DocumentPath[] {
  const paths = [parsePath(tokens)];
  while (tokens.accept(',')) paths.push(parsePath(tokens));
  return paths;
}
