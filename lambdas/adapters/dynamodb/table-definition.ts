import { indexKeys } from '../../kernel/rows.ts';

interface IndexDefinition {
  readonly name: keyof typeof indexKeys;
  readonly pk: string;
  readonly sk: string;
}

/** The one table as plain data (design §7), read by the stack that deploys it and by everything that runs it locally. */
export const tableDefinition = {
  pk: 'pk',
  sk: 'sk',
  /** Epoch seconds; DynamoDB deletes up to days late, so no rule may depend on a row being gone. */
  ttl: 'ttl',
  /** Sparse: a row stands in an index while it has both attributes. Both project everything, so one query is enough. */
  indexes: [indexKeys.due, indexKeys.list] satisfies readonly IndexDefinition[],
  projection: 'ALL',
} as const;
