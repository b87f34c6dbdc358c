import { type Check, complain } from './check.ts';

/** Some providers sign for all of their customers with the same keys: a signature alone says nothing about whose app it is. */
const isOurs: Check = ({ clientAuth }) =>
  clientAuth && clientAuth.issuer === undefined && clientAuth.audience === undefined
    ? complain(['clientAuth', 'issuer'], clientAuth.issuer, {
        allowed: 'the iss of your login tokens, or their aud in clientAuth.audience',
        fix: 'without either, a login of any other app at the same provider would be taken for one of yours',
      })
    : [];

/** Supabase's `user_metadata` is the user's own to write; `app_metadata` is not. */
const isNotSelfMade: Check = ({ clientAuth }) =>
  (['claim', 'accountClaim', 'roleClaim'] as const).flatMap((key) =>
    clientAuth?.[key]?.startsWith('user_metadata')
      ? complain(['clientAuth', key], clientAuth[key], {
          allowed: 'a claim that users cannot change themselves, such as app_metadata.account_id',
          fix: 'whoever may write the claim could name any account as theirs',
        })
      : [],
  );

export const clientAuthChecks: readonly Check[] = [isOurs, isNotSelfMade];
