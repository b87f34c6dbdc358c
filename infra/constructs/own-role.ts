import { Effect, PolicyDocument, PolicyStatement, type PrincipalBase, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Permission } from '../permissions.ts';

/** One role with exactly these permissions: what a CDK construct would add to it by itself is refused. */
export function ownRole(
  scope: Construct,
  { name, principal, permissions }: { name: string; principal: PrincipalBase; permissions: readonly Permission[] },
): { readonly role: Role; readonly frozen: ReturnType<Role['withoutPolicyUpdates']> } {
  const statements = permissions.map(
    ({ actions, resources, conditions }) =>
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions ? { conditions } : {}),
      }),
  );
  const role = new Role(scope, 'Role', {
    roleName: name,
    assumedBy: principal,
    inlinePolicies: { exactly: new PolicyDocument({ statements }) },
  });
  return { role, frozen: role.withoutPolicyUpdates() };
}
