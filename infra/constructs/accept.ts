import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of cdk-nag we live with. The reason is printed by `npm run synth`; without one there is no exception. */
export function accept(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${id}`, reason });
}

export interface Accepted {
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

/** Every exception of a tree, in the order it was built. */
export function acceptedIn(root: IConstruct): readonly Accepted[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(Object(data)))
      // The CDK keeps the id as an annotation's.
      .map(([id, reason]) => ({
        path: construct.node.path,
        id: id.replace('Annotation::', ''),
        reason: String(reason),
      })),
  );
}
