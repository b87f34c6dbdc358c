/** "Team plan"; a plan whose name says what it is ("Family Plan", "subscription") is not called a plan once more. */
export const planWords = (plan: string): string =>
  /\b(?:plan|subscription)$/i.test(plan.trim()) ? plan : `${plan} plan`;

/** "Acme Ltd's", "Brown & Sons'". */
export const whose = (name: string): string => `${name}${/s$/i.test(name) ? "'" : "'s"}`;
