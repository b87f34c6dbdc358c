import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from '@jest/globals';

type Import = { readonly from: string; readonly names: string; readonly typeOnly: boolean };
type Source = { readonly path: string; readonly text: string; readonly imports: readonly Import[] };

const root = join(import.meta.dirname, '..');
const STATEMENT = /^(?:import|export)\s+(?:type\s+)?(?:([\w*{][^;'"]*?)\sfrom\s+)?['"]([^'"]+)['"]/gm;
const TYPE_ONLY = /^(?:import|export)\s+type\s/;
const CALL = /\bimport\(\s*['"]([^'"]+)['"]/g;

const importsOf = (text: string): readonly Import[] => [
  ...[...text.matchAll(STATEMENT)].map(([all, names = '', from = '']) => ({
    from,
    names,
    typeOnly: TYPE_ONLY.test(all),
  })),
  ...[...text.matchAll(CALL)].map(([, from = '']) => ({ from, names: '', typeOnly: false })),
];

/** An empty folder is no folder in a fresh clone: it has no files. */
const filesOf = (folder: string, ending: string): readonly string[] =>
  (existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }) : [])
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path).split(sep).join('/'))
    .sort();

const read = (path: string): Source => {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, imports: importsOf(text) };
};

/** The project path an import names, undefined for a package. */
const target = (source: Source, { from }: Import): string | undefined =>
  from.startsWith('.')
    ? relative(root, join(root, dirname(source.path), from))
        .split(sep)
        .join('/')
    : undefined;

const isIn =
  (...folders: readonly string[]): ((path: string) => boolean) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`));

/** "file -> import" of every import a rule forbids: the failing test then says where to look. */
const breaches = (sources: readonly Source[], forbidden: (source: Source, one: Import) => boolean): readonly string[] =>
  sources.flatMap((source) =>
    source.imports.filter((one) => forbidden(source, one)).map((one) => `${source.path} -> ${one.from}`),
  );

/** What each file loads at run time: type-only imports are gone by then. */
const loads = (sources: readonly Source[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    sources.map((source) => [
      source.path,
      source.imports.filter(({ typeOnly }) => !typeOnly).flatMap((one) => target(source, one) ?? []),
    ]),
  );

/** One path per import that closes a circle, found depth first: "a.ts -> b.ts -> a.ts". */
function cycles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] => {
    const start = trail.indexOf(path);
    if (start >= 0) return [[...trail.slice(start), path].join(' -> ')];
    if (done.has(path)) return [];
    const found = (graph.get(path) ?? []).flatMap((next) => visit(next, [...trail, path]));
    done.add(path);
    return found;
  };
  return [...graph.keys()].flatMap((path) => visit(path, []));
}

const lines = (source: Source): number => source.text.trimEnd().split('\n').length;
const longer = (sources: readonly Source[], limit: number): readonly string[] =>
  sources.filter((source) => lines(source) > limit).map((source) => `${source.path}: ${lines(source)} lines`);

const lambdas = filesOf('lambdas', '.ts').map(read);
const local = filesOf('local', '.ts').map(read);
const others = [...filesOf('infra', '.ts'), ...filesOf('templates', '.ts')].map(read);
const adapters = isIn('lambdas/adapters');
// Composition roots: they alone build adapters, read the environment and know the real time.
const roots = isIn('lambdas/entries', 'lambdas/compose');
const rules = lambdas.filter((source) => !adapters(source.path) && !roots(source.path));
const composition = lambdas.filter((source) => roots(source.path));

/** Whoever is handed one of these can reach the outside. The other types of the same files are plain data. */
const PORTS = [
  ...[
    'Ports',
    'Clock',
    'Rows',
    'Billing',
    'BillingReads',
    'BillingLists',
    'Workflows',
    'Queues',
    'MailPort',
    'Links',
    'Bus',
    'Secrets',
  ],
  'Policies',
];
const PORT = new RegExp(`\\b(${PORTS.join('|')})\\b`);
const portFiles = [
  'lambdas/kernel/ports.ts',
  'lambdas/kernel/billing-lists.ts',
  'lambdas/kernel/rows.ts',
  'lambdas/messaging/mail-port.ts',
];

/** A handler, or a file that takes a port: it may read and write. Every other rule file is pure. */
const reaches = (source: Source): boolean =>
  source.path.endsWith('.handler.ts') ||
  source.imports.some((one) => portFiles.includes(target(source, one) ?? '') && PORT.test(one.names));

// Hashing and comparing in constant time are pure: these two may, nobody else.
const MAY_USE_NODE = ['lambdas/kernel/ids.ts', 'lambdas/billing/signature.ts'];
const IMPURE = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bsetTimeout\b|\bcrypto\.random/;

const uncommented = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

describe('the imports', () => {
  it('are found in every shape the project writes', () => {
    const text = [
      "import a from 'one';",
      "import {\n  b,\n} from './two.ts';",
      "import type { C } from 'three';",
      "export { d } from './four.ts';",
      "import 'five';",
      "const six = await import('six');",
      "import * as seven from 'seven';",
    ].join('\n');
    expect(importsOf(text).map(({ from }) => from)).toEqual([
      'one',
      './two.ts',
      'three',
      './four.ts',
      'five',
      'seven',
      'six',
    ]);
  });

  it('name a vendor only in the adapters and in local', () => {
    const vendor = /^(@aws-sdk\/|stripe($|\/))/;
    expect(lambdas.some((source) => source.imports.some(({ from }) => vendor.test(from)))).toBe(true);
    expect(breaches([...rules, ...composition, ...others], (_source, { from }) => vendor.test(from))).toEqual([]);
  });

  it('never lead from lambdas to local or infra', () => {
    const outside = isIn('local', 'infra');
    expect(breaches(lambdas, (source, one) => outside(target(source, one) ?? ''))).toEqual([]);
  });

  it('never lead from a rule to an adapter', () => {
    expect(breaches(rules, (source, one) => adapters(target(source, one) ?? ''))).toEqual([]);
  });

  it('never lead from local to infra', () => {
    const infra = isIn('infra');
    expect(local).not.toEqual([]);
    expect(breaches(local, (source, one) => infra(target(source, one) ?? ''))).toEqual([]);
  });

  it('never lead out of the registry, which everybody reads', () => {
    expect(read('lambdas/registry.ts').imports).toEqual([]);
  });

  it('lead from a pure file to pure files only, and to the types of the kernel', () => {
    const reaching = new Set(rules.filter(reaches).map(({ path }) => path));
    const pure = rules.filter(({ path }) => !reaching.has(path));
    const kernelType = (source: Source, one: Import) =>
      one.typeOnly && isIn('lambdas/kernel')(target(source, one) ?? '');
    expect(pure.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['lambdas/recovery/decide.ts', 'lambdas/messaging/arbiter.ts', 'lambdas/kernel/money.ts']),
    );
    expect([...reaching]).toEqual(expect.arrayContaining(['lambdas/recovery/run-step.ts', 'lambdas/ops/sweep.ts']));
    expect(
      breaches(pure, (source, one) => reaching.has(target(source, one) ?? '') && !kernelType(source, one)),
    ).toEqual([]);
  });

  it('lead to the composition roots from nowhere else in lambdas', () => {
    expect(composition).not.toEqual([]);
    const inside = lambdas.filter((source) => !roots(source.path));
    expect(breaches(inside, (source, one) => roots(target(source, one) ?? ''))).toEqual([]);
  });

  it('keep Node itself out of the composition roots', () => {
    expect(breaches(composition, (_source, { from }) => from.startsWith('node:'))).toEqual([]);
  });

  it('count as a circle only when they are there at run time', () => {
    const file = (path: string, text: string): Source => ({ path, text, imports: importsOf(text) });
    const round = [file('x/a.ts', "import { b } from './b.ts';"), file('x/b.ts', "export { a } from './a.ts';")];
    const types = [file('x/a.ts', "import { b } from './b.ts';"), file('x/b.ts', "import type { A } from './a.ts';")];
    expect(cycles(loads(round))).toEqual(['x/a.ts -> x/b.ts -> x/a.ts']);
    expect(cycles(loads(types))).toEqual([]);
  });

  it('run in no circle', () => {
    expect(cycles(loads([...lambdas, ...local, ...others]))).toEqual([]);
  });

  it('name Node itself in two rule files only', () => {
    const allowed = (path: string): boolean => MAY_USE_NODE.includes(path);
    expect(breaches(rules, ({ path }, { from }) => from.startsWith('node:') && !allowed(path))).toEqual([]);
  });
});

describe('the rule files', () => {
  it('read no clock, no chance, no environment and set no timer', () => {
    const impure = rules.filter((source) => IMPURE.test(uncommented(source.text))).map(({ path }) => path);
    expect(impure).toEqual([]);
  });

  it('share the clock and the environment with three files of the composition only', () => {
    const impure = composition.filter((source) => IMPURE.test(uncommented(source.text))).map(({ path }) => path);
    expect(impure).toEqual(['lambdas/compose/clock.ts', 'lambdas/compose/environment.ts', 'lambdas/compose/serve.ts']);
  });

  it('keep each handler within 40 lines', () => {
    const handlers = lambdas.filter(({ path }) => path.endsWith('.handler.ts'));
    expect(handlers).not.toEqual([]);
    expect(longer(handlers, 40)).toEqual([]);
  });

  it('keep each file of lambdas and local within 250 lines', () => {
    expect(longer([...lambdas, ...local], 250)).toEqual([]);
  });
});

describe('the decisions', () => {
  const decisions = filesOf('docs/decisions', '.md').map(read);

  it.each(decisions.map((source) => [source.path, source] as const))(
    'have their four parts in under 40 lines: %s',
    (_path, source) => {
      const headings = [...source.text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
      expect(headings).toEqual(['Context', 'Decision', 'Consequences', 'Reversal']);
      expect(lines(source)).toBeLessThan(40);
    },
  );
});
