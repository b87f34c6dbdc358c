import { isPath } from './jsonpath.ts';

const NAMES = new Set(
  'Format StringToJson JsonToString Array ArrayPartition ArrayContains ArrayRange ArrayGetItem ArrayLength ArrayUnique Base64Encode Base64Decode Hash JsonMerge MathRandom MathAdd StringSplit UUID'.split(
    ' ',
  ),
);

const CALL = /^States\.(\w+)\(([\s\S]*)\)$/;
/** Inside quotes only these four may follow a backslash. */
const QUOTED = /^'([^'\\]|\\['{}\\])*'$/;
const PLAIN = /^(-?\d+(\.\d+)?|true|false|null)$/;

/** A call of an intrinsic function (JSONPath states only), with arguments that are calls, paths or constants. */
export function isIntrinsic(text: string): boolean {
  const [, name = '', inside = ''] = CALL.exec(text.trim()) ?? [];
  if (!NAMES.has(name)) return false;
  const args = splitArguments(inside);
  return args?.every((argument) => isArgument(argument, name === 'MathAdd')) ?? false;
}

function isArgument(text: string, onlyNumbers: boolean): boolean {
  if (text.startsWith('$')) return isPath(text);
  if (text.startsWith('States.')) return isIntrinsic(text);
  if (text.startsWith("'")) return !onlyNumbers && QUOTED.test(text);
  return PLAIN.test(text);
}

/** Splits at commas outside quotes, parentheses and brackets; undefined when they do not close. */
function splitArguments(text: string): string[] | undefined {
  if (text.trim() === '') return [];
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quoted && char === '\\') {
      parts[parts.length - 1] += char + text.charAt(++i);
      continue;
    }
    if (char === "'") quoted = !quoted;
    if (!quoted && '(['.includes(char)) depth += 1;
    if (!quoted && ')]'.includes(char)) depth -= 1;
    if (char === ',' && depth === 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return depth === 0 && !quoted ? parts.map((part) => part.trim()) : undefined;
}
