/** Every write of ours at Stripe carries a key with this mark, so that the events it causes are known as echoes, not news. */
const mark = 'holdfast-';

export const ownKey = (key: string): string => `${mark}${key}`;

export const isOwnKey = (key: string | undefined): boolean => key?.startsWith(mark) === true;

/** Our key as we made it; undefined: the call was not ours. */
export const keyBehind = (requestKey: string | undefined): string | undefined =>
  isOwnKey(requestKey) ? requestKey?.slice(mark.length) : undefined;
