/** A step of a document path: a name, a placeholder of a name, or a place in a list. */
export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number };

export interface DocumentPath {
  readonly kind: 'path';
  readonly steps: readonly Step[];
}

export type Operand =
  | DocumentPath
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'size'; readonly of: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type ConditionNode =
  | { readonly kind: 'and' | 'or'; readonly left: ConditionNode; readonly right: ConditionNode }
  | { readonly kind: 'not'; readonly of: ConditionNode }
  | { readonly kind: 'compare'; readonly by: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly from: Operand; readonly to: Operand }
  | { readonly kind: 'in'; readonly of: Operand; readonly among: readonly Operand[] }
  | { readonly kind: 'exists' | 'not_exists'; readonly of: DocumentPath }
  | { readonly kind: 'type' | 'begins' | 'contains'; readonly of: Operand; readonly with: Operand };

export type Assigned =
  | DocumentPath
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'if_not_exists'; readonly of: DocumentPath; readonly otherwise: Assigned }
  | { readonly kind: 'list_append'; readonly left: Assigned; readonly right: Assigned }
  | { readonly kind: 'plus' | 'minus'; readonly left: Assigned; readonly right: Assigned };

export type Action =
  | { readonly kind: 'set'; readonly path: DocumentPath; readonly to: Assigned }
  | { readonly kind: 'remove'; readonly path: DocumentPath }
  | { readonly kind: 'add'; readonly path: DocumentPath; readonly value: string };

/** What an expression was parsed to, and the placeholders it uses (an unused one in a request is an error in AWS). */
export interface Parsed<Tree> {
  readonly tree: Tree;
  readonly placeholders: ReadonlySet<string>;
}
